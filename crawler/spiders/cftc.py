"""The CFTC's enforcement releases: the feed for the newest, every page of the list, then the index of actions.

The index ties releases to their complaints and orders: those that a release's own page does not name come with it, or
after it where it is stored already. The release number of the address must be the one printed on the page; a page that
only points elsewhere is followed.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from crawler.attachments import fetch_documents, fetch_further
from crawler.checks import PageProblem, check_body, check_number
from crawler.documents import is_pdf, read_pdf
from crawler.items import AnnouncementItem, Item
from crawler.lists import OF_THE_SERVER, ListSpider, choose_date
from crawler.pages import cftc
from crawler.pages.parts import Release, Row
from crawler.text import clean_html, cut_end, join_pages


class CftcSpider(ListSpider):
    name = "cftc"
    source = "cftc"
    minimum_rows = 15  # a page of the list has 25

    async def crawl(self) -> AsyncIterator[Item]:
        async for row, channel in self.rows():
            found: Item | None = await self.take(row, channel)
            if found is None and channel == "index" and not self.is_too_old(row.published_on):
                found = await fetch_further(self, self.key_of(row), row.documents)
            if found:
                yield found

    async def rows(self) -> AsyncIterator[tuple[Row, str]]:
        """Where one list cannot be read the run has failed, but the next one is still read; a block ends the run. The
        feed is refused more often than the pages are."""
        for row in await self.feed_rows(cftc.FEED, cftc.parse_feed):
            yield row, "rss"
        for name, path, parse in (
            ("listing", cftc.LISTING, cftc.parse_listing),
            ("index", cftc.INDEX, cftc.parse_index),
        ):
            try:
                async for row in self.list_rows(name, path, parse):
                    yield row, name
            except PageProblem as problem:
                if problem.reason in OF_THE_SERVER:
                    raise
                self.stopped_reason = self.stopped_reason or problem.reason

    async def read_row(self, row: Row, channel: str) -> AnnouncementItem:
        page = await self.fetch_page(row.url)
        release = cftc.parse_release(page.selector, self.site, page.url)
        check_number(release.number, row.number)
        body = await self.follow(release) if release.redirect else release.body
        check_body(cut_end(body))
        row.published_on = choose_date(release.published_on, row.published_on)
        title = release.title or row.title
        if not title:
            raise PageProblem("no_title", "Neither the page nor the list gives a headline.")
        documents = await fetch_documents(self, self.key_of(row), [*release.documents, *row.documents])
        return self.make_item(row, page, title, body, documents, channel, url=self.site.official_url(row.url))

    async def follow(self, release: Release) -> str:
        """The text a stub points to, a page or a PDF. Raises PageProblem when it is not on the agency's site."""
        target = release.redirect or ""
        if not self.site.is_own(target):
            raise PageProblem("bad_shape", f"The page only points to {target}, which is another site.")
        page = await self.fetch(target)
        if is_pdf(page.raw.body):
            return join_pages(read_pdf(page.raw.body).pages)
        try:
            return cftc.parse_release(page.selector, self.site, page.url).body
        except PageProblem:
            return clean_html(page.text)
