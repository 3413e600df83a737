"""How any agency's host is asked: by name, slowly, one page at a time, not where it forbids it, and later where it says
so; only this machine is spared the delays."""

from __future__ import annotations

from itertools import pairwise

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from crawler import settings as crawler_settings
from crawler.items import AGENCIES
from crawler.robots import CrawlDelayMiddleware
from crawler.sites import OFFICIAL_ROOTS, SettingsError, apply_root
from tests.crawler.conftest import Crawl, Reply, Site
from tests.crawler.test_further_sources import ACTIONS, LITIGATION, put_ofac, put_sec

TEXT = {"Content-Type": "text/plain"}
HTML = {"Content-Type": "text/html; charset=UTF-8"}
API = "/doj/api/v1/press_releases.json"
PAGES = {  # one of each agency, asked for in every crawl
    "cftc": "/cftc/PressRoom/PressReleases/9948-26",
    "doj": API,
    "fincen": "/fincen/news/enforcement-actions",
    "sec": f"{LITIGATION}/lr-26990",
    "ofac": f"{ACTIONS}/20260923",
}
SOURCES = list(PAGES)


@pytest.fixture
def agencies(site: Site) -> Site:
    put_sec(site)
    put_ofac(site)
    return site


def applied(source: str, root: str, contact: str = "ana@firm.example") -> Settings:
    settings = Settings()
    settings.setmodule(crawler_settings, priority="project")
    settings.setdict({f"{source.upper()}_ROOT": root, "CASEBOOK_CONTACT": contact}, priority="cmdline")
    apply_root(settings, source)
    return settings


@pytest.mark.parametrize("source", AGENCIES)
@pytest.mark.parametrize("is_official", [True, False])
def test_a_host_is_asked_slowly_and_one_page_at_a_time(source: str, is_official: bool) -> None:
    settings = applied(source, OFFICIAL_ROOTS[source] if is_official else "https://mirror.example")
    assert settings.getfloat("DOWNLOAD_DELAY") >= 2 and settings.getfloat("DOWNLOAD_DELAY_JITTER") == 0
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    api = settings.getdict("DOWNLOAD_SLOTS")["doj-api"]
    assert api["delay"] >= 1 and api["concurrency"] == 1
    assert settings.getbool("ROBOTSTXT_OBEY") and settings["USER_AGENT"] == "Casebook/0.1 (+mailto:ana@firm.example)"


@pytest.mark.parametrize("source", AGENCIES)
def test_without_a_contact_no_official_host_is_asked(source: str) -> None:
    with pytest.raises(SettingsError, match="set CASEBOOK_CONTACT"):
        applied(source, OFFICIAL_ROOTS[source], contact="")
    assert applied(source, "http://127.0.0.1:9", contact="").getfloat("DOWNLOAD_DELAY") == 0


@pytest.mark.parametrize("source", SOURCES)
def test_robots_txt_is_obeyed(crawl: Crawl, agencies: Site, source: str) -> None:
    agencies.put("/robots.txt", Reply(200, b"User-agent: *\nDisallow: /\n", TEXT))
    result = crawl(source)
    assert result.items == [] and result.report["stopped_reason"] == "robots" and agencies.asked == ["/robots.txt"]


@pytest.mark.parametrize("source", SOURCES)
def test_what_robots_txt_forbids_us_by_name_is_not_asked_for(crawl: Crawl, agencies: Site, source: str) -> None:
    rules = f"User-agent: Casebook\nDisallow: {PAGES[source]}\n\nUser-agent: *\nAllow: /\n"
    agencies.put("/robots.txt", Reply(200, rules.encode(), TEXT))
    result = crawl(source)
    assert PAGES[source] not in agencies.asked and "robots" in result.reasons and len(agencies.asked) > 1


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("status", [429, 503])
def test_a_wait_that_is_asked_for_is_kept(crawl: Crawl, agencies: Site, source: str, status: int) -> None:
    whole = crawl(source)
    path, query = next(asked for asked in agencies.queries if asked[0] == PAGES[source])
    answer = agencies.answer(path, query)
    agencies.put(f"{path}?{query}", [Reply(status, b"<h1>Slow down</h1>", {**HTML, "Retry-After": "7"}), answer])
    again = crawl(source)
    assert again.waits == [7.0] and again.keys == whole.keys and again.reasons == whole.reasons


@pytest.mark.parametrize("source", SOURCES)
def test_a_wait_that_is_too_long_ends_the_run(crawl: Crawl, agencies: Site, source: str) -> None:
    for path in (PAGES[source], "/doj/news/rss", "/doj/news/press-releases"):
        agencies.put(path, Reply(429, b"<h1>Slow down</h1>", {**HTML, "Retry-After": "7200"}))
    result = crawl(source)
    assert result.waits == [] and (result.report["stopped_reason"], result.report["wait"]) == ("blocked", 7200.0)
    assert agencies.asked.count(PAGES[source]) == 1


