"""A long crawl, cut off by a kill, a block or Ctrl-C, goes on from where it was, sees the newest first and misses
nothing; and no two crawls of one agency run at once."""

from __future__ import annotations

import copy
import signal
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from crawler.sample import render
from kb.models import Announcement, CrawlCursor, CrawlRun
from tests.crawler.conftest import Reply, Site, serve
from tests.kb.crawling import Ended, Runner, running

pytestmark = pytest.mark.django_db(transaction=True)
LISTING = "/cftc/PressRoom/PressReleases"
FEED = "/cftc/RSS/RSSENF/rssenf.xml"
NEWEST = date(2026, 11, 16)
COUNT = 80  # releases of the CFTC, ten on a page of its list, seven days apart
SINCE = ("--since", "2025-01-01")


def publish(site: Site, number: str, published_on: date, place: int) -> None:
    entry: Any = copy.copy(site.sample.entries["cftc"][0])
    entry.path, entry.number, entry.published_on = f"/PressRoom/PressReleases/{number}", number, published_on
    entry.documents = []
    site.sample.entries["cftc"].insert(place, entry)
    site.put(f"/cftc{entry.path}", render.cftc_release(entry).encode())


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    site.sample.entries["cftc"] = site.sample.entries["cftc"][:1]
    for place in range(1, COUNT):
        publish(site, f"{9900 - place}-26", NEWEST - timedelta(days=7 * place), place)
    site.put(FEED, Reply(404, b""))
    with serve(site):
        yield site


def crawl(runner: Runner, site: Site, *arguments: str, **options: Any) -> Ended:
    return runner.manage("crawl", "cftc", *arguments, settings=site.settings, **options)


def keys() -> set[str]:
    return set(Announcement.objects.values_list("key", flat=True))


def listed(site: Site) -> set[str]:
    return {str(entry.number) for entry in site.sample.entries["cftc"]}


def lists_asked(site: Site) -> list[int]:
    return [
        int(query.rpartition("page=")[2]) if "page=" in query else 0 for path, query in site.queries if path == LISTING
    ]


def cut_off(runner: Runner, site: Site, how: str) -> Ended:
    """A crawl that comes to the sixth page of the list and no further."""
    if how == "blocked":
        site.put(f"{LISTING}?page=5", Reply(403, b"<h1>Forbidden</h1>"))
        ended = crawl(runner, site, *SINCE)
    else:
        site.put(f"{LISTING}?page=5", Reply(200, hangs=True))
        sent = signal.SIGKILL if how == "killed" else signal.SIGINT
        ended = crawl(runner, site, *SINCE, when=lambda: 5 in lists_asked(site), sent=sent)
    del site.replies[f"{LISTING}?page=5"]
    return ended


@pytest.mark.parametrize("how", ["killed", "blocked", "interrupted"])
def test_a_long_crawl_goes_on_from_where_it_was_cut_off(runner: Runner, site: Site, how: str) -> None:
    ended = cut_off(runner, site, how)
    assert ended.code == {"killed": -9, "blocked": 1, "interrupted": 130}[how], ended.output
    cursor = CrawlCursor.objects.get()
    assert (cursor.newest_on, cursor.reached_on) == (NEWEST, NEWEST - timedelta(days=7 * 49))
    assert len(keys()) == 50 and not CrawlRun.objects.filter(complete=True).exists()
    publish(site, "9950-26", NEWEST + timedelta(days=1), 0)
    site.queries.clear()
    ended = crawl(runner, site, *SINCE)
    assert ended.code == 0, ended.output
    assert lists_asked(site) == [0, 1, 4, 5, 6, 7, 8]
    assert keys() == listed(site) and not CrawlCursor.objects.exists()
    assert next(path for path, _ in site.queries if path.startswith(f"{LISTING}/")).endswith("/9950-26")
    run = CrawlRun.objects.latest("pk")
    assert (run.outcome, run.new) == ("succeeded", COUNT - 50 + 1)


def test_a_second_crawl_of_the_same_agency_is_refused(
    runner: Runner, site: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    site.put(f"{LISTING}?page=5", Reply(200, hangs=True))
    tried: list[Ended] = []

    def try_another() -> bool:
        if 5 in lists_asked(site):
            with running(tmp_path_factory.mktemp("other")) as other:
                tried.append(crawl(other, site))
                tried.append(other.manage("crawl", "fincen", *SINCE, settings=site.settings))
        return bool(tried)

    patient = {**site.settings, "DOWNLOAD_TIMEOUT": 120}
    runner.manage("crawl", "cftc", *SINCE, settings=patient, when=try_another)
    assert tried[0].code == 1 and "another crawl of CFTC is running" in tried[0].output
    assert tried[1].code == 0 and CrawlRun.objects.filter(source="cftc").count() == 1
    assert crawl(runner, site, "--limit", "1").code == 0  # the one that held it has been killed
