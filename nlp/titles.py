"""What stands before a name and is no part of it: a range of words in, where the name begins out.

Titles, trades, places, nationalities and small words are cut off; a title of office is reported. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.chunks import FUNCTION_WORDS, GENERATIONAL, MONTH_NAMES, PARTICLES, POSSESSIVE, SUFFIXES
from nlp.tokens import Token
from nlp.words import word_file, words

ORGANIZATION_WORDS = words("names.yml", "organization_words")
GIVEN_NAMES = word_file("given_names.txt")
NATIONS = words("names.yml", "nations")
RANKS = words("names.yml", "ranks")
ROLES = words("names.yml", "role_words")
STATE_ABBREVIATIONS = words("names.yml", "state_abbreviations")
_WRITTEN_PLACES = (
    STATE_ABBREVIATIONS | words("names.yml", "states") | words("names.yml", "countries") | words("names.yml", "places")
)
PLACES = _WRITTEN_PLACES | {place.rstrip(".") for place in _WRITTEN_PLACES}  # `N.J.` is compared without its last stop
_ADJECTIVE = re.compile(
    r"-(?:based|born|headquartered|area|related|affiliated|backed|linked|owned|controlled|sponsored)$"
)
_BEFORE_DATES = frozenset(
    ["In", "in", "On", "on", "Since", "since", "By", "by", "of", "Until", "until", "From", "from"]
)
_INITIAL = re.compile(r"[A-Z]\.")
_LONG = 5
_KIN = frozenset(["Brothers", "Sisters", "Siblings", "Twins", "Cousins"])  # `Brothers Samir and Tarek Doe`
_OFFICIAL = words("names.yml", "official_titles")
_ACCUSED = words("names.yml", "accused_words")
_FIRM_OPENERS = words("names.yml", "firm_openers")
_BEFORE_OFFICES = words("names.yml", "before_offices")


def strip_left(tokens: Sequence[Token], start: int, end: int) -> tuple[int, bool]:
    """Where the name begins after titles, places and small words, and whether a title of office was among them."""
    suffixed = any(token.text in SUFFIXES for token in tokens[start + 1 : end])
    firm = suffixed or any(token.text in ORGANIZATION_WORDS or token.text == "of" for token in tokens[start + 1 : end])
    start = _past_adjectives(tokens, start, end)
    start = start if firm else _past_acronym(tokens, start, end)
    first, official = start, False
    if not suffixed and (cut := _last_title(tokens, start, end)):
        start, official = cut, True
        firm = False
    while start < end and (length := _prefix_length(tokens, start, end, firm=firm, inside=start > first)):
        word = tokens[start].text
        official = official or (
            word in _OFFICIAL and (word not in ROLES or tokens[max(0, start - 1)].text in _BEFORE_OFFICES)
        )
        start += length
    return start, official or _titled_before(tokens, start)


def _past_adjectives(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where a chunk goes on after `San Francisco-based`; its end where nothing follows."""
    return next((i + 1 for i in range(end - 1, start - 1, -1) if _ADJECTIVE.search(tokens[i].text)), start)


def _past_acronym(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where the name begins in `New England LCN Luigi Roe`: after letters inside a chunk, before two words or more."""
    for i in range(start + 1, end - 2):
        letters, others = tokens[i].text, [tokens[i - 1].text, *(token.text for token in tokens[i + 1 : end])]
        short = letters.isalpha() and 1 < len(letters) < _LONG and letters not in GENERATIONAL
        alone = letters.isupper() and not any(word.isupper() for word in others)
        if short and alone and others[0] not in ROLES:
            return i + 1
    return start


def _last_title(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where the name of a person begins after a title inside a chunk (`Springfield Police Officers John Doe`), or 0."""
    for i in range(end - 3, start, -1):
        plural = tokens[i].text.endswith("s")  # `Staff Sergeants`: people follow
        if tokens[i].text in RANKS and (plural or tokens[i + 1].text in GIVEN_NAMES or is_aged(tokens, end)):
            return i + 1
    return 0


def _prefix_length(tokens: Sequence[Token], start: int, end: int, *, firm: bool, inside: bool) -> int:
    """How many words at `start` stand before the name and are no part of it."""
    word = tokens[start].text
    if firm and word in _FIRM_OPENERS:
        return 0
    place = 0 if word.rstrip(".") in STATE_ABBREVIATIONS else place_length(tokens, start, end)
    if place > 1 and not firm:  # `United Arab Emirates`, before `United` is taken for a small word
        return place if start + place < end else 0
    if word in MONTH_NAMES and end - start > 1 and not (start and tokens[start - 1].text in _BEFORE_DATES):
        return 0
    if word == "Sunday" and end - start > 1 and is_aged(tokens, end):  # `Sunday Roe, 37, was extradited`
        return int(start > 0 and tokens[start - 1].text in _BEFORE_DATES)
    if word in FUNCTION_WORDS or word == "," or word in _ACCUSED:
        return 1
    if firm:
        return 0
    if word in ROLES or word in _OFFICIAL and (word != "General" or inside) or word[0].isdigit():
        return 1
    if word in _KIN and tokens[start + 1 : end] and tokens[start + 1].text in GIVEN_NAMES:
        return 1
    if word in NATIONS and end - start > 2:
        return 1
    if end - start > 2 and tokens[start + 1].text in ROLES and word not in GIVEN_NAMES:  # `Dutch National Jan Smit`
        return 2
    if word in PARTICLES and not tokens[start].capital or POSSESSIVE.search(word) and end - start > 1:
        return 1
    if place == 1 and start + 2 < end and _INITIAL.fullmatch(tokens[start + 1].text):  # `Dallas S. Roe`
        return 0
    names_left = sum(token.text not in GENERATIONAL for token in tokens[start + place : end])
    return place if place and names_left > (word in GIVEN_NAMES) else 0


def is_aged(tokens: Sequence[Token], end: int) -> bool:
    """Whether an age follows a name that ends there: `, 52`."""
    return (
        end + 1 < len(tokens) and tokens[end].text == "," and re.fullmatch(r"[1-9]\d", tokens[end + 1].text) is not None
    )


def _titled_before(tokens: Sequence[Token], start: int) -> bool:
    """`Special Agent in Charge of the Boston Field Office John Doe`: the title stands some words before."""
    for i in range(min(start, len(tokens) - 1) - 1, max(-1, start - 9), -1):
        token = tokens[i]
        if token.text in _OFFICIAL and token.text not in ROLES:
            return True
        if not (token.capital or token.text in {"of", "the", "for", "in", "-", "\u2013", "and"}) or tokens[i + 1].apart:
            return False
    return False


def place_length(tokens: Sequence[Token], start: int, end: int) -> int:
    for length in (3, 2, 1):
        if start + length <= end and " ".join(t.text.rstrip(".") for t in tokens[start : start + length]) in PLACES:
            return length
    return 0
