"""A process that crawls on demand: a line of base64 pickle goes in on stdin, one comes out on stdout.

Scrapy's reactor starts once in a process, so the tests keep one process for all their crawls.
"""

from __future__ import annotations

import asyncio
import base64
import pickle  # noqa: S403 - both ends are the tests' own
import sys
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor

install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")

from twisted.internet import reactor as installed_reactor  # noqa: E402

import crawler.retry  # noqa: E402
from crawler import settings as crawler_settings  # noqa: E402

reactor: Any = installed_reactor
ITEMS: list[Any] = []
WAITS: list[float] = []


class Collect:
    def process_item(self, item: Any) -> Any:
        ITEMS.append(item)
        return item


async def note_wait(seconds: float) -> None:
    WAITS.append(seconds)


async def crawl(job: dict[str, Any]) -> dict[str, Any]:
    ITEMS.clear()
    WAITS.clear()
    settings = Settings()
    settings.setmodule(crawler_settings, priority="project")
    settings.setdict({"ITEM_PIPELINES": {Collect: 1}, "LOG_ENABLED": False, **job["settings"]}, priority="cmdline")
    runner = AsyncCrawlerRunner(settings)
    try:
        one = runner.create_crawler(job["spider"])
        await runner.crawl(one, **job["arguments"])
    except ValueError as error:
        return {"error": f"{type(error).__name__}: {error}"}
    spider: Any = one.spider
    return {"yielded": list(ITEMS), "report": spider.report(), "waits": list(WAITS)}


async def serve() -> None:
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.buffer.readline):
        answer = await crawl(pickle.loads(base64.b64decode(line)))  # noqa: S301 - both ends are the tests' own
        sys.stdout.buffer.write(base64.b64encode(pickle.dumps(answer)) + b"\n")
        sys.stdout.buffer.flush()
    reactor.stop()


if __name__ == "__main__":
    setattr(crawler.retry, "sleep", note_wait)  # noqa: B010 - the waits are noted and not kept
    reactor.callWhenRunning(lambda: asyncio.ensure_future(serve()))
    reactor.run()
