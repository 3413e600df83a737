"""Lengths of time as written, in months: `18 months`, `a year and a day`, `five-year`, `12 years and seven months`.

In: text. Out: `Duration` with months as a number (a day beyond a year is dropped: `one year and one day` is 12).
Refused: ages and spans told as history are the caller's to refuse; here only the words are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ONES = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = (
    {word: value for value, word in enumerate(_ONES)}
    | {word: 10 * (i + 2) for i, word in enumerate(_TENS)}
    | {"a": 1, "an": 1}
)
_WORD = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_ONES[1:10])}))?|{'|'.join(reversed(_ONES))}|an?)"
_COUNT = (
    rf"(?:\d{{1,4}}(?:\.\d+|(?:\s+and\s+)?\s*(?:1/2|\u00bd)|[\s-]+and[\s-]+(?:a|one)[\s-]half)?"
    rf"|{_WORD}(?:[\s-]+and[\s-]+(?:a|one)[\s-]half)?)"
)
_UNIT = r"(?:years?|months?|days?|weeks?)"
_DURATION = re.compile(
    rf"(?:(?<![\w$.,/-])|(?<=\band)(?=\d))(?P<count>{_COUNT})(?:\s+\(\d+\))?(?:\s*-\s*|\s+"
    rf"|(?<=\d))(?P<unit>{_UNIT})\b(?!\s*-?\s*old)"
    rf"(?:['\u2019]?\s*,?\s*(?:and\s+)?(?P<more>{_COUNT})\s+(?P<more_unit>months?"
    rf"|days?)\b)?(?P<half>\s+and\s+(?:a|one)[\s-]half)?",
    re.IGNORECASE,
)
_COUNTS_BEFORE = re.compile(
    rf"(?<![\w$.,/-])(?P<counts>{_COUNT}(?:,\s+{_COUNT}){{0,8}}),?\s+(?:and|or)\s+$", re.IGNORECASE
)
_MOST_ODD_MONTHS = 11
_MONTHS = {"year": 12.0, "month": 1.0, "week": 12 / 52, "day": 12 / 365}


@dataclass(frozen=True, slots=True)
class Duration:
    start: int
    end: int
    months: float


def find_durations(text: str, start: int = 0, end: int | None = None) -> Iterator[Duration]:
    """Each length of time between two offsets, in reading order."""
    position, last = start, len(text) if end is None else end
    while match := _DURATION.search(text, position, last):
        unit = match["unit"].lower().rstrip("s")
        months = _value(match["count"]) * _MONTHS[unit]
        if match["half"]:
            months += _MONTHS[unit] / 2
        more = (match["more_unit"] or "").lower().rstrip("s")
        added = _value(match["more"]) if more == "month" and unit == "year" else 0.0
        # `75 months, 108 months` and `35 years and 91 months` are two lengths, `12 months and one day` is one.
        apart = bool(more) and (more == unit or added > _MOST_ODD_MONTHS)
        position = end = match.end("unit") if apart else match.end()
        months += 0.0 if apart else added
        yield from _shared_unit(text, match, _MONTHS[unit])
        yield Duration(match.start(), end, _rounded(months, unit))


def _shared_unit(text: str, match: re.Match[str], unit: float) -> Iterator[Duration]:
    """The counts before one whose unit they share: `240, 120 and 36 months`."""
    listed = _COUNTS_BEFORE.search(text, max(0, match.start() - 60), match.start())
    for count in re.finditer(_COUNT, listed["counts"], re.IGNORECASE) if listed else ():
        start = listed.start("counts") + count.start() if listed else 0
        yield Duration(start, start + len(count[0]), round(_value(count[0]) * unit, 1))


def _rounded(months: float, unit: str) -> float:
    return round(months, 2) if unit in {"day", "week"} else round(months, 1)


def _value(written: str) -> float:
    words = written.lower().replace("\u00bd", " 1/2")
    half = 0.5 if re.search(r"half|1/2", words) else 0.0
    words = re.sub(r"[\s-]*(?:and[\s-]+)?(?:a|one)[\s-]half|\s*(?:and\s+)?1/2", "", words).strip()
    if words[:1].isdigit():
        return float(words) + half
    return float(sum(_VALUES[word] for word in re.split(r"[\s-]+", words))) + half
