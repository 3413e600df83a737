"""An item goes in; Announcement > Snapshot > Version rows come out, each only once.

`record` is the one door, for the crawl and for files. An unchanged announcement costs a look, and writes only when it
was last seen.
"""

from __future__ import annotations

import hashlib
from contextlib import nullcontext
from enum import Enum
from typing import Any

from django.db import transaction

from crawler.items import AnnouncementItem, DocumentsItem
from kb.changes import classify_change, gravest
from kb.ingest.files import (
    insert_files,
    is_telling,
    make_body,
    make_snapshot,
    record_edits,
    record_files,
    record_snapshot,
)
from kb.ingest.first import insert_first
from kb.models import Announcement, Case, Change, ChangeKind, CrawlRun, RawBody, Snapshot, Version

FILE = "file"  # the channel of what was loaded from a file instead of the agency's site


class Outcome(Enum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REMOVED = "removed"
    UNREADABLE = "unreadable"


def record(item: AnnouncementItem, *, is_sample: bool = False) -> Outcome:
    """Stores the item; the sample goes at the first real one."""
    if not is_sample:
        remove_sample()
    return store(item, is_sample=is_sample)


def store(item: AnnouncementItem, *, is_sample: bool) -> Outcome:
    """Stores the item and everything captured with it, in one transaction."""
    return Outcome.NEW if store_new(item, is_sample=is_sample) else store_again(item, is_sample=is_sample)


def store_new(item: AnnouncementItem, *, is_sample: bool) -> bool:
    """Whether the announcement was new; if not, nothing is stored."""
    announcement = Announcement(source=item.source, key=item.key, **announcement_fields(item, is_sample=is_sample))
    body, snapshot = make_body(item.raw.body), make_snapshot(item.raw, item.channel)
    version = make_version(announcement, snapshot, item)
    with transaction.atomic() if item.documents else nullcontext():
        is_new = insert_first(announcement, body, snapshot, version)
        if is_new and item.documents:
            insert_files(announcement, item.documents)
    return is_new


@transaction.atomic
def store_again(item: AnnouncementItem, *, is_sample: bool) -> Outcome:
    """Raises DoesNotExist for an announcement not stored yet."""
    announcement = Announcement.objects.select_for_update().get(source=item.source, key=item.key)
    snapshot = record_snapshot(announcement, item.raw, item.channel)
    edits = record_files(announcement, item.documents)
    current = announcement.current_version
    is_known = current is not None and is_same(current, item) and not is_back(announcement, item)
    if is_known and not edits:
        Announcement.objects.filter(pk=announcement.pk).update(**times(item))
        return Outcome.UNCHANGED
    if not is_known:
        current = make_version(announcement, snapshot, item)
        current.save()
    elif is_telling(announcement, edits):
        current = repeat_version(announcement)
    record_edits(edits, current)
    fields = announcement_fields(item, is_sample=is_sample)
    Announcement.objects.filter(pk=announcement.pk).update(**fields, current_version=current)
    Change.objects.create(announcement_id=announcement.pk)
    return Outcome.CHANGED


@transaction.atomic
def record_documents(item: DocumentsItem) -> Outcome:
    """Files of an announcement that must be stored already. Raises DoesNotExist otherwise."""
    announcement = Announcement.objects.select_for_update().get(source=item.source, key=item.key)
    edits = record_files(announcement, item.documents)
    if not edits:
        return Outcome.UNCHANGED
    version = announcement.current_version
    if is_telling(announcement, edits):
        version = repeat_version(announcement)
        Announcement.objects.filter(pk=announcement.pk).update(current_version=version)
    record_edits(edits, version)
    Change.objects.create(announcement_id=announcement.pk)
    return Outcome.CHANGED


def repeat_version(announcement: Announcement) -> Version:
    """The next version, with the same words: what has changed is a file."""
    last = announcement.current_version
    if last is None:
        raise ValueError(f"{announcement} has no version to repeat")
    return Version.objects.create(
        announcement=announcement,
        ordinal=last.ordinal + 1,
        snapshot=last.snapshot,
        title=last.title,
        published_on=last.published_on,
        text=last.text,
        text_hash=last.text_hash,
        change=ChangeKind.DOCUMENT,
    )


def announcement_fields(item: AnnouncementItem, *, is_sample: bool) -> dict[str, Any]:
    return {
        "number": item.number,
        "url": item.url,
        "title": item.title,
        "published_on": item.published_on,
        "components": item.components,
        "topics": item.topics,
        "is_sample": is_sample,
        **times(item),
    }


def times(item: AnnouncementItem) -> dict[str, Any]:
    """When it was seen; for a page, which a line of a file is not, also that the agency was asked and shows it."""
    seen_at = item.raw.fetched_at
    return {"last_seen_at": seen_at} | ({"checked_at": seen_at, "removed_at": None} if is_page(item) else {})


def is_page(item: AnnouncementItem) -> bool:
    return item.channel != FILE


def is_back(announcement: Announcement, item: AnnouncementItem) -> bool:
    """Whether the agency shows a page again that it had removed."""
    return announcement.removed_at is not None and is_page(item)


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
        change=change_made(announcement, item) if current else "",
        changed_on=item.changed_on,
    )


def change_made(announcement: Announcement, item: AnnouncementItem) -> ChangeKind:
    """The gravest thing that the item changes in the announcement's current version, which it must have."""
    current = announcement.current_version
    assert current is not None  # noqa: S101  (the caller looked)
    if is_back(announcement, item):
        return ChangeKind.RESTORED
    kinds = classify_change(f"{current.title}\n\n{current.text}", f"{item.title}\n\n{item.text}")
    return gravest([*kinds, *([ChangeKind.DATE] if current.published_on != item.published_on else [])])


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
        unused = RawBody.objects.filter(snapshot=None, document=None, document_changes=None, register_snapshots=None)
        unused.delete()
