"""The search page: cards, filters, help, watches, and an answer to any input."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html  # type: ignore[import-untyped]

from kb.models import Announcement, Case, Document, User
from kb.search.index import rebuild
from kb.search.query import SearchRequest
from kb.search.query import search as run_search
from kb.web.search import EXAMPLES
from tests.kb.factories import CAPTURED_AT, make_announcement

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def page_of(client: Client, **params: Any) -> html.HtmlElement:
    response = client.get("/", params)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def count_of(client: Client) -> int:
    return len(page_of(client, q="tin").cssselect("div.hits > ol article.hit"))


def counts(page: html.HtmlElement) -> dict[str, str]:
    """The numbers on the tabs."""
    return dict(words(link).rsplit(" ", 1) for link in page.cssselect(".tabs a"))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture
def three() -> list[Announcement]:
    return [
        make_announcement(
            "Umber Futures Settles Spoofing Charges",
            "Umber Futures placed spoof orders in silver. It pays $4.5 million.",
            published_on=date(2026, 11, 16),
            stages=["settled"],
            parties=["Umber Futures LLC"],
            charges=[{"code": "spoofing", "status": "settled"}],
            sanctions=[{"amount": 4_500_000, "quote": "$4.5 million"}],
        ),
        make_announcement(
            "Court Jails Trader", "Silver trader Ann Tamarisk was jailed.", source="doj", published_on=date(2025, 1, 2)
        ),
        make_announcement(
            "Exchange Fined", "An exchange kept no records of silver.", source="fincen", published_on=date(2024, 5, 6)
        ),
    ]


def test_a_card_says_who_what_how_much_and_why_it_matches(client: Client, three: list[Announcement]) -> None:
    page = page_of(client, q="spoof silver")
    (card,) = page.cssselect("div.hits > ol article.hit")
    text = words(card)
    for expected in ("CFTC", "Settled", "November 16, 2026", "Umber Futures LLC", "$4.5 million", "Spoofing settled"):
        assert expected in text
    assert words(card.cssselect(".passage")[0]) == "Umber Futures placed spoof orders in silver."
    assert [words(mark) for mark in card.cssselect(".passage mark")] == ["spoof", "silver"]
    case = Case.objects.get(links__announcement=three[0])
    assert card.cssselect(f'h2 a[href="{case.get_absolute_url()}"]')


def test_a_search_for_nothing_shows_everything_newest_first(client: Client, three: list[Announcement]) -> None:
    titles = [words(title) for title in page_of(client).cssselect("div.hits > ol article.hit h2")]
    assert titles == [announcement.title for announcement in three]


def test_filters_toggle_and_are_shown_as_chips(client: Client, three: list[Announcement]) -> None:
    page = page_of(client, q="silver")
    assert counts(page) == {"Cases": "3", "Announcements": "3", "Parties": "1", "Documents": "0"}
    (link,) = [link for link in page.cssselect(".facet a") if words(link) == "DOJ 1"]
    assert parse_qs(urlsplit(link.get("href")).query) == {"q": ["silver"], "agency": ["doj"]}
    narrowed = html.fromstring(client.get(link.get("href")).content.decode())
    assert counts(narrowed)["Cases"] == "1"
    assert narrowed.cssselect('form.search-form input[type=hidden][name=agency][value="doj"]')
    (chip,) = narrowed.cssselect("a.chip")
    assert words(chip).startswith("Agency: DOJ")
    assert chip.get("href") == "/?q=silver"


def test_typing_gets_the_results_alone_and_an_address_to_return_to(client: Client, three: list[Announcement]) -> None:
    response = client.get("/", {"q": "silver", "sort": "relevance", "agency": "doj"}, headers=HTMX)
    assert "<html" not in response.content.decode()
    assert response["HX-Push-Url"] == "/?q=silver&agency=doj"
    assert "HX-Request" in response["Vary"]
    again = client.get("/", {"q": "silver"}, headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert "<html" in again.content.decode()


def test_pages_follow_one_another_and_keep_the_filters(client: Client) -> None:
    for number in range(25):
        make_announcement(f"Firm {number} Charged", "The complaint names tin.", published_on=date(2026, 1, 1 + number))
    first = page_of(client, q="tin", agency="cftc")
    (following,) = first.cssselect('a[rel="next"]')
    second = html.fromstring(client.get(following.get("href")).content.decode())
    titles = {words(title) for page in (first, second) for title in page.cssselect("div.hits > ol article.hit h2")}
    assert len(titles) == 25
    (back,) = second.cssselect('a[rel="prev"]')
    assert back.get("href") == "/?q=tin&agency=cftc"
    assert not second.cssselect('a[rel="next"]')
    beyond = page_of(client, q="tin", page="99999")
    assert [words(title) for title in beyond.cssselect("article.hit h2")]


def test_announcements_can_be_listed_one_by_one(client: Client, three: list[Announcement]) -> None:
    case = three[0].cases.get()
    later = make_announcement(
        "Umber Futures Pays", "Silver, paid.", case=case, parties=["Umber Trading"], stages=["paid"]
    )
    grouped = page_of(client, q="silver umber")
    (link,) = [link for link in grouped.cssselect(".tabs a") if words(link).startswith("Announcements")]
    assert (counts(grouped)["Cases"], counts(grouped)["Announcements"]) == ("1", "2")
    single = html.fromstring(client.get(link.get("href")).content.decode())
    cards = {words(card.cssselect("h2")[0]): card for card in single.cssselect("div.hits > ol article.hit")}
    assert set(cards) == {three[0].title, later.title}
    card = cards[later.title]
    assert card.cssselect("h2 a")[0].get("href") == reverse("announcement", args=[later.pk])
    assert "Umber Trading" in words(card) and "Umber Futures LLC" not in words(card)
    assert card.cssselect(f'a[href="{case.get_absolute_url()}"]')


def test_a_misspelled_word_is_offered_right(client: Client, three: list[Announcement]) -> None:
    page = page_of(client, q="silvr trader")
    (hint,) = [hint for hint in page.cssselect(".hint, .repairs li") if "may be misspelled" in words(hint)]
    assert hint.cssselect("a")[0].get("href") == "/?q=silver+trader"


def test_an_empty_answer_helps(client: Client, three: list[Announcement]) -> None:
    page = page_of(client, q="zirconium", agency="doj")
    assert "No case matches" in words(page)
    assert [link.get("href") for link in page.cssselect(".empty p a")] == ["/?q=zirconium"]
    assert len(page.cssselect(".examples a")) == len(EXAMPLES)


def test_an_empty_knowledge_base_says_so(client: Client) -> None:
    assert "There is nothing here yet" in words(page_of(client))


@pytest.mark.parametrize("example", [example for example, _ in EXAMPLES])
def test_each_example_is_understood(example: str) -> None:
    assert run_search(SearchRequest(text=example)).problem is None


def test_a_problem_is_told(client: Client, three: list[Announcement]) -> None:
    page = page_of(client, q='"silver')
    assert "not closed" in words(page.cssselect(".notice.warning")[0])
    page = page_of(client, q="silver <b> agency:moon tin")
    assert [words(mark) for mark in page.cssselect(".pointed mark")] == ["agency:moon"]
    assert words(page.cssselect(".pointed")[0]) == "silver <b> agency:moon tin"


def test_a_search_can_be_watched_after_signing_in(client: Client, three: list[Announcement]) -> None:
    page = page_of(client, q="silver & tin", agency="doj")
    (link,) = page.cssselect(".summary a")
    assert parse_qs(urlsplit(link.get("href")).query)["next"] == ["/?q=silver+%26+tin&agency=doj"]
    assert not page.cssselect(".watch-form")
    client.force_login(User.objects.create_user("ann@example.com", "a long enough passphrase"))
    (form,) = page_of(client, q="silver", agency="doj", sort="newest", page="1").cssselect(".watch-form")
    assert form.get("action") == reverse("watch-create")
    assert form.fields["query"] == "q=silver&agency=doj"


def test_the_sample_is_called_a_sample(client: Client) -> None:
    assert not page_of(client).cssselect(".banner")
    make_announcement("Made Up Firm Charged", is_sample=True)
    assert "made up" in words(page_of(client).cssselect(".banner")[0])


HOSTILE = [
    {"q": "\x00"},
    {"q": "a\x00b \x1b[31m \ufffe"},
    {"q": "x" * 10_000},
    {"q": "NOT"},
    {"q": "charge: status:nonsense year:abc penalty:>"},
    {"q": "' OR 1=1; DROP TABLE kb_case; --"},
    {"q": "<script>alert(1)</script>"},
    {"q": "\u202e\u0000\U0001f600 ﷽"},
    {"page": "99999999999999"},
    {"page": "-1"},
    {"page": "1e9"},
    {"page": "٣"},
    {"year": "abc"},
    {"year": "99999999999999999999"},
    {"year": "\x00"},
    {"agency": "sec\x00"},
    {"agency": ["cftc", "doj", "nobody"] * 200},
    {"sort": "'; --"},
    {"by": "announcement", "q": "words"},
    {"by": "\x00"},
    {"court": "\x00" * 300},
    {"band": "1e400"},
    {"unknown": "x" * 5_000},
]


@pytest.mark.parametrize("params", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_any_input_is_answered(client: Client, params: dict[str, Any], headers: dict[str, Any]) -> None:
    make_announcement("Umber Futures Settles", "Words of an order.")
    response = client.get("/?" + urlencode(params, doseq=True), headers=headers)
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("raw", ["%", "q=%ff%fe", "q=%c0%80", "q", "&&&=&", "q=" + quote("é" * 3000), "a=1&" * 3000])
def test_a_broken_query_string_is_answered(client: Client, raw: str) -> None:
    assert client.get(f"/?{raw}").status_code in {200, 400}


def test_queries_do_not_grow_with_the_results(client: Client, django_assert_max_num_queries: Any) -> None:
    def more(number: int) -> None:
        for each in range(number):
            made = make_announcement(f"Firm {each} Fined", "tin", charges=["spoofing"], parties=[f"Firm {each}"])
            make_announcement(f"Firm {each} Pays", "tin", case=made.cases.get(), sanctions=[1000], stages=["settled"])

    more(1)
    assert count_of(client) == 1
    with CaptureQueriesContext(connection) as few:
        client.get("/?q=tin")
    allowed = len(few)
    more(12)
    rebuild()
    assert count_of(client) == 13
    with django_assert_max_num_queries(allowed):
        assert client.get("/?q=tin").status_code == 200
    assert 0 < allowed <= 16


def test_each_tab_shows_its_kind_of_result_and_keeps_the_search(client: Client, three: list[Announcement]) -> None:
    pages = ["Respondent placed spoof orders.", "", "The silver orders were spoof orders to cancel."]
    url = "https://agency.example/order.pdf"
    Document.objects.create(announcement=three[0], url=url, title="Order", kind="order", pages=pages)
    page = page_of(client, q="spoof silver", agency="cftc", sort="newest")
    assert counts(page) == {"Cases": "1", "Announcements": "1", "Parties": "1", "Documents": "1"}
    for link in page.cssselect(".tabs a"):
        shown = html.fromstring(client.get(link.get("href")).content.decode())
        assert counts(shown) == counts(page)
        assert len(shown.cssselect("div.hits > ol article.hit")) == 1
        assert len(shown.cssselect('form.search-form input[name=agency][value="cftc"]')) == 1
        assert shown.cssselect('option[value="newest"][selected], input#sort[value="newest"]')
    (document,) = page_of(client, q="spoof silver", by="document").cssselect("div.hits > ol article.hit")
    found = [(link.get("href"), words(link)) for link in document.cssselect(".page-number")]
    assert found == [(f"{url}#page=1", "Page 1"), (f"{url}#page=3", "Page 3")]
    assert [words(mark) for mark in document.cssselect("mark")] == ["spoof", "silver", "spoof"]
    assert document.cssselect(f'a[href="{reverse("announcement", args=[three[0].pk])}"]')


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_document_that_was_taken_down_opens_as_our_copy(
    client: Client, three: list[Announcement], *, is_kept: bool
) -> None:
    body = three[0].snapshots.get().body if is_kept else None
    url = "https://agency.example/order.pdf"
    gone = Document.objects.create(
        announcement=three[0], url=url, title="Silver Order", pages=["Silver."], body=body, gone_at=CAPTURED_AT
    )
    (card,) = page_of(client, q="silver", by="document").cssselect("div.hits > ol article.hit")
    assert "taken down by the agency, found gone on November 2, 2026" in words(card)
    assert not card.cssselect(f'a[href^="{url}"]') and "Page 1" in words(card)
    copy = reverse("document-copy", args=[gone.pk])
    assert [link.get("href") for link in card.cssselect("h2 a")] == ([copy] if is_kept else [])
    assert ("our copy" if is_kept else "no copy was kept") in words(card)
    (found,) = client.get("/search.json?q=silver&by=document").json()["results"]
    assert (found["url"], found["taken_down_on"]) == (url, "2026-11-02")
    assert found["copy"] == (f"http://testserver{copy}" if is_kept else None)
    page = client.get(reverse("announcement", args=[three[0].pk])).content.decode()
    assert url not in page and (copy in page) == is_kept


def test_a_party_says_its_cases_charges_and_what_it_pays(client: Client, three: list[Announcement]) -> None:
    make_announcement(
        "Umber Futures and Ochre Metals Pay",
        "Umber Futures LLC pays $1 million and Ochre Metals pays $2 million, for silver.",
        parties=["Ochre Metals", "Umber Futures LLC"],
        charges=[{"code": "manipulation", "status": "found"}],
        sanctions=[
            {"amount": 1_000_000, "payers": ["Umber Futures LLC"], "quote": "$1 million"},
            {"amount": 2_000_000, "payers": ["Ochre Metals"], "quote": "$2 million"},
        ],
        published_on=date(2026, 11, 20),
    )
    cards = page_of(client, q="silver ochre OR umber", by="party").cssselect("div.hits > ol article.hit")
    assert [words(card.cssselect("h2")[0]) for card in cards] == ["Umber Futures LLC", "Ochre Metals"]
    text = words(cards[0])
    for expected in ("Firm", "$1 million", "Spoofing settled", "found here; in 2 cases in all"):
        assert expected in text
    assert "$2 million" not in text
    (link,) = cards[0].cssselect("h2 a")
    assert parse_qs(urlsplit(link.get("href")).query) == {"q": ['party:"Umber Futures LLC"']}


def test_few_results_are_followed_by_close_ones(client: Client, three: list[Announcement]) -> None:
    page = page_of(client, q="silver trader exchange")
    assert counts(page)["Cases"] == "0"
    close = [words(title) for title in page.cssselect(".close-matches h2")]
    assert close[0] == "Close, but without some of the words"
    assert set(close[1:]) == {"Court Jails Trader", "Exchange Fined"}
    assert not page_of(client, q="silver").cssselect(".close-matches")
    assert [result["title"]["text"] for result in client.get("/search.json?q=silver+trader+exchange").json()["close"]]


def test_a_search_is_said_back_in_plain_english(client: Client, three: list[Announcement]) -> None:
    assert not page_of(client, q="silver trader").cssselect(".echo")
    (echo,) = page_of(client, q="silver w/5 trader agency:doj").cssselect(".echo")
    assert words(echo) == "Read as (silver near trader within 5 words) and announced by DOJ"
