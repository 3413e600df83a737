"""Single pages and files that are not what they should be, through the spiders: a failure is named, and what can be
told is told."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from crawler.sample.pdf import make_pdf
from tests.crawler.conftest import Crawl, Reply, Result, Site

Sample = dict[str, Result]
HTML = {"Content-Type": "text/html; charset=UTF-8"}
TABLE = "/fincen/news/enforcement-actions"
RELEASE = "/cftc/PressRoom/PressReleases/9948-26"


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
        (b"", "too_short"),
        (b" \n", "too_short"),
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
    table = site.sample.answer(TABLE, 0)
    assert table
    site.put(TABLE, table[1].replace(b"2025-91\t", b"2026-97\t"))
    result = crawl("fincen")
    assert result.reasons == ["duplicate_number"]
    assert {"2026-97", "/system/files/2026-11/tessarine-consent-order-no-2026-97.pdf"} <= result.keys


def test_a_matter_with_an_order_and_news_is_told_once(crawl: Crawl, site: Site) -> None:
    table = site.sample.answer(TABLE, 0)
    assert table
    row = (
        b'<tbody><tr><td><a href="/news/news-releases/fincen-assesses-110-million-penalty-against-digital-asset-'
        b'exchange-tessarine">FinCEN Assesses</a></td><td>11/16/2026</td><td>2026-97</td><td></td></tr>'
    )
    site.put(TABLE, table[1].replace(b"<tbody>", row))
    result = crawl("fincen")
    assert result.report["failures"] == [] and len(result.items) == 11
    assert next(item for item in result.items if item.key == "2026-97").channel == "table"


def test_the_file_address_in_a_query_is_the_same_file(crawl: Crawl, site: Site) -> None:
    path = "/system/files/2026-11/Tessarine-Consent-Order-No-2026-97.pdf"
    table = site.sample.answer(TABLE, 0)
    assert table
    query = f"/system/files?file={quote(path.removeprefix('/system/files/'), safe='')}"
    site.put(TABLE, table[1].replace(path.encode(), query.encode()))
    site.put("/fincen/system/files", Reply(200, site.sample.files["/fincen" + path][1], {}))
    assert crawl("fincen", limit=1).items[0].text.startswith("In the Matter of Tessarine")


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
