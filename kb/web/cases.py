"""The page of a case."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from kb.models import Case
from kb.web.dossier import make_dossier


def case(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Case, pk=pk)
    return render(request, "case/page.html", {"case": found, "dossier": make_dossier(found)})
