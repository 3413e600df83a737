"""Counts per filter: how many announcements each value would leave, given the text and all *other* filters; documents
where these are looked for, and cases where they are few enough to tell at once.

In: a compiled query and a request. Out: facets with a link for each value, which adds it or takes it away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tantivy import Occur, Query

from kb.search.accused import names_wanted, read_names
from kb.search.compile import Compiler
from kb.search.request import FILTERS, Filter, SearchRequest
from kb.search.syntax import And, Concept, Node, Not, Or, Phrase, Word, walk

_MOST_VALUES = 60


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a filter, and the search that adds it or takes it away."""

    filter: Filter
    query_string: str
    value: str
    count: int
    is_selected: bool

    @property
    def label(self) -> str:
        return self.filter.values.get(self.value, self.value) if self.filter.values else self.value


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


def unscored(compiler: Compiler, node: Node, query: Query) -> Query:
    """What finds the same as the query of the node, sooner, as it need not tell better from worse."""
    is_plain = all(isinstance(part, Word | Phrase | Concept | And | Or | Not) for part in walk(node))
    return compiler.find(node, is_scored=False) if is_plain else query


@dataclass(frozen=True, slots=True)
class Shared:
    """Announcements that match and share their case: how many of them, in how many cases, and how many per case.

    `per_case` is None where there are too many cases to list; `cases` is then an estimate, good to about a percent.
    """

    announcements: int
    cases: int
    per_case: dict[int, int] | None


@dataclass(slots=True)
class Counts:
    """For each filter how many announcements each of its values would leave; and the counting of cases.

    `names`: how many parties are accused, and whether that is an estimate; None where it was not asked.
    """

    values: dict[str, dict[str, int]]
    shared: Shared
    names: tuple[int, bool] | None = None


def count_all(
    compiler: Compiler,
    query: Query,
    request: SearchRequest,
    *,
    is_many: bool,
    number: int | None = None,
    by_case: bool = False,
) -> Counts:
    """In one pass but for chosen filters. `is_many`: estimate the cases. `number` of announcements, where it is known:
    count the parties too. `by_case`: each value's cases instead of its announcements."""
    filtered = with_filters(compiler, query, request)
    free = [item for item in FILTERS if not request.values_of(item)]
    wanted = _wanted(compiler, free, by_case=by_case) | (_ESTIMATE if is_many else _COUNT)
    if number is not None:
        wanted |= names_wanted(number)
    found = compiler.searcher.aggregate(filtered, wanted)
    values = {item.name: _read_counts(found[item.name]) for item in free}
    for item in FILTERS:
        if request.values_of(item):
            others = with_filters(compiler, query, request, leave_out=item.name)
            own = compiler.searcher.aggregate(others, _wanted(compiler, [item], by_case=by_case))
            values[item.name] = _read_counts(own[item.name])
    return Counts(values, _read_shared(found), None if number is None else read_names(found))


def count_cases(compiler: Compiler, query: Query, request: SearchRequest, counts: Counts) -> None:
    """Makes the counts those of cases, which takes another pass for each chosen filter and one for the rest."""
    if counts.shared.announcements:
        free = [item for item in FILTERS if not request.values_of(item)]
        take_away(counts.values, surplus(compiler, with_filters(compiler, query, request), free))
    for item in FILTERS:
        if request.values_of(item):
            others = with_filters(compiler, query, request, leave_out=item.name)
            take_away(counts.values, surplus(compiler, others, [item]))


def make_facets(counts: Counts, request: SearchRequest) -> list[Facet]:
    return [_make_facet(item, counts.values[item.name], request) for item in FILTERS]


def surplus(compiler: Compiler, query: Query, items: Sequence[Filter]) -> dict[str, dict[str, int]]:
    """By how much each value's count of announcements exceeds its count of cases.

    Only announcements that share a case are looked at, which are few.
    """
    several = Query.boolean_query([(Occur.Must, query), (Occur.Must, compiler.between("shared", 0, None))])
    found = compiler.searcher.aggregate(several, _wanted(compiler, items, by_case=True))
    return {item.name: {_key(row["key"]): _surplus(row) for row in found[item.name]["buckets"]} for item in items}


def take_away(counts: dict[str, dict[str, int]], less: Mapping[str, Mapping[str, int]]) -> None:
    """Values beyond the most frequent ones of a facet are not shown, so nothing is taken from them."""
    for name, values in less.items():
        for value, number in values.items():
            if value in counts[name]:
                counts[name][value] -= number


def count_shared(compiler: Compiler, query: Query, *, is_many: bool) -> Shared:
    """The counting of cases alone."""
    return _read_shared(compiler.searcher.aggregate(query, _ESTIMATE if is_many else _COUNT))


def _terms(field: str, most: int) -> dict[str, Any]:
    return {"terms": {"field": field, "size": most}}


_COUNT = {"cases": _terms("shared", 65_000)}
_ESTIMATE = {"shared": {"value_count": {"field": "shared"}}, "distinct": {"cardinality": {"field": "shared"}}}


def _read_shared(found: Mapping[str, Any]) -> Shared:
    if "cases" not in found:
        return Shared(int(found["shared"]["value"]), round(found["distinct"]["value"]), None)
    per_case = {int(row["key"]): row["doc_count"] for row in found["cases"]["buckets"]}
    return Shared(sum(per_case.values()), len(per_case), per_case)


def _wanted(compiler: Compiler, items: Iterable[Filter], *, by_case: bool) -> dict[str, Any]:
    inner = {"aggs": _COUNT} if by_case else {}
    return {item.name: {**_terms(compiler.scope.field_for(item.field), _MOST_VALUES), **inner} for item in items}


def _read_counts(found: Mapping[str, Any]) -> dict[str, int]:
    return {_key(row["key"]): row["doc_count"] - _surplus(row) for row in found["buckets"]}


def _surplus(row: Mapping[str, Any]) -> int:
    """By how much a value's announcements exceed its cases, where these were asked for."""
    shared: list[int] = [case["doc_count"] for case in row["cases"]["buckets"]] if "cases" in row else []
    return sum(shared) - len(shared)


def _key(key: str | float) -> str:
    return key if isinstance(key, str) else str(int(key))


def _make_facet(item: Filter, counts: dict[str, int], request: SearchRequest) -> Facet:
    selected = {str(value) for value in request.values_of(item)}
    for value in selected:
        counts.setdefault(value, 0)
    link = request.toggles(item.name)
    values = [
        FacetValue(item, link(value), value, counts[value], value in selected) for value in _ordered(item, counts)
    ]
    return Facet(item.name, item.label, values)


def _ordered(item: Filter, counts: dict[str, int]) -> list[str]:
    """Years from the newest on, bands from the smallest on, all else by count."""
    if item.name == "year":
        return sorted(counts, reverse=True)
    if item.name == "band" and item.values:
        return [value for value in item.values if value in counts]
    return sorted(counts, key=lambda value: (-counts[value], value))
