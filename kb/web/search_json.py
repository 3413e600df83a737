"""The search page as data, at `/search.json` with the same parameters, and `cursor` and `limit` for its pages.

In: any query string. Out: JSON: the search as it was read, counts, filters with their counts, hints and results. A
cursor or limit that cannot be read is answered by 400 and a sentence that says why; 503 while the index is being built.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse

from kb.money import Total
from kb.search import cursor as cursors
from kb.search.folder import IndexDamaged
from kb.search.highlight import Fragments
from kb.search.index import usable_reader
from kb.search.language import parse
from kb.search.paging import MOST_BY_RELEVANCE, Page, page_after
from kb.search.query import Results, SearchRequest, search
from kb.search.request import FILTERS
from kb.search.tabs import count_tabs
from kb.web.cards import Card, ChargeLine, make_cards
from kb.web.document_cards import DocumentCard, make_document_cards
from kb.web.party_cards import PartyCard, make_party_cards

USUAL, MOST = 20, 100
Absolute = Callable[[str], str]


def search_json(request: HttpRequest) -> JsonResponse:
    wanted = SearchRequest.from_params(request.GET)
    try:
        limit = read_limit(request.GET.get("limit", ""))
        text = request.GET.get("cursor")
        cursor = None if text is None else cursors.load(text, wanted)
        page = page_after(usable_reader(), wanted, cursor, limit)
    except ValueError as error:
        return JsonResponse({"error": str(error)}, status=400)
    except IndexDamaged:
        answer = JsonResponse({"error": "The search index is being built. Please try again in a minute."}, status=503)
        answer["Retry-After"] = "60"
        return answer
    return JsonResponse(answer_of(wanted, page, limit, request.build_absolute_uri), json_dumps_params={"indent": 1})


def read_limit(text: str) -> int:
    if not text:
        return USUAL
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST):
        raise ValueError(f"limit is a whole number from 1 to {MOST}.")
    return int(text[:9])


def answer_of(wanted: SearchRequest, page: Page, limit: int, absolute: Absolute) -> dict[str, Any]:
    results = search(wanted, page_size=1)
    tabs = count_tabs(results)
    following = f"cursor={page.next}" if page.next else ""
    own = wanted.shown_as(wanted.by).to_query_string()
    size = f"limit={limit}" if limit != USUAL else ""
    return {
        "search": {"text": wanted.text, "by": wanted.by, "sort": wanted.sort} | chosen(wanted),
        "reading": wanted.describe(),
        "problem": results.problem,
        "counts": {tab.kind: {"count": tab.count, "is_estimated": tab.is_estimated} for tab in tabs},
        "hints": hints_of(results, absolute),
        "filters": filters_of(results, absolute),
        "filters_count": results.unit,
        "results": results_of(wanted, page, absolute),
        "close": [card_of(card, absolute) for card in make_cards(results.close, by_case=wanted.by == "case")],
        "page": absolute(f"{reverse('search')}?{own}"),
        "next_cursor": page.next,
        "next": absolute(address("&".join(filter(None, (own, size, following))))) if following else None,
        "note": f"The first {MOST_BY_RELEVANCE:,} by relevance; sort=newest gives all." if page.is_cut else None,
    }


def address(query: str) -> str:
    return f"{reverse('search-json')}?{query}"


def chosen(wanted: SearchRequest) -> dict[str, Any]:
    return {item.name: list(wanted.values_of(item)) for item in FILTERS if wanted.values_of(item)}


def hints_of(results: Results, absolute: Absolute) -> list[dict[str, Any]]:
    return [
        {"text": hint.text, "offer": hint.offer, "count": hint.count, "url": absolute(address(hint.query_string))}
        for hint in results.hints
    ]


def filters_of(results: Results, absolute: Absolute) -> list[dict[str, Any]]:
    return [
        {
            "name": facet.name,
            "label": facet.label,
            "values": [
                {
                    "value": value.value,
                    "label": value.label,
                    "count": value.count,
                    "is_selected": value.is_selected,
                    "url": absolute(address(value.query_string)),
                }
                for value in facet.values
            ],
        }
        for facet in results.facets
    ]


def results_of(wanted: SearchRequest, page: Page, absolute: Absolute) -> list[dict[str, Any]]:
    if wanted.by == "party":
        return [party_of(card, absolute) for card in make_party_cards(page.parties, parse(wanted.text).node)]
    if wanted.by == "document":
        return [document_of(card, absolute) for card in make_document_cards(page.documents)]
    cards = make_cards(page.hits, by_case=wanted.by == "case")
    return [card_of(card, absolute) for card in cards]


def card_of(card: Card, absolute: Absolute) -> dict[str, Any]:
    return {
        "url": absolute(card.url),
        "title": marked(card.title),
        "agencies": card.agencies,
        "first_on": card.first_on,
        "last_on": card.last_on,
        "announcements": card.announcements,
        "accused": card.accused,
        "latest": [{"code": row.code, "label": row.label} for row in card.latest],
        "charges": charges_of(card.charges),
        "ordered": sums_of(card.totals),
        "prison": card.prison,
        "passages": [
            {"announcement": passage.announcement_id, "document": passage.document_id} | marked(passage.fragments)
            for passage in card.passages
        ],
        "case": absolute(card.case.get_absolute_url()) if card.case else None,
    }


def party_of(card: PartyCard, absolute: Absolute) -> dict[str, Any]:
    return {
        "name": card.name,
        "url": absolute(card.url),
        "kind": card.kind,
        "agencies": card.agencies,
        "first_on": card.first_on,
        "last_on": card.last_on,
        "announcements": card.announcements,
        "cases": card.cases,
        "charges": charges_of(card.charges),
        "ordered": sums_of(card.totals),
    }


def document_of(card: DocumentCard, absolute: Absolute) -> dict[str, Any]:
    announcement = card.announcement
    return {
        "url": card.hit.url,
        "taken_down_on": card.gone_on,
        "copy": absolute(card.copy) if card.copy else None,
        "title": marked(card.hit.title),
        "kind": card.hit.kind,
        "pages": card.hit.pages,
        "problem": card.hit.problem,
        "announcement": {
            "url": absolute(reverse("announcement", args=[announcement.pk])),
            "title": announcement.title,
            "agency": announcement.source,
            "published_on": announcement.published_on,
        },
        "passages": [{"page": passage.page} | marked(passage.fragments) for passage in card.hit.passages],
    }


def charges_of(rows: Sequence[ChargeLine]) -> list[dict[str, Any]]:
    return [
        {"code": row.code, "label": row.label, "status": row.status, "confidence": round(row.confidence, 2)}
        for row in rows
    ]


def sums_of(totals: Sequence[Total]) -> list[dict[str, Any]]:
    return [{"currency": total.currency, "amount": total.amount, "is_doubtful": total.is_doubtful} for total in totals]


def marked(fragments: Fragments | Sequence[tuple[str, bool]]) -> dict[str, Any]:
    """The text, and where in it, in characters, the words stand that were asked for."""
    text, marks = "", []
    for part, is_match in fragments:
        if is_match:
            marks.append([len(text), len(text) + len(part)])
        text += part
    return {"text": text, "marks": marks}
