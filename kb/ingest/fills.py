"""A run's announcements go in; how many of them have each field comes out, and whether that is well below what the
source had before.

Compared are announcements of one kind: those of a table with those of a table, those of one year with the stored ones
of that year and the one before, since agencies number and attach differently from one list and one time to another. A
page given up for want of a headline, a date or a text counts as an announcement without it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from math import sqrt
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils import timezone

from crawler.items import AnnouncementItem
from kb.ingest.record import FILE
from kb.models import Announcement, CrawlRun, Document, Snapshot

FEWER = "fewer fields"  # so begins the reason of a run that failed for it
FEWEST = 10  # announcements of a run, or of several that each had fewer
POOLS = (FEWEST, 40)  # the newest announcements so judged: the few for what all have, the many for what some have
FEWEST_BEFORE = 20  # stored ones to compare with
WELL_BELOW = 0.5  # of the share before: what editors leave out from time to time is less
OF_ALL = 0.75  # the same of title, date and text, which no announcement lacks
SURE = 2.5  # standard deviations to either side: shares that chance alone may bring are not told apart
KIND = {"rss": "pages", "listing": "pages", "index": "pages"}  # channels that lead to the same pages
LACKING = {"no_title": "title", "no_date": "date", "too_short": "text"}  # reasons why a page is given up
EARLIER_RUNS = 20  # whose failing pages are no news

FILES = "text of documents"

_FIELDS: dict[str, Any] = {
    "number": ~Q(number=None) & ~Q(number=""),
    "components": ~Q(components=[]),
    "topics": ~Q(topics=[]),
    "documents": Exists(Document.objects.filter(announcement=OuterRef("pk"))),
}


@dataclass(frozen=True, slots=True)
class Fill:
    """Of `of` announcements of a kind `have` have the field; `before`, of all that are stored, that share had it, None
    where there are too few to say."""

    kind: str
    field: str
    have: int
    of: int
    before: float | None = None
    is_fallen: bool = False

    @property
    def share(self) -> float:
        return self.have / self.of

    @property
    def percent(self) -> int:
        return round(100 * self.share)

    @property
    def percent_before(self) -> int | None:
        return None if self.before is None else round(100 * self.before)

    def __str__(self) -> str:
        before = "" if self.before is None else f", {self.before:.0%} before"
        return f"{self.field} in {self.share:.0%} of {self.of:,} ({self.kind}){before}"


class FillCount:
    """What a run's announcements have, by kind, year and field."""

    def __init__(self) -> None:
        self.have: Counter[tuple[str, int, str]] = Counter()
        self.of: Counter[tuple[str, int, str]] = Counter()
        self.total = 0

    def note(self, item: AnnouncementItem) -> None:
        """An announcement asked for again is of the kind that it was when it was first met."""
        self.total += 1
        channel = first_channel(item) if item.channel == "recheck" else item.channel
        read = [file for file in item.documents if file.state is None]  # the others are as they were
        found = {"number": item.number, "components": item.components, "topics": item.topics}
        for field, value in {**found, "documents": item.documents}.items():
            self._add(channel, item, field, 1, bool(value))
        self._add(channel, item, FILES, len(read), sum(1 for file in read if file.pages))

    def _add(self, channel: str, item: AnnouncementItem, field: str, of: int, have: int) -> None:
        key = (KIND.get(channel, channel), item.published_on.year, field)
        self.of[key] += of
        self.have[key] += have


def first_channel(item: AnnouncementItem) -> str:
    first = Snapshot.objects.filter(version__announcement__source=item.source, version__announcement__key=item.key)
    return first.order_by("version__ordinal").values_list("channel", flat=True).first() or item.channel


def judge_fills(run: CrawlRun, count: FillCount) -> list[Fill]:
    """The fields of a run that is over, those that have fallen among them. What has fallen in the runs before stays so
    until there is enough to judge by again."""
    falling = falling_runs(run)
    began_at = falling[0].started_at if falling else run.started_at
    fills = [*missing_fills(run, count, began_at), *field_fills(run, count, began_at)]
    pooled = pooled_fills(run, count, began_at if falling else None)
    fills = [pooled.get((fill.kind, fill.field), fill) for fill in fills]
    judged = {(fill.kind, fill.field) for fill in fills if is_judged(fill)}
    left = [Fill(**fill) for fill in (falling[-1].fills if falling else []) if fill["is_fallen"]]
    still = [fill for fill in left if (fill.kind, fill.field) not in judged]
    taken = {(fill.kind, fill.field) for fill in still}
    return [*(fill for fill in fills if (fill.kind, fill.field) not in taken), *still]


