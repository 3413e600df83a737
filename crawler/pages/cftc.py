"""Pages of www.cftc.gov: the enforcement feed, the press-release list, and releases in their layouts since 2013.

A row without a link to a release is no announcement (advisories, notices) and is left out. The feed's `description` is
always empty and its `creator` a log-in name: both are ignored.
"""

from __future__ import annotations

import re
from datetime import date

from parsel import Selector

from crawler.checks import PageProblem, map_columns
from crawler.dates import parse_long_date, parse_mail_date, parse_short_date, parse_stamp
from crawler.items import normalise_number
from crawler.pages.parts import Listing, Release, Row, first_node, links_in, text_of, without
from crawler.sites import Site
from crawler.text import clean_html, fold

LISTING = "/PressRoom/PressReleases?field_press_release_types_value=Enforcement"
FEED = "/RSS/RSSENF/rssenf.xml"
STUB_LENGTH = 200  # characters of an article that only points to another page

_RELEASE_LINK = 'a[href*="/PressRoom/PressReleases/"]'
_DOCUMENT = re.compile(
    r"/media/\d+/[^?#]*download|/sites/default/files/.+\.pdf|/idc/groups/public/|/filings/.+\.pdf|\.pdf(?:\?|$)",
    re.IGNORECASE,
)
_FEED_FIELDS = {"title", "link", "description", "pubDate", "creator", "guid"}
_BODY = ("div.field--name-body", "div.press-release", "article", "main")
_UPDATED = re.compile(r"\n\s*Last Updated: [A-Z][a-z]+ \d{1,2}, \d{4}\s*$")
_DATE_LINE = 45  # characters: a longer first paragraph is prose that mentions a date


def release_number(url: str) -> str | None:
    return normalise_number("cftc", url.rsplit("/", 1)[-1])


def parse_feed(body: str, site: Site) -> Listing:
    """Raises PageProblem `bad_shape` when this is no RSS."""
    feed = Selector(text=body, type="xml")
    if not feed.xpath("/rss/channel"):
        raise PageProblem("bad_shape", "The enforcement feed is not RSS.")
    listing = Listing([], None)
    for item in feed.xpath("/rss/channel/item"):
        names = {child.root.tag.rsplit("}", 1)[-1] for child in item.xpath("./*")}
        if names - _FEED_FIELDS:
            listing.problems.append(PageProblem("unknown_field", f"The feed has {sorted(names - _FEED_FIELDS)}."))
        url = site.official_url(item.xpath("string(./link)").get() or "")
        number = release_number(url)
        if number is None:
            listing.problems.append(PageProblem("bad_row", f"A feed entry points to {url}, which has no number."))
            continue
        published_on = parse_mail_date(item.xpath("string(./pubDate)").get() or "")
        listing.rows.append(Row(url, fold(item.xpath("string(./title)").get() or ""), number, published_on))
    return listing


def parse_listing(page: Selector, site: Site, url: str) -> Listing:
    """The press-release list or the index of enforcement actions. Raises PageProblem `missing_column`."""
    listing = Listing([], _next_url(page, site, url))
    for table in page.css("div.view-content table") or page.css("table"):
        columns = map_columns([text_of(cell) for cell in table.css("thead th")], {"date": "date"})
        for row in table.css("tbody tr"):
            _read_row(row, columns["date"], site, url, listing)
    return listing


def _next_url(page: Selector, site: Site, url: str) -> str | None:
    href = page.css('li.pager__item--next a::attr(href), a[rel="next"]::attr(href)').get()
    return site.official_url(href, url) if href else None


def _read_row(row: Selector, date_column: int, site: Site, base: str, listing: Listing) -> None:
    anchors = row.css(f"td {_RELEASE_LINK}")
    if not anchors:
        return
    url = site.official_url(anchors[0].attrib["href"], base)
    number = release_number(url)
    if number is None:
        listing.problems.append(PageProblem("bad_row", f"A row points to {url}, which has no release number."))
        return
    cells = row.xpath("./td")
    cell = cells[date_column] if date_column < len(cells) else row
    stamp = cell.css("time::attr(datetime)").get()
    published_on = parse_stamp(stamp) if stamp else parse_short_date(text_of(cell))
    documents = links_in(row, site, base, _DOCUMENT)
    listing.rows.append(Row(url, text_of(anchors[0]), number, published_on, documents=documents))


def parse_release(page: Selector, site: Site, url: str) -> Release:
    """Raises PageProblem `bad_shape` or `no_title`. The page has two headlines: its number, and its title."""
    article = first_node(page, "article", "main", "body")
    if article is None:
        raise PageProblem("bad_shape", "The page has no article.")
    heading = article.css("h1.press-release-title")
    titles = [text for node in article.css("h1:not(.press-release-title)") if (text := text_of(node))]
    if not titles:
        raise PageProblem("no_title", "The page has no headline beside its number.")
    node = first_node(article, *_BODY) or article
    body = _UPDATED.sub("", clean_html(without(node, "h1")))
    return Release(
        title=titles[-1],
        number=normalise_number("cftc", text_of(heading)) if heading else release_number(url),
        published_on=_date_line(body),
        body=body,
        documents=links_in(article, site, url, _DOCUMENT),
        redirect=_redirect(article, body, site, url),
    )


def _date_line(body: str) -> date | None:
    """Releases open with their date, old ones after a line or two of heading."""
    opening = [part for part in body.split("\n\n")[:3] if len(part) < _DATE_LINE]
    return next((found for part in opening if (found := parse_long_date(part))), None)


def _redirect(article: Selector, body: str, site: Site, url: str) -> str | None:
    href = article.css("div.press-release-open-link-pdf-link a::attr(href)").get()
    return site.official_url(href, url) if href and len(body) < STUB_LENGTH else None
