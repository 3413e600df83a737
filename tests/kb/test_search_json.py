"""The search as data: the same as the page shows, page by page while announcements are added, and clear refusals."""

from __future__ import annotations

import base64
import json
import zlib
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import html  # type: ignore[import-untyped]

from kb.models import Announcement, Document
from kb.search.index import rebuild
from tests.kb.factories import make_announcement

pytestmark = pytest.mark.django_db
FIRST = date(2026, 1, 1)


def answer(client: Client, **params: Any) -> dict[str, Any]:
    response = client.get("/search.json", params)
    assert response.status_code == 200
    found: dict[str, Any] = json.loads(response.content)
    return found


def add_firms(count: int, start: int = 0) -> list[Announcement]:
    """Firms of which each fifth has a second announcement; some days and sums are shared by several."""
    made = []
    for number in range(start, start + count):
        firm = f"Firm {number:03} LLC"
        first = make_announcement(
            f"{firm} Charged",
            "The complaint names tin. " * (1 + number % 3),
            published_on=FIRST + timedelta(days=number // 4),
            parties=[firm],
            sanctions=[{"amount": 1000 * (number // 6), "payers": [firm]}],
        )
        made.append(first)
        if number % 5 == 0:
            later = FIRST + timedelta(days=40 + number)
            made.append(make_announcement(f"{firm} Settles", "Tin again.", case=first.cases.get(), published_on=later))
        url = f"https://agency.example/{number}.pdf"
        Document.objects.create(announcement=first, url=url, title=firm, pages=["Order.", "Tin was sold."])
    return made


def key_of(result: dict[str, Any]) -> str:
    return str(result["name"] if "name" in result else result["url"])


def test_the_data_say_what_the_page_says(client: Client) -> None:
    made = make_announcement(
        "Umber Futures Settles Spoofing Charges",
        "Umber Futures placed spoof orders in silver. It pays $4.5 million.",
        published_on=date(2026, 11, 16),
        stages=["settled"],
        parties=["Umber Futures LLC"],
        charges=[{"code": "spoofing", "status": "settled"}],
        sanctions=[{"amount": 4_500_000, "quote": "$4.5 million"}],
    )
    make_announcement("Court Jails Trader", "A silver trader was jailed.", source="doj", published_on=date(2025, 1, 2))
    found = answer(client, q="silver OR spoofing agency:cftc")
    assert found["reading"] == "(silver or spoofing (or charged as Spoofing)) and announced by CFTC"
    assert found["counts"]["case"] == found["counts"]["party"] == {"count": 1, "is_estimated": False}
    (result,) = found["results"]
    assert result["url"] == f"http://testserver{made.cases.get().get_absolute_url()}"
    assert result["charges"] == [{"code": "spoofing", "label": "Spoofing", "status": "settled", "confidence": 0.9}]
    assert result["ordered"] == [{"currency": "USD", "amount": "4500000.00", "is_doubtful": False}]
    assert (result["accused"], result["last_on"]) == (["Umber Futures LLC"], "2026-11-16")
    passage = result["passages"][0]
    assert [passage["text"][start:end] for start, end in passage["marks"]] == ["spoof", "silver"]
    agency = found["filters"][0]["values"][0]
    assert (agency["value"], agency["count"]) == ("cftc", 1)
    assert json.loads(client.get(agency["url"]).content)["search"]["agency"] == ["cftc"]
    assert answer(client, q="silvr")["hints"][0]["url"] == "http://testserver/search.json?q=silver"
    assert "not closed" in answer(client, q='"silver')["problem"]


@pytest.mark.parametrize("by", ["case", "announcement", "document", "party"])
@pytest.mark.parametrize("sort", ["relevance", "newest", "largest"])
def test_pages_hold_each_result_once_while_others_are_added(client: Client, by: str, sort: str) -> None:
    firms = add_firms(30)
    rebuild()
    whole = [key_of(result) for result in answer(client, q="tin", by=by, sort=sort, limit=100)["results"]]
    page = answer(client, q="tin", by=by, sort=sort, limit=7)
    found = [key_of(result) for result in page["results"]]
    number = 0
    while page["next"]:
        number += 1
        add_firms(2, start=100 + 10 * number)
        make_announcement("A Firm Pays", "Tin, paid.", case=firms[number].cases.get(), published_on=date(2027, 1, 1))
        rebuild()
        page = json.loads(client.get(page["next"]).content)
        found += [key_of(result) for result in page["results"]]
    assert len(found) == len(set(found))
    assert sorted(found) == sorted(whole)
    if sort != "relevance":
        assert len(whole) == {"case": 30, "announcement": 36, "document": 30, "party": 30}[by]
    shown = html.fromstring(client.get("/search", {"q": "tin", "by": by}).content.decode())
    assert len(shown.cssselect("article.hit")) == (10 if by == "document" else 20)


def test_by_date_and_sum_the_order_is_that_of_the_page(client: Client) -> None:
    add_firms(25)
    rebuild()
    for sort in ("newest", "largest"):
        page = html.fromstring(client.get("/", {"q": "tin", "sort": sort}).content.decode())
        titles = [" ".join(title.text_content().split()) for title in page.cssselect("article.hit h2")]
        assert [result["title"]["text"] for result in answer(client, q="tin", sort=sort)["results"]] == titles


def text_of(*values: Any) -> str:
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(values).encode())).decode()


BAD = [
    "",
    "x",
    "é",
    "\x00",
    "A" * 20_000,
    "eJw",
    text_of(),
    text_of(1, "x", 1, 1, [], ""),
    text_of(1),
    text_of([[]] * 9),
]


@pytest.mark.parametrize("cursor", BAD, ids=range(len(BAD)))
def test_a_bad_cursor_is_refused_and_told_why(client: Client, cursor: str) -> None:
    response = client.get("/search.json", {"q": "tin", "cursor": cursor})
    assert response.status_code == 400
    assert "cursor" in json.loads(response.content)["error"]


def test_a_cursor_goes_with_its_own_search_only(client: Client) -> None:
    add_firms(5)
    rebuild()
    cursor = answer(client, q="tin", limit=2)["next_cursor"]
    assert client.get("/search.json", {"q": "tin", "limit": 2, "cursor": cursor}).status_code == 200
    for other in ({"q": "copper"}, {"q": "tin", "by": "party"}, {"q": "tin", "agency": "doj"}):
        response = client.get("/search.json", {**other, "cursor": cursor})
        assert response.status_code == 400
        assert "another search" in json.loads(response.content)["error"]


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "1e2", "٣", "9" * 50])
def test_a_bad_limit_is_refused(client: Client, limit: str) -> None:
    response = client.get("/search.json", {"limit": limit})
    assert response.status_code == 400
    assert "limit" in json.loads(response.content)["error"]


def test_relevance_ends_after_a_thousand_and_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.search.paging.MOST_BY_RELEVANCE", 8)
    add_firms(12)
    rebuild()
    first = answer(client, q="tin", limit=5)
    assert first["note"] is None
    second = json.loads(client.get(first["next"]).content)
    assert (len(second["results"]), second["next"]) == (3, None)
    assert "sort=newest" in second["note"]
