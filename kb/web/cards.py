"""Search hits go in; cards for the list of results come out: who, what, how much, and the best passages.

A handful of queries for a page of results, however many cases and announcements it shows. A hit whose rows are gone,
because the index is a moment behind the database, has no card.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from kb.models import Announcement, Case, CaseLink, Extraction, Party
from kb.money import Total, make_totals
from kb.search.query import Hit, Passage
from kb.web.dossier import Row, charge_rows, prison_in_words, proved_sanctions, stage_rows
from kb.web.proof import load_extractions, mentions

LISTS = ("parties", "charges", "sanctions", "stages", "terms")


@dataclass(frozen=True)
class Card:
    """One case in the results; or one announcement, where these are listed one by one or no case has taken it up."""

    url: str
    case: Case | None
    title: Sequence[tuple[str, bool]]
    agencies: list[str]
    first_on: date
    last_on: date
    announcements: int
    accused: list[str]
    charges: list[Row]
    latest: list[Row]
    totals: list[Total]
    prison: str
    passages: Sequence[Passage]
    others: int
    similar: str = ""


@dataclass(frozen=True)
class Shelf:
    """The rows that a page of cards needs, by key."""

    announcements: dict[int, Announcement]
    cases: dict[int, Case]
    members: dict[int, list[int]]  # case: its announcements
    accused: dict[int, list[str]]  # case: names
    extractions: dict[int, Extraction]  # announcement: its current one


def make_cards(hits: Iterable[Hit], *, by_case: bool = True) -> list[Card]:
    wanted = list(hits)
    shelf = read_shelf(wanted)
    make = make_card if by_case else make_announcement_card
    return [make(hit, shelf) for hit in wanted if hit.announcement_id in shelf.announcements]


def read_shelf(hits: list[Hit]) -> Shelf:
    announcements = Announcement.objects.in_bulk([hit.announcement_id for hit in hits])
    cases = Case.objects.in_bulk([hit.case_id for hit in hits if hit.case_id is not None])
    members, accused = defaultdict(list), defaultdict(list)
    links = CaseLink.objects.filter(case__in=list(cases), undone_at=None)
    for case_id, pk in links.values_list("case_id", "announcement_id"):
        members[case_id].append(pk)
    parties = Party.objects.filter(case__in=list(cases), role="accused").order_by("pk")
    for case_id, name in parties.values_list("case_id", "name"):
        accused[case_id].append(name)
    ids = {*announcements, *(pk for case in members.values() for pk in case)}
    lists = LISTS if len(accused) < len(cases) or len(cases) < len(hits) else LISTS[1:]  # their parties are known
    extractions = {found.announcement_id: found for found in load_extractions(ids, lists=lists)}
    return Shelf(announcements, cases, members, accused, extractions)


def make_card(hit: Hit, shelf: Shelf) -> Card:
    case = shelf.cases.get(hit.case_id or 0)
    if case is None:
        return make_announcement_card(hit, shelf)
    ids = shelf.members.get(case.pk, [])
    found = sorted((shelf.extractions[pk] for pk in ids if pk in shelf.extractions), key=_date)
    return Card(
        url=case.get_absolute_url(),
        case=None,
        title=hit.title,
        agencies=case.agencies,
        first_on=case.first_on,
        last_on=case.last_on,
        announcements=len(ids),
        accused=shelf.accused.get(case.pk) or accused_names(found),
        charges=charge_rows(found),
        latest=stage_rows(found[-1:]),
        totals=make_totals(proved_sanctions(found)),
        prison=prison_in_words(found),
        passages=hit.passages,
        others=hit.others,
        similar=reverse("similar-cases", args=[case.pk]),
    )


def make_announcement_card(hit: Hit, shelf: Shelf) -> Card:
    announcement = shelf.announcements[hit.announcement_id]
    found = [shelf.extractions[announcement.pk]] if announcement.pk in shelf.extractions else []
    return Card(
        url=reverse("announcement", args=[announcement.pk]),
        case=shelf.cases.get(hit.case_id or 0),
        title=hit.title,
        agencies=[announcement.source],
        first_on=announcement.published_on,
        last_on=announcement.published_on,
        announcements=1,
        accused=accused_names(found),
        charges=charge_rows(found),
        latest=stage_rows(found),
        totals=make_totals(proved_sanctions(found)),
        prison=prison_in_words(found),
        passages=hit.passages,
        others=0,
    )


def accused_names(extractions: list[Extraction]) -> list[str]:
    """Names as announcements give them, each once."""
    facts = [mention.fact for mention in mentions(extractions, "parties")]
    return list(dict.fromkeys(fact.name for fact in facts if fact.role == "accused"))


def _date(extraction: Extraction) -> tuple[date, int]:
    return extraction.announcement.published_on, extraction.announcement_id
