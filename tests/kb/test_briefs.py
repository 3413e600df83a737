"""Briefs: what lists show of an announcement, stored with its facts, is what the facts say."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from kb.briefs import fill_briefs, make_brief, read_brief
from kb.extract import extract_pending
from kb.models import FACTS, Announcement, Case, Extraction
from kb.search.index import ensure
from kb.search.query import SearchRequest, search
from kb.web.cards import Card, make_cards
from tests.kb.factories import make_announcement, make_version

pytestmark = pytest.mark.django_db
FACTS_OF_ONE: dict[str, Any] = {
    "parties": ["Quill Bank", "Ann Roe", {"name": "Relief LLC", "role": "relief_defendant"}],
    "charges": [{"code": "spoofing", "status": "settled"}, "money_laundering"],
    "sanctions": [{"amount": "1200000.50", "payers": ["Quill Bank"]}, {"amount": 7, "status": "sought"}],
    "stages": ["settled"],
    "terms": [{"kind": "prison", "months": 37.5}],
}


def cards(**request: Any) -> list[Card]:
    ensure()
    found = search(SearchRequest(**request))
    return make_cards(found.hits, by_case=found.request.by == "case")


def shown(card: Card) -> tuple[Any, ...]:
    return (
        card.accused,
        [(row.code, row.label, row.status) for row in card.charges],
        [row.label for row in card.latest],
        [str(total) for total in card.totals],
        card.prison,
    )


def test_a_card_shows_the_same_before_and_after_its_brief_is_stored() -> None:
    make_announcement("Quill Bank Settles", case=None, **FACTS_OF_ONE)
    before = shown(cards()[0])
    assert before == (
        ["Quill Bank", "Ann Roe"],
        [("money_laundering", "Money laundering", "alleged"), ("spoofing", "Spoofing", "settled")],
        ["Settled"],
        ["$1,200,000.50"],
        "37.5 months",
    )
    assert fill_briefs() == 1
    assert Extraction.objects.get().brief == make_brief(Extraction.objects.get())
    assert shown(cards()[0]) == before
    assert fill_briefs() == 0


def test_extraction_writes_the_brief_with_the_facts() -> None:
    announcement = make_announcement(is_extracted=False, case=None)
    make_version(
        announcement,
        "CFTC Orders Quill Bank to Pay $2 Million for Spoofing",
        "The CFTC today issued an order filing and settling charges against Quill Bank LLC for spoofing. "
        "The order requires Quill Bank to pay a $2 million civil monetary penalty.",
    )
    assert extract_pending() == 1
    extraction = Extraction.objects.get(is_current=True)
    assert extraction.brief is not None
    brief = read_brief(extraction.brief)
    assert [charge.code for charge in brief.charges] == ["spoofing"]
    assert [(str(money.amount), money.currency) for money in brief.sanctions] == [("2000000.00", "USD")]
    assert extraction.brief == make_brief(extraction)


def test_a_fact_that_the_text_does_not_prove_is_never_in_a_brief(caplog: pytest.LogCaptureFixture) -> None:
    make_announcement(charges=["spoofing", "money_laundering"], case=None)
    FACTS["charges"].objects.filter(code="spoofing").update(evidence=[{"start": 0, "end": 3, "quote": "xyz"}])
    with caplog.at_level(logging.ERROR):
        assert [row.code for row in cards()[0].charges] == ["money_laundering"]
        assert fill_briefs() == 1
    assert "evidence of ChargeFact" in caplog.text
    assert Extraction.objects.get().brief == {"charges": [["money_laundering", "alleged", 0.9]]}


def test_processing_stores_what_an_earlier_release_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    make_announcement(charges=["spoofing"])
    Announcement.objects.update(current_version=None)  # nothing to extract anew
    call_command("process")
    assert Extraction.objects.get().brief == {"charges": [["spoofing", "alleged", 0.9]]}


def test_a_case_adds_up_the_briefs_of_its_announcements() -> None:
    first = make_announcement("Quill Bank Charged", charges=["spoofing"], parties=["Quill Bank"])
    case = Case.objects.get()
    make_announcement(
        "Quill Bank Settles", charges=[{"code": "spoofing", "status": "settled"}], sanctions=[5_000_000], case=case
    )
    fill_briefs()
    (card,) = cards()
    assert (card.announcements, [row.status for row in card.charges]) == (2, ["settled"])
    assert [str(total) for total in card.totals] == ["$5 million"]
    assert card.url == case.get_absolute_url()
    alone = next(card for card in cards(by="announcement") if f"/{first.pk}/" in card.url)
    assert [row.status for row in alone.charges] == ["alleged"] and alone.case == case


def test_the_number_of_queries_does_not_grow_with_the_page(client: Client, django_assert_max_num_queries: Any) -> None:
    for place in range(15):
        make_announcement(f"Quill Bank {place} Settles", **FACTS_OF_ONE)
    fill_briefs()
    ensure()
    client.get("/search?q=quill")
    with django_assert_max_num_queries(6):
        assert client.get("/search?q=bank").content.count(b'<article class="hit">') == 15
