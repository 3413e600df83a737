"""Docket and matter numbers of this action. A document in, Docket facts out, numbers as printed.

Taken: `CFTC Docket No. 20-11`, `Case No. 1:20-cv-08132`, `22-CR-245 (CBA)`, FinCEN's `Number 2021-01`. Refused: the
numbers of other agencies' and of related cases (`SEC v. …`, and `United States v. …` in a civil agency's release).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nlp.districts import abbreviations
from nlp.document import Document
from nlp.facts import Docket, Evidence
from nlp.related import related_spans, within

_TYPE = r"(?:cv|cr|mj|mc|md|civ|crim|mag|po|ap|bk|CV|CR|MJ|MC|MD|Civ\.?|CIV|Cv|Cr\.?|Crim\.?|CRIM|Mag\.?|MAG)"
_SUFFIX = r"(?:-[A-Z][A-Za-z]{0,9}(?:[-/][A-Z0-9]{1,10}){0,3}|\s\([A-Z]{2,4}(?:/[A-Z]{2,4})?\)(?:\s?\([A-Z]{2,4}\))?)?"
_COURT_NUMBER = re.compile(
    rf"(?<![\w$.-])(?P<number>(?:[0-9A-Z]:)?(?:20)?\d{{2}}[-\s:]{{0,3}}{_TYPE}[-\s.]{{0,3}}\d{{1,6}}{_SUFFIX})(?![\w])"
)
_CITED = re.compile(
    r"\b(?:(?:CFTC|SEC|OCC|FDIC)\s+)?(?:Docket|Case|DOCKET|CASE|CRIMINAL|CIVIL|CIVIL\s+ACTION|CRIMINAL\s+ACTION"
    r"|MAG\.|Mag\.|Civil\s+Action|Civ\.\s+Action|Criminal|Civil|Crim\."
    r"|Cr\.|Action|Matter|File|Index|Cause)\s*"
    r"(?:(?:No|Nos|NO|NOS|Number|Numbers|#)\b\.?\s*:?|#)\s*:?\s*"
    r"(?P<number>[0-9A-Z:][\w:.-]*\d[\w-]*(?:/[A-Z]{3,12}\b)?(?:\s\([A-Z]{2,4}\)|\s[A-Z]{3}(?=\s*(?:\)|$)))?)",
    re.MULTILINE,
)
_BARE_NO = re.compile(
    r"\bv\.\s[^\n]{1,80}?,\s+Nos?\.\s+(?P<number>(?:[A-Z]{1,4}-)?[0-9A-Z:]*\d{2}-[\w-]*\d[\w-]*(?:\s\([A-Z]{2,4}\))?)"
)
_MATTER = re.compile(r"\b(?:Number|Matter\s+No\.|Matter\s+Number)\s+(?P<number>20\d\d-\d{2})\b")
_CAPTION = re.compile(
    r"(?P<plaintiff>[A-Z][\w.&'\u2019-]*(?:\s+(?:[A-Z(][\w.&'\u2019)-]*|of|ex\s+rel\.|and|the)){0,9})\s+vs?\.\s"
)
_DEFENDANT = re.compile(
    r"\bUnited\s+States\s+vs?\.\s+(?P<defendant>[A-Z][\w.,&'\u2019 -]{2,80}?),\s+"
    r"(?:(?:Case|Docket|Criminal|Civil)\s+)?Nos?\.?\s"
)
_COURT_BEFORE = re.compile(r"([A-Z]\.?(?:[A-Z]\.?){1,4})\s+(?:Docket|Case|Criminal|Civil)\b")
_COURT_AFTER = re.compile(
    r"(?:\s*\([A-Z]{2,4}\))?[^()\n]{0,25}\((?P<court>[NSEWMC]?\.?\s?D\.?\s?(?:[A-Z]\.\s?[A-Z]\.?"
    r"|[A-Z][a-z]+\.?(?:\s[A-Z][a-z]+\.?)?))[,\s)]"
)
_CRIMINAL = re.compile(r"\d[-\s:]*(?:cr|mj|mag)", re.IGNORECASE)
_OTHER_PLAINTIFF = re.compile(r"\b(?:SEC|Securities|FTC|FINRA|FDIC)\b")


@dataclass(frozen=True, slots=True)
class Found:
    """A docket number of this action and, where the text names it beside the number, its court."""

    number: str
    start: int
    end: int
    court: str | None
    found_by: str


def find_dockets(document: Document, found: Mapping[str, list[Any]]) -> list[Docket]:
    """Docket and matter numbers of this action, each once."""
    seen: dict[str, list[Found]] = {}
    for one in own_dockets(document):
        seen.setdefault(_key(one.number), []).append(one)
    courts = {fact.court for fact in found.get("courts", [])}
    only = next(iter(courts)) if len(courts) == 1 else None
    accused = {word for party in found.get("parties", []) for word in _words(party.name)}
    seen = {
        key: same for key, same in seen.items() if not all(_is_of_strangers(document, one, accused) for one in same)
    }
    return [_docket(document, same, only) for same in seen.values()]


def _docket(document: Document, same: list[Found], only: str | None) -> Docket:
    first = same[0]
    court = first.court or (only if first.found_by == "court number" else None)
    evidence = [Evidence.of(document.text, one.start, one.end) for one in same]
    return Docket(evidence=evidence, found_by=first.found_by, confidence=0.95, number=first.number, court=court)


def _is_of_strangers(document: Document, one: Found, accused: set[str]) -> bool:
    """`United States v. Lin Ost, No. 2:15-cr-3` in a release whose accused are others: the number of another case."""
    if document.filing or not accused:
        return False
    line = max(document.text.rfind("\n", 0, one.start), one.start - 200)
    defendants = [match["defendant"] for match in _DEFENDANT.finditer(document.text, max(0, line), one.start)]
    return bool(defendants) and _words(defendants[-1]).isdisjoint(accused)


def _words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[^\W\d_]{3,}", name)}


def _key(number: str) -> str:
    return re.sub(r"\s*\(.*|[^0-9a-z]", "", number.lower())


def own_dockets(document: Document) -> list[Found]:
    """Docket numbers of this action with their places, in reading order."""
    if not any(character.isdigit() for character in document.text):
        return []
    related = related_spans(document)
    kept: list[Found] = []
    for one in sorted(_candidates(document), key=lambda f: (f.start, -f.end)):
        inside = any(other.start <= one.start < other.end for other in kept)
        if not inside and not within(related, one.start) and not _is_others(document, one):
            kept.append(one)
    return kept


def _candidates(document: Document) -> Iterator[Found]:
    text = document.text
    for pattern, rule in ((_COURT_NUMBER, "court number"), (_CITED, "cited number"), (_BARE_NO, "caption number")):
        for match in pattern.finditer(text):
            yield _found(text, match, rule)
    if document.agency == "FinCEN":
        for match in _MATTER.finditer(text):
            yield Found(match["number"], match.start(), match.end(), None, "matter number")


def _found(text: str, match: re.Match[str], rule: str) -> Found:
    start, end = match.span("number")
    return Found(
        match["number"].rstrip(".,-"),
        start,
        end - (match["number"] != match["number"].rstrip(".,-")),
        _court_beside(text, start, end),
        rule,
    )


def _court_beside(text: str, start: int, end: int) -> str | None:
    line = text.rfind("\n", 0, start) + 1
    before = list(_COURT_BEFORE.finditer(text, max(line, start - 60), start))
    after = _COURT_AFTER.match(text, end)
    named = after["court"] if after else before[-1][1] if before else ""
    return abbreviations().get("".join(filter(str.isalpha, named)).lower())


def _is_others(document: Document, one: Found) -> bool:
    """Whether the number is another plaintiff's by its caption, or a criminal one in a civil agency's release."""
    text, position = document.text, one.start
    if document.agency in {"CFTC", "FinCEN"} and _CRIMINAL.search(one.number):
        return True
    line = max(text.rfind("\n", 0, position), position - 200)
    captions = list(_CAPTION.finditer(text, max(0, line), position))
    if not captions:
        return False
    plaintiff = captions[-1]["plaintiff"]
    if document.agency == "SEC":
        return not re.search(r"\bSEC\b|Securities", plaintiff)
    if _OTHER_PLAINTIFF.search(plaintiff):
        return True
    government = re.search(r"United States|U\.S\b|USA|People|State|Commonwealth", plaintiff) is not None
    civil = re.search(r"CFTC|Commodity|Commission", plaintiff) is not None
    return government if document.agency == "CFTC" and not civil else civil and document.agency != "CFTC"
