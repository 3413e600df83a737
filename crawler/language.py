"""An announcement goes in; whether it is a Spanish translation comes out.

The agencies publish some announcements in Spanish too, on a page of its own: of the same day, under another address,
often with the same number. It announces nothing new, and no fact is found in it. It is told by its address (`/es/…`) or
by its words.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

LEAD = 3000  # characters looked at
FEWEST = 30  # words: fewer tell nothing
MOST_ENGLISH, LEAST_SPANISH = 0.06, 0.15  # of all words; real announcements have above 0.10, translations below 0.03

_PATH = re.compile(r"/(?:es|espanol)/", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|for|on|with|by|that|was|is|at|from)\b")
_SPANISH = re.compile(r"\b(?:de|la|el|los|las|que|en|por|del|una?|con|para|se|sus?|y|fue|al|como)\b")


def is_spanish_address(url: str) -> bool:
    return bool(_PATH.match(urlsplit(url).path))


def is_spanish(text: str) -> bool:
    opening = text[:LEAD].lower()
    words = len(_WORD.findall(opening))
    if words < FEWEST:
        return False
    return len(_ENGLISH.findall(opening)) < MOST_ENGLISH * words and (
        len(_SPANISH.findall(opening)) > LEAST_SPANISH * words
    )
