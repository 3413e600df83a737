"""The SEC's litigation releases and administrative proceedings: the feed of each for the newest, then every page of its
list. Collected only where it is switched on. An administrative proceeding is its order, and read as such."""

from __future__ import annotations

from collections.abc import AsyncIterator

from crawler.attachments import fetch_documents, read_document
from crawler.checks import PageProblem, check_body, check_number
from crawler.documents import is_pdf
from crawler.items import AnnouncementItem, MissedItem
from crawler.lists import ListSpider, choose_date
from crawler.pages import sec
from crawler.pages.parts import Link, Row
from crawler.text import join_pages


class SecSpider(ListSpider):
    name = "sec"
    source = "sec"
    minimum_rows = 10  # a page of either list has 20

    async def crawl(self) -> AsyncIterator[AnnouncementItem | MissedItem]:
        async for row, channel, topic in self.rows():
            row.topics = [topic]
            item = await self.take(row, channel)
            if item:
                yield item

    async def rows(self) -> AsyncIterator[tuple[Row, str, str]]:
        for name, path in sec.LISTS.items():
            topic = "Litigation Releases" if name == "litigation" else "Administrative Proceedings"
            for row in await self.feed_rows(path + "/rss", sec.parse_feed):
                yield row, name, topic
            async for row in self.list_rows(name, path, sec.parse_listing):
                yield row, name, topic

    async def read_row(self, row: Row, channel: str) -> AnnouncementItem:
        if not self.site.is_own(row.url):
            raise PageProblem("bad_row", f"{row.title} points to another site.")
        page = await self.fetch(row.url)
        if is_pdf(page.raw.body):
            order = read_document(self, Link(row.url, row.title), page)
            further = await fetch_documents(self, self.key_of(row), row.documents)
            return self.make_item(row, page, row.title, join_pages(order.pages), [order, *further], channel)
        release = sec.parse_release(page.selector, self.site, page.url)
        check_number(release.number, row.number)
        check_body(release.body)
        row.published_on = choose_date(row.published_on, release.published_on)
        documents = await fetch_documents(self, self.key_of(row), [*release.documents, *row.documents])
        return self.make_item(row, page, release.title, release.body, documents, channel)
