"""The SEC's litigation releases and administrative proceedings: the feed of each for the newest, then every page of its
list. Collected only where it is switched on. An administrative proceeding is its order, and read as such."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing

from crawler.answers import Page
from crawler.attachments import fetch_documents, read_document
from crawler.base import AgencySpider
from crawler.checks import PageProblem, check_body, check_number
from crawler.documents import is_pdf
from crawler.items import AnnouncementItem, DocumentItem, KnownPage, make_key
from crawler.pages import sec
from crawler.pages.parts import Link, Listing, Row
from crawler.text import announcement_text, join_pages
from crawler.walks import Walk, pages


class SecSpider(AgencySpider):
    name = "sec"
    source = "sec"
    minimum_rows = 10  # a page of either list has 20

    async def crawl(self) -> AsyncIterator[AnnouncementItem]:
        async for row, channel, topic in self.rows():
            row.topics = [topic]
            key = make_key("sec", row.number, row.url)
            if self.is_wanted(key, row.published_on):
                item = await self.attempt(key, row.url, self.read_row(row, channel))
                if item:
                    yield item

    async def rows(self) -> AsyncIterator[tuple[Row, str, str]]:
        for name, path in sec.LISTS.items():
            topic = "Litigation Releases" if name == "litigation" else "Administrative Proceedings"
            for row in await self.feed_rows(path + "/rss"):
                yield row, "rss", topic
            walk = Walk(self, name, self.site.official + path)
            async with aclosing(pages(walk, self.listing)) as listings:
                async for listing in listings:
                    for row in listing.rows:
                        yield row, "listing", topic

    async def feed_rows(self, path: str) -> list[Row]:
        """Without the feed the list still has every release."""
        url = self.site.official + path
        try:
            page = await self.fetch(url)
            feed = self.check(url, sec.parse_feed, page.text, self.site)
        except PageProblem:
            return []
        self.record_all(feed, url)
        return feed.rows

    async def listing(self, url: str, first: bool) -> Listing:
        page = await self.fetch_page(url)
        listing = self.check(url, sec.parse_listing, page.selector, self.site, page.url)
        self.record_all(listing, url)
        if first:
            self.check_list(len(listing.rows), url)
        return listing

    async def read_known(self, known: KnownPage) -> AnnouncementItem:
        row = Row(known.url, known.title, known.number, known.published_on, topics=list(known.topics))
        return await self.read_row(row, "recheck")

    async def read_row(self, row: Row, channel: str) -> AnnouncementItem:
        if not self.site.is_own(row.url):
            raise PageProblem("bad_row", f"{row.title} points to another site.")
        page = await self.fetch(row.url)
        if is_pdf(page.raw.body):
            order = read_document(self, Link(row.url, row.title), page)
            further = await fetch_documents(self, row.documents)
            return self.make_item(row, row.title, join_pages(order.pages), page, [order, *further], channel)
        release = sec.parse_release(page.selector, self.site, page.url)
        check_number(release.number, row.number)
        check_body(release.body)
        row.published_on = row.published_on or release.published_on
        documents = await fetch_documents(self, [*release.documents, *row.documents])
        return self.make_item(row, release.title, release.body, page, documents, channel)

    def make_item(
        self, row: Row, title: str, body: str, page: Page, documents: list[DocumentItem], channel: str
    ) -> AnnouncementItem:
        if row.published_on is None:
            raise PageProblem("no_date", "Neither the page nor the list gives a date that can be read.")
        return AnnouncementItem(
            source="sec",
            key=make_key("sec", row.number, row.url),
            number=row.number,
            url=row.url,
            title=title,
            published_on=row.published_on,
            text=announcement_text(title, body),
            raw=page.raw,
            topics=row.topics,
            documents=documents,
            channel=channel,
        )
