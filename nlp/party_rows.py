"""Lists and tables of parties, a name to a row or a cell: a sentence and its first naming in, what the row is out.

Refuses nothing; a row that only mentions a name, and tells of nobody, is none.
"""

from __future__ import annotations

import re

from nlp.document import Document
from nlp.names import Mention
from nlp.splitting import Span

_BULLET = 8
_CELL = 60
_ROW = re.compile(r"\s+[1-9]\d\s+[A-Z]")
_TOLD_OF = re.compile(
    r"\s+[1-9]\d\s+[A-Z]|\s*(?:[,;:(\u2013\u2014\n]|$|\s(?:of|and|a\.?/?k\.?/?a|also known)\b)"
    r"|\.\s*$",
    re.MULTILINE,
)


def is_item(text: str, sentence: Span, naming: Mention) -> bool:
    """`- Jan Doe, of Springfield`: a naming that begins a sentence and is told of after a comma or the like."""
    if naming.start - sentence.start >= _BULLET or len(naming.words) < 2 or naming.kind == "unknown":
        return False
    return bool(_TOLD_OF.match(text, naming.end))


def goes_on(text: str, sentence: Span, naming: Mention) -> bool:
    """Does a cell hold more than the name, and is it no whole row (`Jan Doe 40 Springfield, Ohio 84 months`)?"""
    return naming.end < sentence.end and not _ROW.match(text, naming.end)


def is_cell(document: Document, sentence: Span) -> bool:
    """A cell of a table of names, as tables come out: `Age`, `44`, `Springfield, Ohio`, each a paragraph."""
    paragraph = document.paragraph_at(sentence.start)
    return paragraph == sentence and sentence.end - sentence.start <= _CELL