@pytest.mark.parametrize("source", SOURCES)
def test_pages_are_asked_for_one_at_a_time_and_no_faster_than_promised(
    crawl: Crawl, agencies: Site, source: str
) -> None:
    """By the server's log, with a tenth of a second in place of two, and of one for the interface. An arrival may be
    late, but no request is sent before the answer to the one before it: the second after it comes a delay later."""
    delay = 0.1
    slow = {"DOWNLOAD_DELAY": delay, "AUTOTHROTTLE_ENABLED": True, "AUTOTHROTTLE_START_DELAY": delay}
    slots = {"doj-api": {**crawler_settings.DOWNLOAD_SLOTS["doj-api"], "delay": delay}}
    agencies.takes = 0.02
    crawl(source, {**slow, "DOWNLOAD_SLOTS": slots}, limit=None if source == "doj" else 8)
    assert agencies.busiest == 1
    slots_of = [path.startswith("/doj/api/") for path, _ in agencies.moments if path != "/robots.txt"]
    moments = [moment for path, moment in agencies.moments if path != "/robots.txt"]
    for is_interface in set(slots_of):
        log = [moment for moment, each in zip(moments, slots_of, strict=True) if each == is_interface]
        assert all(later - earlier >= delay for earlier, later in zip(log, log[2:], strict=False))
        assert len(log) < 3 or log[-1] - log[0] >= (len(log) - 2) * delay
    assert len(moments) > 3


def gaps(site: Site) -> list[float]:
    """Seconds between the requests, robots.txt among them, by the server's log."""
    moments = [moment for _, moment in site.moments]
    return [later - earlier for earlier, later in pairwise(moments)]


@pytest.mark.parametrize("source", SOURCES)
def test_the_delay_that_robots_txt_asks_for_is_kept_by_all_channels(crawl: Crawl, agencies: Site, source: str) -> None:
    """The interface of the Department of Justice, which has a line of its own, then has none."""
    agencies.put("/robots.txt", Reply(200, b"User-agent: *\nCrawl-delay: 0.2\nAllow: /\n", TEXT))
    slots = {"doj-api": {"delay": 0, "concurrency": 1}}
    throttle = {"AUTOTHROTTLE_ENABLED": True, "AUTOTHROTTLE_START_DELAY": 0.01}
    crawl(source, {"DOWNLOAD_SLOTS": slots, **throttle}, limit=5)
    assert len(gaps(agencies)) >= 3 and agencies.busiest == 1
    assert all(first + second >= 0.38 for first, second in pairwise(gaps(agencies)))  # an arrival may be late


def test_a_delay_shorter_than_ours_or_for_others_changes_nothing(crawl: Crawl, site: Site) -> None:
    rules = b"User-agent: Casebook\nCrawl-delay: 0.01\n\nUser-agent: *\nCrawl-delay: 30\n"
    site.put("/robots.txt", Reply(200, rules, TEXT))
    crawl("cftc", {"DOWNLOAD_DELAY": 0.1}, limit=3)
    assert all(0.08 <= gap < 5 for gap in gaps(site)[1:])


def test_a_delay_that_is_too_long_is_capped(crawl: Crawl, site: Site) -> None:
    site.put("/robots.txt", Reply(200, b"User-agent: *\nCrawl-delay: 86400\n", TEXT))
    assert len(crawl("cftc", {"CRAWL_DELAY_MAX": 0.1}, limit=2).items) == 2
    assert all(first + second >= 0.18 for first, second in pairwise(gaps(site)))


@pytest.mark.parametrize(
    ("wished", "kept", "said"),
    [
        ("10", 10.0, "www.agency.example asks for 10 seconds between two pages in its robots.txt; they are kept."),
        ("300", 60.0, "www.agency.example asks for 300 seconds between two pages in its robots.txt; 60 are kept."),
        ("1.5", None, ""),
        ("-3", None, ""),
        ("soon", None, ""),
        ("nan", None, ""),
    ],
)
def test_the_delay_kept_is_logged(caplog: pytest.LogCaptureFixture, wished: str, kept: float | None, said: str) -> None:
    caplog.set_level("INFO", "crawler.robots")
    names = ("DOWNLOAD_DELAY", "CRAWL_DELAY_MAX", "ROBOTSTXT_USER_AGENT")
    settings = {name: getattr(crawler_settings, name) for name in names}
    middleware = CrawlDelayMiddleware(get_crawler(settings_dict=settings))
    rules = ProtegoRobotParser(f"User-agent: *\nCrawl-delay: {wished}\n".encode(), None)
    middleware.note_rules(rules, Request("https://www.agency.example/news?page=2"))
    assert middleware.delays.get("www.agency.example") == kept
    assert [record.getMessage() for record in caplog.records] == ([said] if said else [])


@pytest.mark.parametrize(("status", "is_said"), [(200, False), (404, False), (403, True), (503, True)])
def test_a_robots_txt_that_cannot_be_had_is_logged(
    caplog: pytest.LogCaptureFixture, status: int, is_said: bool
) -> None:
    middleware = CrawlDelayMiddleware(get_crawler())
    middleware.note_answer(Response("https://www.agency.example/robots.txt", status=status))
    middleware.note_answer(Response("https://www.agency.example/news", status=403))
    said = f"https://www.agency.example/robots.txt answered {status}: no page is forbidden."
    assert [record.getMessage() for record in caplog.records] == ([said] if is_said else [])


@pytest.mark.parametrize("root", ["https://www.cftc.gov", "http://cftc.gov/x", "https://mirror.justice.gov"])
def test_an_official_host_is_not_asked_without_a_contact(crawl: Crawl, root: str) -> None:
    with pytest.raises(ValueError, match="SettingsError: .* set CASEBOOK_CONTACT"):
        crawl("cftc", {"CFTC_ROOT": root, "CASEBOOK_CONTACT": ""})


def test_a_root_that_is_no_address_is_named(crawl: Crawl) -> None:
    with pytest.raises(ValueError, match="CFTC_ROOT is 'cftc'"):
        crawl("cftc", {"CFTC_ROOT": "cftc"})
