"""Docket numbers: the ways one is written, so that each finds the same announcements.

In: a number as printed or typed. Out: its forms in lower case, `1:20-cv-08132` and `20 Civ. 8132` as `20-cv-8132` too.
A number of a shape that is not known keeps its own form alone.
"""

from __future__ import annotations

import re

_FEDERAL = re.compile(r"(?:(\d{1,2}):)?(\d{2}|\d{4})-?([a-z]{2,4})\.?-?0*(\d{1,6})(?![\d])")
_KINDS = {"civ": "cv", "crim": "cr", "misc": "mc"}
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")


def docket_forms(number: str, key: str = "") -> set[str]:
    plain = "".join(_DASHES.sub("-", number).lower().split())
    forms = {form for form in (plain, key.lower()) if form}
    match = _FEDERAL.search(plain)
    if match:
        office, year, kind, serial = match.groups()
        short = f"{year[-2:]}-{_KINDS.get(kind, kind)}-{serial}"
        forms |= {short, f"{office}:{short}"} if office else {short}
    return forms


def looks_like_docket(text: str) -> bool:
    return _FEDERAL.fullmatch(_DASHES.sub("-", text).lower()) is not None
