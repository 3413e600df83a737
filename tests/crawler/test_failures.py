"""What agencies' servers do wrong, through the spiders: each gives a named failure, and never "no news"."""

from __future__ import annotations

import pytest

from crawler.checks import REASONS
from tests.crawler.conftest import Crawl, Reply, Result, Site

Sample = dict[str, Result]

HTML = {"Content-Type": "text/html; charset=UTF-8"}
LISTING = {
    "cftc": "/cftc/PressRoom/PressReleases",
    "doj": "/doj/news/press-releases",
    "fincen": "/fincen/news/enforcement-actions",
}
INDEX = "/cftc/LawRegulation/EnforcementActions/index.htm"
MEASURES = "/fincen/resources/statutes-and-regulations/311-and-9714-special-measures"
API = "/doj/api/v1/press_releases.json"
RELEASE = "/cftc/PressRoom/PressReleases/9948-26"
INTERSTITIAL = (
    b"<!DOCTYPE html><html><head><title>&nbsp;</title>"
    b'<meta http-equiv="refresh" content="5; URL=\'/news?bm-verify=AAQ\'"></head><body></body></html>'
)
CHALLENGE = b"<!DOCTYPE html><title>Just a moment...</title><script>window._cf_chl_opt={}</script>" + b" " * 9000
SMALL = b"<!DOCTYPE html><html><head><title>Welcome</title></head><body><p>Loading.</p></body></html>"
BLOCKS = {
    "interstitial": Reply(200, INTERSTITIAL),
    "challenge": Reply(200, CHALLENGE),
    "challenge header": Reply(403, b"<h1>No</h1>", {**HTML, "cf-mitigated": "challenge"}),
    "forbidden": Reply(403, b"<html><H1>Access Denied</H1> errors.edgesuite.net</html>"),
    "stand-in": Reply(200, SMALL),
}


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("source", ["cftc", "fincen"])
def test_a_block_stops_the_source_and_says_so(crawl: Crawl, site: Site, source: str, block: str) -> None:
    site.put(LISTING[source], BLOCKS[block])
    site.put("/cftc/RSS/RSSENF/rssenf.xml", Reply(403, b"<h1>Forbidden</h1>"))
    result = crawl(source)
    assert result.items == [] and result.report["stopped_reason"] == "blocked"
    assert result.reasons[-1] == "blocked" and result.report["failures"][-1]["url"].startswith("https://www.")
    assert set(result.reasons) <= set(REASONS)
    assert len([path for path in site.asked if path == LISTING[source]]) == 1  # a block is not tried again


@pytest.mark.parametrize("block", BLOCKS)
def test_a_blocked_api_gives_way_to_the_pages_and_both_blocked_stop(crawl: Crawl, site: Site, block: str) -> None:
    site.put(API, BLOCKS[block])
    result = crawl("doj", limit=2)
    assert [item.channel for item in result.items] == ["rss", "rss"]
    assert result.reasons[0] in ("blocked", "not_json")
    site.put("/doj/news/rss", BLOCKS[block])
    assert [item.channel for item in crawl("doj", limit=2).items] == ["listing", "listing"]
    site.put(LISTING["doj"], BLOCKS[block])
    assert crawl("doj").report["stopped_reason"] == "blocked"


def test_a_block_in_the_middle_keeps_what_came_before(crawl: Crawl, site: Site) -> None:
    site.put("/cftc/PressRoom/PressReleases/9941-26", BLOCKS["challenge"])
    result = crawl("cftc")
    assert result.keys == {"9948-26", "9946-26", "9944-26"} and result.report["stopped_reason"] == "blocked"


EMPTY_TABLE = (
    b"<h1>Releases</h1><div class='view-content'><table><thead><tr><th>Date</th><th>Enforcement Action</th>"
    b"<th>Matter Number</th><th>Financial Institution</th></tr></thead><tbody></tbody></table></div>"
)


@pytest.mark.parametrize("source", ["cftc", "doj", "fincen"])
def test_an_empty_list_is_a_failure_and_never_no_news(crawl: Crawl, site: Site, source: str) -> None:
    site.put(LISTING[source], EMPTY_TABLE)
    site.put(INDEX, EMPTY_TABLE)
    site.put(MEASURES, Reply(404))
    site.put("/doj/news/rss", Reply(404))
    site.put("/cftc/RSS/RSSENF/rssenf.xml", Reply(404))
    site.put("/fincen/news/press-releases", b"<h1>Press Releases</h1>")
    site.put(API, b'{"metadata":{"resultset":{"count":"0","pagesize":"50","page":0}},"results":[]}')
    result = crawl(source)
    assert result.items == [] and "no_rows" in result.reasons and result.report["stopped_reason"] == "no_rows"


