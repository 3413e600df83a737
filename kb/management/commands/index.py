"""Brings the search index up to date with the database, or builds it anew."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from kb.search import index


class Command(BaseCommand):
    help = "Brings the search index up to date with the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="build the index anew beside the one that serves")

    def handle(self, *args: Any, **options: Any) -> None:
        reason = "asked to" if options["rebuild"] else index.check()
        if reason is None:
            self.stdout.write(f"{index.follow()} announcements brought up to date.")
            return
        self.stdout.write(f"Building the index ({reason}).")
        self.build()

    def build(self) -> None:
        columns = (TextColumn("Indexing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        started = time.monotonic()
        with Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task("index", total=None)
            count = index.rebuild(progress=lambda done, total: bar.update(task, completed=done, total=total))
        self.stdout.write(f"{count} announcements indexed in {time.monotonic() - started:.1f} s.")
