"""Turns the tree of a query into a query of the index. In: nodes of syntax.py. Out: a tantivy.Query.

Matching and scoring go together: a word counts more in the title, in a party's name and in a charge. Filters score
nothing. Nearness is a distance between positions, see near.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import tantivy
from tantivy import FieldType, Occur, Query

from kb.search import schema
from kb.search.analysis import fold, stems, words
from kb.search.dockets import docket_forms, looks_like_docket
from kb.search.judge import fuzziness
from kb.search.near import Terms, near_query
from kb.search.scopes import ANNOUNCEMENTS, Scope, may_hit_documents
from kb.search.syntax import (
    And,
    Between,
    Concept,
    Everything,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Provision,
    Tag,
    Within,
    Word,
)

_TITLE_BOOST = 3.0
_PARTY_BOOST = 2.5
_LABEL_BOOST = 1.5
_CHARGE_SCORE = 6.0
_STAGE_SCORE = 4.0
_MOST_EXPANSIONS = 60
_LONG_PREFIX = 4
_MOST_OF_PREFIX = 50  # tantivy's query of a prefix takes no more words; it is made in a hundredth of a regex's time
_JUDGE_REACH = 4
_STEMMED_TOO = {"title": "title_exact", "document": "document_exact"}

Check = Callable[[Near, Query, Query | None], Query]
Clause = tuple[Occur, Query]


class Compiler:
    """Compiles for one state of the index: open-ended words are expanded from its terms.

    `check` narrows what a loose query of nearness finds down to what the text bears out; see near.py.
    """

    def __init__(
        self,
        index_schema: tantivy.Schema,
        searcher: tantivy.Searcher,
        check: Check | None = None,
        scope: Scope = ANNOUNCEMENTS,
    ) -> None:
        self.schema = index_schema
        self.searcher = searcher
        self.check = check
        self.scope = scope

    def find(self, node: Node, *, is_scored: bool = True) -> Query:
        """What is looked for in the scope, and nothing else that the index holds. Unscored: the same, found sooner."""
        query = self.compile(node) if is_scored else self._any(self._ways(node)[0])
        return self.fenced(query) if self.scope.is_documents or may_hit_documents(node) else query

    def fenced(self, query: Query) -> Query:
        """The query without what lies outside the scope."""
        within = Query.const_score_query(self._term("doc", self.scope.tag), 0.0)
        return Query.boolean_query([(Occur.Must, query), (Occur.Must, within)])

    def compile(self, node: Node) -> Query:
        match node:
            case Word() | Phrase() | Or():
                return self._any([query for queries in self._ways(node) for query in queries])
            case Concept():
                found, more = self._ways(node)
                return Query.boolean_query([(Occur.Must, self._any(found)), *((Occur.Should, query) for query in more)])
            case Pattern():
                return self._any([self._pattern(field, node.text) for field in self._written()])
            case Fuzzy():
                return self._any([self._fuzzy(field, node.text) for field in self._written()])
            case Provision():
                return self.tags("provision", [form.lower() for form in node.forms])
            case Tag():
                return self.tags(node.field, node.values)
            case Between():
                return self.between(node.field, node.low, node.high)
            case Within():
                return self._within(node)
            case Near():
                return self._near(node)
            case And():
                return self._all(node.parts)
            case Not():
                return self._all((node,))
            case Everything():
                return self.everything()

    def _ways(self, node: Node) -> tuple[list[Query], list[Query]]:
        """What may match, one of which does; and what only adds to the score of that.

        Words are required in the fewest places: looking through all of them together takes several times as long.
        """
        match node:
            case Word():
                return self._word(node)
            case Phrase():
                return self._phrase(node)
            case Concept():
                return self._concept(node)
            case And():
                clauses, more = self._needed(node.parts, is_scored=False)
                return [Query.boolean_query(clauses)], more
            case Or():
                each = [
                    self._ways(part) if isinstance(part, Word | Phrase | Or) else ([self.compile(part)], [])
                    for part in node.parts
                ]
                return [query for found, _ in each for query in found], [query for _, more in each for query in more]
            case _:
                return [self.compile(node)], []

    def everything(self) -> Query:
        """All of the scope, each with the same score; the index's own cursor is not among them."""
        return Query.const_score_query(self._term("doc", self.scope.tag), 1.0)

    def _written(self) -> tuple[str, ...]:
        """The fields that hold words as written."""
        return (self.scope.exact,) if self.scope.is_documents else ("exact", "party")

    def between(self, field: str, low: int | None, high: int | None) -> Query:
        if low is None and high is None:
            return self.everything()
        low = max(low, 0) if low is not None else None
        query = Query.range_query(self.schema, self.scope.field_for(field), FieldType.Unsigned, low, high)
        return Query.const_score_query(query, 0.0)

    def _all(self, parts: Iterable[Node]) -> Query:
        clauses, more = self._needed(tuple(parts))
        return Query.boolean_query([*clauses, *((Occur.Should, query) for query in more)])

    def _needed(self, parts: Sequence[Node], *, is_scored: bool = True) -> tuple[list[Clause], list[Query]]:
        """The clauses that must or must not match, and what only adds to the score."""
        wanted = [part for part in parts if not isinstance(part, Not)]
        clauses, scoring = [], []
        for part in parts:
            found, more = self._ways(part.part if isinstance(part, Not) else part)
            if is_scored and wanted == [part] and isinstance(part, Word | Phrase | Or):
                found, more = found + more, []  # soonest ranked where nothing else narrows it down
            clauses.append((Occur.MustNot if isinstance(part, Not) else Occur.Must, self._any(found)))
            scoring += [] if isinstance(part, Not) else more
        if not wanted:
            clauses.append((Occur.Must, self.everything()))
        return clauses, scoring

    def _any(self, queries: Sequence[Query]) -> Query:
        if not queries:
            return Query.empty_query()
        return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])

    def _term(self, field: str, value: str) -> Query:
        return Query.term_query(self.schema, field, value, "basic" if field in schema.TAGS else "freq")

    def tags(self, field: str, values: Iterable[str]) -> Query:
        field = self.scope.field_for(field)
        return Query.const_score_query(self._any([self._term(field, value) for value in values]), 0.0)

    def _terms(self, field: str, terms: Terms, boost: float = 1.0) -> Query:
        """The terms side by side in a field. A word too long for the index has no terms and is nowhere."""
        if not terms:
            return Query.empty_query()
        query = Query.phrase_query(self.schema, field, list(terms)) if len(terms) > 1 else self._term(field, terms[0])
        return query if boost == 1.0 else Query.boost_query(query, boost)

    def _word(self, node: Word) -> tuple[list[Query], list[Query]]:
        text = re.sub(r"'s$", "", node.text)
        stemmed, plain = stems(text), words(text)
        found, more = [self._terms(self.scope.body, stemmed)], []
        if not self.scope.is_documents:
            more = [
                self._terms("title", stemmed, _TITLE_BOOST),
                self._terms("party", plain, _PARTY_BOOST),
                self._terms("label", stemmed, _LABEL_BOOST),
            ]
        if len(stemmed) > 1:  # side by side in a name or label, and then not in the body
            found, more = found + more, []
        if re.fullmatch(r"(?:19|20)\d\d", text):
            found.append(self.between("year", int(text), int(text)))
        if re.fullmatch(r"\d{2,5}-\d{1,4}", text):
            found.append(self.tags("number", [text.lower()]))
        if looks_like_docket(text):
            found.append(self.tags("docket", sorted(docket_forms(text))))
        return found, more

    def _phrase(self, node: Phrase) -> tuple[list[Query], list[Query]]:
        terms = words(node.text)
        if self.scope.is_documents:
            return [self._terms(self.scope.exact, terms)], []
        found = [self._terms("exact", terms), self._terms("party", terms, _PARTY_BOOST)]
        return found, [self._terms("title_exact", terms, _TITLE_BOOST)]

    def _pattern(self, field: str, text: str) -> Query:
        start, *rest = fold(text).split("*")
        if rest == [""] and len(start) >= _LONG_PREFIX:
            few = self.searcher.terms_with_prefix(field, start, limit=_MOST_OF_PREFIX + 1)
            if len(few) <= _MOST_OF_PREFIX:
                return Query.phrase_prefix_query(self.schema, field, [start])
        return Query.regex_query(self.schema, field, ".*".join(map(re.escape, (start, *rest))))

    def _fuzzy(self, field: str, text: str) -> Query:
        return self._any(
            [Query.fuzzy_term_query(self.schema, field, term, fuzziness(text), True, False) for term in words(text)]
        )

    def _concept(self, node: Concept) -> tuple[list[Query], list[Query]]:
        found, more = self._word(node.words[0]) if len(node.words) == 1 else ([self._all(node.words)], [])
        own = tuple(stem for word in node.words for stem in stems(word.text))
        for terms in dict.fromkeys(map(stems, node.phrases)):
            if not set(own) <= set(terms):
                found.append(self._terms(self.scope.body, terms))
        more += [self._term(self.scope.body, stem) for stem in own]  # what has a name counts twice
        if self.scope.is_documents:
            return found, more
        if node.charges:
            found.append(Query.boost_query(self._scored_tags("charge", node.charges), _CHARGE_SCORE))
        if node.industries:
            found.append(self.tags("industry", node.industries))
        if node.stages:
            more.append(Query.boost_query(self._scored_tags("stage", node.stages), _STAGE_SCORE))
        return found, more

    def scored_tag(self, field: str, value: str) -> Query:
        """Scores the same wherever the field has the value."""
        return Query.const_score_query(self._term(field, value), 1.0)

    def _scored_tags(self, field: str, values: Sequence[str]) -> Query:
        return Query.const_score_query(self._any([self._term(field, value) for value in values]), 1.0)

    def _within(self, node: Within) -> Query:
        if self.scope.is_documents and node.field != "judge":
            return self._inside(self.scope.body, node.part)
        if node.field == "judge":
            return self._near(Near(Word("judge"), node.part, "words", _JUDGE_REACH, is_ordered=True))
        return self._inside(node.field, node.part)

    def _inside(self, field: str, node: Node) -> Query:
        """The part of a query that looks into one text field alone."""
        match node:
            case Word() | Phrase():
                if field in _STEMMED_TOO and isinstance(node, Word):
                    return self._terms(field, stems(node.text))
                return self._terms(_STEMMED_TOO.get(field, field), words(node.text))
            case Pattern():
                return self._pattern(_STEMMED_TOO.get(field, field), node.text)
            case Fuzzy():
                return self._fuzzy(_STEMMED_TOO.get(field, field), node.text)
            case Or():
                return self._any([self._inside(field, part) for part in node.parts])
            case And() | Concept():
                parts = node.parts if isinstance(node, And) else node.words
                return self._inside_all(field, parts)
            case Not():
                return self._inside_all(field, (node,))
            case _:
                return self.compile(node)

    def _inside_all(self, field: str, parts: Iterable[Node]) -> Query:
        clauses = [
            (Occur.MustNot, self._inside(field, part.part))
            if isinstance(part, Not)
            else (Occur.Must, self._inside(field, part))
            for part in parts
        ]
        if all(occur == Occur.MustNot for occur, _ in clauses):
            clauses.append((Occur.Must, self.everything()))
        return Query.boolean_query(clauses)

    def _near(self, node: Near) -> Query:
        found = near_query(self, node)
        loose = self.check(node, found.loose, found.sure) if self.check and found.loose else found.loose
        return self._any([query for query in (found.sure, loose) if query])

    def expanded(self, node: Pattern) -> list[Terms]:
        """The stems of the index's words that fit the pattern, the most frequent first."""
        prefix = fold(node.text).split("*")[0]
        wanted = re.compile(".*".join(map(re.escape, fold(node.text).split("*"))))
        known = self.searcher.terms_with_prefix(self.scope.exact, prefix)
        fitting = sorted((row for row in known if wanted.fullmatch(row[0])), key=lambda row: -row[1])
        return list(dict.fromkeys(stems(term) for term, _ in fitting[:_MOST_EXPANSIONS]))
