"""Pages of www.justice.gov: the list and single releases in the layouts of 2009, 2014–2023 (Drupal 7) and today.

`parse_release_page` chooses the layout by what the page holds, never by its date. The first headline of a page of the
second layout is "Justice News": titles are taken by their own class.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from parsel import Selector

from crawler.checks import PageProblem
from crawler.dates import parse_long_date, parse_stamp
from crawler.items import normalise_number
from crawler.pages import feeds
from crawler.pages.parts import Listing, Release, Row, first_node, first_text, links_in, text_of, text_without
from crawler.sites import Site

LISTING = "/news/press-releases?search_api_fulltext=+&sort_by=field_date"
FEED = "/news/rss?type=press_release&m=1"
DOCUMENT = re.compile(r"/media/\d+/dl\b|/file/\d+/(?:dl|download)\b|\.pdf(?:\?|$)", re.IGNORECASE)

_NEXT = 'a[aria-label="Next page"]::attr(href), li.pager__item--next a::attr(href)'
_OLD_ROWS = "div.view-content > h3, div.view-content > div.views-row"
_NUMBER = re.compile(r"Press Release Number:\s*([0-9A-Za-z]+(?:\s*-\s*[0-9A-Za-z]+)*)")


@dataclass(frozen=True, slots=True)
class _Layout:
    """CSS queries of one generation of pages, each tried in order."""

    mark: str  # a word without which a page is not of this layout, found faster than any query
    article: str
    title: tuple[str, ...]
    dated: tuple[str, ...]  # attributes first, then visible text
    body: tuple[str, ...]
    subtitle: tuple[str, ...] = ()
    number: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    components: str = ""
    topics: str = ""


_LAYOUTS = (
    _Layout(
        mark="node-press-release",
        article=".node-press-release",
        title=("h1.page-title span.field-formatter--string", "h1.page-title", "h1"),
        dated=(".node-date time::attr(datetime)", ".node-date"),
        body=(".node-body div.field_body", ".node-body"),
        subtitle=(".node-subtitle .field_subtitle", ".node-subtitle"),
        updated=(".node-updated-date",),
        components=".node-component .field__item",
        topics=".node-topics .field__item",
    ),
    _Layout(
        mark="node--press-release",
        article="article.node--press-release",
        title=("h1#node-title", "#node-title"),
        dated=(".field--name-field-pr-date .date-display-single::attr(content)", ".field--name-field-pr-date"),
        body=(".field--name-field-pr-body .field__item", ".field--name-field-pr-body"),
        subtitle=("#node-subtitle",),
        number=(".field--name-field-pr-number .field__item",),
        updated=(".node__updated",),
        components=".field--name-field-pr-component .field__item",
        topics=".field--name-field-pr-topic .field__item",
    ),
    _Layout("prtitle", article="body:has(h1.prtitle)", title=("h1.prtitle",), dated=("body",), body=("body",)),
)


def parse_feed(body: str, site: Site) -> Listing:
    """The newest releases. Raises PageProblem `bad_shape` when this is no RSS."""
    entries, problems = feeds.parse_feed(body, site)
    return Listing([Row(entry.url, entry.title, None, entry.published_on) for entry in entries], None, problems)


def parse_listing(page: Selector, site: Site, url: str) -> Listing:
    """Today's list, or that of 2014–2023, on which a headline dates the entries below it."""
    href = page.css(_NEXT).get()
    listing = Listing([], site.official_url(href, url) if href else None)
    dated: date | None = None
    for row in page.css("div.views-row article") or page.css(_OLD_ROWS):
        if row.root.tag == "h3":
            dated = parse_stamp(row.css("::attr(content)").get() or "") or parse_long_date(text_of(row))
            continue
        anchor = row.css("h2.news-title a[href], .views-field-title a[href]")
        if not anchor:
            listing.problems.append(PageProblem("bad_row", f"An entry has no link: {text_of(row)[:80]!r}."))
            continue
        target = site.official_url(anchor[0].attrib["href"], url)
        published_on = parse_stamp(row.css(".node-date time::attr(datetime)").get() or "") or dated
        listing.rows.append(Row(target, text_of(anchor), None, published_on))
    return listing


def parse_release_page(body: bytes | str, url: str, site: Site | None = None) -> Release:
    """A release from its page (UTF-8) and official address. `published_on` is None where the page has no date.

    Raises PageProblem `bad_shape` when the page has none of the known layouts, `no_title` when it has no headline.
    """
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    page = Selector(text=text, type="html")
    layout, article = _choose_layout(page, text)
    title = first_text(article, *layout.title)
    if not title:
        raise PageProblem("no_title", "The page has no headline.")
    node = first_node(article, *layout.body)
    return Release(
        title=title,
        subtitle=first_text(article, *layout.subtitle),
        number=_number(article, layout),
        published_on=_date(article, layout),
        body=text_without(node, "h1.prtitle") if node is not None else "",
        changed_on=parse_long_date(first_text(article, *layout.updated)),
        components=_texts(article, layout.components),
        topics=_texts(article, layout.topics),
        documents=links_in(article, site or Site.of("doj", "https://www.justice.gov"), url, DOCUMENT),
    )


def _choose_layout(page: Selector, text: str) -> tuple[_Layout, Selector]:
    for layout in (layout for layout in _LAYOUTS if layout.mark in text):
        articles = page.css(layout.article)
        if articles:
            return layout, articles[0]
    raise PageProblem("bad_shape", "The page is no press release in a known layout.")


def _texts(article: Selector, query: str) -> list[str]:
    return [text for node in article.css(query) if (text := text_of(node))] if query else []


def _date(article: Selector, layout: _Layout) -> date | None:
    for query in layout.dated:
        if "::attr" in query:
            found = parse_stamp(article.css(query).get() or "")
        else:
            found = parse_long_date(first_text(article, query))
        if found:
            return found
    return None


def _number(article: Selector, layout: _Layout) -> str | None:
    if layout.number:
        return normalise_number("doj", first_text(article, *layout.number))
    match = _NUMBER.search(text_of(article))
    return normalise_number("doj", match[1]) if match else None
