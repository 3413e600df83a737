"""A line of JSON goes in; an announcement comes out, or a BadLine that says what is wrong with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone

from crawler.items import AGENCIES, AnnouncementItem, IdentityError, RawPage, make_key, normalise_number
from crawler.text import clean_text
from kb.ingest.record import FILE
from kb.models import Snapshot

LONGEST_URL = 500  # characters
SOURCES = {agency: source for source, agency in AGENCIES.items()}


class BadLine(ValueError):
    """A line of a file that is no announcement; the message says why."""


def parse_line(line: bytes, origin: str) -> AnnouncementItem:
    """The announcement in one line of JSON. `origin` names the file. Raises BadLine, saying what is wrong."""
    fields = read_object(line)
    source = SOURCES.get(str(fields.get("agency") or ""))
    if source is None:
        raise BadLine(f"agency is {fields.get('agency')!r}; it should be one of {', '.join(SOURCES)}")
    title, text = (clean_text(required(fields, name)) for name in ("title", "text"))
    published_on = parse_date(fields)
    url = str(fields.get("url") or "")
    if len(url) > LONGEST_URL:
        raise BadLine(f"url is longer than {LONGEST_URL} characters")
    number = normalise_number(source, str(fields.get("release_id") or "") or None)
    try:
        key = make_key(source, number, url)
    except IdentityError as error:
        raise BadLine(str(error)) from None
    return AnnouncementItem(
        source=source,
        key=key,
        number=number or (key if source == "cftc" else None),
        url=url,
        title=title,
        published_on=published_on,
        text=text,
        raw=RawPage(url or origin, 200, {"content-type": "application/json"}, line.strip(), datetime.now(UTC)),
        components=strings(fields, "components"),
        topics=strings(fields, "topics"),
        channel=FILE,
    )


def read_object(line: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except ValueError as error:
        raise BadLine(f"no JSON ({error})") from None
    if not isinstance(fields, dict):
        raise BadLine("no JSON object")
    return fields


def required(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip():
        raise BadLine(f"{name} is missing")
    return value


def parse_date(fields: dict[str, Any]) -> date:
    value = required(fields, "date")
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise BadLine(f"date is {value!r}; it should look like 2026-11-16") from None
    if found.year < 1900 or found > timezone.localdate().replace(year=timezone.localdate().year + 1, day=1):
        raise BadLine(f"date {value} cannot be right")
    return found


def strings(fields: dict[str, Any], name: str) -> list[str]:
    value = fields.get(name) or []
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise BadLine(f"{name} should be a list of texts")
    return value


def known_lines(lines: Iterable[bytes]) -> set[str]:
    """Hashes of those lines that are stored already, byte for byte."""
    return set(Snapshot.objects.filter(body__in=map(line_hash, lines)).values_list("body_id", flat=True))


def line_hash(line: bytes) -> str:
    return hashlib.sha256(line.strip()).hexdigest()
