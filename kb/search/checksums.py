"""Tells whether the files of an index are as tantivy wrote them. In: the folder of a generation. Out: what is wrong.

Tantivy ends each file with a footer that holds the CRC-32 of what comes before, and does not look at it when it opens
an index: damage would come out later as wrong results or a crash.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_MAGIC = 1337
_PARTS = ("fast", "fieldnorm", "idx", "pos", "store", "term")


def first_damage(path: Path) -> str | None:
    """The first damaged or missing file of the committed segments, in words; None when all are whole."""
    try:
        meta = json.loads((path / "meta.json").read_text())
        files = list(_files(meta))
    except (OSError, ValueError, KeyError, TypeError) as error:
        return f"meta.json cannot be read ({error})"
    return next((f"{name} is damaged" for name in files if not is_whole(path / name)), None)


def _files(meta: dict[str, Any]) -> Iterator[str]:
    for segment in meta["segments"]:
        name = segment["segment_id"].replace("-", "")
        yield from (f"{name}.{part}" for part in _PARTS)
        if segment["deletes"]:
            yield f"{name}.{segment['deletes']['opstamp']}.del"


def is_whole(path: Path) -> bool:
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return _is_whole(memoryview(content))
    except (OSError, ValueError, struct.error):
        return False


def _is_whole(content: memoryview) -> bool:
    with content:
        length, magic = struct.unpack("<II", content[-8:])
        if magic != _MAGIC or length > len(content) - 8:
            return False
        with content[-8 - length : -8] as footer, content[: -8 - length] as body:
            return bool(json.loads(bytes(footer))["crc"] == zlib.crc32(body))
