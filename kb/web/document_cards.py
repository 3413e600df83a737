"""Documents of search results go in; cards come out: the file, its announcement, and where in it the words stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.models import Announcement
from kb.search.query import DocumentHit


@dataclass(frozen=True)
class DocumentCard:
    hit: DocumentHit
    announcement: Announcement


def make_document_cards(hits: Sequence[DocumentHit]) -> list[DocumentCard]:
    announcements = Announcement.objects.in_bulk([hit.announcement_id for hit in hits])
    return [
        DocumentCard(hit, announcements[hit.announcement_id]) for hit in hits if hit.announcement_id in announcements
    ]
