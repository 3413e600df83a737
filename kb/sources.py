"""The database goes in; how each agency's crawls stand comes out, for the page of sources and `manage.py sources`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from kb.ingest import Fill, resting, still_missed, unfetched_documents
from kb.models import Announcement, CrawlCursor, CrawlRun, MissedPage, Source

FULL_NAMES = {
    Source.CFTC: "Commodity Futures Trading Commission",
    Source.DOJ: "Department of Justice",
    Source.FINCEN: "Financial Crimes Enforcement Network",
    Source.SEC: "Securities and Exchange Commission",
    Source.OFAC: "Office of Foreign Assets Control",
}
MOST_RUNS = 8
MOST_REASONS = 12  # of each list that are named
Outcome = CrawlRun.Outcome


@dataclass(frozen=True)
class Scope:
    """Why a run kept or dropped announcements: the commonest reasons with their numbers, and those of the others."""

    run: CrawlRun
    judged: str  # kept, dropped
    total: int
    reasons: list[tuple[str, int]]
    others: int


@dataclass(frozen=True)
class SourceReport:
    """`runs` are the latest, newest first; `months` counts announcements by the first day of their month; `cursors`
    say how far runs that were cut off had come; `missed` are pages that could not be read yet, the latest first;
    `unfetched` counts published files of which there is no copy yet."""

    source: Source
    runs: list[CrawlRun]
    last_success: CrawlRun | None
    newest: Announcement | None
    months: dict[date, int]
    resting_until: datetime | None
    cursors: list[CrawlCursor]
    missed: list[MissedPage]
    unfetched: int

    @property
    def code(self) -> str:
        return self.source.value

    @property
    def full_name(self) -> str:
        return FULL_NAMES[self.source]

    @property
    def count(self) -> int:
        return sum(self.months.values())

    @property
    def last_run(self) -> CrawlRun | None:
        """The latest run that has ended."""
        return next((run for run in self.runs if run.outcome != Outcome.RUNNING), None)

    @property
    def is_failing(self) -> bool:
        return self.last_run is not None and self.last_run.outcome != Outcome.SUCCEEDED

    @property
    def filled_run(self) -> CrawlRun | None:
        """The latest run that read announcements."""
        return next((run for run in self.runs if run.fills), None)

    @property
    def fills(self) -> list[Fill]:
        return [Fill(**fill) for fill in self.filled_run.fills] if self.filled_run else []

    @property
    def has_fallen(self) -> bool:
        return any(fill.is_fallen for fill in self.fills)

    @property
    def scopes(self) -> list[Scope]:
        """Of the latest run that judged announcements."""
        run = next((run for run in self.runs if run.scope), None)
        return [make_scope(run, judged) for judged in ("kept", "dropped") if run and judged in run.scope]

    @property
    def years(self) -> list[tuple[int, int]]:
        """Announcements by year, newest first; years between without any are there with zero."""
        counts: Counter[int] = Counter()
        for month, count in self.months.items():
            counts[month.year] += count
        return [(year, counts[year]) for year in range(max(counts), min(counts) - 1, -1)] if counts else []

    @property
    def most_in_a_year(self) -> int:
        return max((count for _, count in self.years), default=0)

    @property
    def empty_months(self) -> list[date]:
        """Months between the first and the last announcement that have none, oldest first."""
        if not self.months:
            return []
        first, last = (month.year * 12 + month.month - 1 for month in (min(self.months), max(self.months)))
        every = (date(number // 12, number % 12 + 1, 1) for number in range(first, last))
        return [month for month in every if month not in self.months]

    @property
    def given_up(self) -> list[MissedPage]:
        return [page for page in self.missed if page.is_given_up]

    @property
    def oldest_gap(self) -> tuple[date, date] | None:
        """The first and last month of the oldest run of months without an announcement."""
        empty = self.empty_months
        if not empty:
            return None
        last = next((month for month in empty if _next_month(month) not in empty), empty[-1])
        return empty[0], last


def count_unfetched() -> Counter[str]:
    rows = unfetched_documents().order_by().values_list("announcement__source").annotate(Count("pk"))
    return Counter(dict(rows))


def make_scope(run: CrawlRun, judged: str) -> Scope:
    reasons = Counter(run.scope[judged]).most_common()
    others = sum(number for _, number in reasons[MOST_REASONS:])
    return Scope(run, judged, sum(number for _, number in reasons), reasons[:MOST_REASONS], others)


def _next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def make_reports() -> list[SourceReport]:
    """One for each agency that is switched on, crawled or not, and for each other one of which something is stored."""
    newest = Announcement.objects.order_by("source", "-published_on", "-pk").distinct("source")
    newest_of = {announcement.source: announcement for announcement in newest}
    success = CrawlRun.objects.filter(outcome=Outcome.SUCCEEDED).order_by("source", "-started_at").distinct("source")
    success_of = {run.source: run for run in success}
    months = count_by_month()
    refusing = resting(timezone.now())
    cursors = list(CrawlCursor.objects.order_by("name", "since"))
    missed = list(still_missed())
    unfetched = count_unfetched()
    return [
        SourceReport(
            source=source,
            runs=list(CrawlRun.objects.filter(source=source)[:MOST_RUNS]),
            last_success=success_of.get(source),
            newest=newest_of.get(source),
            months=months.get(source, {}),
            resting_until=refusing.get(source),
            cursors=[cursor for cursor in cursors if cursor.source == source],
            missed=[page for page in missed if page.source == source],
            unfetched=unfetched[source],
        )
        for source in Source
        if source in settings.SOURCES or source in newest_of
    ]


def count_by_month() -> dict[str, dict[date, int]]:
    rows = Announcement.objects.order_by().values_list("source", TruncMonth("published_on")).annotate(Count("pk"))
    counts: dict[str, dict[date, int]] = {}
    for source, month, number in rows:
        counts.setdefault(source, {})[month] = number
    return counts
