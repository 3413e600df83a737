"""A register as read goes in; its entries come out, dated. All in one transaction, whole or not at all.

A list that has shrunk by more than a fifth, or is below its least size, is refused: it says more about the server than
about those who are missing. Each time that a name was on the register is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from crawler.items import RawPage, RegisterItem
from crawler.items import RegisterEntry as Line
from kb.ingest.files import record_body
from kb.models import RegisterEntry, RegisterPeriod, RegisterSnapshot
from kb.parties import plain_name

BATCH = 2_000
LEAST_SHARE = 0.8  # of the entries listed before
_UPDATED = ("name", "aliases", "plain_names", "number", "state", "details", "listed_on", "last_seen_on", "dropped_on")


class ShrunkenRegister(ValueError):
    """The register is too short to be believed; the message says by how much."""


@dataclass(frozen=True)
class Filled:
    """Entries on the register now, those that came, and those that the authority has dropped."""

    listed: int
    new: int
    dropped: int


@transaction.atomic
def record_register(item: RegisterItem) -> Filled:
    """Raises ShrunkenRegister; then nothing is written."""
    seen_on = timezone.localdate(max(raw.fetched_at for raw in item.raws))
    own = RegisterEntry.objects.filter(register=item.source)
    before, known = own.filter(dropped_on=None).count(), own.count()
    for raw in item.raws:
        record_page(item.source, raw)
    lines, came = iter(item.entries), set[str]()
    while batch := list(islice(lines, BATCH)):
        bring_back(item.source, [line.key for line in batch], seen_on)
        upsert(item.source, batch, seen_on)
        came.update(line.key for line in batch)
    now = len(came)
    if now < max(item.minimum, LEAST_SHARE * before):
        raise ShrunkenRegister(
            f"The register has {now:,} entries; it had {before:,}, and {item.minimum:,} are expected."
        )
    gone = own.filter(Q(last_seen_on__lt=seen_on), dropped_on=None).update(dropped_on=seen_on)
    return Filled(now, own.count() - known, gone)


def record_page(register: str, raw: RawPage) -> None:
    """The bytes, unless the same are kept already."""
    once = {"register": register, "url": raw.url, "body_id": record_body(raw.body)}
    rest = {"status": raw.status, "headers": raw.headers, "captured_at": raw.fetched_at}
    RegisterSnapshot.objects.get_or_create(**once, defaults=rest)


def bring_back(register: str, keys: Iterable[str], seen_on: date) -> None:
    """Keeps the time on the register that ended, for entries of these keys that had been dropped."""
    dropped = RegisterEntry.objects.filter(register=register, key__in=list(keys), dropped_on__isnull=False)
    entries = list(dropped)
    RegisterPeriod.objects.bulk_create(
        RegisterPeriod(
            entry=entry,
            listed_on=entry.listed_on,
            since_on=entry.since_on,
            last_seen_on=entry.last_seen_on,
            dropped_on=entry.dropped_on,
        )
        for entry in entries
        if entry.dropped_on
    )
    if entries:
        dropped.update(back_on=seen_on)


def upsert(register: str, lines: Iterable[Line], seen_on: date) -> None:
    """One statement; where a key comes twice, the later date is that of the entry."""
    latest: dict[str, Line] = {}
    for line in lines:
        known = latest.get(line.key)
        if known is None or (line.listed_on or date.min) >= (known.listed_on or date.min):
            latest[line.key] = line
    RegisterEntry.objects.bulk_create(
        [make_entry(register, line, seen_on) for line in latest.values()],
        update_conflicts=True,
        unique_fields=("register", "key"),
        update_fields=_UPDATED,
    )


def make_entry(register: str, line: Line, seen_on: date) -> RegisterEntry:
    plain = dict.fromkeys(plain_name(name) or name.casefold() for name in line.names)
    return RegisterEntry(
        register=register,
        key=line.key,
        name=line.names[0],
        aliases=list(line.names[1:]),
        plain_names=list(plain),
        number=line.number,
        state=line.state,
        details=dict(line.details),
        listed_on=line.listed_on,
        first_seen_on=seen_on,
        last_seen_on=seen_on,
    )
