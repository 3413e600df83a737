"""Bytes and published files go in; what is kept of them, and what has changed in a file, comes out.

A file that the agency replaces, or adds to an announcement that watches have seen, is told of by a new version of the
announcement; so is one that is taken down, whose copy stays, and one that is back. One of the same words is only noted.
A failed fetch, or something else in the place of a file that we have, changes nothing.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Any

from crawler.items import DocumentItem, RawPage
from kb.models import Announcement, Document, DocumentChange, RawBody, Snapshot, Version

Kind = DocumentChange.Kind
LONGEST_PROBLEM = 200  # characters
LEVEL = 3  # of compression: half the time of the usual 6, for a tenth more room
NO_FILE = ("not a pdf", "broken pdf")  # of an answer that cannot stand in the place of a file that could be read
_VALIDATORS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


def hash_body(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def make_body(content: bytes) -> RawBody:
    return RawBody(sha256=hash_body(content), size=len(content), compressed=zlib.compress(content, LEVEL))


def record_body(content: bytes) -> str:
    """Its hash, which is its key."""
    digest = hash_body(content)
    if not RawBody.objects.filter(pk=digest).exists():
        insert_body(content)  # another crawl may have brought it meanwhile
    return digest


def insert_body(content: bytes) -> None:
    RawBody.objects.bulk_create([make_body(content)], ignore_conflicts=True)


def make_snapshot(raw: RawPage, channel: str) -> Snapshot:
    """Of no announcement yet. Its body may have to be stored."""
    seen = {"url": raw.url, "status": raw.status, "headers": raw.headers, "captured_at": raw.fetched_at}
    return Snapshot(body_id=hash_body(raw.body), channel=channel, **seen)


def record_snapshot(announcement: Announcement, raw: RawPage, channel: str) -> Snapshot:
    """The announcement must be locked: no other can then bring the same snapshot."""
    own = Snapshot.objects.filter(announcement=announcement, url=raw.url, body_id=record_body(raw.body))
    snapshot = own.first()
    if snapshot is None:
        snapshot = make_snapshot(raw, channel)
        snapshot.announcement = announcement
        snapshot.save()
    return snapshot


def make_conditions(headers: Mapping[str, str]) -> dict[str, str]:
    """Of an answer's headers, those with which it can be asked whether it would still be the same."""
    return {ours: headers[theirs] for theirs, ours in _VALIDATORS.items() if headers.get(theirs)}


def record_files(announcement: Announcement, items: Iterable[DocumentItem]) -> list[DocumentChange]:
    """What has changed in the files of a locked announcement, unsaved."""
    return list(chain.from_iterable(record_file(announcement, item) for item in items))


def insert_files(announcement: Announcement, items: list[DocumentItem]) -> None:
    """The files of an announcement that is just stored and has none yet: nothing is looked for, all go in at once."""
    if len({item.url for item in items}) < len(items) or any(item.state for item in items):
        record_files(announcement, items)
        return
    for item in items:
        if item.raw and item.raw.body:
            insert_body(item.raw.body)
    Document.objects.bulk_create(
        Document(announcement=announcement, url=item.url, **fields_of(item, hash_body)) for item in items
    )


def record_file(announcement: Announcement, item: DocumentItem) -> list[DocumentChange]:
    """Raises DoesNotExist for the state of a file that is not stored."""
    own = Document.objects.filter(announcement=announcement, url=item.url)
    document = own.get() if item.state else own.first()
    if document is None:
        document = Document.objects.create(announcement=announcement, url=item.url, **fields_of(item))
        return [DocumentChange(document=document, kind=Kind.ADDED)]
    if item.state == "removed":
        return record_gone(document, item)
    asked_at = item.raw.fetched_at if item.raw else item.asked_at
    found = own.filter(pk=document.pk)
    if not is_answer(document, item):
        found.update(checked_at=asked_at or document.checked_at)
        return []
    edits = [] if document.gone_at is None else [DocumentChange(document=document, kind=Kind.RESTORED)]
    if item.state == "unchanged" or item.raw is None:
        found.update(checked_at=asked_at, gone_at=None)
        return edits
    fields = fields_of(item)
    if document.body_id == fields["body_id"]:
        found.update(checked_at=asked_at, gone_at=None, validators=fields["validators"])
        return edits
    found.update(**fields, gone_at=None)
    return [*edits, make_replacement(document, item)]


def fields_of(item: DocumentItem, keep: Callable[[bytes], str] = record_body) -> dict[str, Any]:
    """`keep` sees to the bytes and gives their hash."""
    raw = item.raw
    return {
        "title": item.title,
        "kind": item.kind,
        "problem": item.problem[:LONGEST_PROBLEM],
        "pages": item.pages,
        "body_id": keep(raw.body) if raw and raw.body else None,
        "validators": make_conditions(raw.headers) if raw else {},
        "checked_at": raw.fetched_at if raw else item.asked_at,
    }


def is_answer(document: Document, item: DocumentItem) -> bool:
    """Whether the item says how the file now is. A failed fetch does not, nor what is no file where we have one."""
    if item.state:
        return True
    if item.raw is None or not item.raw.body:
        return False
    return item.problem not in NO_FILE or document.body_id is None or document.problem in NO_FILE


def make_replacement(document: Document, item: DocumentItem) -> DocumentChange:
    """`document` is the file as it was."""
    if document.body_id is None:  # its first fetch had failed
        return DocumentChange(document=document, kind=Kind.ADDED)
    kind = Kind.REWRITTEN if words_of(document.pages) == words_of(item.pages) else Kind.CHANGED
    before = {"body_before_id": document.body_id, "pages_before": document.pages}
    return DocumentChange(document=document, kind=kind, **before)


def record_gone(document: Document, item: DocumentItem) -> list[DocumentChange]:
    """Keeps the answer that said so. Raises ValueError without one."""
    if item.raw is None:
        raise ValueError(f"{document.url}: no answer says that it is gone")
    found = Document.objects.filter(pk=document.pk)
    if document.gone_at is not None:
        found.update(checked_at=item.raw.fetched_at)
        return []
    record_snapshot(document.announcement, item.raw, "document")
    found.update(checked_at=item.raw.fetched_at, gone_at=item.raw.fetched_at)
    return [DocumentChange(document=document, kind=Kind.REMOVED)]


def words_of(pages: Iterable[str]) -> list[str]:
    return " ".join(pages).split()


def is_telling(announcement: Announcement, edits: Iterable[DocumentChange]) -> bool:
    """Whether the watches must look at the announcement again: before they first do, its files are part of it."""
    if all(edit.kind == Kind.REWRITTEN for edit in edits):
        return False
    return announcement.versions.filter(matched_at__isnull=False).exists()


def record_edits(edits: Iterable[DocumentChange], version: Version | None) -> None:
    for edit in edits:
        edit.version = version
    DocumentChange.objects.bulk_create(edits)
