"""Files of announcements: what they are, the text of each page, and why there is none."""

from __future__ import annotations

import pytest

from crawler import documents
from crawler.documents import parse_kind, read_file, read_pdf
from crawler.items import document_key
from crawler.sample.pdf import make_pdf
from tests.crawler.conftest import Crawl, Reply, Site

ORDER = "/cftc/media/99148/enfTessarineGlobalOrder111626/download"
PICTURE = b"q 200 0 0 200 72 500 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
LONG = "\n\n".join(f"Paragraph {number} of the order." for number in range(60))  # on three pages


def scanned(pdf: bytes, *words: str, picture: bytes = PICTURE) -> bytes:
    """The file with a picture instead of the text on the pages that hold these words."""
    parts = pdf.split(b"endstream")
    for word in words:
        parts = [
            part.partition(b"stream\n")[0] + b"stream\n" + picture + b"\n" if word.encode() in part else part
            for part in parts
        ]
    return b"endstream".join(parts)


def test_pages_keep_their_numbers_and_scans_among_them_are_named() -> None:
    whole = read_pdf(make_pdf(LONG))
    assert len(whole.pages) == 3 and whole.problem == ""
    part = read_pdf(scanned(make_pdf(LONG), "Paragraph 30 "))
    assert part.pages == [whole.pages[0], "", whole.pages[2]] and part.problem == "no text layer on page 2"
    both = read_pdf(scanned(make_pdf(LONG), "Paragraph 3 ", "Paragraph 59 "))
    assert both.pages == ["", whole.pages[1], ""] and both.problem == "no text layer on pages 1, 3"
    every = read_pdf(scanned(make_pdf(LONG), "Paragraph 3 ", "Paragraph 30 ", "Paragraph 59 "))
    assert (every.pages, every.problem) == ([], "no text layer")


def test_a_blank_page_lacks_nothing() -> None:
    read = read_pdf(scanned(make_pdf(LONG), "Paragraph 30 ", picture=b""))
    assert read.pages[1] == "" and read.problem == ""


def test_a_file_beyond_a_limit_is_named_and_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = make_pdf(LONG)
    monkeypatch.setattr(documents, "MAX_PAGES", 2)
    assert read_pdf(pdf).problem == "too large"
    monkeypatch.setattr(documents, "MAX_PAGES", 3)
    monkeypatch.setattr(documents, "MAX_SECONDS", -1.0)
    assert read_pdf(pdf) == documents.PdfText(problem="too slow")
    monkeypatch.setattr(documents, "MAX_SECONDS", 60.0)
    monkeypatch.setattr(documents, "MAX_BYTES", len(pdf) - 1)
    assert read_pdf(pdf).problem == "too large"
    assert read_file(b"x" * len(pdf), "text/plain", "x").problem == "too large"


@pytest.mark.parametrize(
    ("body", "content_type", "text", "pages", "problem"),
    [
        (make_pdf("The order."), "text/html", "%PDF", ["The order."], ""),
        (make_pdf("The order."), "application/octet-stream", None, ["The order."], ""),
        (b"junk before " + make_pdf("The order."), "application/pdf", None, ["The order."], ""),
        (b"not one", "application/pdf", None, [], "broken pdf"),
        (
            b"x",
            "text/plain; charset=utf-8",
            "One \u2014  line\nand\fanother page",
            ["One — line\nand", "another page"],
            "",
        ),
        (b" ", "text/plain", " \n\f ", [], "no text layer"),
        (b"<html>", "text/html", "<html>", [], "not a pdf"),
        (b"PK\x03\x04", "application/zip", None, [], "not a pdf"),
    ],
)
def test_what_a_file_is_its_first_bytes_say_and_then_its_type(
    body: bytes, content_type: str, text: str | None, pages: list[str], problem: str
) -> None:
    read = read_file(body, content_type, text)
    assert (read.pages, read.problem) == (pages, problem)


def test_a_text_published_with_a_release_is_kept_and_read(crawl: Crawl, site: Site) -> None:
    site.put(ORDER, Reply(200, "Umber shall pay £5.".encode("cp1252"), {"Content-Type": "text/plain; charset=cp1252"}))
    result = crawl("cftc", since="2026-11-01")
    [document] = result.items[0].documents
    assert (document.pages, document.problem, result.report["failures"]) == (["Umber shall pay £5."], "", [])
    assert document.raw and document.raw.body == "Umber shall pay £5.".encode("cp1252")


def test_a_file_too_large_to_fetch_and_one_that_never_comes_are_named(crawl: Crawl, site: Site) -> None:
    big = Reply(200, b"%PDF-1.4" + b"0" * 2_000_000, {"Content-Type": "application/pdf"})
    site.put(ORDER, big)
    result = crawl("cftc", {"DOWNLOAD_MAXSIZE": 1_000_000}, since="2026-11-01")
    [document] = result.items[0].documents
    assert document.problem == "not fetched: The answer is larger than the crawl takes."
    assert result.reasons == ["too_large"] and len(result.items) == 1
    site.put(ORDER, Reply(200, hangs=True))
    result = crawl("cftc", {"DOWNLOAD_TIMEOUT": 1, "RETRY_TIMES": 0}, since="2026-11-01")
    assert result.items[0].documents[0].problem.startswith("not fetched: ") and result.reasons == ["unreachable"]


def test_kinds_come_from_the_words_of_a_link_or_its_file() -> None:
    assert parse_kind("", "/media/1/ENF_UmberServices%20Order073126/download") == "order"
    assert parse_kind("Administrative Order: Umber") == "order"
    assert parse_kind("Consent Order: Umber") == "consent_order"
    assert parse_kind("Complaint") == "complaint" and parse_kind("Superseding Indictment") == "indictment"
    assert parse_kind("here", "/system/files/2026-07/Umber.pdf") == "other"


def test_one_file_has_one_key_whichever_way_it_is_written() -> None:
    path = "/idc/groups/public/@lrenforcementactions/documents/legalpleading/enfumber.pdf"
    assert document_key("https://www.cftc.gov" + path) == document_key(
        "https://www.cftc.gov" + path.replace("@", "%40")
    )
    query = "https://www.fincen.gov/system/files?file=2025-12%2FUmber.pdf"
    assert document_key(query) == document_key("https://www.fincen.gov/system/files/2025-12/Umber.pdf")
    assert document_key("https://a.gov/x") != document_key("https://b.gov/x")
