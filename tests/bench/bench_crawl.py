"""How fast a crawl is, end to end into the database, against a bare spider on the same pages in the same run.

    python -m tests.bench.bench_crawl [--copies 10]

Serves the saved releases of ../shared from loopback, where no delays are kept; in a home folder of its own. Prints
pages a second and peak memory of both, how memory grows over all copies, what was read, and the requests that each
channel needs. Ends with exit code 1 when a target is missed.

The two crawls differ in what they make of a page, not in how they ask: both read robots.txt, then one page at a time
over one kept connection to a server in a process of its own, and both parse with Scrapy's selectors. The bare spider
reads title, date, number and body of each release; Casebook checks and reads the whole release, asks for its documents
too and reads them, and stores everything. Pages a second are releases, from the first to the last that the server was
asked for. Eight pages at a time, Scrapy's own setting and never that of a crawl of an agency, is printed beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.machine import in_words, others_share
from tests.conftest import SHARED

ARCHIVE = SHARED / "data" / "pages" / "doj" / "drupal7_1000_releases.tar.gz"
TARGET_SHARE, TARGET_NUMBERS = 0.60, 0.97
MOST_GROWTH = 40  # MB between a fifth of the pages and all of them
EIGHT = 8  # pages at a time
ROUNDS = 3  # the machine is rarely alone: the best of so many


@dataclass
class Crawl:
    """What one crawl took. `memory` is that of its process in MB, by the releases it had asked for."""

    asked: dict[str, float]
    peak: float
    worked: float  # seconds of processor time of its process, its start included
    memory: list[tuple[int, float]] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return (self.asked["release"] - 1) / self.asked["seconds"]


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[int]:
    command = [sys.executable, "-m", "tests.bench.saved_site", str(folder), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.terminate()


def asked(port: int) -> dict[str, float]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/asked") as answer:  # noqa: S310
        found: dict[str, float] = json.load(answer)
        return found


def measure(port: int, command: list[str], environment: dict[str, str]) -> Crawl:
    """Runs the crawl to its end. Exits where it fails."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    memory: list[tuple[int, float]] = []
    ended = threading.Event()
    watcher = threading.Thread(target=watch, args=(process.pid, port, memory, ended))
    watcher.start()
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    ended.set()
    watcher.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{output}")
    peak = usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
    return Crawl(asked(port), peak, usage.ru_utime + usage.ru_stime, memory)


def watch(pid: int, port: int, memory: list[tuple[int, float]], ended: threading.Event) -> None:
    """Notes the memory of the process every few seconds; not on systems without /proc."""
    status = Path(f"/proc/{pid}/statm")
    while status.exists() and not ended.wait(2):
        try:
            pages = int(status.read_text().split()[1])
        except (OSError, IndexError):  # it has just ended
            return
        memory.append((int(asked(port).get("release", 0)), pages * os.sysconf("SC_PAGE_SIZE") / 1024**2))


class Home:
    """A database of its own, and the commands on it."""

    def __init__(self, folder: Path) -> None:
        self.environment = {**os.environ, "CASEBOOK_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "kb.settings"}
        self.environment.pop("DATABASE_URL", None)

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True).stdout

    def crawl(self, port: int) -> Crawl:
        environment = {**self.environment, "DOJ_ROOT": f"http://127.0.0.1:{port}", "DOJ_SCOPE": "all"}
        return measure(port, [sys.executable, "manage.py", "crawl", "doj"], environment)

    def query(self, code: str) -> Any:
        return json.loads(self.manage("shell", "--no-imports", "-c", f"import json\nfrom kb.models import *\n{code}"))

    def empty(self) -> None:
        self.manage("flush", "--no-input")


def bare(folder: Path, at_once: int) -> Crawl:
    with serving(folder) as port:
        command = [sys.executable, "-m", "tests.bench.bare_spider", f"http://127.0.0.1:{port}"]
        return measure(port, [*command, "--at-once", str(at_once)], dict(os.environ))


def fastest(crawls: list[Crawl]) -> Crawl:
    return max(crawls, key=lambda crawl: crawl.rate)


FIELDS = """
found = Announcement.objects.filter(current_version__isnull=False)
print(json.dumps({
    "pages": found.count(),
    "title": found.exclude(title__in=["", "Justice News"]).count(),
    "date": found.filter(published_on__range=("2009-01-01", "2018-12-31")).count(),
    "body": sum(len(text) > 200 for text in found.values_list("current_version__text", flat=True)),
    "number": found.exclude(number=None).count(),
    "failed": CrawlRun.objects.latest("pk").failed,
}))
"""


