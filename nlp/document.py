"""One announcement as the components see it: its text with paragraphs and sentences as spans. Never alters text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_ABBREVIATION = re.compile(
    r"(?:\b(?:U\.S|U\.K|U\.N|D\.C|Inc|Corp|Co|Ltd|Jr|Sr|Mr|Mrs|Ms|Dr|Hon|Gov|Sen|Rep|St|No|Nos|Sec|Art|vs?|et al|etc"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|L\.P|N\.A|S\.A|a\.k\.a|d\.b\.a|i\.e|e\.g|Bros|Assn|Reg)|\b[A-Z])\.$"
)
_SENTENCE_END = re.compile(r"[.!?][\"'\u201d\u2019)\]]*(?=\s+[\"'\u201c\u2018(\[]?[A-Z0-9$\u00a7])")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text, `start` inclusive, `end` exclusive, in Python characters."""

    start: int
    end: int


@dataclass(frozen=True)
class Document:
    """`text` is title, blank line, body; `agency` is CFTC, DOJ, FinCEN or empty when unknown."""

    text: str
    agency: str = ""
    title: str = ""
    date: str = ""

    @cached_property
    def paragraphs(self) -> list[Span]:
        return [Span(m.start(), m.end()) for m in _PARAGRAPH.finditer(self.text)]

    @cached_property
    def sentences(self) -> list[Span]:
        return [sentence for paragraph in self.paragraphs for sentence in self._split(paragraph)]

    def _split(self, paragraph: Span) -> list[Span]:
        found, start = [], paragraph.start
        for mark in _SENTENCE_END.finditer(self.text, paragraph.start, paragraph.end):
            if _ABBREVIATION.search(self.text, max(start, mark.start() - 12), mark.start() + 1):
                continue
            found.append(Span(start, mark.end()))
            start = mark.end() + len(self.text[mark.end() : paragraph.end]) - len(
                self.text[mark.end() : paragraph.end].lstrip()
            )
        if start < paragraph.end:
            found.append(Span(start, paragraph.end))
        return found