def is_judged(fill: Fill) -> bool:
    """A share that is well below, by too few to be sure of it, does not tell that what had fallen is right again."""
    if fill.before is None or fill.of < FEWEST:
        return False
    return fill.is_fallen or fill.share >= WELL_BELOW * fill.before


def falling_runs(run: CrawlRun) -> list[CrawlRun]:
    """Those since the last good one that failed for falling fields, oldest first: what they brought is no measure."""
    earlier = CrawlRun.objects.filter(source=run.source, is_sample=run.is_sample, started_at__lt=run.started_at)
    good = earlier.filter(outcome=CrawlRun.Outcome.SUCCEEDED).first()
    since = earlier.filter(started_at__gt=good.started_at) if good else earlier
    return list(since.filter(reason__startswith=FEWER).order_by("started_at"))


def missing_fills(run: CrawlRun, count: FillCount, began_at: datetime) -> Iterator[Fill]:
    """For title, date and text, which whatever is stored has. Pages that failed already when all was well are left
    out."""
    stored = announcements(run, began_at).count()
    earlier = CrawlRun.objects.filter(source=run.source, is_sample=run.is_sample, started_at__lt=began_at)
    known = {failure.get("url") for each in earlier[:EARLIER_RUNS] for failure in each.failures}
    lacking = Counter(failure["reason"] for failure in run.failures if failure["url"] not in known)
    for reason, field in LACKING.items():
        of = count.total + lacking[reason]
        if of:
            yield compare("all", field, count.total, of, 1.0, stored, well_below=OF_ALL)


def field_fills(run: CrawlRun, count: FillCount, began_at: datetime) -> Iterator[Fill]:
    years = {year for _, year, _ in count.of}
    accepted = accepted_since(run)
    stored = {since: stored_fields(run, since, began_at, years) for since in {None, *accepted.values()}}
    for kind, field in sorted({(kind, field) for kind, _, field in count.of}):
        have, of = stored[accepted.get((kind, field))]
        known = [year for year in years if stored_of(of, kind, field, year) >= FEWEST_BEFORE]
        mine = known or years
        total = sum(count.of[kind, year, field] for year in mine)
        if not total:
            continue
        shares = {year: stored_of(have, kind, field, year) / stored_of(of, kind, field, year) for year in known}
        before = sum(count.of[kind, year, field] * share for year, share in shares.items()) / total
        fewest = min((stored_of(of, kind, field, year) for year in known), default=0)
        yield compare(kind, field, sum(count.have[kind, year, field] for year in mine), total, before, fewest)


def pooled_fills(run: CrawlRun, count: FillCount, since: datetime | None) -> dict[tuple[str, str], Fill]:
    """For kinds of which the run had too few to judge: the newest that are stored, whichever runs brought them, against
    the older ones. Each is counted once, however often it was asked for again. `since`: none first seen before."""
    pooled: dict[tuple[str, str], Fill] = {}
    totals: Counter[str] = Counter()
    for (kind, _, field), number in count.of.items():
        totals[kind] += number if field == "number" else 0
    for kind, size in ((kind, size) for kind, total in totals.items() if total < FEWEST for size in POOLS):
        newest = newest_of(run, kind, since)[:size]
        if len(newest) < size:
            continue
        began_at = min(first_seen_at for _, first_seen_at in newest)
        pool = FillCount()
        pool.have, pool.of = count_fields(announcements(run, timezone.now()).filter(pk__in=[pk for pk, _ in newest]))
        for fill in field_fills(run, pool, began_at):
            known = pooled.get((fill.kind, fill.field))
            if fill.before is not None and fill.of >= FEWEST and not (known and known.is_fallen):
                pooled[fill.kind, fill.field] = fill
    accepted = accepted_since(run)
    return {place: fill for place, fill in pooled.items() if place not in accepted}


