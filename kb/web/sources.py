"""The page of sources: what each agency's crawls saw, and what the knowledge base holds of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kb.models import Announcement, CrawlRun, Source

FULL_NAMES = {
    Source.CFTC: "Commodity Futures Trading Commission",
    Source.DOJ: "Department of Justice",
    Source.FINCEN: "Financial Crimes Enforcement Network",
}
MOST_RUNS = 8
BAR_WIDTH = 240  # units of the chart; the longest bar of an agency


@dataclass(frozen=True)
class Year:
    year: int
    count: int
    width: int


@dataclass(frozen=True)
class SourceReport:
    code: str
    full_name: str
    runs: list[CrawlRun]
    newest: Announcement | None
    count: int
    years: list[Year]

    @property
    def last_success(self) -> CrawlRun | None:
        return next((run for run in self.runs if run.outcome == CrawlRun.Outcome.SUCCEEDED), None)


def sources(request: HttpRequest) -> HttpResponse:
    return render(request, "sources/page.html", {"reports": make_reports()})


def make_reports() -> list[SourceReport]:
    newest = {
        each.source: each for each in Announcement.objects.order_by("source", "-published_on", "-pk").distinct("source")
    }
    counts = count_by_year()
    return [
        SourceReport(
            code=source.value,
            full_name=FULL_NAMES[source],
            runs=list(CrawlRun.objects.filter(source=source)[:MOST_RUNS]),
            newest=newest.get(source.value),
            count=sum(counts.get(source.value, {}).values()),
            years=make_years(counts.get(source.value, {})),
        )
        for source in Source
    ]


def count_by_year() -> dict[str, dict[int, int]]:
    rows = Announcement.objects.order_by().values_list("source", ExtractYear("published_on")).annotate(Count("pk"))
    counts: dict[str, dict[int, int]] = {}
    for source, year, number in rows:
        counts.setdefault(source, {})[year] = number
    return counts


def make_years(counts: dict[int, int]) -> list[Year]:
    """Newest year first. Years between the first and the last without an announcement show as zero."""
    if not counts:
        return []
    most = max(counts.values())
    years = range(max(counts), min(counts) - 1, -1)
    return [Year(year, counts.get(year, 0), round(BAR_WIDTH * counts.get(year, 0) / most)) for year in years]
