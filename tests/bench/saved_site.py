"""The thousand saved releases of the Department of Justice, served from loopback as its site would list them.

    python -m tests.bench.saved_site FOLDER [--copies 1] [--api]

FOLDER holds the pages. Each copy of a page has an address and a number of its own. The list is in the layout of today;
with `--api` the API answers too. Prints its port. `/asked` tells the requests by kind, and the moments of the first and
the last request for a release.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crawler.pages import doj, doj_api
from crawler.sample.pdf import make_pdf

LIST, API = "/news/press-releases", "/api/v1/press_releases.json"
ON_A_PAGE = 25
_CANONICAL = re.compile(rb'rel="canonical" href="https://www\.justice\.gov(/[^"]+)"')
_NUMBER = re.compile(rb"(\d{2})\s*-\s*(\d{1,5})(?=\s*</div>)")
Reply = tuple[str, bytes]


class SavedSite:
    def __init__(self, folder: Path, *, copies: int, has_api: bool) -> None:
        self.bodies = [path.read_bytes() for path in sorted(folder.glob("*.html"))]
        self.has_api = has_api
        self.addresses = [self.address(body, copy) for copy in range(copies) for body in self.bodies]
        self.places = {address: place for place, address in enumerate(self.addresses)}
        self.pdf = make_pdf("ORDER\n\nIt is so ordered.")
        self.asked: Counter[str] = Counter()
        self.first_at = self.last_at = 0.0

    def address(self, body: bytes, copy: int) -> str:
        found = _CANONICAL.search(body)
        if found is None:
            raise ValueError("a saved page does not say its address")
        return found[1].decode() + (f"-{copy}" if copy else "")

    def body(self, place: int) -> bytes:
        body, copy = self.bodies[place % len(self.bodies)], place // len(self.bodies)
        if not copy:
            return body
        return _NUMBER.sub(lambda found: found[1] + b"-%d" % (int(found[2]) * 10 + copy), body) + b"<!-- %d -->" % copy

    def answer(self, path: str, page: int) -> Reply | None:
        if path in self.places:
            self.last_at = time.monotonic()
            self.first_at = self.first_at or self.last_at
            self.asked["release"] += 1
            return "text/html; charset=UTF-8", self.body(self.places[path])
        if path == "/asked":
            told = {**self.asked, "seconds": self.last_at - self.first_at}
            return "application/json", json.dumps(told).encode()
        kind, reply = self.other(path, page)
        self.asked[kind] += 1
        return reply

    def other(self, path: str, page: int) -> tuple[str, Reply | None]:
        if path == LIST:
            return "list", ("text/html; charset=UTF-8", self.list_page(page).encode())
        if path == API:
            return "api", ("application/json", self.api_page(page)) if self.has_api else None
        if path.endswith("robots.txt"):
            return "robots", ("text/plain", b"User-agent: *\nAllow: /\n")
        return "document", ("application/pdf", self.pdf)

    def day(self, place: int) -> date:
        return date(2026, 11, 1) - timedelta(days=place // 40)

    def list_page(self, page: int) -> str:
        rows = [
            f'<div class="views-row"><article><h2 class="news-title"><a href="{self.addresses[place]}">One</a></h2>'
            f'<span class="node-date"><time datetime="{self.day(place)}T12:00:00Z"></time></span></article></div>'
            for place in range(page * ON_A_PAGE, min((page + 1) * ON_A_PAGE, len(self.addresses)))
        ]
        more = (page + 1) * ON_A_PAGE < len(self.addresses)
        pager = f'<a aria-label="Next page" href="?page={page + 1}">Next</a>' if more else ""
        return f"<html><body><h1>Press Releases</h1>{''.join(rows)}{pager}</body></html>"

    def api_page(self, page: int) -> bytes:
        size, count = doj_api.PAGE_SIZE, len(self.addresses)
        results = [self.record(place) for place in range(page * size, min((page + 1) * size, count))]
        resultset = {"count": str(count), "pagesize": str(size), "page": page}
        return json.dumps({"metadata": {"resultset": resultset}, "results": results}).encode()

    def record(self, place: int) -> dict[str, Any]:
        release = doj.parse_release_page(self.body(place), "https://www.justice.gov" + self.addresses[place])
        moment = datetime.fromisoformat(f"{self.day(place)}T12:00:00+00:00")
        paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in release.body.split("\n\n"))
        return {
            "uuid": f"bench-{place}",
            "title": release.title,
            "date": str(int(moment.timestamp())),
            "number": release.number,
            "url": "https://www.justice.gov" + self.addresses[place],
            "body": paragraphs,
            "component": [{"name": name} for name in release.components],
            "topic": "",
        }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--api", action="store_true")
    options = parser.parse_args()
    site = SavedSite(options.folder, copies=options.copies, has_api=options.api)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1  # headers and body leave together

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            page = parse_qs(parts.query).get("page", ["0"])[0]
            reply = site.answer(parts.path, int(page))
            content_type, body = reply or ("text/html", b"<h1>Page not found</h1>")
            self.send_response(200 if reply else 404)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 128  # of five, a sixth connection made at once would wait a second for its second try

    server = Server(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
