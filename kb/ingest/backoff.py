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


def resting_until(source: str, now: datetime) -> datetime | None:
    """Until when the source is left alone, because its last run was refused; None when it may be asked."""
    ended = CrawlRun.objects.filter(source=source, is_sample=False, finished_at__isnull=False)
    last = ended.exclude(outcome=CrawlRun.Outcome.INTERRUPTED).first()
    until: datetime | None = last.ask_again_at if last else None
    return until if until and until > now else None
