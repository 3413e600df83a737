"""What to try when a search finds nothing, or a word of it is likely misspelled.

In: the tree of a query, the request and the state of the index. Out: hints in words, each with the search it offers.
Spellings come from the words and names that the index holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kb.search.analysis import stems, words
from kb.search.compile import Compiler
from kb.search.facets import with_filters
from kb.search.language import parse
from kb.search.near import fuzziness
from kb.search.request import FILTERS, SearchRequest
from kb.search.syntax import And, Between, Everything, Node, Not, Or, Phrase, Tag, Within, Word, walk
from kb.search.writing import write

_MOST_HINTS = 4
_SHORTEST = 4
_FEW = 3
_FAR_MORE = 30
_MOST_PARTS = 12  # of a search whose parts are left out one by one


@dataclass(frozen=True, slots=True)
class Hint:
    """`text` says what is the matter, `offer` names the search behind `query_string`, which finds `count`."""

    text: str
    offer: str
    query_string: str
    count: int


def make_hints(compiler: Compiler, node: Node, request: SearchRequest, count: int) -> list[Hint]:
    if count > _FEW:
        return []
    hints = list(spelling_hints(compiler, node, request, count))
    if count == 0:
        found = sorted(repairs(compiler, node, request), key=lambda hint: -hint.count)
        hints += found or ([] if hints else any_of(compiler, node, request))
    return hints[:_MOST_HINTS]


def count_of(compiler: Compiler, node: Node, request: SearchRequest) -> int:
    query = with_filters(compiler, compiler.find(node), request)
    return int(compiler.searcher.search(query, 1).count)  # type: ignore[attr-defined]


def spelling_hints(compiler: Compiler, node: Node, request: SearchRequest, count: int) -> Iterator[Hint]:
    """The search with all its misspelled words put right, when that finds more."""
    text = request.text
    changed = []
    for field, word in asked_words(node):
        better = better_spelling(compiler, field, word)
        if better:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", better, text)
            changed.append((word, better))
    if not changed:
        return
    mended = replace(request, text=text, page=1)
    found = count_of(compiler, parse(text).node, mended)
    if found > count:
        wrong = " and ".join(f"\u201c{word}\u201d" for word, _ in changed)
        yield Hint(f"{wrong} may be misspelled.", text, mended.to_query_string(), found)


def asked_words(node: Node) -> Iterator[tuple[str, str]]:
    """The words of a search as (field of the index that holds such words, or none for the text itself, word)."""
    inside = {
        part: "party"
        for outer in walk(node, wanted_only=True)
        if isinstance(outer, Within) and outer.field == "party"
        for part in walk(outer.part)
    }
    for part in walk(node, wanted_only=True):
        if isinstance(part, Word | Phrase):
            for word in re.findall(r"[^\W\d_]+", part.text):
                yield inside.get(part, ""), word


def better_spelling(compiler: Compiler, field: str, word: str) -> str | None:
    """A word of the index that is like a rare one and far more frequent."""
    plain = "".join(words(word))
    if len(plain) < _SHORTEST:
        return None
    is_text = not field
    field = field or compiler.scope.exact
    stemmed = compiler.searcher.doc_freq(compiler.scope.body, "".join(stems(word)))
    own = max(compiler.searcher.doc_freq(field, plain), stemmed)
    if own > _FEW:
        return None
    known = dict(row for start in _beginnings(plain) for row in compiler.searcher.terms_with_prefix(field, start))
    near = process.extract(plain, list(known), scorer=OSA.distance, score_cutoff=fuzziness(plain), limit=20)
    least = _FAR_MORE * own if is_text else own
    fitting = [(distance, -known[term], term) for term, distance, _ in near if known[term] > least and term != plain]
    return min(fitting)[2] if fitting else None


def _beginnings(word: str) -> set[str]:
    """The first two letters, right, swapped, or with one of them left out."""
    return {word[:2], word[1] + word[0], word[0] + word[2]}


def any_of(compiler: Compiler, node: Node, request: SearchRequest) -> list[Hint]:
    """Where no single part is to blame: the search for any of its words, when that finds something."""
    parts = node.parts if isinstance(node, And) else ()
    wanted = tuple(part for part in parts if not isinstance(part, Not | Between | Tag | Everything))
    if len(wanted) < 2:
        return []
    others = tuple(part for part in parts if part not in wanted)
    either = And((Or(wanted), *others)) if others else Or(wanted)
    mended = replace(request, text=write(either), page=1)
    found = count_of(compiler, either, mended)
    offer = "for any of them"
    return [Hint("These never occur together.", offer, mended.to_query_string(), found)] if found else []


def repairs(compiler: Compiler, node: Node, request: SearchRequest) -> Iterator[Hint]:
    """Which part of the search leaves nothing: the search without it, where that finds something."""
    parts = node.parts if isinstance(node, And) else (node,)
    for part in parts if len(parts) <= _MOST_PARTS else ():
        rest = tuple(other for other in parts if other is not part)
        if isinstance(part, Everything) or (not rest and request.is_only_text):
            continue
        without = replace(request, text=" ".join(filter(None, (write(other, is_inner=True) for other in rest))), page=1)
        found = count_of(compiler, And(rest) if rest else Everything(), without)
        if found:
            text = write(part)
            yield Hint(f"\u201c{text}\u201d leaves nothing.", f"without {text}", without.to_query_string(), found)
    yield from filter_repairs(compiler, node, request)


def filter_repairs(compiler: Compiler, node: Node, request: SearchRequest) -> Iterator[Hint]:
    for item in FILTERS:
        if not request.values_of(item):
            continue
        changes: dict[str, object] = {item.attribute: ()}
        without = replace(request, page=1, **changes)  # type: ignore[arg-type]
        found = count_of(compiler, node, without)
        if found:
            label = item.label.lower()
            yield Hint(f"The filter on {label} leaves nothing.", f"any {label}", without.to_query_string(), found)
