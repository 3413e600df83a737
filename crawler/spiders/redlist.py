"""The CFTC's RED List, page by page. Off unless asked for: it is a register and announces nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator

from crawler.checks import PageProblem
from crawler.items import RawPage, RegisterEntry, RegisterItem
from crawler.pages import redlist
from crawler.registers import RegisterSpider

MOST_PAGES = 500  # the list had 29 in 2026


class RedListSpider(RegisterSpider):
    name = "redlist"
    source = "redlist"
    minimum_rows = 150  # it had about 290 entries in 2026

    async def read_register(self) -> AsyncIterator[RegisterItem]:
        """A page that cannot be read ends the run: half a list would say that the other half was dropped."""
        entries: dict[str, RegisterEntry] = {}
        raws: list[RawPage] = []
        url: str | None = self.site.official + redlist.LIST
        while url:
            page = await self.fetch_page(url)
            found, following, problems = self.check(url, redlist.parse_page, page.selector, self.site, page.url)
            if problems:
                raise self.record(problems[0], url)
            if not found or len(raws) >= MOST_PAGES:
                raise self.record(
                    PageProblem("no_rows", "A page of the RED List has no entries, or it never ends."), url
                )
            raws.append(page.raw)
            entries.update((entry.key, entry) for entry in found)
            url = following
        self.counts["seen"] = len(entries)
        yield RegisterItem(self.source, raws, list(entries.values()), self.expected_minimum)
