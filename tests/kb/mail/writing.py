"""Announcements that a watch hits, and the mail that is made of them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from django.core.mail import EmailMultiAlternatives

from kb.alerts.digest import make_digests
from kb.alerts.emails import make_message
from kb.alerts.match import match
from kb.alerts.watches import parse_query, record_watch
from kb.models import Alert, Announcement, Digest, Extraction, User, Version, Watch
from tests.kb.factories import CAPTURED_AT, make_announcement, make_extraction, make_version

MONDAY = datetime(2026, 11, 23, 13, tzinfo=UTC)
IN_WEEK = datetime(2026, 11, 20, 12, tzinfo=UTC)
NEWS = date(2026, 11, 17)


def watch(user: User, query: str, name: str = "") -> Watch:
    return record_watch(user, parse_query(query), name)[0]


def announce(title: str = "Larkmoor LLC Settles Spoofing Case", *args: Any, **fields: Any) -> Announcement:
    return make_announcement(title, *args, **{"published_on": NEWS, **fields})


def known_before(announcement: Announcement) -> None:
    """As if its first version had been matched in an earlier week, and had found nobody."""
    Version.objects.filter(announcement=announcement).update(matched_at=CAPTURED_AT)


def change(announcement: Announcement, body: str, **facts: Any) -> None:
    make_extraction(make_version(announcement, announcement.title, body), **facts)
    Extraction.objects.filter(announcement=announcement).update(resolved_at=CAPTURED_AT)


def the_mail() -> EmailMultiAlternatives:
    match()
    Alert.objects.update(created_at=IN_WEEK)
    make_digests(MONDAY)
    return make_message(Digest.objects.get())


def html_of(message: EmailMultiAlternatives) -> str:
    return str(message.alternatives[0][0])


def section_of(text: str, title: str) -> str:
    """The part of the plain text under a heading, up to the next."""
    return re.split(r"\n(?=[A-Z][A-Z ,]{8,}\n|--\n)", text.partition(f"\n{title.upper()}\n")[2])[0]
