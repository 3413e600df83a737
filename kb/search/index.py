"""Keeps the search index in step with the database: builds it, and applies the database's change log to it.

`rebuild` makes a new generation beside the one that serves and swaps them. `follow` applies what the log holds past the
index's cursor: each announcement named there is removed from the index and, if it still exists, added as it now is. The
cursor travels in the same commit, so an indexer killed at any point loses nothing and doubles nothing.

An index that is missing, damaged, of another schema version or of another database is built anew by whichever of these
runs first. One process writes at a time; others leave the work to it.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import replace
from pathlib import Path

import tantivy
from django.conf import settings
from django.db import OperationalError, close_old_connections, connection

from kb.models import Announcement, CaseLink, Change
from kb.search.building import Progress, add_records, build, database_now
from kb.search.folder import (
    Cursor,
    IndexDamaged,
    Reader,
    generation_path,
    lock,
    open_index,
    open_reader,
    other_version,
    read_cursor,
    write_cursor,
)
from kb.search.records import read_records

logger = logging.getLogger(__name__)

FOLLOW_HEAP = 50_000_000
LOG_CHUNK = 5_000
POLL_SECONDS = 0.5
LARGE = 3_000


def rebuild(*, progress: Progress = lambda done, total: None) -> int:
    """Builds the index from the database and lets it serve. Returns the number of announcements in it."""
    with lock("build", wait=True):
        return build(progress)


def check() -> str | None:
    """Why the index cannot be used and must be built anew; None when it can."""
    try:
        reader = open_reader(keep_last=False)
    except IndexDamaged as error:
        return str(error)
    if reader.is_old:
        return other_version(reader.cursor)
    now = database_now()
    if reader.cursor.database != now.database:
        return "the index is of another database"
    if reader.cursor.transaction > now.transaction:
        return "the index is ahead of the database, which was put back to an earlier state"
    return None


def ensure() -> bool:
    """Builds the index when it cannot be used. True when it did."""
    reason = check()
    if reason is None:
        return False
    with lock("build", wait=True):
        reason = check()
        if reason is None:
            return False
        is_first = not any(Path(settings.INDEX_FOLDER).glob("*/meta.json"))
        logger.log(logging.INFO if is_first else logging.WARNING, "The search index is built anew: %s", reason)
        build(lambda done, total: None)
    return True


def is_large() -> bool:
    """Whether building takes longer than somebody who searches should wait."""
    return Announcement.objects.order_by("pk")[LARGE : LARGE + 1].exists()


_meanwhile = threading.Lock()


def ensure_meanwhile() -> None:
    """Lets a thread of this process build the index, unless one is at it."""
    if not _meanwhile.acquire(blocking=False):
        return

    def run() -> None:
        try:
            ensure()
        finally:
            connection.close()
            _meanwhile.release()

    threading.Thread(target=run, name="index", daemon=True).start()


def usable_reader() -> Reader:
    """The state of the index, built anew where it must be: at once when small, else meanwhile. An old one serves until
    then; where there is none, raises IndexDamaged."""
    try:
        reader = open_reader()
    except IndexDamaged:
        if is_large():
            ensure_meanwhile()
            raise
        ensure()
        return open_reader()
    if not reader.is_old:
        return reader
    if is_large():
        ensure_meanwhile()
    else:
        ensure()
    return open_reader()


class Follower:
    """Holds the one writer of a generation. Made by `writing`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        index = open_index(path)
        self.writer = index.writer(FOLLOW_HEAP, 1)
        self.schema = index.schema
        self.cursor = read_cursor(index.searcher(), index.schema)

    def apply(self) -> int:
        """Applies what the log holds past the cursor; returns how many announcements it touched."""
        touched = 0
        while rows := pending(self.cursor):
            ids = with_siblings({announcement for _, _, announcement in rows})
            # By query: tantivy 0.27's delete_documents_by_term finds nothing for a number, without a word.
            self.writer.delete_documents_by_query(tantivy.Query.term_set_query(self.schema, "id", sorted(ids)))
            add_records(self.writer, read_records(sorted(ids)))
            cursor = replace(self.cursor, transaction=rows[-1][0], change=rows[-1][1])
            write_cursor(self.writer, cursor)
            self.writer.commit()
            self.cursor = cursor
            touched += len(ids)
        return touched

    def close(self) -> None:
        self.writer.wait_merging_threads()


def pending(cursor: Cursor) -> list[tuple[int, int, int]]:
    """The next rows of the log as (transaction, id, announcement), but none that an open transaction may precede."""
    settled = Change.objects.extra(  # noqa: S610 - no input in it
        where=["transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint", "(transaction, id) > (%s, %s)"],
        params=[cursor.transaction, cursor.change],
    )
    rows = settled.order_by("transaction", "pk").values_list("transaction", "pk", "announcement_id")
    return list(rows[:LOG_CHUNK])


def with_siblings(ids: set[int]) -> set[int]:
    """Also the other announcements of their cases: whether a case has several is noted with each."""
    cases = CaseLink.objects.filter(announcement__in=ids, undone_at=None).values("case")
    siblings = CaseLink.objects.filter(case__in=cases, undone_at=None).values_list("announcement", flat=True)
    return ids | set(siblings)


def follow() -> int:
    """Brings the index up to date and returns how many announcements it touched; 0 when another process is at it."""
    if ensure():
        return 0
    try:
        path = generation_path()
    except IndexDamaged:
        return 0
    with lock(path.name, wait=False) as is_ours:
        if not is_ours or not pending_exists():
            return 0
        follower = Follower(path)
        try:
            return follower.apply()
        finally:
            follower.close()


def pending_exists() -> bool:
    return bool(pending(open_reader().cursor))


def follow_forever(stop: threading.Event) -> None:
    """Keeps the index up to date until `stop` is set. A lost database or a damaged index is retried, never the end."""
    while not stop.is_set():
        try:
            _follow_generation(stop)
        except (IndexDamaged, OperationalError, ValueError, OSError) as error:
            logger.warning("The search index waits: %s", error)
            close_old_connections()
        stop.wait(POLL_SECONDS)


def _follow_generation(stop: threading.Event) -> None:
    """Follows the log with one writer for as long as that generation serves."""
    ensure()
    path = generation_path()
    with lock(path.name, wait=False) as is_ours:
        if not is_ours:
            return
        follower = Follower(path)
        try:
            while not stop.is_set() and check() is None and generation_path() == path:
                follower.apply()
                stop.wait(POLL_SECONDS)
        finally:
            follower.close()


def wait_until_current(timeout: float = 10.0) -> bool:
    """Waits until the index holds all that is committed now, helping when nobody else does. False after `timeout` s."""
    target = database_now()
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        follow()
        if not any(row[0] < target.transaction for row in pending(open_reader().cursor)[:1]):
            return True
        time.sleep(0.05)
    return False


def lag() -> int | None:
    """How many rows of the log the index has yet to apply; None when there is no index."""
    try:
        cursor = open_reader().cursor
    except IndexDamaged:
        return None
    return len(pending(cursor))
