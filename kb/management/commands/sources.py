"""How the crawls of each agency stand; the exit code is 1 where the last one failed."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from kb.models import CrawlCursor, CrawlRun, MissedPage
from kb.models.missed import MOST_TRIES
from kb.registers import make_register_reports
from kb.sources import Scope, SourceReport, make_reports

MOST_MISSED = 20  # named of one agency


class Command(BaseCommand):
    help = "Say how the crawls of each agency stand. Exits with 1 when the last crawl of one failed."

    def handle(self, *args: Any, **options: Any) -> None:
        reports = make_reports()
        for report in reports:
            self.stdout.write("\n".join([f"{report.source.label}: {report.full_name}", *lines(report), ""]))
        registers = make_register_reports()
        for each in registers:
            problem = f"; the last reading failed: {each.problem}" if each.problem else ""
            words = f"{each.listed:,} listed, {each.dropped:,} dropped, read {each.as_of}{problem}"
            self.stdout.write(f"{each.register.label}: {words}")
        if any(report.is_failing for report in reports) or any(each.problem for each in registers):
            sys.exit(1)


def lines(report: SourceReport) -> list[str]:
    found = [
        ("last success", moment(report.last_success.started_at) if report.last_success else "never"),
        ("last run", run_words(report.last_run) if report.last_run else "never crawled"),
        ("expected", f"at least {report.last_run.expected_minimum:,} in the list" if report.last_run else ""),
        ("fields", "; ".join(str(fill) for fill in report.fills)),
        *((scope.judged, scope_words(scope)) for scope in report.scopes),
        *(("read back to", cursor_words(cursor)) for cursor in report.cursors),
        ("not asked before", moment(report.resting_until) if report.resting_until else ""),
        ("announcements", f"{report.count:,}"),
        ("months without any", gap_words(report)),
        ("files not fetched", f"{report.unfetched:,}, asked for again" if report.unfetched else ""),
        ("pages not read", missed_words(report)),
        *(("", missed_line(page)) for page in report.missed[:MOST_MISSED]),
    ]
    return [f"  {name + ':' if name else '':<20}{words}" for name, words in found if words]


def missed_words(report: SourceReport) -> str:
    """How many, and how many of them are given up."""
    if not report.missed:
        return ""
    given_up = f", {len(report.given_up):,} given up after {MOST_TRIES} tries" if report.given_up else ""
    more = f"; the latest {MOST_MISSED}" if len(report.missed) > MOST_MISSED else ""
    return f"{len(report.missed):,}{given_up}{more}"


def missed_line(page: MissedPage) -> str:
    tries = f"{page.tries} tr{'y' if page.tries == 1 else 'ies'}"
    state = "given up" if page.is_given_up else f"again from {moment(page.ask_again_at)}"
    return f"{page.url} ({page.reason}; {tries} since {moment(page.first_tried_at)}; {state})"


def run_words(run: CrawlRun) -> str:
    counts = ", ".join(f"{getattr(run, name):,} {name}" for name in ("seen", "new", "changed", "removed", "failed"))
    reason = f" ({run.reason})" if run.reason else ""
    return f"{moment(run.started_at)} {run.get_outcome_display()}{reason}: {counts}"


def scope_words(scope: Scope) -> str:
    others = [("others", scope.others)] if scope.others else []
    return f"{scope.total:,}: " + ", ".join(f"{number:,} {reason}" for reason, number in [*scope.reasons, *others])


def cursor_words(cursor: CrawlCursor) -> str:
    goal = f"on the way to {cursor.since}" if cursor.since else "on the way to the first"
    return f"{cursor.reached_on} in {cursor.name}, {goal}; left {moment(cursor.updated_at)}"


def gap_words(report: SourceReport) -> str:
    gap = report.oldest_gap
    if gap is None:
        return "none" if report.count else ""
    first, last = gap
    span = f"{first:%Y-%m}" if first == last else f"{first:%Y-%m} to {last:%Y-%m}"
    return f"{len(report.empty_months):,}, the oldest {span}"


def moment(value: datetime) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M %Z}"
