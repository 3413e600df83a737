"""An announcement not stored before goes in, with its bytes and its first version: one statement, whole or not at all.

A crawl that goes through an agency's history does little else; row by row it would wait for the database a dozen times.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import AutoField, Model

from kb.models import Announcement, Change, RawBody, Snapshot, Version

_NEXT_VERSION = "nextval(pg_get_serial_sequence('kb_version', 'id'))"
_OF_VERSION = {"id": "current_version_id", "announcement_id": "fresh.id", "snapshot_id": "snapshot.id"}


def insert_first(announcement: Announcement, body: RawBody, snapshot: Snapshot, version: Version) -> bool:
    """Rows not saved yet, which need not point at one another. False where the announcement is stored already: then
    nothing is written. Where it is not, it has its number afterwards."""
    values: list[Any] = []
    statement = f"""
        WITH fresh AS ({_insert(announcement, values, current_version_id=_NEXT_VERSION)}
            ON CONFLICT (source, key) DO NOTHING RETURNING id, current_version_id),
        body AS ({_insert(body, values)} FROM fresh ON CONFLICT DO NOTHING),
        snapshot AS ({_insert(snapshot, values, announcement_id="id")} FROM fresh RETURNING id),
        version AS ({_insert(version, values, **_OF_VERSION)} FROM fresh, snapshot)
        {_insert(Change(), values, announcement_id="id")} FROM fresh RETURNING announcement_id
    """  # noqa: S608 - names of columns only
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    if row is None:
        return False
    announcement.pk, announcement._state.adding = row[0], False
    return True


def _insert(row: Model, values: list[Any], **given: str) -> str:
    """The statement up to where its values come from, whose own go to the end of `values`; `given` are expressions."""
    columns = dict(given)
    for field in row._meta.concrete_fields:
        name = str(field.column)
        if name not in given and not isinstance(field, AutoField) and not field.has_db_default():
            columns[name] = "%s"
            values.append(field.get_db_prep_save(field.pre_save(row, add=True), connection))
    names = ", ".join(map(connection.ops.quote_name, columns))
    return f"INSERT INTO {connection.ops.quote_name(row._meta.db_table)} ({names}) SELECT {', '.join(columns.values())}"  # noqa: S608
