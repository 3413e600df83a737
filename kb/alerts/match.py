"""Versions that no watch has seen yet go in; Alert rows come out: one for each watch and version that it matches.

Only the current version of an announcement is matched, once its facts are tied to a case. Each version is matched
once, against the watches of that moment: a watch made later, or paused then, gets no alert for it. A change in nothing
but the way of writing gives none. A batch, its alerts and its marks are one transaction, so a run that breaks off loses
nothing and doubles nothing.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from kb.models import Alert, Announcement, CaseLink, ChangeKind, Extraction, Source, Version, Watch
from kb.search.matching import Matcher
from kb.search.query import SearchRequest

BATCH = 200  # their announcements are locked while the watches look at them
RESAVE_DAYS = (date(2025, 2, 5), date(2025, 2, 6))  # the Department of Justice stored its old releases anew
SAID = (ChangeKind.REMOVED, ChangeKind.RESTORED, "")  # these are told whatever the stamp says
QUIET = Q(change=ChangeKind.COSMETIC) | Q(
    ~Q(change__in=SAID), announcement__source=Source.DOJ, changed_on__in=RESAVE_DAYS
)
LOCK = 0x6B62_616C  # of PostgreSQL's advisory locks: one run matches at a time


def match() -> int:
    """Matches every waiting version; returns how many alerts were made."""
    made = 0
    while (batch := match_batch()) is not None:
        made += batch
    return made


@transaction.atomic
def match_batch() -> int | None:
    """The number of alerts that the next versions gave, None when none is waiting."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    silent().update(matched_at=timezone.now())
    waiting = list(unmatched().values_list("announcement_id", flat=True)[:BATCH])
    if not waiting:
        return None
    # Held until the end, so that what the watches see is what the versions say.
    list(Announcement.objects.select_for_update(no_key=True).filter(pk__in=waiting).order_by("pk").values_list("pk"))
    versions = dict(unmatched().filter(announcement__in=waiting).values_list("announcement_id", "pk"))
    made = record_alerts(versions)
    Version.objects.filter(pk__in=versions.values()).update(matched_at=timezone.now())
    return made


def unmatched() -> QuerySet[Version]:
    """Current versions whose facts are tied to a case and that no watch has seen, oldest first."""
    resolved = Extraction.objects.filter(version=OuterRef("pk"), is_current=True, resolved_at__isnull=False)
    tied = CaseLink.objects.filter(announcement=OuterRef("announcement"), undone_at=None)
    current = Version.objects.filter(matched_at=None, announcement__current_version=F("pk"))
    return current.filter(Exists(resolved), Exists(tied)).order_by("pk")


def silent() -> QuerySet[Version]:
    """Waiting versions that say nothing which the watches have not seen already: since the version matched last, all
    that changed is how it is written, or what the agency's move to new pages did to it."""
    unseen = Version.objects.filter(announcement=OuterRef("announcement"), matched_at=None)
    seen = Version.objects.filter(announcement=OuterRef("announcement"), matched_at__isnull=False)
    seen_later = seen.filter(ordinal__gt=OuterRef("ordinal"))
    loud = unseen.filter(~QUIET, ~Exists(seen_later), ordinal__lte=OuterRef("ordinal"))
    return unmatched().filter(Exists(seen.filter(ordinal__lt=OuterRef("ordinal"))), ~Exists(loud))


def record_alerts(versions: dict[int, int]) -> int:
    """Inserts the alerts for {announcement: version}; a pair of watch and version that has one keeps it."""
    searches = active_watches()
    if not searches:
        return 0
    matcher = Matcher.of(versions)
    alerts = [
        Alert(watch_id=watch, announcement_id=announcement, version_id=versions[announcement])
        for query, watches in searches.items()
        for announcement in sorted(matcher.matches(SearchRequest.from_params(query)))
        for watch in watches
    ]
    before = Alert.objects.filter(version__in=versions.values()).count()
    Alert.objects.bulk_create(alerts, batch_size=5_000, ignore_conflicts=True)
    return Alert.objects.filter(version__in=versions.values()).count() - before


def active_watches() -> dict[str, list[int]]:
    """Watches by their query, so that one query of many users is evaluated once."""
    found: dict[str, list[int]] = defaultdict(list)
    for query, watch in Watch.objects.filter(is_active=True).order_by("pk").values_list("query", "pk"):
        found[query].append(watch)
    return found