def newest_of(run: CrawlRun, kind: str, since: datetime | None) -> QuerySet[Announcement, tuple[int, datetime]]:
    channels = [channel for channel in KIND if KIND[channel] == kind] or [kind]
    stored = announcements(run, timezone.now()).filter(versions__snapshot__channel__in=channels)
    stored = stored.filter(first_seen_at__gte=since) if since else stored
    return stored.order_by("-first_seen_at", "-pk").values_list("pk", "first_seen_at")


def accepted_since(run: CrawlRun) -> dict[tuple[str, str], datetime]:
    """Fields that had fallen when a person said that it is right so, and since when: what was before is no measure."""
    good = CrawlRun.objects.filter(source=run.source, is_sample=run.is_sample, outcome=CrawlRun.Outcome.SUCCEEDED)
    runs = good.filter(fills__contains=[{"is_fallen": True}]).order_by("started_at")
    return {(fill["kind"], fill["field"]): each.started_at for each in runs for fill in each.fills if fill["is_fallen"]}


def stored_of(counts: Counter[tuple[str, int, str]], kind: str, field: str, year: int) -> int:
    return counts[kind, year, field] + counts[kind, year - 1, field]


def compare(
    kind: str, field: str, have: int, of: int, before: float, stored: int, *, well_below: float = WELL_BELOW
) -> Fill:
    if stored < FEWEST_BEFORE:
        return Fill(kind, field, have, of)
    is_well_below = of >= FEWEST and have / of < well_below * before
    is_fallen = is_well_below and bounds(have / of, of)[1] < bounds(before, stored)[0]
    return Fill(kind, field, have, of, before, is_fallen)


def bounds(share: float, of: int) -> tuple[float, float]:
    """Between which the share truly lies, by Wilson's interval."""
    spread = SURE * sqrt(share * (1 - share) / of + SURE**2 / (4 * of**2))
    middle = share + SURE**2 / (2 * of)
    return tuple((middle + sign * spread) / (1 + SURE**2 / of) for sign in (-1, 1))  # type: ignore[return-value]


def announcements(run: CrawlRun, began_at: datetime) -> QuerySet[Announcement]:
    """Those collected before, from the agency itself."""
    stored = Announcement.objects.filter(source=run.source, is_sample=run.is_sample, first_seen_at__lt=began_at)
    return stored.filter(versions__ordinal=1).exclude(versions__snapshot__channel=FILE).order_by()


Counts = tuple[Counter[tuple[str, int, str]], Counter[tuple[str, int, str]]]


def stored_fields(run: CrawlRun, since: datetime | None, began_at: datetime, years: Iterable[int]) -> Counts:
    """Of the announcements of these years and the ones before that were stored before `began_at`."""
    stored = announcements(run, began_at).filter(published_on__year__in={*years, *(year - 1 for year in years)})
    return count_fields(stored.filter(first_seen_at__gte=since) if since else stored)


def count_fields(stored: QuerySet[Announcement]) -> Counts:
    """How many of the announcements have each field, and of how many, by kind, year, field."""
    counts: Counts = (Counter(), Counter())

    def add(channel: str, year: int, field: str, have: int, of: int) -> None:
        for counter, number in zip(counts, (have, of), strict=True):
            counter[KIND.get(channel, channel), year, field] += number

    grouped = stored.values_list("versions__snapshot__channel", ExtractYear("published_on"))
    numbers = {field: Count("pk", filter=condition) for field, condition in _FIELDS.items()}
    for channel, year, of, *found in grouped.annotate(of=Count("pk"), **numbers):
        for field, have in zip(_FIELDS, found, strict=True):
            add(channel, year, field, have, of)
    files = Document.objects.filter(announcement__in=stored.values("pk"), announcement__versions__ordinal=1).order_by()
    by_kind = files.values_list("announcement__versions__snapshot__channel", ExtractYear("announcement__published_on"))
    for channel, year, of, have in by_kind.annotate(of=Count("pk"), have=Count("pk", filter=~Q(pages=[]))):
        add(channel, year, FILES, have, of)
    return counts


def reason_of(fills: Iterable[Fill]) -> str:
    """Why the run has failed; empty where no field has fallen."""
    fallen = [str(fill) for fill in fills if fill.is_fallen]
    return f"{FEWER}: {'; '.join(fallen)}" if fallen else ""


def as_rows(fills: Iterable[Fill]) -> list[dict[str, Any]]:
    """For `CrawlRun.fills`."""
    return [asdict(fill) for fill in fills]
