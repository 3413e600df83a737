"""A spider whose run has ended goes in; what the run amounted to comes out."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crawler.base import AgencySpider

MOSTLY = 3  # failures below this number are single pages, whatever their share


def judge_run(spider: AgencySpider) -> None:
    """A run through the lists in which hardly a page could be read has failed: the layout has changed."""
    failed = spider.counts["failed"]
    if failed >= MOSTLY and failed > spider.counts["yielded"] + len(spider.gone):
        spider.stopped_reason = spider.stopped_reason or "mostly_unreadable"


def make_report(spider: AgencySpider) -> dict[str, Any]:
    """The run in figures. `skipped` is counted by reason in `counts`; `complete` means that the lists were read to
    their ends, so that a later run need not go back further than its newest announcements."""
    stats: Any = spider.crawler.stats
    skipped = sum(number for name, number in spider.counts.items() if name.startswith("skipped"))
    return {
        "source": spider.source,
        "requests": max(0, stats.get_value("downloader/request_count", 0) - 1),  # less the one of `start`
        "seen": spider.counts["seen"],
        "yielded": spider.counts["yielded"],
        "noted": spider.counts["noted"],
        "rechecked": spider.counts["rechecked"],
        "wait": spider.wait,
        "skipped": skipped,
        "counts": dict(spider.counts),
        "failures": [asdict(failure) for failure in spider.failures],
        "stopped_reason": spider.stopped_reason,
        "complete": not spider.stopped_reason and spider.since is None,
        "expected_minimum": spider.expected_minimum,
    }
