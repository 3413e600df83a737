"""Searching made-up announcements through the functions that pages and alerts use."""

from __future__ import annotations

from datetime import date

import pytest

from kb.models import Document
from kb.search.index import rebuild
from kb.search.parties import find_parties
from kb.search.query import SearchRequest, matches, search
from kb.search.similar import more_like
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


def test_a_hit_found_by_its_facts_shows_what_proves_them() -> None:
    make_announcement(
        "Notice about Orchard Bank",
        "Orchard Bank opened in 1990. It never learned who its depositors were. It sits by a lake.",
        charges=[{"code": "kyc_cip_failure", "quote": "never learned who its depositors were"}],
        citations=[{"canonical": "31 USC 5318(l)", "quote": "depositors"}],
    )
    rebuild()
    for text in ("kyc failures", "charge:kyc"):
        passages = search(SearchRequest(text=text)).hits[0].passages
        assert [part for part in passages[0].fragments if part[1]] == [("never learned who its depositors were", True)]
    assert ("depositors", True) in search(SearchRequest(text="31 USC 5318")).hits[0].passages[0].fragments


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
    results = search(SearchRequest.from_params("q=veridian&sort=newest&by=announcement"))
    assert [hit.announcement_id for hit in results.hits] == [second.pk, first.pk]


@pytest.mark.parametrize(
    "text",
    [
        *('"open', "(((", "a OR", "x" * 10_000, "\x00", "w/5", "-", "party:", "😀", "AND NOT ("),
        *("judge:\u0345", "tin w/3 \u0345", f"tin /s {'x' * 300}", f"judge:{'x' * 300}"),
    ],
)
def test_no_text_raises(text: str) -> None:
    rebuild()
    search(SearchRequest(text=text))
    SearchRequest.from_params({"q": text, "year": text, "page": text, "sort": text}).describe()


def test_a_misspelled_word_is_put_right() -> None:
    for number in range(3):
        make_announcement(
            f"Notice {number}", "The court found manipulation of prices by Tessaly Grain.", parties=["Tessaly Grain"]
        )
    rebuild()
    hint = search(SearchRequest(text="manipulaton")).hints[0]
    assert (hint.query_string, hint.count) == ("q=manipulation", 3)
    assert search(SearchRequest(text="party:tesaly")).hints[0].query_string == "q=party%3Atessaly"
    assert search(SearchRequest(text="manipulation")).hints == []


def hint_of(text: str, **filters: object) -> tuple[str, str, int]:
    hint = search(SearchRequest(text=text, **filters)).hints[0]  # type: ignore[arg-type]
    return hint.text, hint.query_string, hint.count


def test_several_misspelled_words_are_put_right_together() -> None:
    for number in range(3):
        make_announcement(f"Notice {number}", "The court found manipulation of prices at the refinery.")
    make_announcement("Notice", "A zircon was laundered.")
    rebuild()
    assert hint_of("manipulaton refinary") == (
        "“manipulaton” and “refinary” may be misspelled.", "q=manipulation+refinery", 3
    )  # fmt: skip
    assert hint_of("laundred zirkon")[1:] == ("q=laundered+zircon", 1)


def test_a_misspelled_word_beside_a_rare_one_is_put_right() -> None:
    for number in range(4):
        make_announcement(f"Notice {number}", "The laundering of money.", source="doj")
    for number in range(31):
        make_announcement(f"Notice {number}", "A pollard was sold.")
    make_announcement("Notice", "The pollord was for laundering.")
    rebuild()
    assert hint_of("launderinng pollord") == ("“launderinng” may be misspelled.", "q=laundering+pollord", 1)
    text = "“launderinng” may be misspelled. “zircon” leaves nothing."
    assert hint_of("launderinng zircon") == (text, "q=laundering", 5)
    assert hint_of("launderinng zircon", agencies=("doj",)) == (text, "q=laundering&agency=doj", 4)
    assert hint_of("launderinng pollerd")[1:] == ("q=laundering+pollord", 1)


