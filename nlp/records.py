"""Files of announcements, one JSON object a line, plain or gzipped: lines in, records out.

Refused, each with its line number: a line that is no JSON object or no Unicode text, a `text` that is missing, no
string or too long.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, cast

from nlp.pipeline import MAX_CHARACTERS

COPIED = ("id", "agency", "title", "date", "url", "text")
Report = Callable[[int, str], None]


def lines_of(raw: IO[bytes], path: Path) -> IO[bytes]:
    """The lines of an open file, unpacked where its name says gzip; `raw.tell()` still tells how far it was read."""
    return cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if path.suffix == ".gz" else raw


def parse_line(line: bytes) -> dict[str, Any]:
    """One announcement; ValueError says what is wrong with the line."""
    record = json.loads(line.decode("utf-8-sig"))
    if not isinstance(record, dict):
        raise ValueError("not a JSON object")
    if not isinstance(record.get("text"), str):
        raise ValueError("no text")
    if len(record["text"]) > MAX_CHARACTERS:
        raise ValueError(f"a text of over {MAX_CHARACTERS} characters")
    for name in COPIED:
        if not isinstance(record.get(name), str | None):
            raise ValueError(f"{name} is no string")
        (record.get(name) or "").encode()  # half a surrogate pair is valid JSON but cannot be written or stored
    return record


def read_records(lines: IO[bytes], report: Report) -> Iterator[dict[str, Any]]:
    """The announcements of a file, in order; `report(line number, reason)` hears of each line left out."""
    number = 0
    try:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = parse_line(line)
            except (ValueError, RecursionError) as error:
                report(number, str(error))
                continue
            yield record
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        report(number + 1, f"the file is damaged from here on: {error}")


def find_record(path: Path, identity: str, report: Report) -> dict[str, Any] | None:
    with path.open("rb") as raw:
        return next((r for r in read_records(lines_of(raw, path), report) if r.get("id") == identity), None)
