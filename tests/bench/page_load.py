"""The search page over HTTP: 20 people who each ask, read for a second and ask again; then as fast as it goes.

    CASEBOOK_HOME=/tmp/bench python -m tests.bench.page_load [--seconds 30]

In: a home that bench_search has filled and indexed. Starts the real site on loopback in a process of its own. No
search is asked twice: each of the fixed mix comes without a word of its own, which is nowhere, and nearness is asked of
other words each time. Prints the times of pages, and the highest rate that it sustained with any number of
callers who do not wait. A page that is no answer (not 200, or without results) fails the run. Exit code 1 when the
target is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote_plus
from urllib.request import urlopen

from tests.bench.bench_search import QUERIES
from tests.bench.processor import postmaster, spent

PEOPLE, THINK_SECONDS, TARGET_P95_MS = 20, 1.0, 100.0
CALLERS = (1, 2, 4, 8)
NEAR = re.compile(r"(\S+) (w/\d+|pre/\d+|/s|/p) (\S+)")
WORDS = (  # noqa: SIM905
    "bank bribery officer official scheme hospital kickback investor customer fund forex solicit crypto launder trader "
    "broker account wire mail loan mortgage tax return claim false payment company director employee agent victim"
).split()
_STARTING = 60.0


@contextmanager
def serving() -> Iterator[tuple[int, int]]:
    """The port and the process of the site, for as long as it is wanted."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, "PORT": str(port), "HOST": "127.0.0.1", "LOG_LEVEL": "ERROR"}
    with subprocess.Popen([sys.executable, "manage.py", "serve"], env=environment) as server:
        try:
            wait_for(port, server)
            yield port, server.pid
        finally:
            server.terminate()


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _STARTING
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/search?q=fraud") as answer:  # noqa: S310
                answer.read()
                return
        except HTTPError as error:
            sys.exit(f"The search page fails ({error}); the site says why above.")
        except OSError:
            time.sleep(0.2)
    sys.exit("The site did not start.")


def searches(seed: int) -> Iterator[str]:
    """Without end, and no two alike."""
    rng = random.Random(seed)  # noqa: S311 - who asks what
    for number in count(1):
        text = NEAR.sub(lambda found: " ".join((rng.choice(WORDS), found[2], rng.choice(WORDS))), rng.choice(QUERIES))
        yield f"({text}) -zq{seed}x{number}"


class Caller:
    """One connection that is kept open, as a browser's is."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, text: str) -> float:
        """Milliseconds until the whole page is there."""
        started = time.perf_counter()
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        reader, writer = self.streams
        writer.write(f"GET /search?q={quote_plus(text)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = next(line for line in head.split("\r\n") if line.startswith("content-length:"))
        page = await reader.readexactly(int(length.partition(":")[2]))
        took = (time.perf_counter() - started) * 1000
        if " 200 " not in head.split("\r\n")[0] or b"</html>" not in page[-200:]:
            raise RuntimeError(f"no page for {text}: {head.splitlines()[0]}")
        return took

    def close(self) -> None:
        if self.streams:
            self.streams[1].close()


async def call(
    port: int, until: float, times: list[float], asked: Iterator[str], rng: random.Random, *, think: float
) -> None:
    caller = Caller(port)
    await asyncio.sleep(rng.random() * think)
    while time.perf_counter() < until:
        times.append(await caller.ask(next(asked)))
        if think:
            await asyncio.sleep(think * rng.uniform(0.5, 1.5))
    caller.close()


async def load(
    port: int, callers: int, seconds: float, asked: Iterator[str], *, think: float
) -> tuple[list[float], float]:
    """The times of all pages, and how many a second there were."""
    times: list[float] = []
    started = time.perf_counter()
    made = [random.Random(number) for number in range(callers)]  # noqa: S311 - who asks what
    await asyncio.gather(*(call(port, started + seconds, times, asked, rng, think=think) for rng in made))
    return times, len(times) / (time.perf_counter() - started)


def measure(seconds: float) -> dict[str, float]:
    asked = searches(seed=1)
    with serving() as (port, server):
        asyncio.run(load(port, 8, min(seconds, 10), asked, think=0))  # threads and connections are made on first use
        before = spent(server, postmaster())
        times, rate = asyncio.run(load(port, PEOPLE, seconds, asked, think=THINK_SECONDS))
        after = spent(server, postmaster())
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"{PEOPLE} people: {len(times):,} pages, {rate:.1f}/s, median {statistics.median(times):.0f} ms, "
              f"p95 {p95:.0f} ms (target {TARGET_P95_MS:.0f})", flush=True)  # fmt: skip
        if before is not None and after is not None:
            print(f"{(after - before) / len(times) * 1000:.1f} ms of processor a page, the database's included")
        rates = {}
        for callers in CALLERS:
            busy, rates[callers] = asyncio.run(load(port, callers, seconds / 4, asked, think=0))
            print(
                f"{callers} without a pause: {rates[callers]:.1f}/s, median {statistics.median(busy):.0f} ms",
                flush=True,
            )
    return {"p95": p95, "median": statistics.median(times), "most": max(rates.values())}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--out", type=Path, help="also write the figures there, as JSON")
    options = parser.parse_args()
    figures = measure(options.seconds)
    if options.out:
        options.out.write_text(json.dumps(figures))
    return int(figures["p95"] > TARGET_P95_MS)


if __name__ == "__main__":
    sys.exit(main())
