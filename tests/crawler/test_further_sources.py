"""The SEC and OFAC: off unless they are switched on, and collected whole from a server of the test's own."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.items import KnownPage, normalise_number
from crawler.sample.pdf import make_pdf
from tests.crawler.conftest import Crawl, Reply, Site

LITIGATION = "/sec/enforcement-litigation/litigation-releases"
ADMINISTRATIVE = "/sec/enforcement-litigation/administrative-proceedings"
ACTIONS = "/ofac/recent-actions"
XML, PDF = {"Content-Type": "application/rss+xml"}, {"Content-Type": "application/pdf"}
NEXT = '<nav><a class="usa-pagination__next-page" aria-label="Last page" href="?page=9">Last</a>{}</nav>'
NEXT_LINK = '<a class="usa-pagination__next-page" aria-label="Next page" href="?page={}">Next</a>'
BODY = (
    "<p>U.S. SECURITIES AND EXCHANGE COMMISSION</p><p>Litigation Release No. {number} / August 11, 2026</p>"
    "<h3>Securities and Exchange Commission v. {name}, No. 1:26-cv-0{number} (S.D.N.Y. filed Aug. 11, 2026)</h3>"
    "<p>The Securities and Exchange Commission today charged {name} with misusing $4.2 million of its clients' money, "
    "in violation of Section 206 of the Investment Advisers Act of 1940. Without admitting or denying the allegations, "
    "{name} consented to a permanent injunction and agreed to pay a civil penalty of $350,000.</p>"
)
ORDER = (
    "The Securities and Exchange Commission deems it appropriate that cease-and-desist proceedings be instituted "
    "against {name}. Respondent shall pay a civil money penalty in the amount of $125,000. " * 2
)


def put_page(site: Site, path: str, body: str) -> None:
    site.put(path, Reply(200, f"<!DOCTYPE html><html><body><main>{body}</main></body></html>".encode()))


def sec_row(path: str, name: str, day: str, further: str = "") -> str:
    who = f"<div class='release-view__respondents'><a href='{path}'>{name}</a></div>"
    return f'<tr><td><time datetime="{day}T16:00:00Z">x</time></td><td>{who}{further}</td></tr>'


def put_list(site: Site, path: str, number: int, rows: list[str], *, is_last: bool) -> None:
    head = "<h1>Releases</h1><table><thead><tr><th>Date</th><th>Respondents</th></tr></thead><tbody>"
    pager = NEXT.format("" if is_last else NEXT_LINK.format(number + 1))
    put_page(site, f"{path}?page={number}" if number else f"{path}?", f"{head}{''.join(rows)}</tbody></table>{pager}")


def put_sec(site: Site) -> None:
    """Four litigation releases on two pages, the newest also in the feed, and two orders."""
    releases = {26990: "Umber Capital LLC", 26989: "Jo Umber", 26988: "Gray Umber", 26901: "Umber Oil, Inc."}
    also = '<div><a href="/files/litigation/complaints/2026/comp26990.pdf">SEC Complaint</a></div>'
    rows = []
    for number, name in releases.items():
        path = f"{LITIGATION.removeprefix('/sec')}/lr-{number}"
        rows.append(sec_row(path, name, "2026-08-11", also if number == 26990 else ""))
        body = f'<div class="field--name-body">{BODY.format(number=number, name=name)}</div>'
        put_page(site, f"/sec{path}", f'<h1 class="page-title__heading">{name}</h1>{body}')
    put_list(site, LITIGATION, 0, rows[:2], is_last=False)
    put_list(site, LITIGATION, 1, rows[2:], is_last=True)
    site.put("/sec/files/litigation/complaints/2026/comp26990.pdf", Reply(200, make_pdf("Complaint of Umber."), PDF))
    link = f"https://www.sec.gov{LITIGATION.removeprefix('/sec')}/lr-26990"
    item = f"<item><title>Umber Capital LLC</title><link>{link}</link><pubDate>soon</pubDate></item>"
    site.put(f"{LITIGATION}/rss", Reply(200, f"<rss><channel>{item}</channel></rss>".encode(), XML))
    orders = []
    for order, name in {"34-105975": "Umber Holdings Limited", "IA-6999": "Umber Advisers"}.items():
        path = f"/files/litigation/admin/2026/{order.lower()}.pdf"
        orders.append(sec_row(path, name, "2026-06-12"))
        site.put(f"/sec{path}", Reply(200, make_pdf(ORDER.format(name=name)), PDF))
    put_list(site, ADMINISTRATIVE, 0, orders, is_last=True)
    site.put(f"{ADMINISTRATIVE}/rss", Reply(200, b"<rss><channel></channel></rss>", XML))


def put_ofac(site: Site) -> None:
    rows = ""
    for number, kind in (("20260923", "Enforcement Actions"), ("20260922_33", "Sanctions List Updates")):
        day = date.fromisoformat(number[:8])
        link = f'<a href="/recent-actions/{number}">Umber Logistics {number}</a>'
        words = f'{day:%B} {day.day}, {day.year} - <a href="/recent-actions/x">{kind}</a>'
        rows += f'<div class="search-result views-row">{link}<div class="margin-top-1">{words}</div></div>'
        body = "<p>OFAC announced a settlement with Umber Logistics, Inc., which agreed to pay $608,825 to settle its "
        body += 'apparent violations. See the <a href="/media/934999/download?inline">web notice</a>.</p>'
        dated = f'<div class="field--name-field-release-date"><div class="field__item">{day:%m/%d/%Y}</div></div>'
        title = f'<h2><span class="treas-page-title">Umber Logistics {number}</span></h2>'
        put_page(
            site,
            f"{ACTIONS}/{number}",
            f'<h1>Recent Actions</h1>{title}{dated}<div class="field--name-field-body">{body}</div>',
        )
    put_page(site, ACTIONS, f"<h1>Recent Actions</h1>{rows}")
    site.put("/ofac/media/934999/download", Reply(200, make_pdf("The base penalty is $1,000,000."), PDF))


def test_releases_and_orders_of_the_sec(crawl: Crawl, site: Site) -> None:
    put_sec(site)
    result = crawl("sec")
    assert result.report["failures"] == [] and result.report["complete"]
    assert [(item.number, item.channel) for item in result.items] == [
        ("LR-26990", "litigation"),
        ("LR-26989", "litigation"),
        ("LR-26988", "litigation"),
        ("LR-26901", "litigation"),
        ("34-105975", "administrative"),
        ("IA-6999", "administrative"),
    ]
    newest, order = result.items[0], result.items[4]
    assert newest.published_on == date(2026, 8, 11) and newest.topics == ["Litigation Releases"]
    assert "No. 1:26-cv-026990 (S.D.N.Y. filed Aug. 11, 2026)" in newest.text
    assert order.topics == ["Administrative Proceedings"] and order.title == "Umber Holdings Limited"
    assert "civil money penalty in the amount of $125,000" in order.text and order.raw.body.startswith(b"%PDF-")
    assert all(item.key == item.number for item in result.items)


def test_the_papers_of_a_release_come_with_its_row(crawl: Crawl, site: Site) -> None:
    put_sec(site)
    site.put(f"{LITIGATION}/rss", Reply(404))
    result = crawl("sec")
    [paper] = result.items[0].documents
    assert (paper.kind, paper.pages, paper.title) == ("complaint", ["Complaint of Umber."], "SEC Complaint")
    assert result.reasons == ["not_found"]  # the feed, without which nothing is lost
    assert len(result.items) == 6


def test_actions_of_ofac(crawl: Crawl, site: Site) -> None:
    put_ofac(site)
    result = crawl("ofac")
    assert result.report["failures"] == []
    assert [(item.key, item.number, item.topics) for item in result.items] == [
        ("20260923", "20260923", ["Enforcement Actions"]),
        ("20260922_33", "20260922_33", ["Sanctions List Updates"]),
    ]
    assert [item.published_on for item in result.items] == [date(2026, 9, 23), date(2026, 9, 22)]
    assert result.items[0].documents[0].pages == ["The base penalty is $1,000,000."]
    assert "Recent Actions" not in result.items[0].text and "09/23/2026" not in result.items[0].text


@pytest.mark.parametrize("source", ["sec", "ofac"])
def test_a_second_crawl_gives_the_same_and_rechecks_read_it_again(crawl: Crawl, site: Site, source: str) -> None:
    (put_sec if source == "sec" else put_ofac)(site)
    first = {item.key: item for item in crawl(source).items}
    known = [
        KnownPage(item.key, item.url, item.number, item.title, item.published_on, tuple(item.topics))
        for item in first.values()
    ]
    again = crawl(source, recheck=known, known_keys=set(first), since="2026-12-01")
    assert again.report["failures"] == [] and {item.key for item in again.items} == set(first)
    for item in again.items:
        old = first[item.key]
        assert (item.text, item.title, item.published_on) == (old.text, old.title, old.published_on)


@pytest.mark.parametrize(
    ("source", "path", "reply", "reason"),
    [
        ("sec", LITIGATION, Reply(403, b"<h1>Undeclared Automated Tool</h1>"), "blocked"),
        ("sec", LITIGATION, Reply(200, b"<h1>SEC.gov | Request Rate Threshold Exceeded</h1>"), "blocked"),
        ("sec", LITIGATION, Reply(200, b"<h1>Releases</h1><p>None.</p>"), "bad_shape"),
        (
            "sec",
            LITIGATION,
            Reply(200, b"<h1>R</h1><table><thead><tr><th>Date</th><th>Name</th></tr></thead></table>"),
            "missing_column",
        ),
        (
            "sec",
            LITIGATION,
            Reply(200, b"<h1>R</h1><table><thead><tr><th>Date</th><th>Respondents</th></tr></thead></table>"),
            "no_rows",
        ),
        ("ofac", ACTIONS, Reply(200, b"<h1>Recent Actions</h1><div class='view-content'></div>"), "no_rows"),
        ("ofac", ACTIONS, Reply(429, b"<h1>Slow</h1>", {"Retry-After": "7200"}), "blocked"),
        ("ofac", ACTIONS, Reply(200, b"<html><p>Loading.</p></html>"), "blocked"),
    ],
)
def test_a_list_that_cannot_be_read_fails_the_run(
    crawl: Crawl, site: Site, source: str, path: str, reply: Reply, reason: str
) -> None:
    site.put(path, reply)
    result = crawl(source)
    assert result.items == [] and result.report["stopped_reason"] == reason and reason in result.reasons


def test_a_page_of_another_release_is_refused(crawl: Crawl, site: Site) -> None:
    put_sec(site)
    path = f"{LITIGATION}/lr-26990"
    known = site.replies[path]
    assert isinstance(known, Reply)
    site.put(path, known.body.replace(b"Release No. 26990", b"Release No. 26991"))
    result = crawl("sec")
    assert result.reasons == ["wrong_document"] and "LR-26990" not in result.keys and len(result.items) == 5


@pytest.mark.parametrize("source", ["sec", "ofac"])
@pytest.mark.parametrize("root", ["https://www.sec.gov", "https://ofac.treasury.gov", "http://efts.sec.gov/x"])
def test_no_official_host_is_asked_without_a_contact(crawl: Crawl, source: str, root: str) -> None:
    with pytest.raises(ValueError, match="SettingsError: .* set CASEBOOK_CONTACT"):
        crawl(source, {f"{source.upper()}_ROOT": root, "CASEBOOK_CONTACT": ""})


@pytest.mark.parametrize(
    ("source", "text", "number"),
    [
        ("sec", "lr-26609", "LR-26609"),
        ("sec", "lr26609", "LR-26609"),
        ("sec", "lr-24062a", "LR-24062A"),
        ("sec", "lr-25757-0", "LR-25757-0"),
        ("sec", "Litigation Release No. 26609 / May 1", "LR-26609"),
        ("sec", "33-11234; 34-98765", "33-11234"),
        ("sec", "ia-6999", "IA-6999"),
        ("sec", "umber-order", None),
        ("sec", "3-22995", None),
        ("ofac", "20181127_33", "20181127_33"),
        ("ofac", "20260923", "20260923"),
        ("ofac", "enforcement-actions", None),
    ],
)
def test_numbers_in_every_spelling(source: str, text: str, number: str | None) -> None:
    assert normalise_number(source, text) == number
