"""Earlier announcements the text refers to. A document in, Reference facts out: release numbers such as `7156-15`.

Taken: `see CFTC Press Release 7156-15`, `Press Release Nos. 8468-21 and 8634-22`, also where blanks were lost. Refused:
the announcement's own number, and four-two numbers that no word for a release announces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nlp.document import Document
from nlp.facts import Evidence, Reference

_HEAD = re.compile(
    r"\b(?P<head>(?:(?:CFTC|[Pp]ress|News)\s*)*(?:Press\s*)?[Rr]eleases?|Press)\s*(?:\(s\)\s*)?"
    r"(?:and\s+(?:Consent\s+)?(?:Orders?|Complaints?),?\s+)?(?:Nos?\b\s*\.?"
    r"|Numbers?|#)?\s*:?\s*(?:PR|pr)?(?=\d)"
)
_NUMBER = re.compile(
    r"(?P<number>\d{4}\s?[-\u2010-\u2015]\s?\d{2})(?!\d)(?:,\s*(?:dated\s+)?[A-Z][a-z]+\.?\s+\d{1,2},\s*\d{4})?"
)
_JOIN = re.compile(
    r"\s*(?:[,;&]|and|or)\s*(?:and\s*)?(?:(?:CFTC\s*)?(?:Press\s*)?Releases?\s*)?(?:Nos?\.?\s*)?(?:PR)?(?=\d{4})"
)
_OWN = re.compile(
    r"(?:^|\n)[ \t]*(?:CFTC\s+)?(?:Press\s+)?Release\s*(?:No\.?|Number)?\s*:?\s*(?:PR)?\s*$", re.IGNORECASE
)


def find_references(document: Document, found: Mapping[str, list[Any]]) -> list[Reference]:
    """Release numbers of other announcements, each once, in the order of mention."""
    text = document.text
    places: dict[str, list[Evidence]] = {}
    for head in _HEAD.finditer(text):
        if _OWN.search(text, max(0, head.start() - 2), head.end()):
            continue
        for number, end in _numbers(text, head.end()):
            places.setdefault(number, []).append(Evidence.of(text, head.start(), end))
    return [
        Reference(evidence=spans, found_by="release number", confidence=0.98, release=n) for n, spans in places.items()
    ]


def _numbers(text: str, position: int) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    while number := _NUMBER.match(text, position):
        found.append((re.sub(r"\s?[-\u2010-\u2015]\s?", "-", number["number"]), number.end("number")))
        joined = _JOIN.match(text, number.end()) or _JOIN.match(text, number.end("number"))
        if joined is None:
            break
        position = joined.end()
    return found
