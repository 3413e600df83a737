"""A text and the spans that prove something go in; paragraphs of escaped HTML with nested marks come out.

A span lies inside another or beside it; of two that cross, the later is cut where the earlier ends and goes on as a
second mark. The id of a span (see `kb.web.proof.anchor`) stands on its first mark, once on the page. All characters of
the text come out, in order, but for the blank lines between paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from kb.web.passages import Span
from kb.web.proof import anchor

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")


@dataclass(frozen=True)
class Mark:
    """A stretch to highlight; `id` is empty on the later pieces of a span."""

    start: int
    end: int
    id: str
    title: str


def mark_paragraphs(text: str, titles: Mapping[Span, str]) -> list[SafeString]:
    """Each paragraph as HTML. `titles` says of each span what it proves."""
    paragraphs = [(match.start(), match.end()) for match in _PARAGRAPH.finditer(text)]
    marks = nest(cut(titles, paragraphs))
    return [_render(text, bounds, [mark for mark in marks if inside(mark, bounds)]) for bounds in paragraphs]


def inside(mark: Mark, bounds: Span) -> bool:
    return bounds[0] <= mark.start and mark.end <= bounds[1]


def cut(titles: Mapping[Span, str], paragraphs: list[Span]) -> list[Mark]:
    """One mark for each span and paragraph that it touches."""
    marks = []
    for (start, end), title in sorted(titles.items()):
        pieces = [(max(start, left), min(end, right)) for left, right in paragraphs if left < end and start < right]
        for place, (first, last) in enumerate(pieces):
            marks.append(Mark(first, last, "" if place else anchor((start, end)), title))
    return marks


def nest(marks: list[Mark]) -> list[Mark]:
    """The same stretches, none crossing another; outer before inner."""
    waiting = sorted(marks, key=_outer_first)
    done: list[Mark] = []
    while waiting:
        mark = waiting.pop(0)
        ends = [outer.end for outer in done if outer.start <= mark.start < outer.end < mark.end]
        if ends:
            edge = min(ends)
            waiting.append(Mark(edge, mark.end, "", mark.title))
            waiting.sort(key=_outer_first)
            mark = Mark(mark.start, edge, mark.id, mark.title)
        done.append(mark)
    return sorted(done, key=_outer_first)


def _outer_first(mark: Mark) -> tuple[int, int]:
    return mark.start, -mark.end


def _render(text: str, bounds: Span, marks: list[Mark]) -> SafeString:
    """The text between the bounds; `marks` lie within them, outer before inner."""
    pieces: list[SafeString] = []
    position = bounds[0]
    while marks:
        mark = marks[0]
        inner = [other for other in marks[1:] if other.end <= mark.end and other.start >= mark.start]
        marks = [other for other in marks[1:] if other not in inner]
        pieces.append(conditional_escape(text[position : mark.start]))
        pieces.append(_render_mark(text, mark, inner))
        position = mark.end
    pieces.append(conditional_escape(text[position : bounds[1]]))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _render_mark(text: str, mark: Mark, inner: list[Mark]) -> SafeString:
    content = _render(text, (mark.start, mark.end), inner)
    if mark.id:
        return format_html('<mark id="{}" title="{}">{}</mark>', mark.id, mark.title, content)
    return format_html('<mark title="{}">{}</mark>', mark.title, content)
