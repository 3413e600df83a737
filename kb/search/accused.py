"""Parties as results: who is accused, or holds proceeds, in the announcements that a search finds.

In: a query of the index. Out: names with how many of these announcements each is in: first those named as the search
asks, then those in most announcements. A name is not a person: two people can share one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tantivy import Occur, Query

from kb.search.analysis import words
from kb.search.compile import Compiler
from kb.search.syntax import Node, Phrase, Within, Word, walk

MOST_NAMES = 1_000  # each costs time; beyond, only names that hold a word of the search
FEW = 2_000


@dataclass(frozen=True, slots=True)
class PartyCount:
    """`matches`: how many of the words asked for are in the name."""

    name: str
    announcements: int
    matches: int


def named_in(compiler: Compiler, query: Query, node: Node) -> list[PartyCount]:
    """At most MOST_NAMES names; those that hold words of the search are among them in any case."""
    asked = asked_words(node)
    counts = _count(compiler, query)
    if asked and len(counts) == MOST_NAMES:
        held = [Query.term_query(compiler.schema, "party", word) for word in sorted(asked)]
        any_word = Query.boolean_query([(Occur.Should, each) for each in held])
        named = Query.boolean_query([(Occur.Must, query), (Occur.Must, any_word)])
        counts |= {name: number for name, number in _count(compiler, named).items() if asked & set(words(name))}
    found = [PartyCount(name, number, len(asked & set(words(name)))) for name, number in counts.items()]
    return sorted(found, key=lambda party: (-party.matches, -party.announcements, party.name))


def _count(compiler: Compiler, query: Query) -> dict[str, int]:
    wanted = {"accused": {"terms": {"field": "accused", "size": MOST_NAMES}}}
    buckets = compiler.searcher.aggregate(query, wanted)["accused"]["buckets"]
    return {str(row["key"]): int(row["doc_count"]) for row in buckets}


def count_names(compiler: Compiler, query: Query, announcements: int) -> tuple[int, bool]:
    """How many names there are, and whether that is an estimate, good to about a percent."""
    return read_names(compiler.searcher.aggregate(query, names_wanted(announcements)))


def names_wanted(announcements: int) -> dict[str, dict[str, Any]]:
    """What to ask of the index, to count the names of so many announcements."""
    if announcements <= FEW:
        return {"names": {"terms": {"field": "accused_key", "size": 65_000}}}
    return {"names": {"cardinality": {"field": "accused_key"}}}


def read_names(found: Mapping[str, Any]) -> tuple[int, bool]:
    """What the index answered, as `count_names` gives it."""
    names = found["names"]
    return (len(names["buckets"]), False) if "buckets" in names else (round(names["value"]), True)


def asked_words(node: Node) -> set[str]:
    """The words of a search that may be part of a name."""
    found = [part for part in walk(node, wanted_only=True) if isinstance(part, Word | Phrase)]
    inside = [part for part in found if _is_of_a_party(part, node)] or found
    return {word for part in inside for word in words(part.text) if not re.fullmatch(r"\d+", word)}


def _is_of_a_party(part: Node, node: Node) -> bool:
    outer: Iterable[Node] = walk(node, wanted_only=True)
    return any(isinstance(each, Within) and each.field == "party" and part in walk(each.part) for each in outer)
