"""Saved searches: a SearchRequest goes in, a Watch comes out, once for each user and search.

Also the tokens of the unsubscribe links, which work without signing in: a watch's own, and one for all watches of a
user, signed and never expiring, since mail is read late.
"""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.urls import reverse

from kb.models import User, Watch
from kb.search.query import SearchRequest

LONGEST_QUERY = 4_000  # characters; a longer search string does not fit everywhere that an address goes
ALL = "all."  # begins the token that stands for all watches of a user


class QueryTooLong(ValueError):
    """The search is too long to be kept as a watch."""


def parse_query(query: str) -> SearchRequest:
    """The search in a URL's query string, with or without its `?`."""
    return SearchRequest.from_params(query.replace("\0", "").strip())


def record_watch(user: User, request: SearchRequest, name: str = "") -> tuple[Watch, bool]:
    """The user's watch for this search and whether it is new. Its name defaults to the search in words.

    Raises QueryTooLong.
    """
    query = request.for_watch().to_query_string()
    if len(query) > LONGEST_QUERY:
        raise QueryTooLong(f"the search is longer than {LONGEST_QUERY:,} characters")
    plain = clean_name(name) or clean_name(request.describe()) or "All announcements"
    return Watch.objects.get_or_create(user=user, query=query, defaults={"name": plain})


def clean_name(name: str) -> str:
    """A name on one line, cut to what fits."""
    return " ".join(name.replace("\0", "").split())[:200].strip()


def stop_all_token(user: User) -> str:
    return ALL + _signer().sign(str(user.pk))


def stop_url(token: str) -> str:
    return settings.SITE_URL + reverse("unsubscribe", args=[token])


def watches_of(token: str) -> QuerySet[Watch] | None:
    """The watches that the token of an unsubscribe link stands for; None for a token that is not ours."""
    if not token.startswith(ALL):
        watches = Watch.objects.filter(token=token)
        return watches if watches.exists() else None
    try:
        user = int(_signer().unsign(token.removeprefix(ALL)))
    except BadSignature:
        return None
    return Watch.objects.filter(user=user)


def _signer() -> Signer:
    return Signer(salt="kb.alerts.unsubscribe", sep=".")
