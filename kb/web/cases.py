"""The page of a case, and the cases that resemble it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from kb.cases import present_case
from kb.models import Case, CaseLink
from kb.search.folder import IndexDamaged
from kb.search.similar import more_like
from kb.web.cards import Card, make_cards
from kb.web.dossier import make_dossier


def case(request: HttpRequest, pk: int) -> HttpResponse:
    """A case whose announcements have moved to another leads there, for now: they may come back."""
    found = find_case(pk)
    if found.pk != pk:
        return redirect(found)
    return render(request, "case/page.html", {"case": found, "dossier": make_dossier(found)})


def find_case(pk: int) -> Case:
    """Raises Http404."""
    found = present_case(pk)
    if found is None:
        raise Http404(f"There is no case {pk}.")
    return found


def similar(request: HttpRequest, pk: int) -> HttpResponse:
    """A list for the case's page, which fetches it when it comes into view; a page of its own without scripts."""
    found = find_case(pk)
    htmx: Any = getattr(request, "htmx", None)
    template = "case/similar.html" if htmx else "case/similar_page.html"
    response = render(request, template, {"case": found, "cards": similar_cards(found)})
    patch_vary_headers(response, ["HX-Request"])
    return response


def similar_cards(found: Case) -> list[Card]:
    """Cases like the newest announcement of this one; none while the search index is being built."""
    links = CaseLink.objects.filter(case=found, undone_at=None).order_by(
        "-announcement__published_on", "-announcement_id"
    )
    newest = links.values_list("announcement_id", flat=True).first()
    if newest is None:
        return []
    try:
        return make_cards(more_like(newest))
    except IndexDamaged:
        return []
