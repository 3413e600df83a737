"""The sample site through each spider, whole: what is collected, under which addresses, and what a second run does."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from crawler.items import make_key
from crawler.sample.content import SOURCES, load_entries
from tests.crawler.conftest import Crawl, Reply, Result, Site

Sample = dict[str, Result]

OFFICIAL = {"cftc": "https://www.cftc.gov/", "doj": "https://www.justice.gov/", "fincen": "https://www.fincen.gov/"}
OUT_OF_SCOPE = {"cftc": 0, "doj": 2, "fincen": 0}


@pytest.mark.parametrize("source", SOURCES)
def test_every_announcement_of_the_sample_is_collected_once(sample: Sample, source: str) -> None:
    result = sample[source]
    entries = load_entries(source)
    expected = {make_key(source, entry.number, entry.path): entry for entry in entries}
    assert result.report["failures"] == [] and result.report["stopped_reason"] == ""
    assert len(result.items) == len(result.keys) == len(entries) - OUT_OF_SCOPE[source]
    assert result.report["yielded"] == len(result.items) and result.report["seen"] == len(entries)
    for item in result.items:
        entry = expected[item.key]
        assert (item.source, item.number, item.published_on) == (source, entry.number, entry.published_on)
        assert item.title == entry.title
        assert item.url == OFFICIAL[source].rstrip("/") + entry.path
        assert item.raw.url.startswith(OFFICIAL[source])
        assert len(item.text) > 1200
        headline, _blank, body = item.text.partition("\n\n")
        assert headline == entry.title and entry.title not in body.split("\n\n")[:1]


def test_text_is_the_page_s_text_and_nothing_of_its_frame(sample: Sample) -> None:
    texts = {item.key: item.text for source in SOURCES for item in sample[source].items}
    for text in texts.values():
        assert not any(mark in text for mark in ("-CFTC-", "###", "Sample data", "RELATED LINKS", "Immediate Release"))
    opening = texts["9948-26"].split("\n\n")[:3]
    assert opening[1] == "November 16, 2026"
    assert opening[2].startswith("WASHINGTON, D.C. — The Commodity Futures Trading Commission today issued an order")
    assert "\n\nCase Background\n\nAccording to the order" in texts["9948-26"]
    assert "\nThe caller already knows the amount you lost and the name of the platform.\n" in texts["9946-26"]
    order = texts["2026-97"]
    assert "failed to report, among them deposits of $18.2 million" in order  # across the end of a page
    assert "\n\nII. STATEMENT OF FACTS\n\n" in order


def test_one_firm_is_met_at_all_three_agencies_on_one_day(crawl: Crawl) -> None:
    found = [item for source in SOURCES for item in crawl(source, since="2026-11-16").items]
    assert {item.source for item in found} == set(SOURCES)
    assert {item.published_on for item in found} == {date(2026, 11, 16)}
    assert all("Tessarine Global Ltd." in item.text for item in found)


def test_documents_come_with_their_pages(sample: Sample) -> None:
    items = {item.key: item for source in SOURCES for item in sample[source].items}
    order = items["9948-26"].documents[0]
    assert (order.kind, order.problem) == ("order", "")
    assert order.url == "https://www.cftc.gov/media/99148/enfTessarineGlobalOrder111626/download"
    assert "CFTC Docket No. 27-91" in order.pages[0]
    assert order.raw and order.raw.body.startswith(b"%PDF-")
    assert [document.kind for document in items["2026-97"].documents] == ["consent_order"]
    assert len(items["2026-97"].documents[0].pages) == 2
    assert items["2026-97"].raw.body.startswith(b"%PDF-")
    plea = next(item for key, item in items.items() if "tessarine-global-ltd-pleads" in key)
    assert [document.url for document in plea.documents] == ["https://www.justice.gov/opa/media/9900185/dl"]


def test_the_same_bytes_and_texts_come_on_a_second_run(crawl: Crawl, sample: Sample) -> None:
    first, second = sample["fincen"], crawl("fincen")
    digests = [
        {item.key: (item.text, hashlib.sha256(item.raw.body).hexdigest()) for item in run.items}
        for run in (first, second)
    ]
    assert digests[0] == digests[1] and digests[0]


@pytest.mark.parametrize("source", SOURCES)
def test_stored_announcements_are_not_fetched_again_except_the_newest(
    crawl: Crawl, site: Site, sample: Sample, source: str
) -> None:
    keys = sample[source].keys
    again = crawl(source, known_keys=keys)
    newest = max(entry.published_on for entry in load_entries(source))
    assert {item.published_on for item in again.items} == {newest}
    assert again.report["counts"]["skipped_known"] == len(keys) - len(again.items)
    assert not any("2023" in path or "9911-23" in path for path in site.asked)


def test_known_announcements_since_a_date_are_fetched_again_on_demand(crawl: Crawl, sample: Sample) -> None:
    keys = sample["cftc"].keys
    again = crawl("cftc", known_keys=keys, recheck_since="2025-09-16")
    assert {item.published_on for item in again.items} >= {date(2025, 9, 16), date(2025, 11, 20)}
    assert all(item.published_on >= date(2025, 9, 16) for item in again.items)


def test_since_and_limit_bound_a_run(crawl: Crawl) -> None:
    recent = crawl("cftc", since="2026-01-01")
    assert recent.keys == {"9941-26", "9944-26", "9946-26", "9948-26"}
    limited = crawl("cftc", limit=3)
    assert len(limited.items) == 3 and limited.report["stopped_reason"] == "limit"
    with pytest.raises(ValueError, match="since is 'tomorrow'"):
        crawl("cftc", since="tomorrow")


def test_the_pages_of_the_justice_department_give_what_its_api_gives(crawl: Crawl, site: Site, sample: Sample) -> None:
    by_api = {item.key: item for item in sample["doj"].items}
    site.put("/doj/api/v1/press_releases.json", Reply(404, b"<!DOCTYPE html><h1>Page not found</h1>" * 1500))
    result = crawl("doj")
    assert result.keys == set(by_api) and {item.channel for item in result.items} == {"rss", "listing"}
    assert result.report["counts"]["api_given_up"] == 1 and result.reasons == ["not_found"]
    for item in result.items:
        other = by_api[item.key]
        assert (item.title, item.number, item.published_on, item.text, item.components, item.topics) == (
            other.title,
            other.number,
            other.published_on,
            other.text,
            other.components,
            other.topics,
        )


def test_releases_outside_the_scope_are_counted_with_a_reason_or_kept_on_demand(crawl: Crawl, sample: Sample) -> None:
    report = sample["doj"].report
    assert report["skipped"] == 2 and {entry["reason"] for entry in report["dropped"]} == {
        "no financial term",
        "never: discriminat*",
    }
    everything = crawl("doj", {"DOJ_SCOPE": "all"})
    assert len(everything.items) == 20 and everything.report["dropped"] == []
