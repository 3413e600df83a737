"""OFAC's recent actions of all kinds: penalties, designations, licences. Collected only where it is switched on.

There is no feed: it was withdrawn. Many actions are one sentence and a link.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from crawler.attachments import fetch_documents
from crawler.checks import check_body
from crawler.items import AnnouncementItem, MissedItem
from crawler.lists import ListSpider, choose_date
from crawler.pages import ofac
from crawler.pages.parts import Row
from crawler.text import cut_end

FLOOR = 40  # characters


class OfacSpider(ListSpider):
    name = "ofac"
    source = "ofac"
    minimum_rows = 5  # a page of the list has 10

    async def crawl(self) -> AsyncIterator[AnnouncementItem | MissedItem]:
        async for row in self.list_rows("actions", ofac.LISTING, ofac.parse_listing):
            item = await self.take(row, "listing")
            if item:
                yield item

    async def read_row(self, row: Row, channel: str) -> AnnouncementItem:
        page = await self.fetch_page(row.url)
        action = ofac.parse_action(page.selector, self.site, page.url)
        check_body(cut_end(action.body), FLOOR)
        row.published_on = choose_date(action.published_on, row.published_on)
        documents = await fetch_documents(self, self.key_of(row), action.documents)
        return self.make_item(row, page, action.title, action.body, documents, channel)
