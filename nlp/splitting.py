"""A text in, its paragraphs and sentences out, as spans. Linear in the length of the text; refuses nothing.

A paragraph is a run of lines that are not blank. A sentence ends at `.`, `!` or `?` before a capital, a figure or a
quotation, but not after an abbreviation that asks for more, nor after one that may end a sentence unless a word
follows that usually starts one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.words import words

_LINE = re.compile(r"[^\n]+")
# A line of a list: `• Acme must pay $5`, `(b) …`, `Acme: $5 million civil penalty`.
_LIST_LINE = re.compile(
    r"(?<=\n)[ \t]*(?:[\u2022\u25aa\u25cf\u25e6*\u00b7-][ \t]|[A-Z][^\n:$]{1,80}:[ \t]+(?:US)?\$\d)"
)
_MARK = re.compile(
    r"[.!?][\"'\u201d\u2019)\]]{0,3}(?:\s+(?=[\"'\u201c\u2018(\[]{0,2}[^\W_a-z]|[$\u00a7])|(?=[\u201c]?[A-Z][a-z]))"
)
_WORD_BEFORE = re.compile(r"(?:[^\W\d_]+\.)*[^\W\d_]+$|\d+$")
_NEXT_WORD = re.compile(r"[\"'\u201c\u2018(\[]{0,2}(\w+)")
_PARAGRAPH_END = re.compile(r"[.:;!?][\"'\u201d\u2019)\]]{0,2}\d{0,2}$")
_FULL_LINE = 55
_FEW_BROKEN = 4
_GLUED = re.compile(r"[a-z]{3}$")

_OPEN = words("sentences.yml", "open")
_EITHER = words("sentences.yml", "either")
_STARTERS = words("sentences.yml", "starters")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text, `start` inclusive, `end` exclusive, in Python characters."""

    start: int
    end: int


def paragraph_spans(text: str) -> list[Span]:
    """Runs of lines that are not blank, without white space around them."""
    found: list[Span] = []
    start = end = -1
    last_line = -2
    for line in _LINE.finditer(text):
        stripped = line.group().strip()
        if not stripped:
            continue
        begin = line.start() + len(line.group()) - len(line.group().lstrip())
        if start >= 0 and line.start() != last_line + 1:
            found.append(Span(start, end))
            start = -1
        start = begin if start < 0 else start
        end, last_line = begin + len(stripped), line.end()
    return [*found, Span(start, end)] if start >= 0 else found


def cut_spans(text: str, spans: Sequence[Span], edges: Iterable[int]) -> list[Span]:
    """The spans, each cut at the edges that lie in it, without white space around the parts."""
    marks = sorted(set(edges))
    found = []
    for span in spans:
        inner = [edge for edge in marks if span.start < edge < span.end]
        for start, end in pairwise([span.start, *inner, span.end]):
            part = text[start:end]
            if stripped := part.strip():
                begin = start + len(part) - len(part.lstrip())
                found.append(Span(begin, begin + len(stripped)))
    return found


def joined_spans(text: str, spans: Sequence[Span], start: int) -> list[Span]:
    """The paragraphs from `start` on, those joined that a blank line parts in mid-sentence (double-spaced papers)."""
    found: list[Span] = []
    for span in spans:
        if found and found[-1].start >= start and _runs_on(text, found[-1], span):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def single_spaced(text: str, spans: Sequence[Span]) -> list[Span]:
    """The paragraphs, those joined whose lines a blank line parts; all as they are where few lines break off so."""
    rest = spans[1:]  # the title stands for itself
    broken = sum(_runs_on(text, before, after) for before, after in pairwise(rest))
    if broken < _FEW_BROKEN or broken < len(rest) / 2:
        return list(spans)
    return [*spans[:1], *joined_spans(text, rest, 0)]


def _runs_on(text: str, before: Span, after: Span) -> bool:
    line = text[max(before.start, text.rfind("\n", before.start, before.end) + 1) : before.end]
    return (
        len(line) >= _FULL_LINE
        and text.count("\n", before.end, after.start) == 2
        and not _PARAGRAPH_END.search(line)
        and not line.isupper()
    )


def sentence_spans(text: str, paragraph: Span) -> list[Span]:
    """The sentences of one paragraph, in order, without the white space between them."""
    lines = [match.start() for match in _LIST_LINE.finditer(text, paragraph.start, paragraph.end)]
    if lines:
        return [s for line in cut_spans(text, [paragraph], lines) for s in _prose_spans(text, line)]
    return _prose_spans(text, paragraph)


def _prose_spans(text: str, paragraph: Span) -> list[Span]:
    found, start = [], paragraph.start
    for mark in _MARK.finditer(text, paragraph.start, paragraph.end):
        if mark.end() >= paragraph.end or not _ends(text, mark):
            continue
        found.append(Span(start, mark.end() - (len(mark.group()) - len(mark.group().rstrip()))))
        start = mark.end()
    return [*found, Span(start, paragraph.end)]


def _ends(text: str, mark: re.Match[str]) -> bool:
    window = text[max(0, mark.start() - 24) : mark.start()]
    if not mark.group()[-1].isspace():  # `fraud.The court`: two sentences that lost the space between them
        return bool(_GLUED.search(window))
    if mark.group()[0] != ".":
        return True
    before = _WORD_BEFORE.search(window)
    if before is None:
        return True
    word = before.group()
    lower = word.lower()
    if len(word) == 1 and word.isalpha() or lower in _OPEN:
        return False
    if lower in _EITHER or re.fullmatch(r"(?:\w\.)+\w", word):
        following = _NEXT_WORD.match(text, mark.end())
        return following is not None and following[1] in _STARTERS
    return True
