"""A spider as anyone would write it first: the list, each release, four fields, nothing kept.

    python -m tests.bench.bare_spider ROOT [--at-once 1]

Scrapy's own settings, but for how a host is asked: after its robots.txt, one page at a time over one connection, which
is how Casebook asks. `CONCURRENT_REQUESTS` sees to that; the limit a host alone does not, since Scrapy lets requests
that wait for one host go all at once.
"""

from __future__ import annotations

import argparse
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root")
    parser.add_argument("--at-once", type=int, default=1, metavar="N", help="pages asked for at a time")
    options = parser.parse_args()
    process = AsyncCrawlerProcess(
        {
            "LOG_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "ROBOTSTXT_OBEY": True,
            "CONCURRENT_REQUESTS": options.at_once,
        }
    )
    process.crawl(BareSpider, start_urls=[f"{options.root}/news/press-releases"])
    process.start()


if __name__ == "__main__":
    main()