def test_the_news_of_fincen_is_collected_when_its_table_cannot_be_read(crawl: Crawl, site: Site) -> None:
    table = EMPTY_TABLE.replace(b"<th>Matter Number</th>", b"<th>Reference</th>").replace(
        b"<tbody>", b"<tbody><tr></tr>"
    )
    site.put(LISTING["fincen"], table)
    result = crawl("fincen")
    assert result.reasons == ["missing_column"] and {item.channel for item in result.items} == {"measures", "listing"}
    assert result.report["stopped_reason"] == "missing_column" and not result.report["complete"]
    assert "matter" in result.report["failures"][0]["detail"]


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (EMPTY_TABLE.replace(b"Date", b"When"), "missing_column"),
        (EMPTY_TABLE, "no_rows"),
        (b"<h1>Releases</h1>", "no_rows"),
    ],
)
def test_where_the_list_of_the_cftc_cannot_be_read_its_index_is_and_the_run_has_failed(
    crawl: Crawl, site: Site, sample: Sample, page: bytes, reason: str
) -> None:
    site.put(LISTING["cftc"], page)
    result = crawl("cftc")
    assert result.report["stopped_reason"] == reason and not result.report["complete"]
    assert result.keys == sample["cftc"].keys and {item.channel for item in result.items} == {"rss", "index"}


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (EMPTY_TABLE.replace(b"Date", b"When"), "missing_column"),
        (EMPTY_TABLE.replace(b"Enforcement Action", b"Matters"), "missing_column"),
        (b"<h1>Enforcement Actions</h1><p>Moved.</p>", "bad_shape"),
        (EMPTY_TABLE, "no_rows"),
    ],
)
def test_an_index_of_the_cftc_that_cannot_be_read_fails_the_run_and_loses_nothing(
    crawl: Crawl, site: Site, sample: Sample, page: bytes, reason: str
) -> None:
    site.put(INDEX, page)
    result = crawl("cftc")
    assert result.reasons[-1] == reason and result.report["stopped_reason"] == reason
    assert result.keys == sample["cftc"].keys and not result.report["complete"]


def test_rows_of_the_index_that_are_no_actions_are_counted_by_what_they_are(crawl: Crawl, site: Site) -> None:
    found = site.sample.answer(INDEX, 0)
    assert found
    rows = b"".join(
        b"<tr><td>11/16/2026</td><td>%b</td></tr>" % cell
        for cell in (
            b'<a href="/LearnAndProtect/Resources/Check/redlist.htm">New entries</a>',
            b'<a href="/media/991/order/download">Whistleblower Award Determination</a>',
            b"The office was closed.",
        )
    )
    site.put(f"{INDEX}?", found[1].replace(b"<tbody>", b"<tbody>" + rows))
    counts = crawl("cftc").report["counts"]
    dropped = {name: number for name, number in counts.items() if name.startswith("dropped")}
    assert dropped == {"dropped: RED List": 1, "dropped: whistleblower award": 1, "dropped: no link": 1}


def test_html_where_json_was_due_turns_to_the_pages(crawl: Crawl, site: Site) -> None:
    site.put(API, Reply(200, b"<!DOCTYPE html><h1>Unexpected error</h1>" + b"<p>.</p>" * 2000, HTML))
    result = crawl("doj", limit=1)
    assert result.reasons == ["not_json"] and result.items[0].channel == "rss"


def test_a_new_field_of_the_api_is_reported_once(crawl: Crawl, site: Site) -> None:
    content_type, body = site.sample.answer(API, 0) or ("", b"")
    site.put(API, Reply(200, body.replace(b'"vuuid"', b'"embargo": "none", "vuuid"'), {"Content-Type": content_type}))
    result = crawl("doj", limit=12)
    assert result.reasons == ["unknown_field"] and "'embargo'" in result.report["failures"][0]["detail"]


def test_an_api_that_ignores_our_order_is_read_from_its_end(crawl: Crawl, site: Site) -> None:
    site.sample.entries["doj"].reverse()
    result = crawl("doj", limit=3)
    assert result.report["counts"]["order_ignored"] == 1
    dates = [item.published_on for item in result.items]
    assert dates == sorted(dates, reverse=True) and dates[0].year == 2026


def test_a_server_that_does_not_answer_is_reported(crawl: Crawl) -> None:
    result = crawl("cftc", {"CFTC_ROOT": "http://127.0.0.1:9", "RETRY_TIMES": 0})
    assert result.reasons == ["unreachable", "unreachable"] and result.report["stopped_reason"] == "unreachable"


def test_a_run_in_which_hardly_a_page_can_be_read_has_failed(crawl: Crawl, site: Site) -> None:
    for entry in site.sample.entries["cftc"][2:]:
        site.put(f"/cftc{entry.path}", b"<main><h1>Release</h1><p>The new layout.</p></main>")
    result = crawl("cftc")
    assert len(result.items) == 2 and set(result.reasons) == {"too_short"}
    assert result.report["stopped_reason"] == "mostly_unreadable" and result.report["counts"]["failed"] == 19
