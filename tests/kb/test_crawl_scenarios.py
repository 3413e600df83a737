"""What agencies' servers do wrong, through `manage.py crawl`: the rows that come of it, and what the run says of
itself. No announcement is lost unnoticed, and none is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kb.models import Document, Snapshot
from tests.crawler.conftest import Reply
from tests.kb.crawling import TABLE, Told, World, rows

pytestmark = pytest.mark.django_db(transaction=True)
LISTING = "/cftc/PressRoom/PressReleases"
INDEX = "/cftc/LawRegulation/EnforcementActions/index.htm"
FEED = "/cftc/RSS/RSSENF/rssenf.xml"
RELEASE = "/cftc/PressRoom/PressReleases/9948-26"
ORDER = "/media/99148/enfTessarineGlobalOrder111626/download"
API = "/doj/api/v1/press_releases.json"
KEY = ("cftc", "9948-26")
HTML = {"Content-Type": "text/html; charset=UTF-8"}
CHALLENGE = b"<!DOCTYPE html><title>Just a moment...</title><script>window._cf_chl_opt={}</script>" + b" " * 9000
ON_A_PAGE = 10  # of the CFTC's list
NEWEST = ("--since", "2026-11-01")  # of the CFTC, one release
ONCE = {"DOWNLOAD_TIMEOUT": 2, "RETRY_TIMES": 0}

REFUSALS = [
    (Reply(200, CHALLENGE), 2),
    (Reply(403, b"<h1>Access Denied</h1>"), 2),
    (Reply(429, b"<h1>Slow down</h1>", {**HTML, "Retry-After": "180000"}), 50),
]


@pytest.mark.parametrize(("reply", "hours"), REFUSALS, ids=["200", "403", "429"])
def test_a_block_fails_the_run_and_keeps_what_is_stored(world: World, reply: Reply, hours: int) -> None:
    expected, _ = world.undisturbed("cftc", *NEWEST)
    world.crawl("cftc", *NEWEST)
    world.site.put(LISTING, reply)
    ended = world.crawl("cftc", *NEWEST)
    assert ended.code == 1 and "CFTC (blocked)" in ended.output
    assert rows() == expected and set(expected) == {KEY}
    assert world.told == Told("failed", "blocked", seen=10, unchanged=1, failures=("blocked",))
    run = world.run
    assert run.ask_again_at and run.finished_at
    assert run.ask_again_at - run.finished_at == timedelta(hours=hours)
    asked = len(world.site.asked)
    assert "not asked before" in world.crawl("cftc", "--scheduled").output and len(world.site.asked) == asked


@pytest.mark.parametrize("reply", [reply for reply, _ in REFUSALS], ids=["200", "403", "429"])
def test_a_block_of_the_interface_turns_to_the_pages_and_one_of_all_fails(world: World, reply: Reply) -> None:
    """The feed and the pages hold the same releases, with the same words, as the interface."""
    expected, told = world.undisturbed("doj")
    world.site.put(API, reply)
    assert world.crawl("doj").code == 0
    assert rows() == expected and world.told == replace(told, failures=("blocked",))
    world.site.put("/doj/news/rss", reply)
    world.site.put("/doj/news/press-releases", reply)
    before = rows()
    ended = world.crawl("doj")
    assert ended.code == 1 and "DOJ (blocked)" in ended.output and rows() == before
    assert world.told == Told("failed", "blocked", failures=("blocked", "blocked", "blocked"))
    assert world.run.ask_again_at


def test_an_error_that_passes_is_tried_again(world: World) -> None:
    expected, told = world.undisturbed("cftc", *NEWEST)
    world.site.put(RELEASE, [Reply(500, b"<h1>Broken</h1>"), Reply(200, world.page(RELEASE))])
    assert world.crawl("cftc", *NEWEST).code == 0
    assert rows() == expected and world.told == told and world.site.asked.count(RELEASE) == 2


def test_a_wait_that_is_asked_for_is_kept(world: World) -> None:
    expected, told = world.undisturbed("cftc", *NEWEST)
    slow = Reply(429, b"<h1>Slow down</h1>", {**HTML, "Retry-After": "1"})
    world.site.put(RELEASE, [slow, Reply(200, world.page(RELEASE))])
    assert world.crawl("cftc", *NEWEST).code == 0
    assert rows() == expected and world.told == told
    first, second = (moment for path, moment in world.site.moments if path == RELEASE)
    assert second - first >= 1


BROKEN = {
    "hanging": (Reply(200, hangs=True), "unreachable"),
    "truncated": (Reply(200, b"<h1>Half a page", {**HTML, "Content-Length": "90000"}), "unreachable"),
    "50 MB": (Reply(200, b"<html><h1>CFTC</h1>" + b"<p>word</p>" * 5_000_000, HTML), "too_large"),
    "redirect loop": (Reply(302, b"", {"Location": RELEASE}), "redirect_loop"),
    "error that stays": (Reply(500, b"<h1>Broken</h1>", HTML), "http_error"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_page_that_does_not_come_whole_is_a_named_failure_and_no_row(world: World, case: str) -> None:
    expected, told = world.undisturbed("cftc")
    reply, reason = BROKEN[case]
    world.site.put(RELEASE, reply)
    ended = world.crawl("cftc", **ONCE)
    assert ended.code == 0 and reason in ended.output
    assert rows() == {key: row for key, row in expected.items() if key != KEY}
    assert world.told == replace(told, new=20, failures=(reason,)) and world.run.failures[0]["url"].endswith("/9948-26")
    world.site.replies.clear()
    assert world.crawl("cftc").code == 0
    assert rows() == expected and world.told.new == 1 and world.told.failures == ()


@pytest.mark.parametrize("case", BROKEN)
def test_a_page_of_a_list_that_does_not_come_whole_fails_the_run(world: World, case: str) -> None:
    """Where the server does not answer the run ends, with what the first page named. Where only the list is broken the
    index is read, which names the same releases."""
    expected, told = world.undisturbed("cftc")
    reply, reason = BROKEN[case]
    second = f"{LISTING}?page=1"
    world.site.put(FEED, Reply(404, b""))
    world.site.put(second, replace(reply, headers={"Location": second}) if reply.status == 302 else reply)
    ended = world.crawl("cftc", **ONCE)
    assert ended.code == 1 and f"CFTC ({reason})" in ended.output
    found = dict(list(expected.items())[:ON_A_PAGE]) if reason == "unreachable" else expected
    assert rows() == found
    failed = replace(told, outcome="failed", reason=reason, complete=False, failures=("not_found", reason))
    assert world.told == replace(failed, seen=len(found), new=len(found))
    world.site.replies.clear()
    assert world.crawl("cftc").code == 0
    assert rows() == expected  # the newest is asked for again
    assert world.told == replace(told, new=len(expected) - len(found), unchanged=1)


def test_a_file_that_does_not_come_whole_leaves_its_announcement_and_the_reason(world: World) -> None:
    expected, told = world.undisturbed("cftc", *NEWEST)
    moved = Reply(302, b"", {"Location": f"/cftc{ORDER}"})
    half = Reply(200, b"%PDF-1.4 half", {"Content-Length": "90000"})
    for reply, reason, said in (
        (moved, "redirect_loop", told),
        (half, "unreachable", replace(told, new=0, unchanged=1)),
    ):
        world.site.put(f"/cftc{ORDER}", reply)
        assert world.crawl("cftc", *NEWEST, **ONCE).code == 0
        document = Document.objects.get(announcement__key="9948-26")
        assert document.problem.startswith("not fetched: ") and document.body is None and document.pages == []
        documents = ((document.url, document.problem),)
        assert rows() == {KEY: replace(expected[KEY], documents=documents)}
        assert world.told == replace(said, failures=(reason,))
    world.site.replies.clear()
    assert world.crawl("cftc", *NEWEST).code == 0
    assert rows() == expected and world.told == replace(told, new=0, changed=1)


def test_a_page_in_another_charset_is_kept_and_reported(world: World) -> None:
    expected, told = world.undisturbed("cftc", *NEWEST)
    text = world.page(RELEASE).decode().replace("$120 million civil", "$120 million – civil")
    page = text.encode("cp1252", "xmlcharrefreplace")
    world.site.put(RELEASE, page)
    assert world.crawl("cftc", *NEWEST).code == 0
    [row] = rows().values()
    assert world.told == replace(told, failures=("bad_charset",))
    right = expected[KEY].text.replace("$120 million civil", "$120 million – civil")
    assert "$120 million \ufffd civil" in row.text and replace(row, text="") == replace(expected[KEY], text="")
    world.site.put(RELEASE, Reply(200, page, {"Content-Type": "text/html; charset=windows-1252"}))
    assert world.crawl("cftc", *NEWEST).code == 0
    assert world.told == replace(told, new=0, changed=1)
    [row] = rows().values()
    assert row.text == right and len(row.changes) == 2


def test_html_where_json_was_due_turns_to_the_pages(world: World) -> None:
    expected, told = world.undisturbed("doj")
    world.site.put(API, Reply(200, b"<!DOCTYPE html><h1>Unexpected error</h1>" + b"<p>.</p>" * 2000, HTML))
    assert world.crawl("doj").code == 0
    assert world.told == replace(told, failures=("not_json",))
    assert rows() == expected
    assert set(Snapshot.objects.values_list("channel", flat=True)) == {"rss", "listing"}


def test_a_table_with_a_further_column_is_read_as_before_and_reported(world: World) -> None:
    expected, told = world.undisturbed("fincen")
    table = world.table().replace(b'<th id="view-title', b'<th>Region</th><th id="view-title')
    world.site.put(TABLE, table.replace(b"<td><a href", b"<td>East</td><td><a href"))
    assert world.crawl("fincen").code == 0
    assert rows() == expected and world.told == replace(told, failures=("unknown_field",))
    assert "Region" in world.run.failures[0]["detail"]


def test_a_table_without_a_known_column_fails_the_run_and_keeps_the_rest(world: World) -> None:
    expected, told = world.undisturbed("fincen")
    world.site.put(TABLE, world.table().replace(b"Matter Number", b"Reference"))
    ended = world.crawl("fincen")
    assert ended.code == 1 and "FinCEN (missing_column)" in ended.output
    others = {key: row for key, row in expected.items() if row.number is None}
    assert rows() == others and 3 < len(others) < len(expected)
    count = len(others)
    failed = replace(told, outcome="failed", reason="missing_column", complete=False, seen=count, new=count)
    assert world.told == replace(failed, failures=("missing_column",))
    world.site.replies.clear()
    assert world.crawl("fincen").code == 0
    assert rows() == expected and world.told.complete and world.told.new == len(expected) - count


def test_an_empty_list_is_a_failure_and_never_no_news(world: World) -> None:
    world.site.put(FEED, Reply(404, b""))
    head = b"<h1>Releases</h1><div class='view-content'><table><thead><tr><th>Date</th><th>Title</th></tr></thead>"
    world.site.put(LISTING, head + b"<tbody></tbody></table></div>")
    world.site.put(INDEX, head.replace(b"Title", b"Enforcement Actions") + b"<tbody></tbody></table></div>")
    ended = world.crawl("cftc")
    assert ended.code == 1 and "CFTC (no_rows)" in ended.output and rows() == {}
    assert world.told == Told("failed", "no_rows", failures=("not_found", "no_rows", "no_rows"))
