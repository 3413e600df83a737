"""Published files asked for again, through `manage.py crawl`: spared, replaced, taken down, put back, unreadable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from crawler.sample.pdf import make_pdf
from kb.models import Announcement, Document, DocumentChange, Snapshot, Version
from tests.crawler.conftest import Reply, Site, serve
from tests.kb import crawling
from tests.kb.crawling import Ended, Runner

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "9911-23"  # settled: the lists alone do not have its page read again
PAGE = f"/cftc/PressRoom/PressReleases/{KEY}"
HTML = {"Content-Type": "text/html; charset=UTF-8"}
PDF = {"Content-Type": "application/pdf"}
GONE = Reply(404, b"<h1>Not here</h1>")


@dataclass
class World(crawling.World):
    """The sample site, a crawl to send over it, and the files of one of its announcements."""

    paths: list[str]

    def crawl(self, *arguments: str, **settings: Any) -> Ended:
        self.site.asked.clear()
        return super().crawl("cftc", *arguments, **settings)

    def put(self, text: str, etag: str = "", *, path: str = "") -> None:
        headers = {**PDF, **({"ETag": f'"{etag}"'} if etag else {})}
        self.site.put(path or self.paths[0], Reply(200, make_pdf(text), headers))


@pytest.fixture
def world(runner: Runner, transactional_db: None) -> Iterator[World]:
    """Crawled once and seen by the watches. The page answers by its ETag."""
    site = Site()
    site.put(PAGE, Reply(200, site.sample.files[PAGE][1], {**HTML, "ETag": '"page"'}))
    with serve(site):
        [entry] = [entry for entry in site.sample.entries["cftc"] if entry.number == KEY]
        world = World(site, runner, [f"/cftc{file.path}" for file in entry.documents])
        world.put("The order says four.", "one")
        assert world.crawl().code == 0
        Version.objects.update(matched_at=timezone.now())
        make_due()
        yield world


def make_due() -> None:
    """The one announcement and its files were last asked for long ago."""
    long_ago = timezone.now() - timedelta(days=400)
    Announcement.objects.filter(key=KEY).update(checked_at=long_ago)
    Document.objects.filter(announcement__key=KEY).update(checked_at=long_ago)


def file() -> Document:
    return Document.objects.filter(announcement__key=KEY).earliest("pk")


def kinds() -> list[str]:
    return list(DocumentChange.objects.order_by("pk").values_list("kind", flat=True))


def versions() -> list[str]:
    return list(Version.objects.filter(announcement__key=KEY).order_by("ordinal").values_list("change", flat=True))


def test_a_file_of_an_unchanged_page_is_asked_for_again_and_spared_by_its_headers(world: World) -> None:
    before = file()
    assert world.crawl().code == 0
    assert world.site.headers[PAGE]["If-None-Match"] == '"page"'
    assert world.site.asked.count(world.paths[0]) == 1
    assert world.site.headers[world.paths[0]]["If-None-Match"] == '"one"'
    after = file()
    assert after.checked_at and before.checked_at and after.checked_at > before.checked_at
    assert kinds() == [] and versions() == [""] and world.run.changed == 0
    assert world.crawl().code == 0 and world.paths[0] not in world.site.asked  # not before it is due again


def test_the_time_of_the_last_change_serves_as_well(world: World) -> None:
    headers = {**PDF, "Last-Modified": "Mon, 23 Oct 2023 10:00:00 GMT"}
    world.site.put(world.paths[0], Reply(200, make_pdf("The order says four."), headers))
    assert world.crawl().code == 0
    make_due()
    assert world.crawl().code == 0
    asked = world.site.headers[world.paths[0]]
    assert asked["If-Modified-Since"] == headers["Last-Modified"] and "If-None-Match" not in asked
    assert kinds() == []


def test_a_file_replaced_under_its_address_makes_a_version(world: World) -> None:
    world.put("The order says five.", "two")
    assert world.crawl().code == 0
    assert kinds() == ["changed"] and versions() == ["", "document"] and world.run.changed == 1
    assert file().pages == ["The order says five."] and DocumentChange.objects.get().pages_before
    make_due()
    assert world.crawl().code == 0
    assert world.site.headers[world.paths[0]]["If-None-Match"] == '"two"' and kinds() == ["changed"]


@pytest.mark.parametrize(
    "answer", [GONE, Reply(410, b"<h1>Gone</h1>"), Reply(302, b"", {"Location": "/cftc/"})], ids=["404", "410", "home"]
)
def test_a_file_taken_down_keeps_its_copy_and_comes_back(world: World, client: Client, answer: Reply) -> None:
    world.site.put("/cftc/", Reply(200, b"<h1>Welcome</h1>" + b"<p>News.</p>" * 900))
    world.site.put(world.paths[0], answer)
    ended = world.crawl()
    assert ended.code == 0 and world.reasons == [], ended.output
    gone = file()
    assert gone.gone_at and gone.body and gone.pages == ["The order says four."]
    assert kinds() == ["removed"] and versions() == ["", "document"] and world.run.changed == 1
    assert Snapshot.objects.filter(announcement__key=KEY, channel="document").count() == 1  # what said so
    Version.objects.update(matched_at=timezone.now())
    page = " ".join(client.get(f"/announcements/{gone.announcement_id}/").content.decode().split())
    day = f"{timezone.localdate():%B} {timezone.localdate().day}"
    assert f"taken down by the agency, found gone on {day}" in page and f"Taken down: {gone.name}" in page
    assert f'<a href="/documents/{gone.pk}/copy">{gone.name}</a>' in page
    copy = client.get(f"/documents/{gone.pk}/copy")
    assert copy.content == make_pdf("The order says four.") and copy["Content-Type"] == "application/pdf"

    make_due()
    assert world.crawl().code == 0
    assert kinds() == ["removed"] and file().gone_at == gone.gone_at and world.run.changed == 0

    world.put("The order says four.", "one")
    make_due()
    assert world.crawl().code == 0
    assert kinds() == ["removed", "restored"] and versions() == ["", "document", "document"]
    assert file().gone_at is None


def test_a_file_that_comes_back_in_other_words_is_both(world: World) -> None:
    world.site.put(world.paths[0], GONE)
    world.crawl()
    world.put("The order says five.", "two")
    make_due()
    assert world.crawl().code == 0
    assert kinds() == ["removed", "restored", "changed"] and file().pages == ["The order says five."]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Reply(500, b"<h1>Broken</h1>"), "http_error"),
        (Reply(200, hangs=True), "unreachable"),
        (Reply(403, b"<h1>Forbidden</h1>"), "blocked"),
        (Reply(200, b"<h1>We are redesigning</h1>" + b"<p>Soon.</p>" * 900), "document"),
        (Reply(200, b"%PDF-1.4 but no more of it", PDF), "document"),
    ],
    ids=["500", "hanging", "blocked", "a page", "broken"],
)
def test_a_fetch_that_fails_marks_nothing(world: World, answer: Reply, reason: str) -> None:
    before = file()
    world.site.put(world.paths[0], answer)
    assert world.crawl(DOWNLOAD_TIMEOUT=2, RETRY_TIMES=0).code == 0
    after = file()
    assert world.reasons == [reason] and kinds() == [] and versions() == [""]
    assert (after.body_id, after.pages, after.problem, after.gone_at) == (before.body_id, before.pages, "", None)


def test_after_a_refusal_no_further_file_is_asked_for(world: World) -> None:
    Document.objects.update(checked_at=timezone.now() - timedelta(days=400))
    documents = list(Document.objects.exclude(announcement__key=KEY).order_by("pk")[:2])
    Document.objects.filter(pk__in=[document.pk for document in documents]).update(checked_at=None)
    first, second = ("/cftc/" + document.url.split("/", 3)[3] for document in documents)
    world.site.put(first, Reply(429, b"<h1>Slow down</h1>", {**HTML, "Retry-After": "7200"}))
    world.crawl()
    assert first in world.site.asked and second not in world.site.asked and world.reasons == ["blocked"]


def test_a_file_that_could_not_be_had_is_asked_for_again_though_its_page_is_unchanged(world: World) -> None:
    Document.objects.filter(pk=file().pk).update(body=None, pages=[], problem="not fetched: no answer", validators={})
    assert world.crawl().code == 0
    assert file().pages == ["The order says four."] and file().problem == "" and kinds() == ["added"]


def test_a_site_that_has_lost_most_of_its_files_is_broken_and_none_is_marked(world: World) -> None:
    Document.objects.update(checked_at=None)
    for url in list(Document.objects.order_by("pk").values_list("url", flat=True)[:5]):
        world.site.put("/cftc/" + url.split("/", 3)[3], GONE)
    ended = world.crawl()
    assert ended.code == 1 and "mostly_gone" in world.reasons and world.run.outcome == "failed"
    assert kinds() == [] and not Document.objects.filter(gone_at__isnull=False).exists()


def test_files_of_a_page_that_is_gone_are_left_alone(world: World) -> None:
    world.site.put(PAGE, GONE)
    world.site.put(world.paths[0], GONE)
    assert world.crawl().code == 0
    assert versions() == ["", "removed"] and kinds() == [] and world.paths[0] not in world.site.asked
    make_due()
    assert world.crawl().code == 0 and world.paths[0] not in world.site.asked
