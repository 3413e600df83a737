"""How far runs through the agencies' lists have come: written by one run, taken up by a later one."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from crawler.walks import Cursor
from kb.models import CrawlCursor


def stored_cursors(source: str) -> list[Cursor]:
    return [
        Cursor(row.name, row.since, row.url, row.top_url, row.newest_on, row.reached_on)
        for row in CrawlCursor.objects.filter(source=source)
    ]


def record_cursor(source: str, cursor: Cursor) -> None:
    CrawlCursor.objects.update_or_create(
        source=source,
        name=cursor.name,
        since=cursor.since,
        defaults={
            "url": cursor.url,
            "top_url": cursor.top_url,
            "newest_on": cursor.newest_on,
            "reached_on": cursor.reached_on,
        },
    )


def forget_cursors(source: str, name: str, since: date | None) -> None:
    """The list has been read as far back as `since`: what was left by runs that went no further is not needed."""
    left = CrawlCursor.objects.filter(source=source, name=name)
    (left if since is None else left.filter(Q(since__gte=since))).delete()
