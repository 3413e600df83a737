"""What a paper of the case charges by provision alone: an indictment's list of statutes, `violated Section 4m(1)`.

In: the document, the citations found and the codes that words have shown. Out: for each further code the places where
a provision is cited as broken. Refused: provisions that explain, define, grant jurisdiction or fix the penalty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nlp.caption_statutes import caption_statutes
from nlp.document import Document, Span
from nlp.facts import Citation
from nlp.taxonomy import charge_codes

_DATA = Path(__file__).parent / "lexicon" / "provisions.yml"
_BEFORE = 500  # how far before its section a list may say that it is broken
_HEADING = 120  # how far a count's heading reaches
_BROKEN = re.compile(
    r"\bviolat(?:e[sd]?|ing|ions?)\b|\bcontrary to\b|\bcharg(?:e[sd]?|ing) (?:\w+ ){0,12}with\b|\bpleads? guilty\b"
    r"|\bliable (?:for|under)\b",
    re.IGNORECASE,
)
# Between the words of a breach and the section these say that the section itself is not what was broken.
_NOT_BROKEN = re.compile(
    r"\b(?:pursuant to|under|jurisdiction|within the meaning of|as (?:that term is |those terms are )?(?:defined|used)"
    r"|authoriz\w+|requires?|provides?|makes it|prohibits?|is codified|promulgated|set forth in|further violations?"
    r"|future violations?|if (?:he|she|it|they)|enacted)\b",
    re.IGNORECASE,
)
_CHARGES = re.compile(r"(?i)\b(?:grand jury|united states(?: attorney)?)\b[^.]{0,60}?\bcharges\b")
_COUNT = re.compile(r"\bCOUNTS?\s+(?:[A-Z]+|\d+)\b|\bCounts?\s+(?:[A-Z][a-z]+|\d+)\b")
# An object of the conspiracy that the first pages only define: the paper charges it all the same.
_FOREIGN_OFFICIAL = re.compile(
    r"(?:as (?:that|those) terms? (?:is|are) (?:used|defined) in|within the meaning of)\s+the\s+(?:Foreign\s+Corrupt"
    r"\s+Practices\s+Act|FCPA)",
    re.IGNORECASE,
)
_CONSPIRACY = "18 USC 371"


@dataclass(frozen=True, slots=True)
class _Row:
    provision: str
    code: str | None
    where: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    def covers(self, canonical: str) -> bool:
        if not canonical.startswith(self.provision):
            return False
        rest = canonical[len(self.provision) :]
        return not rest or rest[0] in "(." or self.provision.endswith(".0")


@cache
def _rows() -> tuple[_Row, ...]:
    """ValueError for a code that the taxonomy lacks."""
    groups: dict[str, list[Any]] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    rows = tuple(_row(given) for group in groups.values() for given in group)
    if unknown := {row.code for row in rows if row.code} - set(charge_codes()):
        raise ValueError(f"{_DATA.name} has codes the taxonomy lacks: {sorted(unknown)}")
    return rows


def _row(given: Any) -> _Row:
    if isinstance(given, list):
        return _Row(str(given[0]), given[1])
    return _Row(given["provision"], given["code"], tuple(given.get("where", ())), tuple(given.get("beside", ())))


def charged_by_provision(
    document: Document, citations: Iterable[Citation], shown: Iterable[str]
) -> dict[str, list[Span]]:
    """Code -> where the provisions stand that charge it, in reading order; nothing for the codes already `shown`."""
    known = set(shown)
    places: dict[str, list[Span]] = {}
    rows: list[tuple[_Row, list[Span]]] = []
    for citation in citations:
        broken = _broken(document, citation)
        row = next((r for r in _rows() if r.covers(citation.canonical) and _holds(document, r)), None)
        if broken and row is not None:
            rows.append((row, broken))
        if broken and citation.canonical == _CONSPIRACY:
            rows += _object(document)
    if not known and not rows and document.filing and document.filing.codes == ("charged",):
        rows += _object(document)
    said = known | {row.code for row, _ in rows if row.code and not row.beside}
    for row, spans in rows:
        if row.code and row.code not in known and not said & set(row.beside):
            places.setdefault(row.code, []).extend(spans)
    return {code: sorted(spans, key=lambda span: span.start) for code, spans in places.items()}


def _object(document: Document) -> list[tuple[_Row, list[Span]]]:
    """The bribery of foreign officials where the paper calls somebody one in the sense of its statute."""
    defined = _FOREIGN_OFFICIAL.search(document.text)
    return [(_Row("FCPA", "foreign_bribery"), [Span(defined.start(), defined.end())])] if defined else []


def _holds(document: Document, row: _Row) -> bool:
    words = document.text.lower() if row.where else ""
    return not row.where or any(word in words for word in row.where)


def _broken(document: Document, citation: Citation) -> list[Span]:
    """The places where the citation is one of a breach."""
    spans = (Span(one.start, one.end) for one in citation.evidence)
    return [span for span in spans if _is_listed(document, span) or _is_said(document, span)]


def _is_listed(document: Document, span: Span) -> bool:
    """In the caption of a criminal paper, or in the heading of a count."""
    filing = document.filing
    if filing is None or filing.codes != ("charged",):
        return False
    if any(one.start <= span.start < one.end for one in caption_statutes(document.text)):
        return True  # scanners put the words of the grand jury before the right column of the caption
    charges = _CHARGES.search(document.text, 0, filing.body + 3000)
    if span.start < (charges.start() if charges else filing.body):
        return True
    return bool(_COUNT.search(document.text, max(0, span.start - _HEADING), span.start))


def _is_said(document: Document, span: Span) -> bool:
    sentence = document.sentence_at(span.start) or span
    first = max(sentence.start, span.start - _BEFORE)
    said = list(_BROKEN.finditer(document.text, first, span.start))[-3:]
    return any(not _NOT_BROKEN.search(document.text, max(first, one.start() - 12), span.start) for one in said)
