"""What to try when a search finds nothing, or a word of it is likely misspelled.

In: the tree of a query, the request and the state of the index. Out: hints in words, each with the search it offers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kb.search.compile import Compiler
from kb.search.facets import with_filters
from kb.search.language import parse
from kb.search.request import FILTERS, SearchRequest
from kb.search.spelling import FEW, likely_changes, spellings_of, with_changes
from kb.search.syntax import And, Between, Everything, Node, Not, Or, Tag
from kb.search.writing import write

_MOST_HINTS = 4
_MOST_PARTS = 12  # of a search whose parts are left out one by one


@dataclass(frozen=True, slots=True)
class Hint:
    """`text` says what is the matter, `offer` names the search behind `query_string`, which finds `count`."""

    text: str
    offer: str
    query_string: str
    count: int


def make_hints(compiler: Compiler, node: Node, request: SearchRequest, count: int) -> list[Hint]:
    if count > FEW:
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
    """The search with misspelled words put right, when that finds more.

    Where the words put right never occur together, the part that leaves nothing goes too.
    """
    spellings = spellings_of(compiler, node)
    for changes in likely_changes(spellings):
        mended = replace(request, text=with_changes(request.text, changes), page=1)
        found = count_of(compiler, parse(mended.text).node, mended)
        if found > count:
            yield Hint(misspelled(changes), mended.text, mended.to_query_string(), found)
            return
    if count == 0 and spellings:
        best = {spelling.word: spelling.better[0] for spelling in spellings}
        mended = replace(request, text=with_changes(request.text, best), page=1)
        rest = sorted(part_repairs(compiler, parse(mended.text).node, mended), key=lambda repair: -repair.found)
        for repair in rest[:1]:
            text = f"{misspelled(best)} {repair.text}"
            yield Hint(text, repair.without.text, repair.without.to_query_string(), repair.found)


def misspelled(changes: Mapping[str, str]) -> str:
    return " and ".join(f"\u201c{word}\u201d" for word in changes) + " may be misspelled."


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


@dataclass(frozen=True, slots=True)
class PartRepair:
    """The search `without` a part of it that leaves nothing."""

    part: Node
    without: SearchRequest
    found: int

    @property
    def text(self) -> str:
        return f"\u201c{write(self.part)}\u201d leaves nothing."


def repairs(compiler: Compiler, node: Node, request: SearchRequest) -> Iterator[Hint]:
    """Which part of the search, or which filter, leaves nothing: the search without it, where that finds something."""
    for repair in part_repairs(compiler, node, request):
        offer = f"without {write(repair.part)}"
        yield Hint(repair.text, offer, repair.without.to_query_string(), repair.found)
    yield from filter_repairs(compiler, node, request)


def part_repairs(compiler: Compiler, node: Node, request: SearchRequest) -> Iterator[PartRepair]:
    parts = node.parts if isinstance(node, And) else (node,)
    for part in parts if len(parts) <= _MOST_PARTS else ():
        rest = tuple(other for other in parts if other is not part)
        if isinstance(part, Everything) or (not rest and request.is_only_text):
            continue
        without = replace(request, text=" ".join(filter(None, (write(other, is_inner=True) for other in rest))), page=1)
        found = count_of(compiler, And(rest) if rest else Everything(), without)
        if found:
            yield PartRepair(part, without, found)


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
