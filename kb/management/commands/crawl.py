"""Crawls the agencies, or the bundled sample of made-up announcements, into the database."""

from __future__ import annotations

import logging
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.models import Max, Q
from django.utils import timezone
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler import settings as crawler_settings
from crawler.base import RECHECK_DAYS
from crawler.sample.content import SOURCES as SAMPLED
from crawler.sample.server import serve
from crawler.sites import SettingsError, is_official
from crawler.spiders.cftc import CftcSpider
from crawler.spiders.doj import DojSpider
from crawler.spiders.fincen import FincenSpider
from crawler.spiders.ofac import OfacSpider
from crawler.spiders.sec import SecSpider
from kb.ingest import due_documents, due_missed, due_pages, known_documents, resting, stored_cursors
from kb.management.preflight import reachable
from kb.management.progress import crawl_reporter
from kb.models import Announcement, CrawlRun, Source

SPIDERS = {"cftc": CftcSpider, "doj": DojSpider, "fincen": FincenSpider, "sec": SecSpider, "ofac": OfacSpider}
RECHECKS = 50  # stored announcements that a run asks one agency for again, at most
FIRST_DAYS = 90  # how far back the first scheduled crawl of an agency goes
DEEP, DEEP_EVERY = timedelta(days=365), timedelta(days=7)  # so far back once in so long: for back-dated announcements
STOPPED = 130  # the exit code after Ctrl-C
LOCK = 0x6361_7365  # with the source's place in SPIDERS, the key of its advisory lock


