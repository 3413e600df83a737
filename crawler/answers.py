"""A server's answer under its official address, with the bytes as they came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from parsel import Selector
from scrapy.http import Response, TextResponse

from crawler.checks import PageProblem
from crawler.items import RawPage
from crawler.sites import Site


@dataclass(frozen=True, slots=True)
class Page:
    """`url` is the official address, after redirects; header names in `raw` are lower-case."""

    url: str
    response: Response
    raw: RawPage

    @property
    def text(self) -> str:
        """Raises PageProblem `bad_shape` for anything but text."""
        if not isinstance(self.response, TextResponse):
            found = self.raw.headers.get("content-type", "a file of no named type")
            raise PageProblem("bad_shape", f"{found} came where a page was due.")
        return self.response.text

    @property
    def selector(self) -> Selector:
        return Selector(text=self.text, type="html")


def make_page(response: Response, site: Site) -> Page:
    url = site.official_url(response.url)
    headers = {str(name).lower(): value for name, value in response.headers.to_unicode_dict().items()}
    return Page(url, response, RawPage(url, response.status, headers, response.body, datetime.now(UTC)))
