"""Tests run on the embedded PostgreSQL under a home folder of their own, so a running Casebook is left alone.

`CASEBOOK_TEST_HOME` and `CASEBOOK_TEST_DATABASE_URL` name another folder or server.
"""

import hashlib
import os
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
SHARED = BASE.parent / "shared"
CONFIGURATION = ("DATABASE_URL", "DEBUG", "EMAIL_URL", "SITE_URL", "HOST", "PORT", "ALLOWED_HOSTS", "SECRET_KEY")
CONFIGURATION += ("CFTC_ROOT", "DOJ_ROOT", "FINCEN_ROOT", "DOJ_SCOPE", "CASEBOOK_CONTACT", "TIME_ZONE", "LOG_LEVEL")

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
