"""What spiders of announcements share: rows of feeds and lists go in, the announcement each of them names comes out."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from datetime import date
from typing import Any

from crawler.answers import Page
from crawler.base import AgencySpider
from crawler.checks import PageProblem
from crawler.items import AnnouncementItem, DocumentItem, KnownPage, MissedItem, make_key
from crawler.language import is_spanish, is_spanish_address
from crawler.missed import make_missed
from crawler.pages.parts import Listing, Parse, Row
from crawler.rechecks import note_removal
from crawler.sites import Site
from crawler.text import announcement_text
from crawler.walks import Walk, pages

OF_THE_SERVER = {"blocked", "unreachable"}  # problems that end a run; others are of one list, and the next one is read
ParseFeed = Callable[[str, Site], Listing]


def choose_date(*dates: date | None) -> date:
    """The first that could be read. Raises PageProblem `no_date`."""
    for published_on in dates:
        if published_on:
            return published_on
    raise PageProblem("no_date", "Neither the page nor the list gives a date that can be read.")


def row_of(known: KnownPage) -> Row:
    return Row(known.url, known.title, known.number, known.published_on, topics=list(known.topics))


class ListSpider(AgencySpider):
    @abstractmethod
    async def read_row(self, row: Row, channel: str) -> AnnouncementItem | None:
        """The announcement that a row names; None where it is none of ours. Raises PageProblem."""

    def key_of(self, row: Row) -> str:
        return make_key(self.source, row.number, row.url)

    async def take(self, row: Row, channel: str) -> AnnouncementItem | MissedItem | None:
        """The announcement that a row names, where it is wanted: as read, or as missed."""
        if is_spanish_address(row.url):
            self.counts["dropped: Spanish translation"] += 1
            return None
        if not self.is_wanted(self.key_of(row), row.published_on):
            return None
        listed = KnownPage(self.key_of(row), row.url, row.number, row.title, row.published_on, tuple(row.topics))
        return await self.attempt(listed, self.read_row(row, channel))

    async def attempt(
        self, listed: KnownPage, reading: Awaitable[AnnouncementItem | None]
    ) -> AnnouncementItem | MissedItem | None:
        """What was read of a listed announcement; where it cannot be, which is recorded, what is missed. Raises
        Blocked."""
        self.read.add(listed.key)
        try:
            return self.unless_translated(await reading)
        except PageProblem as problem:
            self.give_up(problem, listed.url)
            note_removal(self, listed, problem)
            return make_missed(self, listed, problem)

    def unless_translated(self, item: AnnouncementItem | None) -> AnnouncementItem | None:
        """None for a Spanish translation, which is counted. The original may carry the same number and come later."""
        if item is None or not is_spanish(item.text):
            return item
        self.counts["dropped: Spanish translation"] += 1
        self.logger.info("%s is a Spanish translation, and no announcement of its own.", item.url)
        self.forget(item.key)
        return None

    async def read_known(self, known: KnownPage) -> AnnouncementItem:
        item = await self.read_row(row_of(known), "recheck")
        if item is None:
            raise PageProblem("bad_row", f"{known.key} is no announcement any more.")
        return item

    async def read_missed(self, known: KnownPage) -> AnnouncementItem | None:
        return self.unless_translated(await self.read_row(row_of(known), "recheck"))

    async def feed_rows(self, path: str, parse: ParseFeed) -> list[Row]:
        """None where the feed cannot be read, which is recorded: the list has every release."""
        url = self.site.official + path
        try:
            page = await self.fetch(url)
            feed = self.check(url, parse, page.text, self.site)
        except PageProblem:
            return []
        self.record_all(feed, url)
        return feed.rows

    async def list_rows(
        self, name: str, path: str, parse: Parse, *, minimum: int | None = None
    ) -> AsyncGenerator[Row, None]:
        """Rows of all pages of a list, a walk of that name. At least so many must be on its first page."""

        async def read(url: str, first: bool) -> Listing:
            page = await self.fetch_page(url)
            listing = self.check(url, parse, page.selector, self.site, page.url)
            self.record_all(listing, url)
            if first:
                self.check_list(len(listing.dates), url, minimum)
            return listing

        walk = Walk(self, name, self.site.official + path)
        async with aclosing(pages(walk, read)) as listings:
            async for listing in listings:
                for row in listing.rows:
                    yield row

    def make_item(
        self, row: Row, page: Page, title: str, body: str, documents: list[DocumentItem], channel: str, **further: Any
    ) -> AnnouncementItem:
        """`row` is dated. `further` are fields of the item in place of what the row says."""
        return AnnouncementItem(
            source=self.source,
            key=self.key_of(row),
            title=title,
            text=announcement_text(title, body),
            raw=page.raw,
            documents=documents,
            channel=channel,
            **{
                "number": row.number,
                "url": row.url,
                "published_on": choose_date(row.published_on),
                "topics": row.topics,
                "changed_on": row.changed_on,
                **further,
            },
        )
