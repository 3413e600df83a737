"""What pages are read into, and the reading that is the same for all agencies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from parsel import Selector, SelectorList

from crawler.checks import PageProblem
from crawler.items import document_key
from crawler.sites import Site
from crawler.text import clean_node, has_text, line_of


@dataclass(frozen=True, slots=True)
class Link:
    url: str  # official, absolute
    title: str


@dataclass(slots=True)
class Row:
    """One announcement of a list. `url` is where the list points: a page or a PDF."""

    url: str
    title: str
    number: str | None
    published_on: date | None
    topics: list[str] = field(default_factory=list)
    documents: list[Link] = field(default_factory=list)
    changed_on: date | None = None  # as the list says
    notes: str = ""  # what the list says of it beside its title


@dataclass(slots=True)
class Listing:
    rows: list[Row]
    next_url: str | None
    problems: list[PageProblem] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)  # rows that are no announcements, by reason
    dropped_on: list[date | None] = field(default_factory=list)

    @property
    def dates(self) -> list[date | None]:
        """A page may hold nothing but rows that are no announcements: then it is dated by those."""
        return [row.published_on for row in self.rows] or self.dropped_on


@dataclass(slots=True)
class Release:
    """One announcement read from its own page; `body` is clean text, uncut. `redirect` is where a stub points."""

    title: str
    number: str | None
    published_on: date | None
    body: str
    subtitle: str = ""
    components: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    documents: list[Link] = field(default_factory=list)
    redirect: str | None = None
    changed_on: date | None = None


Parse = Callable[[Selector, Site, str], Listing]  # of a page, and of its official address


def text_of(node: Selector | SelectorList[Selector]) -> str:
    """All text of the first node, in one line; an empty string when there is none."""
    found = node[0] if isinstance(node, SelectorList) and node else node
    return line_of(found.root) if isinstance(found, Selector) else ""


def first_text(node: Selector, *queries: str) -> str:
    """The text of the first CSS query that gives any."""
    return next((text for query in queries if (text := text_of(node.css(query)))), "")


def first_node(node: Selector, *queries: str) -> Selector | None:
    """The first node with text that any of the CSS queries gives, in the order of the queries."""
    return next((found for query in queries for found in node.css(query) if has_text(found.root)), None)


def text_without(node: Selector, *queries: str) -> str:
    """The clean text of `node` less what the CSS queries give."""
    return clean_node(node.root, [found.root for query in queries for found in node.css(query)])


def links_in(node: Selector, site: Site, base: str, pattern: re.Pattern[str]) -> list[Link]:
    """The agency's own links below `node` whose official address matches, in order, each once."""
    found: dict[str, Link] = {}
    for anchor in node.root.iter("a"):
        href = anchor.get("href")
        url = site.official_url(href, base) if href is not None else ""
        if pattern.search(url) and site.is_own(url):
            found.setdefault(document_key(url), Link(url, line_of(anchor)))
    return list(found.values())
