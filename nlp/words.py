"""Word lists of the lexicon: a file and a key in, a set of words or phrases out. KeyError for an unknown list."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_LEXICON = Path(__file__).parent / "lexicon"


@cache
def _lists(file: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((_LEXICON / file).read_text(encoding="utf-8"))
    return loaded


def lists(file: str) -> tuple[str, ...]:
    """The keys of one file, in its order."""
    return tuple(_lists(file))


def words(file: str, key: str) -> frozenset[str]:
    """The entries of one list: parted by `|` where there is one, else by white space."""
    entries: str = _lists(file)[key]
    parts = entries.split("|") if "|" in entries else entries.split()
    return frozenset(" ".join(part.split()) for part in parts) - {""}


def word_file(file: str) -> frozenset[str]:
    """The words of a plain file, parted by white space."""
    return frozenset((_LEXICON / file).read_text(encoding="utf-8").split())
