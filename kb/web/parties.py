"""The page that finds people and firms by name, and leads to their cases. Any input is answered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from kb import taxonomy
from kb.registers import find_standings
from kb.search.parties import find_parties

MOST = 50
LONGEST = 200


def parties(request: HttpRequest) -> HttpResponse:
    name = request.GET.get("q", "").replace("\x00", "")[:LONGEST].strip()
    found = [(taxonomy.label(taxonomy.PARTY_KINDS, party.kind), party) for party in find_parties(name, limit=MOST)]
    standings = find_standings([name, *(party.name for _, party in found)])
    context = {"name": name, "found": found, "most": MOST, "standings": standings}
    return render(request, "search/parties.html", context)


urlpatterns = [path("parties/", parties, name="parties")]
