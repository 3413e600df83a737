"""Pages of www.cftc.gov: the enforcement feed, the press-release list, the index of enforcement actions, and releases.

A row without a link to a release is no announcement (advisories, notices): it is left out, and counted by what it is.
The feed's `description` is always empty and its `creator` a log-in name: both are ignored.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

from parsel import Selector

from crawler.checks import PageProblem, map_columns
from crawler.dates import parse_long_date, parse_short_date, parse_stamp
from crawler.items import normalise_number
from crawler.pages import feeds
from crawler.pages.parts import Listing, Release, Row, first_node, links_in, text_of, text_without
from crawler.sites import Site

LISTING = "/PressRoom/PressReleases?field_press_release_types_value=Enforcement"
INDEX = "/LawRegulation/EnforcementActions/index.htm"
FEED = "/RSS/RSSENF/rssenf.xml"
STUB_LENGTH = 200  # characters of an article that only points to another page

_RELEASE = re.compile(r"^/PressRoom/PressReleases/[^/]|^(?:/sites/default/files)?/opa/[^?]*\.html?$", re.IGNORECASE)
_OLD_FILE = re.compile(r"/opa/[^?]*\.html?$", re.IGNORECASE)  # releases before the site had pages for them
_DOCUMENT = re.compile(
    r"/media/\d+/[^?#]*download|/sites/default/files/.+\.pdf|/idc/groups/public/|/filings/.+\.pdf|\.pdf(?:\?|$)",
    re.IGNORECASE,
)
# What rows are that announce nothing against anybody: the first that their words or address hold.
_OTHER_ROWS = (
    ("RED List", re.compile(r"\bred\W?list", re.IGNORECASE)),
    ("whistleblower award", re.compile(r"whistleblower", re.IGNORECASE)),
    ("Federal Register notice", re.compile(r"federal\W?register", re.IGNORECASE)),
    ("advisory", re.compile(r"advisor(?:y|ies)", re.IGNORECASE)),
)
_BODY = ("div.field--name-body", "div.press-release", "article", "main")
_UPDATED = re.compile(r"\n\s*Last Updated: [A-Z][a-z]+ \d{1,2}, \d{4}\s*$")
_PRINTED_NUMBER = re.compile(r"\brelease(?:\s+number)?\s*[:#]*\s*((?:pr-?)?\d{4,5}-\d{2})(?!\d)", re.IGNORECASE)
_DATE_LINE = 45  # characters: a longer line is prose that mentions a date


def release_number(url: str) -> str | None:
    return normalise_number("cftc", url.rsplit("/", 1)[-1])


def parse_feed(body: str, site: Site) -> Listing:
    """Raises PageProblem `bad_shape` when this is no RSS."""
    return feeds.parse_rows(body, site, release_number)


def parse_listing(page: Selector, site: Site, url: str) -> Listing:
    """Raises PageProblem `missing_column`."""
    return _read_tables(page, site, url, {"date": "date"})


def parse_index(page: Selector, site: Site, url: str) -> Listing:
    """The index of enforcement actions: each release with its complaint and orders. Raises PageProblem
    `missing_column`, or `bad_shape` when there is no table."""
    if not page.css("table"):
        raise PageProblem("bad_shape", "The index of enforcement actions has no table.")
    return _read_tables(page, site, url, {"date": "date", "action": "actions?"})


def _read_tables(page: Selector, site: Site, url: str, wanted: dict[str, str]) -> Listing:
    listing = Listing([], _next_url(page, site, url))
    for table in page.css("div.view-content table") or page.css("table"):
        headers = [text_of(cell) for cell in table.css("thead th")]
        columns = map_columns(headers, wanted)
        if "action" in columns:
            unknown = [header for index, header in enumerate(headers) if index not in columns.values()]
            listing.problems += [
                PageProblem("unknown_field", f"The index has a new column {name!r}.") for name in unknown
            ]
        for row in table.css("tbody tr"):
            _read_row(row, columns, site, url, listing)
    return listing


def _next_url(page: Selector, site: Site, url: str) -> str | None:
    href = page.css('li.pager__item--next a::attr(href), a[rel="next"]::attr(href)').get()
    return site.official_url(href, url) if href else None


def _read_row(row: Selector, columns: dict[str, int], site: Site, base: str, listing: Listing) -> None:
    cells = row.xpath("./td")
    if len(cells) <= max(columns.values()):
        listing.problems.append(PageProblem("bad_row", f"A row has {len(cells)} cells: {text_of(row)[:80]!r}."))
        return
    stamp = cells[columns["date"]].css("time::attr(datetime)").get()
    published_on = parse_stamp(stamp) if stamp else parse_short_date(text_of(cells[columns["date"]]))
    anchor = _release_link(cells[columns["action"]] if "action" in columns else row, site, base)
    if anchor is None:
        listing.dropped[_other_row(row)] += 1
        listing.dropped_on.append(published_on)
        return
    url = site.official_url(anchor.attrib["href"], base)
    number = release_number(url)
    if number is None:
        listing.problems.append(PageProblem("bad_row", f"A row points to {url}, which has no release number."))
        return
    documents = links_in(row, site, base, _DOCUMENT)
    listing.rows.append(Row(url, text_of(anchor), number, published_on, documents=documents))


def _release_link(cell: Selector, site: Site, base: str) -> Selector | None:
    """The link to the release. Releases among the documents of a row are other ones, which it follows or amends."""
    for anchor in cell.xpath(".//a[@href][not(ancestor::ul)]"):
        url = site.official_url(anchor.attrib["href"], base)
        if site.is_own(url) and _RELEASE.search(urlsplit(url).path):
            return anchor
    return None


def _other_row(row: Selector) -> str:
    if not row.css("a[href]"):
        return "no link"
    words = f"{text_of(row)} {' '.join(row.css('a::attr(href)').getall())}"
    return next((name for name, pattern in _OTHER_ROWS if pattern.search(words)), "no release")


def parse_release(page: Selector, site: Site, url: str) -> Release:
    """Raises PageProblem `bad_shape` or `no_title`. The page has two headlines: its number, and its title.

    The files of before 2008 have none that is marked as such: their title is empty here, and known from the list only.
    """
    article = first_node(page, "article", "main", "body")
    if article is None:
        raise PageProblem("bad_shape", "The page has no article.")
    heading = article.css("h1.press-release-title")
    titles = [text for node in article.css("h1:not(.press-release-title)") if (text := text_of(node))]
    if not titles and not _OLD_FILE.search(url):
        raise PageProblem("no_title", "The page has no headline beside its number.")
    node = first_node(article, *_BODY) or article
    body = _UPDATED.sub("", text_without(node, "h1"))
    return Release(
        title=titles[-1] if titles else "",
        number=_printed_number(text_of(heading) if heading else body) or release_number(url),
        published_on=_date_line(body),
        body=body,
        documents=links_in(article, site, url, _DOCUMENT),
        redirect=_redirect(article, body, site, url),
    )


def _printed_number(text: str) -> str | None:
    """Printed as `Release Number 9285-26`, on old pages as `Release: pr6749-13` or `Release: #5050-05`."""
    match = _PRINTED_NUMBER.search(text[:400])
    return normalise_number("cftc", match[1]) if match else None


def _date_line(body: str) -> date | None:
    """Releases open with their date, old ones after a few lines of heading."""
    opening = [line for line in body.split("\n")[:8] if len(line) < _DATE_LINE]
    return next((found for line in opening if (found := parse_long_date(line))), None)


def _redirect(article: Selector, body: str, site: Site, url: str) -> str | None:
    href = article.css("div.press-release-open-link-pdf-link a::attr(href)").get()
    return site.official_url(href, url) if href and len(body) < STUB_LENGTH else None
