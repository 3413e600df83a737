"""Nearness: within so many words, in the same sentence, in the same paragraph.

The field `body` holds sentences and paragraphs so far apart that each of these is a distance between positions, which
the index finds by itself (`near_query`). Where an operand is itself a run of words, a pattern or another nearness, the
index finds somewhat too much, and the text must tell what is right: see judge.py.

Within so many words, few full stops may lie between: one, and another for each twenty words. A paragraph's end never.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import compress, product
from operator import not_
from typing import TYPE_CHECKING

from tantivy import Occur, Query

from kb.search.analysis import root, stems
from kb.search.schema import PARAGRAPH_GAP, SENTENCE_GAP
from kb.search.syntax import Concept, Fuzzy, Near, Node, Or, Pattern, Phrase, Word

if TYPE_CHECKING:
    from kb.search.compile import Compiler

Terms = tuple[str, ...]
Span = tuple[int, int]

_MOST_PAIRS = 200
_MOST_STOPS = 4
OPERANDS = (Word, Phrase, Pattern, Fuzzy, Concept, Or, Near)


def is_operand(node: Node) -> bool:
    """Whether a node has a place in the text, so that something can be near it."""
    return isinstance(node, OPERANDS) and (not isinstance(node, Or) or all(map(is_operand, node.parts)))


@dataclass(frozen=True, slots=True)
class Found:
    """What the index finds for a nearness: `sure` fits, of `loose` some may not. None where it looks for nothing."""

    sure: Query | None
    loose: Query | None


def near_query(compiler: Compiler, node: Near) -> Found:
    """All announcements that fit the node are in one of the two."""
    lefts, rights = alternatives(compiler, node.left), alternatives(compiler, node.right)
    # A word too long for the index, or of signs that it does not hold, has no terms and is near nothing.
    each = dict.fromkeys((left, right) for left, right in product(lefts, rights) if left and right)
    pairs = list(each)[:_MOST_PAIRS]
    inner = [compiler.compile(part) for part in (node.left, node.right) if isinstance(part, Near)]
    lefts_sure, rights_sure = sure(compiler, node.left), sure(compiler, node.right)
    is_sure = [left in lefts_sure and right in rights_sure for left, right in pairs]
    loose = _any_pair(compiler, node, compress(pairs, map(not_, is_sure)))
    if loose and inner:
        loose = Query.boolean_query([(Occur.Must, query) for query in (loose, *inner)])
    return Found(_any_pair(compiler, node, compress(pairs, is_sure)), loose)


def _any_pair(compiler: Compiler, node: Near, pairs: Iterable[tuple[Terms, Terms]]) -> Query | None:
    found = [query for left, right in pairs for query in _pair(compiler, node, left, right)]
    return Query.boolean_query([(Occur.Should, query) for query in found]) if found else None


def sure(compiler: Compiler, node: Node) -> set[Terms]:
    """Those of the operand's runs that the index finds just where the operand stands: single stems, not several."""
    match node:
        case Word() | Concept():
            return {run for run in alternatives(compiler, node) if len(run) == 1}
        case Pattern():
            return {run for run in compiler.expanded(node) if is_sure_prefix(node, run)}
        case Or():
            return set().union(*(sure(compiler, part) for part in node.parts))
        case _:
            return set()


def is_sure_prefix(node: Pattern, run: Terms) -> bool:
    """Whether all words of the stem begin as the pattern does, which is open at its end alone."""
    prefix = node.text[:-1]
    return "*" not in prefix and len(run) == 1 and root(run[0]).startswith(prefix)


def alternatives(compiler: Compiler, node: Node) -> list[Terms]:
    """The runs of stems that an operand stands for."""
    match node:
        case Word() | Phrase() | Fuzzy():
            return [stems(node.text)]
        case Concept():
            return [run_of(node), *(stems(phrase) for phrase in node.phrases)]
        case Pattern():
            return compiler.expanded(node)
        case Or():
            return [terms for part in node.parts for terms in alternatives(compiler, part)]
        case Near():
            return [*alternatives(compiler, node.left), *alternatives(compiler, node.right)]
        case _:
            return []


def run_of(node: Concept) -> Terms:
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
