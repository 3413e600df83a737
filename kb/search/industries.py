"""Which business an announcement is about, read from words of its title, party names and text.

In: title, names and text. Out: codes of `industries.yml`. A guide for filtering, not a fact: it carries no evidence
and is shown as a filter only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from string import ascii_lowercase

import yaml

_DATA: dict[str, dict[str, object]] = yaml.safe_load(
    (Path(__file__).parent / "industries.yml").read_text(encoding="utf-8")
)
INDUSTRY_LABELS: dict[str, str] = {code: str(entry["label"]) for code, entry in _DATA.items()}
_OFTEN = 2
_BEGINNING = 2_000
_LETTERS = bytes(code if chr(code) in ascii_lowercase else ord(" ") for code in range(256))


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """Each word that speaks alone, singular and plural, and its codes."""
    found: dict[str, dict[str, None]] = {}
    for whole, code in _entries():
        for form in () if " " in whole else (whole, f"{whole}s"):
            found.setdefault(form, {})[code] = None
    return {form: tuple(codes) for form, codes in found.items()}


@cache
def _phrases() -> dict[str, list[tuple[str, str]]]:
    """By the first word of each entry of several words: the whole of it and its code."""
    found: dict[str, list[tuple[str, str]]] = {}
    for whole, code in _entries():
        if " " in whole:
            found.setdefault(whole.split()[0], []).append((whole, code))
    return found


@cache
def _telling() -> dict[bytes, str]:
    """The words to look at further, by their letters: going through those of a text is quickest as bytes."""
    return {word.encode(): word for word in {*_words(), *_phrases()}}


def _entries() -> list[tuple[str, str]]:
    return [(str(words), code) for code, entry in _DATA.items() for words in entry["words"]]  # type: ignore[attr-defined]


def industries_of(title: str, names: Iterable[str], text: str) -> set[str]:
    """Industries named in the title or by a party, and those whose words the beginning of the text uses repeatedly."""
    in_head = _count_words(" \n ".join([title, *names]))
    in_body = _count_words(text[:_BEGINNING])
    return {*in_head} | {code for code, count in in_body.items() if count >= _OFTEN}


def _count_words(text: str) -> Counter[str]:
    """How often the words of each industry occur, singular or plural."""
    lower, telling = text.lower(), _telling()
    letters = lower.encode("ascii", "replace").translate(_LETTERS)
    present = [telling[word] for word in letters.split() if word in telling]
    found = Counter(code for word in present for code in _words().get(word, ()))
    for first in {*present}:
        for whole, code in _phrases().get(first, ()):
            if times := lower.count(whole):
                found[code] += times
    return found
