"""Makes the digests of the last complete week and sends what waits. Run again, it sends nothing twice."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kb.alerts.deliver import Delivery, deliver
from kb.alerts.digest import last_week, make_digests

LOCAL = {"localhost", "127.0.0.1", "::1"}


class Command(BaseCommand):
    help = "Send each user one mail with what their watches found in the last complete week (Monday to Monday)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--now",
            metavar="TIMESTAMP",
            help=f"act as at this time, such as 2026-11-23T08:00 ({settings.TIME_ZONE} unless it names an offset)",
        )

    def handle(self, *args: Any, now: str | None, **options: Any) -> None:
        moment = timezone.now() if now is None else parse_moment(now)
        made = make_digests(moment)
        done = deliver(moment, report=self.report)
        failed = sum(bool(delivery.problem) for delivery in done)
        period = last_week(moment)
        week = f"week of {timezone.localtime(period.start):%Y-%m-%d}"
        if done:
            self.warn()
        self.stdout.write(f"{week}: {made:,} made, {len(done) - failed:,} sent, {failed:,} failed")
        if failed:
            raise CommandError(f"{failed:,} of {len(done):,} mails were not sent; they wait for the next run.")

    def report(self, delivery: Delivery) -> None:
        if delivery.problem:
            self.stderr.write(f"failed  {delivery.email}  {delivery.problem} (attempt {delivery.attempts})")
        else:
            self.stdout.write(f"sent    {delivery.email}  {delivery.subject}")

    def warn(self) -> None:
        """Says what keeps the mails from being of use."""
        if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
            self.stderr.write(f"EMAIL_URL names no mail server: mails are files in {settings.EMAIL_FILE_PATH}.")
        elif urlsplit(settings.SITE_URL).hostname in LOCAL:
            self.stderr.write(f"SITE_URL is {settings.SITE_URL}: links in mails open on this machine only.")


def parse_moment(value: str) -> datetime:
    """An aware time; one without an offset is in settings.TIME_ZONE. Raises CommandError."""
    try:
        moment = datetime.fromisoformat(value.strip())
        moment = timezone.make_aware(moment) if timezone.is_naive(moment) else moment
        last_week(moment)
    except (ValueError, OverflowError):
        raise CommandError(f"--now is {value!r}; it should be a time such as 2026-11-23T08:00.") from None
    return moment
