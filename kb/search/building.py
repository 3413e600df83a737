"""Builds a generation of the search index beside the one that serves, from the database, and lets it serve."""

from __future__ import annotations

import gc
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import tantivy
from django.db import connection

from kb.models import Announcement
from kb.search import schema
from kb.search.documents import make_attached, make_document
from kb.search.folder import Cursor, create_index, point_to, root, write_cursor
from kb.search.records import Record, read_ahead

Progress = Callable[[int, int], object]
BUILD_HEAP = 1_000_000_000  # few, large segments: merging them costs as much as writing them
BUILD_THREADS = 2  # the one goes on while the other writes a segment
BUILD_CHUNK = 2_000

_NOW = """
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
           (SELECT system_identifier FROM pg_control_system())::text || '/' || oid::text
      FROM pg_database WHERE datname = current_database()
"""


def database_now() -> Cursor:
    """The cursor of an index that holds all that is committed now. Transactions still open come after it."""
    with connection.cursor() as sql:
        sql.execute(_NOW)
        oldest_open, database = sql.fetchone()
    return Cursor(oldest_open, 0, database)


@contextmanager
def _spared() -> Iterator[None]:
    """What lives already is left out of garbage collection, which would go through all of it again and again."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@_spared()
def build(progress: Progress) -> int:
    """The caller holds the lock. Returns the number of announcements in the index."""
    cursor = database_now()
    path = root() / f"v{schema.VERSION}-{time.time_ns():x}-{secrets.token_hex(3)}"
    index = create_index(path)
    writer = index.writer(BUILD_HEAP, BUILD_THREADS)
    ids = list(Announcement.objects.order_by("pk").values_list("pk", flat=True))
    count = read = 0
    progress(0, len(ids))
    for records in read_ahead(ids, BUILD_CHUNK):
        count += add_records(writer, records)
        read = min(read + BUILD_CHUNK, len(ids))
        progress(read, len(ids))
    write_cursor(writer, cursor)
    writer.commit()
    writer.wait_merging_threads()
    point_to(path)
    return count


def add_records(writer: tantivy.IndexWriter, records: Iterable[Record]) -> int:
    count = 0
    for record in records:
        writer.add_document(make_document(record))
        for attached in make_attached(record):
            writer.add_document(attached)
        count += 1
    return count
