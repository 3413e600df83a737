"""Reads the registers named: who is on the CFTC's RED List, who is registered as a money services business."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler import settings as crawler_settings
from crawler.sites import SettingsError
from crawler.spiders.msb import MsbSpider
from crawler.spiders.redlist import RedListSpider
from kb.management.commands.crawl import leave_logging_to_scrapy, locked
from kb.models import CrawlRun, Register, RegisterEntry

SPIDERS = {"redlist": RedListSpider, "msb": MsbSpider}
KEEPERS = {"redlist": "cftc", "msb": "fincen"}  # an agency is asked by one crawl at a time


class Command(BaseCommand):
    help = "Read the registers named: who is on them since when, and who has been dropped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("registers", nargs="*", metavar="REGISTER", help=f"of {', '.join(SPIDERS)}")
        parser.add_argument("--scheduled", action="store_true", help="those that the setting CASEBOOK_REGISTERS names")

    def handle(self, *args: Any, registers: list[str], scheduled: bool, **options: Any) -> None:
        wanted = list(dict.fromkeys(registers)) or (list(settings.REGISTERS) if scheduled else list(SPIDERS))
        unknown = sorted(set(wanted) - set(SPIDERS))
        if unknown:
            raise CommandError(f"unknown register {', '.join(unknown)}; known are {', '.join(SPIDERS)}.")
        if not wanted:
            return
        started_at = timezone.now()
        with locked([KEEPERS[register] for register in wanted]):
            self.read(wanted)
        failed = [name for name in wanted if not self.tell(Register(name), started_at)]
        if failed:
            names = ", ".join(Register(name).label for name in failed)
            raise CommandError(f"failed: {names}. The log is {settings.HOME / 'crawl.log'}.")

    def read(self, registers: list[str]) -> None:
        scrapy_settings = Settings()
        scrapy_settings.setmodule(crawler_settings, priority="project")
        pipelines = {"kb.ingest.StorePipeline": 300}
        log = {"LOG_FILE": str(settings.HOME / "crawl.log"), "LOG_LEVEL": "INFO"}
        scrapy_settings.setdict({"ITEM_PIPELINES": pipelines, **log}, priority="cmdline")
        leave_logging_to_scrapy()
        process = AsyncCrawlerProcess(scrapy_settings)
        try:
            for register in registers:
                process.crawl(SPIDERS[register])
        except SettingsError as error:
            raise CommandError(str(error)) from None
        process.start()

    def tell(self, register: Register, started_at: Any) -> bool:
        """Whether the register was read."""
        run = CrawlRun.objects.filter(source=register.value, started_at__gte=started_at).first()
        if run is None:
            self.stderr.write(f"{register.label}: did not start")
            return False
        listed = RegisterEntry.objects.filter(register=register, dropped_on=None).count()
        counts = f"{listed:,} listed, {run.new:,} new, {run.removed:,} dropped"
        self.stdout.write(f"{register.label}: {run.outcome}, {counts}")
        for failure in run.failures[:5]:
            self.stderr.write(f"  {failure['reason']}: {failure['detail']} {failure['url']}")
        return bool(run.outcome == CrawlRun.Outcome.SUCCEEDED)
