"""Ranges of years, money and dates as people write them.

In: `2019-2021`, `>1m`, `$500k to 2 million`, `march 2020`, `2020-03..2020-06`. Out: bounds, both included, None for an
open side: years, whole dollars, days (`date.toordinal`). Refused (None): text that is no such range.
"""

from __future__ import annotations

import re
from calendar import month_abbr, month_name, monthrange
from collections.abc import Callable
from datetime import date

from django.utils import timezone

Bounds = tuple[int | None, int | None]
_UNITS = {"k": 10**3, "thousand": 10**3, "m": 10**6, "mm": 10**6, "mn": 10**6, "million": 10**6}
_UNITS |= {"b": 10**9, "bn": 10**9, "billion": 10**9, "t": 10**12, "trillion": 10**12, "": 1}
_MONEY = re.compile(r"\$?\s*(\d{1,15}(?:,\d{3})*(?:\.\d+)?|\.\d+)\s*([a-z]*)\s*(?:usd|dollars?)?")
_COMPARED = re.compile(
    r"(>=|=>|<=|=<|>|<|=|at least|since|from|over|more than|above|exceeding|after|at most|under|less than|below|before"
    r"|up to|until)\s*(.+)"
)
_OR_MORE = re.compile(r"(.+?) or (more|less)")
_BETWEEN = re.compile(r"\s*(?:\.\.+|\bto\b|\band\b)\s*")
_MONTHS = {name.lower(): number for number, name in enumerate(month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(month_abbr) if name} | {"sept": 9}
_LARGEST = 10**13


def year_range(text: str) -> Bounds | None:
    return _range(text, _year, split=r"\s*-\s*")


def money_range(text: str) -> Bounds | None:
    """A single amount means at least that much."""
    clean = text.strip().lower()
    is_bounded = _BETWEEN.search(clean) or _COMPARED.fullmatch(clean) or _OR_MORE.fullmatch(clean)
    if "-" not in clean and not is_bounded:
        clean = f">={clean}"
    return _range(clean, _money, split=r"\s*-\s*")


def date_range(text: str) -> Bounds | None:
    return _range(text, _date, split=r"\s+-\s+|(?<=\d{4})\s*-\s*(?=\d{4}$)")


def _range(text: str, read: Callable[[str], tuple[int, int] | None], *, split: str) -> Bounds | None:
    clean = re.sub(r"^(?:between|from)\s+(?=.*(?:\.\.|\bto\b|\band\b|-))", "", " ".join(text.lower().split()))
    clean = _OR_MORE.sub(lambda said: f"{'>=' if said[2] == 'more' else '<='}{said[1]}", clean)
    compared = _COMPARED.fullmatch(clean)
    if compared:
        return _compare(compared[1], read(compared[2]))
    single = read(clean.removeprefix("the "))
    if single:
        return single
    ends = [end for end in re.split(f"{_BETWEEN.pattern}|{split}", clean)]
    if len(ends) != 2 or not any(ends):
        return None
    low, high = (read(end) if end else None for end in ends)
    if (ends[0] and low is None) or (ends[1] and high is None):
        return None
    return (low[0] if low else None, high[1] if high else None)


def _compare(sign: str, value: tuple[int, int] | None) -> Bounds | None:
    if value is None:
        return None
    low, high = value
    if sign in {">=", "=>", "at least", "since", "from"}:
        return (low, None)
    if sign in {"<=", "=<", "at most", "up to", "until"}:
        return (None, high)
    if sign in {"<", "under", "less than", "below", "before"}:
        return (None, low - 1)
    return value if sign == "=" else (high + 1, None)


def _year(text: str) -> tuple[int, int] | None:
    match = re.fullmatch(r"(1[89]|20|21)\d\d", text)
    return (int(text), int(text)) if match else None


def _money(text: str) -> tuple[int, int] | None:
    match = _MONEY.fullmatch(text.strip())
    if not match or match[2] not in _UNITS:
        return None
    amount = int(float(match[1].replace(",", "")) * _UNITS[match[2]])
    return (amount, amount) if amount < _LARGEST else None


def _date(text: str) -> tuple[int, int] | None:
    """First and last day of a day, month, quarter or year, or of one told from today."""
    if recent := _recent(text):
        return recent
    parts = _date_parts(text)
    if parts is None:
        return None
    first, last = parts
    try:
        start = date(*first)
        end = date(last[0], last[1], last[2] or monthrange(last[0], last[1])[1])
    except ValueError:
        return None
    return start.toordinal(), end.toordinal()


_RECENT = re.compile(r"today|yesterday|(this|last|past) (?:(\d{1,3}) )?(day|week|month|quarter|year)s?")
_MONTHS_LONG = {"month": 1, "quarter": 3, "year": 12}


def _recent(text: str) -> tuple[int, int] | None:
    """`last 90 days` ends today; `last year` and `this month` are those of the calendar; a week begins on Monday."""
    match = _RECENT.fullmatch(text)
    if not match:
        return None
    today = timezone.localdate()
    which, number, unit = match.groups()
    if unit is None:
        day = today.toordinal() - (text == "yesterday")
        return day, day
    if number:
        days = {"day": 1, "week": 7}
        return max(
            1,
            today.toordinal() - int(number) * days[unit] + 1
            if unit in days
            else _months_back(today, unit, int(number)),
        ), today.toordinal()
    return _calendar(today, unit, is_last=which != "this")


def _months_back(today: date, unit: str, number: int) -> int:
    """The day after the same day of the month, that many months, quarters or years ago."""
    months = max(12, today.year * 12 + today.month - 1 - number * _MONTHS_LONG[unit])
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1])).toordinal() + 1


