"""The agencies' own pages, as saved from their sites, through the parsers. They lie beside the repository only."""

from __future__ import annotations

import json
import tarfile
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

from parsel import Selector

from crawler.items import RawPage
from crawler.pages import cftc, doj, doj_api, fincen
from crawler.sites import OFFICIAL_ROOTS, Site

SITES = {source: Site.of(source, root) for source, root in OFFICIAL_ROOTS.items()}


def page(path: Path) -> Selector:
    return Selector(text=path.read_text(encoding="utf-8"), type="html")


def test_a_thousand_releases_of_the_older_layout(shared_pages: Path) -> None:
    counts: Counter[str] = Counter()
    with tarfile.open(shared_pages / "doj" / "drupal7_1000_releases.tar.gz") as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file is None:
                continue
            release = doj.parse_release_page(file.read(), "https://www.justice.gov/opa/pr/x")
            counts["pages"] += 1
            counts["title"] += release.title not in ("", "Justice News")
            counts["date"] += release.published_on is not None and 2009 <= release.published_on.year <= 2018
            counts["body"] += len(release.body) > 200
            counts["number"] += release.number is not None
            counts["components"] += bool(release.components)
    assert counts["pages"] == counts["title"] == counts["date"] == counts["body"] == 1000
    assert counts["number"] >= 970 and counts["components"] >= 995


def test_the_lists_of_the_older_layout(shared_pages: Path) -> None:
    for path in sorted((shared_pages / "doj" / "drupal7_index").glob("*.html")):
        listing = doj.parse_listing(page(path), SITES["doj"], "https://www.justice.gov/news")
        number = int(path.stem.removeprefix("index_"))
        assert len(listing.rows) >= 40 and listing.problems == [], path.name
        assert all(
            row.published_on and row.title and row.url.startswith("https://www.justice.gov/") for row in listing.rows
        )
        dates = [row.published_on for row in listing.rows if row.published_on]
        assert dates == sorted(dates, reverse=True)
        assert f"page={number + 1}" in (listing.next_url or "")


def test_the_current_layout(shared_pages: Path) -> None:
    [path] = (shared_pages / "doj" / "drupal10").glob("*.html")
    release = doj.parse_release_page(path.read_bytes(), "https://www.justice.gov/opa/pr/x")
    assert (release.number, release.published_on) == ("26-404", date(2026, 4, 27))
    assert len(release.components) == 4 and release.topics == ["National Security"]
    assert release.body.startswith("Note: View the indictment in U.S. v.") and release.body.endswith("court of law.")
    assert [link.url for link in release.documents] == ["https://www.justice.gov/opa/media/1407196/dl"]


def test_an_answer_of_the_api(shared_pages: Path) -> None:
    body = (shared_pages / "doj" / "api_v1_press_releases_pagesize100_page0.json").read_bytes()
    received = RawPage("https://www.justice.gov/api", 200, {}, body, datetime.now(UTC))
    answer = doj_api.parse_answer(json.loads(body), received)
    releases = [doj_api.parse_record(record, SITES["doj"]) for record in answer.records]
    assert (answer.count, answer.pagesize, len(releases), answer.unknown_fields) == (145012, 100, 100, set())
    assert all(json.loads(record.raw) == record.fields for record in answer.records)
    assert all(release.published_on and release.title and len(release.body) > 40 for release in releases)
    assert not doj_api.is_newest_first(answer, answer)


def test_the_feed_and_the_index_of_the_cftc(shared_pages: Path) -> None:
    feed = cftc.parse_feed((shared_pages / "cftc" / "rss_enforcement_2026.xml").read_text("utf-8"), SITES["cftc"])
    assert len(feed.rows) == 10 and feed.problems == []
    assert (feed.rows[0].number, feed.rows[0].published_on) == ("9305-26", date(2026, 9, 30))
    path = shared_pages / "cftc" / "enforcement_actions_listing_excerpt.html"
    listing = cftc.parse_listing(page(path), SITES["cftc"], "https://www.cftc.gov/x")
    assert [row.number for row in listing.rows] == ["9227-26", "9203-26", "9217-26"]
    assert all(len(row.documents) == 1 for row in listing.rows)


def test_the_tables_and_the_news_of_fincen(shared_pages: Path) -> None:
    folder, base = shared_pages / "fincen", "https://www.fincen.gov/news/enforcement-actions"
    table = fincen.parse_table(page(folder / "enforcement_actions_table_2024.html"), SITES["fincen"], base)
    assert len(table.rows) == 113 and table.problems == []
    assert all(row.published_on and fincen.is_document(row.url) for row in table.rows)
    assert sum(row.number is None for row in table.rows) == 11 and sum(not row.topics for row in table.rows) == 11
    today = fincen.parse_table(page(folder / "enforcement_table_2026_excerpt.html"), SITES["fincen"], base)
    assert [row.number for row in today.rows].count("2026-02") == 2 and len(today.rows) == 8
    news = fincen.parse_news(page(folder / "press_releases_2026_excerpt.html"), SITES["fincen"], base)
    assert len(news.rows) == 3 and (news.next_url or "").endswith("?page=1")
