"""Casebook whole: database, worker, site, then the crawl; until Ctrl-C."""

from __future__ import annotations

import signal
import sys
import time
from typing import Any
from urllib.request import urlopen

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from kb.management.children import Children
from kb.management.preflight import check_database, check_disk, check_port
from kb.models import Announcement, CaseLink
from kb.web.accounts import first_administrator_link

START_TIMEOUT = 60.0  # seconds


class Command(BaseCommand):
    help = "Start the worker and the site, crawl the agencies, and stay until Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: sys.exit(0))
        check_disk(settings.HOME)
        check_port(settings.HOST, settings.PORT)
        check_database()
        call_command("migrate", verbosity=0)
        try:
            with Children() as children:
                self.start(children)
                self.collect(children)
                self.wait(children)
        except KeyboardInterrupt:
            pass
        finally:
            self.say("\nCasebook has stopped.")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def start(self, children: Children) -> None:
        children.start("work")
        children.start("serve")
        address = f"http://{settings.HOST if settings.HOST != '127.0.0.1' else 'localhost'}:{settings.PORT}"
        await_site(f"http://{settings.HOST}:{settings.PORT}/healthz", children)
        self.say(f"Casebook is at {address} (data in {settings.HOME}; Ctrl-C stops it)")
        link = first_administrator_link()
        if link:
            self.say(f"Make the first administrator, once, at {link}")

    def collect(self, children: Children) -> None:
        """The main job: the agencies, else the sample where there is nothing to show."""
        children.run("crawl", "--scheduled")
        if not Announcement.objects.exists():
            self.say("There is nothing to show yet: crawling the bundled sample, whose names are all made up.")
            children.run("crawl", "--sample")
        children.run("process")
        cases = CaseLink.objects.filter(undone_at=None).aggregate(number=Count("case", distinct=True))["number"]
        counts = f"{Announcement.objects.count():,} announcements in {cases:,} cases"
        self.say(f"Up to date: {counts}. New ones are looked for every hour.")

    def wait(self, children: Children) -> None:
        while (name := children.ended()) is None:
            time.sleep(0.5)
        raise CommandError(f"`manage.py {name}` has ended by itself; its last words are above.")


def await_site(url: str, children: Children) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        if name := children.ended():
            raise CommandError(f"`manage.py {name}` did not start; its last words are above.")
        try:
            with urlopen(url, timeout=5):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.2)
    raise CommandError(f"the site did not answer at {url} within {START_TIMEOUT:.0f} s.")
