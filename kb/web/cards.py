"""Search hits go in; cards for the list of results come out: who, what, how much, and the best passages.

A handful of queries for a page of results, however many cases and announcements it shows. A hit whose rows are gone,
because the index is a moment behind the database, has no card.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import FilteredRelation, Q

from kb import taxonomy
from kb.briefs import Brief, Charge, make_briefs, read_brief
from kb.models import Announcement, Case
from kb.money import Total, make_totals
from kb.search.query import Hit, Passage
from kb.web.addresses import row_address
from kb.web.dossier import prison_in_words


@dataclass(frozen=True)
class ChargeLine:
    """A charge with its strongest status; `confidence` is that of the mention most likely right."""

    code: str
    label: str
    status: str
    confidence: float


@dataclass(frozen=True)
class Step:
    code: str
    label: str


@dataclass(frozen=True)
class Card:
    """One case in the results; or one announcement, where these are listed one by one or no case has taken it up.

    The proofs are on its page.
    """

    url: str
    case: Case | None
    title: Sequence[tuple[str, bool]]
    agencies: list[str]
    first_on: date
    last_on: date
    announcements: int
    accused: list[str]
    charges: list[ChargeLine]
    latest: list[Step]
    totals: list[Total]
    prison: str
    passages: Sequence[Passage]
    others: int
    similar: str = ""


@dataclass(frozen=True)
class KnownCase:
    """A case as its card needs it; `members` are its announcements, oldest first."""

    agencies: list[str]
    first_on: date
    last_on: date
    accused: list[str]
    members: list[int]


@dataclass(frozen=True)
class Shelf:
    """The rows that a page of cards needs, by key."""

    cases: dict[int, KnownCase]
    announcements: dict[int, tuple[str, date]]  # source and date
    above: dict[int, Case]  # cases of announcements that are listed one by one
    briefs: dict[int, Brief]  # announcement: what was found in it


# One row a case, written out: Django takes longer to write its queries than the database to answer them.
_CASES = """
    SELECT id, agencies, first_on, last_on,
           ARRAY(SELECT name FROM kb_party WHERE case_id = kb_case.id AND role = 'accused' ORDER BY id),
           (SELECT jsonb_agg(jsonb_build_array(announcement.id, extraction.id, extraction.brief)
                             ORDER BY announcement.published_on, announcement.id)
              FROM kb_caselink AS link
              JOIN kb_announcement AS announcement ON announcement.id = link.announcement_id
              LEFT JOIN kb_extraction AS extraction
                     ON extraction.announcement_id = announcement.id AND extraction.is_current
             WHERE link.case_id = kb_case.id AND link.undone_at IS NULL)
      FROM kb_case WHERE id = ANY(%s)
