"""Matches what is new or changed against the active watches."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from kb.alerts.match import match


class Command(BaseCommand):
    help = "Match new and changed announcements against the active watches."

    def handle(self, *args: Any, **options: Any) -> None:
        made = match()
        self.stdout.write(f"{made:,} alert{'' if made == 1 else 's'}")
