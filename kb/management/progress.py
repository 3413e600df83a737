"""A progress bar for long commands; on a console that is no terminal, a line every few seconds instead."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

LINE_EVERY = 10.0  # seconds

Report = Callable[[int, int], None]


@contextmanager
def progress_bar(title: str) -> Iterator[Report]:
    """Yields `report(done, total)`."""
    if not sys.stderr.isatty():
        yield line_reporter(title)
        return
    columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def line_reporter(title: str) -> Report:
    last = time.monotonic()

    def report(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last > LINE_EVERY:
            last = time.monotonic()
            print(f"{title}: {done:,} of {total:,}", file=sys.stderr, flush=True)

    return report


CrawlReport = Callable[[str, Mapping[str, int], date | None], None]


@contextmanager
def crawl_reporter(sources: list[str]) -> Iterator[CrawlReport]:
    """Yields `report(source, counts, reached_on)`; the whole of a crawl is not known beforehand, so counts and how far
    back its list is read are all it shows."""
    if not sys.stderr.isatty():
        yield crawl_lines()
        return
    columns = (SpinnerColumn(), TextColumn("{task.description:<10}"), TextColumn("{task.fields[counts]}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        tasks = {source: bar.add_task(f"crawl {source}", total=None, counts="starting") for source in sources}

        def report(source: str, counts: Mapping[str, int], reached_on: date | None) -> None:
            bar.update(tasks[source], counts=crawl_words(counts, reached_on))

        yield report


def crawl_lines() -> CrawlReport:
    last: dict[str, float] = {}

    def report(source: str, counts: Mapping[str, int], reached_on: date | None) -> None:
        if time.monotonic() - last.setdefault(source, time.monotonic()) > LINE_EVERY:
            last[source] = time.monotonic()
            print(f"crawl {source}: {crawl_words(counts, reached_on)}", file=sys.stderr, flush=True)

    return report


def crawl_words(counts: Mapping[str, int], reached_on: date | None) -> str:
    words = [f"{number:,} {name}" for name, number in counts.items()]
    return ", ".join([*words, f"back to {reached_on}"] if reached_on else words)
