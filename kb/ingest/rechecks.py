"""Which stored announcements to ask the agency for again, and what is written about those that gave no new page.

A page is asked for daily in its first two weeks, weekly for three months, monthly for two years, then once a year. What
came from files was never fetched from the agency: it is not asked for here.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from crawler.items import KnownPage, RecheckItem
from kb.ingest.record import FILE, Outcome, record_snapshot
from kb.models import Announcement, Change, ChangeKind, Version

# Published at most so long ago: asked for again after so long.
SCHEDULE = (
    (timedelta(days=14), timedelta(days=1)),
    (timedelta(days=91), timedelta(days=7)),
    (timedelta(days=730), timedelta(days=30)),
)
ELSE_EVERY = timedelta(days=365)
SINGLE_RECORD = "/api/v1/press_releases/"  # in the address of what was read from the Department of Justice's API
_VALIDATORS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


def due_pages(source: str, now: datetime, most: int) -> list[KnownPage]:
    """At most so many announcements of the source that are due, those not asked for the longest first."""
    due = due_announcements(source, now).select_related("current_version__snapshot")
    return [make_known_page(announcement) for announcement in due[:most]]


def due_announcements(source: str, now: datetime) -> QuerySet[Announcement]:
    due = Q(checked_at=None) | Q(checked_at__lte=now - ELSE_EVERY)
    for age, interval in SCHEDULE:
        due |= Q(published_on__gte=(now - age).date(), checked_at__lte=now - interval)
    fetched = Announcement.objects.filter(source=source, current_version__isnull=False)
    fetched = fetched.exclude(current_version__snapshot__channel=FILE)
    return fetched.filter(due).order_by(F("checked_at").asc(nulls_first=True), "pk")


def make_known_page(announcement: Announcement) -> KnownPage:
    version = announcement.current_version
    assert version is not None  # noqa: S101  (due_announcements leaves out those without)
    is_record = SINGLE_RECORD in version.snapshot.url
    return KnownPage(
        key=announcement.key,
        url=announcement.url,
        number=announcement.number,
        title=announcement.title,
        published_on=announcement.published_on,
        topics=tuple(announcement.topics),
        record_url=version.snapshot.url if is_record else "",
        conditions=conditions(announcement, version),
        is_removed=announcement.removed_at is not None,
    )


def conditions(announcement: Announcement, version: Version) -> dict[str, str]:
    """Headers with which an unchanged page need not be sent again; none where those we have are of another answer: of
    a page of the API's list, of the page that said "gone", or of the address that a redirect ended at."""
    snapshot = version.snapshot
    is_own = snapshot.url == announcement.url or snapshot.channel == "recheck"
    if announcement.removed_at is not None or snapshot.channel == "api" or not is_own:
        return {}
    return {ours: snapshot.headers[theirs] for theirs, ours in _VALIDATORS.items() if snapshot.headers.get(theirs)}


@transaction.atomic
def record_recheck(item: RecheckItem) -> Outcome:
    """Writes when the agency was asked, and for a page newly gone a version that says so and keeps the text."""
    announcement = Announcement.objects.select_for_update().get(source=item.source, key=item.key)
    asked = Announcement.objects.filter(pk=announcement.pk)
    if item.state == "removed" and announcement.removed_at is None:
        version = record_removal(announcement, item)
        asked.update(checked_at=item.asked_at, removed_at=item.asked_at, current_version=version)
        Change.objects.create(announcement_id=announcement.pk)
        return Outcome.REMOVED
    asked.update(checked_at=item.asked_at)
    if item.state == "unreadable":
        return Outcome.UNREADABLE
    if item.state == "unchanged":
        asked.update(last_seen_at=item.asked_at)
    return Outcome.UNCHANGED


def record_removal(announcement: Announcement, item: RecheckItem) -> Version:
    """The next version: the text as last seen, with the answer that said that it is gone as its snapshot."""
    last = announcement.current_version
    if last is None or item.raw is None:
        raise ValueError(f"{announcement}: nothing is stored that could have been removed, or no answer says so")
    return Version.objects.create(
        announcement=announcement,
        ordinal=last.ordinal + 1,
        snapshot=record_snapshot(announcement, item.raw, "recheck"),
        title=last.title,
        published_on=last.published_on,
        text=last.text,
        text_hash=last.text_hash,
        change=ChangeKind.REMOVED,
    )
