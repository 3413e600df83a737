"""An answer of status 200 is not yet a page: each check passes silently or raises a `PageProblem`.

A problem has a machine `reason` (a key of `REASONS`) and a `detail`, a plain sentence for the person who must act.
`Blocked` is the one that must stop the source: the agency refuses us, and asking again makes it worse.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from crawler.items import RawPage

REASONS = {
    "blocked": "the agency's server refuses us",
    "http_error": "the server answered with an error",
    "not_found": "the page does not exist",
    "unreachable": "no answer came",
    "robots": "robots.txt forbids the page",
    "redirect_loop": "the page leads in a circle",
    "too_large": "the page is larger than any real one",
    "bad_charset": "characters of the page cannot be read",
    "not_json": "HTML or broken JSON came where JSON was due",
    "not_pdf": "something else came where a PDF was due",
    "bad_shape": "the answer is not laid out as expected",
    "unknown_field": "the agency has added a field",
    "missing_column": "a column of the table is missing",
    "no_rows": "the first page of a list has no entries",
    "too_few_rows": "a list is shorter than it can be",
    "stale": "the newest entry of a list is old",
    "bad_row": "an entry of a list cannot be read",
    "no_title": "the page has no headline",
    "no_date": "the page has no date that can be read",
    "too_short": "the page has hardly any text",
    "wrong_document": "the page is of another announcement",
    "duplicate_number": "two announcements carry one number",
    "mostly_unreadable": "most announcements could not be read",
    "mostly_gone": "most stored announcements asked for again are gone",
    "document": "a published file cannot be read",
}
_HOME = re.compile(r"/?(?:index\.\w+|home)?/?")
BODY_FLOOR = 200  # characters; the shortest real announcement seen has over 300

_MARKERS: tuple[tuple[bytes, str], ...] = (
    (b"bm-verify", "a bot check came instead of the page"),
    (b"/_sec/verify", "a bot check came instead of the page"),
    (b"doj-interstitial", "a bot check came instead of the page"),
    (b"_cf_chl_opt", "a browser challenge came instead of the page"),
    (b"/cdn-cgi/challenge-platform/", "a browser challenge came instead of the page"),
    (b"<title>Just a moment...</title>", "a browser challenge came instead of the page"),
    (b"Sorry, you have been blocked", "the firewall blocks this address"),
    (b"errors.edgesuite.net", "the firewall denies access"),
    (b"Undeclared Automated Tool", "the server takes us for a tool that does not name itself"),
    (b"Request Rate Threshold Exceeded", "we ask too often"),
)
_STATUSES = {401: "access is denied", 403: "access is forbidden", 429: "we ask too often", 503: "service is refused"}
LARGEST_PAGE = 10_000_000  # bytes of HTML; the largest real page seen has under one million
_SMALL_PAGE = 5_000  # bytes: an HTML page below this without a headline or a table is a stand-in for the real one


@dataclass(frozen=True, slots=True)
class CrawlFailure:
    """`reason` is a key of `REASONS`, `url` the official address, `detail` a plain sentence."""

    reason: str
    url: str
    detail: str


class PageProblem(Exception):
    def __init__(self, reason: str, detail: str) -> None:
        if reason not in REASONS:
            raise ValueError(f"{reason!r} is not a named reason")
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.is_recorded = False  # a spider reports a problem once, wherever it is caught
        self.asked = ""  # the official address whose answer this is about
        self.answer: RawPage | None = None

    def is_gone(self, url: str) -> bool:
        """Whether the problem is that what lay at that very address is gone, and not something that it points to."""
        return self.reason == "not_found" and self.asked == url and self.answer is not None


class Blocked(PageProblem):
    """`wait`: the seconds after which the server says that it may be asked again."""

    def __init__(self, detail: str, *, wait: float | None = None) -> None:
        super().__init__("blocked", detail)
        self.wait = wait


class Interrupted(Exception):
    """A person, or the machine shutting down, has stopped the crawl."""


class NotModified(Exception):
    """The page is as it was when we last had it."""


def _is_html(headers: Mapping[str, str], body: bytes) -> bool:
    if "html" in headers.get("content-type", ""):
        return True
    return body[:300].lstrip().lower().startswith((b"<!doctype html", b"<html"))


def _check_markers(headers: Mapping[str, str], body: bytes) -> None:
    if headers.get("cf-mitigated") == "challenge":
        raise Blocked("A browser challenge came instead of the page.")
    for marker, sentence in _MARKERS:
        if marker in body:
            raise Blocked(f"{sentence.capitalize()} (it holds {marker.decode()!r}).")


def check_response(status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Headers by lower-case name. Raises Blocked, or PageProblem `not_found`, `http_error` or `too_large`."""
    if _is_html(headers, body):
        if len(body) > LARGEST_PAGE:
            raise PageProblem("too_large", f"A page of {len(body):,} bytes came; at most {LARGEST_PAGE:,} are read.")
        _check_markers(headers, body)
    if status in _STATUSES:
        wait = parse_retry_after(headers.get("retry-after", ""), datetime.now(UTC))
        raise Blocked(f"The server answered {status}: {_STATUSES[status]}.", wait=wait)
    if status in (404, 410):
        raise PageProblem("not_found", f"The server answered {status}: there is no such page.")
    if not 200 <= status < 300:
        raise PageProblem("http_error", f"The server answered {status}.")


