"""Where the accused are from: `Ann Roe, 45, of Lake Forest, Illinois`, `Elm LLC, based in London, England`.

In: a Document and its parties. Out: one Place a party and place, in reading order. `A, 40, and B, 41, both of Akron,
Ohio` gives each of a list its place; `Akron, Ohio, resident Ann Roe` and `a Cayman Islands company` count too. Refused:
places of no party, places of a list that does not say both or all (one of them is meant, nobody says which), states of
incorporation, and towns without a state or country.
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
from nlp.mentions import Mention, mentions_of

LEXICON = Path(__file__).parent / "lexicon" / "places.yml"
_CITY = r"[A-Z][\w.'\u2019-]{1,20}(?:\s(?:of|de|la|on|the|[A-Z][\w.'\u2019-]{0,20})){0,3}"
_PLAIN_CITY = (
    r"(?:St\.\s)?[A-Z][\w'\u2019-]{1,20}(?:\s[A-Z][\w'\u2019-]{0,20}){0,2}"  # a full stop before it ends a sentence
)
_AGE = r"(?:,?\s{1,2}\d{2},?|,?\s{1,2}age\s\d{2},?)?"
_BRACKETS = r"(?:\s?\([^()]{1,200}\))?"
_NOW = r"(?:,?\s(?:now|formerly)\sknown\sas\s[^,;()]{2,60})?"
_WHO = r"(?:,\s(?:an?|the|both|each|formerly|which|who|with)\b(?:\s(?:(?!native\b)[\w.-]+|\([\w. ]{1,12}\))){0,12}?)?"
_BETWEEN = rf"{_NOW}{_BRACKETS}{_AGE}{_WHO},?\s{{0,2}}"
_FROM = r"(?:of|from|based in|located in|headquartered in|residing in|who (?:lives|resides) in|resident of)\s(?:the\s)?"
_LINK = rf"(?:(?:both|each)\s)?(?:formerly\s)?(?:a\s(?:resident|citizen|national)\s)?(?:in\s(?:the\s)?|{_FROM})"
_HOME = r"\s(?:has\sbeen\s|was\s|is\s)?(?:resid(?:es|ed|ing)|liv(?:es|ed|ing))\sin\s"
_RESIDENT = r",?\s(?:[Rr]esident|[Mm]an|[Ww]oman|[Bb]usinessman|[Nn]ative)\s{1,2}$"
_FIRM = r"(?:\s[a-z]+){0,3}?\s(?:corporation|company|firm|entity|business|partnership|bank)\b"
_LIST = rf"{_BRACKETS}{_AGE},?\s{{0,2}}(?P<which>both|all|each)\s(?:formerly\s)?(?:residents\s)?{_FROM}"
_NEXT = rf"{_NOW}{_BRACKETS}{_AGE},?\s{{1,2}}(?:and\s{{1,2}})?(?:(?:his|her|their|its)\s(?:[\w-]+\s){{1,3}})?$"
_REACH = 260
_BEFORE = 60
_MOST_LISTED = 12


@cache
def _names() -> dict[str, tuple[str, str]]:
    """Each way to write a place -> (`state` or `country`, its code)."""
    given: dict[str, dict[str, list[str]]] = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))
    kinds = (("country", given["countries"]), ("state", given["states"]))  # a name of both is a state here
    return {name: (kind, code) for kind, codes in kinds for code, names in codes.items() for name in names}


def _town() -> str:
    return rf"(?:(?P<city>{_CITY}),\s{{1,2}})?(?P<place>{any_of(_names())})(?![\w'\u2019-])"


@cache
def _after() -> tuple[re.Pattern[str], ...]:
    """What can follow a name and tell where it is from."""
    countries = any_of(name for name, (kind, _) in _names().items() if kind == "country")
    return (
        re.compile(_BETWEEN + _LINK + _town()),
        re.compile(_HOME + _town()),
        re.compile(rf"{_NOW}{_BRACKETS},\san?\s(?P<place>{countries}){_FIRM}"),
    )


@cache
def _list() -> re.Pattern[str]:
    return re.compile(_LIST + _town())


@cache
def _resident() -> re.Pattern[str]:
    return re.compile(rf"(?:(?P<city>{_PLAIN_CITY}),\s{{1,2}})?\b(?P<place>{any_of(_names())}){_RESIDENT}")


def find_places(document: Document, found: Mapping[str, list[Any]]) -> list[Place]:
    """`state` is a postal code, `country` an ISO 3166 alpha-2 code, `city` as written or None."""
    places: dict[tuple[str, str | None, str | None, str], Place] = {}
    mentions = mentions_of(document, found.get("parties", [])).all
    for index, mention in enumerate(mentions):
        if len(mention.names) == 1:
            for place in [*_beside(document, mention), *_of_list(document, mentions[: index + 1][-_MOST_LISTED:])]:
                places.setdefault((place.party, place.city, place.state, place.country), place)
    return sorted(places.values(), key=lambda place: (place.evidence[0].start, place.party))


def _beside(document: Document, mention: Mention) -> Iterator[Place]:
    """What stands right after a name, or right before it."""
    text, name = document.text, mention.names[0]
    end = min(len(text), mention.end + _REACH)
    for pattern in _after():
        if found := pattern.match(text, mention.end, end):
            yield _place(text, name, found, mention.start, found.end())
            return
    if before := _resident().search(text, max(0, mention.start - _BEFORE), mention.start):
        yield _place(text, name, before, before.start(), mention.end)


def _of_list(document: Document, mentions: list[Mention]) -> Iterator[Place]:
    """`A, 40, B, 41, and C, 42, all of Akron, Ohio`: each of those named in a row up to here."""
    text, last = document.text, mentions[-1]
    found = _list().match(text, last.end, min(len(text), last.end + _REACH))
    if not found:
        return
    row = [last]
    for mention in reversed(mentions[:-1]):
        if len(mention.names) != 1 or not re.match(_NEXT, text[mention.end : row[0].start]):
            break
        row.insert(0, mention)
    for mention in row[-2:] if found["which"] == "both" else row:
        yield _place(text, mention.names[0], found, mention.start, found.end())


def _place(text: str, name: str, found: re.Match[str], start: int, end: int) -> Place:
    kind, code = _names()[" ".join(found["place"].split())]
    state, country = (code, "US") if kind == "state" else (None, code)
    city = found.groupdict().get("city")
    return Place([Evidence.of(text, start, end)], "places: beside the name", 0.85, name, city, state, country)
