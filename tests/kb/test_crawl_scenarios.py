"""What agencies' sites do, through `manage.py crawl`: the rows that come of it, and what the run says of itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from crawler.sample.pdf import make_pdf
from kb.models import Announcement, CrawlRun, Document, Version
from tests.crawler.conftest import Reply
from tests.kb.crawling import World

pytestmark = pytest.mark.django_db(transaction=True)
LISTING = "/cftc/PressRoom/PressReleases"
INDEX = "/cftc/LawRegulation/EnforcementActions/index.htm"
FEED = "/cftc/RSS/RSSENF/rssenf.xml"
RELEASE = "/cftc/PressRoom/PressReleases/9948-26"
TABLE = "/fincen/news/enforcement-actions"
NEWS = "/fincen/news/press-releases"
API = "/doj/api/v1/press_releases.json"
HTML = {"Content-Type": "text/html; charset=UTF-8"}
CHALLENGE = b"<!DOCTYPE html><title>Just a moment...</title><script>window._cf_chl_opt={}</script>" + b" " * 9000
NEWEST = ("--since", "2026-11-01")  # one release of the CFTC, an order and its news of FinCEN


def keys(source: str = "cftc") -> set[str]:
    return set(Announcement.objects.filter(source=source).values_list("key", flat=True))


def versions() -> list[tuple[int, str]]:
    return list(
        Version.objects.filter(announcement__key="9948-26").order_by("ordinal").values_list("ordinal", "change")
    )


def test_a_page_edited_taken_down_and_put_back(world: World) -> None:
    assert world.crawl("cftc", *NEWEST).code == 0
    assert versions() == [(1, "")] and (world.run.new, world.run.outcome) == (1, "succeeded")
    page = world.page(RELEASE)
    world.site.put(RELEASE, page.replace(b"$120 million civil", b"$102 million civil"))
    assert world.crawl("cftc", *NEWEST).code == 0
    assert versions() == [(1, ""), (2, "amount")] and world.run.changed == 1
    world.site.put(RELEASE, page)
    world.crawl("cftc", *NEWEST)
    assert versions() == [(1, ""), (2, "amount"), (3, "amount")] and world.run.changed == 1
    first, _, third = Version.objects.order_by("ordinal")
    assert first.text == third.text and first.snapshot == third.snapshot
    world.site.put(RELEASE, Reply(404, b"<h1>Page not found</h1>"))
    ended = world.crawl("cftc", *NEWEST)
    assert ended.code == 0 and "1 removed" in ended.output and world.run.removed == 1
    assert versions()[3:] == [(4, "removed")]
    kept = Announcement.objects.get()
    assert kept.removed_at and kept.current_version and kept.current_version.text == first.text
    world.site.put(RELEASE, page)
    world.crawl("cftc", *NEWEST)
    assert versions()[4:] == [(5, "restored")] and Announcement.objects.get().removed_at is None


def test_an_old_page_taken_down_is_found_by_asking_again(world: World) -> None:
    assert world.crawl("cftc").code == 0
    old = Announcement.objects.earliest("published_on")
    Announcement.objects.filter(pk=old.pk).update(checked_at=timezone.now() - timedelta(days=400))
    world.site.put("/cftc/" + old.url.split("/", 3)[3], Reply(410, b"<h1>Gone</h1>"))
    world.site.asked.clear()
    assert world.crawl("cftc").code == 0
    assert (world.run.rechecked, world.run.removed, world.run.failed) == (1, 1, 0)
    old.refresh_from_db()
    assert old.removed_at is not None and old.current_version and old.current_version.snapshot.status == 410


def test_a_release_published_while_the_list_is_read_comes_by_the_index(world: World) -> None:
    world.site.put(FEED, Reply(404, b""))
    world.site.hooks[f"{LISTING}?page=1"] = lambda: world.publish("9950-26", date(2026, 11, 18), 0)
    assert world.crawl("cftc").code == 0
    assert len(keys()) == 22 and "9950-26" in keys() and world.run.complete and world.run.new == 22


def test_a_release_published_while_the_index_is_read_is_there_with_the_next_crawl(world: World) -> None:
    world.site.put(FEED, Reply(404, b""))
    world.site.hooks[f"{INDEX}?page=1"] = lambda: world.publish("9950-26", date(2026, 11, 18), 0)
    assert world.crawl("cftc").code == 0
    assert len(keys()) == 21 and "9950-26" not in keys() and world.run.complete
    assert world.crawl("cftc").code == 0
    assert len(keys()) == 22 and "9950-26" in keys() and world.run.new == 1


def test_documents_of_the_index_reach_a_release_that_is_stored_already_once(world: World) -> None:
    """The release of 2023 is settled: its page is not asked for again."""
    assert world.crawl("cftc").code == 0
    stored = Announcement.objects.get(source="cftc", key="9911-23")
    count, before = stored.documents.count(), Version.objects.count()
    path = "/media/99777/enfBluefenJudgment102423/download"
    pages = [world.site.sample.answer(INDEX, number) for number in range(3)]
    links = b'<ul><li><a href="%b">Consent Order: Bluefen</a></li></ul>' % path.encode()
    row = b'<tr><td>10/24/2023</td><td><a href="/PressRoom/PressReleases/9911-23">CFTC Wins</a>%b</td></tr>' % links
    for number, found in enumerate(pages):
        assert found
        added = b"<tbody>" + (row if number == 2 else b"")
        world.site.put(f"{INDEX}?page={number}" if number else f"{INDEX}?", found[1].replace(b"<tbody>", added))
    world.site.put(f"/cftc{path}", Reply(403, b"<h1>No</h1>"))
    assert world.crawl("cftc", "--since", "2021-01-01").code == 0
    assert stored.documents.get(title="Consent Order: Bluefen").problem.startswith(
        "not fetched: The server answered 403"
    )
    world.site.put(f"/cftc{path}", Reply(200, make_pdf("Judgment is entered."), {"Content-Type": "application/pdf"}))
    assert world.crawl("cftc", "--since", "2021-01-01").code == 0
    document = stored.documents.get(title="Consent Order: Bluefen")
    assert (document.kind, document.pages, document.problem) == ("consent_order", ["Judgment is entered."], "")
    assert document.body and stored.documents.count() == count + 1 and world.run.changed == 1
    asked = world.site.asked.count(f"/cftc{path}")
    assert world.crawl("cftc", "--since", "2021-01-01").code == 0
    assert world.site.asked.count(f"/cftc{path}") == asked and world.run.changed == 0
    assert Version.objects.count() == before and stored.documents.count() == count + 1


def test_a_back_dated_release_is_found_by_the_weekly_look_back(world: World) -> None:
    assert world.crawl("cftc").code == 0
    newest, months_ago = date(2026, 11, 16), date(2026, 6, 1)
    place = next(i for i, entry in enumerate(world.site.sample.entries["cftc"]) if entry.published_on < months_ago)
    world.publish("9890-26", months_ago, place)
    assert world.crawl("cftc").code == 0
    assert world.run.since == newest - timedelta(days=14)
    CrawlRun.objects.update(started_at=timezone.now() - timedelta(days=8))
    assert world.crawl("cftc").code == 0
    assert "9890-26" in keys() and (world.run.new, world.run.since) == (1, newest - timedelta(days=365))


@pytest.mark.parametrize(
    ("reply", "hours"),
    [
        (Reply(200, CHALLENGE), 2),
        (Reply(403, b"<h1>Access Denied</h1>"), 2),
        (Reply(429, b"<h1>Slow down</h1>", {**HTML, "Retry-After": "180000"}), 50),
    ],
)
def test_a_block_fails_the_run_and_keeps_what_is_stored(world: World, reply: Reply, hours: int) -> None:
    world.crawl("cftc", *NEWEST)
    world.site.put(LISTING, reply)
    ended = world.crawl("cftc", *NEWEST)
    assert ended.code == 1 and "CFTC (blocked)" in ended.output
    run = world.run
    assert (run.outcome, run.reason, run.complete) == ("failed", "blocked", False)
    assert keys() == {"9948-26"} and versions() == [(1, "")]
    assert run.ask_again_at and run.finished_at
    assert run.ask_again_at - run.finished_at == timedelta(hours=hours)
    asked = len(world.site.asked)
    assert "not asked before" in world.crawl("cftc", "--scheduled").output and len(world.site.asked) == asked


def test_an_error_that_passes_is_tried_again(world: World) -> None:
    world.site.put(RELEASE, [Reply(500, b"<h1>Broken</h1>"), Reply(200, world.page(RELEASE))])
    assert world.crawl("cftc", *NEWEST).code == 0
    assert keys() == {"9948-26"} and (world.run.outcome, world.run.failed) == ("succeeded", 0)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(200, hangs=True), "unreachable"),
        (Reply(200, b"<h1>Half a page", {**HTML, "Content-Length": "90000"}), "unreachable"),
        (Reply(200, b"<html><h1>CFTC</h1>" + b"<p>word</p>" * 5_000_000, HTML), "too_large"),
        (Reply(302, b"", {"Location": RELEASE}), "redirect_loop"),
    ],
    ids=["hanging", "truncated", "50 MB", "redirect loop"],
)
def test_a_page_that_does_not_come_whole_is_a_named_failure_and_no_row(world: World, reply: Reply, reason: str) -> None:
    world.site.put(RELEASE, reply)
    ended = world.crawl("cftc", *NEWEST, DOWNLOAD_TIMEOUT=2, RETRY_TIMES=0)
    assert ended.code == 0 and reason in ended.output
    assert keys() == set() and world.reasons == [reason] and world.run.failed == 1


def test_a_file_that_does_not_come_whole_leaves_its_announcement_and_the_reason(world: World) -> None:
    path = "/media/99148/enfTessarineGlobalOrder111626/download"
    moved = Reply(302, b"", {"Location": f"/cftc{path}"})
    for reply in (moved, Reply(200, b"%PDF-1.4 half", {"Content-Length": "90000"})):
        world.site.put(f"/cftc{path}", reply)
        assert world.crawl("cftc", *NEWEST, DOWNLOAD_TIMEOUT=2, RETRY_TIMES=0).code == 0
        document = Document.objects.get(announcement__key="9948-26")
        assert document.problem.startswith("not fetched: ") and document.body is None and document.pages == []
        assert len(world.reasons) == 1 and world.run.outcome == "succeeded"
    world.site.replies.clear()
    assert world.crawl("cftc", *NEWEST).code == 0
    document.refresh_from_db()
    assert document.problem == "" and document.body and "CFTC Docket No. 27-91" in document.pages[0]


def test_a_page_in_another_charset_is_kept_and_reported(world: World) -> None:
    text = world.page(RELEASE).decode().replace("$120 million civil", "$120 million – civil")
    page = text.encode("cp1252", "xmlcharrefreplace")
    world.site.put(RELEASE, page)
    assert world.crawl("cftc", *NEWEST).code == 0
    assert world.reasons == ["bad_charset"] and keys() == {"9948-26"}
    world.site.put(RELEASE, Reply(200, page, {"Content-Type": "text/html; charset=windows-1252"}))
    assert world.crawl("cftc", *NEWEST).code == 0
    assert world.reasons == [] and "$120 million – civil" in Version.objects.get(ordinal=2).text


def test_html_where_json_was_due_turns_to_the_pages(world: World) -> None:
    world.site.put(API, Reply(200, b"<!DOCTYPE html><h1>Unexpected error</h1>" + b"<p>.</p>" * 2000, HTML))
    assert world.crawl("doj", "--limit", "2").code == 0
    assert world.reasons == ["not_json"] and len(keys("doj")) == 2 and world.run.outcome == "succeeded"
    channels = Version.objects.values_list("snapshot__channel", flat=True)
    assert set(channels) == {"rss"}


def test_a_table_with_a_further_column_is_read_as_before_and_reported(world: World) -> None:
    world.crawl("fincen")
    before = sorted(Announcement.objects.values_list("key", "title", "published_on"))
    table = world.table().replace(b'<th id="view-title', b'<th>Region</th><th id="view-title')
    world.site.put(TABLE, table.replace(b"<td><a href", b"<td>East</td><td><a href"))
    Announcement.objects.all().delete()
    assert world.crawl("fincen").code == 0
    assert sorted(Announcement.objects.values_list("key", "title", "published_on")) == before
    assert world.reasons == ["unknown_field"] and "Region" in world.run.failures[0]["detail"]


def test_a_table_without_a_known_column_fails_the_run_and_keeps_the_news(world: World) -> None:
    world.site.put(TABLE, world.table().replace(b"Matter Number", b"Reference"))
    ended = world.crawl("fincen")
    assert ended.code == 1 and "FinCEN (missing_column)" in ended.output
    assert (world.run.outcome, world.run.reason, world.run.complete) == ("failed", "missing_column", False)
    measure = "/system/files/2024-09/vostrel-exchange-final-rule.pdf"
    assert len(keys("fincen")) > 3 and all(key.startswith("/news/") for key in keys("fincen") - {measure})


def test_two_actions_of_one_number_are_two_rows_and_reported(world: World) -> None:
    world.site.put(TABLE, world.table().replace(b"2025-91\t", b"2026-97\t"))
    assert world.crawl("fincen").code == 0
    assert world.reasons == ["duplicate_number"] and world.run.new == len(keys("fincen")) == 11
    assert {"2026-97", "/system/files/2025-02/ashgrove-securities-consent-order-no-2025-91.pdf"} <= keys("fincen")


def test_an_empty_list_is_a_failure_and_never_no_news(world: World) -> None:
    world.site.put(FEED, Reply(404, b""))
    head = b"<h1>Releases</h1><div class='view-content'><table><thead><tr><th>Date</th><th>Title</th></tr></thead>"
    world.site.put(LISTING, head + b"<tbody></tbody></table></div>")
    world.site.put(INDEX, head.replace(b"Title", b"Enforcement Actions") + b"<tbody></tbody></table></div>")
    ended = world.crawl("cftc")
    assert ended.code == 1 and world.run.reason == "no_rows" and world.run.outcome == "failed" and keys() == set()
