"""The worker: scheduled and queued jobs, and the search index of this machine kept up with the database."""

from __future__ import annotations

import logging
import threading
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app

from kb.management.children import end_with_parent
from kb.search.index import follow_forever

log = logging.getLogger(__name__)
PAUSE = 5.0  # seconds before the index is followed again after an error


class Command(BaseCommand):
    help = "Run jobs (crawl, process, deliver) and keep the search index up to date. Any number of machines may."

    def handle(self, *args: Any, **options: Any) -> None:
        end_with_parent()
        stop = threading.Event()
        follower = threading.Thread(target=keep_following, args=(stop,), name="index")
        follower.start()
        try:
            with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
                worker.run_worker(concurrency=3, delete_jobs="successful", shutdown_graceful_timeout=10)
        finally:
            stop.set()
            follower.join()


def keep_following(stop: threading.Event) -> None:
    """An index that cannot be followed must not take the jobs down with it: say so and try again."""
    while not stop.is_set():
        try:
            follow_forever(stop)
        except Exception:
            log.exception("The search index could not be brought up to date; trying again in %.0f s.", PAUSE)
            stop.wait(PAUSE)
