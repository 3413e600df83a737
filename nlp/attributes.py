"""What else an announcement says of its action: credit for cooperation, admission, industry of the accused, product.

In: a Document and the facts found before (the parties tell whose business a sentence describes). Out: one Attribute a
kind and value. Refused: background and quotes; an industry named in a sentence that names none of the accused, below
the headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nlp.charge_context import Context, context_of
from nlp.charge_patterns import Phrase, compile_phrase
from nlp.dealings import is_dealt_with
from nlp.document import Document, Span
from nlp.facts import Attribute, Evidence

LEXICON = Path(__file__).parent / "lexicon" / "attributes.yml"
_MOST_EVIDENCE = 2
# Thanks and praise stand among background; credit and the terms of a settlement are told there as well.
_ANYWHERE = frozenset({"conduct_credit", "admission"})
# Agencies are thanked for their cooperation in the words in which a firm is credited for its own.
_THANKS = re.compile(
    r"\b(?:appreciat\w+|thank\w*|grateful|assistance (?:of|from|provided))\b"
    r"|\b(?:colleagues|counterparts|partners|authorities|law enforcement)\b[^.;]{0,80}\bprovided\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not|never|neither|nor|without|fail(?:ed|ing|s|ure)? to)\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_DENIAL = 60  # characters before
_CONTRADICTED = {"cooperation": "no_cooperation", "admits": "no_admission"}


@dataclass(frozen=True, slots=True)
class Sign:
    """One phrase that shows `value` of `kind`."""

    kind: str
    value: str
    number: int
    say: Phrase


@cache
def _lexicon() -> tuple[Sign, ...]:
    given: dict[str, dict[str, list[str]]] = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))
    return tuple(
        Sign(kind, value, number, compile_phrase(source))
        for kind, values in given.items()
        for value, sources in values.items()
        for number, source in enumerate(sources, 1)
    )


@cache
def signs() -> tuple[Sign, ...]:
    return tuple(sign for sign in _lexicon() if sign.kind != "hidden")


@cache
def _hidden() -> tuple[Sign, ...]:
    """Names that hold a product's name and tell of no product."""
    return tuple(sign for sign in _lexicon() if sign.kind == "hidden")


def find_attributes(document: Document, found: Mapping[str, list[Any]]) -> list[Attribute]:
    """Once a kind and value, in the order of the data file; at most two spans of evidence each."""
    context = context_of(document, found)
    shown: dict[tuple[str, str], Attribute] = {}
    for sentence in document.sentences:
        for sign, evidence in _shown_in(context, sentence):
            fact = shown.setdefault((sign.kind, sign.value), _attribute(sign))
            if len(fact.evidence) < _MOST_EVIDENCE:
                fact.evidence.append(evidence)
    values = {value for _, value in shown}
    order = {(sign.kind, sign.value): index for index, sign in enumerate(signs())}
    return [shown[key] for key in sorted(shown, key=order.__getitem__) if _CONTRADICTED.get(key[1]) not in values]


def _attribute(sign: Sign) -> Attribute:
    return Attribute([], f"attributes: {sign.value} {sign.number}", 0.8, sign.kind, sign.value)


def _shown_in(context: Context, sentence: Span) -> Iterator[tuple[Sign, Evidence]]:
    words = context.words[sentence.start : sentence.end]
    possible = [sign for sign in signs() if sign.say.may_be_in(words)]
    background = bool(possible) and context.is_background(sentence)
    hidden = [] if not possible else [found.span() for sign in _hidden() for found in _all(context, sentence, sign)]
    seen: set[tuple[str, str]] = set()
    for sign in possible:
        if (sign.kind, sign.value) in seen or not _counts(context, sentence, sign, background=background):
            continue
        if found := _first(context, sentence, sign, hidden):
            seen.add((sign.kind, sign.value))
            yield sign, Evidence.of(context.document.text, found.start(), found.end())


def _all(context: Context, sentence: Span, sign: Sign) -> Iterator[re.Match[str]]:
    return sign.say.pattern.finditer(context.masked, sentence.start, sentence.end)


def _first(context: Context, sentence: Span, sign: Sign, hidden: list[tuple[int, int]]) -> re.Match[str] | None:
    """The first place that tells of the action; a product's must not lie in a name such as the Commission's."""
    for found in _all(context, sentence, sign):
        if not _is_other(context.document.text, sentence, sign, found, hidden):
            return found
    return None


def _is_other(text: str, sentence: Span, sign: Sign, found: re.Match[str], hidden: list[tuple[int, int]]) -> bool:
    """Whether the words found tell of something else: a name's part, another's business, credit that is denied."""
    if sign.kind == "product":
        return any(start < found.end() and found.start() < end for start, end in hidden)
    if sign.kind == "industry":
        return is_dealt_with(text, found.start())
    is_denial = sign.kind != "conduct_credit" or sign.value.startswith("no_")
    return not is_denial and bool(_DENIED.search(text, max(sentence.start, found.start() - _DENIAL), found.start()))


def _counts(context: Context, sentence: Span, sign: Sign, *, background: bool) -> bool:
    if sign.kind in _ANYWHERE:
        thanks = sign.kind == "conduct_credit" and _THANKS.search(context.document.text, sentence.start, sentence.end)
        return not thanks and not context.is_quote(sentence)
    if background:
        return False
    return sign.kind != "industry" or context.is_head(sentence) or context.names_accused(sentence)
