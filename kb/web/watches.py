"""A user's watches: save a search as one, see what it found, rename, pause, delete; and stop one from a mail.

Nobody sees another user's watch or digest: it is not found, whoever asks. The unsubscribe link works signed out: its
token is the authority, so its form needs no other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, F, Max, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, re_path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from kb.alerts.contents import make_contents
from kb.alerts.watches import ALL, QueryTooLong, clean_name, parse_query, record_watch, watches_of
from kb.models import Alert, Announcement, Digest, User, Watch
from kb.search.query import SearchRequest, search

LATEST_IN_LIST = 3
LATEST_IN_PAGE = 25
IN_PREVIEW = 10
View = Callable[..., HttpResponse]


def post_only(view: View) -> View:
    """An action asked for by GET, as after signing in on the way to it, leads to the list instead."""

    @wraps(view)
    def acting(request: HttpRequest, **kwargs: int) -> HttpResponse:
        return view(request, **kwargs) if request.method == "POST" else redirect("watches")

    return acting


def mine(request: HttpRequest) -> QuerySet[Watch]:
    return Watch.objects.filter(user=reader(request))


def reader(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


@login_required
@require_GET
def watch_list(request: HttpRequest) -> HttpResponse:
    watches = list(
        mine(request).annotate(
            alert_count=Count("alerts__announcement", distinct=True), last_alert_at=Max("alerts__created_at")
        )
    )
    latest = latest_alerts(watches)
    rows = [(watch, parse_query(watch.query).describe(), latest[watch.pk]) for watch in watches]
    digests = Digest.objects.filter(user=reader(request)).annotate(alert_count=Count("alerts"))[:8]
    return render(request, "watches/list.html", {"rows": rows, "digests": digests})


def latest_alerts(watches: Sequence[Watch]) -> dict[int, list[Alert]]:
    """The newest alerts of each watch, in one query."""
    place = Window(RowNumber(), partition_by=F("watch"), order_by=(F("created_at").desc(), F("id").desc()))
    alerts = Alert.objects.filter(watch__in=watches).annotate(place=place).filter(place__lte=LATEST_IN_LIST)
    found: dict[int, list[Alert]] = {watch.pk: [] for watch in watches}
    for alert in alerts.select_related("announcement", "version").order_by("-created_at", "-pk"):
        found[alert.watch_id].append(alert)
    return found


@login_required
@post_only
def watch_create(request: HttpRequest) -> HttpResponse:
    """Saves the search in the field `query` (a URL's query string) as a watch, under `name` or the search in words."""
    try:
        wanted = parse_query(request.POST.get("query", ""))
        watch, is_new = record_watch(reader(request), wanted, request.POST.get("name", ""))
    except QueryTooLong as error:
        messages.error(request, f"Not saved: {error}.")
        return redirect("watches")
    if is_new:
        messages.success(request, f"Saved. From now on, “{watch.name}” is looked after for you.")
    else:
        messages.info(request, f"You watch this search already, as “{watch.name}”.")
    return redirect("watch", pk=watch.pk)


@login_required
@require_GET
def watch_page(request: HttpRequest, pk: int) -> HttpResponse:
    watch = get_object_or_404(mine(request), pk=pk)
    wanted = parse_query(watch.query)
    alerts = watch.alerts.select_related("announcement", "version", "digest").order_by("-created_at", "-pk")
    context = {
        "watch": watch,
        "described": wanted.describe(),
        "alerts": alerts[:LATEST_IN_PAGE],
        "alert_count": alerts.count(),
        **preview(wanted),
    }
    return render(request, "watches/watch.html", context)


def preview(wanted: SearchRequest) -> dict[str, Any]:
    """What the search finds today, newest first: what the watch would have found."""
    results = search(replace(wanted, sort="newest"), page_size=IN_PREVIEW)
    rows = Announcement.objects.in_bulk([hit.announcement_id for hit in results.hits])
    found = [(rows[hit.announcement_id], hit.case_id) for hit in results.hits if hit.announcement_id in rows]
    return {"found": found, "found_count": results.count, "problem": results.problem}


@login_required
@post_only
def watch_rename(request: HttpRequest, pk: int) -> HttpResponse:
    watch = get_object_or_404(mine(request), pk=pk)
    name = clean_name(request.POST.get("name", ""))
    if name:
        mine(request).filter(pk=watch.pk).update(name=name)
        messages.success(request, f"Renamed to “{name}”.")
    else:
        messages.error(request, "A watch needs a name.")
    return redirect("watch", pk=watch.pk)


@login_required
@post_only
def watch_pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Pauses the watch, or takes it up again with `active=yes`."""
    watch = get_object_or_404(mine(request), pk=pk)
    is_active = request.POST.get("active") == "yes"
    mine(request).filter(pk=watch.pk).update(is_active=is_active)
    if is_active:
        messages.success(request, f"“{watch.name}” is active.")
    else:
        messages.success(request, f"“{watch.name}” is paused. What comes in meanwhile will not be mailed later.")
    return redirect("watch", pk=watch.pk)


@login_required
@post_only
def watch_delete(request: HttpRequest, pk: int) -> HttpResponse:
    watch = get_object_or_404(mine(request), pk=pk)
    watch.delete()
    messages.success(request, f"“{watch.name}” is deleted.")
    return redirect("watches")


@login_required
@require_GET
def digest_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that a digest told of, also what its mail had no room for."""
    digest = get_object_or_404(Digest, pk=pk, user=reader(request))
    return render(
        request, "watches/digest.html", {"digest": digest, "contents": make_contents(digest, is_limited=False)}
    )


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, since mail scanners open links; POST acts: it pauses, or takes up again with `action=resume`."""
    watches = watches_of(token)
    if watches is None:
        raise Http404
    if request.method == "POST":
        is_resumed = request.POST.get("action") == "resume" and not token.startswith(ALL)
        watches.update(is_active=is_resumed)
    context = {
        "watches": list(watches),
        "is_all": token.startswith(ALL),
        "is_done": request.method == "POST",
        "is_active": watches.filter(is_active=True).exists(),
    }
    return render(request, "watches/unsubscribe.html", context)


urlpatterns = [
    path("watches/", watch_list, name="watches"),
    path("watches/new/", watch_create, name="watch-create"),
    path("watches/<int:pk>/", watch_page, name="watch"),
    path("watches/<int:pk>/rename/", watch_rename, name="watch-rename"),
    path("watches/<int:pk>/pause/", watch_pause, name="watch-pause"),
    path("watches/<int:pk>/delete/", watch_delete, name="watch-delete"),
    path("watches/digests/<int:pk>/", digest_page, name="digest"),
    re_path(r"^unsubscribe/(?P<token>[A-Za-z0-9_.-]{1,200})/$", unsubscribe, name="unsubscribe"),
]
