"""Sorting by money: cases by what all their announcements order together, announcements by what each orders."""

from __future__ import annotations

from datetime import date

import pytest

from kb.models import Announcement, Change
from kb.search.index import follow, rebuild
from kb.search.query import SearchRequest, matches, search
from kb.search.tabs import count_tabs
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


def found(by: str, text: str = "tin", **filters: tuple[str, ...]) -> set[int]:
    return {hit.announcement_id for hit in search(SearchRequest(text=text, by=by, **filters)).hits}  # type: ignore[arg-type]


def bands(by: str) -> dict[str, int]:
    facets = {facet.name: facet for facet in search(SearchRequest(text="tin", by=by)).facets}
    return {value.value: value.count for value in facets["band"].values}


def make_two_of_one_case() -> tuple[Announcement, Announcement]:
    first = make(6_000_000, 1)
    return first, make(7_000_000, 2, case=first.cases.get())


def test_cases_are_found_by_what_they_order_together_and_announcements_by_what_each_does() -> None:
    first, second = make_two_of_one_case()
    rebuild()
    assert len(found("case", "tin penalty:>10m")) == len(found("case", bands=("10m",))) == 1
    assert not found("case", "tin penalty:<10m") | found("case", bands=("1m",))
    assert not found("announcement", "tin penalty:>10m") | found("announcement", bands=("10m",))
    assert found("announcement", "tin penalty:<10m") == found("announcement", bands=("1m",)) == {first.pk, second.pk}
    assert (bands("case"), bands("announcement")) == ({"10m": 1}, {"1m": 2})


@pytest.mark.parametrize("text", ["tin penalty:>10m", "tin band:10m", "tin penalty:1m-9m"])
@pytest.mark.parametrize("by", ["case", "announcement", "party", "document"])
def test_each_tab_counts_what_it_would_show(text: str, by: str) -> None:
    make_two_of_one_case()
    make(15_000_000, 3)
    make(5_000_000, 4)
    rebuild()
    counts = {tab.kind: tab.count for tab in count_tabs(search(SearchRequest(text=text, by=by)))}
    assert counts["case"] == len(found("case", text))
    assert counts["announcement"] == len(found("announcement", text))


def test_a_watch_on_large_sums_sees_the_announcement_that_makes_a_case_large() -> None:
    first, second = make_two_of_one_case()
    watched = SearchRequest(text="penalty:>10m").for_watch()
    assert second.pk in matches(watched, [second.pk])
    first.cases.get().links.update(undone_at=first.first_seen_at)
    assert not matches(watched, [second.pk])
