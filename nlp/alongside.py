"""Which individuals stand accused alongside firms, and as what? A document and its parties in, Alongside facts out.

One fact an individual, with the firms accused in the same announcement and, where the text tells it, the individual's
position (`founder and chief executive officer`). Its proof is the first stretch that names both, else where each is
named. Nothing of an announcement that accuses only people, or only firms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nlp.document import Document
from nlp.facts import Alongside, Evidence, Party
from nlp.mentions import Mention, Mentions, mentions_of

_TITLE = (
    r"(?:(?:co-?)?(?:founder|owner|principal|operator|president|partner|member|manager|director|officer|trader|broker"
    r"|chairman|treasurer|secretary|employee|executive|supervisor|CEO|CFO|COO|CTO)"
    r"|(?:chief|managing|vice|general|sole|senior|head|compliance|executive|operating|financial|technology|trading"
    r"|controlling|associated|registered|account|branch))"
)
_POSITION = rf"(?P<position>(?:former )?{_TITLE}(?:(?:,? and |, | |/)(?:former )?{_TITLE}){{0,6}})"
_BEFORE = re.compile(rf"\b{_POSITION}\W{{1,3}}$", re.IGNORECASE)
_AFTER = re.compile(
    rf"(?:\s*\([^()]{{1,40}}\))?,?(?: (?:age )?\d\d,?)?(?: of [A-Z][\w. ]{{2,30}}(?:, [A-Z][\w. ]{{2,20}})?,)?"
    rf" ?(?:an? |the |its |their |whose |who (?:is|was) (?:an? |the )?)?{_POSITION}\b",
    re.IGNORECASE,
)
_REACH = 90


def find_alongside(document: Document, found: Mapping[str, list[Any]]) -> list[Alongside]:
    """The individuals accused together with firms, in order of first naming."""
    accused: list[Party] = [party for party in found.get("parties", []) if party.role == "accused"]
    firms = [party for party in accused if party.kind == "organization"]
    if not firms:
        return []
    mentions = mentions_of(document, found["parties"])
    return [_alongside(document, mentions, party, firms) for party in accused if party.kind == "person"]


def _alongside(document: Document, mentions: Mentions, person: Party, firms: list[Party]) -> Alongside:
    names = [firm.name for firm in firms]
    named = [mention for mention in mentions.all if mention.names == (person.name,)]
    position = next((told for told in (_position(document.text, mention) for mention in named) if told), None)
    proof = _together(document, mentions, named, set(names)) or [person.evidence[0], firms[0].evidence[0]]
    grade = min(person.confidence, *(firm.confidence for firm in firms))
    return Alongside(proof, "alongside: accused together", grade, person.name, names, position)


def _position(text: str, mention: Mention) -> str | None:
    told = _BEFORE.search(text, max(0, mention.start - _REACH), mention.start) or _AFTER.match(text, mention.end)
    return " ".join(told["position"].split()) if told else None


def _together(document: Document, mentions: Mentions, named: list[Mention], firms: set[str]) -> list[Evidence]:
    """From the one name to the other, in the first sentence that holds both."""
    for mention in named:
        sentence = document.sentence_at(mention.start)
        beside = [m for m in mentions.between(sentence.start, sentence.end) if set(m.names) & firms] if sentence else []
        if beside:
            nearest = min(beside, key=lambda m: abs(m.start - mention.start))
            start, end = min(mention.start, nearest.start), max(mention.end, nearest.end)
            return [Evidence.of(document.text, start, end)]
    return []
