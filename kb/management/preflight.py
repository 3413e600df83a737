"""What must hold before Casebook starts; each failure is one sentence that says what to do."""

from __future__ import annotations

import errno
import shutil
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from django.core.management.base import CommandError
from django.db import connection

from kb.database import OLDEST_POSTGRES

LEAST_SPACE = 500  # MB
REACH_TIMEOUT = 5.0  # seconds


def check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandError(
                    f"port {port} is taken, perhaps by another Casebook; choose another: `PORT={port + 1} make run`."
                ) from None
            raise CommandError(f"cannot listen on {host}:{port} ({error.strerror}); set HOST and PORT.") from None


def check_disk(folder: Path) -> None:
    """The folder's disk must have room for the database to grow."""
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < LEAST_SPACE:
        raise CommandError(
            f"the disk of {folder} is full: {free} MB are free and at least {LEAST_SPACE} are needed; "
            "make room or set CASEBOOK_HOME to a folder on another disk."
        )


def check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        row = cursor.fetchone()
    version = int(row[0]) // 10_000 if row else 0
    if version < OLDEST_POSTGRES:
        raise CommandError(f"DATABASE_URL names PostgreSQL {version}; Casebook needs {OLDEST_POSTGRES} or newer.")


def reachable(roots: dict[str, str]) -> set[str]:
    """The sources whose server accepts a connection."""
    with ThreadPoolExecutor(max(1, len(roots))) as pool:
        answers = pool.map(is_reachable, roots.values())
    return {source for source, answer in zip(roots, answers, strict=True) if answer}


def is_reachable(root: str) -> bool:
    parts = urlsplit(root)
    port = parts.port or (80 if parts.scheme == "http" else 443)
    try:
        with socket.create_connection((parts.hostname or "", port), REACH_TIMEOUT):
            return True
    except OSError:
        return False
