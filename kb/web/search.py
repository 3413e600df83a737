"""The search page. Any input is answered: the search says what it could not read, the page never fails on it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString, mark_safe

from kb.search.describe import describe
from kb.search.language import parse
from kb.search.query import Facet, Results, SearchRequest
from kb.search.query import search as run_search
from kb.search.request import SORTS
from kb.search.syntax import And, Everything, Node, Word
from kb.search.tabs import count_tabs
from kb.web.cards import make_cards
from kb.web.document_cards import make_document_cards
from kb.web.party_cards import make_party_cards

NOUNS = {"case": "case", "announcement": "announcement", "party": "party", "document": "document"}
_AROUND = 60  # letters shown on either side of what a problem points at
EXAMPLES = (
    ("spoofing futures", "all words, in any form"),
    ('"suspicious activity report"', "an exact phrase"),
    ("bitcoin OR crypto", "either word"),
    ('fraud NOT "health care"', "one without the other"),
    ("launder*", "any ending"),
    ("customer w/10 funds", "within ten words; /s in one sentence, /p in one paragraph"),
    ("7 USC 6c(a)", "a provision, however it is written: Section 4c(a) of the CEA, too"),
    ("charge:spoofing status:settled", "what is charged, and how it stands"),
    ('party:"bank of"', "a name of one who is accused"),
    ('court:"S.D.N.Y." after:2020', "a court, and a date"),
    ("penalty:>10m", "ordered to pay more than $10 million"),
    ("fraud over $10 million since March 2020", "amounts and dates in plain words"),
)


@dataclass(frozen=True)
class Chip:
    """A filter that is on; `url` takes it off."""

    name: str
    label: str
    url: str


@dataclass(frozen=True)
class PageLink:
    number: int
    url: str


def search(request: HttpRequest) -> HttpResponse:
    wanted = SearchRequest.from_params(request.GET)
    htmx: Any = getattr(request, "htmx", None)
    is_partial = bool(htmx) and not htmx.history_restore_request
    known = context(wanted)
    found = render_to_string("search/results.html", {**known, "user": request.user}, request)
    if is_partial:
        response = HttpResponse(found)
        response["HX-Push-Url"] = address(wanted)
    else:
        response = render(request, "search/page.html", {**known, "found": mark_safe(found)})  # noqa: S308 - a template's
    patch_vary_headers(response, ["HX-Request"])
    return response


@cache
def examples() -> SafeString:
    return mark_safe(render_to_string("search/examples.html", {"examples": EXAMPLES}))  # noqa: S308 - a template's


def context(wanted: SearchRequest) -> dict[str, Any]:
    results = run_search(wanted)
    node = parse(wanted.text).node
    return {
        "results": results,
        "wanted": wanted,
        "sorts": SORTS,
        "filters": hidden_fields(wanted),
        "echo": echo(wanted, node),
        "pointed": pointed(wanted.text, results.problem or ""),
        "cards": cards_of(results, node),
        "close": make_cards(results.close, by_case=wanted.by == "case"),
        "tabs": [(tab, address(tab.request)) for tab in count_tabs(results)],
        "kind_label": NOUNS[wanted.by],
        "facets": [facet for facet in results.facets if is_useful(facet)],
        "chips": [chip for facet in results.facets for chip in make_chips(facet)],
        "cleared": address(SearchRequest(text=wanted.text, sort=wanted.sort, by=wanted.by)),
        "here": address(wanted),
        "watch_query": wanted.for_watch().to_query_string(),
        "previous": page_link(results, results.page - 1),
        "next": page_link(results, results.page + 1),
        "examples": examples(),
    }


def echo(wanted: SearchRequest, node: Node) -> str:
    """The search in plain English, where it says more than the words that were typed."""
    is_plain = isinstance(node, Everything | Word) or (
        isinstance(node, And) and all(isinstance(part, Word) for part in node.parts)
    )
    return "" if is_plain else describe(node)


def pointed(text: str, problem: str) -> list[tuple[str, bool]]:
    """The search with the word marked that a problem's column points at; empty where it points at none."""
    column = re.search(r"column (\d+)", problem)
    place = int(column[1]) - 1 if column else len(text)
    if place >= len(text):
        return []
    end = place + len(re.match(r'["()]|[^\s()]+|\s+', text[place:])[0])  # type: ignore[index]
    shown = [(text[max(0, place - _AROUND) : place], False), (text[place:end][:_AROUND], True)]
    return [*shown, (text[end : end + _AROUND], False)]


def cards_of(results: Results, node: Node) -> list[Any]:
    if results.request.by == "party":
        return list(make_party_cards(results.parties, node))
    if results.request.by == "document":
        return list(make_document_cards(results.documents))
    return list(make_cards(results.hits, by_case=results.request.by == "case"))


def address(wanted: SearchRequest) -> str:
    return with_query(wanted.to_query_string())


def with_query(query: str) -> str:
    return f"{reverse('search')}?{query}" if query else reverse("search")


def is_useful(facet: Facet) -> bool:
    """Whether it can narrow or widen anything: it has two values, or one is chosen."""
    return len(facet.values) > 1 or any(value.is_selected for value in facet.values)


def make_chips(facet: Facet) -> list[Chip]:
    return [
        Chip(facet.label, value.label, with_query(value.query_string)) for value in facet.values if value.is_selected
    ]


def page_link(results: Results, number: int) -> PageLink | None:
    """The neighbouring page with the same filters, None beyond the first and the last."""
    if not 1 <= number <= results.pages:
        return None
    return PageLink(number, address(replace(results.request, page=number)))


def hidden_fields(wanted: SearchRequest) -> list[tuple[str, str]]:
    """The filters as form fields, so that typing other words keeps them."""
    return [pair for pair in parse_qsl(wanted.to_query_string()) if pair[0] not in {"q", "page", "sort"}]
