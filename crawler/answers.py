"""A server's answer under its official address, with the bytes as they came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from parsel import Selector
from scrapy.http import Response

from crawler.items import RawPage
from crawler.sites import Site


@dataclass(frozen=True, slots=True)
class Page:
    """`url` is the official address, after redirects; header names in `raw` are lower-case."""

    url: str
    response: Response
    raw: RawPage

    @property
    def selector(self) -> Selector:
        return Selector(text=self.response.text, type="html")


def make_page(response: Response, site: Site) -> Page:
    url = site.official_url(response.url)
    headers = {str(name).lower(): value for name, value in response.headers.to_unicode_dict().items()}
    return Page(url, response, RawPage(url, response.status, headers, response.body, datetime.now(UTC)))
