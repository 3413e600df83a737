"""Narrows what the index finds for a loose nearness down to what the texts bear out.

In: the node, the index's query, and where to get the texts of announcements or documents. Out: a query that finds just
the right ones. Above MOST candidates the index's answer stands as it is, and `problem` says so.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable

from tantivy import Occur, Query, Schema, Searcher

from kb.search.judge import Judge
from kb.search.syntax import Near
from kb.search.writing import write

MOST = 300
_REMEMBERED = 200
Texts = Callable[[Iterable[int]], dict[int, str]]
_judged: OrderedDict[tuple[Hashable, Near], list[int]] = OrderedDict()


class TextCheck:
    """A `Check` for the compiler. `texts` gives texts by the number in the field `key`.

    `state` names the state of the index, so that what was found in it is remembered for the next page or filter.
    """

    def __init__(
        self,
        schema: Schema,
        searcher: Searcher,
        texts: Texts,
        *,
        most: int = MOST,
        state: Hashable = None,
        key: str = "id",
    ) -> None:
        self.schema = schema
        self.searcher = searcher
        self.texts = texts
        self.most = most
        self.state = state if state is None else (state, key)
        self.key = key
        self.problem: str | None = None

    def __call__(self, node: Near, query: Query, sure: Query | None) -> Query:
        """Of what the loose query finds, what fits; nothing of what the sure one finds too, which need not be read."""
        right = _judged.get((self.state, node)) if self.state is not None else None
        if right is None:
            right = self._judge(node, must_not(query, sure) if sure else query)
        if right is None:
            self.problem = f"More than {self.most} texts nearly fit {write(node)}; some of them may not."
            return query
        these = Query.const_score_query(Query.term_set_query(self.schema, self.key, right), 0.0)
        return Query.boolean_query([(Occur.Must, query), (Occur.Must, these)])

    def _judge(self, node: Near, query: Query) -> list[int] | None:
        """The announcements that bear the node out; None where there are too many to read."""
        hits = self.searcher.search(query, self.most + 1, count=False).hits
        if len(hits) > self.most:
            return None
        places = [place for _, place in hits]
        ids = [int(pk) for pk in self.searcher.fast_field_values(self.key, places) if pk is not None]
        judge = Judge(node)
        right = [pk for pk, text in self.texts(ids).items() if judge.holds(text)]
        if self.state is not None:
            _judged[self.state, node] = right
            while len(_judged) > _REMEMBERED:
                _judged.popitem(last=False)
        return right


def must_not(query: Query, other: Query) -> Query:
    return Query.boolean_query([(Occur.Must, query), (Occur.MustNot, other)])
