"""Turns places of the index into what a page shows: hits with titles and passages, as the database has them now.

In: announcements found, and the tree of the query. Out: hits. A hit found through its facts rather than its words
shows the sentences that prove those facts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeGuard

from django.db.models import F, QuerySet

from kb.models import FACTS, Announcement, Document
from kb.search import highlight
from kb.search.highlight import Fragments, Mark, Marker, make_marker
from kb.search.provisions import ancestors
from kb.search.syntax import And, Concept, Node, Provision, Tag, Within, walk


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence in fragments (text, is it a match), of the announcement or of a document attached to it."""

    announcement_id: int
    fragments: Fragments
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """The best announcement of a case; `others` of the same case also match. `case_id` is None before it has one."""

    announcement_id: int
    case_id: int | None
    title: Fragments
    passages: list[Passage]
    score: float
    others: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """An announcement on its way to a page."""

    announcement: int
    case: int | None
    score: float


def make_hits(found: list[Found], others: dict[int, int], node: Node) -> list[Hit]:
    """Hits in the order given. An announcement deleted meanwhile is left out."""
    marker = make_marker(node)
    ids = [row.announcement for row in found]
    rows = Announcement.objects.filter(pk__in=ids, current_version__isnull=False)
    texts = {pk: (title, text) for pk, title, text in rows.values_list("pk", "title", "current_version__text")}
    proofs = proofs_of(node, ids)
    hits = [
        make_hit(row, *texts[row.announcement], others, marker, proofs.get(row.announcement, []))
        for row in found
        if row.announcement in texts
    ]
    inside = [part.part for part in walk(node, wanted_only=True) if is_document(part)]
    return [with_documents(hit, inside) for hit in hits] if inside else hits


def is_document(part: Node) -> TypeGuard[Within]:
    return isinstance(part, Within) and part.field == "document"


def with_documents(hit: Hit, asked: list[Node]) -> Hit:
    """The hit with the best sentence of each document that answers what was asked of documents."""
    marker = make_marker(And(tuple(asked)))
    rows = Document.objects.filter(announcement=hit.announcement_id).exclude(pages=[])
    passages = [
        Passage(hit.announcement_id, fragments, pk)
        for pk, pages in rows.values_list("pk", "pages")
        for fragments in highlight.best_passages("\n\n".join(["", *pages]), marker, most=1)
        if any(is_match for _, is_match in fragments)
    ]
    return replace(hit, passages=[*hit.passages[:1], *passages[:2]])


def make_hit(row: Found, title: str, text: str, others: dict[int, int], marker: Marker, proofs: Iterable[Mark]) -> Hit:
    return Hit(
        announcement_id=row.announcement,
        case_id=row.case,
        title=highlight.mark(title, marker),
        passages=[Passage(row.announcement, fragments) for fragments in highlight.best_passages(text, marker, proofs)],
        score=row.score,
        others=others.get(row.case, 0) if row.case is not None else 0,
    )


def proofs_of(node: Node, ids: list[int]) -> dict[int, list[Mark]]:
    """For each announcement: where its current text proves the charges and provisions that were asked for."""
    charges = {code for part in walk(node, wanted_only=True) for code in _charges_in(part)}
    provisions = [part for part in walk(node, wanted_only=True) if isinstance(part, Provision)]
    forms = {form.lower() for part in provisions for form in part.forms}
    proofs: dict[int, list[Mark]] = {}
    if charges:
        for pk, evidence, _ in _facts("charges", ids).filter(code__in=charges).values_list(*_PROOF, "code"):
            proofs.setdefault(pk, []).extend(_spans(evidence))
    if forms:
        for pk, evidence, canonical in _facts("citations", ids).values_list(*_PROOF, "canonical"):
            if forms & {form.lower() for form in ancestors(canonical)}:
                proofs.setdefault(pk, []).extend(_spans(evidence))
    return proofs


_PROOF = ("extraction__announcement", "evidence")


def _charges_in(part: Node) -> Iterable[str]:
    if isinstance(part, Concept):
        return part.charges
    return part.values if isinstance(part, Tag) and part.field == "charge" else ()


def _facts(name: str, ids: list[int]) -> QuerySet[Any]:
    """Facts whose offsets are those of the text shown: of the current extraction, read from the current version."""
    rows = FACTS[name].objects.filter(extraction__is_current=True, extraction__announcement__in=ids)
    current: QuerySet[Any] = rows.filter(extraction__version=F("extraction__announcement__current_version"))
    return current.order_by("position")


def _spans(evidence: list[dict[str, Any]]) -> list[Mark]:
    return [(span["start"], span["end"]) for span in evidence]
