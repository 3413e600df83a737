"""What the three spiders share: polite fetching, what to skip, what went wrong, what the run amounted to.

Spider arguments, all optional:

- `since` (date or `YYYY-MM-DD`): announcements published before it are not collected.
- `limit` (int): stop after so many announcements.
- `known_keys` (iterable of `AnnouncementItem.key`): announcements already stored. Those published before
  `recheck_since` are not fetched again; later ones are, since agencies correct their newest pages without saying so.
  The lists are still read to their ends: where an earlier run was `complete`, pass `since` as well.
- `known_documents` (iterable of `KnownDocument`): files already met; those stored that a list names apart from its
  announcements are not fetched again.
- `recheck_since` (date or `YYYY-MM-DD`): by default 14 days before the newest stored announcement met in the run.
- `recheck` (iterable of `KnownPage`) and `recheck_documents` (iterable of `KnownDocument`): stored announcements and
  their files to ask for again after the lists; see `crawler.rechecks`.
- `missed` (iterable of `KnownPage`): announcements that earlier runs met in a list and could not read.
- `cursors` (iterable of `Cursor`): how far runs that were cut off had come; see `crawler.walks`.

A page that cannot be read becomes a `CrawlFailure` and the run goes on; a block stops the source. An official host is
never asked without a contact: making the crawler raises `SettingsError`.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import aclosing, suppress
from datetime import date, timedelta
from typing import Any, ClassVar, Self, TypeVar

from scrapy import FormRequest, Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.settings import BaseSettings

from crawler.answers import Page, make_page
from crawler.checks import (
    Blocked,
    CrawlFailure,
    Interrupted,
    NotModified,
    PageProblem,
    check_charset,
    check_landing,
    check_page,
    check_response,
    check_rows,
)
from crawler.fetching import download
from crawler.items import (
    AnnouncementItem,
    DocumentsItem,
    Item,
    KnownDocument,
    KnownPage,
    MissedItem,
    RecheckItem,
    document_key,
)
from crawler.missed import ask_for_missed
from crawler.pages.parts import Listing
from crawler.rechecks import recheck, recheck_documents, tell_removals
from crawler.reports import judge_run, make_report
from crawler.sites import Site, apply_root, is_official, read_argument_date
from crawler.walks import Cursor

RECHECK_DAYS = 14
INTERRUPTED = "interrupted"  # the reason that a run stopped which a person stopped
_Problem = TypeVar("_Problem", bound=PageProblem)
_Read = TypeVar("_Read")
KeepCursor = Callable[[str, Cursor | None], Awaitable[None]]


class AgencySpider(Spider):
    source: ClassVar[str]
    minimum_rows: ClassVar[int]  # on the first page of the official list

    site: Site

    def __init__(
        self,
        since: date | str | None = None,
        limit: int | str | None = None,
        known_keys: Iterable[str] = (),
        known_documents: Iterable[KnownDocument] = (),
        recheck_since: date | str | None = None,
        recheck: Iterable[KnownPage] = (),
        recheck_documents: Iterable[KnownDocument] = (),
        missed: Iterable[KnownPage] = (),
        cursors: Iterable[Cursor] = (),
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        self.since = read_argument_date("since", since)
        self.limit = int(limit) if limit is not None else None
        self.known_keys = frozenset(known_keys)
        self.recheck_since = read_argument_date("recheck_since", recheck_since)
        self.failures: list[CrawlFailure] = []
        self.counts: Counter[str] = Counter()
        self.stopped_reason = ""
        self.wait: float | None = None
        self.recheck = tuple(recheck)
        self.recheck_documents = tuple(recheck_documents)
        self.missed = tuple(missed)
        self.cursors = tuple(cursors)
        self.keep_cursor: KeepCursor | None = None  # None for the cursor: the list of that name is read to its end
        self.until_stored: Callable[[], Awaitable[None]] | None = None  # waits for what was yielded before
        self.conditions: dict[str, Mapping[str, str]] = {}  # of pages asked for again, by official address
        self.read: set[str] = set()  # keys whose pages were asked for
        self.gone: list[RecheckItem] = []
        self.documents_refused = False
        self.known_documents = {(known.key, document_key(known.url)): known for known in known_documents}
        self.documents_read = {place[1] for place, known in self.known_documents.items() if known.has_bytes}
        self.documents_asked: set[tuple[str, str]] = set()  # (key of the announcement, document_key)
        self.gone_documents: list[DocumentsItem] = []
        self.given: set[str] = set()  # keys of the announcements yielded
        self._done: set[str] = set()
        self._newest_known: date | None = None

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        apply_root(settings, cls.source)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.site = Site.of(cls.source, crawler.settings.get(f"{cls.source.upper()}_ROOT"))
        return spider

    @abstractmethod
    def crawl(self) -> AsyncIterator[Item]:
        """The source's announcements, newest first. Raises PageProblem when the source cannot go on."""

    @abstractmethod
    async def read_known(self, known: KnownPage) -> AnnouncementItem:
        """A stored announcement read anew. Raises PageProblem or NotModified."""

    async def read_missed(self, known: KnownPage) -> AnnouncementItem | None:
        """An announcement that could not be read before; None where it is none of ours. Raises PageProblem."""
        return await self.read_known(known)

    async def start(self) -> AsyncIterator[Request]:
        """One request that asks nobody: items of a callback are waited for when the spider closes, items yielded here
        would hang it."""
        yield Request("data:,", callback=self.collect, dont_filter=True)

    async def collect(self, _response: Response) -> AsyncIterator[Item]:
        try:
            async with aclosing(self.everything()) as items:  # type: ignore[type-var]
                async for item in items:
                    self.note_given(item)
                    yield item
                    if self.until_stored:  # else Scrapy runs ahead, and a kill costs more than the page in flight
                        await self.until_stored()
                    if self.limit is not None and self.counts["yielded"] >= self.limit:
                        self.stopped_reason = "limit"
                        return
        except Interrupted:
            self.stopped_reason = INTERRUPTED
        except PageProblem as problem:
            self.record(problem, self.site.official)
            self.stopped_reason = problem.reason
            self.wait = problem.wait if isinstance(problem, Blocked) else None
            raise CloseSpider(problem.reason) from problem
        except Exception as error:
            self.stopped_reason = f"crash: {type(error).__name__}: {error}"
            raise

    def note_given(self, item: Item) -> None:
        self.counts["yielded" if isinstance(item, AnnouncementItem) else "noted"] += 1
        self.counts["beside"] += isinstance(item, DocumentsItem | MissedItem)
        self.given.update([item.key] if isinstance(item, AnnouncementItem) else [])

    async def everything(self) -> AsyncIterator[Item]:
        async with aclosing(self.crawl()) as listed:  # type: ignore[type-var]
            async for item in listed:
                yield item
        for asking in (ask_for_missed, recheck, recheck_documents):
            async with aclosing(asking(self)) as again:  # type: ignore[type-var]
                async for known in again:
                    yield known
        for removal in tell_removals(self):
            yield removal
        judge_run(self)

    async def fetch(
        self,
        url: str,
        *,
        slot: str | None = None,
        form: dict[str, str] | None = None,
        conditions: Mapping[str, str] | None = None,
    ) -> Page:
        """Any answer under an official address, to a form where there is one. Raises PageProblem (Blocked among them),
        recorded already but for what is asked for again and gone; NotModified only for such a page or file (which has
        `conditions`, be they empty); Interrupted."""
        conditions = self.conditions.get(url) if conditions is None else conditions
        meta = {"download_slot": slot} if slot else {}
        headers = dict(conditions or {})
        request = FormRequest(self.site.fetch_url(url), formdata=form, headers=headers, dont_filter=True, meta=meta)
        try:
            response = await download(self.crawler, request)
        except PageProblem as problem:
            raise self.record(problem, url) from problem.__cause__
        page = make_page(response, self.site)
        if page.raw.status == 304 and conditions:
            raise NotModified
        try:
            check_response(page.raw.status, page.raw.headers, page.raw.body)
            check_landing(url, page.url)
        except PageProblem as problem:
            problem.asked, problem.answer = url, page.raw
            if problem.reason != "not_found" or conditions is None:
                self.record(problem, url)
            raise
        return page

    async def fetch_page(self, url: str) -> Page:
        """A page of HTML; a stand-in without a headline raises Blocked."""
        page = await self.fetch(url)
        self.check(url, check_page, page.raw.body)
        with suppress(PageProblem):  # it is recorded, and the rest of the page can be read
            self.check(url, check_charset, page.text, page.raw.body)
        return page

    def check(self, url: str, rule: Callable[..., _Read], *values: Any) -> _Read:
        """What `rule` makes of the values; the PageProblem it raises is recorded under `url` and raised again."""
        try:
            return rule(*values)
        except PageProblem as problem:
            raise self.record(problem, url) from problem

    def record(self, problem: _Problem, url: str) -> _Problem:
        """Keep the problem for the report, once, and hand it back, to be raised or not."""
        if not problem.is_recorded:
            problem.is_recorded = True
            self.failures.append(CrawlFailure(problem.reason, url, problem.detail))
            self.logger.warning("%s: %s %s", problem.reason, url, problem.detail)
        return problem

    def record_all(self, listing: Listing, url: str) -> None:
        for problem in listing.problems:
            self.record(problem, url)
        for reason, number in listing.dropped.items():
            self.counts[f"dropped: {reason}"] += number

    def give_up(self, problem: PageProblem, url: str) -> None:
        """Leave one announcement; where the agency refuses us the source stops instead."""
        self.record(problem, url)
        if isinstance(problem, Blocked):
            raise problem
        self.counts["failed"] += 1

    def check_list(self, count: int, url: str, minimum: int | None = None) -> None:
        """For the first page of a list: an empty one raises, a short one is recorded."""
        try:
            check_rows(count, minimum or self.expected_minimum)
        except PageProblem as problem:
            self.record(problem, url)
            if problem.reason == "no_rows":
                raise

    def is_wanted(self, key: str, published_on: date | None) -> bool:
        """Whether to fetch a listed announcement, which is counted as seen; a second listing of it is not wanted."""
        if key in self._done:
            return False
        self._done.add(key)
        self.counts["seen"] += 1
        if self.is_too_old(published_on):
            self.counts["skipped_old"] += 1
            return False
        if key in self.known_keys and self._is_settled(published_on):
            self.counts["skipped_known"] += 1
            return False
        return True

    def forget(self, key: str) -> None:
        """What was read under the key was not the announcement: another row may name it."""
        self._done.discard(key)
        self.read.discard(key)

    def is_too_old(self, published_on: date | None) -> bool:
        return bool(self.since and published_on and published_on < self.since)

    def _is_settled(self, published_on: date | None) -> bool:
        if published_on is None:
            return False
        self._newest_known = max(published_on, self._newest_known or published_on)
        return published_on < (self.recheck_since or self._newest_known - timedelta(days=RECHECK_DAYS))

    @property
    def expected_minimum(self) -> int:
        return self.minimum_rows if is_official(self.site.root) else 1

    def report(self) -> dict[str, Any]:
        return make_report(self)
