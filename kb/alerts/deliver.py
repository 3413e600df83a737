"""Pending digests go in; one mail each goes out, and what became of it comes back.

Each digest is claimed by a filtered UPDATE before it is sent and marked by its own id after, so two runs at once send
it once. A run that dies in between leaves it claimed; after an hour it is sent again under the same Message-ID. What
the mail server refuses goes back to pending with the reason, and the other mails still go out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q

from kb.alerts.emails import make_message
from kb.models import Digest

log = logging.getLogger(__name__)
STALE_AFTER = timedelta(hours=1)  # far longer than a mail takes, see EMAIL_TIMEOUT
PATIENCE = 20  # attempts, after which a mail is tried once a day
RETRY_DAILY = timedelta(days=1)


@dataclass(frozen=True)
class Delivery:
    """What became of one digest; `problem` is empty when it was sent."""

    email: str
    subject: str
    problem: str
    attempts: int


def deliver(now: datetime, *, report: Callable[[Delivery], object] = lambda delivery: None) -> list[Delivery]:
    """Sends what waits. `report` is called after each mail; a mail that fails raises nothing."""
    waiting = Digest.objects.filter(claimable(now), user__is_active=True, period_end__lte=now)
    done: list[Delivery] = []
    for pk in list(waiting.order_by("period_end", "pk").values_list("pk", flat=True)):
        delivery = send(pk, now) if claim(pk, now) else None
        if delivery:
            done.append(delivery)
            report(delivery)
    return done


def claimable(now: datetime) -> Q:
    """Digests that nobody is sending: pending, or claimed an hour away from `now`, whichever way a clock is wrong."""
    tried_lately = Q(attempts__gte=PATIENCE, claimed_at__gt=now - RETRY_DAILY, claimed_at__lte=now)
    stale = Q(claimed_at__lt=now - STALE_AFTER) | Q(claimed_at__gt=now + STALE_AFTER)
    return (Q(status=Digest.Status.PENDING) & ~tried_lately) | (Q(status=Digest.Status.SENDING) & stale)


def claim(pk: int, now: datetime) -> bool:
    """True for the one run that may send it. No join: PostgreSQL must look again at a row that another just took."""
    claimed = Digest.objects.filter(claimable(now), pk=pk)
    return claimed.update(status=Digest.Status.SENDING, claimed_at=now, attempts=F("attempts") + 1) == 1


def send(pk: int, now: datetime) -> Delivery | None:
    """Sends a claimed digest; None when its watches were paused meanwhile and there is nothing left to say."""
    digest = Digest.objects.select_related("user").get(pk=pk)
    digest.alerts.filter(watch__is_active=False).update(digest=None)
    if not digest.alerts.exists():
        digest.delete()
        return None
    subject = ""
    try:
        message = make_message(digest)
        subject = str(message.subject)
        message.send()
    except Exception as error:  # one user's mail, whatever is wrong with it, must not hold up the others'
        log.warning("Digest %d to %s was not sent.", pk, digest.user.email, exc_info=True)
        problem = f"{type(error).__name__}: {error}"[:2_000].replace("\0", "")
        Digest.objects.filter(pk=pk).update(status=Digest.Status.PENDING, problem=problem)
        return Delivery(digest.user.email, subject, problem, digest.attempts)
    Digest.objects.filter(pk=pk).update(status=Digest.Status.SENT, sent_at=now, problem="")
    return Delivery(digest.user.email, subject, "", digest.attempts)
