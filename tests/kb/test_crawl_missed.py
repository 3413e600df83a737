"""Announcements that a list named and that could not be read: kept, asked for again by later crawls, and shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from crawler.items import KnownPage, MissedItem
from crawler.sample import render
from kb.ingest.missed import LONGEST_WAIT, due_missed, record_missed, still_missed
from kb.ingest.record import Outcome
from kb.models import Announcement, MissedPage
from kb.models.missed import MOST_TRIES
from tests.crawler.conftest import Reply, Site, serve
from tests.kb import crawling
from tests.kb.crawling import Ended, Runner

KEY = "9911-23"  # far down the list: only a crawl of the whole history meets it
PAGE = f"/cftc/PressRoom/PressReleases/{KEY}"
API = "/doj/api/v1/press_releases.json"
BROKEN = Reply(500, b"<h1>Broken</h1>")
over_the_net = pytest.mark.django_db(transaction=True)
QUICK = {"RETRY_TIMES": 0, "DOWNLOAD_TIMEOUT": 2}


class World(crawling.World):
    """The sample site, and a crawl to send over it that soon gives up; what it asked for is counted anew each time."""

    def crawl(self, *arguments: str, **settings: Any) -> Ended:
        self.site.asked.clear()
        return super().crawl(*arguments, **{**QUICK, **settings})


@pytest.fixture
def world(runner: Runner, transactional_db: None) -> Iterator[World]:
    site = Site()
    with serve(site):
        yield World(site, runner)


def wait(hours: float) -> None:
    """So much time goes by for all that is missed."""
    for page in MissedPage.objects.all():
        page.ask_again_at -= timedelta(hours=hours)
        page.save()


@over_the_net
def test_a_page_that_failed_in_a_finished_back_fill_is_read_by_the_next_crawl(world: World) -> None:
    world.site.put(PAGE, BROKEN)
    assert world.crawl("cftc").code == 0 and world.run.complete and world.run.failed == 1
    [missed] = still_missed()
    assert (missed.source, missed.key, missed.reason, missed.tries) == ("cftc", KEY, "http_error", 1)
    assert missed.url.endswith(f"/PressReleases/{KEY}") and missed.published_on == date(2023, 4, 18)
    world.site.replies.clear()
    assert world.crawl("cftc").code == 0
    assert world.run.since and world.run.since > missed.published_on  # no list has led there
    assert (world.run.new, world.run.failed) == (1, 0) and not still_missed().exists()
    found = Announcement.objects.get(key=KEY)
    assert found.number == KEY and found.published_on == missed.published_on and found.documents.count() == 1
    assert world.crawl("cftc").code == 0 and PAGE not in world.site.asked


@over_the_net
def test_a_page_that_fails_again_waits_longer_each_time(world: World) -> None:
    world.site.put(PAGE, BROKEN)
    world.crawl("cftc")
    assert world.crawl("cftc").code == 0 and MissedPage.objects.get().tries == 2
    assert world.run.outcome == "succeeded" and world.run.failed == 1
    assert world.crawl("cftc").code == 0 and PAGE not in world.site.asked
    wait(1)
    world.site.put(PAGE, Reply(404, b"<h1>Not here</h1>"))
    assert world.crawl("cftc").code == 0 and world.site.asked.count(PAGE) == 1
    missed = MissedPage.objects.get()
    assert (missed.tries, missed.reason) == (3, "not_found")
    wait(1)
    world.crawl("cftc")
    assert PAGE not in world.site.asked  # two hours, this time
    wait(1)
    world.site.put(PAGE, Reply(403, b"<h1>Forbidden</h1>"))
    assert world.crawl("cftc").code == 1 and world.run.reason == "blocked"
    assert MissedPage.objects.get().tries == 3  # a refusal says nothing of the page
    MissedPage.objects.update(tries=MOST_TRIES)
    world.site.replies.clear()
    assert world.crawl("cftc").code == 0 and PAGE not in world.site.asked
    assert still_missed().count() == 1
    assert world.crawl("cftc", "--since", "2023-01-01").code == 0 and not still_missed().exists()


@over_the_net
def test_many_pages_that_stay_broken_do_not_make_the_layout_new(world: World) -> None:
    numbers = [entry.number for entry in world.site.sample.entries["cftc"][12:17]]
    for number in numbers:
        world.site.put(f"/cftc/PressRoom/PressReleases/{number}", BROKEN)
    assert world.crawl("cftc").code == 0 and still_missed().count() == 5
    ended = world.crawl("cftc")
    assert (ended.code, world.run.outcome, world.run.failed) == (0, "succeeded", 5), ended.output


@over_the_net
def test_what_was_stored_before_is_not_missed(world: World) -> None:
    assert world.crawl("cftc").code == 0
    newest = world.site.sample.entries["cftc"][0].number
    world.site.put(f"/cftc/PressRoom/PressReleases/{newest}", BROKEN)
    assert world.crawl("cftc").code == 0
    assert world.run.failed == 1 and not MissedPage.objects.exists()


@over_the_net
def test_a_missed_release_of_justice_is_judged_when_it_is_read(world: World) -> None:
    world.site.put(API, BROKEN)  # its pages are read instead
    financial, other = (entry for entry in world.site.sample.entries["doj"][:2])
    for entry in (financial, other):
        world.site.put(f"/doj{entry.path}", BROKEN)
    assert world.crawl("doj").code == 0
    assert {page.key for page in still_missed()} == {financial.path.lower(), other.path.lower()}
    world.site.replies.clear()
    text = "A man was sentenced today for poaching deer in the forest. " * 20
    deer = replace(other, title="Poacher Sentenced", text=text, topics=["Wildlife"])
    world.site.put(f"/doj{other.path}", render.doj_release(deer).encode())
    world.site.put(API, BROKEN)
    world.crawl("doj", "--since", "2027-01-01")
    assert Announcement.objects.filter(key=financial.path.lower()).exists()
    assert not MissedPage.objects.filter(key=other.path.lower()).exists()
    assert not Announcement.objects.filter(key=other.path.lower()).exists()


@over_the_net
def test_a_record_of_the_api_that_cannot_be_read_is_asked_for_again(world: World) -> None:
    answer = json.loads(world.site.sample.answer(API, 0)[1])  # type: ignore[index]
    answer["metadata"]["resultset"]["count"] = len(answer["results"])
    answer["results"][0]["body"] = ""
    world.site.put(API, Reply(200, json.dumps(answer).encode(), {"Content-Type": "application/json"}))
    entry = world.site.sample.entries["doj"][0]
    assert world.crawl("doj").code == 0
    [missed] = still_missed()
    assert (missed.key, missed.reason) == (entry.path.lower(), "too_short") and "/api/v1/" in missed.record_url
    assert world.crawl("doj", "--since", "2027-01-01").code == 0
    assert Announcement.objects.get(key=missed.key).title == entry.title and not still_missed().exists()


def miss(key: str = "9950-26", reason: str = "too_short") -> Outcome:
    url = f"https://www.cftc.gov/PressRoom/PressReleases/{key}"
    page = KnownPage(key, url, key, "CFTC Charges Larkmoor", date(2026, 11, 3), ("Enforcement",))
    return record_missed(MissedItem("cftc", page, reason, "The page has 12 characters." if reason else ""))


@pytest.mark.django_db
def test_a_page_is_given_up_after_so_many_tries_and_stays_known() -> None:
    miss()
    waits = []
    for _ in range(MOST_TRIES - 1):
        [page] = due_missed("cftc", MissedPage.objects.get().ask_again_at, 9)
        assert page.topics == ("Enforcement",)
        MissedPage.objects.update(ask_again_at=timezone.now())
        miss()
        missed = MissedPage.objects.get()
        waits.append(missed.ask_again_at - missed.last_tried_at)
    assert waits[:3] == [timedelta(hours=1), timedelta(hours=2), timedelta(hours=4)] and waits[-1] == LONGEST_WAIT
    assert sum(waits[:-1], timedelta(0)) > timedelta(days=100)
    assert MissedPage.objects.get().is_given_up and still_missed().count() == 1
    assert due_missed("cftc", timezone.now() + timedelta(days=900), 9) == []


@pytest.mark.django_db
def test_tries_within_one_wait_count_once_and_what_is_none_of_ours_is_forgotten() -> None:
    for _ in range(5):
        assert miss() is Outcome.UNREADABLE
    assert MissedPage.objects.get().tries == 2
    miss(reason="http_error")
    assert MissedPage.objects.get().reason == "http_error"
    assert miss(reason="") is Outcome.UNCHANGED and not MissedPage.objects.exists()


@pytest.mark.django_db
def test_what_is_missed_is_shown_on_the_page_and_by_the_command(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.kb.test_crawl_sources import say

    miss()
    miss("9951-26")
    MissedPage.objects.filter(key="9951-26").update(tries=MOST_TRIES)
    out, code = say(capsys)
    assert code == 0 and f"pages not read:     2, 1 given up after {MOST_TRIES} tries" in out
    assert "https://www.cftc.gov/PressRoom/PressReleases/9950-26 (too_short; 1 try since 20" in out
    assert "given up)" in out
    page = client.get("/sources/").content.decode()
    for words in (
        "2 pages that could not be read yet",
        "1 of them given up",
        "CFTC Charges Larkmoor",
        "too_short: The",
    ):
        assert words in page
