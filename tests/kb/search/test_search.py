"""Searching made-up announcements through the functions that pages and alerts use."""

from __future__ import annotations

from datetime import date

import pytest

from kb.search.index import rebuild
from kb.search.query import SearchRequest, matches, search
from tests.kb.factories import link_to_case, make_announcement

pytestmark = pytest.mark.django_db


def found(text: str, **filters: object) -> list[int]:
    results = search(SearchRequest(text=text, **filters))  # type: ignore[arg-type]
    return [hit.announcement_id for hit in results.hits]


def test_search_finds_facets_and_highlights() -> None:
    first = make_announcement(
        "CFTC Charges Lumen Pay With Running an Unregistered Exchange",
        "Lumen Pay Ltd. let anyone trade bitcoin futures. It never checked who its customers were.",
        charges=["unregistered_fcm", "kyc_cip_failure"],
        citations=["7 USC 6d(a)"],
        parties=[{"name": "Lumen Pay", "aliases": ["LPX"]}],
        sanctions=[{"amount": 1_500_000}],
        published_on=date(2023, 5, 1),
    )
    second = make_announcement(
        "Orchard Bank Settles",
        "Orchard Bank failed to file suspicious activity reports.",
        source="fincen",
        charges=[{"code": "sar_failure", "status": "settled"}],
        published_on=date(2020, 5, 1),
    )
    rebuild()
    assert found("bitcoin") == [first.pk]
    assert found("kyc failures 2023") == [first.pk]
    assert found("provision:6d") == found("CEA 4d") == found("7 U.S.C. § 6d(a)") == [first.pk]
    assert found("party:lpx") == [first.pk]
    assert found("", sort="newest") == [first.pk, second.pk]
    assert found("", agencies=("fincen",)) == [second.pk]
    assert found("penalty:>1m") == [first.pk]
    results = search(SearchRequest(text="suspicious"))
    assert ("suspicious", True) in results.hits[0].passages[0].fragments
    everything = search(SearchRequest())
    assert everything.count == everything.case_count == 2
    agency = next(facet for facet in everything.facets if facet.name == "agency")
    assert [(value.value, value.count, value.query_string) for value in agency.values] == [
        ("cftc", 1, "agency=cftc"),
        ("fincen", 1, "agency=fincen"),
    ]
    assert matches(SearchRequest(text="bitcoin"), [first.pk, second.pk]) == {first.pk}


def test_hits_collapse_by_case() -> None:
    first = make_announcement(
        "Complaint against Veridian Farms", "Veridian Farms traded.", published_on=date(2021, 1, 1)
    )
    second = make_announcement(
        "Veridian Farms settles", "Veridian Farms paid.", case=None, published_on=date(2022, 1, 1)
    )
    link_to_case(second, first.cases.get())
    rebuild()
    results = search(SearchRequest(text="veridian", sort="newest"))
    assert [(hit.announcement_id, hit.others) for hit in results.hits] == [(second.pk, 1)]
    assert (results.count, results.case_count) == (2, 1)


@pytest.mark.parametrize(
    "text", ['"open', "(((", "a OR", "x" * 10_000, "\x00", "w/5", "-", "party:", "😀", "AND NOT ("]
)
def test_no_text_raises(text: str) -> None:
    rebuild()
    search(SearchRequest(text=text))
    SearchRequest.from_params({"q": text, "year": text, "page": text, "sort": text}).describe()
