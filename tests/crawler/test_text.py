from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from parsel import Selector

from crawler.checks import parse_retry_after
from crawler.dates import parse_epoch, parse_long_date, parse_mail_date, parse_short_date, parse_stamp
from crawler.documents import parse_kind, read_pdf
from crawler.pages.parts import text_without
from crawler.sample.pdf import make_pdf
from crawler.scope import judge_release
from crawler.sites import Site
from crawler.text import announcement_text, clean_html, clean_node, clean_text, join_pages


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("<p>One&nbsp;\u2009two\n three</p><p> </p><p>Four</p>", "One two three\n\nFour"),
        ("<p>A firm&#146;s &ldquo;note&rdquo; &amp; &lt;b&gt;</p>", "A firm’s “note” & <b>"),
        ("against <a href='x'>Umber</a> and <b>Gate</b>.", "against Umber and Gate."),
        ("one<br>two<br><br>three<br/>\n<br/>\n<br/>four", "one\ntwo\n\nthree\n\nfour"),
        ("<p>x:</p><ul>\n<li>a</li>\n<li><p>b</p><p>c</p></li>\n</ul><p>y</p>", "x:\n\na\nb c\n\ny"),
        ("<table><tr><th>A</th><td><p>1</p></td></tr>\n<tr><th>B</th><td></td></tr></table>", "A\t1\nB"),
        ("a<script>var x</script><style>p{}</style><!-- c --> b<span class='visually-hidden'>no</span>", "a b"),
        ("soft\u00adhyphen zero\u200bwidth\ufeff bell\x07", "softhyphen zerowidth bell"),
        ("<ul><li>a <p>b</p><p class='visually-hidden'>no</p>c</li><li>&#28;<p>d</p></li></ul>", "a b c\nd"),
        ("<table><tr><td><p>one</p><p>two</p></td></tr></table>", "one\n\ntwo"),
        ("", ""),
        ("<p>§ 4c(a)(5)(C) – “spoofing” 徐泽伟</p>", "§ 4c(a)(5)(C) – “spoofing” 徐泽伟"),
    ],
)
def test_html_becomes_text(fragment: str, text: str) -> None:
    assert clean_html(fragment) == text


def test_a_part_of_a_page_is_read_where_it_stands() -> None:
    page = Selector(text="<div><h1>T</h1> <b>a</b><p>b <i class='x'>no</i>c</p></div><p>after</p>", type="html")
    before = page.get()
    [part] = page.css("div")
    assert clean_html(part.get()) == clean_node(part.root) == "T\n\na\n\nb noc"
    assert text_without(part, "h1", ".x") == "a\n\nb c"
    assert clean_node(page.root) == "T\n\na\n\nb noc\n\nafter"
    assert page.get() == before


@pytest.mark.parametrize("mark", ["###", "# # #", "-CFTC-", "- CFTC -"])
def test_the_body_ends_at_the_end_mark(mark: str) -> None:
    assert announcement_text("T", f"Body.\n\n{mark}\n\nContact") == "T\n\nBody."
    assert announcement_text("T", f"Body. {mark}\nContact") == "T\n\nBody."


def test_marks_inside_a_sentence_end_nothing() -> None:
    body = "The number ### was called, and the non-CFTC-registered firm answered."
    assert announcement_text("T", body) == f"T\n\n{body}"


def test_the_headline_stands_once_and_apart() -> None:
    assert announcement_text("Firm Fined", "FIRM FINED\n\nBody") == "Firm Fined\n\nBody"
    assert announcement_text("Firm Fined", "Sub\n\nBody", "Sub") == "Firm Fined\n\nSub\n\nBody"


def test_plain_text_keeps_its_lines() -> None:
    assert clean_text(" a\u00a0 b \r\n\n\n\nc\td\x00 ") == "a b\n\nc d"


def test_a_sentence_is_not_broken_by_the_end_of_a_page() -> None:
    assert join_pages(["It failed to", "", "file reports.", "Next."]) == "It failed to file reports.\n\nNext."


def test_lines_of_a_pdf_become_its_paragraphs() -> None:
    paragraphs = [
        "## CONSENT ORDER",
        "The firm failed to report, and to keep risk-based records of, 1,350 transactions. " * 3,
        "It stopped.",
        "31 U.S.C. § 5318(g); 31 C.F.R. § 1022.320. " * 4,
    ]
    read = read_pdf(make_pdf("\n\n".join(paragraphs)))
    assert read.problem == ""
    assert read.pages == ["\n\n".join(part.removeprefix("## ").strip() for part in paragraphs)]


