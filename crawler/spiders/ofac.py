"""OFAC's recent actions of all kinds: penalties, designations, licences. Collected only where it is switched on.

There is no feed: it was withdrawn. Many actions are one sentence and a link.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing

from crawler.attachments import fetch_documents
from crawler.base import AgencySpider
from crawler.checks import PageProblem, check_body
from crawler.items import AnnouncementItem, KnownPage, make_key
from crawler.pages import ofac
from crawler.pages.parts import Listing, Row
from crawler.text import announcement_text, cut_end
from crawler.walks import Walk, pages

FLOOR = 40  # characters


class OfacSpider(AgencySpider):
    name = "ofac"
    source = "ofac"
    minimum_rows = 5  # a page of the list has 10

    async def crawl(self) -> AsyncIterator[AnnouncementItem]:
        walk = Walk(self, "actions", self.site.official + ofac.LISTING)
        async with aclosing(pages(walk, self.listing)) as listings:
            async for listing in listings:
                for row in listing.rows:
                    key = make_key("ofac", row.number, row.url)
                    if self.is_wanted(key, row.published_on):
                        item = await self.attempt(key, row.url, self.read_row(row, "listing"))
                        if item:
                            yield item

    async def listing(self, url: str, first: bool) -> Listing:
        page = await self.fetch_page(url)
        listing = self.check(url, ofac.parse_listing, page.selector, self.site, page.url)
        self.record_all(listing, url)
        if first:
            self.check_list(len(listing.rows), url)
        return listing

    async def read_known(self, known: KnownPage) -> AnnouncementItem:
        row = Row(known.url, known.title, known.number, known.published_on, topics=list(known.topics))
        return await self.read_row(row, "recheck")

    async def read_row(self, row: Row, channel: str) -> AnnouncementItem:
        page = await self.fetch_page(row.url)
        action = ofac.parse_action(page.selector, self.site, page.url)
        check_body(cut_end(action.body), FLOOR)
        published_on = action.published_on or row.published_on
        if published_on is None:
            raise PageProblem("no_date", "Neither the page nor the list gives a date that can be read.")
        return AnnouncementItem(
            source="ofac",
            key=make_key("ofac", row.number, row.url),
            number=row.number,
            url=row.url,
            title=action.title,
            published_on=published_on,
            text=announcement_text(action.title, action.body),
            raw=page.raw,
            topics=row.topics,
            documents=await fetch_documents(self, action.documents),
            channel=channel,
        )
