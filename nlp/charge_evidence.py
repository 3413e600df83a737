"""The stretch of text that proves a charge: the words that charge, the offence, and the rest of its clause.

In: the context, the sentence and where in it the offence is named. Out: a span inside the sentence that holds the
named offence. Refused: nothing.
"""

from __future__ import annotations

import re

from nlp.charge_context import Context
from nlp.document import Span

_BEFORE = 160
_AFTER = 140
_CLAUSE_END = re.compile(r"[,;:]\s|\n|\s[\u2014\u2013-]\s")
_CLAUSE_START = re.compile(r"[,;:(]\s?|\n|\s[\u2014\u2013-]\s")


def clause(context: Context, sentence: Span, named: Span) -> Span:
    """From the last words that charge, or else the start of the clause, to the end of the clause."""
    text = context.document.text
    first = max(sentence.start, named.start - _BEFORE)
    start = context.charging_start(first, named.start)
    if start is None:
        marks = [mark.end() for mark in _CLAUSE_START.finditer(text, first, named.start)]
        start = marks[-1] if marks else _word_start(text, first, sentence.start)
    last = min(sentence.end, named.end + _AFTER)
    found = _CLAUSE_END.search(text, named.end, last)
    end = found.start() if found else _word_end(text, last, sentence.end)
    return _trimmed(text, min(start, named.start), max(end, named.end))


def _word_start(text: str, position: int, floor: int) -> int:
    """The first start of a word at or after `position`, which may have fallen inside one."""
    if position == floor:
        return position
    blank = text.find(" ", position)
    return blank + 1 if blank >= 0 else position


def _word_end(text: str, position: int, ceiling: int) -> int:
    return position if position == ceiling else text.rfind(" ", 0, position)


def _trimmed(text: str, start: int, end: int) -> Span:
    quote = text[start:end]
    return Span(start + len(quote) - len(quote.lstrip()), end - (len(quote) - len(quote.rstrip(" .\n"))))
