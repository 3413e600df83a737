"""A text in, its words and signs out, each with its place. Linear in the length of the text; refuses nothing.

Abbreviations and initials keep their full stop. Words that lost the space between them (`againstSmith`, `LLCand`,
`Smithof New York`, as pages with inline links come out) are parted again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.words import word_file

_TOKEN = re.compile(
    r"(?:A/S|S/A)(?!\w)|GmbH & Co\. KG(?:aA)?\b|[Ss]p\.? z\.? ?o\. ?o\.|S\.? ?\u00e0 ?r\.? ?l\.?(?!\w)"
    r"|(?:[^\W\d_]\.){2,}(?:[A-Z](?![\w.]))?|(?:Inc|Corp|Ltd|Co|Jr|Sr|St|Mt|Ft|Bros|Dr|Mr|Mrs|Ms|Hon|Ltda|Pte|Pty|Cia"
    r"|Esq|Rev|Lt|Sgt|Capt"
    r"|INC|CORP|LTD|JR|SR|Sdn|Bhd|SDN|BHD|Kft|Nyrt|Zrt|Pvt|Ltée|Lda|Tbk)\."
    r"|[A-Z]\.(?!\w)|S\.p\.A\.|\w(?:\w|[*&'\u2019-](?=\w)|\.(?=[a-z]))*|[^\w\s]"
)
_WORD_THEN_NAME = re.compile(r"([a-z]{2,})(?=[A-Z][\w.])")
_COMMON = word_file("common_words.txt") | {"of", "by", "in", "to", "at"}
_SUFFIX_THEN_WORD = re.compile(
    r"(?:LLC|LLP|LP|Inc|Ltd|Corp|PLC|L\.L\.C)\.?(?=(?:and|of|for|to|in|with|from)(?:[A-Z]|$))"
)
_NAME_THEN_WORD = re.compile(r"[A-Z][\w-]{2,}?(?=(?:of|and|for|to|from|in|with)$)")
_NAME_AND_NAME = re.compile(r"[A-Z][a-z]+(?=and[A-Z][a-z])")
_ARTICLE = re.compile(r"(?:al|el|ul|ad|an|ar|as|at|az)-[A-Z]")  # `al-Imam`: a name, whatever it begins with
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign. `apart` tells that a blank line stands before it."""

    text: str
    start: int
    end: int
    apart: bool = False

    @property
    def capital(self) -> bool:
        return self.text[0].isupper() or _ARTICLE.match(self.text) is not None


def tokenize(text: str, breaks: Sequence[int] = ()) -> list[Token]:
    """All words and signs, in order. `breaks`: ascending places where one stretch of text ends and another begins."""
    known = {word for word in _TOKEN.findall(text) if len(word) < _LONGEST}
    edges = [0, *breaks, len(text)]
    return [token for start, end in pairwise(edges) for token in _stretch(text, start, end, known)]


def _stretch(text: str, begin: int, stop: int, known: set[str]) -> Iterator[Token]:
    last, apart = begin, True
    for match in _TOKEN.finditer(text, begin, stop):
        apart = apart or (match.start() > last + 1 and text.count("\n", last, match.start()) > 1)
        last = match.end()
        if match.group().islower():
            yield Token(match.group(), match.start(), match.end(), apart)
            apart = False
            continue
        for start, end in _parts(match.group(), known):
            yield Token(match.group()[start:end], match.start() + start, match.start() + end, apart)
            apart = False


def _parts(word: str, known: set[str]) -> Iterator[tuple[int, int]]:
    start = 0
    while cut := _cut(word[start:], known):
        yield start, start + cut
        start += cut
    yield start, len(word)


def _cut(word: str, known: set[str]) -> int:
    """Where the first of two words that ran together ends; 0 for one word."""
    if len(word) > _LONGEST:
        return 0
    if (glued := _WORD_THEN_NAME.match(word)) and glued[1] in _COMMON or (glued := _SUFFIX_THEN_WORD.match(word)):
        return glued.end()
    glued = _NAME_AND_NAME.match(word) or _NAME_THEN_WORD.match(word)
    # `Smithof` when `Smith` stands elsewhere, but never `Newland` beside `Newl`.
    return glued.end() if glued and glued.group() in known and not word.endswith("land") else 0
