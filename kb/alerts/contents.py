"""The alerts of a digest go in; what the mail says comes out: each case once, in the section that it belongs to.

New cases; what is new in cases that were known before; announcements that the agency changed; and, apart, older
announcements that have only now come in. Within a section cases stand under the first of the watches that they hit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from kb.alerts.changes import Edit, add_lines, find_edit, versions_of
from kb.alerts.facts import Facts, make_facts
from kb.models import Alert, Announcement, Case, CaseLink, Digest, Extraction, Source, Version

OLDER_THAN = timedelta(days=60)
MOST_FULL = 20  # announcements told with their facts: Gmail cuts off a mail of more than 102 kB
MOST_CASES = 80  # the others by their title
MOST_OLDER = 25
FACT_TABLES = ("stages", "parties", "charges", "sanctions", "terms")


@dataclass
class Notice:
    """One announcement of the mail. `edit` is what the agency did to one that the watches saw before; None for one that
    is new to them. `facts` is None where it is told by its title alone."""

    announcement: Announcement
    edit: Edit | None
    is_older: bool
    is_enforcement: bool = True
    facts: Facts | None = None

    @property
    def is_changed(self) -> bool:
        return self.edit is not None

    @property
    def did(self) -> str:
        return self.edit.did if self.edit else ""

    @property
    def is_removed(self) -> bool:
        return self.announcement.removed_at is not None

    @property
    def lines(self) -> list[tuple[str, str]]:
        """(heading, words) of what the agency changed, then of what the announcement says."""
        return [*(self.edit.lines if self.edit else []), *(self.facts.lines if self.facts else [])]

    @property
    def link(self) -> str:
        """What the reader finds behind `url`."""
        if self.is_removed:
            return "Read the copy that Casebook kept"
        return "See what the agency changed" if self.edit and self.edit.is_edited else "Read the announcement"

    @property
    def agency(self) -> str:
        return Source(self.announcement.source).label

    @property
    def url(self) -> str:
        page = settings.SITE_URL + reverse("announcement", args=[self.announcement.pk])
        return f"{page}#versions" if self.edit and self.edit.is_edited and not self.is_removed else page


@dataclass
class Entry:
    """One case of the mail, with its announcements, newest first, and the names of the watches that found it."""

    title: str
    url: str
    agencies: list[str]
    first_on: date
    last_on: date
    is_new: bool
    is_enforcement: bool = True
    notices: list[Notice] = field(default_factory=list)
    watches: list[str] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        return all(notice.is_changed for notice in self.notices)

    @property
    def is_removed(self) -> bool:
        return self.is_changed and all(notice.is_removed for notice in self.notices)

    @property
    def did(self) -> str:
        """What the agencies did to announcements that the watches saw before."""
        return "; ".join(dict.fromkeys(notice.did for notice in self.notices if notice.did))

    @property
    def is_older(self) -> bool:
        return not self.is_changed and all(notice.is_older or notice.is_changed for notice in self.notices)

    @property
    def has_history(self) -> bool:
        """Whether there is more to the case than the one announcement told of."""
        return len(self.notices) > 1 or self.first_on != self.last_on

    @property
    def told(self) -> list[Notice]:
        return [notice for notice in self.notices if notice.facts is not None]

    @property
    def untold_count(self) -> int:
        return len(self.notices) - len(self.told)


@dataclass
class Section:
    """`groups` are (name of a watch, its cases)."""

    title: str
    entries: list[Entry]

    @property
    def groups(self) -> list[tuple[str, list[Entry]]]:
        ordered = sorted(self.entries, key=lambda entry: entry.watches[0].casefold())
        return [(name, list(entries)) for name, entries in groupby(ordered, key=lambda entry: entry.watches[0])]


@dataclass
class Contents:
    """What one digest says. `unlisted` counts cases that the mail leaves to the page of the digest."""

    new: Section
    known: Section
    removed: Section
    changed: Section
    older: list[Entry]
    older_count: int
    unlisted: int
    is_sample: bool

    @property
    def sections(self) -> list[Section]:
        return [section for section in (self.new, self.known, self.removed, self.changed) if section.entries]


def make_contents(digest: Digest, *, is_limited: bool = True) -> Contents:
    """Reads the digest's alerts. `is_limited`: as much as a mail holds; else all of them, by their titles."""
    entries = make_entries(alerts_of(digest))
    older = [entry for entry in entries if entry.is_older]
    listed = [entry for entry in entries if not entry.is_older]
    listed.sort(key=lambda entry: (not entry.is_new, entry.is_changed, not entry.is_enforcement))
    kept = listed[:MOST_CASES] if is_limited else listed
    add_facts([notice for entry in kept for notice in entry.notices][:MOST_FULL])
    return Contents(
        new=Section("New cases", [entry for entry in kept if entry.is_new and not entry.is_changed]),
        known=Section("New in cases you may know", [e for e in kept if not e.is_new and not e.is_changed]),
        removed=Section("Removed by the agencies", [entry for entry in kept if entry.is_removed]),
        changed=Section("Changed by the agencies", [e for e in kept if e.is_changed and not e.is_removed]),
        older=older[:MOST_OLDER] if is_limited else older,
        older_count=len(older),
        unlisted=len(listed) - len(kept),
        is_sample=any(notice.announcement.is_sample for entry in entries for notice in entry.notices),
    )


