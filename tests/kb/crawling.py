"""`manage.py crawl` for tests: on the test database, against a site of the test's own, in a process of its own."""

from __future__ import annotations

import copy
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection

from crawler.sample import render
from crawler.sample.content import Entry
from kb.models import Announcement, CrawlRun
from tests.crawler.conftest import Site, serve

BASE = Path(__file__).resolve().parents[2]
QUICK = {"DOWNLOAD_TIMEOUT": 5, "RETRY_TIMES": 1, "CASEBOOK_CONTACT": ""}


@dataclass(frozen=True)
class Ended:
    code: int
    output: str


class Runner:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def manage(
        self,
        *arguments: str,
        settings: dict[str, Any],
        killed_after: float | None = None,
        when: Callable[[], bool] | None = None,
        sent: int = signal.SIGKILL,
    ) -> Ended:
        """Runs the command with these settings of the crawl; kills it after so many seconds, or sends it the signal
        as soon as it is time (`when`)."""
        assert self.process.stdin is not None and self.process.stdout is not None
        job = {"arguments": arguments, "settings": {**QUICK, **settings}, "killed_after": killed_after}
        self.process.stdin.write(json.dumps({**job, "tells_pid": bool(when)}) + "\n")
        self.process.stdin.flush()
        if when:
            pid, patience = int(self.process.stdout.readline()), time.monotonic() + 120
            while not when() and time.monotonic() < patience:
                time.sleep(0.01)
            os.kill(pid, sent)
        return Ended(**json.loads(self.process.stdout.readline()))


def database_url() -> str:
    """The address of the database that the tests use now."""
    settings = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    return " ".join(f"{theirs}='{settings[ours]}'" for theirs, ours in names.items() if settings[ours])


@contextmanager
def running(home: Path) -> Iterator[Runner]:
    environment = {
        **os.environ,
        "CASEBOOK_HOME": str(home),
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "kb.settings",
    }
    command = [sys.executable, "-m", "tests.kb.crawl_runner"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=BASE, env=environment, text=True
    ) as process:
        yield Runner(process)
        assert process.stdin is not None
        process.stdin.close()
        process.wait(timeout=10)


TABLE = "/fincen/news/enforcement-actions"


@dataclass(frozen=True)
class Told:
    """What a CrawlRun says of itself; `failures` are the reasons of the recorded ones, in order."""

    outcome: str = "succeeded"
    reason: str = ""
    complete: bool = False
    seen: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    rechecked: int = 0
    failures: tuple[str, ...] = ()

    @classmethod
    def by(cls, run: CrawlRun) -> Told:
        assert run.failed == len(run.failures) and run.finished_at is not None
        names = (name for name in cls.__dataclass_fields__ if name != "failures")
        fields = {name: getattr(run, name) for name in names}
        return cls(**fields, failures=tuple(failure["reason"] for failure in run.failures))


@dataclass(frozen=True)
class Row:
    """An announcement as stored: `changes` are those of its versions, `documents` their addresses, with text or why
    there is none."""

    number: str | None
    url: str
    title: str
    published_on: date
    text: str
    is_removed: bool
    changes: tuple[str, ...]
    documents: tuple[tuple[str, str], ...]


Rows = dict[tuple[str, str], Row]


def rows() -> Rows:
    """All that is stored, by source and key."""
    return {(each.source, each.key): make_row(each) for each in Announcement.objects.all()}


def make_row(stored: Announcement) -> Row:
    version = stored.current_version
    assert version is not None and (version.title, version.published_on) == (stored.title, stored.published_on)
    return Row(
        stored.number,
        stored.url,
        stored.title,
        stored.published_on,
        version.text,
        stored.removed_at is not None,
        tuple(each.change for each in stored.versions.order_by("ordinal")),
        tuple((each.url, each.problem or "".join(each.pages)) for each in stored.documents.order_by("url")),
    )


UNDISTURBED: dict[tuple[str, ...], tuple[Rows, Told]] = {}


@dataclass
class World:
    """The sample site, a crawl to send over it, and what is stored."""

    site: Site
    runner: Runner

    def undisturbed(self, *arguments: str) -> tuple[Rows, Told]:
        """What the crawl stores and says where nothing has happened to the site; nothing of it is left here."""
        if arguments not in UNDISTURBED:
            with serve(Site()) as site:
                self.runner.manage("crawl", *arguments, settings=site.settings)
            UNDISTURBED[arguments] = rows(), self.told
            Announcement.objects.all().delete()
            CrawlRun.objects.all().delete()
        return UNDISTURBED[arguments]

    @property
    def told(self) -> Told:
        """By the last run."""
        return Told.by(self.run)

    def crawl(self, *arguments: str, **settings: Any) -> Ended:
        return self.runner.manage("crawl", *arguments, settings={**self.site.settings, **settings})

    @property
    def run(self) -> CrawlRun:
        return CrawlRun.objects.latest("pk")

    @property
    def reasons(self) -> list[str]:
        return [failure["reason"] for failure in self.run.failures]

    def page(self, path: str) -> bytes:
        return self.site.sample.files[path][1]

    def table(self) -> bytes:
        found = self.site.sample.answer(TABLE, 0)
        assert found
        return found[1]

    def publish(self, number: str, published_on: date, place: int, **fields: Any) -> None:
        """One more release of the CFTC, at that place of its list."""
        entry: Entry = copy.copy(self.site.sample.entries["cftc"][0])
        entry.path, entry.number, entry.published_on = f"/PressRoom/PressReleases/{number}", number, published_on
        for name, value in fields.items():
            setattr(entry, name, value)
        self.site.sample.entries["cftc"].insert(place, entry)
        self.site.put(f"/cftc{entry.path}", render.cftc_release(entry).encode())