def check_landing(asked: str, landed: str) -> None:
    """Official addresses, before and after redirects. Raises PageProblem `not_found` for a way to the home page: that
    is how some sites answer for a page that they have taken down."""
    if _HOME.fullmatch(urlsplit(landed).path) and not _HOME.fullmatch(urlsplit(asked).path):
        raise PageProblem("not_found", "The server sends us to its home page instead: there is no such page.")


def check_charset(text: str, body: bytes) -> None:
    """Raises PageProblem `bad_charset` when bytes of the page are not in the charset that it names: the text has marks
    in their place."""
    marks = text.count("\ufffd") - body.count("\ufffd".encode())
    if marks > 0:
        raise PageProblem("bad_charset", f"{marks} characters of the page are not in the charset that it names.")


def parse_retry_after(text: str, now: datetime) -> float | None:
    """Seconds to wait from `now`, never negative; None when the header is absent or unreadable."""
    if text.strip().isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text.strip())
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def check_page(body: bytes) -> None:
    """For pages only. Raises Blocked for a small page with neither headline nor table, `too_short` for an empty one."""
    if not body.strip():
        raise PageProblem("too_short", "The page is empty.")
    lowered = body[:_SMALL_PAGE].lower()
    if len(body) < _SMALL_PAGE and b"<h1" not in lowered and b"<table" not in lowered:
        raise Blocked(f"A page of {len(body)} bytes without a headline came; the real ones are larger.")


def parse_json(headers: Mapping[str, str], body: bytes) -> Any:
    """Raises PageProblem `not_json`: the API answers its errors in HTML."""
    if _is_html(headers, body):
        raise PageProblem("not_json", f"The API sent a page of HTML ({len(body)} bytes) instead of JSON.")
    try:
        return json.loads(body)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise PageProblem("not_json", f"The API sent JSON that cannot be read: {error}.") from error


def map_columns(headers: Sequence[str], wanted: Mapping[str, str]) -> dict[str, int]:
    """Column index by name, from the words of the header cells; `wanted` maps a name to a word of its header.

    Classes and order of the agencies' tables change, their header words have not. Raises PageProblem `missing_column`.
    """
    found: dict[str, int] = {}
    for name, word in wanted.items():
        hits = [index for index, header in enumerate(headers) if re.search(rf"\b{word}\b", header, re.IGNORECASE)]
        if len(hits) != 1:
            raise PageProblem(
                "missing_column", f"{len(hits)} columns are headed {word!r}; the headers are {list(headers)}."
            )
        found[name] = hits[0]
    return found


def check_rows(count: int, minimum: int) -> None:
    """For the first page of a list. Raises PageProblem `no_rows` or `too_few_rows`."""
    if count == 0:
        raise PageProblem("no_rows", f"The list is empty; at least {minimum} entries were expected.")
    if count < minimum:
        raise PageProblem("too_few_rows", f"The list has {count} entries; at least {minimum} were expected.")


def check_number(found: str | None, expected: str | None) -> None:
    """Raises PageProblem `wrong_document` when the number on the page is not the one of its address."""
    if found and expected and found != expected:
        raise PageProblem("wrong_document", f"The page is numbered {found}, its address {expected}.")


def check_body(body: str, floor: int = BODY_FLOOR) -> None:
    if len(body) < floor:
        raise PageProblem("too_short", f"The page has {len(body)} characters of text; at least {floor} were expected.")
