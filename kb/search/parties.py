"""Finding people and firms by name. In: words of a name. Out: parties, each name once, those with most cases first.

All words must be in the name or in one alias, in any order, the last one perhaps unfinished. A name without any hit is
tried again with its words put right.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Max, Q, TextField
from django.db.models.functions import Cast, Lower

from kb.models import Party
from kb.search.compile import Compiler
from kb.search.index import usable_reader
from kb.search.language import normalise
from kb.search.query import SearchRequest
from kb.search.spelling import better_spelling

_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class PartyHit:
    """`cases`: how many cases the name is a party of. `query_string` is the search for them."""

    name: str
    kind: str
    cases: int
    query_string: str


def find_parties(text: str, *, limit: int = 10) -> list[PartyHit]:
    names = normalise(text)[:200].split()[:_MOST_WORDS]
    if not names:
        return []
    return _named(names, limit) or _named(put_right(names), limit)


def put_right(names: list[str]) -> list[str]:
    """The words with likely misspellings replaced by words of known names."""
    reader = usable_reader()
    compiler = Compiler(reader.schema, reader.searcher)
    return [better_spelling(compiler, "party", name) or name for name in names]


def _named(names: list[str], limit: int) -> list[PartyHit]:
    rows = Party.objects.annotate(other=Cast("aliases", TextField()))
    for name in names:
        rows = rows.filter(Q(name__icontains=name) | Q(other__icontains=name))
    found = (
        rows.values(key=Lower("name"))
        .annotate(shown=Max("name"), what=Max("kind"), cases=Count("case", distinct=True), last=Max(F("case__last_on")))
        .order_by("-cases", "-last", "key")
    )
    return [
        PartyHit(row["shown"], row["what"], row["cases"], party_search(row["shown"]).to_query_string())
        for row in found[:limit]
    ]


def party_search(name: str) -> SearchRequest:
    """The search for a party of just that name."""
    quoted = name.replace('"', " ")
    return SearchRequest(text=f'party:"{quoted}"')
