"""What agencies' servers do wrong, through the spiders: each gives a named failure, and never "no news"."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from crawler.checks import REASONS
from crawler.sample.pdf import make_pdf
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


def test_a_page_with_another_s_number_is_refused(crawl: Crawl, site: Site) -> None:
    page = site.sample.files[RELEASE][1].replace(b"Release Number 9948-26", b"Release Number 9947-26")
    site.put(RELEASE, page)
    result = crawl("cftc", since="2026-11-01")
    assert result.items == [] and result.reasons == ["wrong_document"] and result.report["counts"]["failed"] == 1
    assert result.report["failures"][0]["url"] == "https://www.cftc.gov/PressRoom/PressReleases/9948-26"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (b"<article><h1 class='press-release-title'>Release Number 9948-26</h1></article>", "no_title"),
        (b"<article><h1 class='press-release-title'>9948-26</h1><h1>CFTC Acts</h1><p>Soon.</p></article>", "too_short"),
    ],
)
def test_a_page_that_is_not_whole_is_a_failure(crawl: Crawl, site: Site, page: bytes, reason: str) -> None:
    site.put(RELEASE, page)
    assert crawl("cftc", since="2026-11-01").reasons == [reason]


def test_a_stub_is_followed_to_the_page_or_pdf_it_points_to(crawl: Crawl, site: Site) -> None:
    stub = (
        b"<article><h1 class='press-release-title'>Release Number 9948-26</h1><h1>CFTC Orders a Firm to Pay</h1>"
        b"<div class='field--name-body'><p>November 16, 2026</p></div>"
        b"<div class='press-release-open-link-pdf-link'><a href='/filings/order.pdf'>Open</a></div></article>"
    )
    site.put(RELEASE, stub)
    site.put("/cftc/filings/order.pdf", Reply(200, make_pdf("The order finds a failure to supervise. " * 9), {}))
    [item] = crawl("cftc", since="2026-11-01").items
    assert item.text.startswith("CFTC Orders a Firm to Pay\n\nThe order finds a failure to supervise.")
    site.put(RELEASE, stub.replace(b"/filings/order.pdf", b"/PressRoom/Statements/s1"))
    site.put(
        "/cftc/PressRoom/Statements/s1", b"<main><h1>A statement</h1><p>" + b"The firm must pay. " * 20 + b"</p></main>"
    )
    [item] = crawl("cftc", since="2026-11-01").items
    assert item.text.startswith("CFTC Orders a Firm to Pay\n\nThe firm must pay.") and item.number == "9948-26"


PDF = "/cftc/media/99148/enfTessarineGlobalOrder111626/download"
ENCRYPTED = (
    make_pdf("Secret.")
    .replace(
        b"/Root 1 0 R", b"/Root 1 0 R /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (%b) /U (%b) >>"
    )
    .replace(b"%b", b"x" * 32)
)
EMPTY_PDF = make_pdf("x").replace(b"(x) Tj", b"() Tj").replace(b"1) Tj", b") Tj")


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        (Reply(200, b"%PDF-1.4\nnothing that follows is a PDF", {}), "broken pdf"),
        (Reply(200, ENCRYPTED, {}), "encrypted"),
        (Reply(200, EMPTY_PDF, {}), "no text layer"),
        (Reply(200, b"<html><h1>Moved</h1></html>"), "not a pdf"),
        (Reply(404, b"<h1>Gone</h1>"), "not fetched: The server answered 404: there is no such page."),
        (Reply(403, b"<h1>No</h1>"), "not fetched: The server answered 403: access is forbidden."),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_the_announcement_stays(
    crawl: Crawl, site: Site, reply: Reply, problem: str
) -> None:
    site.put(PDF, reply)
    result = crawl("cftc", since="2026-11-01")
    [document] = result.items[0].documents
    assert (document.problem, document.pages) == (problem, [])
    assert len(result.report["failures"]) == 1


def test_an_order_that_is_a_scan_is_announced_by_its_title(crawl: Crawl, site: Site) -> None:
    site.put("/fincen/system/files/2026-11/Tessarine-Consent-Order-No-2026-97.pdf", Reply(200, EMPTY_PDF, {}))
    order = crawl("fincen", since="2026-11-01", limit=1).items[0]
    assert order.key == "2026-97" and order.text == order.title
    assert order.documents[0].problem == "no text layer"


def test_two_actions_of_one_number_are_told_apart_and_reported(crawl: Crawl, site: Site) -> None:
    table = site.sample.answer(LISTING["fincen"], 0)
    assert table
    site.put(LISTING["fincen"], table[1].replace(b"2025-91\t", b"2026-97\t"))
    result = crawl("fincen")
    assert result.reasons == ["duplicate_number"]
    assert {"2026-97", "/system/files/2025-02/ashgrove-securities-consent-order-no-2025-91.pdf"} <= result.keys


def test_a_matter_with_an_order_and_news_is_told_once(crawl: Crawl, site: Site) -> None:
    table = site.sample.answer(LISTING["fincen"], 0)
    assert table
    row = (
        b'<tbody><tr><td><a href="/news/news-releases/fincen-assesses-110-million-penalty-against-digital-asset-'
        b'exchange-tessarine">FinCEN Assesses</a></td><td>11/16/2026</td><td>2026-97</td><td></td></tr>'
    )
    site.put(LISTING["fincen"], table[1].replace(b"<tbody>", row))
    result = crawl("fincen")
    assert result.report["failures"] == [] and len(result.items) == 11
    assert next(item for item in result.items if item.key == "2026-97").channel == "table"


def test_the_file_address_in_a_query_is_the_same_file(crawl: Crawl, site: Site) -> None:
    path = "/system/files/2026-11/Tessarine-Consent-Order-No-2026-97.pdf"
    table = site.sample.answer(LISTING["fincen"], 0)
    assert table
    query = f"/system/files?file={quote(path.removeprefix('/system/files/'), safe='')}"
    site.put(LISTING["fincen"], table[1].replace(path.encode(), query.encode()))
    site.put("/fincen/system/files", Reply(200, site.sample.files["/fincen" + path][1], {}))
    assert crawl("fincen", limit=1).items[0].text.startswith("In the Matter of Tessarine")


def test_a_wait_asked_for_is_kept_and_a_long_one_ends_the_run(crawl: Crawl, site: Site) -> None:
    page = Reply(200, site.sample.files[RELEASE][1])
    site.put(RELEASE, [Reply(429, b"<h1>Slow down</h1>", {**HTML, "Retry-After": "7"}), page])
    result = crawl("cftc", since="2026-11-01")
    assert result.waits == [7.0] and result.keys == {"9948-26"} and result.report["failures"] == []
    site.put(RELEASE, Reply(429, b"<h1>Slow down</h1>", {**HTML, "Retry-After": "86400"}))
    result = crawl("cftc", since="2026-11-01")
    assert result.waits == [] and result.report["stopped_reason"] == "blocked"


def test_a_server_that_does_not_answer_is_reported(crawl: Crawl) -> None:
    result = crawl("cftc", {"CFTC_ROOT": "http://127.0.0.1:9", "RETRY_TIMES": 0})
    assert result.reasons == ["unreachable", "unreachable"] and result.report["stopped_reason"] == "unreachable"


def test_robots_txt_is_obeyed(crawl: Crawl, site: Site) -> None:
    site.put("/robots.txt", Reply(200, b"User-agent: *\nDisallow: /\n", {"Content-Type": "text/plain"}))
    result = crawl("fincen")
    assert result.report["stopped_reason"] == "robots" and site.asked == ["/robots.txt"]


@pytest.mark.parametrize("root", ["https://www.cftc.gov", "http://cftc.gov/x", "https://mirror.justice.gov"])
def test_an_official_host_is_not_asked_without_a_contact(crawl: Crawl, root: str) -> None:
    with pytest.raises(ValueError, match="SettingsError: .* set CASEBOOK_CONTACT"):
        crawl("cftc", {"CFTC_ROOT": root, "CASEBOOK_CONTACT": ""})


def test_a_root_that_is_no_address_is_named(crawl: Crawl) -> None:
    with pytest.raises(ValueError, match="CFTC_ROOT is 'cftc'"):
        crawl("cftc", {"CFTC_ROOT": "cftc"})


def test_a_run_in_which_hardly_a_page_can_be_read_has_failed(crawl: Crawl, site: Site) -> None:
    for entry in site.sample.entries["cftc"][2:]:
        site.put(f"/cftc{entry.path}", b"<main><h1>Release</h1><p>The new layout.</p></main>")
    result = crawl("cftc")
    assert len(result.items) == 2 and set(result.reasons) == {"too_short"}
    assert result.report["stopped_reason"] == "mostly_unreadable" and result.report["counts"]["failed"] == 19


def test_a_silent_edit_of_a_new_page_is_met_and_a_deletion_is_reported(
    crawl: Crawl, site: Site, sample: Sample
) -> None:
    known = sample["cftc"].keys
    before = next(item for item in sample["cftc"].items if item.key == "9948-26")
    site.put(RELEASE, site.sample.files[RELEASE][1].replace(b"$120 million civil", b"$102 million civil"))
    [after] = crawl("cftc", known_keys=known).items
    assert after.key == before.key and after.raw.body != before.raw.body
    assert after.text == before.text.replace("$120 million civil", "$102 million civil") != before.text
    site.put(RELEASE, Reply(404, b"<h1>Page not found</h1>"))
    gone = crawl("cftc", known_keys=known)
    [removed] = gone.removals
    assert gone.items == [] and gone.reasons == ["not_found"] and gone.report["stopped_reason"] == ""
    assert removed.key == "9948-26" and removed.raw is not None and removed.raw.status == 404


def test_an_unchanged_page_is_asked_for_conditionally(crawl: Crawl, site: Site, tmp_path: Path) -> None:
    page = Reply(200, site.sample.files[RELEASE][1], {**HTML, "ETag": '"one"', "Cache-Control": "no-cache"})
    site.put(RELEASE, [page, Reply(304, b"", {"ETag": '"one"'})])
    cache = {"HTTPCACHE_ENABLED": True, "HTTPCACHE_DIR": str(tmp_path)}
    first, second = (crawl("cftc", cache, since="2026-11-01") for _ in range(2))
    assert site.asked.count(RELEASE) == 2 and second.report["failures"] == []
    assert [item.raw.body for item in first.items] == [item.raw.body for item in second.items] != []


def test_a_file_that_is_neither_page_nor_pdf_is_a_failure(crawl: Crawl, site: Site) -> None:
    path = "/fincen/system/files/2026-11/Tessarine-Consent-Order-No-2026-97.pdf"
    site.put(path, Reply(200, b"PK\x03\x04" + b"\x00" * 600, {"Content-Type": "application/zip"}))
    result = crawl("fincen", since="2026-11-01")
    assert "bad_shape" in result.reasons and "2026-97" not in result.keys and len(result.items) == 1
