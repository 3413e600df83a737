"""Where the accused are from: `Ann Roe, 45, of Lake Forest, Illinois`, `Elm LLC, based in London, England`.

In: a Document and its parties. Out: one Place a party and place, in reading order. Refused: places that follow no
party's name in the same sentence, places of a list of names (one of them is meant, nobody says which), and towns
without a state or country.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nlp.alternatives import any_of
from nlp.document import Document
from nlp.facts import Evidence, Place

LEXICON = Path(__file__).parent / "lexicon" / "places.yml"
_CITY = r"[A-Z][\w.'\u2019-]{1,20}(?:\s(?:of|de|la|on|the|[A-Z][\w.'\u2019-]{0,20})){0,3}"
_AGE = r"(?:,\s{0,2}\d{2},?|,?\s{1,2}age\s\d{2},?)?"
_WHO = r"(?:,\s(?:an?|the|both|each|formerly|which|who|with)\b(?:\s[\w.-]+){0,6}?)?"
_BETWEEN = rf"(?:\s?\([^()]{{1,60}}\))?{_AGE}{_WHO},?\s{{0,2}}"
_LINK = r"(?:(?:both|each)\s)?(?:formerly\s)?(?:a\s(?:resident|citizen|national)\s)?"
_LINK += (
    r"(?:of|from|in|based in|located in|headquartered in|residing in|who (?:lives|resides) in|resident of)\s(?:the\s)?"
)
_REACH = 160


@cache
def _names() -> dict[str, tuple[str, str]]:
    """Each way to write a place -> (`state` or `country`, its code)."""
    given: dict[str, dict[str, list[str]]] = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))
    kinds = (("country", given["countries"]), ("state", given["states"]))  # a name of both is a state here
    return {name: (kind, code) for kind, codes in kinds for code, names in codes.items() for name in names}


@cache
def _follows() -> re.Pattern[str]:
    return re.compile(
        rf"{_BETWEEN}{_LINK}(?:(?P<city>{_CITY}),\s{{1,2}})?(?P<place>{any_of(_names())})(?![\w'\u2019-])"
    )


def find_places(document: Document, found: Mapping[str, list[Any]]) -> list[Place]:
    """`state` is a postal code, `country` an ISO 3166 alpha-2 code, `city` as written or None."""
    places: dict[tuple[str, str | None, str | None, str], Place] = {}
    for party in found.get("parties", []):
        for place in _places_of(document.text, party.name):
            places.setdefault((place.party, place.city, place.state, place.country), place)
    return sorted(places.values(), key=lambda place: place.evidence[0].start)


def _places_of(text: str, name: str) -> Iterator[Place]:
    start = text.find(name)
    while start >= 0:
        after = start + len(name)
        if found := _follows().match(text, after, min(len(text), after + _REACH)):
            kind, code = _names()[found["place"]]
            state, country = (code, "US") if kind == "state" else (None, code)
            evidence = [Evidence.of(text, start, found.end())]
            yield Place(evidence, "places: after the name", 0.85, name, found["city"], state, country)
        start = text.find(name, after)
