"""When the conduct took place: `from at least June 2016 through April 2017`, `between 2009 and January 25, 2014`.

In: a Document. Out: one ConductPeriod a stretch of time told of the action, in reading order, dates as precise as the
text gives them. Refused: background, quotes, years of service, stretches that end before they begin,
and years that are no years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from nlp.charge_context import context_of
from nlp.document import Document, Span
from nlp.facts import ConductPeriod, Evidence

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
_MONTH += r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
_YEAR = r"(?:19|20)\d\d"
_DATE = rf"(?:{_MONTH}\s{{1,3}}\d{{1,2}},?\s{{1,3}}{_YEAR}|{_MONTH},?\s{{1,3}}(?:of\s)?{_YEAR}|{_YEAR})"
_BARE = rf"(?:{_MONTH}\s{{1,3}}\d{{1,2}}|{_MONTH})"
_ABOUT = (
    r"(?:(?:at least|approximately|about|around|in|on|or about|or around|as early as|the|early|mid|late|no later than)"
)
_ABOUT += r"[\s-]{1,3}){0,5}"
_NOW = r"(?:the present|at least the present|present|the filing of the (?i:complaint)|today)"
_FROM = r"(?:[Ff]rom|[Bb]etween|[Bb]eginning|[Ss]tarting|[Ss]ince)"
_TO = r",?\s{1,3}(?:and\s{1,3})?(?:continuing\s{1,3})?(?:through|until|to|and|up to|ending)"
_PERIODS = re.compile(
    rf"\b{_FROM}\s{{1,3}}{_ABOUT}(?P<start>{_DATE}|{_BARE})(?:{_TO}\s{{1,3}}{_ABOUT}(?P<end>{_DATE}|{_NOW}))?"
)
_NEAR = 90
_EMPLOYED = re.compile(r"\b(?:worked|served|employed|registered|licensed|tenure)\b(?![^.;]*\b(?:and|who|when|which)\b)")
_DAY = r"(?P<day>\d{1,2})(?!\d),?"
_PARTS = re.compile(rf"(?:(?P<month>{_MONTH})\s{{1,3}}(?:{_DAY})?)?,?\s{{0,3}}(?:of\s)?(?P<year>{_YEAR})?")


def find_conduct(document: Document, found: Mapping[str, list[Any]]) -> list[ConductPeriod]:
    """The periods of the conduct; `start` and `end` as ISO dates cut to the precision given, None when not told."""
    context = context_of(document, found)
    periods: dict[tuple[str | None, str | None], ConductPeriod] = {}
    for sentence in document.sentences:
        for period in _periods(document.text, sentence):
            if (period.start, period.end) not in periods and not context.is_background(sentence):
                periods[(period.start, period.end)] = period
    ended = {period.start for period in periods.values() if period.end or period.ongoing}
    return [period for period in periods.values() if period.end or period.ongoing or period.start not in ended]


def _periods(text: str, sentence: Span) -> Iterator[ConductPeriod]:
    for match in _PERIODS.finditer(text, sentence.start, sentence.end):
        if _EMPLOYED.search(text, max(sentence.start, match.start() - _NEAR), match.start()):
            continue
        ongoing = bool(match["end"]) and not re.search(_YEAR, match["end"])
        end = None if ongoing or not match["end"] else _iso(match["end"], "")
        start = _iso(match["start"], (end or "")[:4])
        if start is None or (match["end"] and not ongoing and (end is None or end < start[: len(end)])):
            continue
        evidence = [Evidence.of(text, match.start(), match.end())]
        yield ConductPeriod(evidence, "conduct: stretch of dates", 0.8, start, end, ongoing)


def _iso(written: str, year: str) -> str | None:
    """`2016`, `2016-06` or `2016-06-03`; a date without a year takes that of the end of its stretch."""
    parts = _PARTS.match(written)
    if not parts or not (given := parts["year"] or year):
        return None
    if not parts["month"]:
        return given
    prefix = parts["month"][:3].lower()
    month = next(number for number, name in enumerate(_MONTHS, 1) if name.startswith(prefix))
    if not parts["day"]:
        return f"{given}-{month:02}"
    return f"{given}-{month:02}-{int(parts['day']):02}" if 1 <= int(parts["day"]) <= 31 else None
