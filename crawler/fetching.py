"""A request goes in, the server's answer comes out, whatever its status; or the reason why none came.

Ctrl-C ends the wait for an answer: it may be minutes.
"""

from __future__ import annotations

import asyncio

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response

from crawler.checks import Interrupted, PageProblem

LOOK_EVERY = 0.5  # seconds, whether the crawl is to stop
_NO_ANSWER = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    OSError,
)


async def download(crawler: Crawler, request: Request) -> Response:
    """Raises PageProblem `robots`, `redirect_loop`, `too_large` or `unreachable`; Interrupted."""
    try:
        return await _wait(crawler, request)
    except IgnoreRequest as error:
        reason = "robots" if "robots.txt" in str(error) else "redirect_loop"
        raise PageProblem(reason, f"The request was refused: {error}.") from error
    except DownloadCancelledError as error:  # so Scrapy stops what grows beyond DOWNLOAD_MAXSIZE
        raise PageProblem("too_large", "The answer is larger than the crawl takes.") from error
    except _NO_ANSWER as error:
        raise PageProblem("unreachable", f"{type(error).__name__}: {error}.") from error


async def _wait(crawler: Crawler, request: Request) -> Response:
    if not crawler.crawling:
        raise Interrupted
    assert crawler.engine is not None  # noqa: S101  (a spider that runs has an engine)
    answer = asyncio.ensure_future(crawler.engine.download_async(request))
    while not (await asyncio.wait({answer}, timeout=LOOK_EVERY))[0]:
        if not crawler.crawling:
            answer.cancel()
            raise Interrupted
    return answer.result()
