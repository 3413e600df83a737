"""Bytes and published files go in; what is kept of them, and what has changed in a file, comes out.

A file that the agency replaces, or adds to an announcement that watches have seen, is told of by a new version of the
announcement. One of the same words is only noted. A failed fetch never takes the place of a file that we have.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from typing import Any

from crawler.items import DocumentItem
from kb.models import Announcement, Document, DocumentChange, RawBody, Version

Kind = DocumentChange.Kind
LONGEST_PROBLEM = 200  # characters


def record_body(content: bytes) -> str:
    """Its hash, which is its key."""
    digest = hashlib.sha256(content).hexdigest()
    if not RawBody.objects.filter(pk=digest).exists():
        body = RawBody(sha256=digest, size=len(content), compressed=zlib.compress(content, 6))
        RawBody.objects.bulk_create([body], ignore_conflicts=True)  # another crawl may just have brought it
    return digest


def record_files(announcement: Announcement, items: Iterable[DocumentItem]) -> list[DocumentChange]:
    """What has changed in the files of a locked announcement, unsaved."""
    return [found for item in items if (found := record_file(announcement, item))]


def record_file(announcement: Announcement, item: DocumentItem) -> DocumentChange | None:
    body_id = record_body(item.raw.body) if item.raw and item.raw.body else None
    fields: dict[str, Any] = {"title": item.title, "kind": item.kind, "problem": item.problem[:LONGEST_PROBLEM]}
    document, is_new = Document.objects.get_or_create(
        announcement=announcement, url=item.url, defaults={**fields, "body_id": body_id, "pages": item.pages}
    )
    if is_new:
        return DocumentChange(document=document, kind=Kind.ADDED)
    if body_id is None or document.body_id == body_id:
        return None
    replaced = Kind.REWRITTEN if words_of(document.pages) == words_of(item.pages) else Kind.CHANGED
    before = {"body_before_id": document.body_id, "pages_before": document.pages}
    Document.objects.filter(pk=document.pk).update(**fields, body_id=body_id, pages=item.pages)
    if document.body_id is None:  # its first fetch had failed
        return DocumentChange(document=document, kind=Kind.ADDED)
    return DocumentChange(document=document, kind=replaced, **before)


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
