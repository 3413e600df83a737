"""What the accused are charged with: taxonomy codes, each with a status and the clause that proves it.

In: a Document and the facts found before (stages decide the status, citations give a hint). Out: one Charge a code,
in the taxonomy's order. Refused: background, other people's cases and boilerplate (see charge_context).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nlp.charge_context import Context
from nlp.charge_patterns import Phrase, compile_phrase
from nlp.charge_status import charge_status
from nlp.document import Document, Span
from nlp.facts import Charge, Evidence
from nlp.taxonomy import charge_codes

LEXICON = Path(__file__).parent / "lexicon" / "charges.yml"
_MOST_EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """One phrase that shows `code`. `told` rules need no charging sentence."""

    code: str
    told: bool
    say: Phrase
    unless: tuple[Phrase, ...]
    needed: tuple[Phrase, ...]
    by: str


@dataclass(frozen=True, slots=True)
class Hit:
    rule: Rule
    sentence: Span
    start: int
    end: int


@cache
def rules() -> tuple[Rule, ...]:
    given = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))
    if set(given) - set(charge_codes()):
        raise ValueError(f"{LEXICON.name} has codes the taxonomy lacks: {set(given) - set(charge_codes())}")
    return tuple(
        _rule(code, where, entry)
        for code, places in given.items()
        for where, entries in places.items()
        for entry in entries
    )


def _rule(code: str, where: str, entry: str | dict[str, Any]) -> Rule:
    given = {"say": entry} if isinstance(entry, str) else entry
    if where not in ("charged", "told") or set(given) - {"say", "unless", "with", "by"}:
        raise ValueError(f"{LEXICON.name}: {code}: cannot read {where} {entry}")
    return Rule(
        code,
        where == "told",
        compile_phrase(given["say"]),
        tuple(map(compile_phrase, given.get("unless", ()))),
        tuple(map(compile_phrase, given.get("with", ()))),
        given.get("by", ""),
    )


def find_charges(document: Document, found: Mapping[str, list[Any]]) -> list[Charge]:
    """The charges of one announcement, once each, evidence in reading order (at most three spans)."""
    context = Context(document)
    by_code: dict[str, list[Hit]] = {}
    for hit in _hits(context):
        by_code.setdefault(hit.rule.code, []).append(hit)
    if len(by_code) > 1:
        by_code.pop("other", None)
    return [_charge(context, found, by_code[code]) for code in charge_codes() if code in by_code]


def _charge(context: Context, found: Mapping[str, list[Any]], hits: list[Hit]) -> Charge:
    text = context.document.text
    best = sorted(hits, key=lambda hit: (not context.is_head(hit.sentence), hit.start))[:_MOST_EVIDENCE]
    evidence = [Evidence.of(text, hit.start, hit.end) for hit in sorted(best, key=lambda hit: hit.start)]
    status = charge_status(context, found, [hit.sentence for hit in hits])
    return Charge(evidence, f"phrase: {best[0].rule.say.source}", 0.9, best[0].rule.code, status)


def _hits(context: Context) -> Iterator[Hit]:
    lowered = context.masked.lower()
    active = [
        rule
        for rule in rules()
        if rule.by in ("", context.document.agency or rule.by) and any(key in lowered for key in rule.say.keys)
    ]
    for sentence in context.document.sentences:
        yield from _sentence_hits(context, active, sentence)


def _sentence_hits(context: Context, active: list[Rule], sentence: Span) -> Iterator[Hit]:
    words = context.masked[sentence.start : sentence.end].lower()
    hits = [hit for rule in active if (hit := _match(context, rule, sentence, words))]
    if not hits or context.is_background(sentence):
        return
    charging = context.is_charging(sentence)
    yield from (hit for hit in hits if hit.rule.told or charging)


def _match(context: Context, rule: Rule, sentence: Span, words: str) -> Hit | None:
    if not any(key in words for key in rule.say.keys):
        return None
    found = rule.say.pattern.search(context.masked, sentence.start, sentence.end)
    if not found or any(_in(context, phrase, sentence) for phrase in rule.unless):
        return None
    if not all(_in(context, phrase, sentence) for phrase in rule.needed):
        return None
    return Hit(rule, sentence, found.start(), found.end())


def _in(context: Context, phrase: Phrase, sentence: Span) -> bool:
    return phrase.pattern.search(context.masked, sentence.start, sentence.end) is not None
