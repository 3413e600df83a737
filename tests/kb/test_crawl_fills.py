"""A field that a source's announcements have less often than before fails the run; the announcements are kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from crawler.items import AnnouncementItem, DocumentItem
from kb.ingest.fills import Fill, FillCount, as_rows, judge_fills, reason_of
from kb.models import Announcement, CrawlRun, Document, Snapshot
from tests.kb.crawling import World
from tests.kb.factories import make_announcement
from tests.kb.test_ingest import make_item

NEWEST = date(2026, 11, 16)
FEED = "/cftc/RSS/RSSENF/rssenf.xml"


def store(count: int, *, having: int, channel: str = "listing", year: int = 2026, **fields: Any) -> None:
    """Announcements stored long ago; so many of them, evenly, have a document."""
    for number in range(count):
        announcement = make_announcement(
            f"Firm {number} Charged", published_on=date(year, 3, 3), number=f"{channel}-{year}-{number}", **fields
        )
        if number * having % count < having:
            url = f"https://agency.example/{channel}-{year}-{number}.pdf"
            Document.objects.create(announcement=announcement, url=url, pages=["Order."])
        seen_at = datetime(2026, 4, 1, tzinfo=UTC) + timedelta(minutes=number)
        Announcement.objects.filter(pk=announcement.pk).update(first_seen_at=seen_at)
    Snapshot.objects.filter(channel="").update(channel=channel)


def item(*, document: bool, channel: str = "listing", year: int = 2026, pages: Iterable[str] = ("Order.",)) -> Any:
    documents = [DocumentItem("https://agency.example/x.pdf", "Order", "order", pages=list(pages))] if document else []
    found: AnnouncementItem = make_item(channel=channel, published_on=date(year, 5, 5), documents=documents)
    return found


def make_run(**fields: Any) -> CrawlRun:
    return CrawlRun.objects.create(source="cftc", **fields)


def judge(items: Iterable[AnnouncementItem], **fields: Any) -> tuple[CrawlRun, list[Fill]]:
    run, count = make_run(**fields), FillCount()
    for each in items:
        count.note(each)
    return run, [fill for fill in judge_fills(run, count) if fill.is_fallen]


def some(having: int, of: int, **fields: Any) -> list[AnnouncementItem]:
    return [item(document=number < having, **fields) for number in range(of)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stored", "found", "is_fallen"),
    [
        ((40, 40), (0, 10), True),
        ((40, 40), (0, 9), False),  # too few to judge
        ((19, 19), (0, 30), False),  # too few to compare with
        ((40, 38), (9, 20), True),
        ((40, 38), (10, 20), False),  # not well below
        ((200, 60), (0, 20), False),  # may be chance
        ((200, 60), (0, 40), True),
        ((200, 60), (9, 40), False),
        ((40, 0), (0, 40), False),
    ],
)
def test_a_share_falls_where_it_is_well_below_and_not_by_chance(
    stored: tuple[int, int], found: tuple[int, int], is_fallen: bool
) -> None:
    store(stored[0], having=stored[1])
    _, fallen = judge(some(*found))
    assert [(fill.field, fill.have, fill.of) for fill in fallen] == ([("documents", *found)] if is_fallen else [])


@pytest.mark.django_db
def test_like_is_compared_with_like() -> None:
    store(30, having=30, channel="table")
    store(30, having=0, channel="listing")
    store(30, having=30, channel="listing", year=2019)
    assert judge(some(0, 30))[1] == []
    assert judge(some(0, 30, year=2016))[1] == []
    assert [fill.kind for fill in judge(some(0, 30, channel="table"))[1]] == ["table"]
    [fallen] = judge(some(0, 30, year=2020, channel="rss"))[1]
    assert str(fallen) == "documents in 0% of 30 (pages), 100% before"


@pytest.mark.django_db
def test_files_that_cannot_be_read_any_more_are_met() -> None:
    store(30, having=30)
    _, fallen = judge(item(document=True, pages=()) for _ in range(12))
    assert [fill.field for fill in fallen] == ["text of documents"]


@pytest.mark.django_db
def test_pages_without_a_date_count_and_those_that_never_had_one_do_not() -> None:
    store(30, having=0)
    undated = [{"reason": "no_date", "url": f"https://www.cftc.gov/{number}", "detail": ""} for number in range(6)]
    run, fallen = judge(some(0, 8), failures=undated)
    assert reason_of(fallen) == "fewer fields: date in 57% of 14 (all), 100% before" and run.failures
    CrawlRun.objects.update(outcome="succeeded")
    assert judge(some(0, 8), failures=undated)[1] == []


@pytest.mark.django_db
def test_what_has_fallen_stays_so_until_a_run_can_tell() -> None:
    store(30, having=30)
    run, fallen = judge(some(0, 12))
    run.outcome, run.reason, run.fills = "failed", reason_of(fallen), as_rows(fallen)
    run.save()
    assert reason_of(judge(some(2, 2))[1]) == run.reason
    assert judge(some(12, 12))[1] == []
    CrawlRun.objects.exclude(pk=run.pk).delete()
    assert [fill.of for fill in judge(some(0, 15))[1]] == [15]


def bring(count: int, *, having: int, day: int, channel: str = "table") -> Any:
    """So few new announcements are stored and told to a run of their own; those of it that have fallen."""
    for number in range(count):
        made = make_announcement("A Firm Charged", published_on=date(2026, 5, 5), number=f"{channel}-{day}-{number}")
        if number < having:
            Document.objects.create(announcement=made, url=f"https://agency.example/{made.pk}.pdf", pages=["Order."])
        seen_at = datetime(2026, 5, 1, tzinfo=UTC) + timedelta(days=day)
        Announcement.objects.filter(pk=made.pk).update(first_seen_at=seen_at)
    Snapshot.objects.filter(channel="").update(channel=channel)
    run, fills = make_run(), FillCount()
    for each in some(having, count, channel=channel):
        fills.note(each)
    run.started_at = datetime(2026, 5, 1, tzinfo=UTC) + timedelta(days=day, minutes=-1)
    fallen = [fill for fill in judge_fills(run, fills) if fill.is_fallen]
    run.outcome = "failed" if fallen else "succeeded"
    run.reason, run.fills = reason_of(fallen), as_rows(fallen)
    run.save()
    return fallen


@pytest.mark.django_db
def test_runs_of_few_announcements_are_judged_together() -> None:
    store(40, having=40, channel="table")
    assert [bring(2, having=0, day=day) for day in range(2)] == [[], []]
    [fallen] = bring(2, having=0, day=3)
    assert str(fallen) == "documents in 40% of 10 (table), 100% before"
    assert [fill.field for fill in bring(3, having=3, day=4)] == ["documents"]  # too few since to say that it is right
    assert [fill.field for fill in bring(3, having=3, day=5)] == ["documents"]
    assert bring(4, having=4, day=6) == []


@pytest.mark.django_db
def test_one_announcement_asked_for_again_and_again_is_counted_once() -> None:
    store(40, having=40, channel="table")
    bring(2, having=0, day=0)
    assert [judge(some(0, 2, channel="table"))[1] for _ in range(12)] == [[]] * 12


@pytest.mark.django_db
@pytest.mark.parametrize(("before", "is_fallen"), [(16, True), (4, False)])
def test_what_only_some_have_is_judged_by_more_of_them(before: int, is_fallen: bool) -> None:
    """Ten in a row without a document may be chance where four of ten have one; forty are not."""
    store(60, having=before * 60 // 40, channel="table")
    found = [bring(8, having=0, day=day) for day in range(5)]
    assert found[:3] == [[]] * 3 and bool(found[4]) is is_fallen


@pytest.mark.django_db
def test_few_announcements_of_another_kind_or_time_are_no_measure() -> None:
    store(40, having=40, channel="listing")
    assert [bring(3, having=0, day=day) for day in range(5)] == [[]] * 5
    store(12, having=0, channel="table", year=2011)
    assert judge(some(0, 3, channel="table", year=2011))[1] == []


@pytest.mark.django_db
def test_a_fall_of_few_that_is_accepted_is_told_no_more() -> None:
    store(40, having=40, channel="table")
    for day in range(4):
        fallen = bring(2, having=0, day=day)
    CrawlRun.objects.filter(pk=CrawlRun.objects.latest("pk").pk).update(outcome="succeeded", reason="")
    assert fallen and bring(2, having=0, day=5) == []


@pytest.mark.django_db(transaction=True)
def test_why_releases_of_justice_are_kept_and_dropped_is_counted(world: World) -> None:
    assert world.crawl("doj").code == 0
    scope = world.run.scope
    assert sum(scope["kept"].values()) == world.run.new == 18
    assert scope["dropped"] == {"no financial term": 1, "never: discriminat*": 1}
    assert world.crawl("doj", "--since", "2000-01-01", DOJ_SCOPE="all").code == 0
    assert world.run.new == 2 and set(world.run.scope) == {"kept"} and set(world.run.scope["kept"]) == {"all are kept"}


@pytest.mark.django_db(transaction=True)
def test_releases_that_lose_their_documents_fail_the_crawl_and_are_stored(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.site.sample.entries["cftc"] = world.site.sample.entries["cftc"][:1]
    for place in range(1, 30):
        world.publish(f"{9900 - place}-26", NEWEST - timedelta(days=7 * place), place)
    assert world.crawl("cftc").code == 0
    assert {fill["before"] for fill in world.run.fills if fill["kind"] == "pages"} == {None}
    for place in range(12):
        world.publish(f"{9950 + place}-26", NEWEST + timedelta(days=20), place, documents=[])
    ended = world.crawl("cftc")
    reason = "fewer fields: documents in 20% of 15 (pages), 100% before"
    assert ended.code == 1 and f"CFTC ({reason})" in ended.output
    run = world.run
    assert (run.outcome, run.reason, run.complete, run.new) == ("failed", reason, False, 12)
    assert Announcement.objects.count() == 42
    with pytest.raises(SystemExit):
        call_command("sources")
    assert reason in capsys.readouterr().out
    assert world.crawl("cftc", "--accept-fewer").code == 0
    assert world.crawl("cftc").code == 0
