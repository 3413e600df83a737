"""A run that an agency refused goes in; when it may be asked again comes out: later each time it refuses again."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import takewhile

from kb.models import CrawlRun

FIRST_WAIT = timedelta(hours=2)
LONGEST_WAIT = timedelta(hours=24)
BLOCKED = "blocked"  # the crawler's word for a refusal: 401, 403, 429, 503, a bot check


def ask_again_at(run: CrawlRun, wait: float | None) -> datetime | None:
    """For a finished run: 2 hours after a first refusal, doubled for each before it, at most a day; later still where
    the agency itself asked for it (`wait`, in seconds). None for a run that was not refused."""
    if run.reason != BLOCKED or run.finished_at is None:
        return None
    ended = (CrawlRun.Outcome.SUCCEEDED, CrawlRun.Outcome.FAILED)
    earlier = CrawlRun.objects.filter(source=run.source, outcome__in=ended, is_sample=run.is_sample)
    reasons = earlier.exclude(pk=run.pk).values_list("reason", flat=True)[:10]
    refusals = sum(1 for _ in takewhile(lambda reason: reason == BLOCKED, reasons))
    pause = min(LONGEST_WAIT, FIRST_WAIT * (1 << refusals))
    return run.finished_at + max(pause, timedelta(seconds=wait or 0))


def resting(now: datetime) -> dict[str, datetime]:
    """The sources left alone because their last run was refused, and until when."""
    ended = CrawlRun.objects.filter(is_sample=False, finished_at__isnull=False)
    ended = ended.exclude(outcome=CrawlRun.Outcome.INTERRUPTED)
    last = ended.order_by("source", "-started_at").distinct("source")
    return {run.source: run.ask_again_at for run in last if run.ask_again_at and run.ask_again_at > now}
