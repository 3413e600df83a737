"""The site, on HOST and PORT."""

from __future__ import annotations

from typing import Any

import waitress
from django.conf import settings
from django.core.management.base import BaseCommand

from kb.management.children import end_with_parent
from kb.management.preflight import check_port
from kb.wsgi import application

THREADS = 8


class Command(BaseCommand):
    help = "Serve the site on HOST and PORT (default 127.0.0.1 and 8000)."

    def handle(self, *args: Any, **options: Any) -> None:
        check_port(settings.HOST, settings.PORT)
        end_with_parent()
        waitress.serve(application, host=settings.HOST, port=settings.PORT, threads=THREADS, ident=None)
