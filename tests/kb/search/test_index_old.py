"""An index that another release made, or that is damaged: what searches get while a new one is built."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from kb.search import checksums, folder, index, schema
from kb.search.index import check, rebuild
from kb.search.query import SearchRequest, search
from tests.kb.factories import make_announcement
from tests.kb.search.test_index import rewrite_cursor

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_index_of_another_schema_serves_until_the_new_one_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_announcement("Former notice")
    monkeypatch.setattr(schema, "VERSION", schema.VERSION - 1)
    rebuild()
    monkeypatch.undo()
    rewrite_cursor(version=schema.VERSION - 1)
    monkeypatch.setattr(index, "LARGE", 0)
    folder.forget()
    with folder.lock("build", wait=True):  # nobody gets to build it
        results = search(SearchRequest(text="former"))
        assert [hit.announcement_id for hit in results.hits] == [made.pk]
        assert "being renewed" in (results.problem or "")
    wait_for_index()
    assert search(SearchRequest(text="former")).problem is None


def test_an_index_with_other_fields_is_refused_and_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    make_announcement("Former notice")
    monkeypatch.setattr(schema, "VERSION", schema.VERSION - 1)
    monkeypatch.setattr(schema, "NUMBERS", (*schema.NUMBERS, "gone"))
    rebuild()
    monkeypatch.undo()
    monkeypatch.setattr(index, "LARGE", 0)
    monkeypatch.setattr(folder, "verify", lambda path: pytest.fail(f"read {path}"))
    folder.forget()
    with folder.lock("build", wait=True):
        assert "being built" in (search(SearchRequest(text="former")).problem or "")
    monkeypatch.undo()
    wait_for_index()


def test_a_damaged_index_is_read_once_while_a_new_one_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    make_announcement("Damaged notice")
    rebuild()
    path = folder.generation_path()
    os.truncate(next(path.glob("*.store")), 5)
    read: list[Path] = []
    first_damage = checksums.first_damage

    def counted(path: Path) -> str | None:
        read.append(path)
        return first_damage(path)

    monkeypatch.setattr(folder, "first_damage", counted)
    folder.forget()
    for _ in range(3):
        with pytest.raises(folder.IndexDamaged, match="damaged"):
            folder.open_reader()
    assert read == [path]
    assert "damaged" in (check() or "")  # who decides to build it looks for himself
    assert read == [path, path]


def wait_for_index() -> None:
    deadline = time.monotonic() + 20
    while check() is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert check() is None
