"""Close matches: what has most of the words of a search, shown below the few results that have all of them.

In: the parts of a search. Out: a query of what lacks one word in three at most, and has all that was asked for by
field, amount or date, and nothing that was excluded; what has all of the words is among it. None for a search of a
single word, or of alternatives.
"""

from __future__ import annotations

from tantivy import Occur, Query

from kb.search.compile import Compiler
from kb.search.syntax import And, Concept, Fuzzy, Near, Node, Or, Pattern, Phrase, Provision, Word

FEW = 10  # announcements with all of the words, so that close ones are looked for
_WORDS = (Word, Concept, Phrase, Pattern, Fuzzy, Near, Or, Provision)


def close_query(compiler: Compiler, node: Node) -> Query | None:
    words = [part for part in node.parts if isinstance(part, _WORDS)] if isinstance(node, And) else []
    if len(words) < 2 or not isinstance(node, And):
        return None
    others = tuple(part for part in node.parts if not isinstance(part, _WORDS))
    wanted = [(Occur.Should, compiler.compile(part)) for part in words]
    most = Query.boolean_query(wanted, minimum_number_should_match=len(words) - max(1, len(words) // 3))
    clauses = [(Occur.Must, most), *([(Occur.Must, compiler.compile(And(others)))] if others else [])]
    return compiler.fenced(Query.boolean_query(clauses))
