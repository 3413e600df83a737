"""Sums of money ordered: the total of an announcement or a case, and the bands that the facet of totals counts.

Totals are in U.S. dollars. Other currencies, and money merely sought, suspended or credited, count for nothing; an
announcement without an amount that counts has no total.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from kb.models import FACTS, CaseLink
from kb.money import Money, make_totals

# Code, label, lowest total of the band.
BANDS: tuple[tuple[str, str, int], ...] = (
    ("under-100k", "Under $100,000", 0),
    ("100k", "$100,000 to $1 million", 100_000),
    ("1m", "$1 million to $10 million", 1_000_000),
    ("10m", "$10 million to $100 million", 10_000_000),
    ("100m", "$100 million to $1 billion", 100_000_000),
    ("1b", "$1 billion and more", 1_000_000_000),
)
BAND_LABELS = {code: label for code, label, _ in BANDS}


def band_of(total: Decimal) -> str:
    return next(code for code, _, lowest in reversed(BANDS) if total >= lowest or lowest == 0)


def total_ordered(sanctions: Iterable[Sequence[Any]]) -> Decimal | None:
    """The total of rows of the fields of Money, in dollars, None when nothing was ordered."""
    return _in_dollars([[Money(*sanction) for sanction in sanctions]])


def case_totals(cases: Iterable[int]) -> dict[int, Decimal]:
    """What all announcements of each case order together, in dollars, each sanction once. Only those that do."""
    links = CaseLink.objects.filter(case__in=list(cases), undone_at=None)
    case_of = dict(links.values_list("announcement", "case"))
    found = FACTS["sanctions"].objects.filter(extraction__is_current=True, extraction__announcement__in=case_of)
    rows = found.order_by("extraction__announcement__published_on", "extraction__announcement", "position")
    values = ("extraction__announcement", *Money._fields)
    sanctions: dict[int, dict[int, list[Money]]] = defaultdict(lambda: defaultdict(list))
    for pk, *sanction in rows.values_list(*values):
        sanctions[case_of[pk]][pk].append(Money(*sanction))
    totals = {case: _in_dollars(each.values()) for case, each in sanctions.items()}
    return {case: total for case, total in totals.items() if total is not None}


def _in_dollars(announcements: Iterable[Iterable[Money]]) -> Decimal | None:
    return next((total.amount for total in make_totals(announcements) if total.currency == "USD"), None)
