"""Parties of search results go in; cards come out: who, in which cases, charged with what and ordered to pay how much.

A name stands for itself: cases of two people who share one are on one card, which the page says. A handful of queries
for a page, however many names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kb import taxonomy
from kb.briefs import Brief
from kb.models import Party
from kb.money import Money, Total, make_totals
from kb.search.highlight import Fragments, make_marker, mark
from kb.search.parties import party_search
from kb.search.query import PartyCount
from kb.search.syntax import Node
from kb.web.cards import ChargeLine, charge_lines, read_cases
from kb.web.dossier import search_url

MOST_CASES = 200  # of one page of names; the figures of a name with more are those of its newest cases


@dataclass(frozen=True)
class PartyCard:
    """`announcements` of those found name the party, which is in `cases` cases of the whole knowledge base."""

    name: str
    title: Fragments
    url: str
    kind: str
    role: str
    agencies: list[str]
    first_on: date | None
    last_on: date | None
    announcements: int
    cases: int
    charges: list[ChargeLine]
    totals: list[Total]


def make_party_cards(found: Sequence[PartyCount], node: Node) -> list[PartyCard]:
    marker = make_marker(node)
    by_name: dict[str, list[Party]] = defaultdict(list)
    rows = Party.objects.filter(name__in=[party.name for party in found]).select_related("case")
    for row in rows.order_by("-case__last_on", "pk"):
        by_name[row.name].append(row)
    cases = [row.case_id for rows in by_name.values() for row in rows][:MOST_CASES]
    known, found_in = read_cases(cases)
    briefs = {pk: [found_in[member] for member in case.members if member in found_in] for pk, case in known.items()}
    return [make_party_card(party, by_name[party.name], briefs, mark(party.name, marker)) for party in found]


def make_party_card(
    party: PartyCount, rows: list[Party], briefs: dict[int, list[Brief]], title: Fragments
) -> PartyCard:
    cases = {row.case_id: row.case for row in rows}
    own = [brief for case in cases for brief in briefs.get(case, [])]
    sums = [make_totals(payments(briefs.get(case, []), party.name)) for case in cases]
    return PartyCard(
        name=party.name,
        title=title,
        url=search_url(party_search(party.name)),
        kind=taxonomy.label(taxonomy.PARTY_KINDS, rows[0].kind) if rows else "",
        role="" if not rows or rows[0].role == "accused" else taxonomy.label(taxonomy.PARTY_ROLES, rows[0].role),
        agencies=list(dict.fromkeys(code for case in cases.values() for code in case.agencies)),
        first_on=min((case.first_on for case in cases.values()), default=None),
        last_on=max((case.last_on for case in cases.values()), default=None),
        announcements=party.announcements,
        cases=len(cases),
        charges=charge_lines(own),
        totals=add_up([total for totals in sums for total in totals]),
    )


def payments(briefs: list[Brief], name: str) -> list[list[Money]]:
    """What each announcement says that the party is to pay, alone or with others."""
    folded = name.casefold()
    return [
        [sanction for sanction in brief.sanctions if folded in {payer.casefold() for payer in sanction.payers}]
        for brief in briefs
    ]


def add_up(totals: list[Total]) -> list[Total]:
    summed: dict[str, Total] = {}
    for total in totals:
        whole = summed.setdefault(total.currency, Total(total.currency))
        whole.amount += total.amount
        whole.checks += total.checks
    return list(summed.values())
