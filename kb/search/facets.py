"""Counts per filter: how many announcements each value would leave, given the text and all *other* filters.

In: a compiled query and a request. Out: facets with a link for each value, which adds it or takes it away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tantivy import Occur, Query

from kb.search.compile import Compiler
from kb.search.request import FILTERS, Filter, SearchRequest

_MOST_VALUES = 60


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    label: str
    count: int
    is_selected: bool
    query_string: str


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    values: list[FacetValue]


def filter_query(compiler: Compiler, item: Filter, values: tuple[Any, ...]) -> Query:
    if item.name == "year":
        queries = [compiler.between("year", year, year) for year in values]
        return Query.boolean_query([(Occur.Should, query) for query in queries])
    return compiler.tags(item.field, values)


def with_filters(compiler: Compiler, query: Query, request: SearchRequest, *, leave_out: str = "") -> Query:
    """The query with all of the request's filters but one."""
    clauses = [
        (Occur.Must, filter_query(compiler, item, request.values_of(item)))
        for item in FILTERS
        if request.values_of(item) and item.name != leave_out
    ]
    return Query.boolean_query([(Occur.Must, query), *clauses]) if clauses else query


def count_facets(compiler: Compiler, query: Query, request: SearchRequest) -> list[Facet]:
    free = [item for item in FILTERS if not request.values_of(item)]
    counts = _counts(compiler, with_filters(compiler, query, request), free)
    for item in FILTERS:
        if request.values_of(item):
            others = with_filters(compiler, query, request, leave_out=item.name)
            counts |= _counts(compiler, others, [item])
    return [_make_facet(item, counts[item.name], request) for item in FILTERS]


def _counts(compiler: Compiler, query: Query, items: list[Filter]) -> dict[str, dict[str, int]]:
    wanted = {item.name: {"terms": {"field": item.field, "size": _MOST_VALUES}} for item in items}
    if not wanted:
        return {}
    found: Mapping[str, Any] = compiler.searcher.aggregate(query, wanted)
    return {name: {_key(row["key"]): row["doc_count"] for row in entry["buckets"]} for name, entry in found.items()}


def _key(key: str | float) -> str:
    return key if isinstance(key, str) else str(int(key))


def _make_facet(item: Filter, counts: dict[str, int], request: SearchRequest) -> Facet:
    selected = {str(value) for value in request.values_of(item)}
    for value in selected:
        counts.setdefault(value, 0)
    values = [
        FacetValue(value, _label(item, value), counts[value], value in selected, _toggle(item, value, request))
        for value in _ordered(item, counts)
    ]
    return Facet(item.name, item.label, values)


def _label(item: Filter, value: str) -> str:
    return item.values.get(value, value) if item.values else value


def _toggle(item: Filter, value: str, request: SearchRequest) -> str:
    return request.toggled(item.name, int(value) if item.name == "year" else value).to_query_string()


def _ordered(item: Filter, counts: dict[str, int]) -> list[str]:
    """Years from the newest on, bands from the smallest on, all else by count."""
    if item.name == "year":
        return sorted(counts, reverse=True)
    if item.name == "band" and item.values:
        return [value for value in item.values if value in counts]
    return sorted(counts, key=lambda value: (-counts[value], value))
