"""Pages written by us in each layout the agencies have used, beside what must be read from them.

A page without its expectation fails, and its expectation is written for a person to check.
"""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from parsel import Selector

from crawler.checks import PageProblem
from crawler.items import RawPage
from crawler.pages import cftc, doj, doj_api, fincen, ofac, sec
from crawler.pages.fincen_measures import parse_measures
from crawler.sites import OFFICIAL_ROOTS, Site

FROZEN = Path(__file__).with_name("frozen")
PAGES = sorted(path for path in FROZEN.rglob("*") if path.suffix in (".html", ".xml") or path.name.endswith("api.json"))
PLACES = {"release_static_2005": "/sites/default/files/opa/press05/opaenf5650-05.htm"}  # where the address matters


def parse(path: Path) -> Any:
    source = path.parent.name
    text = path.read_text(encoding="utf-8")
    site, url = (
        Site.of(source, OFFICIAL_ROOTS[source]),
        f"{OFFICIAL_ROOTS[source]}{PLACES.get(path.stem, f'/here/{path.stem}')}",
    )
    page = Selector(text=text, type="html")
    match source, path.stem.split("_")[0]:
        case "cftc", "feed":
            return cftc.parse_feed(text, site)
        case "cftc", "listing":
            return cftc.parse_listing(page, site, url)
        case "cftc", "index":
            return cftc.parse_index(page, site, url)
        case "cftc", "release":
            return cftc.parse_release(page, site, url)
        case "doj", "feed":
            return doj.parse_feed(text, site)
        case "doj", "listing":
            return doj.parse_listing(page, site, url)
        case "doj", "release":
            return doj.parse_release_page(text, url)
        case "doj", "answer":
            received = RawPage(url, 200, {}, text.encode(), datetime(2026, 1, 1, tzinfo=UTC))
            answer = doj_api.parse_answer(json.loads(text), received)
            return [doj_api.parse_record(record, site) for record in answer.records]
        case "fincen", "table":
            return fincen.parse_table(page, site, url)
        case "fincen", "measures":
            return parse_measures(page, site, url)
        case "fincen", "news":
            return fincen.parse_news(page, site, url)
        case "fincen", "release":
            return fincen.parse_release(page, site, url)
        case "sec", "feed":
            return sec.parse_feed(text, site)
        case "sec", "listing":
            return sec.parse_listing(page, site, url)
        case "sec", "release":
            return sec.parse_release(page, site, url)
        case "ofac", "listing":
            return ofac.parse_listing(page, site, url)
        case "ofac", "release":
            return ofac.parse_action(page, site, f"{OFFICIAL_ROOTS[source]}/recent-actions/20260923")
    raise AssertionError(f"no parser is known for {path}")


def plain(value: Any) -> Any:
    if isinstance(value, list):
        return [plain(entry) for entry in value]
    if isinstance(value, dict):
        return {name: plain(entry) for name, entry in value.items() if entry not in (None, [], "", {})}
    if isinstance(value, PageProblem):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | int) or value is None:
        return value
    return plain({field.name: plain(getattr(value, field.name)) for field in fields(value)})


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_page_reads_as_expected(path: Path) -> None:
    read = plain(parse(path))
    expectation = path.with_suffix(".expected.json")
    if not expectation.exists():
        expectation.write_text(json.dumps(read, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        pytest.fail(f"{expectation} was missing; it is written now: check it")
    assert read == json.loads(expectation.read_text(encoding="utf-8"))


def test_every_expectation_has_its_page() -> None:
    names = {path.with_suffix("").name for path in PAGES}
    expected = {path.name.removesuffix(".expected.json") for path in FROZEN.rglob("*.expected.json")}
    assert len(PAGES) >= 14 and expected == names
