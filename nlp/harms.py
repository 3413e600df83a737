"""How many were harmed and what was taken: victims, losses, money solicited, misappropriated, laundered, gained.

In: a Document. Out: one Harm a kind and amount, in reading order. Refused: background and quotes, amounts of sanctions
(they belong to nlp/sanctions.py), and numbers of people that are no whole number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nlp.charge_context import context_of
from nlp.document import Document, Span
from nlp.facts import Evidence, Harm
from nlp.money import Money, find_money

_PEOPLE = (
    r"(?:(?:retail|individual|U\.S\.|unsuspecting|prospective|elderly|different|other|pool|futures|forex)\s{1,3}){0,3}"
    r"(?:investors|customers|victims|participants|clients|individuals|people|persons|consumers|members of the public"
    r"|account holders|lenders|depositors|seniors)"
)
_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_WORDS |= {"eleven": 11, "twelve": 12, "dozen": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "hundred": 100}
_NUMBER = rf"(?P<number>\d{{1,3}}(?:,\d{{3}}){{1,2}}|\d{{1,6}}|{'|'.join(_WORDS)})"
_VERB = r"(?:defraud|solicit|victimiz|harm|deceiv|cheat)\w{0,3}|from|accepted"
_ABOUT = r"at least|more than|over|approximately|about|nearly|some|as many as|around|roughly|a|total of|an estimated"
_VICTIMS = re.compile(
    rf"\b(?:{_VERB})\s{{1,3}}(?:(?:{_ABOUT})\s{{1,3}}){{0,3}}{_NUMBER}\s{{1,3}}{_PEOPLE}\b", re.IGNORECASE
)
_NEAR = 50
_BEFORE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"\b(?:{words})\b[^.;$]{{0,{_NEAR}}}$", re.IGNORECASE))
    for kind, words in (
        ("misappropriated", r"misappropriat\w+|embezzl\w+|stole|stealing|stolen|siphon\w+|divert\w+"),
        ("laundered", r"launder\w*"),
        (
            "loss",
            r"loss|losses|lost|losing|defraud\w*|cheat\w*|swindl\w*|bilk\w*"
            r"|cost the (?:U\.S\. Treasury|government)",
        ),
        ("solicited", r"solicit\w*|raised|collected|invested"),
        ("gain", r"profit\w*|gain|gains|gained|earned|pocketed|reaped|netted|proceeds"),
        ("bribes", r"bribe|bribes|kickback|kickbacks"),
    )
)
_AFTER_KIND = {"loss": "loss", "losses": "loss", "profits": "gain", "gains": "gain"}
_AFTER_KIND |= {"bribes": "bribes", "kickbacks": "bribes"}
_AFTER = re.compile(rf"^[^.;,$]{{0,12}}\b(?:in|of)\s(?:\w+\s){{0,2}}(?P<word>{'|'.join(_AFTER_KIND)})\b", re.IGNORECASE)
_OBJECT = re.compile(r"\s(?:[\w-]+\s){0,2}(?:contracts?|projects?|deals?|sale|loans?|budget|fund)\b", re.IGNORECASE)
_SANCTION = re.compile(
    r"\b(?:penalt\w+|fine[sd]?|restitution|disgorge\w*|forfeit\w*|settle\w*|ordered|orders|requires?|requiring"
    r"|impos\w+|to pay|maximum|pays?|judgment|seiz\w*|sanction\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence tells of an amount, and from where to where it does."""

    kind: str
    start: int
    end: int


def find_harms(document: Document, found: Mapping[str, list[Any]]) -> list[Harm]:
    """`amount` is a number of people for `victims`, else an amount in units of `currency`."""
    context = context_of(document, found)
    harms: dict[tuple[str, float], Harm] = {}
    for sentence in document.sentences:
        for harm in _harms(document.text, sentence):
            if (harm.kind, harm.amount) not in harms and not context.is_background(sentence):
                harms[(harm.kind, harm.amount)] = harm
    return list(harms.values())


def _harms(text: str, sentence: Span) -> Iterator[Harm]:
    for match in _VICTIMS.finditer(text, sentence.start, sentence.end):
        evidence = [Evidence.of(text, match.start(), match.end())]
        yield Harm(evidence, "harms: number of people", 0.8, "victims", _count(match["number"]), None)
    written = text[sentence.start : sentence.end]
    for money in find_money(written):
        if told := _told(written, money):
            start = min(told.start, _clause_start(written, money))
            evidence = [Evidence.of(text, sentence.start + start, sentence.start + told.end)]
            yield Harm(evidence, f"harms: {told.kind}", 0.7, told.kind, money.amount, money.currency)


def _clause_start(written: str, money: Money) -> int:
    """Where the clause that holds the amount begins, or a word shortly before the amount."""
    near = max(0, money.start - _NEAR)
    cut = max(written.rfind(mark, near, money.start) for mark in (", ", "; ", ". ", "("))
    if cut < 0 and near:
        cut = written.find(" ", near)
    first = cut + 1
    while written[first].isspace():
        first += 1
    return min(first, money.start)


def _told(written: str, money: Money) -> Told | None:
    """What the nearest word before the amount, or one right after it, tells; None for sanctions and where none does."""
    near = max(0, money.start - _NEAR - 30)
    before = written[near : money.start]
    if _SANCTION.search(before) or before.endswith("of the "):  # "$2 of the $5": a part of what is told elsewhere
        return None
    if _OBJECT.match(written[money.end : money.end + 40]):
        return None
    if after := _AFTER.match(written[money.end : money.end + 60]):
        return Told(_AFTER_KIND[after["word"].lower()], money.start, money.end + after.end())
    found = [Told(kind, near + m.start(), money.end) for kind, pattern in _BEFORE for m in pattern.finditer(before)]
    return max(found, key=lambda told: told.start, default=None)


def _count(written: str) -> float:
    return float(_WORDS.get(written.lower()) or written.replace(",", ""))
