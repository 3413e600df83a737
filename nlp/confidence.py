"""How sure is a fact? Facts with the grade of the rule that found them in, facts with a probability out.

The probability is a logistic model over simple signs (field, rule, grade, agency, kind of paper, where the evidence
stands), learned by nlp/training/calibrate.py from labelled texts that the rules had not seen, and kept as data in
nlp/model/confidence.json. Refused: a model that lacks what it must hold (KeyError): no confidence is ever made up.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

from nlp.document import Document

MODEL = Path(__file__).parent / "model" / "confidence.json"
# What tells facts of one list apart, beside the rule: a value of theirs that some rules often get wrong.
_TELLING = {"sanctions": "kind", "terms": "kind", "charges": "status", "parties": "kind", "stages": "code"}
_FURTHER = {"attributes": "kind", "harms": "kind"}
_NUMBER = re.compile(r"\s*\d+$")
_LONG = 20_000
_MANY = 6
_EARLY = 0.35


@cache
def _weights() -> tuple[float, dict[str, float]]:
    given: dict[str, Any] = json.loads(MODEL.read_text(encoding="utf-8"))
    return float(given["bias"]), {str(name): float(weight) for name, weight in given["weights"].items()}


def set_confidence(document: Document, found: Mapping[str, Sequence[Any]]) -> None:
    """Puts in place of each fact's grade the probability that it is right."""
    for field, facts in found.items():
        for fact in facts if field != "alongside" else ():
            starts = [span.start for span in fact.evidence]
            value = getattr(fact, telling(field), "")
            signs = signs_of(document, field, fact.found_by, fact.confidence, value, starts, len(facts))
            fact.confidence = probability(signs)
    sure = {party.name: party.confidence for party in found.get("parties", ())}
    for fact in found.get("alongside", ()):  # as sure as the least sure of the parties that it puts together
        fact.confidence = min(sure[name] for name in (fact.person, *fact.firms))


def telling(field: str) -> str:
    """The name of the value by which facts of a list are told apart; empty for most."""
    return _TELLING.get(field) or _FURTHER.get(field, "")


def probability(signs: Sequence[str]) -> float:
    """Between 0.01 and 0.99: nothing read by a machine is certain. A sign that the model does not know says nothing."""
    bias, weights = _weights()
    score = bias + sum(weights.get(sign, 0.0) for sign in signs)
    return round(min(0.99, max(0.01, 1 / (1 + exp(-score)))), 4)


@cache
def measured() -> dict[str, Any]:
    """How the model was learned: counts, the cross-validated reliability table and its expected error."""
    given: dict[str, Any] = json.loads(MODEL.read_text(encoding="utf-8"))
    return {name: given[name] for name in ("learned_from", "cross_validated_error", "reliability")}


def signs_of(
    document: Document, field: str, rule: str, grade: float, value: str, starts: Sequence[int], facts: int
) -> list[str]:
    """What the model looks at; `starts` are the offsets of the evidence, `facts` how many there are in this list."""
    return [f"{field} {sign}".rstrip() for sign in _signs(document, rule, grade, value, starts, facts)]


def _signs(document: Document, rule: str, grade: float, value: str, starts: Sequence[int], facts: int) -> Iterator[str]:
    yield ""
    yield f"rule {_NUMBER.sub('', rule)}"
    yield f"grade {grade:.2f}"
    if value:
        yield f"value {value}"
    yield f"agency {document.agency or 'unknown'}"
    yield f"spans {min(3, len(starts))}"
    yield f"place {_place(document, min(starts))}"
    if document.filing:
        yield "filing"
    elif len(document.text) > _LONG:
        yield "long"
    if facts >= _MANY:
        yield "many"
    if len({document.role_at(start) in ("headline", "subheadline") for start in starts}) > 1:
        yield "headline and body"


def _place(document: Document, start: int) -> str:
    role = document.role_at(start)
    if role != "body":
        return role
    return "early" if start < _EARLY * len(document.text) else "late"
