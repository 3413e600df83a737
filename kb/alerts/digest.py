"""Waiting alerts go in; Digest rows come out: one for each user with something new in the last complete week.

A week runs from Monday 00:00 to Monday 00:00 in settings.TIME_ZONE, so twice a year it has 167 or 169 hours. Alerts of
paused watches wait. An alert that comes in after its digest was made waits for the next one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from kb.models import Alert, Digest, User, Watch

WEEKLY = "weekly"


@dataclass(frozen=True)
class Period:
    """`start` inclusive, `end` exclusive, both aware."""

    start: datetime
    end: datetime


def last_week(now: datetime) -> Period:
    """The last complete week before `now`."""
    today = timezone.localdate(now)
    monday = today - timedelta(days=today.weekday())
    return Period(midnight(monday - timedelta(days=7)), midnight(monday))


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def make_digests(now: datetime) -> int:
    """Makes the digests of the last complete week before `now` that are not made yet; returns how many."""
    period = last_week(now)
    waiting = Alert.objects.filter(digest=None, created_at__lt=period.end, watch__is_active=True)
    users = User.objects.filter(is_active=True, watches__in=waiting.values("watch")).distinct().order_by("pk")
    return sum(make_digest(user, period) for user in users)


@transaction.atomic
def make_digest(user: User, period: Period) -> bool:
    """Whether a digest was made. Of two runs at once the unique constraint lets one through."""
    digest, is_new = Digest.objects.get_or_create(
        user=user,
        cadence=WEEKLY,
        period_start=period.start,
        defaults={"period_end": period.end, "message_id": make_message_id(user, period)},
    )
    if not is_new:
        return False
    if not waiting_alerts(user, period.end).update(digest=digest):
        digest.delete()
        return False
    return True


def waiting_alerts(user: User, end: datetime) -> QuerySet[Alert]:
    """No join: PostgreSQL looks again at `digest IS NULL` where another run has just taken the row."""
    watches = Watch.objects.filter(user=user, is_active=True)
    return Alert.objects.filter(digest=None, created_at__lt=end, watch_id__in=watches.values("pk"))


def make_message_id(user: User, period: Period) -> str:
    """The same for each attempt to send one digest, so that a mail sent twice is shown once; of this site alone."""
    name = f"{WEEKLY}.{timezone.localdate(period.start):%Y%m%d}.{user.pk}"
    proof = salted_hmac("kb.alerts.digest", f"{name} {user.email}", algorithm="sha256").hexdigest()[:16]
    return f"<{name}.{proof}@{site_host()}>"


def site_host() -> str:
    return str(urlsplit(settings.SITE_URL).hostname)
