"""Names go in; what the registers say of them comes out: possible matches, and as of when there is none.

Names are compared whole, without case, punctuation and legal form. A match is a possible one: two firms can share a
name, and a register that holds no name does not clear it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, Min, Q

from kb.models import CrawlRun, Register, RegisterEntry
from kb.parties import plain_name

MOST = 20  # matches shown of one register


@dataclass(frozen=True)
class Standing:
    """What one register says: `entries` that bear one of the names, as of the day when it was last read."""

    register: Register
    entries: list[RegisterEntry]
    more: int
    as_of: date
    listed: int


@dataclass(frozen=True)
class RegisterReport:
    """A register that is kept: how many are on it, since when it is read, and why the last reading failed, if so."""

    register: Register
    listed: int
    dropped: int
    since: date
    as_of: date
    problem: str


def make_register_reports() -> list[RegisterReport]:
    """Those that have been read at least once."""
    rows = RegisterEntry.objects.values("register").annotate(
        listed=Count("pk", filter=Q(dropped_on=None)),
        dropped=Count("pk", filter=Q(dropped_on__isnull=False)),
        since=Min("first_seen_on"),
        as_of=Max("last_seen_on"),
    )
    found = {row["register"]: row for row in rows.order_by()}
    return [
        RegisterReport(
            register, row["listed"], row["dropped"], row["since"], row["as_of"], last_problem(register.value)
        )
        for register in Register
        if (row := found.get(register.value))
    ]


def last_problem(register: str) -> str:
    """Why the last reading of the register failed; empty where it did not."""
    ended = CrawlRun.objects.filter(source=register).exclude(outcome=CrawlRun.Outcome.RUNNING)
    last = ended.order_by("-started_at").first()
    return last.reason if last and last.outcome != CrawlRun.Outcome.SUCCEEDED else ""


def find_standings(names: Iterable[str]) -> list[Standing]:
    """One for each register that is kept; nothing at all for names that have no letter."""
    plain = [found for name in names if (found := plain_name(name))]
    if not plain:
        return []
    return [find_standing(report, plain) for report in make_register_reports()]


def find_standing(report: RegisterReport, plain: list[str]) -> Standing:
    found = RegisterEntry.objects.filter(register=report.register, plain_names__overlap=plain)
    listed_first = found.order_by(F("dropped_on").desc(nulls_first=True), "-listed_on", "pk")
    entries = list(listed_first.prefetch_related("earlier")[: MOST + 1])
    more = found.count() - MOST if len(entries) > MOST else 0
    return Standing(report.register, entries[:MOST], more, report.as_of, report.listed)
