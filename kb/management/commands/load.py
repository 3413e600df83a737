"""Ingests files of announcements: JSON lines, plain or gzipped. Lines that are stored already cost a look."""

from __future__ import annotations

import gzip
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from kb.ingest import BadLine, known_lines, line_hash, parse_line, record
from kb.management.progress import progress_bar

BATCH = 500
LONGEST_LINE = 20 * 1024 * 1024  # bytes
MOST_COMPLAINTS = 20


class Command(BaseCommand):
    help = "Ingest announcements from JSON lines (.jsonl, .jsonl.gz), then extract, link and index them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--ingest-only", action="store_true", help="leave extraction to `manage.py process`")

    def handle(self, *args: Any, files: list[Path], ingest_only: bool, **options: Any) -> None:
        for path in files:
            if not path.is_file():
                raise CommandError(f"{path} is not a file.")
        totals: Counter[str] = Counter()
        for path in files:
            totals += self.load(path)
        if not ingest_only:
            self.process()
        if not totals.total():
            raise CommandError("the files hold no announcements.")
        if totals["bad"] == totals.total():
            raise CommandError("no line could be read.")

    def load(self, path: Path) -> Counter[str]:
        counts: Counter[str] = Counter()
        try:
            with path.open("rb") as raw, progress_bar(path.name[:30]) as report:
                for number, line, is_known in numbered(open_lines(raw, path)):
                    counts["unchanged" if is_known else self.take(line, f"{path.name}:{number}", counts)] += 1
                    report(raw.tell(), path.stat().st_size)
        except (gzip.BadGzipFile, EOFError, OSError) as error:
            raise CommandError(
                f"{path} breaks off after {counts.total():,} lines: {error}. Those are stored."
            ) from None
        words = ", ".join(f"{counts[key]:,} {key}" for key in ("new", "changed", "unchanged", "bad"))
        self.stdout.write(f"{path.name}: {words}")
        return counts

    def take(self, line: bytes, place: str, counts: Counter[str]) -> str:
        try:
            return record(parse_line(line, place)).value
        except BadLine as error:
            if counts["bad"] < MOST_COMPLAINTS:
                self.stderr.write(f"{place}: skipped, {error}.")
            elif counts["bad"] == MOST_COMPLAINTS:
                self.stderr.write("Further bad lines are only counted.")
            return "bad"

    def process(self) -> None:
        from django.core.management import call_command

        call_command("process")


def open_lines(raw: BinaryIO, path: Path) -> Iterator[bytes]:
    """The lines, of which an overlong one is cut: it is no JSON then, and is reported as a bad line."""
    lines = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw
    while line := lines.readline(LONGEST_LINE):
        yield line


def numbered(lines: Iterator[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    """Lines that are not blank, with their number from 1 and whether they are stored byte for byte."""
    count = 0
    while batch := list(islice(lines, BATCH)):
        known = known_lines(batch)
        for line in batch:
            count += 1
            if line.strip():
                yield count, line, line_hash(line) in known
