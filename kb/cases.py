"""What follows from a case's announcements: its dates, agencies, title and parties, and where its address leads.

A case whose last announcement has moved to another stays, empty: its links say why it was, and its address, which may
stand in a mail, leads to where its announcements are now.
"""

from __future__ import annotations

from django.db.models import Q

from kb.models import Announcement, Case, CaseLink, Change, Extraction
from kb.parties import refresh_parties


def refresh(case: Case) -> None:
    """Brings the case in line with its announcements."""
    announcements = list(
        Announcement.objects.filter(case_links__case=case, case_links__undone_at=None).order_by("published_on", "pk")
    )
    Change.objects.bulk_create([Change(announcement_id=announcement.pk) for announcement in announcements])
    refresh_parties(case, announcements)
    if not announcements:
        return
    enforcing = Q(announcement__in=announcements, is_current=True, is_enforcement=True)
    actions = set(Extraction.objects.filter(enforcing).values_list("announcement_id", flat=True))
    newest = [a for a in announcements if a.pk in actions] or announcements
    case.title = newest[-1].title
    case.first_on, case.last_on = announcements[0].published_on, announcements[-1].published_on
    case.agencies = list(dict.fromkeys(announcement.source for announcement in announcements))
    case.is_sample = announcements[0].is_sample
    case.is_enforcement = bool(actions)
    case.save()


def left_case(announcement: Announcement) -> Case | None:
    """A case that was this announcement's before and has none now: where it goes back to, rather than to a new one."""
    taken = CaseLink.objects.filter(undone_at=None).values("case")
    return Case.objects.filter(links__announcement=announcement).exclude(pk__in=taken).order_by("pk").first()


def present_case(number: int) -> Case | None:
    """The case of that number or, when it is empty, the one that the announcement which left it last is in now."""
    links = CaseLink.objects.filter(case=number)
    last = links.order_by("-undone_at", "-pk").values_list("announcement", flat=True).first()
    is_empty = last is not None and not links.filter(undone_at=None).exists()
    moved = Case.objects.filter(links__announcement=last, links__undone_at=None).first() if is_empty else None
    return moved or Case.objects.filter(pk=number).first()
