"""The folder of the search index: generations side by side, and a pointer to the one that serves.

    INDEX_FOLDER/current        the name of the generation that serves
    INDEX_FOLDER/<generation>/  one tantivy index
    INDEX_FOLDER/build.lock     held while a generation is built
    INDEX_FOLDER/<generation>.lock   held by the one that writes to it

`open_reader` gives what this process searches: it follows commits and swaps, and keeps serving the last good state when
the folder is deleted or damaged under it. One of another schema version serves until a new one is built, when it has
the same fields; others are refused, and so is a generation of another database.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import tantivy
from django.conf import settings

from kb.search import schema
from kb.search.checksums import first_damage

Stamp = tuple[str, int, int, int]


class IndexDamaged(Exception):
    """There is no usable index; the message says why. It is made again from the database."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far the change log has been applied: all rows up to this one of this database, for this schema."""

    transaction: int
    change: int
    database: str
    version: int = schema.VERSION

    def dump(self) -> str:
        return json.dumps([self.transaction, self.change, self.database, self.version])

    @classmethod
    def load(cls, text: str) -> Cursor:
        return cls(*json.loads(text))


@dataclass(frozen=True, slots=True)
class Reader:
    """One state of the index: a searcher never changes under a query."""

    index: tantivy.Index
    searcher: tantivy.Searcher
    schema: tantivy.Schema
    cursor: Cursor
    stamp: Stamp

    @property
    def is_old(self) -> bool:
        """Whether another release wrote it: a new one is due, and what that release found in texts may be less."""
        return self.cursor.version != schema.VERSION


_readers: dict[Path, Reader] = {}
_refused: dict[Path, tuple[Stamp, str]] = {}  # why a state cannot serve, which takes long to find out
_readers_lock = threading.Lock()
# What the pointer's file was like when a reader was opened, and where its generation's state stands: two looks at files
# tell that nothing has changed.
_pointed: dict[Path, tuple[tuple[int, int, int], str]] = {}


def root() -> Path:
    folder = settings.INDEX_FOLDER
    return folder if isinstance(folder, Path) else Path(folder)


def generation_path() -> Path:
    """The folder of the generation that serves. Raises IndexDamaged when there is none."""
    try:
        name = (root() / "current").read_text().strip()
    except OSError as error:
        raise IndexDamaged(f"the index folder has no pointer ({error.strerror})") from None
    path = root() / name
    if not name or "/" in name or not (path / "meta.json").is_file():
        raise IndexDamaged(f"generation {name!r} is missing")
    return path


def stamp_of(path: Path) -> Stamp:
    """Changes with each commit to the generation."""
    try:
        state = (path / "meta.json").stat()
    except OSError as error:
        raise IndexDamaged(f"generation {path.name} is missing ({error.strerror})") from None
    return (path.name, state.st_ino, state.st_mtime_ns, state.st_size)


def open_reader(*, keep_last: bool = True) -> Reader:
    """The present state of the index. Raises IndexDamaged when there is none; `keep_last` serves the last good one, and
    does not look again at a state that was refused."""
    folder = root()
    with _readers_lock:
        last = _readers.get(folder)
        if last and _is_unchanged(folder, last):
            return last
        try:
            pointer = _signature(f"{folder}/current")
            last = _readers[folder] = _present_state(last, look_again=not keep_last)
            if pointer:
                _pointed[folder] = (pointer, f"{folder}/{last.stamp[0]}/meta.json")
        except IndexDamaged:
            if last is None or not keep_last:
                raise
        return last


def _is_unchanged(folder: Path, last: Reader) -> bool:
    """Do the pointer and the state of its generation lie as they did when `last` was opened?"""
    pointer, state = _pointed.get(folder, (None, ""))
    return pointer is not None and _signature(f"{folder}/current") == pointer and _signature(state) == last.stamp[1:]


def _signature(file: str) -> tuple[int, int, int] | None:
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _present_state(last: Reader | None, *, look_again: bool) -> Reader:
    path = generation_path()
    stamp = stamp_of(path)
    if last and last.stamp == stamp:
        return last
    refused, reason = _refused.get(root(), (None, ""))
    if refused == stamp and not look_again:
        raise IndexDamaged(reason)
    try:
        return read_state(path, stamp, last)
    except IndexDamaged as error:
        _refused[root()] = (stamp, str(error))
        raise


