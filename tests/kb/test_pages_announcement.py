"""The page of an announcement: the whole text, what is proved in it, its versions and their differences."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html  # type: ignore[import-untyped]

from kb.models import Announcement, Document, DocumentChange
from tests.kb.factories import make_announcement, make_extraction, make_version

pytestmark = pytest.mark.django_db

BODY = "Quill Bank laundered money for years.\n\nThe court ordered Quill Bank to pay $9 million at once.\nIt agreed."

BODY_STARTS = len("Quill Bank Pays\n\n")


def read(client: Client, announcement: Announcement, query: str = "") -> html.HtmlElement:
    response = client.get(f"/announcements/{announcement.pk}/{query}")
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_the_whole_text_is_there(client: Client) -> None:
    announcement = make_announcement("Quill Bank Pays", BODY, number="18-44", source="doj")
    page = read(client, announcement)
    assert words(page.cssselect("article")[0]) == " ".join(f"Quill Bank Pays {BODY}".split())
    assert words(page.cssselect("article h1")[0]) == "Quill Bank Pays"
    assert "No. 18-44" in words(page)
    assert page.cssselect(f'a[href="{announcement.url}"]')
    assert announcement.current_version
    assert announcement.current_version.snapshot.body_id in words(page.cssselect(".versions")[0])


def test_queries_do_not_grow_with_versions_facts_and_files(client: Client, django_assert_max_num_queries: Any) -> None:
    announcement = make_announcement("Quill Bank Pays", BODY, parties=["Quill Bank"])
    make_version(announcement, "Quill Bank Pays", BODY + " More.")
    add_file(announcement, "1")
    address = f"/announcements/{announcement.pk}/"
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    allowed = len(queries)
    for number in ("2", "3", "4"):
        version = make_version(announcement, "Quill Bank Pays", BODY + number)
        make_extraction(version, parties=["Quill Bank", "Pays"], charges=["spoofing", "money_laundering"])
        add_file(announcement, number)
    with django_assert_max_num_queries(allowed):
        assert client.get(address).status_code == 200
    assert 0 < allowed <= 22


def test_files_that_changed_are_told_without_loading_their_text(client: Client) -> None:
    announcement = make_announcement("Quill Bank Pays", BODY)
    make_version(announcement, "Quill Bank Pays", BODY + " More.")
    add_file(announcement, "1")
    with CaptureQueriesContext(connection) as queries:
        page = words(read(client, announcement))
    assert "Replaced, in other words: File 1" in page
    told = [query["sql"] for query in queries if "documentchange" in query["sql"]]
    assert len(told) == 1 and '"pages' not in told[0]


def add_file(announcement: Announcement, number: str) -> None:
    url = f"https://agency.example/{number}.pdf"
    document = Document.objects.create(announcement=announcement, url=url, title=f"File {number}", pages=["SECRET"])
    DocumentChange.objects.create(document=document, version=announcement.current_version, kind="changed")


def test_overlapping_proofs_are_all_marked_and_each_has_its_anchor(client: Client) -> None:
    announcement = make_announcement(
        "Quill Bank Pays",
        BODY,
        parties=[{"name": "Quill Bank", "quote": "ordered Quill Bank to pay"}],
        sanctions=[{"amount": 9_000_000, "quote": "pay $9 million"}],
        charges=[{"code": "money_laundering", "quote": "laundered money"}],
        terms=[{"kind": "undertakings", "quote": "at once.\nIt agreed"}],
        stages=[{"code": "settled", "quote": "agreed"}],
    )
    page = read(client, announcement)
    marks = page.cssselect("article mark")
    assert [words(mark) for mark in marks] == [
        "laundered money", "ordered Quill Bank to pay", "pay", "$9 million", "at once. It agreed", "agreed",
    ]  # fmt: skip
    anchors = [link.get("href")[1:] for link in page.cssselect(".margin-facts a")]
    ids = [mark.get("id") for mark in marks if mark.get("id")]
    assert sorted(ids) == sorted(anchors)
    assert len(set(ids)) == len(ids) == 5
    assert marks[3].get("title") == "Sanction: $9,000,000 civil penalty"


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (
            "differs",
            "The amounts do not add up. The text states $9,000,000 in all; the parts found add up to $8,000,000.",
        ),
        ("partial", "Of the $9,000,000 stated in all, $8,000,000 was found as parts."),
        ("agrees", ""),
    ],
)
def test_a_stated_total_and_its_parts_are_told_apart(client: Client, state: str, expected: str) -> None:
    total = {"kind": "settlement", "amount": 9_000_000, "quote": "pay $9 million"}
    told = make_announcement(
        "Quill Bank Pays", BODY, sanctions=[{**total, "parts_sum": 8_000_000, "parts_state": state}]
    )
    page = read(client, told)
    assert expected in words(page.cssselect("aside")[0])
    assert bool(page.cssselect("aside .notice.warning")) is (state == "differs")
    assert ("as parts" in words(page)) is (state == "partial")
    for link in page.cssselect('aside a[href^="#at-"]'):
        assert words(page.get_element_by_id(link.get("href")[1:])) == "pay $9 million"


def test_each_fact_says_how_likely_it_is_and_those_to_check_come_with_their_sentence(client: Client) -> None:
    announcement = make_announcement(
        "Quill Bank Pays",
        BODY,
        parties=[{"name": "Quill Bank", "quote": "ordered Quill Bank to pay", "confidence": 0.95}],
        sanctions=[{"amount": 9_000_000, "quote": "pay $9 million", "confidence": 0.8}],
        charges=[{"code": "money_laundering", "quote": "laundered money", "confidence": 0.6}],
        terms=[{"kind": "undertakings", "quote": "It agreed", "confidence": 0.55}],
    )
    extraction = announcement.extractions.get()
    place = {"party": "Quill Bank", "city": "Reno", "state": "NV", "country": "US", "found_by": "test"}
    span = {"start": BODY_STARTS, "end": BODY_STARTS + 10, "quote": "Quill Bank"}
    extraction.further = {"places": [{**place, "confidence": 0.5, "evidence": [span]}]}
    extraction.save()
    page = read(client, announcement)
    listed = [words(item) for item in page.cssselect(".margin-facts li:not(.heading)")]
    assert listed == [
        "Quill Bank, accused",
        "Money laundering, alleged check this",
        "$9,000,000 civil penalty likely",
        "Undertakings check this",
        "Quill Bank: Reno, NV check this",
    ]
    assert words(page.cssselect(".doubtful summary")[0]) == "3 facts to check"
    assert [words(item) for item in page.cssselect(".doubtful li")] == [
        "Place: Quill Bank: Reno, NV Quill Bank laundered money for years.",
        "Term: Undertakings It agreed.",
        "Charge: Money laundering, alleged Quill Bank laundered money for years.",
    ]


def test_without_doubtful_facts_there_is_no_list_of_them(client: Client) -> None:
    announcement = make_announcement("Quill Bank Pays", BODY, stages=["settled"])
    assert not read(client, announcement).cssselect(".doubtful")


def test_an_edit_shows_what_changed(client: Client) -> None:
    announcement = make_announcement("Quill Bank Pays", BODY)
    make_version(announcement, "Quill Bank Pays", BODY.replace("$9 million", "$8 million"))
    page = read(client, announcement)
    assert words(page.cssselect("ins")[0]) == "$8"
    assert words(page.cssselect("del")[0]) == "$9"
    assert "2 paragraphs unchanged" in words(page.cssselect(".diff")[0])
    assert "$9" not in words(page.cssselect("article")[0])


def test_an_older_version_says_so_and_only_the_version_read_has_marks(client: Client) -> None:
    announcement = make_announcement(
        "Quill Bank Pays", BODY, charges=[{"code": "money_laundering", "quote": "laundered"}]
    )
    newer = make_version(announcement, "Quill Bank Pays", BODY + " Later words.")
    unread = read(client, announcement)
    assert "has not been read for facts yet. Those of version 1." in words(unread)
    assert unread.cssselect('aside a[href="?version=1"]')
    old = read(client, announcement, "?version=1")
    assert "version 1, which the agency has since changed" in words(old)
    assert words(old.cssselect("article mark")[0]) == "laundered"
    make_extraction(newer, charges=[{"code": "bank_fraud", "quote": "Later words"}])
    assert [words(mark) for mark in read(client, announcement).cssselect("article mark")] == ["Later words"]
    assert not read(client, announcement, "?version=1").cssselect("article mark")


@pytest.mark.parametrize("version", ["0", "2", "-1", "x", "1%00", "9" * 400, "%F0%9F%92%A9", "1.0"])
def test_a_version_that_there_is_not(client: Client, version: str) -> None:
    announcement = make_announcement("Quill Bank Pays", BODY)
    assert client.get(f"/announcements/{announcement.pk}/?version={version}").status_code == 404


def test_an_announcement_without_enforcement_says_so(client: Client) -> None:
    announcement = make_announcement("Quill Bank Wins Award", BODY, is_enforcement=False, case=None)
    assert "reports no step of an enforcement action" in words(read(client, announcement))


@pytest.mark.parametrize("pk", ["0", "99999999999999999999999999", "abc"])
def test_an_announcement_that_there_is_not(client: Client, pk: str) -> None:
    assert client.get(f"/announcements/{pk}/").status_code == 404


def proof(text: str, quote: str) -> list[dict[str, object]]:
    start = text.index(quote)
    return [{"start": start, "end": start + len(quote), "quote": quote}]


def test_when_where_and_what_harm_are_said_beside_the_facts(client: Client) -> None:
    announcement = make_announcement("Quill Bank Pays", BODY)
    extraction = announcement.extractions.get()
    text = extraction.version.text
    extraction.further = {
        "places": [{"party": "Quill Bank", "city": "Reno", "state": "NV", "country": "US",
                    "evidence": proof(text, "Quill Bank laundered")},
                   {"party": "Quill Bank", "city": "London", "state": None, "country": "GB",
                    "evidence": proof(text, "Quill Bank laundered")}],
        "attributes": [{"kind": "admission", "value": "no_admission", "evidence": proof(text, "It agreed.")}],
        "conduct": [{"start": "2015-03", "end": None, "ongoing": True, "evidence": proof(text, "for years")}],
        "harms": [{"kind": "laundered", "amount": 9e6, "currency": "USD", "evidence": proof(text, "$9 million")},
                  {"kind": "victims", "amount": 1200, "currency": None, "evidence": [
                      {"start": 0, "end": 5, "quote": "1,200"}]}],
        "alongside": [{"person": "Jan Roe", "firms": ["Quill Bank", "Quill Trust"], "position": "owner",
                       "evidence": proof(text, "Quill Bank laundered")}],
    }  # fmt: skip
    for told in extraction.further.values():
        for fact in told:
            fact["confidence"] = 0.95
    extraction.save()
    page = read(client, announcement)
    aside = words(page.cssselect("aside")[0])
    assert "ConductMarch 2015 to the present" in aside
    assert "AdmissionWithout admitting or denying" in aside
    assert "Harm$9,000,000 laundered" in aside
    assert "PlaceQuill Bank: Reno, NV Quill Bank: London, United Kingdom" in aside
    assert "IndividualJan Roe, owner, accused alongside Quill Bank and 1 other firm" in aside
    assert "victims" not in aside
    assert "1 fact withheld" in words(page)
    for link in page.cssselect("aside a"):
        assert page.cssselect(f'[id="{link.get("href")[1:]}"]')
