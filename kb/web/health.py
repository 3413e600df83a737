"""For machines: whether the site works (`/healthz`), and what search engines may read (`/robots.txt`)."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from kb.search.index import lag

ROBOTS = "User-agent: *\nDisallow: /\n"  # a team's own tool: nothing of it belongs in a public index


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, else 503. `index_lag`: changes that search has yet to take up; null, no index."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return JsonResponse({"database": "failed", "problem": type(error).__name__}, status=503)
    return JsonResponse({"database": "ok", "index_lag": lag()})


def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain")
