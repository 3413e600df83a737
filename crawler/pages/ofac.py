"""Pages of ofac.treasury.gov: the list of recent actions, and single ones.

An action is known by the date in its address, with a number where a day has several (`20181127_33`); the same one is
met under `/recent-actions/` and `/recent-issues/`. Its kind ("Enforcement Actions") stands behind its date.
"""

from __future__ import annotations

import re
from datetime import date

from parsel import Selector

from crawler.checks import PageProblem
from crawler.dates import parse_long_date, parse_short_date, parse_stamp
from crawler.items import normalise_number
from crawler.pages.parts import Listing, Release, Row, first_node, first_text, links_in, text_of, text_without
from crawler.sites import Site

LISTING = "/recent-actions"

_DOCUMENT = re.compile(r"/media/\d+/download|/system/files/[^?#]+|\.pdf(?:\?|$)", re.IGNORECASE)
_NEXT = 'a[aria-label="Next page"]::attr(href), a[rel="next"]::attr(href), li.pager__item--next a::attr(href)'
_ACTION = re.compile(r"/recent-(?:actions|issues)/\d{8}(?:_\d+)?/?$")
_BODY = (".field--name-field-body", ".field--name-body", "#block-ofac-content", "main")


def action_number(url: str) -> str | None:
    return normalise_number("ofac", url.rstrip("/").rsplit("/", 1)[-1])


def parse_listing(page: Selector, site: Site, url: str) -> Listing:
    href = page.css(_NEXT).get()
    listing = Listing([], site.official_url(href, url) if href else None)
    for entry in page.css("div.search-result"):
        anchors = [
            anchor
            for anchor in entry.css("a[href]")
            if _ACTION.search(site.official_url(anchor.attrib["href"], url).partition("?")[0])
        ]
        if not anchors:
            listing.problems.append(PageProblem("bad_row", f"An entry has no action: {text_of(entry)[:80]!r}."))
            continue
        target = site.official_url(anchors[0].attrib["href"], url)
        dated, _dash, kind = first_text(entry, "div.margin-top-1").partition(" - ")
        topics = [kind.strip()] if kind.strip() else []
        row = Row(target, text_of(anchors[0]), action_number(target), parse_long_date(dated), topics=topics)
        listing.rows.append(row)
    return listing


def _read_date(text: str) -> date | None:
    return parse_long_date(text) or parse_short_date(text)


def parse_action(page: Selector, site: Site, url: str) -> Release:
    """Raises PageProblem `no_title`."""
    title = first_text(page, "span.treas-page-title", "h1")
    if not title:
        raise PageProblem("no_title", "The page has no headline.")
    node = first_node(page, *_BODY) or page
    dated = first_node(page, ".field--name-field-release-date")
    stamp = dated.css("time::attr(datetime)").get() if dated else None
    return Release(
        title=title,
        number=action_number(url),
        published_on=parse_stamp(stamp) if stamp else _read_date(text_of(dated)) if dated else None,
        body=text_without(node, "h1", "h2.uswds-page-title", ".field--name-field-release-date"),
        documents=links_in(node, site, url, _DOCUMENT),
    )