def forget() -> None:
    """Closes what this process has open of the index."""
    with _readers_lock:
        _readers.pop(root(), None)
        _pointed.pop(root(), None)
        _refused.pop(root(), None)


def read_state(path: Path, stamp: Stamp, last: Reader | None = None) -> Reader:
    """Reads a state newly committed. A generation that this process opens for the first time is checked first."""
    if last and last.stamp[0] == path.name:
        index = last.index
    else:
        refuse_other_fields(path)
        verify(path)
        index = open_index(path)
    try:
        index.reload()
        searcher = index.searcher()
        cursor = read_cursor(searcher, index.schema, any_version=True)
    except (ValueError, OSError) as error:
        raise IndexDamaged(f"generation {path.name} cannot be read ({error})") from None
    return Reader(index, searcher, index.schema, cursor, stamp)


def refuse_other_fields(path: Path) -> None:
    """Raises IndexDamaged when another release made it with other fields than searches ask for. Opens no index."""
    if path.name.startswith(f"v{schema.VERSION}-"):
        return
    try:
        found = fields_of(path)
    except (OSError, ValueError, KeyError) as error:
        raise IndexDamaged(f"generation {path.name} cannot be read ({error})") from None
    with TemporaryDirectory() as made:
        create_index(Path(made) / "empty")
        wanted = fields_of(Path(made) / "empty")
    if found != wanted:
        raise IndexDamaged(f"generation {path.name} has other fields than schema version {schema.VERSION}")


def fields_of(path: Path) -> object:
    """Names and kinds of all fields, to be compared."""
    return json.loads((path / "meta.json").read_text())["schema"]


def verify(path: Path) -> None:
    """Raises IndexDamaged when a file is not as it was written. One that a commit replaces meanwhile is no damage."""
    while True:
        before = stamp_of(path)
        damage = first_damage(path)
        if damage is None:
            return
        if stamp_of(path) == before:
            raise IndexDamaged(f"generation {path.name}: {damage}")


def open_index(path: Path) -> tantivy.Index:
    try:
        index = tantivy.Index.open(str(path))
        index.config_reader("manual")
    except (ValueError, OSError) as error:
        raise IndexDamaged(f"generation {path.name} cannot be opened ({error})") from None
    schema.register_analyzers(index)
    return index


def create_index(path: Path | None = None) -> tantivy.Index:
    """A new, empty index, in memory when no folder is given."""
    if path:
        path.mkdir(parents=True)
    index = tantivy.Index(schema.make_schema(), path=str(path) if path else None)
    schema.register_analyzers(index)
    return index


def read_cursor(searcher: tantivy.Searcher, index_schema: tantivy.Schema, *, any_version: bool = False) -> Cursor:
    query = tantivy.Query.term_query(index_schema, "doc", schema.CURSOR, "basic")
    hits = searcher.search(query, 1).hits
    if not hits:
        raise IndexDamaged("the index does not say how far it has got")
    cursor = Cursor.load(str(searcher.doc(hits[0][1]).get_first("cursor")))
    if cursor.version != schema.VERSION and not any_version:
        raise IndexDamaged(other_version(cursor))
    return cursor


def other_version(cursor: Cursor) -> str:
    return f"the index has schema version {cursor.version}, wanted is {schema.VERSION}"


def write_cursor(writer: tantivy.IndexWriter, cursor: Cursor) -> None:
    """Puts the cursor into the writer's next commit."""
    writer.delete_documents_by_term("doc", schema.CURSOR)
    document = tantivy.Document()
    document.add_text("doc", schema.CURSOR)
    document.add_text("cursor", cursor.dump())
    writer.add_document(document)


def point_to(path: Path) -> None:
    """Lets the generation serve, and removes all others. A reader that has an old one open goes on with it."""
    draft = root() / f"current.{os.getpid()}"
    with draft.open("w") as file:
        file.write(path.name)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(root() / "current")
    for other in root().iterdir():
        if other.is_dir() and other != path:
            shutil.rmtree(other, ignore_errors=True)
        elif other.suffix == ".lock" and other.name not in {"build.lock", f"{path.name}.lock"}:
            other.unlink(missing_ok=True)


@contextmanager
def lock(name: str, *, wait: bool) -> Iterator[bool]:
    """Holds a lock among processes and threads; False when it is taken and `wait` is not. Its holder's end frees it."""
    root().mkdir(parents=True, exist_ok=True)
    descriptor = os.open(root() / f"{name}.lock", os.O_CREAT | os.O_RDWR, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(descriptor)
