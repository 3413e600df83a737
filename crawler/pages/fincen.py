"""Pages of www.fincen.gov: the enforcement table, the press-release list, and single pages of news or of a matter.

The table of special measures is in `crawler.pages.fincen_measures`.

Columns are found by their header words, which outlived two redesigns. The pager's "Last page" link has the class of
"Next page": it is chosen by its label. Dates come as noon UTC and are dates, not times.
"""

from __future__ import annotations

import re

from parsel import Selector

from crawler.checks import PageProblem, map_columns
from crawler.dates import parse_long_date, parse_short_date, parse_stamp
from crawler.items import normalise_number
from crawler.pages.parts import Listing, Release, Row, first_node, first_text, links_in, text_of, text_without
from crawler.sites import Site

TABLE = "/news/enforcement-actions"
NEWS = "/news/press-releases"

_DOCUMENT = re.compile(r"/system/files|/sites/default/files/(?:.*/)?enforcement_action|\.pdf(?:\?|$)", re.IGNORECASE)
_IMAGE = re.compile(r"\.(?:jpe?g|png|webp|gif|svg)(?:\?|$)", re.IGNORECASE)
_COLUMNS = {"title": "action", "date": "date", "number": "matter", "institution": "institution"}
_OLD_DATE = ".views-field-field-date-release"
_BODY = ("div.field--name-body", "article", "main")
_UPDATED = re.compile(r"\[UPDATED:?\s+(\d{1,2}/\d{1,2}/\d{4})\s*\]", re.IGNORECASE)
_NEXT = 'nav.usa-pagination a[aria-label="Next page"]::attr(href), li.pager__item--next a::attr(href)'
_OPENING = re.compile(r"\A(?:Immediate Release\s+)?(?:[A-Z][a-z]+ \d{1,2}, \d{4}\s+)?")


def is_document(url: str) -> bool:
    return bool(_DOCUMENT.search(url)) and not _IMAGE.search(url)


def parse_table(page: Selector, site: Site, url: str) -> Listing:
    """All actions stand on one page. Raises PageProblem `missing_column`, or `bad_shape` when there is no table."""
    tables = page.xpath('//table[.//th[contains(normalize-space(.), "Matter")]]') or page.css("table")
    if not tables:
        raise PageProblem("bad_shape", "The page of enforcement actions has no table.")
    headers = [text_of(cell) for cell in tables[0].css("thead th")]
    columns = map_columns(headers, _COLUMNS)
    listing = Listing([], None)
    for header in (header for index, header in enumerate(headers) if index not in columns.values()):
        listing.problems.append(PageProblem("unknown_field", f"The table has a new column {header!r}."))
    for row in tables[0].css("tbody tr"):
        cells = row.xpath("./td")
        if len(cells) <= max(columns.values()):
            listing.problems.append(PageProblem("bad_row", f"A row has {len(cells)} cells: {text_of(row)[:80]!r}."))
            continue
        _read_row({name: cells[index] for name, index in columns.items()}, site, url, listing)
    return listing


def _read_row(cells: dict[str, Selector], site: Site, base: str, listing: Listing) -> None:
    anchors = cells["title"].css("a[href]")
    if not anchors:
        listing.problems.append(PageProblem("bad_row", f"A row has no link: {text_of(cells['title'])[:80]!r}."))
        return
    stamp = cells["date"].css("time::attr(datetime)").get()
    institutions = [name.strip() for name in text_of(cells["institution"]).split(",") if name.strip()]
    row = Row(
        url=site.official_url(anchors[0].attrib["href"], base),
        title=text_of(anchors[0]),
        number=normalise_number("fincen", text_of(cells["number"])),
        published_on=parse_stamp(stamp) if stamp else parse_short_date(text_of(cells["date"])),
        topics=institutions,
    )
    updated = _UPDATED.search(row.title)
    row.changed_on = parse_short_date(updated[1]) if updated else None
    listing.rows.append(row)


def parse_news(page: Selector, site: Site, url: str) -> Listing:
    """Cards since 2025, plain rows before. The kind of an entry ("News") is ignored: all kinds are read."""
    href = page.css(_NEXT).get()
    listing = Listing([], site.official_url(href, url) if href else None)
    for entry in page.css("div.fincen-news-article") or page.css("div.views-row"):
        anchors = entry.css(".fincen-news-article__title a[href], .views-field-title a[href]")
        if not anchors:
            listing.problems.append(PageProblem("bad_row", f"An entry has no link: {text_of(entry)[:80]!r}."))
            continue
        stamp = entry.css("time::attr(datetime)").get()
        target = site.official_url(anchors[0].attrib["href"], url)
        published_on = parse_stamp(stamp) if stamp else parse_short_date(first_text(entry, _OLD_DATE))
        listing.rows.append(Row(target, text_of(anchors[0]), None, published_on))
    return listing


def parse_release(page: Selector, site: Site, url: str) -> Release:
    """A news release or the page of a matter. Raises PageProblem `no_title`.

    The date is the page's first `time`, else the line after "Immediate Release". Neither line is part of the body.
    """
    title = first_text(page, "h1")
    if not title:
        raise PageProblem("no_title", "The page has no headline.")
    container = first_node(page, "article", "main") or page
    stamp = container.css("time[datetime]::attr(datetime)").get()
    whole = text_without(container, "h1")
    node = first_node(page, *_BODY) or page
    body = text_without(node, "h1", "nav")
    return Release(
        title=title,
        number=None,
        published_on=parse_stamp(stamp) if stamp else parse_long_date(whole[:200]),
        body=_OPENING.sub("", body),
        documents=[link for link in links_in(container, site, url, _DOCUMENT) if is_document(link.url)],
    )
