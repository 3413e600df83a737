"""What all tests share: where real texts lie, and a quick database server. Their settings: tests/settings.py."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

BASE = Path(__file__).resolve().parent.parent
SHARED = BASE.parent / "shared"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """A server that need not survive a power cut is quicker, and one that tidies up at times of its own choosing holds
    back what the followers of the change log wait for."""
    if os.environ.get("DATABASE_URL"):
        return
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for setting in ("autovacuum", "fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"ALTER SYSTEM SET {setting} = off")
        cursor.execute("SELECT pg_reload_conf()")
