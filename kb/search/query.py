"""Searching: a SearchRequest in, Results out. What pages, feeds and alerts use.

`search` answers from the index; `matches` (matching.py) says which of some announcements a search finds, from the
database itself and so without any lag. Neither raises for any text: what is wrong with it is said in `Results.problem`,
beside the best reading of it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from tantivy import DocAddress, Occur, Order, Query

from kb.models import Announcement
from kb.search import ahead, language
from kb.search.accused import PartyCount, named_in
from kb.search.attached import DocumentHit, document_texts, make_document_hits
from kb.search.close import FEW, close_query
from kb.search.compile import Compiler
from kb.search.exact import TextCheck
from kb.search.facets import (
    Facet,
    FacetValue,
    Shared,
    count_all,
    count_cases,
    count_shared,
    make_facets,
    unscored,
    with_filters,
)
from kb.search.folder import IndexDamaged, Reader
from kb.search.hints import Hint, make_hints
from kb.search.hits import Found, Hit, Passage, make_hits
from kb.search.index import usable_reader
from kb.search.matching import Matcher, matches
from kb.search.request import SearchRequest
from kb.search.results import Results
from kb.search.scopes import DOCUMENTS, Scope, scope_of
from kb.search.syntax import Concept, Fuzzy, Node, Pattern, Phrase, Word, walk

__all__ = [
    "Facet",
    "FacetValue",
    "DocumentHit",
    "Hint",
    "Hit",
    "Matcher",
    "PartyCount",
    "Passage",
    "Results",
    "SearchRequest",
    "matches",
    "search",
]

WORDS = (Word, Phrase, Pattern, Fuzzy, Concept)
RENEWED = "The search index is being renewed. Until then, what is newest may be missing."
MOST_PAGES = 500
DOCUMENT_PAGE = 10
MOST_DOCUMENTS_READ = 40  # to tell whether words stand as near in a document as was asked
MOST_BY_CASE = 1_000  # with more announcements than that, filters count these and not their cases
MOST_COUNTED = 10_000  # with more announcements than that, the number of cases is estimated


def search(request: SearchRequest, *, page_size: int = 20) -> Results:
    """One page of results, at most `page_size` cases. A missing index is built: at once when small, else meanwhile."""
    try:
        return search_in(usable_reader(), request, page_size)
    except IndexDamaged:
        return Results(request=request, problem="The search index is being built. Please try again in a few minutes.")


def search_in(reader: Reader, request: SearchRequest, page_size: int) -> Results:
    started = time.perf_counter()
    parsed = language.parse(request.text)
    scope = scope_of(request.by)
    check = make_check(reader, scope)
    compiler = Compiler(reader.schema, reader.searcher, check, scope)
    query = compiler.find(parsed.node)
    filtered = with_filters(compiler, query, request)
    answer = {"party": party_page, "document": document_page}.get(request.by, hit_page)
    plain = unscored(compiler, parsed.node, query)
    asked = Asked(reader, compiler, request, parsed, query, plain, filtered, page_size)
    results = answer(asked)
    return replace(
        results,
        asked=asked,
        problem=parsed.problem or check.problem or (RENEWED if reader.is_old else None),
        hints=make_hints(compiler, parsed.node, request, results.count),
        took_ms=round((time.perf_counter() - started) * 1000, 1),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A search on its way: `query` without its filters, `plain` the same for counting, `filtered` with its filters."""

    reader: Reader
    compiler: Compiler
    request: SearchRequest
    parsed: language.Parsed
    query: Query
    plain: Query
    filtered: Query
    page_size: int

    def pages(self, total: int) -> tuple[int, int]:
        """The page to show, and how many there are."""
        pages = max(1, min(MOST_PAGES, -(-total // self.page_size)))
        return min(self.request.page, pages), pages


def make_check(reader: Reader, scope: Scope) -> TextCheck:
    index = (reader.schema, reader.searcher)
    if scope is DOCUMENTS:
        most = MOST_DOCUMENTS_READ
        return TextCheck(*index, document_texts, state=reader.stamp, key=scope.key, most=most)
    return TextCheck(*index, current_texts, state=reader.stamp)


def hit_page(asked: Asked) -> Results:
    """Cases or announcements."""
    reader, compiler, request = asked.reader, asked.compiler, asked.request
    sort = effective_sort(request, asked.parsed)
    is_grouped = request.by == "case"
    size = asked.page_size
    matched = asked.plain
    counted = None
    if ahead.pays(compiler, asked.parsed.node):
        counted = ahead.begin(partial(count_all, compiler, matched, request, is_many=True))
    found, count = page_of_hits(reader, asked.filtered, sort, request.page, size, is_grouped=is_grouped)
    is_many = count > MOST_COUNTED
    by_case = is_grouped and count <= MOST_BY_CASE
    counts = (
        counted() if counted else count_all(compiler, matched, request, is_many=is_many, number=count, by_case=by_case)
    )
    if counted and not is_many:
        counts.shared = count_shared(compiler, with_filters(compiler, matched, request), is_many=False)
    if counted and by_case:
        count_cases(compiler, matched, request, counts)
    shared = counts.shared
    case_count = count - shared.announcements + shared.cases
    page, pages = asked.pages(case_count if is_grouped else count)
    if page != request.page:
        found, _ = page_of_hits(reader, asked.filtered, sort, page, size, is_grouped=is_grouped)
    return Results(
        request=request,
        hits=make_hits(found, others_of(compiler, asked.filtered, found, shared), asked.parsed.node),
        close=close_hits(asked) if count < FEW and page == 1 else [],
        count=count,
        case_count=case_count,
        is_estimated=shared.per_case is None,
        facets=make_facets(counts, request),
        unit="cases" if by_case else "announcements",
        names=counts.names,
        page=page,
        pages=pages,
    )


def close_hits(asked: Asked) -> list[Hit]:
    """The best of what has most of the words, without what has all of them."""
    query = close_query(asked.compiler, asked.parsed.node)
    if query is None:
        return []
    filtered = with_filters(asked.compiler, query, asked.request)
    is_grouped = asked.request.by == "case"
    whole, _ = page_of_hits(asked.reader, asked.filtered, "relevance", 1, FEW, is_grouped=is_grouped)
    rows, _ = page_of_hits(asked.reader, filtered, "relevance", 1, 2 * FEW, is_grouped=is_grouped)
    known = {unit_of(row, is_grouped=is_grouped) for row in whole}
    left = [row for row in rows if unit_of(row, is_grouped=is_grouped) not in known]
    return make_hits(left[:FEW], {}, asked.parsed.node)


def party_page(asked: Asked) -> Results:
    """Those accused in the announcements found; `count` counts announcements."""
    count = int(asked.reader.searcher.search(asked.filtered, 1).count)  # type: ignore[attr-defined]
    parties = named_in(asked.compiler, asked.filtered, asked.parsed.node)
    facets = make_facets(count_all(asked.compiler, asked.query, asked.request, is_many=True), asked.request)
    page, pages = asked.pages(len(parties))
    shown = parties[(page - 1) * asked.page_size : page * asked.page_size]
    return Results(
        request=asked.request,
        parties=shown,
        party_count=len(parties),
        count=count,
        facets=facets,
        page=page,
        pages=pages,
    )


def document_page(asked: Asked) -> Results:
    """Documents, fewer to a page than cases; `count` counts documents."""
    asked = replace(asked, page_size=min(asked.page_size, DOCUMENT_PAGE))
    sort = effective_sort(asked.request, asked.parsed)
    facets = make_facets(count_all(asked.compiler, asked.query, asked.request, is_many=True), asked.request)
    _, count = ranked(asked.reader, asked.filtered, sort, 1)
    page, pages = asked.pages(count)
    hits, _ = ranked(asked.reader, asked.filtered, sort, page * asked.page_size)
    hits = hits[(page - 1) * asked.page_size :]
    keys = asked.reader.searcher.fast_field_values("file", [place for _, place in hits])
    found = [(int(pk or 0), float(score)) for (score, _), pk in zip(hits, keys, strict=True)]
    return Results(
        request=asked.request,
        documents=make_document_hits(found, asked.parsed.node),
        unit="documents",
        count=count,
        facets=facets,
        page=page,
        pages=pages,
    )


def effective_sort(request: SearchRequest, parsed: language.Parsed) -> str:
    """`relevance`, or the field to sort by. What is asked for in the text goes first; without words there is no
    relevance, so the newest come first. Cases go by what all their announcements order together."""
    chosen = parsed.sort or request.sort
    if chosen == "largest" and request.by == "case":
        return "case_largest"
    return "newest" if chosen == "relevance" and not has_words(parsed.node) else chosen


def has_words(node: Node) -> bool:
    """Whether anything in it tells a better answer from a worse one: fields and provisions only tell which fit."""
    return any(isinstance(part, WORDS) for part in walk(node, wanted_only=True))


def page_of_hits(
    reader: Reader, query: Query, sort: str, page: int, page_size: int, *, is_grouped: bool
) -> tuple[list[Found], int]:
    """A page in order, and how many announcements match. Where grouped, each case stands by its first announcement."""
    wanted = min(page, MOST_PAGES) * page_size
    limit = wanted + page_size
    while True:
        hits, count = ranked(reader, query, sort, limit)
        rows = read_places(reader, hits)
        found = first_of_each_case(rows) if is_grouped else rows
        if len(found) >= wanted or len(hits) < limit:
            return found[wanted - page_size : wanted], count
        limit *= 2


def ranked(reader: Reader, query: Query, sort: str, limit: int) -> tuple[list[tuple[float, DocAddress]], int]:
    if sort == "relevance":
        found = reader.searcher.search(query, limit, weight_by_field="freshness")
    else:
        found = reader.searcher.search(query, limit, order_by_field=sort, order=Order.Desc)
    return list(found.hits), int(found.count)  # type: ignore[attr-defined]


def read_places(reader: Reader, hits: list[tuple[float, DocAddress]]) -> list[Found]:
    places = [place for _, place in hits]
    ids = reader.searcher.fast_field_values("id", places)
    cases = reader.searcher.fast_field_values("case", places)
    return [
        Found(int(pk or 0), None if case is None else int(case), float(score))
        for (score, _), pk, case in zip(hits, ids, cases, strict=True)
    ]


def first_of_each_case(rows: list[Found]) -> list[Found]:
    first: dict[object, Found] = {}
    for row in rows:
        first.setdefault(unit_of(row, is_grouped=True), row)
    return list(first.values())


def unit_of(row: Found, *, is_grouped: bool) -> object:
    """What counts as one result: the case, or the announcement itself."""
    return row.case if is_grouped and row.case is not None else ("alone", row.announcement)


def others_of(compiler: Compiler, query: Query, found: list[Found], shared: Shared) -> dict[int, int]:
    """For each case on the page: how many announcements of it match beside the one that is shown."""
    cases = [row.case for row in found if row.case is not None]
    if not cases:
        return {}
    if shared.per_case is not None:
        return {case: shared.per_case.get(case, 1) - 1 for case in cases}
    each = [(Occur.Should, Query.term_query(compiler.schema, "case", case, "basic")) for case in cases]
    these = Query.boolean_query(each)
    narrowed = Query.boolean_query([(Occur.Must, query), (Occur.Must, these)])
    wanted = {"cases": {"terms": {"field": "case", "size": len(cases)}}}
    buckets = compiler.searcher.aggregate(narrowed, wanted)["cases"]["buckets"]
    return {int(row["key"]): row["doc_count"] - 1 for row in buckets}


def current_texts(ids: Iterable[int]) -> dict[int, str]:
    rows = Announcement.objects.filter(pk__in=list(ids), current_version__isnull=False)
    return dict(rows.values_list("pk", "current_version__text"))
