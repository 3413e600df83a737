"""Tests run on the embedded PostgreSQL under a home folder of their own, so a running Casebook is left alone."""

import os
import tempfile
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
SHARED = BASE.parent / "shared"

if "CASEBOOK_HOME" not in os.environ:
    folder = BASE / "var" / "test" if os.geteuid() else Path("/var/lib/casebook-test") / BASE.as_posix().strip("/").replace("/", "-")
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["CASEBOOK_HOME"] = str(folder)
for name in ("DATABASE_URL", "EMAIL_URL", "SITE_URL", "PORT", "CFTC_ROOT", "DOJ_ROOT", "FINCEN_ROOT", "DOJ_SCOPE"):
    if name != "DATABASE_URL" or not os.environ.get("CASEBOOK_TEST_ON_DATABASE_URL"):
        os.environ.pop(name, None)
