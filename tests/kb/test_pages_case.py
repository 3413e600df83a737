"""The page of a case: every fact with its proving sentence, and nothing that is not proved."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html  # type: ignore[import-untyped]

from kb.models import Case, CaseLink, Document, PartyFact, PartyLink
from tests.kb.factories import CAPTURED_AT, make_announcement, make_extraction, make_version

pytestmark = pytest.mark.django_db

BODY = (
    "Washington, D.C. — The agency today settled charges against Vellum Brokers Inc. of Ohio. "
    "The firm placed orders that it meant to cancel, which is spoofing.\n\n"
    "The order requires Vellum Brokers Inc. to pay a $4 million penalty. "
    "It must also pay restitution of $500,000. In all, the firm pays $4.5 million.\n\n"
    "Pat Quillon was sentenced to 37 months in prison. The case is No. 1:26-cv-00123 in the Southern District of "
    "New York, under Section 4c(a) of the Act; see Release 9001-26."
)
FACTS: dict[str, Any] = {
    "stages": [{"code": "settled", "quote": "today settled charges"}],
    "parties": [
        {"name": "Vellum Brokers Inc.", "aliases": ["Vellum"], "quote": "Vellum Brokers Inc. of Ohio"},
        {"name": "Quillon Trust", "role": "relief_defendant", "quote": "Pat Quillon"},
    ],
    "charges": [{"code": "spoofing", "status": "settled", "quote": "which is spoofing"}],
    "citations": [{"canonical": "7 USC 6c(a)", "quote": "Section 4c(a) of the Act"}],
    "sanctions": [
        {"kind": "civil_penalty", "amount": 4_000_000, "quote": "a $4 million penalty"},
        {"kind": "restitution", "amount": 500_000, "quote": "restitution of $500,000"},
        {"kind": "settlement", "amount": 4_500_000, "quote": "the firm pays $4.5 million"},
    ],
    "terms": [{"kind": "prison", "months": 37, "party": "Pat Quillon", "quote": "37 months in prison"}],
    "dockets": [{"number": "1:26-cv-00123", "court": "S.D.N.Y.", "quote": "1:26-cv-00123"}],
    "courts": [{"court": "S.D.N.Y.", "quote": "Southern District of New York"}],
    "references": [{"release": "9001-26", "quote": "Release 9001-26"}],
}


def make_case(**changes: Any) -> Case:
    announcement = make_announcement(
        "Vellum Brokers Settles", BODY, published_on=date(2026, 11, 16), **{**FACTS, **changes}
    )
    return Case.objects.get(links__announcement=announcement)


def read(client: Client, case: Case) -> html.HtmlElement:
    response = client.get(case.get_absolute_url())
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_each_fact_shows_the_sentence_that_proves_it(client: Client) -> None:
    page = read(client, make_case())
    proofs = [(words(mark), words(mark.getparent())) for mark in page.cssselect("blockquote mark")]
    quotes = {fact["quote"] for facts in FACTS.values() for fact in facts}
    assert {mark for mark, _ in proofs} == quotes
    assert dict(proofs)["which is spoofing"] == (
        "The firm placed orders that it meant to cancel, which is spoofing.Read in context"
    )


def test_each_proof_leads_to_its_place_in_the_announcement(client: Client) -> None:
    page = read(client, make_case())
    links = [link.get("href") for link in page.cssselect("blockquote a.source")]
    assert len(links) == sum(map(len, FACTS.values()))
    for link in links:
        address, _, anchor = link.partition("#")
        target = html.fromstring(client.get(address).content.decode()).get_element_by_id(anchor)
        assert target.tag == "mark"


def test_facts_are_told_in_words(client: Client) -> None:
    text = words(read(client, make_case()).cssselect("main")[0])
    for expected in (
        "November 16, 2026",
        "Spoofing settled",
        "$4,000,000",
        "37 months (3 years, 1 month)",
        "also Vellum",
        "Hold proceeds; not accused of a breach.",
        "Ordered to pay$4.5 million",
        "a stated total; its parts are listed too",
        "Prison37 months",
        "Opened this case.",
    ):
        assert expected in text
    assert "do not add up" not in text


def test_parties_charges_and_law_lead_to_their_other_cases(client: Client) -> None:
    case = make_case()
    page = read(client, case)
    for section, label in (("#parties", "Vellum Brokers Inc."), ("#charges", "Spoofing"), ("#law", "7 USC 6c(a)")):
        (link,) = [link for link in page.cssselect(f"{section} .fact-label a") if words(link) == label]
        found = html.fromstring(client.get(link.get("href")).content.decode())
        assert found.cssselect(f'article.hit a[href="{case.get_absolute_url()}"]')


def test_a_total_that_differs_from_its_parts_is_flagged(client: Client) -> None:
    sanctions = [
        *FACTS["sanctions"][:2],
        {
            "kind": "settlement",
            "amount": 7_000_000,
            "parts_sum": 4_500_000,
            "parts_state": "differs",
            "quote": "the firm pays $4.5 million",
        },
    ]
    text = words(read(client, make_case(sanctions=sanctions)).cssselect("#sanctions")[0])
    assert "The amounts do not add up. An announcement states $7,000,000 in all" in text
    assert "add up to $4,500,000" in text


def test_each_proof_says_how_likely_its_fact_is(client: Client) -> None:
    charges = [
        {"code": "spoofing", "quote": "which is spoofing", "confidence": 0.92},
        {"code": "wash_trading", "quote": "today settled charges", "confidence": 0.5},
        {"code": "manipulation", "quote": "The firm placed orders", "confidence": 0.8},
    ]
    rows = read(client, make_case(charges=charges)).cssselect("#charges .fact")
    told = {
        words(row.cssselect(".fact-label a")[0]): words(row.cssselect(".origin")[0]).split(" · ")[-1] for row in rows
    }
    assert sorted(told.values()) == ["check this", "likely right", "very likely right"]
    assert told["Spoofing"] == "very likely right"
    marked = [words(row.cssselect(".fact-label a")[0]) for row in rows if row.cssselect(".fact-label .doubt")]
    assert [told[label] for label in marked] == ["check this"]


def test_only_facts_of_the_current_extraction_are_shown(client: Client) -> None:
    case = make_case()
    announcement = case.announcements.get()
    assert announcement.current_version
    make_extraction(
        announcement.current_version, pipeline="next", charges=[{"code": "wash_trading", "quote": "spoofing"}]
    )
    charges = words(read(client, case).cssselect("#charges")[0])
    assert "Wash, fictitious or prearranged trades" in charges
    assert "Spoofing" not in charges
    assert "Vellum" not in words(read(client, case).cssselect("#parties")[0])


def test_a_fact_is_proved_by_the_version_it_was_read_from(client: Client) -> None:
    case = make_case()
    make_version(case.announcements.get(), "Vellum Brokers Settles, Corrected", "All new words.")
    (quote,) = read(client, case).cssselect("#charges blockquote")
    assert "which is spoofing" in words(quote)
    address, _, anchor = quote.cssselect("a.source")[0].get("href").partition("#")
    assert words(html.fromstring(client.get(address).content.decode()).get_element_by_id(anchor)) == "which is spoofing"


def test_a_fact_whose_quote_is_not_in_the_text_is_withheld_and_counted(client: Client) -> None:
    case = make_case()
    PartyFact.objects.filter(name="Vellum Brokers Inc.").update(evidence=[{"start": 3, "end": 9, "quote": "Vellum"}])
    page = read(client, case)
    assert "1 fact withheld" in words(page.cssselect(".notice.error")[0])
    assert "Vellum Brokers" not in words(page.cssselect("#parties")[0])


def test_what_two_announcements_state_is_one_row_with_two_proofs(client: Client) -> None:
    case = make_case()
    later: dict[str, Any] = {
        "charges": [{"code": "spoofing", "status": "admitted", "quote": "spoofing"}],
        "sanctions": [
            {"kind": "civil_penalty", "amount": 4_000_000, "payers": ["Vellum"], "quote": "$4 million penalty"}
        ],
    }
    make_announcement("Vellum Brokers Admits", BODY, case=case, published_on=date(2026, 12, 1), **later)
    page = read(client, case)
    (charge,) = page.cssselect("#charges .fact")
    assert "Spoofing admitted" in words(charge)
    assert [words(origin).split(" · ")[1] for origin in charge.cssselect(".origin")] == ["settled", "admitted"]
    penalties = [row for row in page.cssselect("#sanctions .fact") if "Civil penalty" in words(row)]
    assert len(penalties) == 1
    assert len(penalties[0].cssselect("blockquote")) == 2
    assert words(page.cssselect("#sanctions .total")[0]).endswith("$4,500,000")
    assert "same docket number" in words(page.cssselect("#timeline")[0])


def test_an_undone_link_takes_the_announcement_and_its_facts_out(client: Client) -> None:
    case = make_case()
    stray = make_announcement(
        "A Stray Announcement", BODY, case=case, charges=[{"code": "antitrust", "quote": "spoofing"}]
    )
    CaseLink.objects.filter(announcement=stray).update(undone_at=timezone.now())
    text = words(read(client, case).cssselect("main")[0])
    assert "Stray" not in text
    assert "Antitrust" not in text


def test_a_party_that_is_not_resolved_yet_is_shown_by_name(client: Client) -> None:
    case = make_case()
    PartyLink.objects.all().delete()
    case.parties.all().delete()
    assert "Vellum Brokers Inc." in words(read(client, case).cssselect("#parties")[0])


def test_names_and_texts_are_escaped(client: Client) -> None:
    title = "<script>alert(1)</script> & Sons"
    announcement = make_announcement(
        title,
        'Said "<b>bold</b>" today.',
        parties=[{"name": '"><img src=x>', "aliases": ["<i>"], "quote": "<b>bold</b>"}],
    )
    case = Case.objects.get(links__announcement=announcement)
    for address in (case.get_absolute_url(), f"/announcements/{announcement.pk}/", "/", "/?q=alert", "/sources/"):
        content = client.get(address).content.decode()
        assert "<script>alert" not in content
        assert "<img" not in content
        assert "<b>bold" not in content
        assert "<i>" not in content
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Sons" in client.get(case.get_absolute_url()).content.decode()


def test_a_case_that_reports_no_action_says_so_instead_of_listing_nothing(client: Client) -> None:
    case = make_announcement("Agency Names a Coordinator", "She starts today.", is_enforcement=False).cases.get()
    page = read(client, case)
    assert "This announcement reports no step of an enforcement action." in words(page)
    assert not page.cssselect(".key-facts") and "none found" not in words(page)
    assert [section.get("id") for section in page.cssselect("section")] == ["timeline", "similar"]
    targets = [link.get("href") for link in page.cssselect(".contents a")]
    assert targets == ["#timeline", "#similar"]
    make_announcement("Vellum Brokers Settles", BODY, case=case, **FACTS)
    page = read(client, case)
    assert "reports no step" not in words(page) and page.cssselect("#sanctions")


@pytest.mark.parametrize("detail", ["both accuse Vellum Brokers Inc.", "both accuse Vellum Brokers Inc"])
def test_the_reason_of_a_link_ends_in_one_full_stop(client: Client, detail: str) -> None:
    case = make_case()
    make_announcement("Vellum Again", BODY, case=case, published_on=date(2026, 12, 1), **FACTS)
    CaseLink.objects.filter(announcement__title="Vellum Again").update(detail=detail)
    text = words(read(client, case).cssselect("#timeline")[0])
    assert text.endswith("In this case because: both accuse Vellum Brokers Inc.")


def test_the_head_names_the_charges(client: Client) -> None:
    text = words(read(client, make_case(charges=["spoofing", "wash_trading", "manipulation"])).cssselect("dl")[0])
    assert "ChargesPrice or benchmark manipulation; Spoofing and 1 more" in text


def test_an_announcement_that_was_taken_down_is_not_linked_at_the_agency(client: Client) -> None:
    case = make_case()
    announcement = case.announcements.get()
    announcement.removed_at = CAPTURED_AT
    announcement.save()
    page = read(client, case)
    assert "taken down by the agency, found gone on November 2, 2026; the text is kept" in words(page)
    assert not page.cssselect(f'a[href="{announcement.url}"]')


def test_documents_are_listed_without_loading_their_text(client: Client) -> None:
    case = make_case()
    Document.objects.create(
        announcement=case.announcements.get(),
        url="https://agency.example/order.pdf",
        title="Order",
        pages=["SECRET", "b"],
    )
    with CaptureQueriesContext(connection) as queries:
        text = words(read(client, case).cssselect("#documents")[0])
    assert "Order document · 2 pages" in text
    assert not any('"pages"' in query["sql"] and "jsonb_array_length" not in query["sql"] for query in queries)


def test_queries_do_not_grow_with_the_case(client: Client, django_assert_max_num_queries: Any) -> None:
    case = make_case()
    with CaptureQueriesContext(connection) as alone:
        client.get(case.get_absolute_url())
    allowed = len(alone)
    for day in range(1, 9):
        make_announcement("Vellum Again", BODY, case=case, published_on=date(2026, 12, day), **FACTS)
    with django_assert_max_num_queries(allowed):
        assert client.get(case.get_absolute_url()).status_code == 200
    assert 0 < allowed <= 22


def test_similar_cases_are_listed(client: Client) -> None:
    case = make_case()
    other = make_announcement("Ostler Trading Settles", BODY, charges=FACTS["charges"]).cases.get()
    (link,) = read(client, case).cssselect("#similar a")
    for headers in ({}, {"HX-Request": "true"}):
        content = client.get(link.get("href"), headers=headers).content.decode()
        assert (headers == {}) == ("<html" in content)
        (found,) = html.fromstring(content).cssselect(".similar a")
        assert found.get("href") == other.get_absolute_url()
    CaseLink.objects.filter(case=case).update(undone_at=timezone.now())
    assert "No case resembles this one" in client.get(link.get("href")).content.decode()
    assert client.get("/cases/0/similar/").status_code == 404


@pytest.mark.parametrize("pk", ["0", "99999999999999999999999999", "9" * 5000, "-1", "1%00", "abc", "٣"])
def test_a_case_that_there_is_not(client: Client, pk: str) -> None:
    response = client.get(f"/cases/{pk}/")
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()
