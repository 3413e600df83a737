"""An item goes in; Announcement > Snapshot > Version rows come out, each only once.

`record` is the one door, for the crawl and for files. An unchanged announcement costs a look, and writes only when it
was last seen.
"""

from __future__ import annotations

import hashlib
import zlib
from enum import Enum
from typing import Any

from django.db import transaction

from crawler.items import AnnouncementItem, DocumentItem
from kb.models import Announcement, Case, Change, CrawlRun, Document, RawBody, Snapshot, Version


class Outcome(Enum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def record(item: AnnouncementItem, *, is_sample: bool = False) -> Outcome:
    """Stores the item and everything captured with it, in one transaction."""
    if not is_sample:
        remove_sample()
    with transaction.atomic():
        announcement, is_new = Announcement.objects.select_for_update().get_or_create(
            source=item.source, key=item.key, defaults=announcement_fields(item, is_sample=is_sample)
        )
        snapshot = record_snapshot(announcement, item)
        has_new_documents = [record_document(announcement, document) for document in item.documents]
        current = announcement.current_version
        if current and is_same(current, item) and not any(has_new_documents):
            Announcement.objects.filter(pk=announcement.pk).update(last_seen_at=item.raw.fetched_at)
            return Outcome.UNCHANGED
        if not current or not is_same(current, item):
            current = make_version(announcement, snapshot, item)
            current.save()
        fields = announcement_fields(item, is_sample=is_sample)
        Announcement.objects.filter(pk=announcement.pk).update(**fields, current_version=current)
        Change.objects.create(announcement_id=announcement.pk)
    return Outcome.NEW if is_new else Outcome.CHANGED


def announcement_fields(item: AnnouncementItem, *, is_sample: bool) -> dict[str, Any]:
    return {
        "number": item.number,
        "url": item.url,
        "title": item.title,
        "published_on": item.published_on,
        "components": item.components,
        "topics": item.topics,
        "is_sample": is_sample,
        "last_seen_at": item.raw.fetched_at,
    }


def hash_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def is_same(version: Version, item: AnnouncementItem) -> bool:
    """Whether the item says just what the version says: text, title and date."""
    return (version.text_hash, version.title, version.published_on) == (
        hash_text(item.text),
        item.title,
        item.published_on,
    )


def make_version(announcement: Announcement, snapshot: Snapshot, item: AnnouncementItem) -> Version:
    current = announcement.current_version
    return Version(
        announcement=announcement,
        ordinal=current.ordinal + 1 if current else 1,
        snapshot=snapshot,
        title=item.title,
        published_on=item.published_on,
        text=item.text,
        text_hash=hash_text(item.text),
    )


def record_body(content: bytes) -> RawBody:
    digest = hashlib.sha256(content).hexdigest()
    body = RawBody.objects.filter(pk=digest).only("sha256").first()
    return (
        body
        or RawBody.objects.get_or_create(
            sha256=digest, defaults={"size": len(content), "compressed": zlib.compress(content, 6)}
        )[0]
    )


def record_snapshot(announcement: Announcement, item: AnnouncementItem) -> Snapshot:
    raw = item.raw
    return Snapshot.objects.get_or_create(
        announcement=announcement,
        url=raw.url,
        body=record_body(raw.body),
        defaults={
            "status": raw.status,
            "headers": raw.headers,
            "channel": item.channel,
            "captured_at": raw.fetched_at,
        },
    )[0]


def record_document(announcement: Announcement, item: DocumentItem) -> bool:
    """True when the file is new or has new bytes. A failed fetch never replaces a file that we have."""
    body = record_body(item.raw.body) if item.raw and item.raw.body else None
    fields: dict[str, Any] = {"title": item.title, "kind": item.kind, "problem": item.problem}
    document, is_new = Document.objects.get_or_create(
        announcement=announcement, url=item.url, defaults={**fields, "body": body, "pages": item.pages}
    )
    if is_new or body is None or document.body_id == body.pk:
        return is_new
    Document.objects.filter(pk=document.pk).update(**fields, body=body, pages=item.pages)
    return True


def remove_sample() -> None:
    """Takes the bundled sample out of the knowledge base, as the first real announcement comes in."""
    if not Announcement.objects.filter(is_sample=True).exists():
        return
    with transaction.atomic():
        samples = Announcement.objects.filter(is_sample=True)
        Change.objects.bulk_create([Change(announcement_id=pk) for pk in samples.values_list("pk", flat=True)])
        Case.objects.filter(is_sample=True).delete()
        samples.delete()
        CrawlRun.objects.filter(is_sample=True).delete()
        RawBody.objects.filter(snapshot=None, document=None).delete()
