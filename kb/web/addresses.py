"""Addresses of many rows at once: what `reverse` gives for a page of one row, worked out once for each kind of page."""

from __future__ import annotations

from functools import cache

from django.urls import get_script_prefix, reverse


def row_address(page: str, pk: int) -> str:
    """`/cases/7/`: the same as `reverse(page, args=[pk])`."""
    before, after = _around(page, get_script_prefix())
    return f"{before}{pk}{after}"


@cache
def _around(page: str, prefix: str) -> tuple[str, str]:
    before, _, after = reverse(page, args=[0]).removeprefix(prefix).partition("0")
    return prefix + before, after
