"""The sample site on this machine: `with serve() as site: site.roots["cftc"]` is the root to crawl.

`python -m crawler.sample.server [port]` serves it until interrupted. Only loopback can reach it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from crawler.sample import render
from crawler.sample.content import SOURCES, Entry, load_entries
from crawler.sample.pdf import make_pdf

HOST = "127.0.0.1"
PAGE_SIZES = {"cftc": 10, "doj": 10, "fincen": 5}  # small, so that the pagers are used
_HTML, _JSON, _XML, _PDF = "text/html; charset=UTF-8", "application/json", "application/rss+xml", "application/pdf"

Answer = tuple[str, bytes]  # content type, body
Lister = Callable[[Sequence[Entry], int, int], str]


class SampleSite:
    """The whole site in memory: an answer for each path, None where there is no such page."""

    @cached_property
    def entries(self) -> dict[str, list[Entry]]:
        return {source: load_entries(source) for source in SOURCES}

    @cached_property
    def files(self) -> dict[str, Answer]:
        """Pages and PDFs that stand alone, by source and path."""
        found: dict[str, Answer] = {}
        for entry in (entry for entries in self.entries.values() for entry in entries):
            found[f"/{entry.source}{entry.path}"] = self._release(entry)
            for file in entry.documents:
                found[f"/{entry.source}{file.path}"] = (_PDF, make_pdf(file.text))
        return found

    def _release(self, entry: Entry) -> Answer:
        if entry.is_order or entry.is_measure:
            return _PDF, make_pdf(entry.text)
        pages = {"cftc": render.cftc_release, "doj": render.doj_release, "fincen": render.fincen_release}
        return _HTML, pages[entry.source](entry).encode()

    def answer(self, path: str, page: int) -> Answer | None:
        if path == "/robots.txt":
            return "text/plain", b"User-agent: *\nAllow: /\n"
        if path == "/cftc/PressRoom/PressReleases":
            return self._list("cftc", self.entries["cftc"], page, render.cftc_listing)
        if path == "/cftc/LawRegulation/EnforcementActions/index.htm":
            return self._list("cftc", self.entries["cftc"], page, render.cftc_index)
        if path == "/cftc/RSS/RSSENF/rssenf.xml":
            return _XML, render.feed(self.entries["cftc"][:10], "www.cftc.gov").encode()
        if path == "/doj/news/press-releases":
            return self._list("doj", self.entries["doj"], page, render.doj_listing)
        if path == "/doj/news/rss":
            return _XML, render.feed(self.entries["doj"][:10], "www.justice.gov").encode()
        if path == "/doj/api/v1/press_releases.json":
            return self._api(page)
        if path == "/fincen/news/enforcement-actions":
            return _HTML, render.fincen_table([entry for entry in self.entries["fincen"] if entry.number]).encode()
        if path == "/fincen/resources/statutes-and-regulations/311-and-9714-special-measures":
            return _HTML, render.fincen_measures(
                [entry for entry in self.entries["fincen"] if entry.is_measure]
            ).encode()
        if path == "/fincen/news/press-releases":
            news = [entry for entry in self.entries["fincen"] if not (entry.is_order or entry.is_measure)]
            return self._list("fincen", news, page, render.fincen_news)
        return self.files.get(path)

    def _list(self, source: str, entries: list[Entry], page: int, lister: Lister) -> Answer:
        size = PAGE_SIZES[source]
        return _HTML, lister(entries[page * size : (page + 1) * size], page, -(-len(entries) // size)).encode()

    def _api(self, page: int) -> Answer:
        size, entries = PAGE_SIZES["doj"], self.entries["doj"]
        return _JSON, render.doj_answer(entries[page * size : (page + 1) * size], page, size, len(entries)).encode()


class _Handler(BaseHTTPRequestHandler):
    site: SampleSite
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        page = parse_qs(parts.query).get("page", ["0"])[0]
        answer = self.site.answer(parts.path, int(page) if page.isdigit() else 0)
        content_type, body = answer or (_HTML, b"<html><body><h1>Page not found</h1></body></html>")
        self.send_response(200 if answer else 404)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the crawl keeps its own log."""


@dataclass(frozen=True, slots=True)
class RunningSite:
    """`roots` by source; `settings` are the Scrapy settings that point the spiders at them."""

    port: int

    @property
    def roots(self) -> dict[str, str]:
        return {source: f"http://{HOST}:{self.port}/{source}" for source in SOURCES}

    @property
    def settings(self) -> dict[str, str]:
        return {f"{source.upper()}_ROOT": root for source, root in self.roots.items()}


@contextmanager
def serve(port: int = 0) -> Iterator[RunningSite]:
    """Serve the sample on a free port (or `port`) in a thread until the block ends."""
    handler = type("Handler", (_Handler,), {"site": SampleSite()})
    server = ThreadingHTTPServer((HOST, port), handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield RunningSite(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main(arguments: Sequence[str]) -> None:
    with serve(int(arguments[0]) if arguments else 8765) as site:
        for source, root in site.roots.items():
            print(f"{source.upper()}_ROOT={root}", flush=True)
        try:
            input("Press Enter to stop. ")
        except (EOFError, KeyboardInterrupt):
            return


if __name__ == "__main__":
    main(sys.argv[1:])
