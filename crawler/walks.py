"""A list of an agency goes in, newest first; its pages come out, and from where a later run may go on.

A walk that is cut off leaves a `Cursor`. The next one reads the newest pages first, down to what the list began with
when the cut-off walk began, and then goes on from the page that the cursor names. Rows added meanwhile have pushed the
others to later pages: some are met twice. Rows taken away have pulled them to earlier pages: the walk steps back until
it meets rows newer than the last it had read. A run that goes further back than the one cut off starts anew.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol, TypeVar

from crawler.checks import Blocked, PageProblem

if TYPE_CHECKING:
    from crawler.base import AgencySpider

LATE = timedelta(days=14)  # a release may be listed under a date so long before the day it appears
SLACK = 3  # pages: in a list read backwards, rows taken away pull the new ones to pages that were read before
_NUMBER = re.compile(r"(?<=[?&]page=)\d+")


class ListPage(Protocol):
    """`dates` are those of its rows, in their order, None where one cannot be read."""

    @property
    def dates(self) -> list[date | None]: ...
    @property
    def next_url(self) -> str | None: ...


_Page = TypeVar("_Page", bound=ListPage)
Reader = Callable[[str, bool], Awaitable[_Page]]


@dataclass(frozen=True, slots=True)
class Cursor:
    """All rows of the list `name` from `newest_on` to `reached_on` are read, as far back as `since`; `url` is next."""

    name: str
    since: date | None
    url: str
    top_url: str  # where the walk began
    newest_on: date
    reached_on: date  # of the last row read


def page_number(url: str) -> int:
    """Pages count from zero, and the first one often goes without a number."""
    found = _NUMBER.search(url)
    return int(found[0]) if found else 0


def with_page(url: str, number: int) -> str:
    return _NUMBER.sub(str(number), url)


def choose_cursor(cursors: Iterable[Cursor], name: str, since: date | None) -> Cursor | None:
    """The one that has come furthest, of those left by runs that went at least as far back as `since`; none is needed
    where the newest pages alone reach so far."""
    usable = [
        cursor
        for cursor in cursors
        if cursor.name == name
        and (cursor.since is None or (since is not None and cursor.since <= since))
        and (since is None or cursor.reached_on > since)
    ]
    return min(usable, key=lambda cursor: cursor.reached_on, default=None)


class Walk:
    """One walk, told of each page when its rows are done: `url` is the next to read, None at the end.

    `step` is -1 for a list that is read from its last page to its first: there new rows push no others.
    `patience`: so many pages in a row must be too old before the walk ends.
    """

    def __init__(self, spider: AgencySpider, name: str, url: str, *, step: int = 1, patience: int = 1) -> None:
        self.spider, self.name, self.step, self.patience = spider, name, step, patience
        self.top_url = url
        self.url: str | None = url
        self.left = choose_cursor(spider.cursors, name, spider.since)  # until it is taken up
        self.joining: Cursor | None = None  # while its page is looked for
        self.after_newest: str | None = None  # where to go on if the cursor leads nowhere
        self.newest_on: date | None = None
        self.reached_on: date | None = None
        self.old_pages = 0
        self.read: set[str] = set()

    async def done(self, page: ListPage) -> None:
        """Raises PageProblem: `no_rows` for an empty page within the list, since what follows would be lost unnoticed;
        `bad_shape` for pages that lead in a circle."""
        assert self.url  # noqa: S101  (a page was read)
        known = [found for found in page.dates if found]
        self.newest_on = self.newest_on or max(known, default=None)
        if self.joining and not self._joins(known):
            return
        if not page.dates:
            raise self.spider.record(PageProblem("no_rows", "A page within the list has no entries."), self.url)
        self.read.add(self.url)
        if page.next_url in self.read:
            raise self.spider.record(PageProblem("bad_shape", "The pages of the list lead in a circle."), self.url)
        is_known = self._is_at_known_rows(known)
        self.joining = None
        self.url = None if self._is_past(page) else page.next_url
        if self.left and self.url and is_known:
            self._take_up(self.left, self.url)
        if self.joining is None and (self.left is None or self.url is None):
            self.reached_on = known[-1] if known else self.reached_on
            await self._note()

    def lost(self, problem: PageProblem) -> bool:
        """Whether the walk can go on without the page: the list may be laid out anew since the cursor was left."""
        if self.joining is None or isinstance(problem, Blocked) or problem.reason == "unreachable":
            return False
        self.url, self.joining, self.reached_on = self.after_newest, None, None
        return True

    def _is_past(self, page: ListPage) -> bool:
        is_old = all(self.spider.is_too_old(published_on) for published_on in page.dates)
        self.old_pages = self.old_pages + 1 if is_old else 0
        return self.old_pages >= self.patience

    def _is_at_known_rows(self, known: list[date]) -> bool:
        """Whether the page just read holds what the list began with when the cut-off walk began."""
        if self.left is None or self.url is None:
            return False
        if self.step < 0:
            return page_number(self.url) < page_number(self.left.top_url) - SLACK
        return bool(known) and max(known) < self.left.newest_on - LATE

    def _take_up(self, cursor: Cursor, next_url: str) -> None:
        self.after_newest, self.left = next_url, None
        before = self._before(cursor.url)
        if not self._is_further(next_url, before):
            self.joining, self.reached_on, self.url = cursor, cursor.reached_on, before

    def _joins(self, known: list[date]) -> bool:
        """Whether the page just read and those read before the cut-off leave nothing between them; if not, the page
        before it is next."""
        assert self.joining and self.url and self.after_newest  # noqa: S101  (the caller looked)
        if self.step < 0 or (known and max(known) > self.joining.reached_on):
            return True
        if self._is_further(self.after_newest, self.url):
            return True
        self.url = self._before(self.url)
        return False

    def _is_further(self, url: str, other: str) -> bool:
        return self.step * page_number(url) >= self.step * page_number(other)

    def _before(self, url: str) -> str:
        return with_page(url, max(0, page_number(url) - self.step))

    async def _note(self) -> None:
        cursor = None
        if self.url and self.newest_on and self.reached_on:
            since = self.spider.since
            cursor = Cursor(self.name, since, self.url, self.top_url, self.newest_on, self.reached_on)
        if (cursor or self.url is None) and self.spider.keep_cursor:
            await self.spider.keep_cursor(self.name, cursor)


async def pages(walk: Walk, read: Reader[_Page]) -> AsyncGenerator[_Page, None]:
    """The pages of the walk; one counts as done when the next is asked for. `read(url, first)` raises PageProblem."""
    while walk.url:
        try:
            page = await read(walk.url, walk.url == walk.top_url)
        except PageProblem as problem:
            if walk.lost(problem):
                continue
            raise
        yield page
        await walk.done(page)
