#!/usr/bin/env python
"""Runs Casebook's commands: `python manage.py help` lists them. What a person can mend is said in one sentence."""

from __future__ import annotations

import errno
import os
import sys

FULL_DISK = "the disk is full; make room, or set CASEBOOK_HOME to a folder on another disk, and run the command again."


def explain(error: Exception) -> str | None:
    """One sentence for an error that a person can mend; None for ours to mend, which shows its traceback."""
    from django.db.utils import OperationalError
    from psycopg.errors import DiskFull

    from kb.database import ConfigurationError
    from kb.postgres import PostgresError

    if isinstance(error, ConfigurationError | PostgresError):
        return str(error)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC or isinstance(error.__cause__, DiskFull):
        return FULL_DISK
    if isinstance(error, OperationalError) and "connection" in str(error):
        reason = " ".join(str(error).split())
        return f"the database cannot be reached ({reason}); check DATABASE_URL, and that its server runs."
    return None


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - an older one must hear it from us
        print(f"Casebook needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        print("Casebook is not set up here: run `make setup`, then use .venv/bin/python.", file=sys.stderr)
        return 2
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        sentence = explain(error)
        if sentence is None:
            raise
        print(f"casebook: {sentence}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
