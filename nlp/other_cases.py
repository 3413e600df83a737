"""Which stretches tell of another case than the announcement's: related cases that were decided before.

In: a Document. Out: spans, in order, not overlapping, none of them in the headlines or the first paragraph. A stretch
begins with a sentence that speaks of a related or separate case and dates it before the announcement, or with `To
date,` before what others pleaded to, and ends with its paragraph. Refused: what happened in the month of the
announcement (a co-defendant's plea), and papers that begin a case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from functools import lru_cache

from nlp.document import Document, Span

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CASES = r"(?:cases?|matters?|actions?|proceedings?|prosecutions?|investigations?|resolutions?|settlements?)"
_OTHER = re.compile(
    rf"(?:In|As part of) (?:an? |the |another |other |several |two )?(?:other |separate,? (?:but )?)?"
    rf"(?:related|separate|parallel|similar|earlier|prior|previous) (?:[\w-]+ ){{0,3}}?{_CASES}\b"
)
_TO_DATE = re.compile(
    r"To date,? [^.;]{0,160}\b(?:pleaded|pled|charg\w+|convict\w+|sentenced|resolved|entered|settled|companies"
    r"|individuals|executives|banks)\b"
    r"|Including [^.;]{2,80}, (?:[\w-]+ ){1,4}(?:compan(?:y|ies)|corporations?|individuals?|executives?|banks?)\b"
)
_INCLUDING = re.compile(r"Including [^,.;]{2,80},")  # whom the announcement is about
_DATED = re.compile(
    r"\b(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? (?:\d{1,2}, )?(?P<year>(?:19|20)\d\d)\b"
)
_YEAR = re.compile(r"\b(?:In|in|since|Since) (?P<year>(?:19|20)\d\d)\b")
_NOW = re.compile(r"\b(?:today|yesterday|this (?:morning|week|month)|earlier this)\b")
_OWN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|[Dd]efendants?|[Rr]espondents?|[Tt]he (?:pair|couple))\b")
_OWN_FIRM = re.compile(r"\b[Tt]he (?:compan(?:y|ies)|banks?|firm)\b")
_RESOLVED = re.compile(
    r"\b(?:pleaded guilty|pled guilty|agreed to (?:pay|plead)|fined|sentenced|convicted|prosecution agreement)\b"
)
_WORD = re.compile(r"[a-z][\w'\u2019-]{2,}")
# Of firms: what a co-defendant pleaded to before is of the same case.
_BEFORE = re.compile(
    r"(?:Previously|Earlier), [A-Z][^;]{0,100}?\b(?:Inc|Corp|LLC|Ltd|plc|PLC|AG|Bank|Company|Corporation)\b"
)
_OPENED_BY_DATE = re.compile(r"(?:In|On|Since|By|During) (?:[a-z]+ )?(?:[A-Z][a-z]+\.? )?(?:\d{1,2}, )?(?:19|20)\d\d\b")


@lru_cache(maxsize=4)  # several components ask about the same document
def other_cases(document: Document) -> tuple[Span, ...]:
    """Stretches about other cases, in reading order."""
    return _stretches(document, _opens)


@lru_cache(maxsize=4)
def earlier_months(document: Document) -> tuple[Span, ...]:
    """Stretches that a date of an earlier month opens (`On May 20, 2015, four banks …`), to their paragraph's end."""
    return _stretches(document, _looks_back)


def decided_before(document: Document, sentence: Span) -> bool:
    """Does a sentence tell that somebody pleaded guilty, paid or was sentenced before the announcement's month?"""
    if document.filing or document.lead is None or sentence.start < document.lead.end:
        return False
    told = document.text[sentence.start : sentence.end]
    return bool(_RESOLVED.search(told)) and _is_past(document, told)


def is_of_strangers(document: Document, position: int, names: Set[str], *, firms: bool = True) -> bool:
    """Does a sentence, or the stretch of an earlier month it is in, tell what others pleaded to or paid before, and
    name none of the accused?

    `names`: the words, in lower case, that name the accused of the announcement; `firms`: whether a firm is among them.
    """
    sentence = document.sentence_at(position)
    if not names or sentence is None:
        return False
    if decided_before(document, sentence) and not _is_own(document, sentence, names, firms=firms):
        return True
    stretch = next((span for span in earlier_months(document) if span.start <= position < span.end), None)
    if stretch is None or _is_own(document, stretch, names, firms=firms):
        return False
    return _RESOLVED.search(document.text, stretch.start, stretch.end) is not None


def _is_own(document: Document, span: Span, names: Set[str], *, firms: bool) -> bool:
    told = document.text[span.start : span.end]
    own = _OWN.search(told) or firms and _OWN_FIRM.search(told)
    return bool(own) or not names.isdisjoint(_WORD.findall(told.lower()))


def _stretches(document: Document, opens: Callable[[Document, str], bool]) -> tuple[Span, ...]:
    if document.filing or document.lead is None:
        return ()
    found: list[Span] = []
    for paragraph, role in zip(document.paragraphs, document.roles, strict=True):
        if role != "body" or paragraph.start < document.lead.end:
            continue
        for sentence in document.sentences_of(paragraph):
            if opens(document, document.text[sentence.start : sentence.end]):
                own = _INCLUDING.match(document.text, sentence.start, sentence.end)
                found.append(Span(own.end() if own else sentence.start, paragraph.end))
                break
    return tuple(found)


def _opens(document: Document, sentence: str) -> bool:
    if _BEFORE.match(sentence):
        return not _NOW.search(sentence)
    return bool(_TO_DATE.match(sentence) or (_OTHER.match(sentence) and _is_past(document, sentence)))


def _looks_back(document: Document, sentence: str) -> bool:
    return bool(_OPENED_BY_DATE.match(sentence)) and _is_past(document, sentence)


def _is_past(document: Document, sentence: str) -> bool:
    """Does a sentence name a month or a year before the announcement's, and no day of now?"""
    if not document.date or _NOW.search(sentence):
        return False
    month = document.date[:7]
    dated = [f"{one['year']}-{_MONTHS.index(one['month'].lower()) + 1:02}" for one in _DATED.finditer(sentence)]
    return any(when < month for when in dated) or any(one["year"] < month[:4] for one in _YEAR.finditer(sentence))
