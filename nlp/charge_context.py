"""Which sentences of an announcement tell of its own action, and which of them charge somebody.

In: a Document. Out: `Context`: a masked copy of the text (names of units and programmes blanked out, offsets kept),
where the head ends, and three questions about a sentence. Refused: nothing; any text will do.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import yaml

from nlp.charge_patterns import Phrase, compile_phrase
from nlp.document import Document, Span

CONTEXT = Path(__file__).parent / "lexicon" / "charge_context.yml"
_HEAD_LINE = 300
_HEAD_LINES = 14
_DATELINE = re.compile(
    r"\bWashington\b.{0,20}[-\u2014\u2013]|\btoday\b|\bwas (?:sentenced|convicted|indicted)\b", re.IGNORECASE
)


@cache
def _phrases(kind: str) -> tuple[Phrase, ...]:
    given = yaml.safe_load(CONTEXT.read_text(encoding="utf-8"))
    return tuple(compile_phrase(source) for source in given[kind])


@dataclass(frozen=True)
class Context:
    document: Document

    @cached_property
    def masked(self) -> str:
        """The text, as long as before, without the names that hold an offence's name but charge nothing."""
        text = self.document.text
        lowered = text.lower()
        for phrase in _phrases("mask"):
            if any(key in lowered for key in phrase.keys):
                text = phrase.pattern.sub(lambda m: " " * len(m[0]), text)
        return text

    @cached_property
    def head_end(self) -> int:
        """Where the headline and its subtitles end and the body begins."""
        end = 0
        for paragraph in self.document.paragraphs[:_HEAD_LINES]:
            line = self.document.text[paragraph.start : paragraph.end]
            if len(line) > _HEAD_LINE or (end and _DATELINE.search(line)):
                break
            end = paragraph.end
        return end

    @cached_property
    def tail_start(self) -> int:
        """Where staff, advice and programmes begin to fill the rest of the announcement."""
        for sentence in self.document.sentences:
            if sentence.start > self.head_end and self._any("boilerplate", sentence):
                return sentence.start
        return len(self.document.text)

    def is_head(self, sentence: Span) -> bool:
        return sentence.end <= self.head_end

    def is_background(self, sentence: Span) -> bool:
        if sentence.start >= self.tail_start:
            return True
        return not self.is_head(sentence) and self._any("background", sentence)

    def is_charging(self, sentence: Span) -> bool:
        return self.is_head(sentence) or self._any("charging", sentence)

    def _any(self, kind: str, sentence: Span) -> bool:
        lowered = self.document.text[sentence.start : sentence.end].lower()
        return any(
            any(key in lowered for key in phrase.keys)
            and phrase.pattern.search(self.document.text, sentence.start, sentence.end)
            for phrase in _phrases(kind)
        )

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.document.sentences]

    def sentence_at(self, position: int) -> Span:
        return self.document.sentences[max(0, bisect_right(self._starts, position) - 1)]
