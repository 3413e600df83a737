"""How many cases, announcements, parties and documents a search finds: the counts on the tabs of its page.

In: a search and its results of one kind. Out: the numbers of all four kinds. Of many, cases and parties are an
estimate, good to about a percent.
"""

from __future__ import annotations

from dataclasses import dataclass

from kb.search import language
from kb.search.accused import count_names
from kb.search.compile import Compiler
from kb.search.facets import count_shared, with_filters
from kb.search.folder import IndexDamaged, Reader
from kb.search.index import usable_reader
from kb.search.query import MOST_COUNTED, Results, make_check
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
    """All four tabs. Raises nothing: an index that is gone meanwhile counts nothing."""
    try:
        counts = _count(usable_reader(), results)
    except IndexDamaged:
        counts = {}
    return [
        Tab(kind, label, *counts.get(kind, (0, False)), results.request.shown_as(kind)) for kind, label in KINDS.items()
    ]


def _count(reader: Reader, results: Results) -> dict[str, tuple[int, bool]]:
    documents = _compiler(reader, DOCUMENTS)
    node = language.parse(results.request.text).node
    attached = with_filters(documents, documents.find(node), results.request)
    counts = {"document": (int(reader.searcher.search(attached, 1).count), False)}  # type: ignore[attr-defined]
    announcements = _compiler(reader, ANNOUNCEMENTS)
    query = with_filters(announcements, announcements.find(node), results.request)
    if results.request.by in {"case", "announcement"}:
        number, cases = results.count, (results.case_count, results.is_estimated)
    else:
        number = int(reader.searcher.search(query, 1).count)  # type: ignore[attr-defined]
        shared = count_shared(announcements, query, is_many=number > MOST_COUNTED)
        cases = (number - shared.announcements + shared.cases, shared.per_case is None)
    return counts | {
        "announcement": (number, False),
        "case": cases,
        "party": count_names(announcements, query, number),
    }


def _compiler(reader: Reader, scope: Scope) -> Compiler:
    return Compiler(reader.schema, reader.searcher, make_check(reader, scope), scope)
