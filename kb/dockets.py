"""Docket numbers as printed go in; one key for one docket comes out, or nothing where the number alone is ambiguous.

`1:20-cv-08132`, `20 Civ. 8132` and `No. 20-cv-8132` of one court are one docket; the same number in two courts is two.
"""

from __future__ import annotations

import re

_COURT_DOCKET = re.compile(
    r"(?:\d{1,2}:)?(?P<year>\d{2,4})\s?-?\s?(?P<kind>cv|civ|cr|crim|mj|md|mc|misc|c|m)\b\.?\s?-?\s?(?P<serial>\d{1,6})",
    re.IGNORECASE,
)
_AGENCY_DOCKET = re.compile(r"(?P<year>\d{2}|\d{4})-(?P<serial>\d{1,3})")
_KINDS = {"civ": "cv", "crim": "cr", "misc": "mc", "m": "mj", "c": "cv"}


def docket_key(number: str, court: str | None, agency: str) -> str:
    """`S.D.N.Y.:20-cv-8132`, `cftc:20-11`, `fincen:2021-2`; empty when the number does not say which docket it is."""
    match = _COURT_DOCKET.search(number)
    if match:
        kind = match["kind"].lower()
        return f"{court}:{match['year'][-2:]}-{_KINDS.get(kind, kind)}-{int(match['serial'])}" if court else ""
    match = _AGENCY_DOCKET.fullmatch(number.strip())
    if match and agency in {"cftc", "fincen"}:
        return f"{agency}:{match['year']}-{int(match['serial'])}"
    return ""
