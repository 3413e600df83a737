"""Writes the files of a new source: its spider, its pages, a frozen page and a test that fails until they are right."""

from __future__ import annotations

import keyword
from argparse import ArgumentParser
from pathlib import Path
from string import Template
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kb.database import BASE

TEMPLATES = BASE / "crawler" / "source_templates"
FILES = {
    "spider.py.txt": "crawler/spiders/{name}.py",
    "pages.py.txt": "crawler/pages/{name}.py",
    "release.html": "tests/crawler/frozen_sources/{name}/release.html",
    "test.py.txt": "tests/crawler/test_{name}.py",
}


class Command(BaseCommand):
    help = "Write the spider, a frozen page and a failing test of a new source."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="in lower-case letters, such as occ")
        parser.add_argument("--folder", type=Path, default=BASE, help="the clone to write to (default: this one)")

    def handle(self, *args: Any, name: str, folder: Path, **options: Any) -> None:
        if not (name.isascii() and name.isalpha() and name.islower()) or keyword.iskeyword(name) or len(name) > 16:
            raise CommandError(f"{name!r} cannot name a source: use up to 16 lower-case letters.")
        paths = {template: folder / path.format(name=name) for template, path in FILES.items()}
        for path in paths.values():
            if path.exists():
                raise CommandError(f"{path} is there already; nothing was written.")
        words = {"name": name, "label": name.upper(), "class_name": name.capitalize(), "upper_name": name.upper()}
        for template, path in paths.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(Template((TEMPLATES / template).read_text("utf-8")).substitute(words), "utf-8")
            self.stdout.write(f"wrote {path.relative_to(folder)}")
        self.stdout.write(
            f"Next: add {name} to AGENCIES (crawler/items.py), OFFICIAL_ROOTS (crawler/sites.py), {name.upper()}_ROOT "
            "(crawler/settings.py), Source (kb/models/sources.py, with a migration), SOURCES (kb/settings.py), "
            "FULL_NAMES (kb/sources.py) and SPIDERS (kb/management/commands/crawl.py); "
            f"then run pytest tests/crawler/test_{name}.py until it passes."
        )
