"""Further facts of an extraction come in: when, where, credit, admission, business, harm, individuals; words go out.

They have no tables of their own and no filters: they are shown beside the announcement that says them. One whose
evidence is not in the text word for word is withheld, counted and logged, as any other fact is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format

from kb.countries import country_name
from kb.models import Extraction
from kb.money import money
from kb.web.proof import evidence_spans

log = logging.getLogger(__name__)

ATTRIBUTE_HEADINGS = {
    "conduct_credit": "Credit",
    "admission": "Admission",
    "industry": "Business",
    "product": "Product",
}
HEADINGS = ("Conduct", *ATTRIBUTE_HEADINGS.values(), "Harm", "Place", "Individual")
_VALUES = {
    "no_admission": "Without admitting or denying",
    "admits": "Admits the facts",
    "no_cooperation": "No credit for cooperation",
    "forex": "Foreign exchange",
    "forex_dealer": "Foreign exchange dealer",
}
_HARMS = {
    "loss": "lost",
    "solicited": "solicited",
    "misappropriated": "misappropriated",
    "laundered": "laundered",
    "gain": "gained",
    "bribes": "in bribes",
}


@dataclass(frozen=True)
class FurtherFact:
    """What it is, in words, the spans of the text that prove it, and the chance that it is right."""

    heading: str
    words: str
    spans: list[tuple[int, int]]
    confidence: float


def further_facts(extraction: Extraction) -> list[FurtherFact]:
    """In the order of HEADINGS; only those that the text proves."""
    found = [
        FurtherFact(*_IN_WORDS[name](fact), evidence_spans(fact["evidence"]), fact["confidence"])
        for name, fact in _each(extraction)
        if extraction.proves(fact["evidence"])
    ]
    return sorted(found, key=lambda fact: HEADINGS.index(fact.heading))


def count_withheld_further(extraction: Extraction) -> int:
    """How many `further_facts` keeps back."""
    missing = [fact for _, fact in _each(extraction) if not extraction.proves(fact["evidence"])]
    for fact in missing:
        log.error("evidence of a further fact (%s) is not in %s", fact.get("found_by"), extraction.version)
    return len(missing)


def _each(extraction: Extraction) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name in _IN_WORDS:
        for fact in extraction.further.get(name, ()):
            yield name, fact


def _attribute(fact: Mapping[str, Any]) -> tuple[str, str]:
    value = str(fact["value"])
    return ATTRIBUTE_HEADINGS[fact["kind"]], _VALUES.get(value) or value.replace("_", " ").capitalize()


def _conduct(fact: Mapping[str, Any]) -> tuple[str, str]:
    end = "the present" if fact["ongoing"] else day_in_words(fact["end"]) if fact["end"] else ""
    start = day_in_words(fact["start"])
    return "Conduct", f"{start} to {end}" if end and end != start else start


def _harm(fact: Mapping[str, Any]) -> tuple[str, str]:
    if fact["kind"] == "victims":
        return "Harm", f"{int(fact['amount']):,} victims"
    return "Harm", f"{money(fact['amount'], fact['currency'])} {_HARMS[fact['kind']]}"


def _place(fact: Mapping[str, Any]) -> tuple[str, str]:
    country = "" if fact["country"] == "US" and fact["state"] else country_name(fact["country"])
    place = ", ".join(part for part in (fact["city"], fact["state"], country) if part)
    return "Place", f"{fact['party']}: {place}"


def _alongside(fact: Mapping[str, Any]) -> tuple[str, str]:
    first, *others = fact["firms"]
    firms = f"{first} and {len(others)} other firm{'s' * (len(others) > 1)}" if others else first
    position = f", {fact['position']}," if fact["position"] else ""
    return "Individual", f"{fact['person']}{position} accused alongside {firms}"


_IN_WORDS: dict[str, Callable[[Mapping[str, Any]], tuple[str, str]]] = {
    "conduct": _conduct,
    "attributes": _attribute,
    "harms": _harm,
    "places": _place,
    "alongside": _alongside,
}


def day_in_words(day: str) -> str:
    """`2016`, `June 2016` or `June 3, 2016`, as precise as the text was."""
    parts = [int(part) for part in day.split("-")]
    if len(parts) == 1:
        return day
    return date_format(date(*(parts + [1])[:3]), "F j, Y" if len(parts) == 3 else "F Y")
