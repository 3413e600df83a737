"""What the three spiders share: polite fetching, what to skip, what went wrong, what the run amounted to.

Spider arguments, all optional:

- `since` (date or `YYYY-MM-DD`): announcements published before it are not collected.
- `limit` (int): stop after so many announcements.
- `known_keys` (iterable of `AnnouncementItem.key`): announcements already stored. Those published before
  `recheck_since` are not fetched again; later ones are, since agencies correct their newest pages without saying so.
  The lists are still read to their ends: where an earlier run was `complete`, pass `since` as well.
- `recheck_since` (date or `YYYY-MM-DD`): by default 14 days before the newest stored announcement met in the run.

A page that cannot be read becomes a `CrawlFailure` and the run goes on; a block stops the source. An official host is
never asked without a contact: making the crawler raises `SettingsError`.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import aclosing
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, Self, TypeVar

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    CloseSpider,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.settings import BaseSettings

from crawler.answers import Page, make_page
from crawler.checks import Blocked, PageProblem, check_page, check_response, check_rows
from crawler.documents import is_pdf, parse_kind, read_pdf
from crawler.items import AnnouncementItem, DocumentItem
from crawler.pages.parts import Link, Listing
from crawler.sites import SettingsError, Site, apply_root, is_official

RECHECK_DAYS = 14
MOSTLY = 3  # failures below this number are single pages, whatever their share
_Problem = TypeVar("_Problem", bound=PageProblem)
_Read = TypeVar("_Read")
_NO_ANSWER = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class CrawlFailure:
    """`reason` is a key of `crawler.checks.REASONS`, `url` the official address, `detail` a plain sentence."""

    reason: str
    url: str
    detail: str


def _read_date(name: str, value: date | str | None) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise SettingsError(f"{name} is {value!r}; write it as YYYY-MM-DD") from error


class AgencySpider(Spider):
    source: ClassVar[str]
    minimum_rows: ClassVar[int]  # on the first page of the official list

    site: Site

    def __init__(
        self,
        since: date | str | None = None,
        limit: int | str | None = None,
        known_keys: Iterable[str] = (),
        recheck_since: date | str | None = None,
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        self.since = _read_date("since", since)
        self.limit = int(limit) if limit is not None else None
        self.known_keys = frozenset(known_keys)
        self.recheck_since = _read_date("recheck_since", recheck_since)
        self.failures: list[CrawlFailure] = []
        self.counts: Counter[str] = Counter()
        self.stopped_reason = ""
        self._done: set[str] = set()
        self._newest_known: date | None = None
        self._documents_refused = False

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
    def crawl(self) -> AsyncIterator[AnnouncementItem]:
        """The source's announcements, newest first. Raises PageProblem when the source cannot go on."""

    async def start(self) -> AsyncIterator[Request]:
        """One request that asks nobody: items of a callback are waited for when the spider closes, items yielded here
        would hang it."""
        yield Request("data:,", callback=self.collect, dont_filter=True)

    async def collect(self, _response: Response) -> AsyncIterator[AnnouncementItem]:
        try:
            async with aclosing(self.crawl()) as items:  # type: ignore[type-var]
                async for item in items:
                    self.counts["yielded"] += 1
                    yield item
                    if self.limit is not None and self.counts["yielded"] >= self.limit:
                        self.stopped_reason = "limit"
                        return
            self.judge_run()
        except PageProblem as problem:
            self.record(problem, self.site.official)
            self.stopped_reason = problem.reason
            raise CloseSpider(problem.reason) from problem
        except Exception as error:
            self.stopped_reason = f"crash: {type(error).__name__}: {error}"
            raise

    def judge_run(self) -> None:
        """A run through the lists in which hardly a page could be read has failed: the layout has changed."""
        if self.counts["failed"] >= MOSTLY and self.counts["failed"] > self.counts["yielded"]:
            self.stopped_reason = self.stopped_reason or "mostly_unreadable"

    async def fetch(self, url: str, *, slot: str | None = None) -> Page:
        """Any answer under an official address. Raises PageProblem (Blocked among them), recorded already."""
        request = Request(self.site.fetch_url(url), dont_filter=True, meta={"download_slot": slot} if slot else {})
        assert self.crawler.engine is not None  # noqa: S101  (a spider that runs has an engine)
        try:
            response = await self.crawler.engine.download_async(request)
        except IgnoreRequest as error:
            raise self.record(PageProblem("robots", f"The request was refused: {error}."), url) from error
        except _NO_ANSWER as error:
            raise self.record(PageProblem("unreachable", f"{type(error).__name__}: {error}."), url) from error
        page = make_page(response, self.site)
        self.check(url, check_response, page.raw.status, page.raw.headers, page.raw.body)
        return page

    async def fetch_page(self, url: str) -> Page:
        """A page of HTML; a stand-in without a headline raises Blocked."""
        page = await self.fetch(url)
        self.check(url, check_page, page.raw.body)
        return page

    async def fetch_documents(self, links: Iterable[Link]) -> list[DocumentItem]:
        """Each file once, in order; a file that cannot be had stays in the list and says why."""
        unique = {link.url: link for link in links}
        return [await self.fetch_document(link) for link in unique.values()]

    async def fetch_document(self, link: Link) -> DocumentItem:
        if self._documents_refused:
            return self._make_document(link, problem="not fetched: the server refuses us")
        try:
            return self.read_document(link, await self.fetch(link.url))
        except PageProblem as problem:
            self._documents_refused = isinstance(problem, Blocked)
            return self._make_document(link, problem=f"not fetched: {problem.detail}")

    def read_document(self, link: Link, page: Page) -> DocumentItem:
        """The file in `page`; a file without text says why, and is recorded as a failure."""
        document = self._make_document(link)
        document.raw = page.raw
        if is_pdf(page.raw.body):
            read = read_pdf(page.raw.body)
            document.pages, document.problem = read.pages, read.problem
        else:
            document.problem = "not a pdf"
        if document.problem:
            self.record(PageProblem("document", f"{link.title or 'The file'}: {document.problem}."), link.url)
        return document

    def _make_document(self, link: Link, *, problem: str = "") -> DocumentItem:
        return DocumentItem(link.url, link.title, parse_kind(link.title, link.url), problem=problem)

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

    def give_up(self, problem: PageProblem, url: str) -> None:
        """Leave one announcement; where the agency refuses us the source stops instead."""
        self.record(problem, url)
        if isinstance(problem, Blocked):
            raise problem
        self.counts["failed"] += 1

    def check_list(self, count: int, url: str) -> None:
        """For the first page of a list: an empty one raises, a short one is recorded."""
        try:
            check_rows(count, self.expected_minimum)
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
        """The run in figures. `skipped` is counted by reason in `counts`; `complete` means that the lists were read to
        their ends, so that a later run need not go back further than its newest announcements."""
        stats = self.crawler.stats
        assert stats is not None  # noqa: S101  (a crawler has stats from its start)
        skipped = sum(number for name, number in self.counts.items() if name.startswith("skipped"))
        return {
            "source": self.source,
            "requests": max(0, stats.get_value("downloader/request_count", 0) - 1),  # less the one of `start`
            "seen": self.counts["seen"],
            "yielded": self.counts["yielded"],
            "skipped": skipped,
            "counts": dict(self.counts),
            "failures": [asdict(failure) for failure in self.failures],
            "stopped_reason": self.stopped_reason,
            "complete": not self.stopped_reason and self.since is None,
            "expected_minimum": self.expected_minimum,
        }
