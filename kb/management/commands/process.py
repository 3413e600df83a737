"""Everything that follows ingestion: extract, resolve, index, match. Each step takes up what is left to do."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from kb.alerts.match import match
from kb.briefs import fill_briefs
from kb.extract import extract_pending
from kb.management.progress import progress_bar
from kb.resolve import resolve_pending
from kb.search.index import follow

LOCK = 0x7072_6F63


class Command(BaseCommand):
    help = "Extract facts, link cases, bring the index up to date and match watches, for all that is new or changed."

    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:  # a second one waits, then finds nothing left to do; the lock ends with us
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            self.process()
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])

    def process(self) -> None:
        with progress_bar("extract") as report:
            extracted = extract_pending(progress=report)
        with progress_bar("brief") as report:
            fill_briefs(progress=report)
        with progress_bar("resolve") as report:
            reasons = resolve_pending(progress=report)
        indexed = follow()
        alerts = match()
        linked = reasons.total() - reasons["first"]
        self.stdout.write(
            f"{extracted:,} extracted, {reasons['first']:,} cases opened, {linked:,} announcements added to cases, "
            f"{indexed:,} indexed, {alerts:,} alerts"
        )
