from __future__ import annotations

import base64
import pickle  # noqa: S403 - both ends are the tests' own
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

import pytest

from crawler.items import AGENCIES, AnnouncementItem, RecheckItem
from crawler.sample.server import SampleSite

BASE = Path(__file__).resolve().parents[2]
SHARED = BASE.parent / "shared"
SOURCES = ("cftc", "doj", "fincen")


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=UTF-8"})
    hangs: bool = False  # no answer comes as long as the site runs


@dataclass
class Result:
    yielded: list[AnnouncementItem | RecheckItem]
    report: dict[str, Any]
    waits: list[float]

    @property
    def items(self) -> list[AnnouncementItem]:
        return [item for item in self.yielded if isinstance(item, AnnouncementItem)]

    @property
    def notes(self) -> list[RecheckItem]:
        return [item for item in self.yielded if isinstance(item, RecheckItem)]

    @property
    def removals(self) -> list[RecheckItem]:
        return [note for note in self.notes if note.state == "removed"]

    @property
    def reasons(self) -> list[str]:
        return [failure["reason"] for failure in self.report["failures"]]

    @property
    def keys(self) -> set[str]:
        return {item.key for item in self.items}


class Site:
    """The sample site, on which a test replaces single paths. `asked` are the paths requested, in order."""

    def __init__(self) -> None:
        self.sample = SampleSite()
        self.replies: dict[str, Reply | list[Reply]] = {}
        self.asked: list[str] = []
        self.queries: list[tuple[str, str]] = []  # the same, each with its query
        self.moments: list[tuple[str, float]] = []  # the same, each with when it came, by a clock in seconds
        self.headers: dict[str, dict[str, str]] = {}  # of the last request for a path
        self.forms: dict[str, str] = {}  # posted last, by path
        self.port = 0
        self.lock = Lock()
        self.ended = Event()
        self.busy = 0  # requests being answered now
        self.busiest = 0  # at most
        self.takes = 0.0  # seconds for each answer
        self.hooks: dict[str, Callable[[], object]] = {}  # called once, before the answer, by path and query

    def put(self, path: str, reply: Reply | bytes | list[Reply]) -> None:
        """For a list, each request gets the next reply and the last one stays."""
        self.replies[path] = Reply(body=reply) if isinstance(reply, bytes) else reply

    def answer(self, path: str, query: str) -> Reply:
        self.asked.append(path)
        self.queries.append((path, query))
        self.moments.append((path, time.monotonic()))
        self.hooks.pop(f"{path}?{query}", lambda: None)()
        known = self.replies.get(f"{path}?{query}") or self.replies.get(path)
        if isinstance(known, list):
            return known.pop(0) if len(known) > 1 else known[0]
        if known:
            return known
        pages = [part.removeprefix("page=") for part in query.split("&") if part.startswith("page=")]
        found = self.sample.answer(path, int(pages[0]) if pages else 0)
        return Reply(200, found[1], {"Content-Type": found[0]}) if found else Reply(404, b"<h1>Not found</h1>")

    @contextmanager
    def counted(self) -> Iterator[None]:
        """For as long as an answer is made; the next request of one connection can only come after it."""
        with self.lock:
            self.busy += 1
            self.busiest = max(self.busy, self.busiest)
        try:
            yield
        finally:
            with self.lock:
                self.busy -= 1

    @property
    def settings(self) -> dict[str, str]:
        return {f"{source.upper()}_ROOT": f"http://127.0.0.1:{self.port}/{source}" for source in AGENCIES}


def is_same(reply: Reply, asked: Message) -> bool:
    """Whether the asker has the answer already, by its ETag or the time of its last change."""
    pairs = (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since"))
    return any(theirs in reply.headers and reply.headers[theirs] == asked[ours] for theirs, ours in pairs)


@contextmanager
def serve(site: Site) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            site.forms[self.path.partition("?")[0]] = self.rfile.read(length).decode()
            self.do_GET()

        def do_GET(self) -> None:
            path, _mark, query = self.path.partition("?")
            site.headers[path] = dict(self.headers)
            with site.counted():
                time.sleep(site.takes)
                reply = site.answer(path, query)
            if reply.hangs:
                site.ended.wait(60)
            if reply.status == 200 and is_same(reply, self.headers):
                reply = Reply(304, b"", reply.headers)
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)
            self.close_connection = "Content-Length" in reply.headers

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    site.port = server.server_address[1]
    yield site
    site.ended.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    fake = Site()
    with serve(fake):
        yield fake


@pytest.fixture(scope="session")
def runner() -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "tests.crawler.runner"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=BASE) as process:  # noqa: S603
        yield process
        assert process.stdin is not None
        process.stdin.close()
        process.wait(timeout=10)


Crawl = Callable[..., Result]


def ask(process: subprocess.Popen[bytes], job: dict[str, Any]) -> dict[str, Any]:
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(base64.b64encode(pickle.dumps(job)) + b"\n")
    process.stdin.flush()
    answer: dict[str, Any] = pickle.loads(base64.b64decode(process.stdout.readline()))  # noqa: S301
    return answer


@pytest.fixture
def crawl(runner: subprocess.Popen[bytes], site: Site) -> Crawl:
    def run(spider: str, settings: dict[str, Any] | None = None, **arguments: Any) -> Result:
        job = {"spider": spider, "settings": {**site.settings, **(settings or {})}, "arguments": arguments}
        answer = ask(runner, job)
        if "error" in answer:
            raise ValueError(answer["error"])
        return Result(**answer)

    return run


@pytest.fixture(scope="session")
def sample(runner: subprocess.Popen[bytes]) -> dict[str, Result]:
    """One whole crawl of each source."""
    fake = Site()
    with serve(fake):
        jobs = {source: {"spider": source, "settings": fake.settings, "arguments": {}} for source in SOURCES}
        return {source: Result(**ask(runner, job)) for source, job in jobs.items()}


@pytest.fixture(scope="session")
def shared_pages() -> Path:
    pages = SHARED / "data" / "pages"
    if not pages.is_dir():
        pytest.skip("the saved pages of the agencies are not beside the repository (../shared/data/pages)")
    return pages
