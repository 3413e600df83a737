"""Search hits go in; cards for the list of results come out: who, what, how much, and the best passages.

A handful of queries for a page of results, however many cases and announcements it shows. A hit whose rows are gone,
because the index is a moment behind the database, has no card.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet

from kb import taxonomy
from kb.briefs import Brief, make_briefs, read_brief
from kb.models import Announcement, Case, CaseLink, Party
from kb.money import Total, make_totals
from kb.search.query import Hit, Passage
from kb.web.addresses import row_address
from kb.web.dossier import Row, prison_in_words


@dataclass(frozen=True)
class Card:
    """One case in the results; or one announcement, where these are listed one by one or no case has taken it up.

    Rows of a card have no mentions: its page has the proofs.
    """

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

    announcements: dict[int, tuple[str, date]]  # source and date
    cases: dict[int, Case]
    members: dict[int, list[int]]  # case: its announcements, oldest first
    accused: dict[int, list[str]]  # case: names
    briefs: dict[int, Brief]  # announcement: what was found in it


def make_cards(hits: Iterable[Hit], *, by_case: bool = True) -> list[Card]:
    wanted = list(hits)
    shelf = read_shelf(wanted, by_case=by_case)
    cards = [make_case_card(hit, shelf) if by_case else make_announcement_card(hit, shelf) for hit in wanted]
    return [card for card in cards if card]


def read_shelf(hits: list[Hit], *, by_case: bool) -> Shelf:
    cases = Case.objects.in_bulk([hit.case_id for hit in hits if hit.case_id is not None])
    if not by_case:
        announcements, briefs = read_announcements([hit.announcement_id for hit in hits])
        return Shelf(announcements, cases, {}, {}, briefs)
    members, briefs = read_members(cases)
    accused = defaultdict(list)
    parties = Party.objects.filter(case__in=list(cases), role="accused").order_by("pk")
    for case_id, name in parties.values_list("case_id", "name"):
        accused[case_id].append(name)
    alone, briefs_alone = read_announcements([hit.announcement_id for hit in hits if hit.case_id not in members])
    return Shelf(alone, cases, members, accused, briefs | briefs_alone)


def read_members(cases: Iterable[int]) -> tuple[dict[int, list[int]], dict[int, Brief]]:
    """The announcements of each case, oldest first, and what was found in them."""
    links = with_extraction(CaseLink.objects.filter(case__in=list(cases), undone_at=None), "announcement__extractions")
    rows = list(
        links.order_by("announcement__published_on", "announcement_id").values_list(
            "case_id", "announcement_id", "read__pk", "read__brief"
        )
    )
    members = defaultdict(list)
    for case_id, pk, *_ in rows:
        members[case_id].append(pk)
    return members, read_briefs((pk, extraction, brief) for _, pk, extraction, brief in rows)


def read_announcements(ids: list[int]) -> tuple[dict[int, tuple[str, date]], dict[int, Brief]]:
    if not ids:
        return {}, {}
    found = with_extraction(Announcement.objects.filter(pk__in=ids), "extractions")
    rows = list(found.order_by().values_list("pk", "source", "published_on", "read__pk", "read__brief"))
    announcements = {pk: (source, published_on) for pk, source, published_on, *_ in rows}
    return announcements, read_briefs((pk, extraction, brief) for pk, _, _, extraction, brief in rows)


def with_extraction(rows: QuerySet[Any], path: str) -> QuerySet[Any]:
    """The rows with the current extraction of their announcement as `read`, where it has one."""
    read: QuerySet[Any] = rows.annotate(read=FilteredRelation(path, condition=Q(**{f"{path}__is_current": True})))
    return read


def read_briefs(rows: Iterable[tuple[int, int | None, Any]]) -> dict[int, Brief]:
    """Takes (announcement, extraction, its brief); makes the briefs that have not been stored yet."""
    known = [(pk, extraction, brief) for pk, extraction, brief in rows if extraction is not None]
    missing = [extraction for _, extraction, brief in known if brief is None]
    made = make_briefs(missing) if missing else {}
    return {pk: read_brief(made.get(extraction, {}) if brief is None else brief) for pk, extraction, brief in known}


def make_case_card(hit: Hit, shelf: Shelf) -> Card | None:
    case = shelf.cases.get(hit.case_id or 0)
    if case is None or case.pk not in shelf.members:
        return make_announcement_card(hit, shelf)
    ids = shelf.members[case.pk]
    found = [shelf.briefs[pk] for pk in ids if pk in shelf.briefs]
    return Card(
        url=row_address("case", case.pk),
        case=None,
        title=hit.title,
        agencies=case.agencies,
        first_on=case.first_on,
        last_on=case.last_on,
        announcements=len(ids),
        accused=shelf.accused.get(case.pk) or accused_names(found),
        charges=charge_rows(found),
        latest=stage_rows(found[-1:]),
        totals=make_totals(brief.sanctions for brief in found),
        prison=prison_in_words(term for brief in found for term in brief.terms),
        passages=hit.passages,
        others=hit.others,
        similar=row_address("similar-cases", case.pk),
    )


def make_announcement_card(hit: Hit, shelf: Shelf) -> Card | None:
    """None for an announcement that has gone."""
    if hit.announcement_id not in shelf.announcements:
        return None
    source, published_on = shelf.announcements[hit.announcement_id]
    found = [shelf.briefs[hit.announcement_id]] if hit.announcement_id in shelf.briefs else []
    return Card(
        url=row_address("announcement", hit.announcement_id),
        case=shelf.cases.get(hit.case_id or 0),
        title=hit.title,
        agencies=[source],
        first_on=published_on,
        last_on=published_on,
        announcements=1,
        accused=accused_names(found),
        charges=charge_rows(found),
        latest=stage_rows(found),
        totals=make_totals(brief.sanctions for brief in found),
        prison=prison_in_words(term for brief in found for term in brief.terms),
        passages=hit.passages,
        others=0,
    )


def accused_names(briefs: Iterable[Brief]) -> list[str]:
    """Names as announcements give them, each once."""
    return list(dict.fromkeys(name for brief in briefs for name in brief.accused))


def charge_rows(briefs: Iterable[Brief]) -> list[Row]:
    """One row for each charge, with its strongest status; in the order of the taxonomy."""
    found: dict[str, list[str]] = {}
    for code, status in (charge for brief in briefs for charge in brief.charges):
        found.setdefault(code, []).append(status)
    return [
        Row(taxonomy.charge_label(code), [], status=taxonomy.strongest_status(found[code]) or "", code=code)
        for code in taxonomy.in_order(found)
    ]


def stage_rows(briefs: Iterable[Brief]) -> list[Row]:
    codes = dict.fromkeys(code for brief in briefs for code in brief.stages)
    return [Row(taxonomy.label(taxonomy.STAGES, code), [], code=code) for code in codes]
