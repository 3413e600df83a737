"""The crawl's way into the database: Scrapy calls it with each item, and it keeps the CrawlRun."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from asgiref.sync import sync_to_async
from django.db import connection
from django.utils import timezone

from crawler.base import INTERRUPTED
from crawler.checks import PageProblem
from crawler.items import DocumentsItem, Item, MissedItem, RecheckItem, RegisterItem
from crawler.walks import Cursor
from kb.ingest.backoff import ask_again_at
from kb.ingest.cursors import forget_cursors, record_cursor
from kb.ingest.fills import FillCount, as_rows, judge_fills, reason_of
from kb.ingest.missed import record_missed
from kb.ingest.rechecks import record_recheck
from kb.ingest.record import Outcome, record_documents, remove_sample, store
from kb.ingest.registers import Filled, ShrunkenRegister, record_register
from kb.models import CrawlRun

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

PLANNED_STOPS = {"", "limit"}
MOST_FAILURES = 200  # kept with a run; further ones are only counted

Report = Callable[[str, Counter[str], date | None], object]  # of a source, outcomes counted, and how far back it is


class StorePipeline:
    """Settings: `CASEBOOK_SAMPLE` marks what comes in as the sample; `CASEBOOK_REPORT` is told of each item; with
    `CASEBOOK_ACCEPT_FEWER` it is right that fields are missing more often than before."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.is_sample = crawler.settings.getbool("CASEBOOK_SAMPLE")
        self.report: Report = crawler.settings.get("CASEBOOK_REPORT") or (lambda *_: None)
        self.counts: Counter[str] = Counter()
        self.run: CrawlRun | None = None
        self.filled: Filled | None = None  # of a register
        self.fields = FillCount()
        self.handled = 0  # items, stored or not
        self.moved = asyncio.Event()  # one more is handled
        self.store_aside = sync_to_async(self.store)
        self.reached_on: date | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def open_spider(self) -> None:
        self.run = await sync_to_async(self.begin)()
        spider: Any = self.crawler.spider
        spider.until_stored = self.until_stored
        if not self.is_sample:
            spider.keep_cursor = self.keep_cursor

    def begin(self) -> CrawlRun:
        """A run of this source that never ended was cut off: no other can be under way, the command holds a lock."""
        wait_for_disk(is_needed=False)
        spider: Any = self.crawler.spider
        left = CrawlRun.objects.filter(source=spider.source, outcome=CrawlRun.Outcome.RUNNING)
        left.update(outcome=CrawlRun.Outcome.INTERRUPTED, reason="cut off", finished_at=timezone.now())
        return CrawlRun.objects.create(source=spider.source, is_sample=self.is_sample, since=spider.since)

    async def process_item(self, item: Item) -> Item:
        try:
            outcome = await self.store_aside(item)
            self.counts[outcome.value] += 1
        finally:
            self.handled += 1
            self.moved.set()
        self.report(item.source, self.counts, self.reached_on)
        return item

    def store(self, item: Item) -> Outcome:
        if isinstance(item, RegisterItem):
            return self.store_register(item)
        if isinstance(item, RecheckItem):
            return record_recheck(item)
        if isinstance(item, DocumentsItem):
            return record_documents(item)
        if isinstance(item, MissedItem):
            return Outcome.UNREADABLE if self.is_sample else record_missed(item)
        if not self.is_sample and not self.fields.total:
            remove_sample()
        outcome = store(item, is_sample=self.is_sample)
        self.fields.note(item)
        return outcome

    def store_register(self, item: RegisterItem) -> Outcome:
        spider: Any = self.crawler.spider
        try:
            self.filled = record_register(item)
        except ShrunkenRegister as problem:
            spider.record(PageProblem("too_few_rows", str(problem)), spider.site.official)
            spider.stopped_reason = "too_few_rows"
            raise
        return Outcome.CHANGED if self.filled.new or self.filled.dropped else Outcome.UNCHANGED

    async def until_stored(self, *, but: int = 1) -> None:
        """Waits for what was yielded; the last one is stored while the next page is waited for."""
        while self.handled < self.yielded - but:
            self.moved.clear()
            await self.moved.wait()

    @property
    def yielded(self) -> int:
        spider: Any = self.crawler.spider
        return int(spider.counts["yielded"] + spider.counts["noted"])

    async def keep_cursor(self, name: str, cursor: Cursor | None) -> None:
        """Not written once an announcement could not be stored: a later run reads its page again."""
        spider: Any = self.crawler.spider
        self.reached_on = cursor.reached_on if cursor else None
        self.report(spider.source, self.counts, self.reached_on)
        await self.until_stored(but=0)
        if self.counts.total() < self.yielded:
            return
        if cursor:
            await sync_to_async(record_cursor)(spider.source, cursor)
        else:
            await sync_to_async(forget_cursors)(spider.source, name, spider.since)

    async def close_spider(self) -> None:
        await sync_to_async(self.finish)()

    def finish(self) -> None:
        spider: Any = self.crawler.spider
        if self.run is None:
            return
        wait_for_disk(is_needed=True)
        found: dict[str, Any] = spider.report()
        lost = found["yielded"] + found["noted"] - self.counts.total()
        reason = found["stopped_reason"] if found["stopped_reason"] not in PLANNED_STOPS else ""
        if lost > 0:
            reason = reason or f"{lost} announcements could not be stored; see the log"
        self.take_over(found)
        fewer = self.missing_fields()
        reason = reason or fewer
        self.run.complete = found["complete"] and not reason
        self.run.reason = reason
        ended = CrawlRun.Outcome.FAILED if reason else CrawlRun.Outcome.SUCCEEDED
        self.run.outcome = CrawlRun.Outcome.INTERRUPTED if reason == INTERRUPTED else ended
        self.run.finished_at = timezone.now()
        self.run.ask_again_at = ask_again_at(self.run, found["wait"])
        self.run.save()

    def take_over(self, found: dict[str, Any]) -> None:
        """What the spider's report says, and what became of the items, into the run."""
        assert self.run is not None  # noqa: S101  (the caller looked)
        for name in ("new", "changed", "unchanged", "removed"):
            setattr(self.run, name, self.counts[name])
        if self.filled:
            self.run.new, self.run.removed, self.run.changed = self.filled.new, self.filled.dropped, 0
        for name in ("rechecked", "requests", "seen", "expected_minimum"):
            setattr(self.run, name, found[name])
        self.run.failures, self.run.failed = found["failures"][:MOST_FAILURES], len(found["failures"])
        self.run.scope = scope_counts(found["counts"])

    def missing_fields(self) -> str:
        """Why the run has failed, if fields are missing more often than before."""
        assert self.run is not None  # noqa: S101  (the caller looked)
        fills = judge_fills(self.run, self.fields)
        self.run.fills = as_rows(fills)
        return "" if self.crawler.settings.getbool("CASEBOOK_ACCEPT_FEWER") else reason_of(fills)


def scope_counts(counts: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Announcements `kept` and `dropped`, each by the reason why, most first."""
    found: dict[str, Counter[str]] = {"kept": Counter(), "dropped": Counter()}
    for name, number in counts.items():
        judged, colon, reason = name.removeprefix("scope ").partition(": ")
        if colon and judged in found and number:
            found[judged][reason] += number
    return {judged: dict(reasons.most_common()) for judged, reasons in found.items() if reasons}


def wait_for_disk(*, is_needed: bool) -> None:
    """Commits during a crawl need not reach the disk one by one: a killed crawl loses nothing, and a power cut takes
    the last ones with the cursor that tells of them, in their order. The end of a run waits for all."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET synchronous_commit = {'on' if is_needed else 'off'}")
