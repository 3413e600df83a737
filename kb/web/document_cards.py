"""Documents of search results go in; cards come out: the file, its announcement, and where in it the words stand.

A file that the agency took down opens as the copy that is kept; the agency's address of it would lead nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from kb.models import Announcement
from kb.search.query import DocumentHit
from kb.web.addresses import row_address


@dataclass(frozen=True)
class DocumentCard:
    hit: DocumentHit
    announcement: Announcement

    @property
    def gone_on(self) -> date | None:
        return timezone.localdate(self.hit.gone_at) if self.hit.gone_at else None

    @property
    def copy(self) -> str:
        """The address of the copy that is kept; empty without one."""
        return row_address("document-copy", self.hit.document_id) if self.hit.has_copy else ""

    @property
    def url(self) -> str:
        """Where the file opens; empty where it is gone and no copy is kept."""
        return self.copy if self.hit.gone_at else self.hit.url


def make_document_cards(hits: Sequence[DocumentHit]) -> list[DocumentCard]:
    announcements = Announcement.objects.in_bulk([hit.announcement_id for hit in hits])
    return [
        DocumentCard(hit, announcements[hit.announcement_id]) for hit in hits if hit.announcement_id in announcements
    ]
