"""How text becomes terms: the analyzers of the index, and the same ones for queries and highlighting.

In: text. Out: terms in order, or the text cut into paragraphs and sentences. Words are runs of letters and digits, in
lower case without accents; `stems` also cuts English endings. Nothing is refused.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

import tantivy

LONGEST_WORD = 100
_PARAGRAPH_BREAK = re.compile(r"\n\s*\n\s*")
_SENTENCE_BREAK = re.compile(r"[.!?][\"'\u201d\u2019)\]]*\s+(?=[\"'\u201c\u2018(\[]?[A-Z0-9$\u00a7])")
_LONGER = 5  # letters: more than any abbreviation has
_ABBREVIATION = re.compile(
    r"(?:\b(?:U\.S|U\.K|U\.N|D\.C|Inc|Corp|Co|Ltd|Jr|Sr|Mr|Mrs|Ms|Dr|Hon|Gov|Sen|Rep|St|No|Nos|Sec|Art|vs?|et al"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|L\.P|N\.A|S\.A|Bros|Assn|Reg)|\b[A-Z])\.$"
)


def word_analyzer() -> tantivy.TextAnalyzer:
    return _plain().build()


def stem_analyzer() -> tantivy.TextAnalyzer:
    return _plain().filter(tantivy.Filter.stemmer("english")).build()


def _plain() -> tantivy.TextAnalyzerBuilder:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (tantivy.Filter.remove_long(LONGEST_WORD), tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()):
        builder = builder.filter(step)
    return builder


_WORDS = word_analyzer()
_STEMS = stem_analyzer()


@lru_cache(maxsize=50_000)
def words(text: str) -> tuple[str, ...]:
    """The terms of a short text as written, in lower case."""
    return tuple(_WORDS.analyze(text))


@lru_cache(maxsize=50_000)
def stems(text: str) -> tuple[str, ...]:
    """The terms of a short text without their English endings."""
    return tuple(_STEMS.analyze(text))


def fold(text: str) -> str:
    """A pattern's letters as the index has them, asterisks kept."""
    return "*".join("".join(words(part)) for part in text.split("*"))


_CHANGED = {"die": "d", "lie": "l", "tie": "t", "sky": "sk"}  # dying, lying, tying, skies


def root(stem: str) -> str:
    """The letters that all words of a stem begin with: `bribery` has the stem `briberi`, `inability` `inabl`."""
    if stem in _CHANGED:
        return _CHANGED[stem]
    return stem[:-1] if len(stem) > 2 and stem.endswith(("i", "e", "bl")) else stem


def sentences(text: str) -> list[tuple[int, int, bool]]:
    """The sentences as (start, end, does it end its paragraph), in order; together they hold all words of the text.

    A paragraph ends at a blank line. A point after an abbreviation or an initial ends no sentence.
    """
    found: list[tuple[int, int, bool]] = []
    for start, end in paragraphs(text):
        found += paragraph_sentences(text, start, end)
    return found


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The paragraphs as (start, end), in order."""
    start = 0
    for gap in _PARAGRAPH_BREAK.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def sentences_around(text: str, places: list[int]) -> list[tuple[int, int]]:
    """The sentences, as (start, end), of those paragraphs that hold one of the places, given in order."""
    return [
        (first, last)
        for start, end in paragraphs(text)
        if bisect_left(places, start) < bisect_left(places, end)
        for first, last, _ in paragraph_sentences(text, start, end)
    ]


def paragraph_sentences(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """The sentences of one paragraph, as `sentences` has them."""
    found = []
    for mark in _SENTENCE_BREAK.finditer(text, start, end):
        point, after = mark.span()
        # Five letters before the point are no abbreviation: looking for one takes longest.
        word = text[point - _LONGER : point] if point - start >= _LONGER else ""
        if word.isalpha() or not _ABBREVIATION.search(text, max(start, point - 12), point + 1):
            found.append((start, after, False))
            start = after
    found.append((start, end, True))
    return found