def alerts_of(digest: Digest) -> QuerySet[Alert]:
    """Newest announcements first. `is_changed`: an earlier version was there for the watches to see."""
    earlier = Version.objects.filter(
        announcement=OuterRef("announcement"), ordinal__lt=OuterRef("version__ordinal"), matched_at__isnull=False
    )
    alerts = digest.alerts.select_related("announcement", "watch", "version").annotate(is_changed=Exists(earlier))
    return alerts.order_by("-announcement__published_on", "-announcement", "watch__name", "watch", "version__ordinal")


def make_entries(alerts: Iterable[Any]) -> list[Entry]:
    """One entry for each case, or for an announcement that has none, in the order of the alerts."""
    hits: dict[int, list[Any]] = defaultdict(list)
    for alert in alerts:
        hits[alert.announcement_id].append(alert)
    history = versions_of(hits.keys())
    notices = {announcement: make_notice(found, history[announcement]) for announcement, found in hits.items()}
    fresh = {announcement for announcement, notice in notices.items() if not notice.is_changed}
    cases = cases_of(notices.keys())
    entries: dict[str, Entry] = {}
    for announcement, notice in notices.items():
        case = cases.get(announcement)
        key = f"case {case.pk}" if case else f"announcement {announcement}"
        entry = entries.setdefault(key, make_entry(case, notice, fresh))
        entry.notices.append(notice)
        names = (alert.watch.name for alert in hits[announcement])
        entry.watches = list(dict.fromkeys([*entry.watches, *names]))
    return list(entries.values())


def cases_of(announcements: Collection[int]) -> dict[int, Case]:
    links = CaseLink.objects.filter(announcement__in=announcements, undone_at=None).select_related("case")
    return {link.announcement_id: link.case for link in links.prefetch_related("case__links")}


def make_entry(case: Case | None, notice: Notice, fresh: set[int]) -> Entry:
    if case is None:
        announcement = notice.announcement
        on = announcement.published_on
        return Entry(announcement.title, notice.url, [notice.agency], on, on, is_new=True)
    agencies = [Source(source).label for source in case.agencies]
    url = settings.SITE_URL + case.get_absolute_url()
    is_new = opener(case) in fresh
    return Entry(case.title, url, agencies, case.first_on, case.last_on, is_new, case.is_enforcement)


def opener(case: Case) -> int:
    """The announcement with which the case came into the knowledge base."""
    return min(link.announcement_id for link in case.links.all() if link.undone_at is None)


def make_notice(alerts: list[Any], versions: list[Version]) -> Notice:
    """The notice of one announcement. A reader who has not been told of it yet is told of it as new."""
    announcement = alerts[0].announcement
    found_on = timezone.localdate(min(alert.created_at for alert in alerts))
    return Notice(
        announcement,
        edit=find_edit(versions, alerts) if all(alert.is_changed for alert in alerts) else None,
        is_older=announcement.published_on < found_on - OLDER_THAN,
    )


def add_facts(notices: Iterable[Notice]) -> None:
    wanted = {notice.announcement.pk: notice for notice in notices}
    current = Extraction.objects.filter(announcement__in=wanted, is_current=True)
    for extraction in current.select_related("version").prefetch_related(*FACT_TABLES):
        notice = wanted[extraction.announcement_id]
        notice.is_enforcement = extraction.is_enforcement
        notice.facts = make_facts(extraction)
    add_lines([notice.edit for notice in wanted.values() if notice.edit])
