"""Pages of www.sec.gov: the feeds and lists of litigation releases and administrative proceedings, and releases.

Both lists have one layout: date, respondents (the link), release numbers, and under "See Also" the papers of the case.
A litigation release is a page; an administrative proceeding is its order, a PDF. What the Commission numbers twice
(33-11234 and 34-98765 for one order) is known by the number in its address.
"""

from __future__ import annotations

import re

from parsel import Selector

from crawler.checks import PageProblem, map_columns
from crawler.dates import parse_long_date, parse_stamp
from crawler.items import normalise_number
from crawler.pages import feeds
from crawler.pages.parts import Listing, Release, Row, first_node, first_text, links_in, text_of, text_without
from crawler.sites import Site

LISTS = {
    "litigation": "/enforcement-litigation/litigation-releases",
    "administrative": "/enforcement-litigation/administrative-proceedings",
}

_DOCUMENT = re.compile(r"/files/[^?#]+\.pdf|/litigation/[^?#]+\.pdf", re.IGNORECASE)
_PRINTED = re.compile(r"Litigation Release No\.\s*\S+", re.IGNORECASE)
_NEXT = 'a[aria-label="Next page"]::attr(href), a.usa-pagination__next-page:not([aria-label])::attr(href)'
_NUMBER_CELL = ".view-table_subfield_release_number .view-table_subfield_value"
_BODY = (".field--name-body .field__item", ".field--name-body", ".node-details-layout__main-region__content", "main")


def release_number(url: str, printed: str = "") -> str | None:
    """From the last part of an address such as `/lr-26609` or `/34-105675.pdf`, else as printed in a list."""
    return normalise_number("sec", url.rsplit("/", 1)[-1].partition(".")[0]) or normalise_number("sec", printed)


def parse_feed(body: str, site: Site) -> Listing:
    """`creator` holds the release number. Raises PageProblem `bad_shape` when this is no RSS."""
    return feeds.parse_rows(body, site, release_number)


def parse_listing(page: Selector, site: Site, url: str) -> Listing:
    """Raises PageProblem `missing_column`, or `bad_shape` when there is no table."""
    href = page.css(_NEXT).get()
    listing = Listing([], site.official_url(href, url) if href else None)
    tables = page.css("table:has(th)")
    if not tables:
        raise PageProblem("bad_shape", "The list of releases has no table.")
    columns = map_columns(
        [text_of(cell) for cell in tables[0].css("thead th")], {"date": "date", "who": "respondents?"}
    )
    for row in tables[0].css("tbody tr"):
        cells = row.xpath("./td")
        anchors = row.css(".release-view__respondents a[href]")
        if not anchors or len(cells) <= max(columns.values()):
            listing.problems.append(PageProblem("bad_row", f"A row has no link: {text_of(row)[:80]!r}."))
            continue
        listing.rows.append(_read_row(row, cells[columns["date"]], anchors[0], site, url))
    return listing


def _read_row(row: Selector, dated: Selector, anchor: Selector, site: Site, base: str) -> Row:
    target = site.official_url(anchor.attrib["href"], base)
    stamp = dated.css("time::attr(datetime)").get()
    return Row(
        url=target,
        title=text_of(anchor),
        number=release_number(target, first_text(row, _NUMBER_CELL)),
        published_on=parse_stamp(stamp) if stamp else parse_long_date(text_of(dated)),
        documents=[link for link in links_in(row, site, base, _DOCUMENT) if link.url != target],
    )


def parse_release(page: Selector, site: Site, url: str) -> Release:
    """A litigation release. Raises PageProblem `no_title`."""
    title = first_text(page, "h1.page-title__heading", "h1")
    if not title:
        raise PageProblem("no_title", "The page has no headline.")
    node = first_node(page, *_BODY) or page
    stamp = page.css(".field--name-field-publish-date time::attr(datetime), main time::attr(datetime)").get()
    body = text_without(node, "h1", ".field--name-field-publish-date")
    return Release(
        title=title,
        number=_printed_number(body, url),
        published_on=parse_stamp(stamp) if stamp else parse_long_date(body[:400]),
        body=body,
        documents=links_in(first_node(page, "main") or page, site, url, _DOCUMENT),
    )


def _printed_number(body: str, url: str) -> str | None:
    """The number in the address where it is the one printed, or that with a suffix: `lr-26609-0`."""
    match = _PRINTED.search(body[:400])
    printed = normalise_number("sec", match[0]) if match else None
    number = release_number(url)
    return number if printed and number and number.startswith(f"{printed}-") else printed
