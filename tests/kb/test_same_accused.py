"""Announcements of the Justice Department that accuse the same people, without a docket: made-up ones."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kb.models import Announcement, Case, CaseLink, Extraction, Link
from kb.parties import person_key
from kb.resolve import accused_candidates, record_keys, resolve_pending
from tests.kb.factories import make_announcement, make_extraction

pytestmark = pytest.mark.django_db

PEOPLE = ("Ann B. Marlow", "Bo Tarrant")


def announce(title: str, people: tuple[str, ...] = PEOPLE, **changes: Any) -> Announcement:
    fields: dict[str, Any] = {
        "source": "doj",
        "courts": ["D.N.J."],
        "charges": ["bank_fraud"],
        "parties": [{"name": name, "kind": "person"} for name in people],
        "published_on": date(2024, 5, 6),
    }
    return make_announcement(title, case=None, **{**fields, **changes})


def joined(*announcements: Announcement) -> bool:
    resolve_pending()
    cases = Case.objects.filter(links__announcement__in=announcements, links__undone_at=None)
    return cases.distinct().count() == 1


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_convicted_then_sentenced_is_one_case(order: tuple[int, int]) -> None:
    making = (
        lambda: announce("Two Convicted of Bank Fraud"),
        lambda: announce("Two Sentenced", ("Ann Marlow", "Bo Tarrant, Jr."), published_on=date(2025, 1, 8)),
    )
    for place in order:
        making[place]()
        resolve_pending()
    case = Case.objects.get()
    assert case.title == "Two Sentenced"
    link = CaseLink.objects.get(reason=Link.Reason.ACCUSED)
    assert link.detail.startswith("both accuse Ann")
    assert link.detail.endswith("in D.N.J.")


@pytest.mark.parametrize(
    ("people", "changes"),
    [
        (("Ann B. Marlow", "Cy Roe"), {}),  # one name may be another's
        (("Ann Marlow", "Cy Roe", "Di Vane", "Ed Holt", "Flo Birch", "Bo Tarrant", "Gus Pell"), {}),
        (("Marlow", "Tarrant"), {}),
        (PEOPLE, {"courts": ["E.D. Pa."]}),
        (PEOPLE, {"courts": []}),
        (PEOPLE, {"courts": ["D.N.J.", "E.D. Pa."]}),
        (PEOPLE, {"charges": ["tax_fraud"]}),  # another scheme of theirs
        (PEOPLE, {"published_on": date(2029, 5, 6)}),
        (PEOPLE, {"source": "cftc"}),
        (PEOPLE, {"parties": [*({"name": name, "kind": "person"} for name in PEOPLE), "Larkmoor Bank"]}),
        (PEOPLE, {"is_enforcement": False}),
        (PEOPLE, {"dockets": [{"number": "2:24-cr-00009", "court": "D.N.J."}]}),
    ],
)
def test_what_is_no_one_case(people: tuple[str, ...], changes: dict[str, Any]) -> None:
    first = announce(
        "Two Convicted of Bank Fraud",
        (*PEOPLE, "Hal Dunn", "Ida Frost", "Jo Lund") if len(people) > 5 else PEOPLE,
        dockets=[{"number": "2:23-cr-00007", "court": "D.N.J."}] if "dockets" in changes else [],
    )
    assert not joined(first, announce("Two Sentenced", people, **changes))


def test_a_sweep_of_very_many_joins_nothing() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    many = tuple(f"{a.upper()}da M{b}rlow" for a in "abcdef" for b in letters[:5])
    assert not joined(announce("Thirty Charged", many), announce("Thirty Charged Again", many))


def test_a_name_that_very_many_share_costs_no_more_statements() -> None:
    counts = []
    for total, court in ((2, "D.N.J."), (12, "D. Del.")):
        while Announcement.objects.count() < total:
            announce(f"Number {Announcement.objects.count()}", ("Ann B. Marlow", "Cy Roe"), courts=["E.D. Pa."])
        resolve_pending()
        last = announce(f"Last of {total}", courts=[court])
        record_keys(last.extractions.get(), last)
        with CaptureQueriesContext(connection) as asked:
            assert not list(accused_candidates(last, last.extractions.get()))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_people_of_two_cases_join_neither() -> None:
    one = announce("One", (*PEOPLE, "Cy Roe", "Di Vane"))
    two = announce("Two", ("Cy Roe", "Di Vane", "Ed Holt", "Flo Birch"), charges=["tax_fraud"])
    resolve_pending()
    both = announce("Both", (*PEOPLE, "Cy Roe", "Di Vane"), charges=["bank_fraud", "tax_fraud"])
    resolve_pending()
    assert CaseLink.objects.get(announcement=both).reason == Link.Reason.FIRST
    assert not joined(one, two)


def test_a_docket_outweighs_the_people() -> None:
    docket = [{"number": "2:23-cr-00007", "court": "D.N.J."}]
    by_docket = announce("By Docket", ("Cy Roe",), dockets=docket)
    by_people = announce("By People")
    last = announce("Sentenced", dockets=docket)
    assert joined(by_docket, last)
    assert not joined(by_people, last)


def test_the_link_is_undone_where_the_people_turn_out_others() -> None:
    first, second = announce("Two Convicted"), announce("Two Sentenced")
    assert joined(first, second)
    Extraction.objects.filter(announcement=second).update(is_current=False, pipeline="older")
    make_extraction(second.versions.get(), parties=[{"name": "Cy Roe", "kind": "person"}], courts=["D.N.J."])
    assert not joined(first, second)
    assert [link.undone_at is None for link in second.case_links.order_by("pk")] == [False, True]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ann B. Marlow", "ann marlow"),
        ("Bo Tarrant, Jr.", "bo tarrant"),
        ("Marlow", ""),
        ("DE LA CRUZ, Ana", "de la cruz ana"),
    ],
)
def test_one_spelling_of_a_full_name(name: str, key: str) -> None:
    assert person_key(name) == key