def test_nothing_found_says_which_part_leaves_nothing() -> None:
    make_announcement("Notice", "A harbor master embezzled.", published_on=date(2021, 1, 1))
    rebuild()
    hints = search(SearchRequest(text="harbor zebra", years=(2021,))).hints
    assert [(hint.text, hint.query_string) for hint in hints] == [("“zebra” leaves nothing.", "q=harbor&year=2021")]
    hints = search(SearchRequest(text="harbor", agencies=("doj",))).hints
    assert [(hint.offer, hint.query_string) for hint in hints] == [("any agency", "q=harbor")]


def test_more_like_this_finds_cases_that_share_charges_and_words() -> None:
    first = make_announcement("Spoofed copper", "The trader placed copper orders to cancel them.", charges=["spoofing"])
    second = make_announcement("Silver orders", "The trader placed silver orders.", charges=["spoofing"])
    make_announcement(
        "Hospital bills", "The clinic billed for visits that never happened.", charges=["health_care_fraud"]
    )
    rebuild()
    assert more_like(first.pk)[0].announcement_id == second.pk
    assert first.pk not in {hit.announcement_id for hit in more_like(first.pk)}
    assert more_like(0) == []


@pytest.mark.parametrize("typed", ["1:20-cv-08132", "20-cv-8132", "20 Civ. 8132", "1:20-CV-08132"])
def test_a_docket_is_found_however_it_is_written(typed: str) -> None:
    made = make_announcement(dockets=["1:20-cv-08132"])
    make_announcement(dockets=["1:20-cv-08133"])
    rebuild()
    assert found(f'docket:"{typed}"') == [made.pk]


def test_words_of_attached_documents_are_found_where_asked_for() -> None:
    made = make_announcement("Notice", "The order is attached.")
    pages = ["Respondent hoarded tin.", "Page two."]
    url = "https://agency.example/order.pdf"
    document = Document.objects.create(announcement=made, url=url, title="Order", pages=pages)
    rebuild()
    assert found("hoarded") == []
    hit = search(SearchRequest(text="document:hoarding")).hits[0]
    assert hit.announcement_id == made.pk
    assert [(part.document_id, part.fragments[1]) for part in hit.passages if part.document_id] == [
        (document.pk, ("hoarded", True))
    ]
    assert found('document:"hoarded tin"') == [made.pk]
    assert found('document:"hoarding tin"') == []


def test_parties_are_found_by_parts_of_their_names() -> None:
    make_announcement("One", parties=[{"name": "Tessaly Grain LLC", "aliases": ["TG Trading"]}])
    make_announcement("Two", parties=["Tessaly Grain LLC", {"name": "Orla Tessaly", "kind": "person"}])
    rebuild()
    assert [(hit.name, hit.cases) for hit in find_parties("tessaly")] == [("Tessaly Grain LLC", 2), ("Orla Tessaly", 1)]
    assert [hit.name for hit in find_parties("tg trad")] == ["Tessaly Grain LLC"]
    assert [hit.name for hit in find_parties("grain tesaly")] == ["Tessaly Grain LLC"]
    assert search(SearchRequest.from_params(find_parties("tg")[0].query_string)).count == 2
    assert find_parties("") == find_parties("%_\x00'\"") == []


@pytest.mark.parametrize("typed", ["SDNY", "S.D.N.Y.", "Southern District of New York", "New York"])
def test_a_court_is_found_however_it_is_called(typed: str) -> None:
    made = make_announcement(courts=["S.D.N.Y."])
    make_announcement(courts=["D. Mass."])
    rebuild()
    assert found(f'court:"{typed}"') == [made.pk]


def test_a_search_without_words_shows_the_newest_first() -> None:
    old = make_announcement(charges=["spoofing"], published_on=date(2019, 1, 1))
    new = make_announcement(charges=["spoofing"], published_on=date(2024, 1, 1))
    rebuild()
    assert found("charge:spoofing kind:organization OR charge:spoofing") == [new.pk, old.pk]
