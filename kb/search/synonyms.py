"""Words that stand for charges, phrases and industries: `synonyms.yml`, looked up by stems.

In: the words of a query in order. Out: for the longest run of them that the data knows, what it stands for. Refused
while reading: a code that the taxonomy lacks, the same words said twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from kb.search.analysis import stems
from kb.search.industries import INDUSTRY_LABELS
from kb.taxonomy import CHARGES, STAGES


@dataclass(frozen=True, slots=True)
class Meaning:
    charges: tuple[str, ...]
    phrases: tuple[str, ...]
    industries: tuple[str, ...]
    stages: tuple[str, ...]


@cache
def meanings() -> dict[tuple[str, ...], Meaning]:
    """What each known run of stems stands for. Raises ValueError when the data contradicts itself or the taxonomy."""
    rows = yaml.safe_load((Path(__file__).parent / "synonyms.yml").read_text(encoding="utf-8"))
    found: dict[tuple[str, ...], Meaning] = {}
    for row in rows:
        meaning = Meaning(
            tuple(row["charges"]),
            tuple(row.get("also", ())),
            tuple(row.get("industries", ())),
            tuple(row.get("stages", ())),
        )
        unknown = {*meaning.charges} - set(CHARGES)
        unknown |= ({*meaning.industries} - set(INDUSTRY_LABELS)) | ({*meaning.stages} - set(STAGES))
        if unknown:
            raise ValueError(f"synonyms.yml names unknown codes: {', '.join(sorted(unknown))}")
        for key in dict.fromkeys(stems(words) for words in row["say"]):
            if key in found:
                raise ValueError(f"synonyms.yml says {' '.join(key)!r} twice")
            found[key] = meaning
    return found


@cache
def longest_run() -> int:
    return max(map(len, meanings()))


def meaning_at(words: Sequence[tuple[str, ...]], start: int) -> tuple[int, Meaning] | None:
    """The longest known run of words from `start` on, as its number of words and what it stands for.

    `words` holds the stems of each word; a hyphened word counts as one and has several.
    """
    for end in range(min(len(words), start + longest_run()), start, -1):
        key = tuple(stem for word in words[start:end] for stem in word)
        if key in meanings():
            return end - start, meanings()[key]
    return None


def charges_named(text: str) -> tuple[str, ...]:
    """The charges that the whole text stands for; none when it stands for none."""
    meaning = meanings().get(stems(text))
    return meaning.charges if meaning else ()