def compare(home: Home, folder: Path) -> bool:
    """The ratio of speeds, the best of some rounds, and what was read."""
    ours, theirs, eightfold = [], [], []
    others = others_share()
    for _ in range(ROUNDS):
        theirs.append(bare(folder, 1))
        home.empty()
        with serving(folder) as port:
            ours.append(home.crawl(port))
        eightfold.append(bare(folder, EIGHT))
    best, other = fastest(ours), fastest(theirs)
    share = best.rate / other.rate
    for name, crawl in (("bare spider", other), ("casebook", best), ("bare, eight", fastest(eightfold))):
        print(f"{name:<13} {crawl.rate:7.1f} pages/s, peak {crawl.peak:.0f} MB, {crawl.worked:.1f} s of processor time")
    print(f"share         {share:.0%} of the bare spider (target {TARGET_SHARE:.0%}); {in_words(others)}")
    rounds = zip(ours, theirs, eightfold, strict=True)
    print("all rounds    " + ", ".join(f"{a.rate:.0f} against {b.rate:.0f} and {c.rate:.0f}" for a, b, c in rounds))
    found = home.query(FIELDS)
    print("read          " + ", ".join(f"{found[name]:,} {name}" for name in found))
    whole = all(found[name] == found["pages"] for name in ("title", "date", "body"))
    tell_requests("HTML", best.asked, found["pages"])
    return share >= TARGET_SHARE and whole and found["number"] >= TARGET_NUMBERS * found["pages"]


def tell_requests(channel: str, asked: dict[str, float], count: int) -> None:
    needed = int(sum(asked.get(kind, 0) for kind in ("api", "list", "release", "feed")))
    documents = int(asked.get("document", 0))
    print(f"{channel:<13} {needed:,} requests for {count:,} announcements, and {documents:,} for their documents")


def tell_api(home: Home, folder: Path) -> None:
    home.empty()
    with serving(folder, "--api") as port:
        crawl = home.crawl(port)
    tell_requests("API", crawl.asked, home.query("print(Announcement.objects.count())"))


def tell_feed(home: Home) -> None:
    """The ten newest of the CFTC's sample, by its feed."""
    home.empty()
    home.manage("crawl", "cftc", "--sample", "--limit", "10")
    code = "print(json.dumps([CrawlRun.objects.latest('pk').requests, Document.objects.count()]))"
    requests, documents = home.query(code)
    tell_requests("RSS", {"feed": requests - documents, "document": documents}, 10)


def grow(home: Home, folder: Path, copies: int) -> bool:
    home.empty()
    started = time.monotonic()
    with serving(folder, "--copies", str(copies)) as port:
        crawl = home.crawl(port)
    count = int(crawl.asked["release"])
    print(f"{count:,} pages  {crawl.rate:7.1f} pages/s, peak {crawl.peak:4.0f} MB, {time.monotonic() - started:.0f} s")
    marks = [next((mb for n, mb in crawl.memory if n >= share * count / 5), crawl.peak) for share in range(1, 5)]
    print("memory        " + ", ".join(f"{mb:.0f} MB" for mb in [*marks, crawl.memory[-1][1] if crawl.memory else 0]))
    return not crawl.memory or crawl.peak - marks[0] < MOST_GROWTH


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=10, help="of each page, for the growth of memory; 0 for none")
    options = parser.parse_args()
    if not ARCHIVE.exists():
        sys.exit(f"The benchmark reads {ARCHIVE}, which is not there.")
    home_folder, folder = (Path(tempfile.mkdtemp(prefix=f"casebook-{name}-")) for name in ("crawl", "pages"))
    home_folder.chmod(0o755)  # as root the database server's own user must be able to enter
    try:
        with tarfile.open(ARCHIVE) as archive:
            archive.extractall(folder, filter="data")
        home = Home(home_folder)
        home.manage("migrate", "--verbosity", "0")
        fine = compare(home, folder)
        tell_api(home, folder)
        tell_feed(home)
        fine = (not options.copies or grow(home, folder, options.copies)) and fine
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(home_folder, ignore_errors=True)
    return int(not fine)


if __name__ == "__main__":
    sys.exit(main())
