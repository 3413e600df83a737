"""Retries that wait as long as the server asks.

Goes in: a response of status 429 or 503 with `Retry-After` (seconds or an HTTP date). Comes out: the same request after
that time. A wait above `RETRY_AFTER_MAX` is refused: the response goes to the spider, which stops the source.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response
from scrapy.settings import BaseSettings

from crawler.checks import parse_retry_after

sleep = asyncio.sleep


class RetryAfterMiddleware(RetryMiddleware):
    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self.longest = settings.getfloat("RETRY_AFTER_MAX")

    async def process_response(  # type: ignore[override]
        self, request: Request, response: Response, spider: Any = None
    ) -> Request | Response:
        if response.status not in (429, 503):
            return super().process_response(request, response)
        wait = parse_retry_after((response.headers.get("Retry-After") or b"").decode("latin-1"), datetime.now(UTC))
        if wait is None:
            return super().process_response(request, response)
        if wait > self.longest:
            return response
        again = super().process_response(request, response)
        if isinstance(again, Request):
            await sleep(wait)
        return again
