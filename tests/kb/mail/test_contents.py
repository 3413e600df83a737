"""What the weekly mail says: each case once, with its facts, in its section, and no longer than it may be."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from kb.alerts import contents as contents_module
from kb.models import Digest, User
from tests.kb.mail.writing import (
    IN_WEEK,
    announce,
    change,
    html_of,
    known_before,
    section_of,
    the_mail,
    watch,
)

pytestmark = pytest.mark.django_db


def test_facts_stand_in_both_parts(user: User) -> None:
    quote = "orders that they intended to cancel"
    announce(
        "Larkmoor LLC Settles Spoofing Case",
        f"Background is given first. Two traders placed {quote} before execution. It pays.",
        stages=["settled"],
        parties=["Larkmoor LLC", {"name": "Ida Relief", "kind": "person", "role": "relief_defendant"}],
        charges=[{"code": "spoofing", "status": "settled", "quote": quote}],
        sanctions=[
            {"amount": 4_000_000, "payers": ["Larkmoor LLC"]},
            {"amount": "750000.50", "kind": "disgorgement"},
            {"amount": 90_000, "kind": "restitution", "status": "suspended", "payers": ["Tobias Grent"]},
        ],
        terms=[{"kind": "trading_ban", "months": 12.0, "party": "Tobias Grent"}],
    )
    message = the_mail()
    for part in (message.body, re.sub(r"<[^>]+>", "", html_of(message))):
        assert "Accused: Larkmoor LLC" in part
        assert "Ida Relief" not in part
        assert "Charges: Spoofing (settled)" in part
        assert (
            "Sanctions: $4,750,000.50 in all: civil penalty $4,000,000 (Larkmoor LLC); disgorgement $750,000.50; "
            "restitution $90,000 (suspended; Tobias Grent)"
        ) in part
        assert "Also imposed: trading ban 12 months (Tobias Grent)" in part
        assert f"Two traders placed {quote} before execution." in part
        assert "Background" not in part
        assert "Settled" in part
        assert "November 17, 2026" in part


@pytest.mark.parametrize(
    ("rows", "total"),
    [
        ([{"amount": 5}], ""),
        ([{"amount": 5}, {"amount": 6, "kind": "restitution"}], "$11 in all: "),
        ([{"amount": 5}, {"amount": 6, "kind": "restitution"}, {"amount": 11, "kind": "settlement"}], "$11 in all: "),
        ([{"amount": 5}, {"amount": 6, "kind": "restitution"}, {"amount": 12, "kind": "settlement"}], ""),
        ([{"amount": 5}, {"amount": 6, "currency": "EUR"}], ""),
        ([{"amount": 5}, {"amount": 6, "status": "sought"}], ""),
        ([{"amount": 5, "currency": "EUR"}, {"amount": 6, "currency": "EUR"}], "€11 in all: "),
    ],
)
def test_a_total_is_stated_only_where_it_is_sure(user: User, rows: list[dict[str, Any]], total: str) -> None:
    announce(sanctions=rows)
    line = next(line for line in str(the_mail().body).splitlines() if "Sanctions: " in line)
    assert line.startswith(f"  Sanctions: {total}civil penalty ")


def test_a_case_is_told_once_with_all_its_watches(user: User) -> None:
    watch(user, "q=larkmoor", "Firm")
    first = announce()
    announce("Larkmoor Trader Pleads Guilty to Spoofing", source="doj", case=first.cases.get())
    body = the_mail().body
    case = first.cases.get()
    assert body.count(f"/cases/{case.pk}/") == 1
    assert "Found by: Firm; Spoofing" in body
    assert body.count("Watch: ") == 1
    assert "CFTC, DOJ" in body


def test_sections(user: User) -> None:
    old = announce("Northvale Charged", published_on=date(2025, 3, 3))
    changed = announce("Brackwater Spoofing Case")
    known_before(old)
    known_before(changed)
    change(changed, "The agency corrected the amount.")
    announce("Northvale Spoofing Judgment", case=old.cases.get())
    announce("Fresh Spoofing Case")
    announce("Spoofing in the Last Century", published_on=date(1999, 5, 5))
    message = the_mail()
    assert message.subject == "Casebook: 1 new case, 2 updates, 1 older case — week of Nov 16, 2026"
    assert "Fresh Spoofing Case" in section_of(str(message.body), "New cases")
    assert "Northvale Spoofing Judgment" in section_of(str(message.body), "New in cases you may know")
    assert "Changed: other words · CFTC" in section_of(str(message.body), "Changed by the agencies")
    older = section_of(str(message.body), "Older announcements, new to Casebook")
    assert "Spoofing in the Last Century (CFTC, May 5, 1999; watch: Spoofing)" in older
    assert "1 case published" in older


@pytest.mark.parametrize(("days", "is_older"), [(60, False), (61, True)])
def test_older_is_more_than_sixty_days(user: User, days: int, is_older: bool) -> None:
    announce(published_on=IN_WEEK.date() - timedelta(days=days))
    assert ("older case" in the_mail().subject) is is_older


def test_older_ones_are_a_count_and_a_short_list(user: User) -> None:
    for year in range(1993, 2020):
        announce(f"Spoofing Case of {year}", published_on=date(year, 5, 5))
    message = the_mail()
    assert message.subject.startswith("Casebook: 27 older cases — ")
    assert message.body.count("* Spoofing Case of") == 25
    assert "The newest 25; the whole list" in message.body
    assert "Spoofing Case of 2019" in message.body
    assert "Spoofing Case of 1994" not in message.body


def test_a_long_list_is_cut_and_says_so(user: User, monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    monkeypatch.setattr(contents_module, "MOST_FULL", 2)
    monkeypatch.setattr(contents_module, "MOST_CASES", 5)
    for number in range(7):
        announce(f"Spoofing Case Number {number}", parties=[f"Firm {number}"])
    message = the_mail()
    assert message.subject.startswith("Casebook: 5 new cases, 2 further cases — ")
    assert message.body.count("Accused: ") == html_of(message).count("Accused:") == 2
    assert message.body.count("* Spoofing Case Number") == 5
    assert "2 more would not fit here" in message.body
    client.force_login(user)
    page = client.get(f"/watches/digests/{Digest.objects.get().pk}/").content.decode()
    assert page.count("Spoofing Case Number") == 7


def test_a_case_of_many_announcements_is_cut_and_says_so(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents_module, "MOST_FULL", 2)
    case = announce().cases.get()
    for _ in range(4):
        announce(case=case)
    message = the_mail()
    assert "And 3 more announcements of this case." in message.body
    assert "And 3 more announcements of this case." in html_of(message)


def test_a_notice_that_is_no_enforcement_says_so(user: User) -> None:
    announce("A Comment Period on Spoofing", is_enforcement=False)
    assert "not an enforcement action" in the_mail().body


def test_sample_cases_are_called_so(user: User) -> None:
    announce(is_sample=True)
    message = the_mail()
    assert message.subject.startswith("Casebook: sample, 1 new case")
    assert "THIS IS A SAMPLE" in message.body
    assert "This is a sample." in html_of(message)


def test_a_proof_does_not_repeat_the_title(user: User) -> None:
    announce("Larkmoor Settles Spoofing Case", "It pays.", charges=[{"code": "spoofing", "quote": "Spoofing"}])
    body = str(the_mail().body)
    assert "Charges: Spoofing" in body and body.count("Larkmoor Settles Spoofing Case") == 1


def test_a_proof_is_one_sentence_even_where_the_text_has_hardly_any(user: User) -> None:
    quote = "the spoofed orders"
    announce("Spoofing Case", f"{'word ' * 400}{quote} {'word ' * 400}", charges=[{"code": "spoofing", "quote": quote}])
    proof = next(line for line in the_mail().body.splitlines() if quote in line)
    assert len(proof) < 500
    assert proof.count("…") == 2
