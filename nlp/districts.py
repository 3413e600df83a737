"""Names of federal courts: `Southern District of New York` in, the Bluebook form `S.D.N.Y.` out.

The data is `lexicon/courts.yml`. Refused: a district that does not exist (`Central District of Texas`) and a state
with several districts named without one; both give None.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_DATA = Path(__file__).parent / "lexicon" / "courts.yml"
_PARTS = "Northern|Southern|Eastern|Western|Central|Middle"


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return data


def bluebook(part: str | None, state: str) -> str | None:
    """The Bluebook form of a federal district, or None where there is no such district. Case does not matter."""
    name = " ".join(state.split()).title()
    row = _data()["districts"].get(name)
    if row is None or (part.title() if part else None) not in (row["parts"] or [None]):
        return None
    return _join(f"{part[0].upper()}.D." if part else "D.", row["short"])


def _join(district: str, state: str) -> str:
    """Single capitals close up (`S.D.N.Y.`), longer abbreviations stand apart (`S.D. Tex.`, `N.D.W. Va.`)."""
    first = state.split(" ")[0]
    return f"{district}{state}" if re.fullmatch(r"(?:[A-Z]\.)+", first) else f"{district} {state}"


def circuit(name: str) -> str | None:
    """`Eleventh` -> `11th Cir.`; None for a circuit that does not exist."""
    short = _data()["circuits"].get(" ".join(name.split()).title().replace(" Of ", " of "))
    return f"{short} Cir." if short else None


@cache
def district_pattern() -> re.Pattern[str]:
    """Matches `(Northern) District of <State>` and the Virgin Islands' two word orders; groups `part`, `state`."""
    states = "|".join(re.escape(s).replace(r"\ ", r"\s+") for s in sorted(_data()["districts"], key=len, reverse=True))
    return re.compile(
        rf"(?:\b(?P<part>{_PARTS})\s+)?\bDistrict\s+(?:Court\s+)?of\s+(?:the\s+)?(?P<state>{states})\b", re.IGNORECASE
    )


@cache
def circuit_pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in _data()["circuits"])
    return re.compile(rf"\bCourt\s+of\s+Appeals\s+for\s+the\s+(?P<circuit>{names})(?:\s+Circuit)?\b", re.IGNORECASE)


@cache
def abbreviations() -> dict[str, str]:
    """Bluebook forms by their letters alone: `sdny` -> `S.D.N.Y.`."""
    found = {}
    for state, row in _data()["districts"].items():
        for part in row["parts"] or [None]:
            form = bluebook(part, state)
            if form:
                found["".join(filter(str.isalpha, form)).lower()] = form
    return found
