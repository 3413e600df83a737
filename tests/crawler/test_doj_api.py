"""What the API of the Department of Justice is asked for beside its newest releases, and what it must hold."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from crawler.checks import PageProblem
from crawler.items import RawPage
from crawler.pages import doj_api
from tests.crawler.conftest import Crawl, Reply, Result, Site

API = "/doj/api/v1/press_releases.json"
CHANGED = f"{API}?pagesize=50&page=0&sort=changed&direction=DESC"
JSON = {"Content-Type": "application/json"}


def records(site: Site, *paths: str, **changes: Any) -> list[dict[str, Any]]:
    """Of the sample's releases with these words in their address, oldest of the sample included."""
    found: list[dict[str, Any]] = []
    for number in range(9):
        answer = site.sample.answer(API, number)
        found += json.loads(answer[1])["results"] if answer else []
    return [{**one, **changes} for path in paths for one in found if path in one["url"]]


def answer(results: list[dict[str, Any]]) -> Reply:
    resultset = {"count": str(len(results)), "pagesize": "50", "page": 0}
    return Reply(200, json.dumps({"metadata": {"resultset": resultset}, "results": results}).encode(), JSON)


def epoch(day: date) -> str:
    return str(int(datetime(day.year, day.month, day.day, 17, tzinfo=UTC).timestamp()))


def test_an_old_release_that_was_stored_anew_is_read_again(crawl: Crawl, site: Site, sample: dict[str, Result]) -> None:
    old = records(site, "remittance-business", changed=epoch(date(2026, 11, 17)))
    old[0]["body"] = old[0]["body"].replace("</p>", " The Department has corrected this release.</p>", 1)
    older = records(site, "pellworth", changed=epoch(date(2026, 10, 1)))
    site.put(CHANGED, answer([*old, *older]))
    known = sample["doj"].keys
    result = crawl("doj", since="2026-11-01", known_keys=known)
    assert result.report["failures"] == []
    again = {item.key: item for item in result.items if "remittance-business" in item.key}
    assert len(again) == len(old) and not any("pellworth" in key for key in result.keys)
    assert any("corrected this release" in item.text for item in again.values())
    assert all(item.channel == "api" and item.changed_on == date(2026, 11, 17) for item in again.values())


def test_a_release_published_under_an_earlier_date_is_found_by_its_stamp(crawl: Crawl, site: Site) -> None:
    late = records(site, "remittance-business", changed=epoch(date(2026, 11, 18)))[:1]
    late[0].update(url="https://www.justice.gov/opa/pr/remittance-late", uuid="late")
    site.put(CHANGED, answer(late))
    assert "/opa/pr/remittance-late" in crawl("doj", since="2026-11-01").keys


def test_an_order_by_change_that_is_ignored_is_not_trusted(crawl: Crawl, site: Site) -> None:
    rising = records(site, "pellworth", changed=epoch(date(2026, 11, 1))) + records(
        site, "remittance-business", changed=epoch(date(2026, 11, 18))
    )
    site.put(CHANGED, answer(rising))
    result = crawl("doj", since="2026-11-01")
    assert result.report["counts"]["changes_not_in_order"] == 1 and not any("pellworth" in key for key in result.keys)
    assert result.report["stopped_reason"] == ""


def test_a_whole_crawl_does_not_ask_for_changes(crawl: Crawl) -> None:
    whole = crawl("doj")
    since = crawl("doj", since="2009-01-01")
    assert whole.keys == since.keys and since.report["requests"] > whole.report["requests"]


def received(count: int, newest: date) -> doj_api.Answer:
    raw = RawPage("https://www.justice.gov/api", 200, {}, b"", datetime.now(UTC))
    record = doj_api.Record({"date": epoch(newest)}, b"")
    return doj_api.Answer(count, 50, raw, [record, replace(record, fields={"date": None})])


def test_the_first_page_must_be_of_this_week_and_of_a_large_whole() -> None:
    today = date(2026, 11, 20)
    doj_api.check_first(received(270_000, today - timedelta(days=7)), today)
    for found, reason in (
        (received(1_200, today), "too_few_rows"),
        (received(270_000, today - timedelta(days=8)), "stale"),
    ):
        with pytest.raises(PageProblem) as caught:
            doj_api.check_first(found, today)
        assert caught.value.reason == reason


@pytest.mark.parametrize("reply", [Reply(404, b"<h1>No</h1>"), Reply(200, b"<html><h1>Moved</h1></html>")])
def test_without_api_and_feed_the_list_has_every_release(
    crawl: Crawl, site: Site, sample: dict[str, Result], reply: Reply
) -> None:
    site.put(API, Reply(500, b"<h1>Error</h1>"))
    site.put("/doj/news/rss", reply)
    result = crawl("doj", {"RETRY_TIMES": 0})
    assert result.keys == sample["doj"].keys and {item.channel for item in result.items} == {"listing"}
    assert result.reasons[0] == "http_error" and len(result.reasons) == 2


def test_every_spelling_of_an_address_is_one_release(crawl: Crawl, site: Site, sample: dict[str, Result]) -> None:
    found = records(site, "remittance-business")
    forms = ("https://www.justice.gov{}", "http://justice.gov{}", "{}", "https://www.justice.gov/archives{}")
    path = found[0]["url"].removeprefix("https://www.justice.gov")
    site.put(API, answer([{**found[0], "url": form.format(path)} for form in forms]))
    result = crawl("doj")
    assert result.keys == {path} and len(result.items) == 1
