"""A search page by page, so that no result comes twice and none is left out while others are added.

In: a SearchRequest and a cursor. Out: a page of results and the cursor of the next. By relevance a page holds the best
that have not been given yet, at most MOST_BY_RELEVANCE in all; by date or sum it goes on below the last one given.
What comes into the index after the first page stays out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tantivy import Occur, Order, Query

from kb.search import language
from kb.search.accused import PartyCount, named_in
from kb.search.attached import DocumentHit, make_document_hits
from kb.search.compile import Compiler
from kb.search.cursor import Cursor, dump
from kb.search.facets import with_filters
from kb.search.folder import Reader
from kb.search.hits import Found, Hit, make_hits
from kb.search.query import effective_sort, make_check
from kb.search.request import SearchRequest
from kb.search.scopes import scope_of
from kb.search.syntax import Node

MOST_BY_RELEVANCE = 1_000
_SPARE = 40


@dataclass(frozen=True, slots=True)
class Page:
    """Of `hits`, `parties` and `documents` one is filled. `next` is None on the last page."""

    hits: Sequence[Hit] = ()
    parties: Sequence[PartyCount] = ()
    documents: Sequence[DocumentHit] = ()
    next: str | None = None
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A result in the index. `unit` is what counts as one result: the case, or the announcement or document itself."""

    key: int
    number: int
    case: int | None
    unit: int
    score: float


@dataclass(frozen=True, slots=True)
class Walk:
    """A search, bounded to what the index held at its first page."""

    reader: Reader
    compiler: Compiler
    request: SearchRequest
    query: Query
    sort: str
    node: Node


def page_after(reader: Reader, request: SearchRequest, cursor: Cursor | None, limit: int) -> Page:
    scope = scope_of(request.by)
    parsed = language.parse(request.text)
    compiler = Compiler(reader.schema, reader.searcher, make_check(reader, scope), scope)
    cursor = cursor or Cursor(highest(compiler))
    query = with_filters(compiler, compiler.find(parsed.node), request)
    bounded = must(query, compiler.between(scope.key, None, cursor.bound))
    walk = Walk(reader, compiler, request, bounded, effective_sort(request, parsed), parsed.node)
    return party_page(walk, cursor, limit) if request.by == "party" else hit_page(walk, cursor, limit)


def highest(compiler: Compiler) -> int:
    wanted = {"highest": {"max": {"field": compiler.scope.key}}}
    return int(compiler.searcher.aggregate(compiler.everything(), wanted)["highest"]["value"] or 0)


def must(*queries: Query) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def party_page(walk: Walk, cursor: Cursor, limit: int) -> Page:
    """Parties are few and counted anew for each page; the bound keeps their order."""
    found = named_in(walk.compiler, walk.query, walk.node)
    left = [party for party in found if cursor.last < 0 or (-rank(party), party.name) > (-cursor.last, cursor.name)]
    shown = left[:limit]
    is_last = len(left) <= limit
    following = None if is_last else dump(replace(cursor, last=rank(shown[-1]), name=shown[-1].name), walk.request)
    return Page(parties=shown, next=following)


def rank(party: PartyCount) -> int:
    """How far up a party stands, names apart."""
    return (party.matches << 32) + party.announcements


def hit_page(walk: Walk, cursor: Cursor, limit: int) -> Page:
    room = MOST_BY_RELEVANCE - len(cursor.seen) if walk.sort == "relevance" else limit
    rows = rows_after(walk, cursor, min(limit, room) + 1)
    shown, has_more = rows[: min(limit, room)], len(rows) > min(limit, room)
    is_cut = has_more and walk.sort == "relevance" and len(shown) == room
    following = dump(moved(cursor, shown, walk.sort), walk.request) if has_more and not is_cut else None
    if walk.request.by == "document":
        documents = make_document_hits([(row.number, row.score) for row in shown], walk.node)
        return Page(documents=documents, next=following, is_cut=is_cut)
    found = [Found(row.number, row.case, row.score) for row in shown]
    return Page(hits=make_hits(found, {}, walk.node), next=following, is_cut=is_cut)


def moved(cursor: Cursor, shown: Sequence[Row], sort: str) -> Cursor:
    if sort == "relevance":
        return replace(cursor, seen=(*cursor.seen, *(row.unit for row in shown)))
    last = shown[-1].key
    before = cursor.seen if last == cursor.last else ()
    return replace(cursor, last=last, seen=(*before, *(row.unit for row in shown if row.key == last)))


def rows_after(walk: Walk, cursor: Cursor, wanted: int) -> list[Row]:
    """The next results, each unit once."""
    query = remaining(walk, cursor)
    limit = wanted + _SPARE
    while True:
        rows = ranked_rows(walk, query, limit)
        given = given_before(walk, cursor, rows)
        first: dict[int, Row] = {}
        for row in rows:
            if row.unit not in given:
                first.setdefault(row.unit, row)
        if len(first) >= wanted or len(rows) < limit:
            return list(first.values())[:wanted]
        limit *= 3


def remaining(walk: Walk, cursor: Cursor) -> Query:
    """The search without what was given, as far as the index alone can tell."""
    clauses = [(Occur.Must, walk.query)]
    if walk.sort != "relevance" and cursor.last >= 0:
        clauses.append((Occur.Must, walk.compiler.between(walk.sort, None, cursor.last)))
    fields = {"case": ("case", "id"), "document": ("file", "file")}.get(walk.request.by, ("id", "id"))
    for field, numbers in zip(
        fields, ([n for n in cursor.seen if n > 0], [-n for n in cursor.seen if n < 0]), strict=True
    ):
        if numbers:
            clauses.append((Occur.MustNot, Query.term_set_query(walk.reader.schema, field, numbers)))
    return Query.boolean_query(clauses)


def ranked_rows(walk: Walk, query: Query, limit: int) -> list[Row]:
    searcher = walk.reader.searcher
    if walk.sort == "relevance":
        hits = searcher.search(query, limit, weight_by_field="freshness", count=False).hits
    else:
        hits = searcher.search(query, limit, order_by_field=walk.sort, order=Order.Desc, count=False).hits
    places = [place for _, place in hits]
    numbers = searcher.fast_field_values(walk.compiler.scope.key, places)
    cases = searcher.fast_field_values("case", places)
    keys = searcher.fast_field_values(walk.sort, places) if walk.sort != "relevance" else [0] * len(places)
    return [
        make_row(walk.request.by, int(key or 0), int(number or 0), None if case is None else int(case), float(score))
        for key, number, case, (score, _) in zip(keys, numbers, cases, hits, strict=True)
    ]


def make_row(by: str, key: int, number: int, case: int | None, score: float) -> Row:
    if by != "case":
        return Row(key, number, case, number, score)
    return Row(key, number, case, -number if case is None else case, score)


def given_before(walk: Walk, cursor: Cursor, rows: Sequence[Row]) -> set[int]:
    """Cases whose best announcement lies above the last result: they were given, though others of theirs come now."""
    cases = sorted({row.case for row in rows if row.case is not None})
    if walk.request.by != "case" or walk.sort == "relevance" or cursor.last < 0 or not cases:
        return set()
    above = must(
        walk.query,
        walk.compiler.between(walk.sort, cursor.last + 1, None),
        Query.term_set_query(walk.reader.schema, "case", cases),
    )
    wanted = {"cases": {"terms": {"field": "case", "size": len(cases)}}}
    buckets = walk.reader.searcher.aggregate(above, wanted)["cases"]["buckets"]
    return {int(row["key"]) for row in buckets}
