"""Nearness: within so many words, in the same sentence, in the same paragraph.

The field `body` holds sentences and paragraphs so far apart that each of these is a distance between positions, which
the index finds by itself (`near_query`). Where an operand is itself a run of words, a pattern or another nearness, the
index finds somewhat too much (`is_loose`), and `spans` tells from the text what is right.

Within so many words, few full stops may lie between: one, and another for each twenty words. A paragraph's end never.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA
from tantivy import Occur, Query

from kb.search.analysis import sentences, stems, words
from kb.search.schema import PARAGRAPH_GAP, SENTENCE_GAP
from kb.search.syntax import Concept, Fuzzy, Near, Node, Or, Pattern, Phrase, Word

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


def is_loose(node: Near) -> bool:
    """Whether the index alone finds more than the node means."""
    return any(_is_loose_operand(part) for part in (node.left, node.right))


def _is_loose_operand(node: Node) -> bool:
    if isinstance(node, Or):
        return any(map(_is_loose_operand, node.parts))
    if isinstance(node, Word):
        return len(stems(node.text)) != 1
    return True


def near_query(compiler: Compiler, node: Near) -> Query:
    """All announcements that fit the node; where it is loose, some more."""
    lefts, rights = alternatives(compiler, node.left), alternatives(compiler, node.right)
    pairs = list(product(lefts, rights))[:_MOST_PAIRS]
    found = [query for left, right in pairs for query in _pair(compiler, node, left, right)]
    inner = [compiler.compile(part) for part in (node.left, node.right) if isinstance(part, Near)]
    union = Query.boolean_query([(Occur.Should, query) for query in found]) if found else Query.empty_query()
    return Query.boolean_query([(Occur.Must, query) for query in (union, *inner)]) if inner else union


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
    for low, high in distances(node):
        if not node.is_ordered and low == 1 and len(left) == len(right) == 1 and left != right:
            yield _apart(compiler, left, right, 0, high)
            continue
        for first, second in [(left, right)] if node.is_ordered else [(left, right), (right, left)]:
            for offset, slop in windows(low + len(first) - 1, high + len(first) - 1):
                yield _apart(compiler, first, second, offset, slop)


def _apart(compiler: Compiler, first: Terms, second: Terms, offset: int, slop: int) -> Query:
    terms: list[str | tuple[int, str]] = [*enumerate(first)]
    terms += [(offset + place, term) for place, term in enumerate(second)]
    return Query.phrase_query(compiler.schema, "body", terms, slop)


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


def placed(text: str) -> list[Placed]:
    found, place = [], 0
    for start, end, ends_paragraph in sentences(text):
        for match in _WORD.finditer(text, start, end):
            word, stem = "".join(words(match[0])), "".join(stems(match[0]))
            found.append(Placed(word, stem, place))
            place += 1
        place += PARAGRAPH_GAP if ends_paragraph else SENTENCE_GAP
    return found


def holds(node: Near, text: str) -> bool:
    """Whether the text bears the nearness out."""
    return bool(spans(node, placed(text)))


def spans(node: Node, text: list[Placed]) -> set[Span]:
    """Where an operand stands: positions of its first and last word."""
    match node:
        case Word():
            return _runs([row.stem for row in text], text, stems(node.text))
        case Phrase():
            return _runs([row.word for row in text], text, words(node.text))
        case Concept():
            runs = [_run(node), *(stems(phrase) for phrase in node.phrases)]
            return set().union(*(_runs([row.stem for row in text], text, run) for run in runs))
        case Pattern():
            wanted = re.compile(".*".join(re.escape("".join(words(part))) for part in node.text.split("*")))
            return {(row.place, row.place) for row in text if wanted.fullmatch(row.word)}
        case Fuzzy():
            return {(row.place, row.place) for row in text if _is_like(row.word, node.text)}
        case Or():
            return set().union(*(spans(part, text) for part in node.parts))
        case Near():
            return _near_spans(node, spans(node.left, text), spans(node.right, text))
        case _:
            return set()


def _runs(terms: list[str], text: list[Placed], run: Terms) -> set[Span]:
    size = len(run)
    starts = [place for place, term in enumerate(terms) if run and term == run[0]]
    fitting = [place for place in starts if tuple(terms[place : place + size]) == run]
    ends = [(text[place].place, text[place + size - 1].place) for place in fitting]
    return {(first, last) for first, last in ends if last - first == size - 1}


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
