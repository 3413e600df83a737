"""A spider as anyone would write it first: the list, each release, four fields, nothing kept. `python … ROOT`.

Scrapy's own settings: eight pages at a time, where a crawl of an agency asks for one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response


class BareSpider(Spider):
    name = "bare"

    def parse(self, response: Response, **_: Any) -> Iterator[Any]:
        for address in response.css("h2.news-title a::attr(href)").getall():
            yield response.follow(address, self.parse_release)
        following = response.css('a[aria-label="Next page"]::attr(href)').get()
        if following:
            yield response.follow(following)

    def parse_release(self, response: Response) -> Iterator[dict[str, str | None]]:
        yield {
            "title": response.css("h1#node-title::text").get(),
            "date": response.css(".field--name-field-pr-date .date-display-single::attr(content)").get(),
            "number": response.css(".field--name-field-pr-number .field__item::text").get(),
            "body": " ".join(response.css(".field--name-field-pr-body .field__item ::text").getall()),
        }


if __name__ == "__main__":
    process = AsyncCrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False})
    process.crawl(BareSpider, start_urls=[f"{sys.argv[1]}/news/press-releases"])
    process.start()