def _calendar(today: date, unit: str, *, is_last: bool) -> tuple[int, int]:
    if unit in {"day", "week"}:
        length = 7 if unit == "week" else 1
        first = today.toordinal() - (today.weekday() if unit == "week" else 0) - length * is_last
        return first, first + length - 1
    length = _MONTHS_LONG[unit]
    months = (today.year * 12 + today.month - 1) // length * length - length * is_last
    following = months + length
    return date(months // 12, months % 12 + 1, 1).toordinal(), date(
        following // 12, following % 12 + 1, 1
    ).toordinal() - 1


_DATE_SHAPES = {
    "year": re.compile(r"(?P<y>(?:19|20)\d\d)"),
    "quarter": re.compile(r"(?P<y>(?:19|20)\d\d)[\s\-]?q(?P<q>[1-4])|q(?P<q2>[1-4])[\s\-]?(?P<y2>(?:19|20)\d\d)"),
    "iso": re.compile(r"(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?"),
    "american": re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>(?:19|20)\d\d)"),
    "month": re.compile(r"(?P<name>[a-z]{3,9})\.?\s+(?:(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?P<y>(?:19|20)\d\d)"),
    "day": re.compile(r"(?P<d>\d{1,2})\s+(?P<name>[a-z]{3,9})\.?\s+(?P<y>(?:19|20)\d\d)"),
}


def _date_parts(text: str) -> tuple[tuple[int, int, int], tuple[int, int, int]] | None:
    """First and last day as (year, month, day); day 0 stands for the last of its month."""
    for shape, pattern in _DATE_SHAPES.items():
        match = pattern.fullmatch(text)
        if not match:
            continue
        found = {name: value for name, value in match.groupdict().items() if value}
        year = int(found.get("y") or found["y2"])
        if shape == "year":
            return (year, 1, 1), (year, 12, 31)
        if shape == "quarter":
            last_month = 3 * int(found.get("q") or found["q2"])
            return (year, last_month - 2, 1), (year, last_month, 0)
        month = int(found["m"]) if "m" in found else _MONTHS.get(found["name"], 0)
        day = int(found.get("d", 0))
        return ((year, month, day or 1), (year, month, day)) if month else None
    return None
