"""Shows where a text answers a query: sentences with the words that matched, and titles with theirs marked.

In: the tree of a query and a text. Out: fragments (text, is it a match), to be escaped by whoever shows them. Negated
parts mark nothing.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from kb.search.analysis import root, sentences_around, stems, words
from kb.search.syntax import Concept, Fuzzy, Node, Pattern, Phrase, Word, walk

Fragments = list[tuple[str, bool]]
Mark = tuple[int, int]

_LONGEST_PASSAGE = 320
_LEAD = 220
_BETWEEN = r"[\W_]+"


class _Fold(dict[int, str]):
    """Each letter in lower case without its accent, as one letter, so that offsets stay."""

    def __missing__(self, code: int) -> str:
        letter = unicodedata.normalize("NFD", chr(code))[0].lower()
        self[code] = letter if len(letter) == 1 else chr(code)
        return self[code]


_FOLD = _Fold()


@dataclass
class Marker:
    """Finds the words of a text that a query asked for."""

    stems: set[str] = field(default_factory=set)
    patterns: list[str] = field(default_factory=list)
    exact: list[tuple[str, ...]] = field(default_factory=list)
    runs: list[tuple[str, ...]] = field(default_factory=list)

    @cached_property
    def likely(self) -> re.Pattern[str] | None:
        """Matches all that may be wanted, and some more: one pass over the text, then a closer look at few words."""
        found = [_BETWEEN.join(map(re.escape, run)) for run in self.exact]
        found += [_BETWEEN.join(rf"{re.escape(root(term))}[^\W_]*" for term in run) for run in self.runs]
        found += self.patterns
        found += sorted((rf"{re.escape(root(term))}[^\W_]*" for term in self.stems), key=len, reverse=True)
        return re.compile(rf"(?:{'|'.join(found)})(?![^\W_])") if found else None

    @cached_property
    def _open(self) -> re.Pattern[str] | None:
        return re.compile("|".join(self.patterns)) if self.patterns else None

    def marks(self, text: str) -> list[Mark]:
        if self.likely is None:
            return []
        lower = text.lower() if text.isascii() else text.translate(_FOLD)
        return [
            match.span() for match in self.likely.finditer(lower) if self._is_wanted(match[0], lower, match.start())
        ]

    def _is_wanted(self, found: str, text: str, start: int) -> bool:
        if start and text[start - 1].isalnum():
            return False
        stemmed = _stems(found)
        if len(stemmed) == 1 and stemmed[0] in self.stems:
            return True
        if stemmed in self.runs or _words(found) in self.exact:
            return True
        return self._open is not None and self._open.fullmatch(found) is not None


@lru_cache(maxsize=100_000)
def _stems(found: str) -> tuple[str, ...]:
    return stems(found)


@lru_cache(maxsize=100_000)
def _words(found: str) -> tuple[str, ...]:
    return words(found)


def make_marker(node: Node) -> Marker:
    marker = Marker()
    for part in walk(node, wanted_only=True):
        match part:
            case Word() | Fuzzy():
                _add_run(marker, stems(part.text))
            case Concept():
                for phrase in part.phrases:
                    _add_run(marker, stems(phrase))
            case Phrase():
                marker.exact.append(words(part.text))
            case Pattern():
                letters = [re.escape("".join(words(piece))) for piece in part.text.split("*")]
                marker.patterns.append(r"[^\W_]*".join(letters))
    return marker


def _add_run(marker: Marker, run: tuple[str, ...]) -> None:
    if len(run) == 1:
        marker.stems.add(run[0])
    elif run and run not in marker.runs:
        marker.runs.append(run)


def mark(text: str, marker: Marker) -> Fragments:
    """The whole text in fragments; words side by side are marked as one."""
    return _fragments(text, 0, len(text), marker.marks(text))


def _fragments(text: str, start: int, end: int, marks: Iterable[Mark]) -> Fragments:
    fragments: Fragments = []
    place = start
    for first, last in _joined(text, marks):
        fragments += [(text[place:first], False), (text[first:last], True)]
        place = last
    fragments.append((text[place:end], False))
    return [(" ".join(part.split(" ")).replace("\n", " "), is_match) for part, is_match in fragments if part]


def _joined(text: str, marks: Iterable[Mark]) -> list[Mark]:
    joined: list[Mark] = []
    for start, end in marks:
        if joined and text[joined[-1][1] : start].strip(" -\n") == "":
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def best_passages(text: str, marker: Marker, proofs: Iterable[Mark] = (), *, most: int = 2) -> list[Fragments]:
    """The sentences of the body that hold most of what was asked for, in order; its beginning when none does.

    `proofs` are spans of the text that answer the query in other words; they are marked where no word of it is.
    """
    body = text.find("\n\n") + 2 if "\n\n" in text else 0
    found = marker.marks(text)
    starts = [start for start, _ in found]
    others = [span for span in proofs if bisect_left(starts, span[0]) == bisect_left(starts, span[1])]
    marks = [span for span in _apart([*found, *others]) if span[0] >= body]
    if not marks:
        return _lead(text[body:])
    spans = [(start, end) for start, end in sentences_around(text, [start for start, _ in marks]) if end > body]
    held = _by_sentence(spans, marks)
    rated = sorted(held, key=lambda place: (-len({_stems(text[a:b]) for a, b in held[place]}), place))
    return [_passage(text, spans[place], held[place]) for place in sorted(rated[:most])]


def _apart(marks: list[Mark]) -> list[Mark]:
    """The spans in order, those that overlap made one."""
    apart: list[Mark] = []
    for start, end in sorted(marks):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _lead(body: str) -> list[Fragments]:
    lead = " ".join(body[: _LEAD * 2].split())
    if len(lead) > _LEAD:
        lead = lead[:_LEAD].rsplit(" ", 1)[0] + " …"
    return [[(lead, False)]] if lead else []


def _by_sentence(spans: list[Mark], marks: list[Mark]) -> dict[int, list[Mark]]:
    starts = [start for start, _ in spans]
    held: dict[int, list[Mark]] = {}
    for span in marks:
        held.setdefault(bisect_right(starts, span[0]) - 1, []).append(span)
    return held


def _passage(text: str, span: Mark, marks: list[Mark]) -> Fragments:
    """A sentence with its marks; a long one is cut to the stretch around its first."""
    start, end = span
    end = start + len(text[start:end].rstrip())
    if end - start > _LONGEST_PASSAGE:
        start, end = _stretch(text, start, end, marks[0][0])
    shown = [(first, last) for first, last in marks if start <= first and last <= end]
    fragments = _fragments(text, start, end, shown)
    before = [("… ", False)] if start > span[0] else []
    after = [(" …", False)] if end < span[0] + len(text[slice(*span)].rstrip()) else []
    return [*before, *fragments, *after]


def _stretch(text: str, start: int, end: int, first: int) -> Mark:
    begin = max(start, first - _LONGEST_PASSAGE // 3)
    if begin > start:
        begin = text.find(" ", begin, first) + 1 or first
    stop = min(end, begin + _LONGEST_PASSAGE)
    if stop < end:
        stop = max(text.rfind(" ", begin, stop), first)
    return begin, stop
