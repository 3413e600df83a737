"""Which business an announcement is about, read from words of its title, party names and text.

In: title, names and text. Out: codes of `industries.yml`. A guide for filtering, not a fact: it carries no evidence
and is shown as a filter only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

_DATA: dict[str, dict[str, object]] = yaml.safe_load(
    (Path(__file__).parent / "industries.yml").read_text(encoding="utf-8")
)
INDUSTRY_LABELS: dict[str, str] = {code: str(entry["label"]) for code, entry in _DATA.items()}
_OFTEN = 2
_BEGINNING = 2_000
_WORD = re.compile(r"[a-z]+")


@cache
def _single() -> dict[str, tuple[str, ...]]:
    """Each word, singular and plural, and the codes it speaks for."""
    found: dict[str, dict[str, None]] = {}
    for whole, code in _entries():
        for form in () if " " in whole else (whole, f"{whole}s"):
            found.setdefault(form, {})[code] = None
    return {form: tuple(codes) for form, codes in found.items()}


@cache
def _phrases() -> list[tuple[str, str, str]]:
    """The first word of each entry of several words, the whole of it, and its code."""
    return [(whole.split()[0], whole, code) for whole, code in _entries() if " " in whole]


def _entries() -> list[tuple[str, str]]:
    return [(str(words), code) for code, entry in _DATA.items() for words in entry["words"]]  # type: ignore[attr-defined]


def industries_of(title: str, names: Iterable[str], text: str) -> set[str]:
    """Industries named in the title or by a party, and those whose words the beginning of the text uses repeatedly."""
    in_head = _count_words(" \n ".join([title, *names]))
    in_body = _count_words(text[:_BEGINNING])
    return {*in_head} | {code for code, count in in_body.items() if count >= _OFTEN}


def _count_words(text: str) -> Counter[str]:
    """How often the words of each industry occur, singular or plural."""
    lower, single = text.lower(), _single()
    present = _WORD.findall(lower)
    found = Counter(code for word in present if word in single for code in single[word])
    firsts = set(present)
    for first, whole, code in _phrases():
        if first in firsts and (count := lower.count(whole)):
            found[code] += count
    return found
