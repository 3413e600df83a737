"""Lists of names on line: `HANDLE: Jan Doe, 40, of Springfield, was charged`, one a paragraph.

In: a document and the parties chosen. Their cases get the handles that stand before their names. Refused: a single such
paragraph, which may as well be a heading, and what reads as prose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp import aliases
from nlp.casting import Case, all_namings
from nlp.document import Document

_HANDLES = re.compile(r"(?:[-\u2022*]\s*)?(?P<handles>[\w$.@,& -]{2,60}?)\s*[:\u2014\u2013]\s*")
_JOIN = re.compile(r",\s*|\s+(?:and|&)\s+")
_TOGETHER = re.compile(
    r",? (?:(?:age )?\d\d,? )?(?:(?:both )?of [A-Z][^;]{2,60}?,? )?and $"
    r"|, \d\d,(?: of [^;]{2,60},)? and $"
)
_FEWEST = 2
_MOST_WORDS = 3


def find_handles(document: Document, chosen: Sequence[Case]) -> None:
    """Adds to each case the handles that its paragraph opens with."""
    places = {naming.start: (naming.end, case) for case in chosen for naming in all_namings(case.entity)}
    listed = []
    for paragraph in document.paragraphs:
        opened = _HANDLES.match(document.text, paragraph.start, paragraph.end)
        if opened and opened.end() in places and all(_is_handle(one) for one in _JOIN.split(opened["handles"])):
            listed.append((opened, paragraph.end))
    if len(listed) < _FEWEST:
        return
    for opened, stop in listed:
        for case in _owners(document.text, opened.end(), stop, places):
            case.names += _aliases(opened)


def _is_handle(words: str) -> bool:
    return 0 < len(words.split()) <= _MOST_WORDS


def _aliases(opened: re.Match[str]) -> list[aliases.Alias]:
    found, position = [], opened.start("handles")
    for one in _JOIN.split(opened["handles"]):
        position = opened.string.index(one, position)
        found.append(aliases.Alias(one, position, position + len(one), online=True))
    return found


def _owners(text: str, position: int, stop: int, places: dict[int, tuple[int, Case]]) -> list[Case]:
    """Whom a paragraph names first, and who is joined to them by `and`."""
    end, first = places[position]
    following = sorted(start for start in places if end < start < min(stop, end + 120))
    if following and _TOGETHER.fullmatch(text, end, following[0]):
        return [first, places[following[0]][1]]
    return [first]
