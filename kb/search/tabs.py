"""How many cases, announcements, parties and documents a search finds: the counts on the tabs of its page.

In: a search and its results of one kind. Out: the numbers of all four kinds. Of many, cases and parties are an
estimate, good to about a percent.
"""

from __future__ import annotations

from dataclasses import dataclass

from tantivy import Query

from kb.search.accused import count_names
from kb.search.compile import Compiler
from kb.search.facets import count_shared, with_filters
from kb.search.query import MOST_COUNTED, Asked, Results, make_check
from kb.search.request import KINDS, SearchRequest
from kb.search.scopes import ANNOUNCEMENTS, CASES, DOCUMENTS, Scope, asks_for_sums


@dataclass(frozen=True, slots=True)
class Tab:
    """`kind` is a value of `by`; `request` is the search with results of that kind."""

    kind: str
    label: str
    count: int
    is_estimated: bool
    request: SearchRequest


def count_tabs(results: Results) -> list[Tab]:
    """All four tabs, as the index was when it was searched; without an index they count nothing."""
    counts = _count(results.asked, results) if results.asked else {}
    return [
        Tab(kind, label, *counts.get(kind, (0, False)), results.request.shown_as(kind)) for kind, label in KINDS.items()
    ]


def _count(asked: Asked, results: Results) -> dict[str, tuple[int, bool]]:
    by = asked.request.by
    sums = bool(asked.request.bands) or asks_for_sums(asked.parsed.node)
    documents = results.count if by == "document" else _count_of(*_elsewhere(asked, DOCUMENTS))
    if by == "document" or (by == "case" and sums):
        announcements = _elsewhere(asked, ANNOUNCEMENTS)
        number, names = _count_of(*announcements), None
    else:
        announcements = asked.compiler, with_filters(asked.compiler, asked.plain, asked.request)
        number, names = results.count, results.names
    if by == "case" or (by == "announcement" and not sums):
        cases = results.case_count, results.is_estimated
    else:
        cases = _count_cases(*(_elsewhere(asked, CASES) if sums else announcements))
    return {
        "document": (documents, False),
        "announcement": (number, False),
        "case": cases,
        "party": names or count_names(*announcements, number),
    }


def _count_cases(compiler: Compiler, query: Query) -> tuple[int, bool]:
    number = _count_of(compiler, query)
    shared = count_shared(compiler, query, is_many=number > MOST_COUNTED)
    return number - shared.announcements + shared.cases, shared.per_case is None


def _elsewhere(asked: Asked, scope: Scope) -> tuple[Compiler, Query]:
    """The search in another scope, where its words are in other fields."""
    reader = asked.reader
    compiler = Compiler(reader.schema, reader.searcher, make_check(reader, scope), scope)
    return compiler, with_filters(compiler, compiler.find(asked.parsed.node), asked.request)


def _count_of(compiler: Compiler, query: Query) -> int:
    return int(compiler.searcher.search(query, 1).count)  # type: ignore[attr-defined]
