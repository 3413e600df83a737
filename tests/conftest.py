"""Tests run on the embedded PostgreSQL under a home folder of their own, so a running Casebook is left alone.

`CASEBOOK_TEST_HOME` and `CASEBOOK_TEST_DATABASE_URL` name another folder or server.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

BASE = Path(__file__).resolve().parent.parent
SHARED = BASE.parent / "shared"
CONFIGURATION = (
    *("DATABASE_URL", "DEBUG", "EMAIL_URL", "SITE_URL", "HOST", "PORT", "ALLOWED_HOSTS", "SECRET_KEY"),
    *("CFTC_ROOT", "DOJ_ROOT", "FINCEN_ROOT", "DOJ_SCOPE", "CASEBOOK_CONTACT", "TIME_ZONE", "LOG_LEVEL"),
)

for name in CONFIGURATION:
    os.environ.pop(name, None)
if "CASEBOOK_TEST_DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["CASEBOOK_TEST_DATABASE_URL"]

# As root the database server has a user of its own, who must be able to enter the folder. Each worker has its own
# server: in one server, a transaction of one worker would hold up what another waits to see committed.
root_home = Path("/var/lib/casebook-test") / hashlib.sha256(str(BASE).encode()).hexdigest()[:12]
home = os.environ.setdefault("CASEBOOK_TEST_HOME", str(BASE / "var" / "test" if os.geteuid() else root_home))
os.environ["CASEBOOK_HOME"] = str(Path(home) / os.environ.get("PYTEST_XDIST_WORKER", "main"))
Path(os.environ["CASEBOOK_HOME"]).mkdir(parents=True, exist_ok=True)


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
