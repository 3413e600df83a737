"""The SEC and OFAC through the whole line: nothing of them until they are switched on; then crawl > facts > cases >
search > watch > mail, like the other agencies."""

from __future__ import annotations

from pathlib import Path

from tests.crawler.conftest import Site, serve
from tests.crawler.test_further_sources import put_ofac, put_sec
from tests.test_flow import Installation, Postbox, home, make_administrator, next_monday, postbox

__all__ = ["home", "postbox"]  # fixtures
OFF = ("Securities and Exchange Commission", "Office of Foreign Assets Control")


def test_further_sources_from_page_to_mail(home: Path, postbox: tuple[Postbox, int]) -> None:  # noqa: F811
    box, port = postbox
    casebook, site = Installation(home, port), Site()
    put_sec(site)
    put_ofac(site)
    with serve(site):
        casebook.environment.update(site.settings)
        casebook.run("migrate", "--verbosity=0")
        out = casebook.run("sources")
        assert not any(name in out for name in OFF) and "CFTC" in out
        assert "CFTC: succeeded" in casebook.run("crawl", "--limit", "1") and not [
            path for path in site.asked if "/sec/" in path
        ]
        casebook.environment["CASEBOOK_SOURCES"] = "ofac, SEC"
        with casebook.serving():
            make_administrator(casebook)
            casebook.post("/watches/new/", casebook.get("/"), query="agency=sec", name="The SEC")
            casebook.post("/watches/new/", casebook.get("/?q=Umber"), query="q=608825 OR Umber", name="Umber")
            out = casebook.run("crawl")
            assert "SEC: succeeded, 6 seen, 6 new" in out and "OFAC: succeeded, 2 seen, 2 new" in out
            assert "CFTC" not in out
            assert " extracted" in casebook.run("process")
            read_the_site(casebook)
            casebook.run("deliver", "--now", next_monday())
            read_the_mail(box)


def read_the_site(casebook: Installation) -> None:
    page = casebook.get("/sources/")
    assert all(name in page for name in OFF) and "Commodity Futures Trading Commission" in page
    results = casebook.get("/?q=agency%3Asec+penalty")
    assert "Umber Capital LLC" in results and "$350,000" in results and "SEC" in results
    assert "Umber Logistics 20260923" in casebook.get("/?agency=ofac")
    assert "Umber Logistics 20260923" in casebook.get("/?q=agency%3Atreasury+608%2C825")
    out = casebook.run("sources")
    assert all(name in out for name in OFF)


def read_the_mail(box: Postbox) -> None:
    [mail] = box.mails
    text = mail.get_body(("plain",))
    assert text and "SEC" in text.get_content() and "Umber Capital LLC" in text.get_content()
    assert "OFAC" in text.get_content() and "Umber Logistics" in text.get_content(), text.get_content()
