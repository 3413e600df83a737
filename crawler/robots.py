"""The time between two pages that a host asks for in its robots.txt (`Crawl-delay`), kept where it is longer than ours.

All that is asked of such a host, its interface too, then waits in one line. More than `CRAWL_DELAY_MAX` seconds are not
kept, which is logged: a run would never end. A robots.txt that cannot be had forbids nothing, which is logged as well.
"""

from __future__ import annotations

import logging
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)
NONE_THERE = (404, 410)  # of a host without rules


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


class CrawlDelayMiddleware:
    """After Scrapy's own robots middleware, which asks for robots.txt before the first page of a host."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.own = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self.longest = crawler.settings.getfloat("CRAWL_DELAY_MAX")
        self.delays: dict[str, float] = {}  # seconds, by host
        crawler.signals.connect(self.note_rules, signal=signals.robots_parsed)
        crawler.signals.connect(self.note_answer, signal=signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def note_rules(self, robotparser: RobotParser, request: Request) -> None:
        host, wished = _host(request.url), robotparser.crawl_delay(self.crawler.settings["ROBOTSTXT_USER_AGENT"])
        if wished is None or wished <= self.own:
            return
        self.delays[host] = min(wished, self.longest)
        if wished > self.longest:
            logger.warning(
                "%s asks for %g seconds between two pages in its robots.txt; %g are kept.", host, wished, self.longest
            )
        else:
            logger.info("%s asks for %g seconds between two pages in its robots.txt; they are kept.", host, wished)

    def note_answer(self, response: Response) -> None:
        if (
            urlsplit(response.url).path == "/robots.txt"
            and response.status >= 400
            and response.status not in NONE_THERE
        ):
            logger.warning("%s answered %d: no page is forbidden.", response.url, response.status)

    def process_request(self, request: Request) -> None:
        """The throttle lowers a delay after each answer: it is raised again before the next request."""
        host = _host(request.url)
        if host not in self.delays:
            return
        request.meta["download_slot"] = host
        engine: Any = self.crawler.engine
        _name, slot = engine.downloader._get_slot(request)
        slot.delay = max(slot.delay, self.delays[host])
