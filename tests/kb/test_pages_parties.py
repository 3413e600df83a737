"""The page that finds parties by name."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html  # type: ignore[import-untyped]

from tests.kb.factories import make_announcement

pytestmark = pytest.mark.django_db


def test_a_name_leads_to_its_cases(client: Client) -> None:
    first = make_announcement("Tern Capital Charged", parties=[{"name": "Tern Capital LLC", "aliases": ["TernX"]}])
    make_announcement("Tern Capital Settles", parties=["Tern Capital LLC"])
    make_announcement("Ann Tern Charged", parties=[{"name": "Ann <b>Tern</b>", "kind": "person"}])
    page = html.fromstring(client.get("/parties/", {"q": "tern"}).content.decode())
    rows = [[cell.text_content() for cell in row.cssselect("td")] for row in page.cssselect("tbody tr")]
    assert rows == [["Tern Capital LLC", "Firm", "2"], ["Ann <b>Tern</b>", "Individual", "1"]]
    found = html.fromstring(client.get(page.cssselect("tbody a")[0].get("href")).content.decode())
    assert len(found.cssselect("article.hit")) == 2
    assert found.cssselect(f'a[href="{first.cases.get().get_absolute_url()}"]')
    assert "Tern Capital LLC" in client.get("/parties/?q=ternx").content.decode()


def test_many_names_cost_no_more_queries_than_one(client: Client, django_assert_max_num_queries: Any) -> None:
    make_announcement("Tern Capital Charged", parties=["Tern Capital LLC"])
    with CaptureQueriesContext(connection) as alone:
        client.get("/parties/?q=tern")
    for number in range(20):
        make_announcement(f"Tern {number} Charged", parties=[f"Tern {number} LLC", f"Ann Tern {number}"])
    with django_assert_max_num_queries(len(alone)):
        assert client.get("/parties/?q=tern").content.decode().count("<td>") > 40


def test_a_name_that_nobody_has(client: Client) -> None:
    assert "No party is named so" in client.get("/parties/?q=zirconium").content.decode()


@pytest.mark.parametrize(
    "name", ["", "\x00", "a\x00b", "%", "_", "x" * 10_000, "(" * 300, "<script>", "\u202e", "' OR 1=1", "a " * 500]
)
def test_any_name_is_answered(client: Client, name: str) -> None:
    make_announcement("Tern Capital Charged", parties=["Tern Capital LLC"])
    response = client.get("/parties/", {"q": name})
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()
