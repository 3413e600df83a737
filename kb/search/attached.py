"""Documents as results: which page answers best, and where to open it.

In: documents found, and the tree of the query. Out: hits in the order given, each with its best sentences and the
number of the page they stand on, counted from 1. A document deleted meanwhile is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kb.models import Document
from kb.search import highlight
from kb.search.highlight import Fragments, Marker, make_marker
from kb.search.syntax import Node

_MOST_PASSAGES = 2
_MOST_OF_A_PAGE = 3
_SHORT = 60  # characters


@dataclass(frozen=True, slots=True)
class PagePassage:
    page: int
    fragments: Fragments


@dataclass(frozen=True, slots=True)
class DocumentHit:
    """`pages` counts the pages with text; none where `problem` says why it could not be read. `gone_at`: when the
    agency was found to have taken it down from `url`; `has_copy`: whether its bytes are kept."""

    document_id: int
    announcement_id: int
    title: Fragments
    kind: str
    kind_in_words: str
    url: str
    gone_at: datetime | None
    has_copy: bool
    pages: int
    problem: str
    passages: list[PagePassage]
    score: float


def make_document_hits(found: Sequence[tuple[int, float]], node: Node) -> list[DocumentHit]:
    """Of (document, score)."""
    marker = make_marker(node)
    rows = Document.objects.in_bulk([pk for pk, _ in found])
    return [_make_hit(rows[pk], score, marker) for pk, score in found if pk in rows]


def _make_hit(row: Document, score: float, marker: Marker) -> DocumentHit:
    title = highlight.mark(row.name, marker)
    return DocumentHit(
        document_id=row.pk,
        announcement_id=row.announcement_id,
        title=title,
        kind=row.kind,
        kind_in_words=row.kind_in_words,
        url=row.url,
        gone_at=row.gone_at,
        has_copy=row.body_id is not None,
        pages=len(row.pages),
        problem=row.problem,
        passages=best_pages(row.pages, marker),
        score=score,
    )


def best_pages(pages: Sequence[str], marker: Marker) -> list[PagePassage]:
    """The sentences of the pages that hold most of what was asked for, in order; the beginning when none does.

    Of equals, a sentence goes before a heading or a line of a table of contents.
    """
    rated: list[tuple[int, bool, int, Fragments]] = []
    for number, text in enumerate(pages, 1):
        for fragments in highlight.best_passages(f"\n\n{text}", marker, most=_MOST_OF_A_PAGE):
            asked = len({part.lower() for part, is_match in fragments if is_match})
            rated.append((-asked, sum(len(part) for part, _ in fragments) < _SHORT, number, fragments))
    best = sorted(rated, key=lambda row: row[:3])[:_MOST_PASSAGES]
    chosen = [row for row in best if row[0]] or best[:1]
    return [PagePassage(number, fragments) for _, _, number, fragments in sorted(chosen, key=lambda row: row[2])]


def document_texts(ids: Iterable[int]) -> dict[int, str]:
    """The texts of documents as the index has them."""
    rows = Document.objects.filter(pk__in=list(ids)).values_list("pk", "title", "pages")
    return {pk: "\n\n".join([title, *pages]) for pk, title, pages in rows}
