"""What a learner sees of those whom a text names: a document and its cases in, the signs of each case out.

The signs are words around the namings and where those stand, in lists also the words around the whole list; none of
them is a frame of the rules, so that what is learned is a second opinion. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.casting import Case, all_namings
from nlp.document import Document
from nlp.names import GIVEN_NAMES, SUFFIXES, Mention
from nlp.splitting import Span
from nlp.titles import ORGANIZATION_WORDS, RANKS, ROLES
from nlp.words import word_file

_KNOWN = word_file("common_words.txt") | {word.lower().rstrip(".") for word in RANKS | ROLES | ORGANIZATION_WORDS}
_WORD = re.compile(r"[A-Za-z][a-z'\u2019]*(?:-[a-z]+)*\.?(?=\W|$)|[A-Za-z][\w&.'\u2019-]*|\$|\d[\d,.]*|[^\w\s]")
_GAP = re.compile(
    r"(?:,? ?(?:Jr|Sr)\.?)?(?:,? ?(?:aged? )?\(?\d\d\)?)?"
    r"(?:,? (?:both |all )?(?:of|from|an?|the|who|formerly|[fad]/[kb]/a|doing|in|chief|president|CEO|former|owner)\b"
    r"[^;:.]{0,80}?|,? ?\([^)]{0,80}\)|,? [A-Z][\w .]{2,25})?[,;)]*\s*(?:\band\b|&|,|;)\s*"
    r"(?:(?:his|her|their|its|the|two|three|co-?defendants?|defendants?|respondents?|compan(?:y|ies)|entit(?:y|ies)"
    r"|[a-z-]+)[,:]? ){0,5}",
    re.IGNORECASE,
)
_LONGEST_GAP = 140
_BEFORE, _AFTER = 70, 90  # characters
_WORDS_BEFORE, _WORDS_AFTER = 7, 9
_NAMINGS = 12
_STEPS = (1, 2, 3, 4, 6, 10)
_PARTS = 5

Place = tuple[Mention, Span]


def party_signs(document: Document, cases: Sequence[Case]) -> list[list[str]]:
    """The signs of each of the cases, which are all whom the text names, in order of the alphabet."""
    places = {
        id(case): [(m, s) for m in sorted(all_namings(case.entity), key=_start) if (s := document.sentence_at(m.start))]
        for case in cases
    }
    heads, tails = _lists(document.flat, [place for held in places.values() for place in held])
    kinds = [case.entity.kind for case in cases]
    crowd = {f"people {_step(kinds.count('person'))}", f"firms {_step(kinds.count('organization'))}"}
    return [
        sorted(crowd | set(_own_signs(document, case)) | set(_word_signs(document, places[id(case)], heads, tails)))
        for case in cases
    ]


def in_headline(document: Document, case: Case) -> bool:
    """Does a headline have its surname, or the first word of its name?"""
    entity = case.entity
    word = (entity.words[0] if entity.kind == "organization" else entity.surname).lower()
    return any(word in document.text[s.start : s.end].lower() for s in document.headlines)


def _start(naming: Mention) -> int:
    return naming.start


def _step(number: int) -> int:
    return sum(number >= step for step in _STEPS)


def _lists(text: str, places: Sequence[Place]) -> tuple[dict[int, int], dict[int, int]]:
    """Where a naming starts -> where the first of its list starts, and where the last one ends."""
    heads: dict[int, int] = {}
    tails: dict[int, int] = {}
    run: list[Place] = []
    for place in sorted(places, key=lambda p: (p[1].start, p[0].start)):
        if run and not (run[-1][1] == place[1] and _goes_on(text[run[-1][0].end : place[0].start])):
            _close(run, heads, tails)
            run = []
        run.append(place)
    _close(run, heads, tails)
    return heads, tails


def _close(run: Sequence[Place], heads: dict[int, int], tails: dict[int, int]) -> None:
    for naming, _ in run:
        heads[naming.start], tails[naming.start] = run[0][0].start, run[-1][0].end


def _goes_on(gap: str) -> bool:
    return len(gap) < _LONGEST_GAP and _GAP.fullmatch(gap) is not None


def _own_signs(document: Document, case: Case) -> Iterator[str]:
    """What it is called, how often, and how early."""
    entity = case.entity
    namings = sorted(all_namings(entity), key=_start)
    kind = entity.kind
    yield f"kind {kind}"
    yield f"words {min(6, len(entity.words))}"
    yield f"{kind} named {_step(len(namings))}"
    yield f"{kind} by short name {_step(len(namings) - len(entity.namings))}"
    yield f"{kind} last {_PARTS * namings[-1].start // max(1, len(document.text))}"
    first = next((i for i, p in enumerate(document.paragraphs) if namings[0].start < p.end), 0)
    yield f"{kind} paragraph {min(8, first)}"
    yield f"agency {document.agency or 'unknown'}"
    if set(entity.words) & SUFFIXES:
        yield "suffix"
    if entity.words[0] in GIVEN_NAMES:
        yield "given name"
    if case.names:
        yield f"{kind} has other names"
    if any(naming.official for naming in namings):
        yield "title of office"
    if in_headline(document, case):
        yield f"{kind} in headline"
    if kind == "organization":
        yield from (f"called {part.lower()}" for part in entity.words)


def _word_signs(
    document: Document, places: Sequence[Place], heads: dict[int, int], tails: dict[int, int]
) -> Iterator[str]:
    text = document.flat
    for naming, sentence in places[:_NAMINGS]:
        before, after = _before(text, naming.start, sentence), _after(text, naming.end, sentence)
        yield f"in {document.role_at(naming.start)}"
        yield from _left(before, "")
        yield from _right(after, "")
        yield f"between {before[-1]} {after[0]}"
        if heads[naming.start] != naming.start:
            yield from _left(_before(text, heads[naming.start], sentence), "list ")
        if tails[naming.start] != naming.end:
            yield from _right(_after(text, tails[naming.start], sentence), "list ")


def _before(text: str, start: int, sentence: Span) -> list[str]:
    found = _WORD.findall(text, max(sentence.start, start - _BEFORE), start)[-_WORDS_BEFORE:]
    return ["<", *map(_plain, found)]


def _after(text: str, end: int, sentence: Span) -> list[str]:
    found = _WORD.findall(text, end, min(sentence.end, end + _AFTER))[:_WORDS_AFTER]
    return [*map(_plain, found), ">"]


def _left(words: list[str], tag: str) -> Iterator[str]:
    for length in (1, 2, 3):
        yield f"{tag}before{length} {' '.join(words[-length:])}"
    yield from (f"{tag}left {word}" for word in words[:-1] if word.isalpha())
    yield from (f"{tag}left {a} {b}" for a, b in zip(words[:-1], words[1:], strict=True))


def _right(words: list[str], tag: str) -> Iterator[str]:
    for length in (1, 2, 3):
        yield f"{tag}after{length} {' '.join(words[:length])}"
    yield from (f"{tag}right {word}" for word in words[1:] if word.isalpha())
    yield from (f"{tag}right {a} {b}" for a, b in zip(words[1:], words[2:], strict=False))


def _plain(word: str) -> str:
    """A word as it is compared: names by their shape only, numbers by their length."""
    if word[0].isdigit():
        figures = word.rstrip(".,")
        return "99" if len(figures) == 2 else "9999" if figures[:2] in {"19", "20"} and len(figures) == 4 else "9"
    if not word[0].isupper():
        return word.rstrip(".") or word
    lower = word.lower().rstrip(".")
    if lower in _KNOWN:
        return lower
    return "X." if len(word) < 3 else "XX" if word.isupper() else "Xx"
