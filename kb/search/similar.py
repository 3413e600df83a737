"""More like this: cases that resemble the one of an announcement, by their words, charges, law and industry.

In: an announcement's id. Out: hits, one for each other case, the most alike first; none for an announcement that the
index does not hold.
"""

from __future__ import annotations

from tantivy import Occur, Query

from kb.search.compile import Compiler
from kb.search.documents import tags_of
from kb.search.folder import Reader
from kb.search.hits import Hit, make_hits
from kb.search.index import usable_reader
from kb.search.query import first_of_each_case, read_places
from kb.search.records import Record, read_records
from kb.search.syntax import Everything

_SPARE = 3
_WEIGHTS = {"charge": 4.0, "provision": 2.0, "industry": 1.5}
_TEXT = 20_000


def more_like(announcement_id: int, *, limit: int = 5) -> list[Hit]:
    record = next(read_records([announcement_id]), None)
    if record is None:
        return []
    reader = usable_reader()
    hits = reader.searcher.search(likeness(reader, record), limit * _SPARE, count=False).hits
    found = first_of_each_case(read_places(reader, hits))[:limit]
    return make_hits(found, {}, Everything())


def likeness(reader: Reader, record: Record) -> Query:
    """Scores announcements of other cases by what they share with the record."""
    compiler = Compiler(reader.schema, reader.searcher)
    same = Query.term_query(reader.schema, "id", record.id, "basic")
    if record.case is not None:
        same = Query.term_query(reader.schema, "case", record.case, "basic")
    words = Query.more_like_this_document_fields_query(
        reader.schema, {"body": [record.text[:_TEXT]]}, min_doc_frequency=2, min_word_length=4, max_query_terms=25
    )
    clauses = [(Occur.Should, words), (Occur.MustNot, same), (Occur.Must, compiler.everything())]
    tags = tags_of(record)
    clauses += [
        (Occur.Should, Query.boost_query(compiler.scored_tag(field, value), weight))
        for field, weight in _WEIGHTS.items()
        for value in sorted(tags[field])
    ]
    return Query.boolean_query(clauses)