"""


def make_cards(hits: Iterable[Hit], *, by_case: bool = True) -> list[Card]:
    wanted = list(hits)
    shelf = read_shelf(wanted, by_case=by_case)
    cards = [make_case_card(hit, shelf) if by_case else make_announcement_card(hit, shelf) for hit in wanted]
    return [card for card in cards if card]


def read_shelf(hits: list[Hit], *, by_case: bool) -> Shelf:
    numbers = [hit.case_id for hit in hits if hit.case_id is not None]
    cases, briefs = read_cases(numbers) if by_case else ({}, {})
    above = {} if by_case else Case.objects.in_bulk(numbers)
    announcements, own = read_announcements([hit.announcement_id for hit in hits if hit.case_id not in cases])
    return Shelf(cases, announcements, above, briefs | own)


def read_cases(numbers: Iterable[int]) -> tuple[dict[int, KnownCase], dict[int, Brief]]:
    """Cases that have announcements, and what was found in these."""
    cases: dict[int, KnownCase] = {}
    found: list[tuple[int, int | None, Any]] = []
    if not (wanted := list(numbers)):
        return {}, {}
    with connection.cursor() as cursor:
        cursor.execute(_CASES, [wanted])
        for pk, agencies, first_on, last_on, accused, members in cursor.fetchall():
            if members:
                rows = json.loads(members)
                cases[pk] = KnownCase(json.loads(agencies), first_on, last_on, accused, [row[0] for row in rows])
                found += rows
    return cases, read_briefs(found)


def read_announcements(ids: list[int]) -> tuple[dict[int, tuple[str, date]], dict[int, Brief]]:
    """Source and date of each, and what was found in it."""
    if not ids:
        return {}, {}
    current = FilteredRelation("extractions", condition=Q(extractions__is_current=True))
    found = Announcement.objects.filter(pk__in=ids).order_by().annotate(read=current)
    rows = list(found.values_list("pk", "source", "published_on", "read__pk", "read__brief"))
    announcements = {pk: (source, published_on) for pk, source, published_on, *_ in rows}
    return announcements, read_briefs((pk, extraction, brief) for pk, _, _, extraction, brief in rows)


def read_briefs(rows: Iterable[tuple[int, int | None, Any]]) -> dict[int, Brief]:
    """Takes (announcement, extraction, its brief); makes the briefs that have not been stored yet."""
    known = [(pk, extraction, brief) for pk, extraction, brief in rows if extraction is not None]
    missing = [extraction for _, extraction, brief in known if brief is None]
    made = make_briefs(missing) if missing else {}
    return {pk: read_brief(made.get(extraction, {}) if brief is None else brief) for pk, extraction, brief in known}


def make_case_card(hit: Hit, shelf: Shelf) -> Card | None:
    case = shelf.cases.get(hit.case_id or 0)
    if case is None:
        return make_announcement_card(hit, shelf)
    found = [shelf.briefs[pk] for pk in case.members if pk in shelf.briefs]
    return Card(
        url=row_address("case", hit.case_id or 0),
        case=None,
        title=hit.title,
        agencies=case.agencies,
        first_on=case.first_on,
        last_on=case.last_on,
        announcements=len(case.members),
        accused=case.accused or accused_names(found),
        charges=charge_lines(found),
        latest=steps(found[-1:]),
        totals=make_totals(brief.sanctions for brief in found),
        prison=prison_in_words(term for brief in found for term in brief.terms),
        passages=hit.passages,
        others=hit.others,
        similar=row_address("similar-cases", hit.case_id or 0),
    )


def make_announcement_card(hit: Hit, shelf: Shelf) -> Card | None:
    """None for an announcement that has gone."""
    if hit.announcement_id not in shelf.announcements:
        return None
    source, published_on = shelf.announcements[hit.announcement_id]
    found = [shelf.briefs[hit.announcement_id]] if hit.announcement_id in shelf.briefs else []
    return Card(
        url=row_address("announcement", hit.announcement_id),
        case=shelf.above.get(hit.case_id or 0),
        title=hit.title,
        agencies=[source],
        first_on=published_on,
        last_on=published_on,
        announcements=1,
        accused=accused_names(found),
        charges=charge_lines(found),
        latest=steps(found),
        totals=make_totals(brief.sanctions for brief in found),
        prison=prison_in_words(term for brief in found for term in brief.terms),
        passages=hit.passages,
        others=0,
    )


def accused_names(briefs: Iterable[Brief]) -> list[str]:
    """Names as announcements give them, each once."""
    return list(dict.fromkeys(name for brief in briefs for name in brief.accused))


def charge_lines(briefs: Iterable[Brief]) -> list[ChargeLine]:
    """One for each charge, in the order of the taxonomy."""
    found: dict[str, list[Charge]] = {}
    for charge in (charge for brief in briefs for charge in brief.charges):
        found.setdefault(charge.code, []).append(charge)
    return [
        ChargeLine(
            code,
            taxonomy.charge_label(code),
            taxonomy.strongest_status([charge.status for charge in found[code]]) or "",
            max(charge.confidence for charge in found[code]),
        )
        for code in taxonomy.in_order(found)
    ]


def steps(briefs: Iterable[Brief]) -> list[Step]:
    codes = dict.fromkeys(code for brief in briefs for code in brief.stages)
    return [Step(code, taxonomy.label(taxonomy.STAGES, code)) for code in codes]