def read_date(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ArgumentTypeError(f"{value!r} is no date; write it as 2026-11-16") from None


def read_count(value: str) -> int:
    if not value.isdigit():
        raise ArgumentTypeError(f"{value!r} should be a whole number")
    return int(value)


def read_limit(value: str) -> int:
    if not value.isdigit() or int(value) < 1:
        raise ArgumentTypeError(f"{value!r} should be a whole number from 1")
    return int(value)


class Command(BaseCommand):
    help = "Collect announcements from the agencies' sites: those that CASEBOOK_SOURCES switches on, or those named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("sources", nargs="*", metavar="SOURCE", help=f"of {', '.join(SPIDERS)}")
        parser.add_argument(
            "--since",
            type=read_date,
            metavar="DATE",
            help="nothing published before this date (default: the whole history, once; then what is new)",
        )
        parser.add_argument("--limit", type=read_limit, metavar="N", help="at most N announcements a source")
        parser.add_argument(
            "--rechecks",
            type=read_count,
            default=RECHECKS,
            metavar="N",
            help="ask again for at most N stored announcements and N files a source, those due (default: %(default)s)",
        )
        parser.add_argument("--scheduled", action="store_true", help="only the agencies that may and can be asked now")
        parser.add_argument(
            "--accept-fewer", action="store_true", help="fields are rightly missing more often than in earlier runs"
        )
        parser.add_argument("--sample", action="store_true", help="crawl the bundled sample site instead")

    def handle(self, *args: Any, sources: list[str], sample: bool, scheduled: bool, **options: Any) -> None:
        self.accept_fewer = options["accept_fewer"]
        unknown = sorted(set(sources) - set(SPIDERS))
        if unknown:
            raise CommandError(f"unknown source {', '.join(unknown)}; known are {', '.join(SPIDERS)}.")
        if sample and Announcement.objects.filter(is_sample=False).exists():
            raise CommandError("the database holds real announcements; the sample is for an empty one.")
        wanted = list(dict.fromkeys(sources)) or settings.SOURCES
        if sample:
            wanted = [source for source in wanted if source in SAMPLED]
        if scheduled:
            wanted = self.askable(wanted)
        if not wanted:
            return
        self.first_since = timezone.localdate() - timedelta(days=FIRST_DAYS) if scheduled else None
        started_at = timezone.now()
        with locked(wanted), serve() if sample else nullcontext() as site:
            self.crawl(wanted, site.roots if site else {}, **self.bounds(options))
        self.summarise(wanted, started_at)

    def bounds(self, options: dict[str, Any]) -> dict[str, Any]:
        """How far a crawl goes. One of the newest few does not look after the others."""
        return {
            "since": options["since"],
            "limit": options["limit"],
            "rechecks": 0 if options["limit"] else options["rechecks"],
        }

    def askable(self, sources: list[str]) -> list[str]:
        """Of the sources, those that may be asked and answer; why the others are left out is said."""
        roots = {source: getattr(crawler_settings, f"{source.upper()}_ROOT") for source in self.rested(sources)}
        mute = [s for s, root in roots.items() if is_official(root) and not crawler_settings.CASEBOOK_CONTACT]
        if mute:
            names = ", ".join(Source(source).label for source in mute)
            self.stdout.write(f"{names}: not asked. Set CASEBOOK_CONTACT to a mail address that they can write to.")
        found = reachable({source: root for source, root in roots.items() if source not in mute})
        for source in roots.keys() - set(mute) - found:
            self.stdout.write(f"{Source(source).label}: {roots[source]} cannot be reached from here.")
        return [source for source in sources if source in found]

    def rested(self, sources: list[str]) -> list[str]:
        """Of the sources, those that did not refuse us lately."""
        refusing = resting(timezone.now())
        for source in (source for source in sources if source in refusing):
            moment = timezone.localtime(refusing[source])
            self.stdout.write(f"{Source(source).label}: refused us; not asked before {moment:%Y-%m-%d %H:%M %Z}.")
        return [source for source in sources if source not in refusing]

    def crawl(
        self, sources: list[str], sample_roots: dict[str, str], *, since: date | None, limit: int | None, rechecks: int
    ) -> None:
        scrapy_settings = Settings()
        scrapy_settings.setmodule(crawler_settings, priority="project")
        scrapy_settings.setdict(
            {
                "ITEM_PIPELINES": {"kb.ingest.StorePipeline": 300},
                "LOG_FILE": str(settings.HOME / "crawl.log"),
                "LOG_LEVEL": "INFO",
                "CASEBOOK_SAMPLE": bool(sample_roots),
                "CASEBOOK_ACCEPT_FEWER": self.accept_fewer,
                **{f"{source.upper()}_ROOT": root for source, root in sample_roots.items()},
            },
            priority="cmdline",
        )
        leave_logging_to_scrapy()
        with crawl_reporter(sources) as report:
            scrapy_settings.set("CASEBOOK_REPORT", report, priority="cmdline")
            process = AsyncCrawlerProcess(scrapy_settings)
            logging.getLogger("scrapy").setLevel(scrapy_settings["LOG_LEVEL"])  # else it makes records that none keeps
            try:
                for source in sources:
                    keys = frozenset(Announcement.objects.filter(source=source).values_list("key", flat=True))
                    start = since or resume_date(source) or self.first_since
                    left = [] if sample_roots else stored_cursors(source)
                    known = {"known_keys": keys, "known_documents": known_documents(source)}
                    due = {
                        "missed": due_missed(source, timezone.now(), rechecks),
                        "recheck": due_pages(source, timezone.now(), rechecks),
                        "recheck_documents": due_documents(source, timezone.now(), rechecks),
                    }
                    process.crawl(SPIDERS[source], since=start, limit=limit, cursors=left, **known, **due)
            except SettingsError as error:
                raise CommandError(str(error)) from None
            process.start()

    def summarise(self, sources: list[str], started_at: Any) -> None:
        """One line a source, and an error when one failed."""
        failed, stopped = [], False
        for source in sources:
            run = CrawlRun.objects.filter(source=source, started_at__gte=started_at).first()
            stopped = stopped or bool(run and run.outcome == CrawlRun.Outcome.INTERRUPTED)
            if run is None or run.outcome == CrawlRun.Outcome.FAILED:
                failed.append(f"{Source(source).label} ({(run and run.reason) or 'did not start'})")
            if run:
                self.tell(run)
        if failed:
            raise CommandError(f"failed: {'; '.join(failed)}. The log is {settings.HOME / 'crawl.log'}.")
        if stopped:
            self.stderr.write("Stopped. The same command goes on from here.")
            sys.exit(STOPPED)

    def tell(self, run: CrawlRun) -> None:
        names = ("new", "changed", "unchanged", "removed", "failed")
        counts = ", ".join(f"{getattr(run, name):,} {name}" for name in names)
        self.stdout.write(f"{run.get_source_display()}: {run.outcome}, {run.seen:,} seen, {counts}")
        for failure in run.failures[:5]:
            self.stderr.write(f"  {failure['reason']}: {failure['detail']} {failure['url']}")


def resume_date(source: str) -> date | None:
    """Where a crawl takes up after one that looked at everything: a little before the newest announcement stored; once
    a week a year before it, since agencies publish under earlier dates as well.

    None before that, which means from the beginning: a run that was cut off left gaps that only a whole one fills.
    """
    if not CrawlRun.objects.filter(source=source, complete=True).exists():
        return None
    stored = Announcement.objects.filter(source=source)
    newest: date | None = stored.aggregate(newest=Max("published_on"))["newest"]
    if newest is None:
        return None
    deep = newest - DEEP
    lately = CrawlRun.objects.filter(
        source=source, outcome=CrawlRun.Outcome.SUCCEEDED, started_at__gte=timezone.now() - DEEP_EVERY
    )
    went_deep = lately.filter(Q(complete=True, since=None) | Q(since__lte=deep + DEEP_EVERY)).exists()
    return newest - timedelta(days=RECHECK_DAYS) if went_deep else deep


def leave_logging_to_scrapy() -> None:
    """What a crawl logs goes to its file; the console shows the progress and the summary."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        root.removeHandler(handler)


@contextmanager
def locked(sources: list[str]) -> Iterator[None]:
    """Two crawls of one source cannot run at once, on any machine of this database."""
    held = []
    with connection.cursor() as cursor:
        for source in sources:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, list(SPIDERS).index(source)])
            row = cursor.fetchone()
            if not row or not row[0]:
                cursor.execute("SELECT pg_advisory_unlock_all()")
                raise CommandError(f"another crawl of {Source(source).label} is running.")
            held.append(list(SPIDERS).index(source))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for place in held:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, place])
