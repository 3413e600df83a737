"""How the crawls of an agency stand, on the page and from the command; and how long an agency that refuses us is left
alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from kb.ingest import resting
from kb.ingest.backoff import ask_again_at
from kb.models import CrawlCursor, CrawlRun
from kb.sources import make_reports
from tests.kb.factories import make_announcement

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def make_run(outcome: str = "succeeded", *, at: datetime = NOW, **fields: Any) -> CrawlRun:
    run = CrawlRun.objects.create(source="cftc", outcome=outcome, finished_at=at, **fields)
    CrawlRun.objects.filter(pk=run.pk).update(started_at=at)
    return run


def say(capsys: pytest.CaptureFixture[str]) -> tuple[str, int]:
    try:
        call_command("sources")
    except SystemExit as stop:
        return capsys.readouterr().out, int(stop.code or 0)
    return capsys.readouterr().out, 0


def test_sources_never_crawled_are_said_to_be_so(capsys: pytest.CaptureFixture[str]) -> None:
    out, code = say(capsys)
    assert code == 0 and out.count("never crawled") == 3 and "CFTC: Commodity Futures Trading Commission" in out


def test_a_source_says_what_its_last_run_saw(capsys: pytest.CaptureFixture[str]) -> None:
    make_run(at=NOW - timedelta(days=1))
    make_run("failed", reason="no_rows", seen=1200, new=3, changed=2, removed=1, failed=4, expected_minimum=15)
    make_run("running", at=NOW + timedelta(hours=1))
    for month in (1, 4, 6):
        make_announcement("Firm Charged", published_on=date(2026, month, 9))
    out, code = say(capsys)
    assert code == 1
    for words in (
        "last success:       2026-11-19",
        "failed (no_rows): 1,200 seen, 3 new, 2 changed, 1 removed, 4 failed",
        "at least 15 in the list",
        "announcements:      3",
        "months without any: 3, the oldest 2026-02 to 2026-03",
    ):
        assert words in out


@pytest.mark.parametrize(("outcome", "code"), [("succeeded", 0), ("failed", 1), ("interrupted", 1)])
def test_the_exit_code_is_that_of_the_last_run(capsys: pytest.CaptureFixture[str], outcome: str, code: int) -> None:
    make_run("failed" if outcome == "succeeded" else "succeeded", at=NOW - timedelta(days=1))
    make_run(outcome)
    assert say(capsys)[1] == code


def test_the_page_says_the_same(client: Client) -> None:
    make_run("succeeded", at=NOW - timedelta(days=40))
    for day in range(9):
        make_run("failed", at=NOW - timedelta(days=day), reason="no_rows", expected_minimum=15, removed=77)
    for month in (11, 1):
        make_announcement("Firm Charged", published_on=date(2025 if month == 11 else 2026, month, 9))
    page = client.get("/sources/").content.decode()
    for words in ("October 11, 2026", "<strong>failed</strong>: no_rows", "at least 15", "1; the oldest December 2025"):
        assert words in page
    assert page.count(">77<") == 8


def test_fields_reasons_and_the_way_back_are_told(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    fills = [
        {"kind": "table", "field": "number", "have": 2, "of": 16, "before": 0.98, "is_fallen": True},
        {"kind": "all", "field": "title", "have": 16, "of": 16, "before": None, "is_fallen": False},
    ]
    dropped = {"no financial term": 1400, **{f"never: term {number}": 1 for number in range(20)}}
    make_run(fills=fills, scope={"kept": {"title: launder*": 7}, "dropped": dropped})
    make_run(at=NOW + timedelta(hours=1))
    dates = {"newest_on": date(2026, 11, 1), "reached_on": date(2021, 11, 1)}
    for name, since in (("listing", date(2016, 11, 1)), ("index", None)):
        CrawlCursor.objects.create(source="cftc", name=name, since=since, url="x", top_url="x", **dates)
    out, _ = say(capsys)
    for words in (
        "fields:             number in 12% of 16 (table), 98% before; title in 100% of 16 (all)",
        "kept:               7: 7 title: launder*",
        "dropped:            1,420: 1,400 no financial term, 1 never: term 0,",
        ", 9 others",
        "read back to:       2021-11-01 in index, on the way to the first; left 2026-",
        "read back to:       2021-11-01 in listing, on the way to 2016-11-01; left 2026-",
    ):
        assert words in out
    page = client.get("/sources/").content.decode()
    for words in (
        "fewer than before",
        "12% of 16",
        "98%",
        "1,420",
        "title: launder*",
        'value="50"',
        "way to the first",
    ):
        assert words in page
    assert page.count("<progress") == 1


def test_a_gap_over_the_turn_of_a_year() -> None:
    for published_on in (date(2024, 10, 1), date(2025, 3, 1), date(2025, 5, 1)):
        make_announcement("Firm Charged", published_on=published_on)
    report = make_reports()[0]
    assert report.oldest_gap == (date(2024, 11, 1), date(2025, 2, 1)) and len(report.empty_months) == 5
    assert report.years == [(2025, 2), (2024, 1)]


# After a refusal.


def refuse(number: int, *, wait: float | None = None, **fields: Any) -> timedelta | None:
    """The pause after one more refusal."""
    run = make_run("failed", at=NOW + timedelta(days=number), **{"reason": "blocked", **fields})
    again_at = ask_again_at(run, wait)
    CrawlRun.objects.filter(pk=run.pk).update(ask_again_at=again_at)
    return again_at - run.finished_at if again_at and run.finished_at else None


def test_each_refusal_doubles_the_pause_up_to_a_day() -> None:
    assert [refuse(day) for day in range(6)] == [timedelta(hours=hours) for hours in (2, 4, 8, 16, 24, 24)]


def test_a_run_that_was_answered_starts_over_and_one_cut_off_does_not() -> None:
    refuse(0)
    make_run("interrupted", at=NOW + timedelta(days=1), reason="cut off")
    assert refuse(2) == timedelta(hours=4)
    make_run(at=NOW + timedelta(days=3))
    assert refuse(4) == timedelta(hours=2)


def test_a_longer_wait_that_the_agency_asks_for_is_kept() -> None:
    assert refuse(0, wait=86_400 * 3) == timedelta(days=3)
    assert refuse(1, wait=60) == timedelta(hours=4)


@pytest.mark.parametrize("reason", ["", "no_rows", "unreachable", "mostly_gone"])
def test_other_failures_are_no_refusals(reason: str) -> None:
    assert refuse(0, reason=reason) is None


def test_a_source_rests_until_its_time_or_its_next_answer() -> None:
    refuse(0)
    assert resting(NOW + timedelta(hours=1)) == {"cftc": NOW + timedelta(hours=2)}
    assert resting(NOW + timedelta(hours=2)) == {}
    make_run(at=NOW + timedelta(minutes=5))
    assert resting(NOW + timedelta(hours=1)) == {}


def test_a_scheduled_crawl_leaves_a_resting_source_alone_and_says_until_when(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    until = timezone.now() + timedelta(hours=3)
    make_run("failed", at=timezone.now(), reason="blocked", ask_again_at=until)
    monkeypatch.setattr("crawler.settings.CFTC_ROOT", "http://127.0.0.1:9")
    call_command("crawl", "cftc", "--scheduled")
    assert f"CFTC: refused us; not asked before {timezone.localtime(until):%Y-%m-%d %H:%M}" in capsys.readouterr().out
    assert CrawlRun.objects.count() == 1
