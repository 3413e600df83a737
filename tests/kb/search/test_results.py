"""What a search page shows beside its results: counts of filters and tabs, documents, close matches, repairs."""

from __future__ import annotations

from datetime import date

import pytest

from kb.models import Document
from kb.search.index import rebuild
from kb.search.query import SearchRequest, search
from kb.search.tabs import count_tabs
from tests.kb.factories import make_announcement

pytestmark = pytest.mark.django_db


def counts_of(request: SearchRequest, name: str) -> dict[str, int]:
    facet = next(facet for facet in search(request).facets if facet.name == name)
    return {value.value: value.count for value in facet.values}


def test_counts_of_filters_are_of_what_is_shown() -> None:
    for number in range(3):
        first = make_announcement("Charged", "tin", charges=["spoofing"], published_on=date(2025, 5, 1))
        case = first.cases.get()
        make_announcement("Pleads", "tin", case=case, charges=["spoofing"], source="doj", published_on=date(2025, 6, 1))
        make_announcement("Sentenced", "tin", case=case, source="doj", published_on=date(2026, 2, number + 1))
    make_announcement("Alone", "tin", charges=["manipulation"], published_on=date(2026, 2, 1))
    rebuild()
    assert counts_of(SearchRequest(text="tin"), "agency") == {"cftc": 4, "doj": 3}
    assert counts_of(SearchRequest(text="tin"), "year") == {"2026": 4, "2025": 3}
    assert counts_of(SearchRequest(text="tin"), "charge") == {"spoofing": 3, "manipulation": 1}
    assert counts_of(SearchRequest(text="tin", by="announcement"), "agency") == {"cftc": 4, "doj": 6}
    chosen = SearchRequest(text="tin", agencies=("doj",), years=(2025,))
    assert counts_of(chosen, "agency") == {"doj": 3, "cftc": 3}
    assert counts_of(chosen, "year") == {"2026": 3, "2025": 3}
    for name, values in (("agency", ["cftc", "doj"]), ("year", ["2025", "2026"])):
        for value in values:
            narrowed = SearchRequest(text="tin").toggled(name, int(value) if name == "year" else value)
            assert search(narrowed).case_count == counts_of(SearchRequest(text="tin"), name)[value]


def test_words_that_never_meet_are_offered_as_alternatives() -> None:
    for text in ("harbor river", "river tower", "tower harbor"):
        make_announcement("Notice", f"The {text} was sold.")
    rebuild()
    hints = search(SearchRequest(text="harbor river tower")).hints
    assert {hint.query_string for hint in hints} == {"q=river+tower", "q=harbor+tower", "q=harbor+river"}
    make_announcement("Notice", "Copper.")
    make_announcement("Notice", "Zinc.")
    make_announcement("Notice", "Lead.")
    rebuild()
    (hint,) = search(SearchRequest(text="copper zinc lead")).hints
    assert (hint.query_string, hint.count) == ("q=copper+OR+zinc+OR+lead", 3)


def test_what_lacks_a_word_is_shown_apart_and_counted_nowhere() -> None:
    whole = make_announcement("Notice", "The copper harbor tower was sold.")
    close = make_announcement("Notice", "The copper harbor was sold.")
    lone = make_announcement("Notice", "The copper was sold.")
    make_announcement("Notice", "The copper harbor was shut.", source="doj")
    rebuild()
    results = search(SearchRequest(text="copper harbor tower agency:cftc"))
    assert [hit.announcement_id for hit in results.hits] == [whole.pk]
    assert [hit.announcement_id for hit in results.close] == [close.pk]
    assert (results.count, results.case_count) == (1, 1)
    assert [hit.announcement_id for hit in search(SearchRequest(text="copper -harbor tower")).close] == [lone.pk]
    assert search(SearchRequest(text="copper OR harbor")).close == []


def test_a_step_that_is_asked_for_comes_first() -> None:
    make_announcement("Man sentenced earlier pleads", "He was sentenced before. He pleaded.", stages=["pleaded_guilty"])
    reported = make_announcement("Notice of a day", "He was sentenced today.", stages=["sentenced"])
    rebuild()
    assert search(SearchRequest(text="sentenced")).hits[0].announcement_id == reported.pk


def test_documents_are_results_of_their_own_and_of_no_other_search() -> None:
    made = make_announcement("Notice", "An order was entered.", charges=["spoofing"], dockets=["1:20-cv-08132"])
    pages = ["The respondent hoarded tin. Copper rose.", "A tower stood near the river.\n\nThe harbor was shut."]
    for number, shown in enumerate([pages, ["Nothing of the kind."]]):
        url = f"https://agency.example/{number}.pdf"
        Document.objects.create(announcement=made, url=url, title=f"Order {number}", pages=shown)
    rebuild()

    def documents(text: str, **filters: object) -> list[str]:
        hits = search(SearchRequest(text=text, by="document", **filters)).documents  # type: ignore[arg-type]
        return ["".join(part for part, _ in hit.title) for hit in hits]

    for text in (
        *("hoarding", "tin copper river", '"hoarded tin"', "hoard*", "tower w/5 river", "hoarded /s tin", "coper~"),
        *(
            "party:hoarded",
            "document:tin",
            "tin charge:spoofing",
            "tin agency:cftc",
            "river NOT bank",
            "harbor year:2026",
        ),
    ):
        assert documents(text) == ["Order 0"], text
    for text in ("tower w/2 river", "tin /s copper", "tin /s river", "tin charge:manipulation", "spoofing", "notice"):
        assert documents(text) == [], text
    assert sorted(documents("")) == sorted(documents("tin OR NOT tin")) == ["Order 0", "Order 1"]
    assert documents("", agencies=("doj",)) == []
    (hit,) = search(SearchRequest(text="river", by="document")).documents
    assert [passage.page for passage in hit.passages] == [2]
    for text in ("", "charge:spoofing", "NOT zebra", "2026", "year:2026", "1:20-cv-08132", "document:tin", "spoofing"):
        results = search(SearchRequest(text=text, by="announcement"))
        assert (results.count, [hit.announcement_id for hit in results.hits]) == (1, [made.pk]), text
    assert [tab.count for tab in count_tabs(search(SearchRequest(text="year:2026")))] == [1, 1, 0, 2]
