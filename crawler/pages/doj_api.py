"""Answers of the press-release API of the Department of Justice -> releases, each with its own exact bytes.

Fields may be text, numbers, lists or empty strings from one record to the next, and times may come inside a tag.
Numbers are often absent and not unique. `created` and `changed` are migration dates of old releases: they never date a
release; `changed` only tells when the agency last stored it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from parsel import Selector

from crawler.checks import PageProblem
from crawler.dates import parse_epoch
from crawler.items import RawPage, normalise_number
from crawler.pages.doj import DOCUMENT
from crawler.pages.parts import Link, Release, links_in
from crawler.sites import Site
from crawler.text import clean_html, fold
from crawler.walks import page_number, with_page

PATH = "/api/v1/press_releases.json"
PAGE_SIZE = 50  # the most the API gives

FEWEST = 200_000  # records in all; there were 270,000 in 2026
STALE = timedelta(days=7)  # since the newest release

_USED = {"uuid", "title", "date", "number", "url", "body", "component", "topic", "changed", "attachment"}
_IGNORED = {"vuuid", "created", "teaser", "image"}


@dataclass(frozen=True, slots=True)
class Record:
    """One result as parsed, and the very bytes of the answer it stood in."""

    fields: dict[str, Any]
    raw: bytes

    @property
    def url(self) -> str:
        """Raises PageProblem `bad_row` when the record has no address."""
        url = self.fields.get("url")
        if not isinstance(url, str) or not url.strip():
            raise PageProblem("bad_row", f"The record {self.fields.get('uuid')} has no address.")
        return url


@dataclass(slots=True)
class Answer:
    """A page of results. `count` is the number of records in all, `pagesize` what the API made of our request."""

    count: int
    pagesize: int
    received: RawPage
    records: list[Record] = field(default_factory=list)
    unknown_fields: set[str] = field(default_factory=set)
    is_backwards: bool = False

    @property
    def last(self) -> int:
        """The number of the last page, from zero."""
        return max(0, -(-self.count // self.pagesize) - 1)

    @property
    def dates(self) -> list[date | None]:
        return [parse_epoch(record.fields.get("date")) for record in self.records]

    @property
    def next_url(self) -> str | None:
        """The page to read after this one."""
        number = page_number(self.received.url) + (-1 if self.is_backwards else 1)
        return with_page(self.received.url, number) if 0 <= number <= self.last else None

    def backwards(self) -> Answer:
        return replace(self, records=self.records[::-1], is_backwards=True)


def page_url(site: Site, number: int, sort: str = "date") -> str:
    return f"{site.official}{PATH}?pagesize={PAGE_SIZE}&page={number}&sort={sort}&direction=DESC"


def parse_answer(data: Any, received: RawPage) -> Answer:
    """`data` is the body of `received` as parsed. Raises PageProblem `bad_shape`."""
    try:
        resultset = data["metadata"]["resultset"]
        answer = Answer(int(resultset["count"]), int(resultset["pagesize"]), received)
        results = data["results"]
    except (KeyError, TypeError, ValueError) as error:
        raise PageProblem("bad_shape", f"The API's answer lacks its envelope: {error!r}.") from error
    if not isinstance(results, list) or not all(isinstance(result, dict) for result in results) or answer.pagesize < 1:
        raise PageProblem("bad_shape", "The API's results are no list of records.")
    slices = _slices(received.body.decode(), len(results))
    answer.records = [Record(fields, raw) for fields, raw in zip(results, slices, strict=True)]
    answer.unknown_fields = {name for fields in results for name in fields} - _USED - _IGNORED
    return answer


def parse_single(data: Any, received: RawPage) -> Record:
    """The one record asked for by its own address, in a list or alone. Raises PageProblem `bad_shape`."""
    results = data.get("results") if isinstance(data, dict) else None
    found = results if isinstance(results, list) else [results]
    if len(found) != 1 or not isinstance(found[0], dict):
        raise PageProblem("bad_shape", "The API's answer for a single record does not hold one.")
    return Record(found[0], _slices(received.body.decode(), 1)[0])


def _slices(text: str, count: int) -> list[bytes]:
    """The bytes of each result. A result re-written from its parsed form would not be what the agency sent."""
    decoder, position = json.JSONDecoder(), text.index('"results"') + len('"results"')
    found = []
    for _ in range(count):
        start = text.index("{", position)
        _value, position = decoder.raw_decode(text, start)
        found.append(text[start:position].encode())
    return found


def names(value: object) -> list[str]:
    """A field of terms, which may be a list of objects or texts, one text, empty or null."""
    if isinstance(value, str):
        return [fold(value)] if value.strip() else []
    if not isinstance(value, list):
        return []
    found = [fold(str(term.get("name") or "")) if isinstance(term, dict) else fold(str(term)) for term in value]
    return [name for name in found if name]


def parse_record(record: Record, site: Site) -> Release:
    """Raises PageProblem `no_title` or `bad_row`; `published_on` is None where the date cannot be read."""
    fields = record.fields
    title = fold(str(fields.get("title") or ""))
    if not title:
        raise PageProblem("no_title", f"The record {fields.get('uuid')} has no title.")
    body = str(fields.get("body") or "")
    number = fields.get("number")
    return Release(
        title=title,
        number=normalise_number("doj", str(number)) if number is not None else None,
        published_on=parse_epoch(fields.get("date")),
        body=clean_html(body),
        components=names(fields.get("component")),
        topics=names(fields.get("topic")),
        changed_on=parse_epoch(fields.get("changed")),
        documents=_documents(fields.get("attachment"), body, site, site.official_url(record.url)),
    )


def _documents(attachment: object, body: str, site: Site, base: str) -> list[Link]:
    """Of the body's links, and of the attachments, most of which carry no address."""
    found = links_in(Selector(text=body or "<p></p>", type="html"), site, base, DOCUMENT)
    for entry in attachment if isinstance(attachment, list) else [attachment]:
        values = entry if isinstance(entry, dict) else {"url": entry}
        href = values.get("url")
        if isinstance(href, str) and DOCUMENT.search(href) and site.is_own(site.official_url(href, base)):
            found.append(
                Link(site.official_url(href, base), fold(str(values.get("title") or values.get("name") or "")))
            )
    return found


def check_first(answer: Answer, today: date) -> None:
    """For the first page, newest first. Raises PageProblem `too_few_rows` or `stale`."""
    if answer.count < FEWEST:
        raise PageProblem("too_few_rows", f"The API has {answer.count:,} records; at least {FEWEST:,} were expected.")
    newest = max((found for found in answer.dates if found), default=None)
    if newest is None or newest < today - STALE:
        raise PageProblem("stale", f"The newest release of the API is of {newest}; there is none of the last 7 days.")


def changed_dates(answer: Answer) -> list[date | None]:
    return [parse_epoch(record.fields.get("changed")) for record in answer.records]


def is_falling(dates: list[date | None]) -> bool:
    return all(earlier >= later for earlier, later in pairwise([found for found in dates if found]))


def is_newest_first(first: Answer, last: Answer) -> bool:
    """Whether the API honoured our order, by its first and last page: for some users it does, for others it does not.

    One page cannot tell: a busy day fills a page with one date.
    """
    opening, ending = ([found for found in answer.dates if found] for answer in (first, last))
    return is_falling(first.dates) and (last is first or (bool(opening and ending) and max(ending) <= min(opening)))
