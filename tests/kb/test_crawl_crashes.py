"""A crawl killed at any moment and taken up again ends with what one that was left alone ends with.

`CASEBOOK_CRASHES` is how many times it is killed.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kb.models import Announcement, CrawlRun, Document, MissedPage, Snapshot, Version
from tests.crawler.conftest import Reply, Site, serve
from tests.kb.crawling import Runner, running

pytestmark = pytest.mark.django_db(transaction=True)
SOURCES = ("cftc", "doj", "fincen")
CRASHES = int(os.environ.get("CASEBOOK_CRASHES", "5"))


@pytest.fixture
def runner(tmp_path: Path, transactional_db: None) -> Iterator[Runner]:
    with running(tmp_path) as runner:
        yield runner


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    with serve(site):
        yield site


def rows() -> list[Any]:
    """What is stored, but for when, and the numbers that the database gave."""
    announcements = Announcement.objects.order_by("source", "key")
    versions = Version.objects.order_by("announcement__source", "announcement__key", "ordinal")
    documents = Document.objects.order_by("announcement__source", "announcement__key", "url")
    snapshots = Snapshot.objects.order_by("announcement__source", "announcement__key", "url", "body")
    of = ("announcement__source", "announcement__key")
    return [
        list(announcements.values("source", "key", "number", "url", "title", "published_on", "components", "topics")),
        list(versions.values(*of, "ordinal", "title", "published_on", "text", "text_hash", "change", "snapshot__body")),
        list(announcements.values("key", "current_version__ordinal", "removed_at")),
        list(documents.values(*of, "url", "title", "kind", "body", "pages", "problem")),
        list(snapshots.values(*of, "url", "body", "status", "channel")),
        list(MissedPage.objects.order_by("key").values("source", "key", "url", "title", "published_on", "reason")),
    ]


def forget() -> None:
    Announcement.objects.all().delete()
    MissedPage.objects.all().delete()
    CrawlRun.objects.all().delete()


def test_a_crawl_that_is_killed_again_and_again_loses_nothing(runner: Runner, site: Site) -> None:
    site.put("/cftc/PressRoom/PressReleases/9911-23", Reply(500, b"<h1>Broken</h1>"))  # missed, and not forgotten
    runner.manage("check", settings={})  # what starts up once does so before the clock runs
    started = time.monotonic()
    left_alone = runner.manage("crawl", *SOURCES, settings=site.settings)
    took = time.monotonic() - started
    assert left_alone.code == 0, left_alone.output
    expected = rows()
    assert all(expected) and Announcement.objects.count() == 49
    forget()

    chance = random.Random(5)  # noqa: S311
    killed = 0
    for _ in range(4 * CRASHES):
        ended = runner.manage("crawl", *SOURCES, settings=site.settings, killed_after=chance.uniform(0.1, 0.9) * took)
        killed += ended.code == -9
        if killed == CRASHES:
            break
        if ended.code != -9:  # it was faster than its death: from the start again, and sooner
            took *= 0.8
            forget()
    assert killed == CRASHES

    taken_up = runner.manage("crawl", *SOURCES, settings=site.settings)
    assert taken_up.code == 0, taken_up.output
    assert rows() == expected
    assert not CrawlRun.objects.filter(outcome=CrawlRun.Outcome.RUNNING).exists()
    assert all(run.reason == "cut off" for run in CrawlRun.objects.filter(outcome=CrawlRun.Outcome.INTERRUPTED))
