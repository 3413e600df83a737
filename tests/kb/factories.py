"""Rows for tests, about made-up firms and people. Facts quote the text; text that lacks a quote is given one."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.db import transaction

from kb.models import (
    FACTS,
    Announcement,
    Case,
    CaseLink,
    Change,
    Extraction,
    Party,
    PartyLink,
    RawBody,
    Snapshot,
    Version,
)

_numbers = count(1001)
CAPTURED_AT = datetime(2026, 11, 2, 12, tzinfo=UTC)
_DEFAULTS: dict[str, dict[str, Any]] = {
    "stages": {},
    "parties": {"kind": "organization", "role": "accused", "aliases": []},
    "charges": {"status": "alleged"},
    "citations": {},
    "sanctions": {"currency": "USD", "status": "ordered", "payers": [], "joint": False},
    "terms": {"months": None, "status": "ordered", "party": None},
    "dockets": {"court": None},
    "courts": {},
    "references": {},
}
_KEYS = {
    "stages": "code",
    "parties": "name",
    "charges": "code",
    "citations": "canonical",
    "sanctions": "amount",
    "terms": "kind",
    "dockets": "number",
    "courts": "court",
    "references": "release",
}


@transaction.atomic
def make_announcement(
    title: str = "Agency Charges Firm",
    body: str = "The agency filed a complaint.",
    *,
    source: str = "cftc",
    number: str | None = None,
    published_on: date = date(2026, 11, 2),
    case: Case | None | bool = True,
    is_sample: bool = False,
    is_extracted: bool = True,
    is_enforcement: bool = True,
    components: Sequence[str] = (),
    topics: Sequence[str] = (),
    **facts: Any,
) -> Announcement:
    """An announcement with a snapshot, a version, its facts and a case of its own (`case=None`: none yet).

    Facts: `charges=["spoofing"]` or `charges=[{"code": "spoofing", "status": "settled", "quote": "spoofed"}]`, by the
    names of `kb.models.FACTS`. A fact without `quote` is proved by the title. Logs a Change.
    """
    number = number or f"{next(_numbers)}-26"
    announcement = Announcement.objects.create(
        source=source,
        key=number,
        number=number,
        url=f"https://agency.example/{source}/{number}",
        title=title,
        published_on=published_on,
        components=list(components),
        topics=list(topics),
        is_sample=is_sample,
        last_seen_at=CAPTURED_AT,
    )
    version = make_version(announcement, title, body)
    if is_extracted:
        make_extraction(version, is_enforcement=is_enforcement, **facts)
    if case is not None:
        chosen = case if isinstance(case, Case) else make_case(announcement)
        link_to_case(announcement, chosen)
    Change.objects.create(announcement_id=announcement.pk)
    return announcement


def make_version(announcement: Announcement, title: str, body: str) -> Version:
    """The next version of the announcement, made the current one. Logs no Change."""
    text = f"{title}\n\n{body}"
    content = f"<h1>{title}</h1><p>{body}</p>".encode()
    raw, _ = RawBody.objects.get_or_create(
        sha256=hashlib.sha256(content).hexdigest(),
        defaults={"size": len(content), "compressed": zlib.compress(content)},
    )
    snapshot, _ = Snapshot.objects.get_or_create(
        announcement=announcement,
        url=announcement.url,
        body=raw,
        defaults={"status": 200, "captured_at": CAPTURED_AT},
    )
    version = Version.objects.create(
        announcement=announcement,
        ordinal=announcement.versions.count() + 1,
        snapshot=snapshot,
        title=title,
        published_on=announcement.published_on,
        text=text,
        text_hash=hashlib.sha256(text.encode()).hexdigest(),
    )
    announcement.title = title
    announcement.current_version = version
    announcement.save()
    return version


def make_extraction(
    version: Version, *, is_enforcement: bool = True, pipeline: str = "test", **facts: Any
) -> Extraction:
    """Facts of a version, made the announcement's current ones."""
    version.announcement.extractions.update(is_current=False)
    extraction = Extraction.objects.create(
        announcement=version.announcement, version=version, pipeline=pipeline, is_enforcement=is_enforcement
    )
    for name, rows in facts.items():
        FACTS[name].objects.bulk_create(
            [make_fact(extraction, name, position, row) for position, row in enumerate(rows)]
        )
    return extraction


def make_fact(extraction: Extraction, name: str, position: int, row: Any) -> Any:
    given = dict(row) if isinstance(row, dict) else {_KEYS[name]: row}
    if name == "sanctions":
        given.setdefault("kind", "civil_penalty")
    quote = given.pop("quote", extraction.version.title)
    start = extraction.version.text.index(quote)
    return FACTS[name](
        extraction=extraction,
        position=position,
        evidence=[{"start": start, "end": start + len(quote), "quote": quote}],
        found_by="test",
        **{"confidence": 0.9, **_DEFAULTS[name], **given},
    )


def make_case(announcement: Announcement, title: str = "") -> Case:
    return Case.objects.create(
        title=title or announcement.title,
        first_on=announcement.published_on,
        last_on=announcement.published_on,
        agencies=[announcement.source],
        is_sample=announcement.is_sample,
    )


def link_to_case(announcement: Announcement, case: Case) -> CaseLink:
    """Ties an announcement and its party facts to the case, and lets the case's dates follow."""
    reason = CaseLink.Reason.DOCKET if case.links.exists() else CaseLink.Reason.FIRST
    link = CaseLink.objects.create(announcement=announcement, case=case, reason=reason, author="test")
    announcement.extractions.filter(resolved_at=None).update(resolved_at=CAPTURED_AT)
    case.first_on = min(case.first_on, announcement.published_on)
    case.last_on = max(case.last_on, announcement.published_on)
    case.agencies = [*case.agencies, *({announcement.source} - set(case.agencies))]
    case.save()
    for fact in FACTS["parties"].objects.filter(extraction__announcement=announcement, extraction__is_current=True):
        party, _ = Party.objects.get_or_create(
            case=case, name=fact.name, defaults={"kind": fact.kind, "role": fact.role, "aliases": fact.aliases}
        )
        PartyLink.objects.create(fact=fact, party=party, reason=PartyLink.Reason.NAME, author="test")
    return link
