"""A span of a text goes in; the sentence around it comes out, cut into plain and highlighted fragments.

Nothing of the text is altered. A span that runs over several sentences brings all of them; a very long sentence is cut
at a word, with an ellipsis.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

MOST_CONTEXT = 420  # characters kept on each side of a span in a very long sentence

_PARAGRAPH_BREAK = re.compile(r"\n[ \t]*\n")
_SENTENCE_BREAK = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9$§])")
_NO_BREAK = re.compile(
    r"\b(?:[A-Z]|Inc|Corp|Co|Ltd|Bros|Assn|Jr|Sr|Mr|Mrs|Ms|Dr|Hon|Gov|Sen|Rep|St|Nos?|Secs?|Arts?|Regs?|vs?|et al"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Z]\.[A-Z]|U\.S\.C|C\.F\.R)\.$"
)

Span = tuple[int, int]


@dataclass(frozen=True)
class Passage:
    """`fragments` are (text, is highlighted); `spans` are what is highlighted, in characters of the whole text."""

    fragments: list[tuple[str, bool]]
    spans: list[Span]


def make_passages(text: str, spans: Iterable[Span]) -> list[Passage]:
    """One passage for each sentence, or run of sentences, that the spans lie in; in order of the text."""
    found: list[tuple[Span, list[Span]]] = []
    for span in sorted(set(spans)):
        window = sentence_around(text, span)
        if found and window[0] < found[-1][0][1]:
            (start, end), inside = found.pop()
            found.append(((start, max(end, window[1])), [*inside, span]))
        else:
            found.append((window, [span]))
    return [Passage(_fragments(text, window, inside), inside) for window, inside in found]


def sentence_around(text: str, span: Span) -> Span:
    """The bounds of the sentence, or sentences, that hold the span; never narrower than the span itself."""
    start, end = span
    left, right = _paragraph_around(text, span)
    for mark in _SENTENCE_BREAK.finditer(text, left, right):
        if _NO_BREAK.search(text, max(left, mark.start() - 12), mark.start() + 1):
            continue
        if mark.end() <= start:
            left = mark.end()
        elif mark.start() + 1 >= end:
            right = mark.start() + len(mark[0].rstrip())
            break
    return left, right


def _paragraph_around(text: str, span: Span) -> Span:
    left = 0
    for mark in _PARAGRAPH_BREAK.finditer(text):
        if mark.start() >= span[1]:
            return left, mark.start()
        if mark.end() <= span[0]:
            left = mark.end()
    return left, len(text)


def _fragments(text: str, window: Span, spans: list[Span]) -> list[tuple[str, bool]]:
    left, right = window
    first, last = max(left, spans[0][0] - MOST_CONTEXT), min(right, max(end for _, end in spans) + MOST_CONTEXT)
    if first > left:
        first = text.find(" ", first, spans[0][0]) + 1 or spans[0][0]
    if last < right:
        last = max(text.rfind(" ", 0, last), max(end for _, end in spans))
    fragments = [("… ", False)] if first > left else []
    position = first
    for start, end in spans:
        fragments += [(text[position:start], False), (text[max(start, position) : end], True)]
        position = max(position, end)
    fragments += [(text[position:last], False), (" …" if last < right else "", False)]
    return [fragment for fragment in fragments if fragment[0]]
