"""Sorting by money: cases by what all their announcements order together, announcements by what each orders."""

from __future__ import annotations

from datetime import date

import pytest

from kb.models import Announcement, Change
from kb.search.index import follow, rebuild
from kb.search.query import SearchRequest, search
from tests.kb.factories import link_to_case, make_announcement

pytestmark = pytest.mark.django_db


def order(by: str) -> list[int]:
    return [hit.announcement_id for hit in search(SearchRequest(text="tin", sort="largest", by=by)).hits]


def make(amount: int, day: int, **options: object) -> Announcement:
    sanctions = [{"kind": "civil_penalty", "amount": amount, "quote": "Tin Firm Pays"}]
    return make_announcement("Tin Firm Pays", published_on=date(2026, 1, day), sanctions=sanctions, **options)  # type: ignore[arg-type]


def test_cases_are_sorted_by_the_total_of_all_their_announcements() -> None:
    single = make(5_000_000, 1)
    first = make(3_000_000, 2)
    second = make(4_000_000, 3, case=first.cases.get())
    none = make_announcement("Tin Firm Charged", published_on=date(2026, 1, 9))
    rebuild()
    assert order("case") == [second.pk, single.pk, none.pk]
    assert order("announcement") == [single.pk, second.pk, first.pk, none.pk]


def test_what_is_told_twice_counts_once() -> None:
    single = make(5_000_000, 1)
    first = make(3_000_000, 2)
    make(3_000_000, 3, case=first.cases.get())
    rebuild()
    assert order("case")[0] == single.pk


@pytest.mark.django_db(transaction=True)
def test_the_order_follows_when_a_case_grows() -> None:
    single = make(5_000_000, 1)
    first = make(3_000_000, 2)
    added = make(4_000_000, 3, case=None)
    rebuild()
    assert order("case") == [single.pk, added.pk, first.pk]
    link_to_case(added, first.cases.get())
    Change.objects.create(announcement_id=added.pk)
    follow()
    assert order("case") == [added.pk, single.pk]
