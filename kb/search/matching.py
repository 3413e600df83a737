"""Which of some announcements a search finds, judged from the database itself: for alerts, without lag or miss.

In: announcements, or records of them, and requests. Out: the ids that match. The same language, analysis and filters as
`search`, on an index in memory that holds these announcements alone. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from kb.search import language
from kb.search.compile import Compiler
from kb.search.documents import make_document
from kb.search.exact import TextCheck
from kb.search.facets import with_filters
from kb.search.folder import create_index
from kb.search.records import Record, read_records
from kb.search.request import SearchRequest
from kb.search.scopes import ANNOUNCEMENTS, CASES

_HEAP = 15_000_000


class Matcher:
    """Reads the announcements once and judges any number of searches on them."""

    def __init__(self, records: Iterable[Record]) -> None:
        index = create_index()
        writer = index.writer(_HEAP, 1)
        self._texts: dict[int, str] = {}
        for record in records:
            writer.add_document(make_document(record))
            self._texts[record.id] = record.text
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()
        self._schema = index.schema

    @classmethod
    def of(cls, announcements: Iterable[int]) -> Matcher:
        """Of announcements as the database has them now."""
        return cls(read_records(announcements))

    def matches(self, request: SearchRequest) -> set[int]:
        if not self._texts:
            return set()
        check = TextCheck(self._schema, self._searcher, self._pick, most=len(self._texts))
        scope = CASES if request.by == "case" else ANNOUNCEMENTS
        compiler = Compiler(self._schema, self._searcher, check, scope)
        query = with_filters(compiler, compiler.compile(language.parse(request.text).node), request)
        places = [place for _, place in self._searcher.search(query, len(self._texts), count=False).hits]
        return {int(pk) for pk in self._searcher.fast_field_values("id", places) if pk is not None}

    def _pick(self, ids: Iterable[int]) -> dict[int, str]:
        return {pk: self._texts[pk] for pk in ids}


def matches(request: SearchRequest, announcements: Iterable[int]) -> set[int]:
    """Which of these announcements the search finds. For several searches on the same ones, use a Matcher."""
    return Matcher.of(announcements).matches(request)
