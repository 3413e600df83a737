"""The page of sources: what each agency's crawls saw, and what the knowledge base holds of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kb.models.missed import MOST_TRIES
from kb.registers import make_register_reports
from kb.sources import make_reports


def sources(request: HttpRequest) -> HttpResponse:
    found = {"reports": make_reports(), "registers": make_register_reports(), "most_tries": MOST_TRIES}
    return render(request, "sources/page.html", found)
