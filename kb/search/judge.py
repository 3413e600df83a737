"""Tells from a text whether it bears a nearness out, where the index alone finds somewhat too much.

In: the node and texts. Out: yes or no, the same as the index would say of positions. What is near lies in one
paragraph, so that only those are read word by word that hold letters of either side.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from kb.search.analysis import paragraph_sentences, paragraphs, root, stems, words
from kb.search.near import Span, Terms, distances, run_of
from kb.search.schema import SENTENCE_GAP
from kb.search.syntax import Concept, Fuzzy, Near, Node, Or, Pattern, Phrase, Word, walk

_WORD = re.compile(r"[^\W_]+")
_SIGNS = "\u2019\u201c\u201d\u2018\u2013\u2014\u00a0\u00a7"


class _Fold(dict[int, str]):
    """Each letter as the index has it, in lower case without accents; all else as it is."""

    def __missing__(self, code: int) -> str:
        self[code] = "".join(words(chr(code))) or chr(code)
        return self[code]


_FOLD = _Fold()


def fold_letters(text: str) -> str:
    """Letters as the index has them. Signs that are in most texts are no letters, and are taken out: that is sooner."""
    if not text.isascii():
        for sign in _SIGNS:
            text = text.replace(sign, " ")
    return text.lower() if text.isascii() else text.translate(_FOLD)


@dataclass(frozen=True, slots=True)
class Placed:
    """The words of a paragraph that matter: at which positions of the index each stands, as written and by its stem."""

    words: defaultdict[str, set[int]]
    stems: defaultdict[str, set[int]]


class Judge:
    """Tells of texts whether they bear a nearness out. Keeps what it learns of words from text to text."""

    def __init__(self, node: Near) -> None:
        self.node = node
        operands = [part for part in walk(node) if not isinstance(part, Near | Or)]
        self._stems = {stem for part in operands for run in stem_runs(part) for stem in run}
        self._words = {word for part in operands if isinstance(part, Phrase) for word in words(part.text)}
        self._open = [part for part in operands if isinstance(part, Pattern | Fuzzy)]
        self._known: dict[str, tuple[str, str] | None] = {}

    def holds(self, text: str) -> bool:
        return any(
            may_hold(self.node, fold_letters(text[start:end])) and spans(self.node, self._placed(text, start, end))
            for start, end in paragraphs(text)
        )

    def _placed(self, text: str, start: int, end: int) -> Placed:
        found, place = Placed(defaultdict(set), defaultdict(set)), 0
        for first, last, _ in paragraph_sentences(text, start, end):
            for word in _WORD.findall(text, first, last):
                forms = self._known[word] if word in self._known else self._look_at(word)
                if forms:
                    found.words[forms[0]].add(place)
                    found.stems[forms[1]].add(place)
                place += 1
            place += SENTENCE_GAP
        return found

    def _look_at(self, word: str) -> tuple[str, str] | None:
        plain, stem = "".join(words(word)), "".join(stems(word))
        matters = stem in self._stems or plain in self._words or any(fits(part, plain) for part in self._open)
        self._known[word] = (plain, stem) if matters else None
        return self._known[word]


def stem_runs(node: Node) -> list[Terms]:
    """The runs of stems that an operand of words stands for."""
    if isinstance(node, Word):
        return [stems(node.text)]
    return [run_of(node), *(stems(phrase) for phrase in node.phrases)] if isinstance(node, Concept) else []


def may_hold(node: Node, letters: str) -> bool:
    """Whether a paragraph has the letters of each side of a nearness; where it has not, the node is not in it."""
    match node:
        case Word() | Concept():
            return any(run and all(root(stem) in letters for stem in run) for run in stem_runs(node))
        case Phrase():
            return all(word in letters for word in words(node.text))
        case Pattern():
            return all("".join(words(part)) in letters for part in node.text.split("*"))
        case Or():
            return any(may_hold(part, letters) for part in node.parts)
        case Near():
            return may_hold(node.left, letters) and may_hold(node.right, letters)
        case _:
            return True


def fits(node: Node, word: str) -> bool:
    """Whether a word is one that a pattern or an approximate word stands for."""
    if isinstance(node, Pattern):
        return pattern_of(node).fullmatch(word) is not None
    return isinstance(node, Fuzzy) and _is_like(word, node.text)


@lru_cache(maxsize=200)
def pattern_of(node: Pattern) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape("".join(words(part))) for part in node.text.split("*")))


def spans(node: Node, text: Placed) -> set[Span]:
    """Where an operand stands: positions of its first and last word."""
    match node:
        case Word() | Concept():
            return set().union(*(_runs(text.stems, run) for run in stem_runs(node)))
        case Phrase():
            return set(_runs(text.words, words(node.text)))
        case Pattern() | Fuzzy():
            return {(place, place) for word, places in text.words.items() if fits(node, word) for place in places}
        case Or():
            return set().union(*(spans(part, text) for part in node.parts))
        case Near():
            return _near_spans(node, spans(node.left, text), spans(node.right, text))
        case _:
            return set()


def _runs(terms: Mapping[str, set[int]], run: Terms) -> Iterator[Span]:
    """Where the terms follow one another, within a sentence."""
    if not run or not all(term in terms for term in run):
        return
    for place in terms[run[0]]:
        if all(place + step in terms[term] for step, term in enumerate(run)):
            yield place, place + len(run) - 1


def _is_like(word: str, wanted: str) -> bool:
    most = fuzziness(wanted)
    return OSA.distance(word, "".join(words(wanted)), score_cutoff=most) <= most


def fuzziness(text: str) -> int:
    """How many letters a word may differ by."""
    return 1 if len(text) < 8 else 2


def _near_spans(node: Near, lefts: set[Span], rights: set[Span]) -> set[Span]:
    ranges = distances(node)
    found = {(left[0], right[1]) for left in lefts for right in rights if _is_within(right[0] - left[1], ranges)}
    if not node.is_ordered:
        found |= {(right[0], left[1]) for left in lefts for right in rights if _is_within(left[0] - right[1], ranges)}
    return found


def _is_within(distance: int, ranges: list[Span]) -> bool:
    return any(low <= distance <= high for low, high in ranges)
