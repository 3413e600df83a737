"""FinCEN's enforcement actions and special measures from their tables, and its news from the list of press releases.

The table names most orders by PDF: the announcement is then the order itself. A row that points to a news release is
read there; where one matter has a row for each, the order is the announcement and the news follows from its own list.
Each document of a special measure is an announcement; one on another agency's site is not fetched: it is announced by
its row of the table, and links to it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

from crawler.answers import Page
from crawler.attachments import fetch_documents, outside_document, read_document
from crawler.checks import PageProblem, check_body
from crawler.documents import is_pdf
from crawler.items import AnnouncementItem, KnownPage, MissedItem, document_key
from crawler.lists import OF_THE_SERVER, ListSpider, choose_date
from crawler.pages import fincen
from crawler.pages.fincen_measures import MEASURES, parse_measures
from crawler.pages.parts import Link, Parse, Row
from crawler.sites import is_official
from crawler.text import cut_end, join_pages

FEWEST_MEASURES = 20  # rows of the official table of special measures; it had 30 in 2024


class FincenSpider(ListSpider):
    name = "fincen"
    source = "fincen"
    measures_page: Page | None = None
    minimum_rows = 26  # the table had 113 rows in 2024, and at least so many in any ten years

    async def crawl(self) -> AsyncIterator[AnnouncementItem | MissedItem]:
        """Where a table cannot be read the run has failed, but the rest is still collected. A block ends it, and a
        server that does not answer."""
        async for row, channel in self.rows():
            item = await self.take(row, channel)
            if item:
                yield item

    async def rows(self) -> AsyncIterator[tuple[Row, str]]:
        table, _ = await self.table(fincen.TABLE, fincen.parse_table, self.expected_minimum)
        for row in self.settle_numbers(table):
            yield row, "table"
        fewest = FEWEST_MEASURES if is_official(self.site.root) else 1
        measures, self.measures_page = await self.table(MEASURES, parse_measures, fewest)
        for row in measures:
            yield row, "measures"
        async for row in self.list_rows("news", fincen.NEWS, fincen.parse_news, minimum=1):
            yield row, "listing"

    async def table(self, path: str, parse: Parse, minimum: int) -> tuple[list[Row], Page | None]:
        """The rows of a table that is whole on one page, and the page; none where it cannot be read, and the run has
        failed."""
        url = self.site.official + path
        try:
            page = await self.fetch_page(url)
            listing = self.check(url, parse, page.selector, self.site, page.url)
            self.check_list(len(listing.rows), url, minimum)
        except PageProblem as problem:
            if problem.reason in OF_THE_SERVER:
                raise
            self.stopped_reason = self.stopped_reason or problem.reason
            return [], None
        self.record_all(listing, url)
        return listing.rows, page

    def settle_numbers(self, rows: list[Row]) -> list[Row]:
        """One row for each matter number. Rows of news for a matter with an order are left to the news list; a second
        order under one number is known by its address instead, and reported."""
        orders = {row.number for row in rows if row.number and fincen.is_document(row.url)}
        kept = [row for row in rows if row.number not in orders or fincen.is_document(row.url)]
        self.counts["same_matter"] += len(rows) - len(kept)
        owners: dict[str, Row] = {}
        for row in sorted(kept, key=self.claim):
            if row.number and owners.setdefault(row.number, row) is not row:
                detail = f"{row.title} is the second action numbered {row.number}; it is known by its address."
                self.record(PageProblem("duplicate_number", detail), row.url)
                row.number = None
        return kept

    def claim(self, row: Row) -> tuple[bool, date]:
        """Of rows that share a number, the least keeps it: the one whose file is stored under it, else the oldest."""
        return (row.number, document_key(row.url)) not in self.known_documents, row.published_on or date.max

    async def read_known(self, known: KnownPage) -> AnnouncementItem:
        if known.url == self.site.official + MEASURES:
            return await self.read_measure_again(known)
        return await super().read_known(known)

    async def read_measure_again(self, known: KnownPage) -> AnnouncementItem:
        self.measures_page = await self.fetch_page(known.url)
        for row in parse_measures(self.measures_page.selector, self.site, known.url).rows:
            if self.key_of(row) == known.key:
                return self.make_outside_measure(row, "recheck")
        raise PageProblem("bad_row", f"{known.title} is not in the table of special measures any more.")

    async def read_row(self, row: Row, channel: str) -> AnnouncementItem:
        if not self.site.is_own(row.url):
            if channel == "measures":
                return self.make_outside_measure(row, channel)
            raise PageProblem("bad_row", f"{row.title} points to another site.")
        page = await self.fetch(row.url)
        if is_pdf(page.raw.body):
            return self.make_order(row, page, channel)
        return await self.make_news(row, page, channel)

    def make_outside_measure(self, row: Row, channel: str) -> AnnouncementItem:
        """Known by the address of its document, read from its row of the table, where it is said to lie."""
        assert self.measures_page  # noqa: S101  (the row was read from it)
        documents = [outside_document(Link(row.url, row.title))]
        url = self.site.official + MEASURES
        return self.make_item(row, self.measures_page, row.title, row.notes, documents, channel, url=url)

    def make_order(self, row: Row, page: Page, channel: str) -> AnnouncementItem:
        """An order without readable text is still announced, by its title; its document says why."""
        document = read_document(self, Link(row.url, row.title), page)
        return self.make_item(row, page, row.title, join_pages(document.pages), [document], channel)

    async def make_news(self, row: Row, page: Page, channel: str) -> AnnouncementItem:
        release = fincen.parse_release(page.selector, self.site, page.url)
        check_body(cut_end(release.body))
        row.published_on = choose_date(row.published_on, release.published_on)
        documents = await fetch_documents(self, self.key_of(row), release.documents)
        return self.make_item(row, page, release.title, release.body, documents, channel)
