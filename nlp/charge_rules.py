"""The rules of `lexicon/charges.yml`, read and indexed by the literals that may set them off.

In: the data file. Out: `Rule` rows, the index from a literal to rules, and which code gives way to which. Refused: an
unknown code, place or field (ValueError).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nlp.charge_patterns import Phrase, compile_phrase
from nlp.taxonomy import charge_codes

LEXICON = Path(__file__).parent / "lexicon" / "charges.yml"
_PLACES = ("charged", "alleged", "told", "inferred")
_FIELDS = {"say", "unless", "with", "by", "not_in", "somewhere", "quoted"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One phrase that shows `code`. `name` is that of code, place and number there.

    `place` says what it needs before it: `charged` words that charge, `alleged` words that tell, `told` nothing;
    `inferred` is as `charged`, and counts when no other rule says what went unregistered. `unless` and `needed` hold of
    the sentence, `not_in` and `somewhere` (one of them) of the whole announcement, `by` is the only agency the rule is
    for, or empty; `quoted` rules also count in somebody's own words.
    """

    name: str
    code: str
    place: str
    say: Phrase
    unless: tuple[Phrase, ...]
    needed: tuple[Phrase, ...]
    not_in: tuple[Phrase, ...]
    somewhere: tuple[Phrase, ...]
    by: str
    quoted: bool = False


@cache
def _lexicon() -> dict[str, dict[str, Any]]:
    given: dict[str, dict[str, Any]] = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))
    if unknown := set(given) - set(charge_codes()):
        raise ValueError(f"{LEXICON.name} has codes the taxonomy lacks: {sorted(unknown)}")
    return given


@cache
def rules() -> tuple[Rule, ...]:
    return tuple(
        _rule(code, place, number, entry)
        for code, places in _lexicon().items()
        for place, entries in places.items()
        if place != "yields"
        for number, entry in enumerate(entries, 1)
    )


@cache
def rules_by_key(agency: str, never: frozenset[str]) -> dict[str, tuple[Rule, ...]]:
    """Lower-case literal -> the agency's rules that may match where it occurs, without the codes of `never`."""
    index: dict[str, list[Rule]] = {}
    for rule in rules():
        if rule.code in never or rule.by not in ("", agency):
            continue
        for key in rule.say.keys:
            index.setdefault(key, []).append(rule)
    return {key: tuple(rows) for key, rows in index.items()}


def yields_to(code: str) -> frozenset[str]:
    """The codes in whose presence `code` says nothing of its own."""
    return frozenset(_lexicon().get(code, {}).get("yields", ()))


def _rule(code: str, place: str, number: int, entry: str | dict[str, Any]) -> Rule:
    given = {"say": entry} if isinstance(entry, str) else entry
    if place not in _PLACES or set(given) - _FIELDS:
        raise ValueError(f"{LEXICON.name}: {code}: cannot read {place}: {entry}")
    unless, needed, not_in, somewhere = (
        tuple(map(compile_phrase, given.get(name, ()))) for name in ("unless", "with", "not_in", "somewhere")
    )
    say = compile_phrase(given["say"])
    name = f"{code} {place} {number}"
    return Rule(
        name, code, place, say, unless, needed, not_in, somewhere, given.get("by", ""), bool(given.get("quoted"))
    )
