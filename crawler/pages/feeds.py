"""RSS 2.0 of any agency -> its entries, each field read, ignored by name, or reported as new."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from parsel import Selector

from crawler.checks import PageProblem
from crawler.dates import parse_mail_date
from crawler.pages.parts import Listing, Row
from crawler.sites import Site
from crawler.text import fold

FIELDS = frozenset({"title", "link", "description", "pubDate", "creator", "guid"})


@dataclass(frozen=True, slots=True)
class Entry:
    url: str  # official, absolute
    title: str
    published_on: date | None
    description: str  # as it stands, often empty


def parse_feed(body: str, site: Site, fields: Collection[str] = FIELDS) -> tuple[list[Entry], list[PageProblem]]:
    """`fields` are the names an entry may have. Raises PageProblem `bad_shape` when this is no RSS."""
    feed = Selector(text=body, type="xml")
    if not feed.xpath("/rss/channel"):
        raise PageProblem("bad_shape", "The feed is not RSS.")
    entries, problems = [], []
    for item in feed.xpath("/rss/channel/item"):
        names = {child.root.tag.rsplit("}", 1)[-1] for child in item.xpath("./*")}
        if names - set(fields):
            problems.append(PageProblem("unknown_field", f"The feed has {sorted(names - set(fields))}."))
        link = item.xpath("string(./link)").get() or ""
        if not link.strip():
            problems.append(PageProblem("bad_row", "A feed entry has no link."))
            continue
        entries.append(
            Entry(
                url=site.official_url(link),
                title=fold(item.xpath("string(./title)").get() or ""),
                published_on=parse_mail_date(item.xpath("string(./pubDate)").get() or ""),
                description=item.xpath("string(./description)").get() or "",
            )
        )
    return entries, problems


def parse_rows(body: str, site: Site, number_of: Callable[[str], str | None]) -> Listing:
    """Entries whose address holds the release number; others are problems. Raises PageProblem `bad_shape`."""
    entries, problems = parse_feed(body, site)
    listing = Listing([], None, problems)
    for entry in entries:
        number = number_of(entry.url)
        if number is None:
            listing.problems.append(PageProblem("bad_row", f"A feed entry points to {entry.url}, which has no number."))
            continue
        listing.rows.append(Row(entry.url, entry.title, number, entry.published_on))
    return listing