def test_a_pdf_may_be_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    body = make_pdf("word " * 4000)
    monkeypatch.setattr("crawler.documents.MAX_PAGES", 2)
    assert read_pdf(body).problem == "too large"
    monkeypatch.setattr("crawler.documents.MAX_BYTES", 100)
    assert read_pdf(body).problem == "too large"


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("Order: Umber LLC", "/media/1/x/download"), "order"),
        (("here", "/media/8351/enfumbercomplaint032723/download"), "complaint"),
        (("Consent Order: Umber", ""), "consent_order"),
        (("Superseding Indictment", "/opa/media/1/dl"), "indictment"),
        (("here", "/opa/media/1/dl"), "other"),
    ],
)
def test_the_kind_of_a_file_is_read_from_its_names(names: tuple[str, str], kind: str) -> None:
    assert parse_kind(*names) == kind


def test_dates_are_those_of_washington() -> None:
    assert parse_stamp("2026-06-03T02:46:28Z") == date(2026, 6, 2)
    assert parse_stamp("2026-08-03T12:00:00Z") == parse_stamp("2026-08-03T00:00:00Z") == date(2026, 8, 3)
    assert parse_stamp("2018-04-13T00:00:00-04:00") == date(2018, 4, 13)
    assert parse_epoch("1368676800") == date(2013, 5, 16) and parse_epoch(1389675600) == date(2014, 1, 14)
    assert parse_epoch('<time datetime="2025-02-05T12:37:10-05:00">1738777030</time>\n') == date(2025, 2, 5)
    assert parse_mail_date("Thu, 01 Oct 2026 02:10:39 +0000") == date(2026, 9, 30)
    assert parse_long_date("Wednesday, Sept. 9, 2015") == date(2015, 9, 9)
    assert parse_short_date("released 06/03/2026.") == date(2026, 6, 3)


@pytest.mark.parametrize("text", ["", "soon", "Smarch 3, 2026", "February 30, 2026", "13/45/2026", "None"])
def test_what_is_no_date_is_none(text: str) -> None:
    readers = (parse_stamp, parse_epoch, parse_mail_date, parse_long_date, parse_short_date)
    assert [reader(text) for reader in readers] == [None] * 5


def test_retry_after_is_seconds_or_a_date() -> None:
    now = datetime(2026, 11, 16, 12, 0, 0, tzinfo=UTC)
    assert parse_retry_after("120", now) == 120
    assert parse_retry_after("Mon, 16 Nov 2026 12:01:30 GMT", now) == 90
    assert parse_retry_after("Mon, 16 Nov 2026 11:00:00 GMT", now) == 0
    assert parse_retry_after("", now) is None and parse_retry_after("later", now) is None


def test_official_addresses_do_not_depend_on_the_server() -> None:
    site = Site.of("cftc", "http://127.0.0.1:8000/cftc/")
    page = "https://www.cftc.gov/PressRoom/PressReleases?x=1&page=2"
    assert site.official_url("?page=3", page) == "https://www.cftc.gov/PressRoom/PressReleases?page=3"
    assert site.official_url("http://127.0.0.1:8000/cftc/a") == "https://www.cftc.gov/a"
    assert site.official_url("http://cftc.gov/a#top") == "https://www.cftc.gov/a"
    assert site.official_url("https://www.justice.gov/a") == "https://www.justice.gov/a"
    assert site.fetch_url("https://www.cftc.gov/a?b=1") == "http://127.0.0.1:8000/cftc/a?b=1"
    with pytest.raises(ValueError, match="is not on"):
        site.fetch_url("https://www.justice.gov/a")


@pytest.mark.parametrize(
    ("title", "body", "topics", "reason"),
    [
        ("Man Sentenced", "He paid.", ["Financial Fraud"], "topics: Financial Fraud"),
        ("Trader Convicted of Laundering", "", [], "title: launder*"),
        ("Man Sentenced", "He violated 18 U.S.C. §§ 1956 and 1957.", [], "text: 18 U.S.C. 1956"),
        ("Firm Pays", "The Bank Secrecy Act\nwas broken.", [], "text: Bank Secrecy Act"),
        ("Town Agrees to Repair Ramps", "The town will build ramps.", ["Civil Rights"], "no financial term"),
        ("Sanctioning a Ponziville Road", "Nothing.", [], "no financial term"),
    ],
)
def test_scope_gives_its_reason(title: str, body: str, topics: list[str], reason: str) -> None:
    judgement = judge_release(title, body, topics)
    assert (judgement.is_kept, judgement.reason) == (reason != "no financial term", reason)
    assert judge_release(title, body, topics, "all").is_kept


def test_an_unknown_scope_is_named() -> None:
    with pytest.raises(ValueError, match="DOJ_SCOPE is 'some'"):
        judge_release("", "", [], "some")
