"""Which stored announcements and files to ask the agency for again, and what is written of those that gave no new page.

Each is asked for daily in its first two weeks, weekly for three months, monthly for two years, then once a year. What
was loaded from a file was never fetched from the agency: it is not asked for here; nor is the sample.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from crawler.items import KnownDocument, KnownPage, RecheckItem
from crawler.sites import OFFICIAL_ROOTS
from kb.ingest.files import make_conditions, record_snapshot
from kb.ingest.record import FILE, Outcome
from kb.models import Announcement, Change, ChangeKind, Document, Version

# Published at most so long ago: asked for again after so long.
SCHEDULE = (
    (timedelta(days=14), timedelta(days=1)),
    (timedelta(days=91), timedelta(days=7)),
    (timedelta(days=730), timedelta(days=30)),
)
ELSE_EVERY = timedelta(days=365)
SINGLE_RECORD = "/api/v1/press_releases/"  # in the address of what was read from the Department of Justice's API


def due_pages(source: str, now: datetime, most: int) -> list[KnownPage]:
    """At most so many announcements of the source that are due, those not asked for the longest first."""
    due = due_announcements(source, now).select_related("current_version__snapshot")
    return [make_known_page(announcement) for announcement in due[:most]]


def is_due(now: datetime, published: str) -> Q:
    """On the schedule; `published` is the field that says since when there is something to ask for."""
    due = Q(checked_at=None) | Q(checked_at__lte=now - ELSE_EVERY)
    for age, interval in SCHEDULE:
        due |= Q(**{f"{published}__gte": (now - age).date()}, checked_at__lte=now - interval)
    return due


def due_announcements(source: str, now: datetime) -> QuerySet[Announcement]:
    fetched = Announcement.objects.filter(source=source, is_sample=False, current_version__isnull=False)
    fetched = fetched.exclude(current_version__snapshot__channel=FILE)
    return fetched.filter(is_due(now, "published_on")).order_by(F("checked_at").asc(nulls_first=True), "pk")


def due_documents(source: str, now: datetime, most: int) -> list[KnownDocument]:
    """At most so many files of the source that are due, those not asked for the longest first. One that could never be
    fetched is asked for by the age of our wish for it. Left out are those of pages that are gone, those that are their
    announcement's own page, and those on other sites."""
    fetched = is_due(now, "announcement__published_on") & Q(body__isnull=False)
    failed = is_due(now, "captured_at__date") & Q(pk__in=unfetched_documents())
    own = stored_documents(source).filter(announcement__removed_at=None, url__startswith=OFFICIAL_ROOTS[source] + "/")
    due = own.exclude(url=F("announcement__url")).filter(fetched | failed)
    return [make_known_document(*row) for row in due.order_by(F("checked_at").asc(nulls_first=True), "pk")[:most]]


def unfetched_documents() -> QuerySet[Document]:
    """Files of which every fetch has failed so far, on the agencies' own sites."""
    own = Q()
    for source, root in OFFICIAL_ROOTS.items():
        own |= Q(announcement__source=source, url__startswith=root + "/")
    return Document.objects.filter(own, body=None, announcement__is_sample=False)


def known_documents(source: str) -> list[KnownDocument]:
    """All files of the source."""
    return [make_known_document(*row) for row in stored_documents(source).iterator()]


def stored_documents(source: str) -> QuerySet[Document, tuple[Any, ...]]:
    fields = ("announcement__key", "url", "title", "validators", "body_id", "gone_at")
    of_source = Document.objects.filter(announcement__source=source, announcement__is_sample=False)
    return of_source.order_by().values_list(*fields)


def make_known_document(
    key: str, url: str, title: str, validators: dict[str, str], body: str | None, gone_at: datetime | None
) -> KnownDocument:
    return KnownDocument(key, url, title, validators, has_bytes=body is not None, is_gone=gone_at is not None)


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
    return make_conditions(snapshot.headers)


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
