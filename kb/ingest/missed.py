"""Announcements that a crawl met in a list and could not read go in; those to ask for again come out.

The next crawl tries again; after that the waits double, from an hour to thirty days, until a try has succeeded or
MOST_TRIES are made. A list that names the page again meanwhile has it read each time; that counts once in a wait.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from crawler.items import KnownPage, MissedItem
from kb.ingest.record import Outcome
from kb.models import Announcement, MissedPage
from kb.models.missed import MOST_TRIES

FIRST_WAIT = timedelta(hours=1)  # after the second try
LONGEST_WAIT = timedelta(days=30)


def wait_after(tries: int) -> timedelta:
    return min(LONGEST_WAIT, FIRST_WAIT * (1 << tries - 2)) if tries > 1 else timedelta(0)


@transaction.atomic
def record_missed(item: MissedItem) -> Outcome:
    """One that proves to be none of ours is forgotten."""
    page, now = item.page, timezone.now()
    own = MissedPage.objects.select_for_update().filter(source=item.source, key=page.key)
    if not item.reason:
        own.delete()
        return Outcome.UNCHANGED
    last = {"reason": item.reason, "detail": item.detail, "last_tried_at": now}
    missed = own.first()
    if missed is None:
        MissedPage.objects.create(
            source=item.source,
            key=page.key,
            url=page.url,
            record_url=page.record_url,
            number=page.number,
            title=page.title,
            published_on=page.published_on,
            topics=list(page.topics),
            first_tried_at=now,
            ask_again_at=now + wait_after(1),
            **last,
        )
    elif missed.ask_again_at <= now:
        tries = missed.tries + 1
        own.update(**last, tries=tries, ask_again_at=now + wait_after(tries))
    else:
        own.update(**last)
    return Outcome.UNREADABLE


def still_missed() -> QuerySet[MissedPage]:
    read = Announcement.objects.filter(source=OuterRef("source"), key=OuterRef("key"))
    return MissedPage.objects.filter(~Exists(read))


def due_missed(source: str, now: datetime, most: int) -> list[KnownPage]:
    """At most so many pages of the source, those that have waited longest first; none that was given up."""
    due = still_missed().filter(source=source, tries__lt=MOST_TRIES, ask_again_at__lte=now)
    return [
        KnownPage(
            key=page.key,
            url=page.url,
            number=page.number,
            title=page.title,
            published_on=page.published_on,
            topics=tuple(page.topics),
            record_url=page.record_url,
        )
        for page in due.order_by("ask_again_at", "pk")[:most]
    ]
