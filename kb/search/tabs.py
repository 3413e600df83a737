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
from kb.search.scopes import ANNOUNCEMENTS, DOCUMENTS, Scope


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
    by, request = asked.request.by, asked.request
    documents = results.count if by == "document" else _count_of(*_elsewhere(asked, DOCUMENTS))
    if by == "document":
        announcements, query = _elsewhere(asked, ANNOUNCEMENTS)
    else:
        announcements, query = asked.compiler, with_filters(asked.compiler, asked.plain, request)
    if by in {"case", "announcement"}:
        number, cases = results.count, (results.case_count, results.is_estimated)
    else:
        number = results.count if by == "party" else _count_of(announcements, query)
        shared = count_shared(announcements, query, is_many=number > MOST_COUNTED)
        cases = (number - shared.announcements + shared.cases, shared.per_case is None)
    return {
        "document": (documents, False),
        "announcement": (number, False),
        "case": cases,
        "party": results.names or count_names(announcements, query, number),
    }


def _elsewhere(asked: Asked, scope: Scope) -> tuple[Compiler, Query]:
    """The search in another scope, where its words are in other fields."""
    reader = asked.reader
    compiler = Compiler(reader.schema, reader.searcher, make_check(reader, scope), scope)
    return compiler, with_filters(compiler, compiler.find(asked.parsed.node), asked.request)


def _count_of(compiler: Compiler, query: Query) -> int:
    return int(compiler.searcher.search(query, 1).count)  # type: ignore[attr-defined]
