"""The CFTC's enforcement releases: the feed for the newest, every page of the list, then the index of actions.

The index ties releases to their complaints and orders: those that a release's own page does not name come with it, or
after it where it is stored already. The release number of the address must be the one printed on the page; a page that
only points elsewhere is followed.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing

from crawler.answers import Page
from crawler.attachments import fetch_documents, fetch_further
from crawler.base import AgencySpider
from crawler.checks import PageProblem, check_body, check_number
from crawler.documents import is_pdf, read_pdf
from crawler.items import AnnouncementItem, DocumentsItem, KnownPage, make_key
from crawler.pages import cftc
from crawler.pages.parts import Listing, Parse, Release, Row
from crawler.text import announcement_text, clean_html, cut_end, join_pages
from crawler.walks import Walk, pages

LIST_PROBLEMS = {"missing_column", "bad_shape", "no_rows", "not_found", "http_error"}  # of one list, not of the server


class CftcSpider(AgencySpider):
    name = "cftc"
    source = "cftc"
    minimum_rows = 15  # a page of the list has 25

    async def crawl(self) -> AsyncIterator[AnnouncementItem | DocumentsItem]:
        async for row, channel in self.rows():
            key = make_key("cftc", row.number, row.url)
            if self.is_wanted(key, row.published_on):
                item = await self.attempt(key, row.url, self.read_release(row, channel))
                if item:
                    yield item
            elif channel == "index" and not self.is_too_old(row.published_on):
                found = await fetch_further(self, key, row.documents)
                if found:
                    yield found

    async def rows(self) -> AsyncIterator[tuple[Row, str]]:
        """Where one list cannot be read the run has failed, but the next one is still read; a block ends the run."""
        for row in await self.feed_rows():
            yield row, "rss"
        for name, path, read in (("listing", cftc.LISTING, self.listing), ("index", cftc.INDEX, self.index)):
            try:
                walk = Walk(self, name, self.site.official + path)
                async with aclosing(pages(walk, read)) as listings:
                    async for listing in listings:
                        for row in listing.rows:
                            yield row, name
            except PageProblem as problem:
                if problem.reason not in LIST_PROBLEMS:
                    raise
                self.stopped_reason = self.stopped_reason or problem.reason

    async def feed_rows(self) -> list[Row]:
        """The feed is refused more often than the pages are: without it the list still has every release."""
        url = self.site.official + cftc.FEED
        try:
            page = await self.fetch(url)
            feed = self.check(url, cftc.parse_feed, page.text, self.site)
        except PageProblem:
            return []
        self.record_all(feed, url)
        return feed.rows

    async def listing(self, url: str, first: bool) -> Listing:
        return await self.read_list(url, cftc.parse_listing, first=first)

    async def index(self, url: str, first: bool) -> Listing:
        return await self.read_list(url, cftc.parse_index, first=first)

    async def read_list(self, url: str, parse: Parse, *, first: bool) -> Listing:
        page = await self.fetch_page(url)
        listing = self.check(url, parse, page.selector, self.site, page.url)
        self.record_all(listing, url)
        if first:
            self.check_list(len(listing.dates), url)
        return listing

    async def read_known(self, known: KnownPage) -> AnnouncementItem:
        return await self.read_release(Row(known.url, known.title, known.number, known.published_on), "recheck")

    async def read_release(self, row: Row, channel: str) -> AnnouncementItem:
        page = await self.fetch_page(row.url)
        release = cftc.parse_release(page.selector, self.site, page.url)
        check_number(release.number, row.number)
        body = await self.follow(release) if release.redirect else release.body
        check_body(cut_end(body))
        return await self.make_item(row, release, page, body, channel)

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

    async def make_item(self, row: Row, release: Release, page: Page, body: str, channel: str) -> AnnouncementItem:
        published_on = release.published_on or row.published_on
        if published_on is None:
            raise PageProblem("no_date", "Neither the page nor the list gives a date that can be read.")
        title = release.title or row.title
        if not title:
            raise PageProblem("no_title", "Neither the page nor the list gives a headline.")
        return AnnouncementItem(
            source="cftc",
            key=make_key("cftc", row.number, row.url),
            number=row.number,
            url=self.site.official_url(row.url),
            title=title,
            published_on=published_on,
            text=announcement_text(title, body),
            raw=page.raw,
            documents=await fetch_documents(self, [*release.documents, *row.documents]),
            channel=channel,
        )
