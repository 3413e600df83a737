"""Shows where a text answers a query: sentences with the words that matched, and titles with theirs marked.

In: the tree of a query and a text. Out: fragments (text, is it a match), to be escaped by whoever shows them. Negated
parts mark nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from kb.search import analysis
from kb.search.analysis import stems, words
from kb.search.syntax import Concept, Fuzzy, Node, Pattern, Phrase, Word, walk

Fragments = list[tuple[str, bool]]
Mark = tuple[int, int]

_WORD = re.compile(r"[^\W_]+")
_LONGEST_PASSAGE = 320
_LEAD = 200


@dataclass(slots=True)
class Marker:
    """Finds the words of a text that a query asked for."""

    stems: set[str] = field(default_factory=set)
    runs: list[tuple[str, ...]] = field(default_factory=list)
    exact: list[tuple[str, ...]] = field(default_factory=list)
    patterns: list[re.Pattern[str]] = field(default_factory=list)

    def marks(self, text: str) -> list[Mark]:
        found = list(_WORD.finditer(text))
        marks = {match.span() for match in found if self._is_wanted(match[0])}
        marks.update(self._runs_in(found))
        return sorted(marks)

    def _is_wanted(self, word: str) -> bool:
        if self.stems and _stem(word) in self.stems:
            return True
        return any(pattern.fullmatch(_plain(word)) for pattern in self.patterns)

    def _runs_in(self, found: list[re.Match[str]]) -> set[Mark]:
        marks: set[Mark] = set()
        for runs, form in ((self.runs, _stem), (self.exact, _plain)):
            if not runs:
                continue
            terms = [form(match[0]) for match in found]
            for run in runs:
                for place in _places(terms, run):
                    marks.update(match.span() for match in found[place : place + len(run)])
        return marks


def _places(terms: list[str], run: tuple[str, ...]) -> list[int]:
    size = len(run)
    return [place for place, term in enumerate(terms) if term == run[0] and tuple(terms[place : place + size]) == run]


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return "".join(stems(word))


@lru_cache(maxsize=100_000)
def _plain(word: str) -> str:
    return "".join(words(word))


def make_marker(node: Node) -> Marker:
    marker = Marker()
    for part in walk(node, wanted_only=True):
        match part:
            case Word():
                _add_run(marker, stems(part.text))
            case Concept():
                for phrase in part.phrases:
                    _add_run(marker, stems(phrase))
            case Phrase():
                marker.exact.append(words(part.text))
            case Pattern():
                letters = [re.escape("".join(words(piece))) for piece in part.text.split("*")]
                marker.patterns.append(re.compile(".*".join(letters)))
            case Fuzzy():
                _add_run(marker, stems(part.text))
    return marker


def _add_run(marker: Marker, run: tuple[str, ...]) -> None:
    if len(run) == 1:
        marker.stems.add(run[0])
    elif run:
        marker.runs.append(run)


def mark(text: str, marker: Marker) -> Fragments:
    """The whole text in fragments; words side by side are marked as one."""
    fragments: Fragments = []
    place = 0
    for start, end in _joined(text, marker.marks(text)):
        fragments += [(text[place:start], False), (text[start:end], True)]
        place = end
    fragments.append((text[place:], False))
    return [fragment for fragment in fragments if fragment[0]]


def _joined(text: str, marks: list[Mark]) -> list[Mark]:
    joined: list[Mark] = []
    for start, end in marks:
        if joined and text[joined[-1][1] : start].strip(" -") == "":
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def best_passages(text: str, marker: Marker, *, most: int = 2) -> list[Fragments]:
    """The sentences of the body that hold most of what was asked for, in order; its beginning when none does."""
    body = text.partition("\n\n")[2] or text
    rated = []
    for place, sentence in enumerate(all_sentences(body)):
        marks = marker.marks(sentence)
        if marks:
            distinct = {_stem(sentence[start:end]) for start, end in marks}
            rated.append((-len(distinct), place, sentence))
    chosen = sorted(rated)[:most]
    if not chosen:
        lead = " ".join(body[:_LEAD].split())
        return [[(lead + ("…" if len(body) > _LEAD else ""), False)]] if lead else []
    return [mark(_shortened(sentence, marker), marker) for _, _, sentence in sorted(chosen, key=lambda row: row[1])]


def all_sentences(text: str) -> list[str]:
    return [
        " ".join(sentence.split())
        for paragraph in analysis.paragraphs(text)
        for sentence in analysis.sentences(paragraph)
    ]


def _shortened(sentence: str, marker: Marker) -> str:
    """A long sentence cut to the stretch around its first match."""
    if len(sentence) <= _LONGEST_PASSAGE:
        return sentence
    marks = marker.marks(sentence)
    start = max(0, marks[0][0] - _LONGEST_PASSAGE // 3) if marks else 0
    start = sentence.rfind(" ", 0, start) + 1 if start else 0
    end = min(len(sentence), start + _LONGEST_PASSAGE)
    end = sentence.rfind(" ", start, end) if end < len(sentence) else end
    return ("… " if start else "") + sentence[start:end] + (" …" if end < len(sentence) else "")
