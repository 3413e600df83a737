"""An announcement not stored before goes in, with its bytes and its first version: one statement, whole or not at all.

A crawl that goes through an agency's history does little else; row by row it would wait for the database a dozen times.
The statement is prepared once for a connection, and the bytes travel as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import psycopg
from django.db import connection
from django.db.models import AutoField, Field, Model

from kb.models import Announcement, Change, RawBody, Snapshot, Version

_NEXT_VERSION = "nextval(pg_get_serial_sequence('kb_version', 'id'))"
_OF_VERSION = {"id": "current_version_id", "announcement_id": "fresh.id", "snapshot_id": "snapshot.id"}
_LENGTH = re.compile(r"\(\d+\)$")  # of a type: a cast to it would cut what is too long, which must be an error


def insert_first(announcement: Announcement, body: RawBody, snapshot: Snapshot, version: Version) -> bool:
    """Rows not saved yet, which need not point at one another. False where the announcement is stored already: then
    nothing is written. Where it is not, it has its number afterwards."""
    statement, fields = _statement()
    rows = (announcement, body, snapshot, version, Change())
    values = [_value(row, field) for row, own in zip(rows, fields, strict=True) for field in own]
    with _preparing_cursor() as cursor:
        cursor.execute(statement, values)
        found = cursor.fetchone()
    if found is None:
        return False
    announcement.pk, announcement._state.adding = found[0], False
    return True


def _preparing_cursor() -> Any:
    """Django's own cursors write the values into the statement, which is then another one each time."""
    connection.ensure_connection()
    own: Any = connection.connection
    own.prepare_threshold = 0
    cursor: Any = psycopg.Cursor(own)
    return connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)


@cache
def _statement() -> tuple[Any, list[list[Field[Any, Any]]]]:
    """The statement, and the fields whose values it takes, row by row."""
    fields: list[list[Field[Any, Any]]] = []

    def insert(model: type[Model], **given: str) -> str:
        fields.append([field for field in _given_by_row(model) if str(field.column) not in given])
        return _insert(model, fields[-1], given)

    statement = f"""
        WITH fresh AS ({insert(Announcement, current_version_id=_NEXT_VERSION)}
            ON CONFLICT (source, key) DO NOTHING RETURNING id, current_version_id),
        body AS ({insert(RawBody)} FROM fresh ON CONFLICT DO NOTHING),
        snapshot AS ({insert(Snapshot, announcement_id="id")} FROM fresh RETURNING id),
        version AS ({insert(Version, **_OF_VERSION)} FROM fresh, snapshot)
        {insert(Change, announcement_id="id")} FROM fresh RETURNING announcement_id
    """  # noqa: S608 - names of columns only
    return statement, fields


def _given_by_row(model: type[Model]) -> Iterable[Field[Any, Any]]:
    own = model._meta.concrete_fields
    return [field for field in own if not isinstance(field, AutoField) and not field.has_db_default()]


def _insert(model: type[Model], fields: Iterable[Field[Any, Any]], given: dict[str, str]) -> str:
    """The statement up to where its values come from; `given` are expressions."""
    columns = {**given, **{str(field.column): _placeholder(field) for field in fields}}
    names = ", ".join(map(connection.ops.quote_name, columns))
    return (
        f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names}) SELECT {', '.join(columns.values())}"  # noqa: S608
    )


def _placeholder(field: Field[Any, Any]) -> str:
    kind = _LENGTH.sub("", field.db_type(connection) or "text")
    return "%b::bytea" if kind == "bytea" else f"%s::{kind}"


def _value(row: Model, field: Field[Any, Any]) -> Any:
    value = field.get_db_prep_save(field.pre_save(row, add=True), connection)
    return bytes(value) if isinstance(value, memoryview) else value
