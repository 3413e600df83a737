"""Facts in, words out: lengths of time, counts, an order for provisions. The words of codes are in `kb.taxonomy`."""

from __future__ import annotations

import re

_DAYS_A_MONTH = 365 / 12


def length_in_words(months: float | None) -> str:
    """`37 months (3 years, 1 month)`; `14 days` below a month; empty when there is no length."""
    if months is None:
        return ""
    if months < 1:
        return count(round(months * _DAYS_A_MONTH), "day")
    plain = count(months, "month")
    years, rest = divmod(months, 12)
    if not years:
        return plain
    if not rest:
        return f"{plain} ({count(years, 'year')})"
    return f"{plain} ({count(years, 'year')}, {count(rest, 'month')})"


def count(number: float, noun: str) -> str:
    """`1 month`, `3 months`, `1.5 months`, `1,200 announcements`."""
    figure = f"{number:,.1f}".removesuffix(".0")
    return f"{figure} {noun}" if figure == "1" else f"{figure} {noun}s"


def natural_key(text: str) -> list[tuple[int, str]]:
    """Orders `7 USC 6b` before `7 USC 13` and `18 USC 1956`."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.findall(r"\d+|\D+", text)]
