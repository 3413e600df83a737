#!/usr/bin/env python
"""Runs Casebook's commands: `python manage.py help` lists them."""

import os
import sys


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - an older one must hear it from us
        print(f"Casebook needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
    from django.core.management import execute_from_command_line

    from kb.database import ConfigurationError
    from kb.postgres import PostgresError

    try:
        execute_from_command_line(sys.argv)
    except (ConfigurationError, PostgresError) as error:
        print(f"casebook: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
