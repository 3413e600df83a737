"""Pages in a real browser: no overflow on a phone, nothing blocked, results as one types, and all without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb.models import Announcement, CrawlCursor, CrawlRun, Document
from tests.browser.chromium import PROGRAM, Browser, browser
from tests.kb.factories import make_announcement

pytestmark = [
    pytest.mark.skipif(PROGRAM is None, reason="no Chromium on this machine"),
    pytest.mark.django_db(transaction=True),
]
LONG = "Ostrakon-Verpackungsmaschinen-Vertriebsgesellschaft " * 3
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Browser]:
    with browser(tmp_path / "profile") as opened:
        yield opened


@pytest.fixture
def site(live_server: Any, settings: Any, tmp_path: Path) -> str:
    settings.INDEX_FOLDER = tmp_path / "index"
    first = make_announcement(
        f"{LONG} Charged With Spoofing and Very Many Other Things in Silver",
        f"The firm {LONG} spoofed silver. It pays $4,500,000.\n\n{'x' * 300}",
        published_on=date(2026, 11, 16),
        parties=[{"name": LONG, "aliases": ["Ostrakon"]}, "Ann Tamarisk"],
        charges=["spoofing", "insider_trading", "unregistered_securities", "kyc_cip_failure", "ponzi_scheme"],
        sanctions=[{"amount": 4_500_000, "payers": [LONG], "quote": "$4,500,000"}],
        terms=[{"kind": "prison", "months": 37, "party": LONG}],
        stages=["settled"],
        is_sample=True,
    )
    pages = ["x" * 300, f"Silver was spoofed by {LONG}."]
    url = f"https://agency.example/{'z' * 200}.pdf"
    Document.objects.create(announcement=first, url=url, title=f"{LONG} order", kind="order", pages=pages)
    make_announcement("Firm Pays", "Silver again.", case=first.cases.get(), stages=["paid"])
    make_announcement("Bank Fined", "A bank kept no records of gold.", source="fincen")
    reason = f"no rows at https://agency.example/{'y' * 200}"
    failure = {"reason": "no_rows", "detail": "The list is empty.", "url": reason}
    fill = {"kind": "pages", "field": "text of documents", "have": 2, "of": 16, "before": 0.98, "is_fallen": True}
    scope = {"kept": {"title: launder*": 7}, "dropped": {"no financial term": 71_000}}
    CrawlRun.objects.create(
        source="cftc", outcome="failed", reason=reason, failures=[failure], fills=[fill], scope=scope
    )
    dates = {"since": date(2016, 1, 1), "newest_on": date(2026, 11, 1), "reached_on": date(2019, 5, 4)}
    CrawlCursor.objects.create(source="cftc", name="listing", url="x", top_url="x", **dates)
    return str(live_server.url)


def addresses() -> list[str]:
    return [
        "/",
        "/?q=silver",
        "/?q=zirconium",
        "/?q=silver&by=announcement",
        "/?q=silver&by=party&agency=cftc&charge=spoofing&kind=organization",
        "/?q=silver&by=document",
        "/cases/{case}/",
        "/announcements/{announcement}/",
        "/parties/?q=ostrakon",
        "/sources/",
        "/nothing/",
    ]


def fill(address: str) -> str:
    announcement = Announcement.objects.get(title__startswith="Ostrakon")
    return address.format(case=announcement.cases.get().pk, announcement=announcement.pk)


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1440])
def test_nothing_overflows_and_nothing_is_blocked(page: Browser, site: str, width: int, is_dark: bool) -> None:
    for address in addresses():
        page.open(site + fill(address), width=width, is_dark=is_dark)
        for opened in (False, True):
            page.run(f"for (const each of document.querySelectorAll('details')) each.open = {str(opened).lower()}")
            assert page.run(OVERFLOW) <= 0, f"{address} at {width}"
    assert [complaint for complaint in page.complaints if "404" not in complaint] == []


# Links in a sentence are as high as its lines; what stands alone has to be found by a finger.
LOW = """[...document.querySelectorAll('a, button, summary, select, input:not([type=hidden])')].filter(each => {
  const box = each.getBoundingClientRect(), around = each.parentElement;
  const isInLine = getComputedStyle(each).display === 'inline' && around.textContent.trim() !== each.textContent.trim();
  const isHidden = each.matches('.skip, .visually-hidden') || !box.width;
  return !isHidden && !isInLine && (box.height < 24 || box.width < 24);
}).map(each => each.outerHTML.slice(0, 120))"""


def test_a_finger_hits_what_stands_alone_on_a_phone(page: Browser, site: str) -> None:
    for address in [*addresses(), "/accounts/login/", "/accounts/password/reset/"]:
        page.open(site + fill(address), width=390)
        page.run("const filters = document.querySelector('#show-filters'); if (filters) filters.click()")
        page.run("for (const each of document.querySelectorAll('details')) each.open = true")
        assert page.run(LOW) == [], address


@pytest.mark.parametrize("width", [390, 1440])
def test_every_stop_of_the_tab_key_is_seen(page: Browser, site: str, width: int) -> None:
    page.open(site + "/?q=silver", width=width)
    page.run("document.activeElement.blur()")
    place = """(() => {
      const at = document.activeElement, shown = at.id === 'show-filters' ? at.nextElementSibling : at;
      const box = shown.getBoundingClientRect(), style = getComputedStyle(shown);
      return [at.outerHTML.slice(0, 120), box.width > 8 && box.height > 8 && style.outlineStyle === 'solid'];
    })()"""
    stops = []
    for _ in range(14):
        for kind in ("keyDown", "keyUp"):
            page.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
        stops.append(page.run(place))
    assert [html for html, is_seen in stops if not is_seen] == []
    assert any("show-filters" in html for html, _ in stops) == (width == 390)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_long_reason_of_a_failed_crawl_leaves_room_for_the_rest(page: Browser, site: str, width: int) -> None:
    page.open(site + "/sources/", width=width)
    assert "failed" in page.run("document.querySelector('.agency .whole').innerText")
    widths = page.run("[...document.querySelectorAll('.agency .key-facts div')].map(each => each.offsetWidth)")
    assert len(widths) > 5 and min(widths) > 150
    hidden = "[...document.querySelectorAll('.scroll')].map(each => each.scrollWidth - each.clientWidth)"
    assert max(page.run(hidden)) <= 0


def test_on_a_phone_the_facts_are_one_tap_from_the_top(page: Browser, site: str) -> None:
    display = "getComputedStyle(document.querySelector('.to-facts')).display"
    page.open(site + fill("/announcements/{announcement}/"))
    assert page.run(display) == "none"
    page.open(site + fill("/announcements/{announcement}/"), width=390)
    assert page.run(display) != "none"
    page.run("document.querySelector('.to-facts').click()")
    assert page.run("location.hash") == "#facts"


def test_a_printed_search_says_what_was_asked_and_no_more(page: Browser, site: str) -> None:
    page.open(site + "/?q=silver")
    page.call("Emulation.setEmulatedMedia", media="print")
    shown = "[...document.querySelectorAll('{}')].filter(each => each.offsetHeight).length"
    assert page.run("document.querySelector('#q').offsetHeight") > 0
    assert page.run(shown.format(".hit")) == 1
    assert page.run(shown.format(".search-form .button, #sort, .watch-form, .sign-in, .more-like, .site-header")) == 0


def test_results_follow_the_words_as_they_are_typed(page: Browser, site: str) -> None:
    page.open(site)
    page.run("document.querySelector('#q').focus()")
    page.call("Input.insertText", text="gold")
    page.wait_for("document.querySelectorAll('article.hit').length === 1")
    assert page.run("location.search") == "?q=gold"
    assert page.run("document.activeElement.id") == "q"
    assert "Bank Fined" in page.run("document.querySelector('article.hit h2').innerText")
    page.run("history.back()")
    page.wait_for("location.search === '' && document.querySelectorAll('article.hit').length === 2")
    assert page.complaints == []


def test_a_proof_opens_and_leads_to_its_marked_words(page: Browser, site: str) -> None:
    page.open(site + fill("/cases/{case}/"))
    assert page.run("document.querySelectorAll('details.proof[open]').length") == 0
    page.run("document.querySelector('[data-opens]').click()")
    assert page.run("document.querySelectorAll('details.proof:not([open])').length") == 0
    page.run("document.querySelector('#sanctions blockquote a').click()")
    page.wait_for("document.querySelector('mark:target') !== null")
    assert page.run("document.querySelector('mark:target').innerText") == "$4,500,000"


def test_all_works_without_scripts(page: Browser, site: str) -> None:
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    page.open(site, width=390)
    page.run("document.querySelector('#q').value = 'silver'; 1")
    page.is_loaded = False
    page.run("document.querySelector('form.search-form button').click()")
    while not page.is_loaded:
        page.note(page.read())
    assert page.run("location.search") == "?q=silver&sort=relevance"
    assert page.run("document.querySelectorAll('article.hit').length") == 1
    assert page.run("getComputedStyle(document.querySelector('.facets')).display") == "none"
    page.run("document.querySelector('.filters-switch').click()")
    assert page.run("getComputedStyle(document.querySelector('.facets')).display") == "grid"


def test_a_printed_case_shows_its_proof(page: Browser, site: str) -> None:
    page.open(site + fill("/cases/{case}/"), is_dark=True)
    page.run("dispatchEvent(new Event('beforeprint'))")
    assert page.run("document.querySelectorAll('details.proof:not([open])').length") == 0
    page.run("dispatchEvent(new Event('afterprint'))")
    assert page.run("document.querySelectorAll('details.proof[open]').length") == 0
