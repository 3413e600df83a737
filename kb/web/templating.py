"""The templates of long lists, in `kb/jinja2`: Jinja compiles them, so that a page of results costs little to write.

All else is in Django's own templates. Both escape what they are given.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import jinja2
from django.template.defaultfilters import capfirst
from django.urls import reverse
from django.utils.formats import date_format

from kb.web.addresses import row_address


def make_environment(**options: Any) -> jinja2.Environment:
    environment = jinja2.Environment(**{**options, "undefined": jinja2.StrictUndefined}, trim_blocks=True)  # noqa: S701 - Django turns escaping on
    environment.globals.update(url=reverse, row_address=row_address)
    environment.filters.update(
        capfirst=capfirst,
        day=in_words,
        grouped=grouped,
        quoted=lambda text: quote(text, safe=""),
    )
    return environment


@lru_cache(maxsize=20_000)
def in_words(day: date) -> str:
    """`November 2, 2026`."""
    return date_format(day, "F j, Y")


def grouped(number: int) -> str:
    """`1,234`."""
    return f"{number:,}"
