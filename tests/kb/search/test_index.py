"""The index follows the database: changes, deletions, swaps, damage, and an indexer killed at any point."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction

from kb.models import Announcement, Change
from kb.search import folder, index, schema
from kb.search.index import check, ensure, follow, follow_forever, lag, rebuild, wait_until_current
from kb.search.query import SearchRequest, search
from tests.kb.factories import link_to_case, make_announcement, make_version

pytestmark = pytest.mark.django_db(transaction=True)


def ids(text: str = "") -> set[int]:
    return {hit.announcement_id for hit in search(SearchRequest(text=text, sort="newest"), page_size=500).hits}


def test_a_change_is_found_after_following() -> None:
    announcement = make_announcement("Marlow Grain pays", "Marlow Grain paid a penalty.")
    assert wait_until_current()
    assert ids("marlow") == {announcement.pk}
    make_version(announcement, "Marlow Grain pays", "Marlow Grain paid twice for hoarding.")
    Change.objects.create(announcement_id=announcement.pk)
    assert lag() == 1
    assert follow() == 1
    assert ids("hoarding") == {announcement.pk}
    assert lag() == 0
    assert search(SearchRequest(text="marlow")).count == 1


def test_a_deleted_announcement_leaves_the_index() -> None:
    kept, gone = make_announcement("Kept firm"), make_announcement("Gone firm")
    rebuild()
    Change.objects.create(announcement_id=gone.pk)
    gone.case_links.all().delete()
    Announcement.objects.filter(pk=gone.pk).update(current_version=None)
    gone.versions.all().delete()
    gone.delete()
    follow()
    assert ids("firm") == {kept.pk}


def test_a_slower_transaction_is_not_skipped() -> None:
    """A row whose transaction began earlier but ended later than others must still be applied."""
    rebuild()
    began, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                make_announcement("Slow arrival")
                began.set()
                go_on.wait(10)
        finally:
            connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    assert began.wait(10)
    make_announcement("Quick arrival")
    follow()
    go_on.set()
    thread.join()
    assert wait_until_current()
    assert len(ids("arrival")) == 2


def test_whether_a_case_has_several_announcements_is_noted_with_each() -> None:
    first = make_announcement("First step")
    rebuild()
    second = make_announcement("Second step", case=None)
    link_to_case(second, first.cases.get())
    follow()
    results = search(SearchRequest(text="step"))
    assert (results.count, results.case_count, results.hits[0].others) == (2, 1, 1)


def test_following_forever_finds_a_change_within_two_seconds() -> None:
    rebuild()
    stop = threading.Event()

    def run() -> None:
        follow_forever(stop)
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        time.sleep(1)
        make_announcement("Prompt notice")
        started = time.monotonic()
        while not ids("prompt") and time.monotonic() - started < 10:
            time.sleep(0.02)
        assert time.monotonic() - started < 2
        rebuild()  # the follower goes on with the new generation
        make_announcement("Prompt again")
        started = time.monotonic()
        while not ids("again") and time.monotonic() - started < 10:
            time.sleep(0.02)
        assert time.monotonic() - started < 3
    finally:
        stop.set()
        thread.join()


def test_the_index_serves_on_when_its_folder_is_deleted_and_is_made_again(index_folder: Path) -> None:
    announcement = make_announcement("Lasting notice")
    rebuild()
    assert ids("lasting") == {announcement.pk}
    shutil.rmtree(index_folder)
    assert ids("lasting") == {announcement.pk}
    assert check() is not None
    assert ensure()
    assert check() is None
    assert ids("lasting") == {announcement.pk}


@pytest.mark.parametrize("damage", ["truncated", "removed", "garbled meta", "no pointer", "bit"])
def test_a_damaged_index_is_made_again(index_folder: Path, damage: str) -> None:
    announcement = make_announcement("Damaged notice")
    rebuild()
    path = folder.generation_path()
    biggest = max((file for file in path.iterdir() if file.suffix != ".json"), key=lambda file: file.stat().st_size)
    if damage == "truncated":
        os.truncate(biggest, biggest.stat().st_size // 2)
    elif damage == "removed":
        biggest.unlink()
    elif damage == "garbled meta":
        (path / "meta.json").write_text("{")
    elif damage == "bit":
        content = bytearray(biggest.read_bytes())
        content[len(content) // 3] ^= 0xFF
        biggest.write_bytes(content)
    else:
        (index_folder / "current").unlink()
    folder.forget()
    assert check() is not None
    assert ids("damaged") == {announcement.pk}
    assert check() is None


def test_an_index_of_another_schema_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rebuild()
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    folder.forget()
    assert "schema version" in (check() or "")


def rewrite_cursor(**changes: int) -> None:
    cursor = replace(folder.open_reader().cursor, **changes)  # type: ignore[arg-type]
    writer = folder.open_index(folder.generation_path()).writer(15_000_000, 1)
    folder.write_cursor(writer, cursor)
    writer.commit()
    writer.wait_merging_threads()


def test_an_index_of_a_database_put_back_to_an_earlier_state_is_made_again() -> None:
    rebuild()
    rewrite_cursor(transaction=folder.open_reader().cursor.transaction + 10**6)
    assert "ahead" in (check() or "")


def test_two_followers_at_once_do_no_harm() -> None:
    rebuild()
    made = {make_announcement(f"Contended {number}").pk for number in range(20)}

    def run() -> None:
        for _ in range(5):
            follow()
        connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wait_until_current()
    assert ids("contended") == made
    assert search(SearchRequest(text="contended")).count == 20


INDEXER = """
import django, sys
from django.conf import settings
django.setup()
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
settings.INDEX_FOLDER = sys.argv[2]
from kb.search.index import follow, rebuild
print("ready", flush=True)
while True:
    rebuild() if sys.argv[3] == "rebuild" else follow()
"""


@pytest.mark.parametrize("task", ["follow", "rebuild"])
def test_an_indexer_killed_at_any_point_loses_and_doubles_nothing(index_folder: Path, task: str) -> None:
    rng = random.Random(3)  # noqa: S311 - when to kill
    rebuild()
    made: set[int] = set()
    for _ in range(2):
        process = start_indexer(index_folder, task)
        for number in range(12):
            made.add(make_announcement(f"Hardy notice {number}", published_on=date(2026, 1, 1)).pk)
            time.sleep(rng.uniform(0, 0.03))
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert wait_until_current()
    assert ids("hardy") == made
    assert search(SearchRequest(text="hardy")).count == len(made)
    assert sum(path.is_dir() for path in index_folder.iterdir()) <= (1 if task == "follow" else 2)


def start_indexer(index_folder: Path, task: str) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", INDEXER, connection.settings_dict["NAME"], str(index_folder), task]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter
        arguments,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "kb.settings"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout and process.stdout.readline() == "ready\n"
    return process


def test_the_command_builds_and_follows(capsys: pytest.CaptureFixture[str]) -> None:
    make_announcement("Commanded notice")
    call_command("index")
    assert "1 announcements indexed" in capsys.readouterr().out
    make_announcement("Commanded again")
    call_command("index")
    assert "1 announcements brought up to date" in capsys.readouterr().out
    call_command("index", "--rebuild")
    assert "2 announcements indexed" in capsys.readouterr().out


def test_a_large_index_is_built_while_searches_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_announcement("Patient notice")
    monkeypatch.setattr(index, "LARGE", 0)
    assert "being built" in (search(SearchRequest(text="patient")).problem or "")
    deadline = time.monotonic() + 20
    while check() is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert ids("patient") == {made.pk}
