"""The schedule: what the worker does by itself, each as the command that a person could run."""

from __future__ import annotations

import logging
import subprocess
import sys

from procrastinate.contrib.django import app

from kb.database import BASE

log = logging.getLogger(__name__)
LONGEST_CRAWL = 6 * 3600  # seconds


def run_command(*arguments: str) -> None:
    """Runs `manage.py` in a process of its own: a crawl's reactor cannot be started twice in one."""
    command = [sys.executable, str(BASE / "manage.py"), *arguments]
    result = subprocess.run(  # noqa: S603
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LONGEST_CRAWL, check=False
    )
    if result.returncode:
        log.warning("%s failed: %s", " ".join(arguments), result.stderr.strip()[-500:])


@app.periodic(cron="12 * * * *")
@app.task(queueing_lock="crawl", lock="crawl")
def crawl(timestamp: int) -> None:
    """Every hour: the newest of each agency that may be asked, then all that follows from it."""
    run_command("crawl", "--scheduled")
    run_command("process")


@app.periodic(cron="40 9 * * 1")
@app.task(queueing_lock="registers", lock="crawl")
def registers(timestamp: int) -> None:
    """Every Monday: the registers that the setting CASEBOOK_REGISTERS names."""
    run_command("registers", "--scheduled")


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="process", lock="process")
def process(timestamp: int) -> None:
    """What is stored but not yet extracted, linked or matched, whoever stored it."""
    run_command("process")


@app.periodic(cron="*/15 * * * *")
@app.task(queueing_lock="deliver", lock="deliver")
def deliver(timestamp: int) -> None:
    """Digests whose period has ended."""
    run_command("deliver")
