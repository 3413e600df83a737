"""Which business an announcement is about, read from words of its title, party names and text.

In: title, names and text. Out: codes of `industries.yml`. A guide for filtering, not a fact: it carries no evidence
and is shown as a filter only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

_DATA: dict[str, dict[str, object]] = yaml.safe_load(
    (Path(__file__).parent / "industries.yml").read_text(encoding="utf-8")
)
INDUSTRY_LABELS: dict[str, str] = {code: str(entry["label"]) for code, entry in _DATA.items()}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(sorted(map(re.escape, _codes()), key=len, reverse=True))})s?\b", re.IGNORECASE)


@cache
def _codes() -> dict[str, str]:
    return {str(word): code for code, entry in _DATA.items() for word in entry["words"]}  # type: ignore[attr-defined]


def industries_of(title: str, names: Iterable[str], text: str) -> set[str]:
    """Industries named in the title or by a party, and those whose words the text uses at least three times."""
    found = {_code(match[1]) for head in (title, *names) for match in _pattern().finditer(head)}
    counts: dict[str, int] = {}
    for match in _pattern().finditer(text):
        code = _code(match[1])
        counts[code] = counts.get(code, 0) + 1
    return found | {code for code, count in counts.items() if count >= 3}


def _code(word: str) -> str:
    return _codes()[word.lower()]
