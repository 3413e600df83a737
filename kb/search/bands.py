"""Sums of money ordered: the total of an announcement, and the bands that the facet of totals counts.

Totals are in U.S. dollars. Other currencies, and money merely sought, suspended or credited, count for nothing; an
announcement without an amount that counts has no total.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

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


def total_ordered(sanctions: Iterable[tuple[str, Decimal, str, str, Sequence[str]]]) -> Decimal | None:
    """The total of (kind, amount, currency, status, payers) rows in dollars, None when nothing was ordered."""
    totals = make_totals([[Money(*sanction) for sanction in sanctions]])
    return next((total.amount for total in totals if total.currency == "USD"), None)
