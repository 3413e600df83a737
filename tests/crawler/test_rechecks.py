"""Stored announcements asked for again: unchanged, edited, unreadable, removed, and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from crawler.items import AnnouncementItem, KnownPage
from tests.crawler.conftest import Crawl, Reply, Result, Site

Sample = dict[str, Result]
LATE = {"since": "2026-12-01"}  # nothing of the lists is wanted
HTML = {"Content-Type": "text/html; charset=UTF-8"}


def known(item: AnnouncementItem, **changes: Any) -> KnownPage:
    page = KnownPage(item.key, item.url, item.number, item.title, item.published_on, tuple(item.topics))
    return replace(page, **changes)


def pages(sample: Sample, source: str, count: int = 3) -> list[KnownPage]:
    oldest = sorted(sample[source].items, key=lambda item: item.published_on)
    return [known(item) for item in oldest[:count]]


def again(crawl: Crawl, source: str, recheck: list[KnownPage]) -> Result:
    return crawl(source, recheck=recheck, known_keys={page.key for page in recheck}, **LATE)


def path(source: str, page: KnownPage) -> str:
    return f"/{source}/" + page.url.split("/", 3)[3]


@pytest.mark.parametrize("source", ["cftc", "doj", "fincen"])
def test_what_is_read_again_is_what_was_read(crawl: Crawl, sample: Sample, source: str) -> None:
    before = {item.key: item for item in sample[source].items}
    result = again(crawl, source, pages(sample, source, 30))
    assert result.report["failures"] == [] and result.report["stopped_reason"] == ""
    assert result.keys == set(before) and result.report["rechecked"] == len(before)
    for item in result.items:
        old = before[item.key]
        assert (item.text, item.title, item.published_on) == (old.text, old.title, old.published_on)
        assert (item.number, item.url, item.topics, item.channel) == (old.number, old.url, old.topics, "recheck")


def test_pages_of_the_lists_are_not_asked_for_twice(crawl: Crawl, site: Site, sample: Sample) -> None:
    newest = known(sample["cftc"].items[0])
    result = crawl("cftc", recheck=[newest], known_keys=sample["cftc"].keys)
    assert result.report["rechecked"] == 0 and site.asked.count(path("cftc", newest)) == 1


@pytest.mark.parametrize("source", ["cftc", "doj", "fincen"])
@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_removed(crawl: Crawl, site: Site, sample: Sample, source: str, status: int) -> None:
    gone, *others = pages(sample, source)
    site.put(path(source, gone), Reply(status, b"<h1>Not here</h1>"))
    result = again(crawl, source, [gone, *others])
    [removal] = result.removals
    assert (removal.source, removal.key) == (source, gone.key)
    assert removal.raw is not None and (removal.raw.status, removal.raw.body) == (status, b"<h1>Not here</h1>")
    assert result.keys == {page.key for page in others}
    assert result.report["failures"] == [] and result.report["stopped_reason"] == ""


@pytest.mark.parametrize("home", ["/cftc", "/cftc/", "/cftc/index.htm", "/cftc/home"])
def test_a_way_to_the_home_page_is_a_removal(crawl: Crawl, site: Site, sample: Sample, home: str) -> None:
    gone, *_ = pages(sample, "cftc")
    site.put(path("cftc", gone), Reply(301, b"", {"Location": home}))
    site.put(home, Reply(200, b"<h1>Welcome</h1>" + b"<p>News.</p>" * 900))
    [removal] = again(crawl, "cftc", [gone]).removals
    assert removal.raw is not None and removal.raw.status == 200 and removal.raw.url.startswith("https://www.cftc.gov")


@pytest.mark.parametrize(
    "reply",
    [
        Reply(500, b"<h1>Broken</h1>"),
        Reply(302, b"", {"Location": "/cftc/news"}),
        Reply(200, b"<main><h1>CFTC Acts</h1><p>Soon.</p></main>"),
    ],
)
def test_a_page_that_cannot_be_read_is_neither_removed_nor_unchanged(
    crawl: Crawl, site: Site, sample: Sample, reply: Reply
) -> None:
    page, *_ = pages(sample, "cftc")
    site.put(path("cftc", page), reply)
    site.put("/cftc/news", Reply(200, b"<article><h1>News</h1><p>Ours.</p></article>"))
    result = again(crawl, "cftc", [page])
    assert [note.state for note in result.notes] == ["unreadable"] and len(result.reasons) == 1


def test_a_block_ends_the_rechecks(crawl: Crawl, site: Site, sample: Sample) -> None:
    first, second, _ = pages(sample, "cftc")
    site.put(path("cftc", first), Reply(429, b"<h1>Slow</h1>", {**HTML, "Retry-After": "7200"}))
    result = again(crawl, "cftc", [first, second])
    assert result.yielded == [] and result.report["stopped_reason"] == "blocked" and result.report["wait"] == 7200
    assert path("cftc", second) not in site.asked


def test_a_site_that_has_lost_all_its_pages_is_broken_and_nothing_is_removed(
    crawl: Crawl, site: Site, sample: Sample
) -> None:
    lost = pages(sample, "cftc", 6)
    for page in lost[:5]:
        site.put(path("cftc", page), Reply(404, b"<h1>Not here</h1>"))
    result = again(crawl, "cftc", lost)
    assert result.removals == [] and result.report["stopped_reason"] == "mostly_gone"
    assert "5 of 6 stored announcements" in result.report["failures"][-1]["detail"]


def test_what_is_removed_already_stays_so_and_does_not_make_the_site_broken(
    crawl: Crawl, site: Site, sample: Sample
) -> None:
    lost = [replace(page, is_removed=True) for page in pages(sample, "cftc", 6)]
    for page in lost[:5]:
        site.put(path("cftc", page), Reply(404, b"<h1>Not here</h1>"))
    result = again(crawl, "cftc", lost)
    assert len(result.removals) == 5 and result.keys == {lost[5].key} and result.report["stopped_reason"] == ""


def test_an_unchanged_page_is_spared_by_its_headers(crawl: Crawl, site: Site, sample: Sample) -> None:
    first, second, _ = pages(sample, "cftc")
    site.put(path("cftc", first), Reply(304, b"", {"ETag": '"one"'}))
    site.put(path("cftc", second), Reply(304, b"", {"ETag": '"one"'}))
    result = again(crawl, "cftc", [replace(first, conditions={"If-None-Match": '"one"'}), second])
    assert [(note.key, note.state) for note in result.notes] == [
        (first.key, "unchanged"),
        (second.key, "unreadable"),  # an answer to a question that we did not ask
    ]
    assert site.headers[path("cftc", first)]["If-None-Match"] == '"one"'
    assert "If-None-Match" not in site.headers[path("cftc", second)]


def test_a_record_of_the_api_is_asked_for_there_and_else_by_its_page(crawl: Crawl, site: Site, sample: Sample) -> None:
    item = sample["doj"].items[-1]
    record = known(item, record_url=item.raw.url)
    asked = "/doj/" + item.raw.url.split("/", 3)[3]
    head = b'{"metadata": {"responseInfo": {"status": 200}}, "results": '
    for results in (b"[%b]" % item.raw.body, item.raw.body):
        site.put(asked, Reply(200, head + results + b"}", {"Content-Type": "application/json"}))
        [found] = again(crawl, "doj", [record]).items
        assert (found.text, found.raw.body, found.raw.url) == (item.text, item.raw.body, item.raw.url)
    for reply in (Reply(404, b"<h1>No</h1>"), Reply(200, head + b"[]}", {"Content-Type": "application/json"})):
        site.put(asked, reply)
        [found] = again(crawl, "doj", [record]).items
        assert found.text == item.text and found.raw.url == item.url
    site.put(path("doj", record), Reply(404, b"<h1>No</h1>"))
    assert [removal.key for removal in again(crawl, "doj", [record]).removals] == [item.key]


def test_a_page_on_another_site_or_of_another_announcement_is_named(crawl: Crawl, site: Site, sample: Sample) -> None:
    item, other = sample["doj"].items[:2]
    elsewhere = known(item, url="https://mirror.example/x")
    result = again(crawl, "doj", [elsewhere, known(other, key="/opa/pr/another")])
    assert (
        result.reasons == ["bad_row", "wrong_document"] and [note.state for note in result.notes] == ["unreadable"] * 2
    )


def test_the_agency_s_stamp_of_the_last_change_is_kept(sample: Sample) -> None:
    stamps = {item.changed_on for item in sample["doj"].items}
    assert stamps == {item.published_on for item in sample["doj"].items} and isinstance(stamps.pop(), date)
