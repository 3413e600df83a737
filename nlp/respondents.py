"""Who are the parties of a filing? Its weighed cases in, those that stand against the plaintiff or agency out.

The caption says it: whom it names and the paper names again is a party. Where the caption is lost in scanning, those
count whom the first pages call defendant or respondent, or of whom they say what the paper does. Refused: the many
others that a long paper names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from nlp.casting import Case, all_namings, is_party
from nlp.document import Document
from nlp.entities import fold
from nlp.filings import Filing
from nlp.names import Mention
from nlp.splitting import Span

_FIRST_PAGES = 5000
_PAGES = 60_000
_TWICE = 2
_TWO_WORDS = 2
_AKA = re.compile(r"(?i)(?:a/?k/?a|also known as)[\s\"\u201c]*$")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
_APPOSITION = r"(?:, (?:an?|the) [^,.;]{2,80},)?[\s,]*\([^()]{0,120}\b(?:Defendants?|Respondents?"
_DESIGNATED = re.compile(rf"{_APPOSITION})\b|,? the defendants?\b")
_DEFINED = re.compile(rf"{_APPOSITION}|Company|Bank|Firm)\b|,? the defendants?\b")
_LETTERS = re.compile(r"[^\W\d_]+")
_ALIKE = 90
_CALLED = re.compile(r"(?<!elief )\b(?:[Dd]efendants?|DEFENDANTS?|[Rr]espondents?)(?:,| are| is)?\s+$")


def mark_captions(filing: Filing, cases: Sequence[Case]) -> None:
    """Adds to each case what the caption makes of it."""
    for case in cases:
        for naming in all_namings(case.entity):
            if _holds(filing.caption.accused, naming):
                case.add("caption", naming)
            elif _holds(filing.caption.relief, naming):
                case.add("relief", naming)


def in_caption(filing: Filing, mention: Mention) -> bool:
    """Does a naming stand among the parties of the caption?"""
    return _holds(filing.caption.accused, mention) or _holds(filing.caption.relief, mention)


def respondents(document: Document, filing: Filing, cases: Sequence[Case]) -> list[Case]:
    """The parties, of all whom the filing names."""
    pages = document.text[filing.body : filing.body + _PAGES]
    known = {word.lower() for word in _LONG_WORD.findall(pages) if word[0].isupper()}
    named = [case for case in cases if _is_captioned(document.text, filing, case, known)]
    named = [case for case in named if not any(_is_fragment(filing, case, other) for other in named)]
    pattern = _DESIGNATED if named else _DEFINED
    called = [case for case in cases if case not in named and _is_called(document, filing, case, pattern)]
    if named or called:
        return _without_doubles([*named, *called])
    limit = filing.body + _FIRST_PAGES
    return [case for case in cases if is_party(case) and case.entity.namings[0].start < limit]


def _without_doubles(chosen: Sequence[Case]) -> list[Case]:
    """One case a party, where scanning or a hyphen made two names of one; the fuller is kept."""
    kept: list[Case] = []
    for case in sorted(chosen, key=_fullness, reverse=True):
        twin = next((other for other in kept if _is_same(case, other)), None)
        if twin is None:
            kept.append(case)
            continue
        for frame, namings in case.frames.items():
            twin.frames.setdefault(frame, []).extend(namings)
    return sorted(kept, key=lambda c: min(n.start for n in c.entity.namings))


def _fullness(case: Case) -> tuple[int, int]:
    """Of two people's names the longer is the full one; of two spellings of a firm's, the one more used."""
    length = len("".join(_parts(case))) if case.entity.kind == "person" else 0
    return length, len(case.entity.namings)


def _is_same(case: Case, other: Case) -> bool:
    if "person" not in (case.entity.kind, other.entity.kind):
        return fuzz.ratio(fold(case.entity.name), fold(other.entity.name)) > _ALIKE
    short, full = sorted((_parts(case), _parts(other)), key=len)
    if not short or short[-1] != full[-1]:
        return False
    return all(any(p.startswith(s) if len(s) == 1 or len(p) == 1 else p == s for p in full) for s in short)


def _parts(case: Case) -> list[str]:
    return [part.lower() for word in case.entity.words for part in _LETTERS.findall(word)]


def _holds(part: Span | None, naming: Mention) -> bool:
    return part is not None and part.start <= naming.start < part.end


def _is_captioned(text: str, filing: Filing, case: Case, known: set[str]) -> bool:
    """Specks and titles in a caption are read as names too; the paper does not name them again."""
    namings = all_namings(case.entity)
    inside = [n for n in namings if in_caption(filing, n) and not _AKA.search(text, max(0, n.start - 20), n.start)]
    if (
        not inside
        or len(case.entity.words) < _TWO_WORDS
        or case.entity.kind == "unknown"
        and len(namings) < _TWICE + len(inside)
    ):
        return False
    return len(inside) < len(namings) or all(
        part.lower() in known for n in inside for word in n.words for part in _LONG_WORD.findall(word)
    )


def _is_fragment(filing: Filing, case: Case, other: Case) -> bool:
    """A part of another's name, cut off by a line of the caption; the paper has no such name."""
    if case is other or not all(in_caption(filing, n) for n in case.entity.namings):
        return False
    return set(_parts(case)) < set(_parts(other))


def _is_called(document: Document, filing: Filing, case: Case, pattern: re.Pattern[str]) -> bool:
    """`Defendant X`, `X (the "Company")`, `X, the defendant` on the first pages."""
    if case.entity.kind == "unknown":
        return False
    for naming in case.entity.namings:
        if not filing.body <= naming.start < filing.body + _FIRST_PAGES:
            continue
        text = document.flat
        if _CALLED.search(text, max(0, naming.start - 20), naming.start) or pattern.match(text, naming.end):
            case.add("defendant", naming)
            return True
    return False
