"""What the weekly mail says of announcements that an agency changed, took down or put back."""

from __future__ import annotations

import html
import re

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kb.alerts.emails import make_message
from kb.alerts.match import match
from kb.models import Alert, Announcement, Digest, Document, DocumentChange, User, Version
from tests.kb.mail.writing import (
    IN_WEEK,
    announce,
    change,
    html_of,
    known_before,
    section_of,
    the_mail,
)

pytestmark = pytest.mark.django_db


def test_what_was_changed_within_the_week_is_told_as_new(user: User) -> None:
    announcement = announce()
    match()
    change(announcement, "The agency corrected the amount.")
    message = the_mail()
    assert Alert.objects.count() == 2
    assert message.subject.startswith("Casebook: 1 new case — ")
    assert "Changed" not in message.body


@pytest.mark.parametrize(
    ("kinds", "section", "words", "summary"),
    [
        (["removed"], "Removed by the agencies", "Removed by the agency", "1 removal"),
        (["amount", "removed"], "Removed by the agencies", "Removed by the agency", "1 removal"),
        (["removed", "document"], "Removed by the agencies", "Removed by the agency", "1 removal"),
        (["restored"], "Changed by the agencies", "Published again by the agency, changed: its words", "1 update"),
        (["restored", "name"], "Changed by the agencies", "Published again by the agency, changed: a name", "1 update"),
        (["amount"], "Changed by the agencies", "Changed: an amount", "1 update"),
        (["date", "amount"], "Changed by the agencies", "Changed: an amount, a date", "1 update"),
        (["name", "cosmetic"], "Changed by the agencies", "Changed: a name", "1 update"),
        (["charge"], "Changed by the agencies", "Changed: charges or their outcome", "1 update"),
    ],
)
def test_what_the_agency_did_is_said_in_the_right_word(
    user: User, client: Client, kinds: list[str], section: str, words: str, summary: str
) -> None:
    found = announce()
    known_before(found)
    for kind in kinds:
        change(found, f"The agency changed this: {kind}.")
        Version.objects.filter(pk=Version.objects.latest("pk").pk).update(change=kind)
    Announcement.objects.update(removed_at=IN_WEEK if "removed" in kinds else None)
    message = the_mail()
    assert message.subject.startswith(f"Casebook: {summary} — ")
    assert f"{words} · CFTC" in section_of(str(message.body), section)
    assert f"{words} · CFTC" in html_of(message)
    assert ("Read the copy that Casebook kept" in message.body) is ("removed" in kinds)
    assert ("See what the agency changed" in message.body) is ("removed" not in kinds)
    client.force_login(user)
    assert words in client.get(f"/watches/digests/{Digest.objects.get().pk}/").content.decode()


def test_a_new_announcement_that_is_gone_already_says_so(user: User) -> None:
    announce()
    Announcement.objects.update(removed_at=IN_WEEK)
    message = the_mail()
    assert message.subject.startswith("Casebook: 1 new case — ")
    assert "since removed by the agency" in message.body and "since removed by the agency" in html_of(message)


def test_a_change_in_the_first_announcement_of_a_case_makes_no_new_case(user: User) -> None:
    first = announce()
    known_before(first)
    change(first, "The agency corrected the amount.")
    announce("Larkmoor Trader Sentenced for Spoofing", case=first.cases.get())
    assert the_mail().subject.startswith("Casebook: 1 update — ")


def edit(announcement: Announcement, body: str, kind: str) -> None:
    """One more version of that kind."""
    change(announcement, body)
    Version.objects.filter(pk=announcement.versions.latest("ordinal").pk).update(change=kind)


def flat(message: EmailMultiAlternatives) -> str:
    """The words of the HTML part."""
    return html.unescape(" ".join(re.sub(r"<[^>]+>", "", html_of(message)).split()))


def test_a_page_put_back_as_it_was_leads_to_the_announcement(user: User) -> None:
    found = announce("Larkmoor LLC Settles Spoofing Case", "It pays $2 million.")
    known_before(found)
    edit(found, "It pays $2 million.", "removed")
    edit(found, "It pays $2 million.", "restored")
    message = the_mail()
    for part in (str(message.body), flat(message)):
        assert "Published again by the agency · CFTC" in part and "Read the announcement" in part
        assert "See what the agency changed" not in part and "Amount" not in part
    assert "#versions" not in message.body


def test_amounts_that_an_agency_changed_are_said(user: User) -> None:
    found = announce("Larkmoor LLC Settles Spoofing Case", "It pays a penalty of $2 million and serves 30 months.")
    known_before(found)
    edit(found, "It pays a penalty of $2.5 million and serves 30 months.", "amount")
    edit(found, "It pays a penalty of $3 million and serves 24 months. It was fined $40,000.", "charge")
    message = the_mail()
    for part in (str(message.body), flat(message)):
        assert "Changed: charges or their outcome, an amount" in part
        assert "Amount changed: $2 million → $3 million; 30 months → 24 months" in part
        assert "Amount added: $40,000" in part and "$2.5 million" not in part
        assert "See what the agency changed" in part
    assert f"/announcements/{found.pk}/#versions" in message.body


def test_files_that_an_agency_took_down_or_replaced_are_named(user: User) -> None:
    found = announce("Larkmoor LLC Settles Spoofing Case", "It pays $2 million.")
    known_before(found)
    order, complaint = (
        Document.objects.create(announcement=found, url=f"https://www.cftc.gov/{name}", title=name)
        for name in ("Consent Order", "Complaint")
    )
    edit(found, "It pays $2 million.", "document")
    version = found.versions.latest("ordinal")
    for document, kind in ((order, "removed"), (complaint, "changed"), (complaint, "rewritten")):
        DocumentChange.objects.create(document=document, version=version, kind=kind)
    message = the_mail()
    for part in (str(message.body), flat(message)):
        assert "Changed: a document" in part
        assert "Document taken down: Consent Order" in part and "Document replaced: Complaint" in part
    with CaptureQueriesContext(connection) as queries:
        make_message(Digest.objects.select_related("user").get())
    assert len(queries) <= 14


def test_what_came_before_the_reader_last_looked_is_not_told_again(user: User) -> None:
    found = announce("Larkmoor LLC Settles Spoofing Case", "It pays $1 million.")
    edit(found, "It pays $2 million.", "amount")
    order = Document.objects.create(announcement=found, url="https://www.cftc.gov/1", title="Consent Order")
    DocumentChange.objects.create(document=order, version=found.versions.latest("ordinal"), kind="removed")
    known_before(found)
    edit(found, "It pays $3 million.", "amount")
    body = str(the_mail().body)
    assert "Amount changed: $2 million → $3 million" in body
    assert "Consent Order" not in body and "$1 million" not in body
