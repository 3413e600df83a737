"""The statutes that the caption of a criminal paper lists: `(T. 18, U.S.C., §§ 371, 1349 and 3551 et seq.; T. 21 ...)`.

In: a text. Out: each provision of such a list with its place. The list stands in the right column of the caption, so
that words of the left column may lie between its numbers; only the numbers are read. Refused: a subsection that the
scanner made illegible, with its section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WITHIN = 6000  # a caption stands on the first pages
_LONGEST = 500
_AFTER_LIST = ("", "\n", " ", "\r")
_HEAD = re.compile(r"\(?\bT\.\s*(?P<title>\d{1,2}),\s*U\.?\s?S\.?\s?C\.?,?")
_SUBSECTION = r"\((?:[a-z]{1,2}|[A-Z]|[ivx]{1,4}|\d{1,2})\)"
_PROVISION = re.compile(
    rf"(?<![\w.(#-])(?P<section>\d{{1,5}}[a-zA-Z]?(?:-\d{{1,2}})?|\d{{2}}dd-\d)(?P<subs>(?:{_SUBSECTION})*)(?=[,;\s)]"
    rf"|$)"
)


@dataclass(frozen=True, slots=True)
class Listed:
    canonical: str
    start: int
    end: int


def caption_statutes(text: str) -> Iterator[Listed]:
    """The provisions of all such lists, in reading order."""
    heads = list(_HEAD.finditer(text, 0, _WITHIN))
    for number, head in enumerate(heads):
        following = heads[number + 1].start() if number + 1 < len(heads) else len(text)
        end = min(following, head.end() + _LONGEST, _list_end(text, head.end()))
        for found in _PROVISION.finditer(text, head.end(), end):
            yield Listed(f"{head['title']} USC {found['section']}{found['subs']}", found.start(), found.end())


def _list_end(text: str, start: int) -> int:
    """Where the bracket closes that the list stands in, or the list ends with a semicolon."""
    depth = 0
    for place in range(start, min(len(text), start + _LONGEST)):
        if text[place] == ";" or text[place] == ")" and depth <= 0 and text[place + 1 : place + 2] in _AFTER_LIST:
            return place
        depth += (text[place] == "(") - (text[place] == ")")
    return start + _LONGEST
