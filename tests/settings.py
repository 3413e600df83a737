"""The settings of tests: Casebook's own, on the embedded PostgreSQL under a home folder that no running Casebook uses.

pytest-django reads settings before any conftest.py, so what they depend on is set here. A command that a test runs
inherits this module's name, and has the home that its test gives it. `CASEBOOK_TEST_HOME` and
`CASEBOOK_TEST_DATABASE_URL` name another folder or server.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
CONFIGURATION = (
    *("DATABASE_URL", "DEBUG", "EMAIL_URL", "EMAIL_FROM", "SITE_URL", "HOST", "PORT", "ALLOWED_HOSTS", "SECRET_KEY"),
    *("CFTC_ROOT", "DOJ_ROOT", "FINCEN_ROOT", "SEC_ROOT", "OFAC_ROOT", "REDLIST_ROOT", "MSB_ROOT", "DOJ_SCOPE"),
    *("CASEBOOK_CONTACT", "CASEBOOK_SOURCES", "CASEBOOK_REGISTERS", "CASEBOOK_CHILD", "WEB_PROCESSES", "TIME_ZONE"),
    "LOG_LEVEL",
)


def prepare() -> None:
    """As root the database server has a user of its own, who must be able to enter the folder. Each worker has its own
    server: in one server, a transaction of one worker would hold up what another waits to see committed."""
    for name in CONFIGURATION:
        os.environ.pop(name, None)
    if "CASEBOOK_TEST_DATABASE_URL" in os.environ:
        os.environ["DATABASE_URL"] = os.environ["CASEBOOK_TEST_DATABASE_URL"]
    root_home = Path("/var/lib/casebook-test") / hashlib.sha256(str(BASE).encode()).hexdigest()[:12]
    home = os.environ.setdefault("CASEBOOK_TEST_HOME", str(BASE / "var" / "test" if os.geteuid() else root_home))
    os.environ["CASEBOOK_HOME"] = str(Path(home) / os.environ.get("PYTEST_XDIST_WORKER", "main"))
    Path(os.environ["CASEBOOK_HOME"]).mkdir(parents=True, exist_ok=True)


if "pytest" in sys.modules:
    prepare()

from kb.settings import *  # noqa: E402, F403
