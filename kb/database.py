"""Where the truth lives: `DATABASE_URL` when it is set, else the embedded PostgreSQL in Casebook's home folder.

`home_folder` says which folder that is; `database_settings` gives Django its DATABASES entry.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from kb.postgres import EmbeddedPostgres

BASE = Path(__file__).resolve().parent.parent
OLDEST_POSTGRES = 15
_servers: dict[Path, EmbeddedPostgres] = {}


class ConfigurationError(RuntimeError):
    """A setting is wrong; the message names it and says what it should be."""


def home_folder() -> Path:
    """Secrets, index and outgoing mail: `CASEBOOK_HOME`, else `var/` of the clone."""
    chosen = os.environ.get("CASEBOOK_HOME")
    return Path(chosen).expanduser().resolve() if chosen else BASE / "var"


def postgres_folder(home: Path) -> Path:
    """The embedded server's folder. As root it lies outside the clone, which other users may not be able to enter."""
    if os.geteuid() == 0 and not os.environ.get("CASEBOOK_HOME"):
        return Path("/var/lib/casebook") / hashlib.sha256(str(home).encode()).hexdigest()[:12]
    return home / "postgres"


def database_settings(home: Path) -> dict[str, Any]:
    """Django's settings of the database, the embedded server started if that is the one. Raises ConfigurationError."""
    url = os.environ.get("DATABASE_URL")
    if url:
        return named_database(url)
    folder = postgres_folder(home)
    server = _servers.setdefault(folder, EmbeddedPostgres(folder))
    server.start()
    return {"ENGINE": "django.db.backends.postgresql", **server.connection()}


def named_database(url: str) -> dict[str, Any]:
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError as error:
        raise ConfigurationError(
            f"DATABASE_URL cannot be read ({str(error).strip()}); it should look like postgresql://user:password@host:5432/name"
        ) from None
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    settings: dict[str, Any] = {ours: str(parts.pop(theirs, "") or "") for ours, theirs in names.items()}
    if not settings["NAME"]:
        raise ConfigurationError("DATABASE_URL names no database; it should end in /name")
    return {"ENGINE": "django.db.backends.postgresql", **settings, "OPTIONS": parts}
