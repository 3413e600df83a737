"""What a spider yields: an Announcement as published, with the bytes it was read from, or what became of a known one.

`make_key` gives an announcement its identity from the authority's own number, or from its address where the agency
gives no number or gives one twice (the Department of Justice does). It never looks at extracted text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

State = Literal["removed", "unchanged", "unreadable"]
AGENCIES = {"cftc": "CFTC", "doj": "DOJ", "fincen": "FinCEN", "sec": "SEC", "ofac": "OFAC"}

_CFTC_NUMBER = re.compile(r"(?<!\d)(?:pr-?)?(\d{4,5}-\d{2})(?!\d)", re.IGNORECASE)
_DOJ_NUMBER = re.compile(r"(\d{2})\s*[-.]{1,2}\s*(\d{1,5})\.?")
_SEC_NUMBER = re.compile(r"\b(LR|33|34|39|IA|IC|AAER)-?(\d{3,6}[A-Z]?(?:-\d+)?)(?![\w-])", re.IGNORECASE)
_SEC_WORDS = re.compile(r"\bLitigation Release No\.\s*(\d{3,6}[A-Z]?(?:-\d+)?)", re.IGNORECASE)
_OFAC_NUMBER = re.compile(r"\d{8}(?:_\d{1,3})?")
_MATTER_NUMBER = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*-\s*(\d{1,3})(?!\d)")


class IdentityError(ValueError):
    """The announcement has neither an official number nor an address to know it by."""


@dataclass(slots=True)
class RawPage:
    """Bytes exactly as they came, before any decoding."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    fetched_at: datetime


@dataclass(slots=True)
class DocumentItem:
    """A file published with an announcement. `problem` says why there is no text (encrypted, no text layer …).

    `state` is of a stored file asked for again that was not sent: unchanged, or removed, with the answer in `raw`.
    """

    url: str
    title: str
    kind: str  # order, complaint, consent_order, indictment, other
    raw: RawPage | None = None
    pages: list[str] = field(default_factory=list)  # the text of each page, in order
    problem: str = ""
    state: Literal["removed", "unchanged"] | None = None
    asked_at: datetime | None = None  # where `raw` does not say: None for a file that was not asked for


@dataclass(slots=True)
class AnnouncementItem:
    """One announcement. `text` is title, blank line, body, cleaned; `published_on` is the agency's local date."""

    source: str  # a key of AGENCIES
    key: str  # see make_key
    number: str | None
    url: str
    title: str
    published_on: date
    text: str
    raw: RawPage
    components: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    documents: list[DocumentItem] = field(default_factory=list)
    channel: str = ""  # what led to it: listing, rss, api, table, recheck, file …
    changed_on: date | None = None  # the agency's own stamp of the last change, where it gives one


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A stored announcement, or one that could not be read when a list named it, to ask for again. `conditions` are
    request headers that spare an unchanged answer."""

    key: str
    url: str  # the announcement's own page, official
    number: str | None
    title: str
    published_on: date | None
    topics: tuple[str, ...] = ()
    record_url: str = ""  # where it was read instead of its page: its record in the API
    conditions: Mapping[str, str] = field(default_factory=dict)
    is_removed: bool = False  # it was gone when last asked for


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A stored file. `key` is that of its announcement; `conditions` as for a KnownPage."""

    key: str
    url: str
    title: str
    conditions: Mapping[str, str] = field(default_factory=dict)
    has_bytes: bool = True  # else every fetch of it has failed
    is_gone: bool = False  # it was when last asked for


@dataclass(slots=True)
class RecheckItem:
    """What became of a known announcement that gave no new page: the answer, and what it means."""

    source: str
    key: str
    state: State
    asked_at: datetime
    raw: RawPage | None = None  # of a removed one: the answer that says so


@dataclass(slots=True)
class MissedItem:
    """A listed announcement that is not stored and could not be read; `reason` is a key of `crawler.checks.REASONS`.
    Without a reason it is none of ours, and need not be asked for again."""

    source: str
    page: KnownPage
    reason: str = ""
    detail: str = ""


@dataclass(slots=True)
class DocumentsItem:
    """Files of an announcement that is stored already, named elsewhere than on its own page."""

    source: str
    key: str
    documents: list[DocumentItem]


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One line of a register. `names`: the one it is listed under, then others. `listed_on` is the register's date."""

    key: str
    names: tuple[str, ...]
    listed_on: date | None
    number: str = ""
    state: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class RegisterItem:
    """A register as read, whole; at least so many entries must be in it."""

    source: str
    raws: list[RawPage]
    entries: Iterable[RegisterEntry]
    minimum: int


Item = AnnouncementItem | DocumentsItem | MissedItem | RecheckItem | RegisterItem


def _path(url: str) -> str:
    parts = urlsplit(url)
    path = unquote(parts.path)
    if path == "/system/files" and "file" in parse_qs(parts.query):  # so FinCEN writes some of its files
        return "/system/files/" + parse_qs(parts.query)["file"][0]
    return path


def document_key(url: str) -> str:
    """One for each file, whichever way its address is written: with `%40` or `@`, with the file in a query."""
    return (urlsplit(url).hostname or "") + _path(url)


def normalise_number(source: str, number: str | None) -> str | None:
    """The agency's number in its one form: `8270-20`, `18-484`, `2020-02`, `LR-26609`; None where there is none."""
    if not number:
        return None
    if source == "cftc":
        match = _CFTC_NUMBER.search(number)
        return match[1] if match else None
    if source == "fincen":
        match = _MATTER_NUMBER.search(number)
        return f"{match[1]}-{int(match[2]):02d}" if match else None
    if source == "sec":
        return _sec_number(number)
    if source == "ofac":
        match = _OFAC_NUMBER.fullmatch(number.strip())
        return match[0] if match else None
    match = _DOJ_NUMBER.fullmatch(number.strip())
    return f"{match[1]}-{match[2]}" if match else None


def _sec_number(text: str) -> str | None:
    """`LR-26609` from `lr-26609`, `lr26609` or `Litigation Release No. 26609`; else the first, such as `34-105675`."""
    words = _SEC_WORDS.search(text)
    if words:
        return f"LR-{words[1].upper()}"
    match = _SEC_NUMBER.search(text)
    return f"{match[1]}-{match[2]}".upper() if match else None


_MOVES = {
    "doj": (("/archives/", "/"),),
    "fincen": (("/sites/default/files/", "/system/files/"), ("/news-room/", "/news/")),
}


def _moved(source: str, path: str) -> str:
    """The path to which the agency has moved all that was under an earlier one, or from which it has archived it."""
    for old, new in _MOVES.get(source, ()):
        if path.startswith(old):
            return new + path.removeprefix(old)
    return path


def make_key(source: str, number: str | None, url: str) -> str:
    """The identity of an announcement within its source.

    CFTC, SEC, OFAC: release number. FinCEN: matter number, else the path of the page or PDF, as it is today. DOJ: the
    path of the page without `/archives`, since numbers repeat. Raises IdentityError when neither number nor url is
    usable.
    """
    if source not in AGENCIES:
        raise IdentityError(f"unknown source {source!r}; known are {', '.join(AGENCIES)}")
    official = normalise_number(source, number)
    if source == "cftc":
        official = official or normalise_number("cftc", urlsplit(url).path.rsplit("/", 1)[-1])
    if official and source != "doj":
        return official
    path = _moved(source, _path(url).rstrip("/").lower())
    if not path:
        raise IdentityError("the announcement has neither an official number nor a url")
    return path
