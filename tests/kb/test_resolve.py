"""Which announcements become one case, why, and what a later finding changes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from kb.dockets import docket_key
from kb.models import Announcement, Case, CaseLink, Extraction, Link, Party
from kb.resolve import resolve_pending
from tests.kb.factories import make_announcement, make_extraction

pytestmark = pytest.mark.django_db


def announce(title: str, **fields: Any) -> Announcement:
    return make_announcement(title, case=None, **fields)


def case_of(announcement: Announcement) -> Case:
    return Case.objects.get(links__announcement=announcement, links__undone_at=None)


def reason_of(announcement: Announcement) -> str:
    return CaseLink.objects.get(announcement=announcement, undone_at=None).reason


def test_each_announcement_opens_a_case_of_its_own() -> None:
    one, two = announce("One", parties=["Larkmoor LLC"]), announce("Two", parties=["Larkmoor LLC"])
    assert resolve_pending()["first"] == 2
    assert case_of(one) != case_of(two)
    assert resolve_pending().total() == 0


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_reference_and_a_shared_party_join_in_either_order(order: tuple[int, int]) -> None:
    making = (
        lambda: announce("Complaint", number="7001-25", published_on=date(2025, 1, 2), parties=["Larkmoor Metals LLC"]),
        lambda: announce("Judgment", parties=["Larkmoor Metals, LLC"], references=["7001-25"]),
    )
    for place in order:
        making[place]()
        resolve_pending()
    case = Case.objects.get()
    assert case.title == "Judgment"
    assert (case.first_on, case.last_on) == (date(2025, 1, 2), date(2026, 11, 2))
    link = CaseLink.objects.get(reason=Link.Reason.REFERENCE)
    number = case.announcements.get(title="Judgment").number
    assert link.detail in {
        "it refers to release 7001-25, and both accuse Larkmoor Metals, LLC",
        f"release {number} refers to it, and both accuse Larkmoor Metals LLC",
    }


def test_a_reference_without_a_shared_party_does_not_join() -> None:
    earlier = announce("Advisory", number="7001-25", parties=["Somebody Else Inc."])
    later = announce("Order", parties=["Larkmoor LLC"], references=["7001-25"])
    resolve_pending()
    assert case_of(earlier) != case_of(later)


def test_the_same_docket_of_one_court_joins_across_agencies() -> None:
    docket = {"number": "1:20-cv-08132", "court": "S.D.N.Y."}
    one = announce("Suit", dockets=[docket])
    two = announce("Statement", source="doj", dockets=[{"number": "20 Civ. 8132", "court": "S.D.N.Y."}])
    resolve_pending()
    assert case_of(one) == case_of(two)
    assert reason_of(two) == "docket"
    assert case_of(one).agencies == ["cftc", "doj"]


def test_the_same_number_in_two_courts_does_not_join() -> None:
    one = announce("Suit", dockets=[{"number": "1:20-cv-08132", "court": "S.D.N.Y."}])
    two = announce("Other", dockets=[{"number": "1:20-cv-08132", "court": "N.D. Ill."}])
    resolve_pending()
    assert case_of(one) != case_of(two)


def test_a_round_up_of_many_dockets_joins_nothing() -> None:
    dockets = [{"number": f"1:20-cv-{n}", "court": "S.D.N.Y."} for n in (11, 12, 13, 14)]
    one = announce("Suit", dockets=dockets[:1])
    round_up = announce("Sweep", dockets=dockets)
    resolve_pending()
    assert case_of(one) != case_of(round_up)


def test_two_possible_cases_are_no_answer() -> None:
    announce("One", number="7001-25", parties=["Larkmoor LLC"])
    announce("Two", number="7002-25", parties=["Larkmoor LLC"])
    both = announce("Both", parties=["Larkmoor LLC"], references=["7001-25", "7002-25"])
    resolve_pending()
    assert reason_of(both) == "first"
    assert Case.objects.count() == 3


def test_a_matter_number_joins() -> None:
    order = announce("In the Matter of Quill Bank", source="fincen", number="2025-03")
    release = announce(
        "FinCEN Fines Quill Bank", source="fincen", number="/news/news-releases/quill", dockets=["2025-03"]
    )
    resolve_pending()
    assert case_of(order) == case_of(release)
    assert reason_of(release) == "matter"


def test_a_link_that_no_longer_holds_is_undone_and_kept() -> None:
    announce("Complaint", number="7001-25", parties=["Larkmoor LLC"])
    later = announce("Judgment", parties=["Larkmoor LLC"], references=["7001-25"])
    resolve_pending()
    assert Case.objects.count() == 1
    Extraction.objects.filter(announcement=later).update(is_current=False, pipeline="older")
    make_extraction(later.versions.get(), parties=["Larkmoor LLC"])
    resolve_pending()
    assert Case.objects.count() == 2
    assert [link.undone_at is None for link in later.case_links.order_by("pk")] == [False, True]


def extract_anew(announcement: Announcement, pipeline: str, **facts: Any) -> None:
    Extraction.objects.filter(announcement=announcement, is_current=True).update(is_current=False, pipeline=pipeline)
    make_extraction(announcement.versions.get(), parties=["Larkmoor LLC"], **facts)
    resolve_pending()


def test_the_address_of_a_case_leads_on_when_its_announcements_move_and_back(client: Client) -> None:
    first = announce("Complaint", number="7001-25", parties=["Larkmoor LLC"])
    later = announce("Judgment", parties=["Larkmoor LLC"])
    resolve_pending()
    own = case_of(later)
    extract_anew(later, "older", references=["7001-25"])
    assert case_of(later) == case_of(first) != own
    moved = client.get(own.get_absolute_url())
    assert (moved.status_code, moved["Location"]) == (302, case_of(first).get_absolute_url())
    assert not own.parties.exists() and own.links.count() == 1
    extract_anew(later, "oldest")
    assert case_of(later) == own
    assert client.get(own.get_absolute_url()).status_code == 200
    assert client.get("/cases/999999/").status_code == 404


def test_what_a_person_decided_stays() -> None:
    one, two = announce("One"), announce("Two")
    resolve_pending()
    CaseLink.objects.filter(announcement=two).delete()
    CaseLink.objects.create(announcement=two, case=case_of(one), reason=Link.Reason.PERSON, author="ana@firm.example")
    Extraction.objects.filter(announcement=two).update(resolved_at=None)
    resolve_pending()
    assert case_of(two) == case_of(one)


def test_one_party_for_one_name_within_a_case() -> None:
    announce("Complaint", number="7001-25", parties=[{"name": "Larkmoor Metals LLC", "aliases": ["Larkmoor"]}])
    announce(
        "Judgment", parties=["LARKMOOR METALS, LLC", {"name": "Ana Vell", "kind": "person"}], references=["7001-25"]
    )
    resolve_pending()
    assert sorted(Party.objects.values_list("name", flat=True)) == ["Ana Vell", "Larkmoor Metals LLC"]


def test_a_notice_is_no_case_of_enforcement() -> None:
    notice = announce("Remarks of the Chair", is_enforcement=False)
    resolve_pending()
    assert not case_of(notice).is_enforcement


@pytest.mark.parametrize(
    ("number", "court", "agency", "key"),
    [
        ("1:20-cv-08132", "S.D.N.Y.", "cftc", "S.D.N.Y.:20-cv-8132"),
        ("No. 20 Civ. 8132 (JPO)", "S.D.N.Y.", "doj", "S.D.N.Y.:20-cv-8132"),
        ("2020-cv-8132", "S.D.N.Y.", "doj", "S.D.N.Y.:20-cv-8132"),
        ("21-cr-00007", "D.N.J.", "doj", "D.N.J.:21-cr-7"),
        ("1:20-cv-08132", None, "cftc", ""),
        ("20-11", None, "cftc", "cftc:20-11"),
        ("2021-02", None, "fincen", "fincen:2021-2"),
        ("20-11", None, "doj", ""),
        ("see below", "S.D.N.Y.", "cftc", ""),
    ],
)
def test_docket_keys(number: str, court: str | None, agency: str, key: str) -> None:
    assert docket_key(number, court, agency) == key
