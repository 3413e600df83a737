"""Nearness: within so many words, in the same sentence, in the same paragraph.

The field `body` holds sentences and paragraphs so far apart that each of these is a distance between positions, which
the index finds by itself (`near_query`). Where an operand is itself a run of words, a pattern or another nearness, the
index finds somewhat too much, and `Judge` tells from the text what is right.

Within so many words, few full stops may lie between: one, and another for each twenty words. A paragraph's end never.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA
from tantivy import Occur, Query

from kb.search.analysis import root, sentences, stems, words
from kb.search.schema import PARAGRAPH_GAP, SENTENCE_GAP
from kb.search.syntax import Concept, Fuzzy, Near, Node, Or, Pattern, Phrase, Word, walk

if TYPE_CHECKING:
    from kb.search.compile import Compiler

Terms = tuple[str, ...]
Span = tuple[int, int]

_MOST_PAIRS = 200
_MOST_STOPS = 4
_WORD = re.compile(r"[^\W_]+")
OPERANDS = (Word, Phrase, Pattern, Fuzzy, Concept, Or, Near)


def is_operand(node: Node) -> bool:
    """Whether a node has a place in the text, so that something can be near it."""
    return isinstance(node, OPERANDS) and (not isinstance(node, Or) or all(map(is_operand, node.parts)))


def near_query(compiler: Compiler, node: Near) -> tuple[Query, bool]:
    """All announcements that fit the node, and whether there may be some more."""
    lefts, rights = alternatives(compiler, node.left), alternatives(compiler, node.right)
    # A word too long for the index, or of signs that it does not hold, has no terms and is near nothing.
    pairs = [(left, right) for left, right in product(lefts, rights) if left and right][:_MOST_PAIRS]
    found = [query for left, right in pairs for query in _pair(compiler, node, left, right)]
    inner = [compiler.compile(part) for part in (node.left, node.right) if isinstance(part, Near)]
    union = Query.boolean_query([(Occur.Should, query) for query in found]) if found else Query.empty_query()
    is_loose = any(is_loose_operand(compiler, part) for part in (node.left, node.right))
    if not inner:
        return union, is_loose
    return Query.boolean_query([(Occur.Must, query) for query in (union, *inner)]), is_loose


def is_loose_operand(compiler: Compiler, node: Node) -> bool:
    """Whether the index alone may find more than the operand means: a single stem is sure, a run of them is not."""
    match node:
        case Word():
            return len(stems(node.text)) != 1
        case Pattern():
            return not is_sure_prefix(node, compiler.expanded(node))
        case Or():
            return any(is_loose_operand(compiler, part) for part in node.parts)
        case _:
            return True


def is_sure_prefix(node: Pattern, expanded: list[Terms]) -> bool:
    """Whether all words of these stems begin as the pattern does, which is open at its end alone."""
    prefix = node.text[:-1]
    return "*" not in prefix and all(root(stem).startswith(prefix) for (stem,) in expanded)


def alternatives(compiler: Compiler, node: Node) -> list[Terms]:
    """The runs of stems that an operand stands for."""
    match node:
        case Word() | Phrase() | Fuzzy():
            return [stems(node.text)]
        case Concept():
            return [_run(node), *(stems(phrase) for phrase in node.phrases)]
        case Pattern():
            return compiler.expanded(node)
        case Or():
            return [terms for part in node.parts for terms in alternatives(compiler, part)]
        case Near():
            return [*alternatives(compiler, node.left), *alternatives(compiler, node.right)]
        case _:
            return []


def _run(node: Concept) -> Terms:
    return tuple(stem for word in node.words for stem in stems(word.text))


def _pair(compiler: Compiler, node: Near, left: Terms, right: Terms) -> Iterator[Query]:
    """Runs of words are looked for whole, and only their neighbouring words near each other: with more words than two,
    the index does not find every nearness."""
    for low, high in distances(node):
        if not node.is_ordered and low == 1 and len(left) == len(right) == 1 and left != right:
            yield _apart(compiler, left, right, 0, high)
            continue
        for first, second in [(left, right)] if node.is_ordered else [(left, right), (right, left)]:
            whole = [_run_query(compiler, run) for run in (first, second) if len(run) > 1]
            for offset, slop in windows(low, high):
                apart = _apart(compiler, first[-1:], second[:1], offset, slop)
                yield Query.boolean_query([(Occur.Must, query) for query in (apart, *whole)]) if whole else apart


def _run_query(compiler: Compiler, run: Terms) -> Query:
    return Query.phrase_query(compiler.schema, compiler.scope.body, list(run))


def _apart(compiler: Compiler, first: Terms, second: Terms, offset: int, slop: int) -> Query:
    terms: list[str | tuple[int, str]] = [*enumerate(first)]
    terms += [(offset + place, term) for place, term in enumerate(second)]
    return Query.phrase_query(compiler.schema, compiler.scope.body, terms, slop)


def distances(node: Near) -> list[Span]:
    """How far the second may begin from the end of the first: ranges, both ends included."""
    if node.unit == "sentence":
        return [(1, SENTENCE_GAP)]
    if node.unit == "paragraph":
        return [(1, PARAGRAPH_GAP)]
    stops = min(_MOST_STOPS, 1 + node.distance // 20)
    return [(SENTENCE_GAP * stop + 1, SENTENCE_GAP * stop + node.distance) for stop in range(stops + 1)]


def windows(low: int, high: int) -> list[Span]:
    """Offsets and slops that together reach just the distances from low to high: a slop reaches both ways."""
    if (high - low) % 2 == 0:
        return [((low + high) // 2, (high - low) // 2)]
    return [*windows(low, high - 1), *windows(low + 1, high)]


@dataclass(frozen=True, slots=True)
class Placed:
    """A word of a text with the position that the index gives it."""

    word: str
    stem: str
    place: int


class Judge:
    """Tells of texts whether they bear a nearness out. Keeps what it learns of words from text to text."""

    def __init__(self, node: Near) -> None:
        self.node = node
        operands = [part for part in walk(node) if not isinstance(part, Near | Or)]
        self._stems = {stem for part in operands for run in stem_runs(part) for stem in run}
        self._words = {word for part in operands if isinstance(part, Phrase) for word in words(part.text)}
        self._open = [part for part in operands if isinstance(part, Pattern | Fuzzy)]
        self._known: dict[str, tuple[str, str] | None] = {}
        self._likely = self._make_likely()

    def _make_likely(self) -> re.Pattern[str] | None:
        """Matches in each sentence that has a word of the node; None where any word may be one."""
        if any(isinstance(part, Fuzzy) for part in self._open):
            return None
        starts = {root(stem) for stem in self._stems} | self._words
        starts |= {part.text.split("*")[0] for part in self._open if isinstance(part, Pattern)}
        return re.compile("|".join(map(re.escape, starts)), re.IGNORECASE) if "".join(starts).isascii() else None

    def holds(self, text: str) -> bool:
        return bool(spans(self.node, self._placed(text)))

    def _placed(self, text: str) -> list[Placed]:
        """The words that matter to the node."""
        found, place = [], 0
        for start, end, ends_paragraph in sentences(text):
            read = _WORD.findall(text, start, end)
            if self._likely and not self._likely.search(text, start, end):
                place += len(read) + (PARAGRAPH_GAP if ends_paragraph else SENTENCE_GAP)
                continue
            for word in read:
                forms = self._known[word] if word in self._known else self._look_at(word)
                if forms:
                    found.append(Placed(*forms, place))
                place += 1
            place += PARAGRAPH_GAP if ends_paragraph else SENTENCE_GAP
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
    return [_run(node), *(stems(phrase) for phrase in node.phrases)] if isinstance(node, Concept) else []


def fits(node: Node, word: str) -> bool:
    """Whether a word is one that a pattern or an approximate word stands for."""
    if isinstance(node, Pattern):
        return pattern_of(node).fullmatch(word) is not None
    return isinstance(node, Fuzzy) and _is_like(word, node.text)


@lru_cache(maxsize=200)
def pattern_of(node: Pattern) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape("".join(words(part))) for part in node.text.split("*")))


def spans(node: Node, text: list[Placed]) -> set[Span]:
    """Where an operand stands: positions of its first and last word."""
    match node:
        case Word() | Concept():
            stemmed = {row.place: row.stem for row in text}
            return set().union(*(_runs(stemmed, run) for run in stem_runs(node)))
        case Phrase():
            return _runs({row.place: row.word for row in text}, words(node.text))
        case Pattern() | Fuzzy():
            return {(row.place, row.place) for row in text if fits(node, row.word)}
        case Or():
            return set().union(*(spans(part, text) for part in node.parts))
        case Near():
            return _near_spans(node, spans(node.left, text), spans(node.right, text))
        case _:
            return set()


def _runs(terms: dict[int, str], run: Terms) -> set[Span]:
    """Where the terms follow one another, within a sentence."""
    starts = [place for place, term in terms.items() if run and term == run[0]]
    fitting = [place for place in starts if all(terms.get(place + step) == term for step, term in enumerate(run))]
    return {(place, place + len(run) - 1) for place in fitting}


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
