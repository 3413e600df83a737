"""The crawl's way into the database: Scrapy calls it with each item, and it keeps the CrawlRun."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self

from asgiref.sync import sync_to_async
from django.utils import timezone

from crawler.items import AnnouncementItem, RecheckItem
from kb.ingest.backoff import ask_again_at
from kb.ingest.rechecks import record_recheck
from kb.ingest.record import record
from kb.models import CrawlRun

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

PLANNED_STOPS = {"", "limit"}
MOST_FAILURES = 200  # kept with a run; further ones are only counted

Report = Callable[[str, Counter[str]], object]


class StorePipeline:
    """Settings: `CASEBOOK_SAMPLE` marks what comes in as the sample; `CASEBOOK_REPORT` is told of each item."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.is_sample = crawler.settings.getbool("CASEBOOK_SAMPLE")
        self.report: Report = crawler.settings.get("CASEBOOK_REPORT") or (lambda source, counts: None)
        self.counts: Counter[str] = Counter()
        self.run: CrawlRun | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def open_spider(self) -> None:
        self.run = await sync_to_async(self.begin)()

    def begin(self) -> CrawlRun:
        """A run of this source that never ended was cut off: no other can be under way, the command holds a lock."""
        spider: Any = self.crawler.spider
        left = CrawlRun.objects.filter(source=spider.source, outcome=CrawlRun.Outcome.RUNNING)
        left.update(outcome=CrawlRun.Outcome.INTERRUPTED, reason="cut off", finished_at=timezone.now())
        return CrawlRun.objects.create(source=spider.source, is_sample=self.is_sample, since=spider.since)

    async def process_item(self, item: AnnouncementItem | RecheckItem) -> AnnouncementItem | RecheckItem:
        if isinstance(item, RecheckItem):
            outcome = await sync_to_async(record_recheck)(item)
        else:
            outcome = await sync_to_async(record)(item, is_sample=self.is_sample)
        self.counts[outcome.value] += 1
        self.report(item.source, self.counts)
        return item

    async def close_spider(self) -> None:
        await sync_to_async(self.finish)()

    def finish(self) -> None:
        spider: Any = self.crawler.spider
        if self.run is None:
            return
        found: dict[str, Any] = spider.report()
        lost = found["yielded"] + found["noted"] - self.counts.total()
        reason = found["stopped_reason"] if found["stopped_reason"] not in PLANNED_STOPS else ""
        if lost > 0:
            reason = reason or f"{lost} announcements could not be stored; see the log"
        for name in ("new", "changed", "unchanged", "removed"):
            setattr(self.run, name, self.counts[name])
        self.run.rechecked = found["rechecked"]
        self.run.requests, self.run.seen = found["requests"], found["seen"]
        self.run.failures, self.run.failed = found["failures"][:MOST_FAILURES], len(found["failures"])
        self.run.complete = found["complete"] and not reason
        self.run.expected_minimum = found["expected_minimum"]
        self.run.reason = reason
        self.run.outcome = CrawlRun.Outcome.FAILED if reason else CrawlRun.Outcome.SUCCEEDED
        self.run.finished_at = timezone.now()
        self.run.ask_again_at = ask_again_at(self.run, found["wait"])
        self.run.save()
