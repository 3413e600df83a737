"""FinCEN's registered money services businesses, in one answer. Off unless asked for: it is a register."""

from __future__ import annotations

from collections.abc import AsyncIterator

from crawler.items import RegisterItem
from crawler.pages import msb
from crawler.registers import RegisterSpider, Rows


class MsbSpider(RegisterSpider):
    name = "msb"
    source = "msb"
    minimum_rows = 10_000  # over 28,000 in 2026

    async def read_register(self) -> AsyncIterator[RegisterItem]:
        url = self.site.official + msb.LIST
        page = await self.fetch(url, form=msb.FORM)
        body = page.raw.body
        self.check(url, msb.read_columns, body)
        entries = Rows(msb.parse_list, body)
        self.counts["seen"] = sum(1 for _ in entries)
        yield RegisterItem(self.source, [page.raw], entries, self.expected_minimum)
