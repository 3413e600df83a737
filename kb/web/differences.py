"""Two versions of a text go in; what was taken out and what was put in comes out, word by word.

Paragraphs that stayed the same are counted, not repeated. Very long changed stretches are shown whole, old then new,
because comparing them word by word would take too long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

MOST_WORDS = 3000  # on one side of one changed stretch

Kind = Literal["same", "added", "removed", "skipped"]


@dataclass(frozen=True)
class Piece:
    """A stretch of text; for `skipped`, `text` is empty and `count` says how many paragraphs stayed the same."""

    kind: Kind
    text: str = ""
    count: int = 0


def differences(old: str, new: str) -> list[Piece]:
    before, after = _paragraphs(old), _paragraphs(new)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("skipped", count=i2 - i1))
        else:
            pieces += _words_changed("\n\n".join(before[i1:i2]), "\n\n".join(after[j1:j2]))
    return pieces


def _paragraphs(text: str) -> list[str]:
    return [paragraph for paragraph in re.split(r"\n\s*\n", text) if paragraph.strip()]


def _words_changed(old: str, new: str) -> Iterator[Piece]:
    before, after = re.findall(r"\s+|[^\s]+", old), re.findall(r"\s+|[^\s]+", new)
    if max(len(before), len(after)) > 2 * MOST_WORDS:
        yield from _replaced(old, new)
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(before[i1:i2]))
        else:
            yield from _replaced("".join(before[i1:i2]), "".join(after[j1:j2]))


def _replaced(old: str, new: str) -> Iterator[Piece]:
    if old:
        yield Piece("removed", old)
    if new:
        yield Piece("added", new)
