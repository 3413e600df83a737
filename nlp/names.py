"""The names in a text: words and signs in, mentions out, each with its place and what kind of thing it names.

A mention is `person`, `organization` or `unknown` (a capitalised name that could be either, or a brand). Names of
places, agencies, courts and laws are left out. A title before a name is cut off and kept as a flag. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from nlp.tokens import Token
from nlp.words import word_file, words

Kind = Literal["person", "organization", "unknown"]

SUFFIXES = words("names.yml", "corporate_suffixes")
ORGANIZATION_WORDS = words("names.yml", "organization_words")
PARTICLES = words("names.yml", "particles")
GENERATIONAL = words("names.yml", "generational")
GIVEN_NAMES = word_file("given_names.txt")
_COMMON = word_file("common_words.txt")
_NEVER = words("names.yml", "never_parties")
_AGENCY_HEADS = words("names.yml", "agency_heads")
_OFFICIAL = words("names.yml", "official_titles")
_ROLES = words("names.yml", "role_words")
_FUNCTION = words("names.yml", "function_words")
_STATES = words("names.yml", "states")
_COUNTRIES = words("names.yml", "countries")
_STATE_ABBREVIATIONS = words("names.yml", "state_abbreviations")
_PLACES = _STATE_ABBREVIATIONS | _STATES | _COUNTRIES | words("names.yml", "places")
_SPELLED_SUFFIXES = (("National", "Association"), ("N.A.",), ("Limited", "Partnership"))
_ACCUSED = frozenset(
    [
        "Defendant",
        "Defendants",
        "Co-defendant",
        "Co-Defendant",
        "Co-defendants",
        "Respondent",
        "Respondents",
        "Relief",
        "Nominal",
    ]
)
_RANKS = words("names.yml", "ranks")
# Small words that begin the names of firms too: `United Widgets Inc.`
_NUMBERS_AND_NATION = frozenset(
    [
        "U.S.",
        "US",
        "United",
        "First",
        "Second",
        "Third",
        "One",
        "Two",
        "Three",
        "Four",
        "Five",
        "Six",
        "Seven",
        "Federal",
        "Special",
        "Foreign",
        "Action",
    ]
)
# `Attorney` and `Chief` are offices after these words, trades elsewhere.
_OF_OFFICE = frozenset(
    "U.S. States Assistant District Deputy Trial State Special Acting Division County Police Fire Section Resident General".split()
)
_BARE_HEADS = frozenset(
    [
        "Department",
        "Board",
        "Office",
        "Ministry",
        "Bureau",
        "Division",
        "City",
        "Town",
        "University",
        "College",
        "Institute",
    ]
)
_ANONYMOUS = frozenset(
    ["Bank", "Broker", "Exchange", "Official", "Person", "Institution", "Fund", "Victim", "Country", "Agency"]
)
_OF_HEADS = frozenset(
    [
        "Township",
        "Borough",
        "Archdiocese",
        "Bank",
        "University",
        "Church",
        "College",
        "Department",
        "City",
        "County",
        "Board",
        "Republic",
        "Institute",
        "Town",
        "State",
        "Village",
        "Diocese",
    ]
)
_CALENDAR = words("names.yml", "calendar")
_NATIONS = words("names.yml", "nations")
_PAPERS = frozenset(
    [
        "Complaint",
        "Order",
        "Orders",
        "Case",
        "Litigation",
        "Indictment",
        "Information",
        "Judgment",
        "Release",
        "Defendants",
        "Respondents",
    ]
)
_QUOTES = frozenset('"\u201c\u201d')
_POSSESSIVE = re.compile("['\u2019]s$|['\u2019]$")
_LONGEST_NAME = 12


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming, at `text[start:end]`; `words` are its words, `official` that a title of office stands before it."""

    start: int
    end: int
    words: tuple[str, ...]
    kind: Kind
    official: bool = False

    @property
    def name(self) -> str:
        return _joined(self.words)


def _joined(parts: Sequence[str]) -> str:
    return re.sub(r" ([,.])", r"\1", " ".join(parts))


def find_mentions(tokens: Sequence[Token]) -> list[Mention]:
    """All mentions, in order of their places."""
    mentions = [mention for chunk in _chunks(tokens) for mention in _read(tokens, *chunk)]
    between = {token.start: token.text for token in tokens}
    return [_with_surname(mention, after, between) for mention, after in zip_longest(mentions, mentions[1:])]


def _with_surname(mention: Mention, after: Mention | None, words_at: Mapping[int, str]) -> Mention:
    """`Emma` in `Emma and Jan Doe` is Emma Doe."""
    if after is None or len(mention.words) > 1 or mention.words[0] not in GIVEN_NAMES or after.kind != "person":
        return mention
    if (
        after.start != mention.end + len(" and ")
        or words_at.get(mention.end + 1) != "and"
        or after.words[0] not in GIVEN_NAMES
    ):
        return mention
    family = next(p for p in reversed(after.words) if p not in GENERATIONAL and p != ",")
    return Mention(mention.start, mention.end, (mention.words[0], family), "person", mention.official)


def _chunks(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words, joined by particles, `&`, `of` after a head that takes it, and suffixes after commas."""
    i = 0
    while i < len(tokens):
        if not _opens(tokens[i]):
            i += 1
            continue
        end = _chunk_end(tokens, i)
        yield i, end
        i = end


def _opens(token: Token) -> bool:
    return token.capital or (len(token.text) > 2 and token.text[0].islower() and token.text[1].isupper())


def _chunk_end(tokens: Sequence[Token], start: int) -> int:
    end = start + 1
    while end < len(tokens) and end - start < _LONGEST_NAME and not tokens[end].apart:
        if tokens[end].text in _CALENDAR or _after_suffix(tokens, start, end):
            break
        if tokens[end].capital and not (
            tokens[end].text == "The" or _POSSESSIVE.search(tokens[end - 1].text) and not _suffix_follows(tokens, end)
        ):
            end += 1
            continue
        step = _connector(tokens, start, end)
        if not step:
            break
        end += step
    return end


def _after_suffix(tokens: Sequence[Token], start: int, end: int) -> bool:
    """A suffix or `Jr.` ends a name, but for a second suffix (`Corp., Inc.`)."""
    if end - start < 2 and tokens[end - 1].text not in ("Jr.", "Sr."):
        return False
    return (
        tokens[end - 1].text in SUFFIXES | GENERATIONAL
        and tokens[end].text not in SUFFIXES
        and not _comma_suffix(tokens, end)
    )


def _suffix_follows(tokens: Sequence[Token], start: int) -> bool:
    """`Brink's Global Services USA, Inc.`: a possessive inside the name of an organisation."""
    for i in range(start, min(start + 6, len(tokens))):
        if tokens[i].text in SUFFIXES:
            return True
        if not tokens[i].capital and tokens[i].text not in {",", "&"}:
            return False
    return False


def _comma_suffix(tokens: Sequence[Token], end: int) -> int:
    if tokens[end].text != "," or end + 1 >= len(tokens):
        return 0
    if tokens[end + 1].text in SUFFIXES | GENERATIONAL and tokens[end + 1].text not in {"AS", "SE", "AG", "SA"}:
        return 2
    for suffix in _SPELLED_SUFFIXES:
        if tuple(t.text for t in tokens[end + 1 : end + 1 + len(suffix)]) == suffix:
            return 1 + len(suffix)
    return 0


def _connector(tokens: Sequence[Token], start: int, end: int) -> int:
    """How many words after `end` still belong to the name, of which the first is no capitalised word."""
    if comma := _comma_suffix(tokens, end):
        return comma
    run = end
    while run < len(tokens) and run - end < 3 and tokens[run].text in PARTICLES:
        run += 1
    if (
        run > end
        and run < len(tokens)
        and tokens[run].capital
        and not tokens[run].apart
        and tokens[end - 1].text not in _FUNCTION
    ):
        return run - end + 1
    if nickname := _nickname(tokens, end):
        return nickname
    following = tokens[end + 1] if end + 1 < len(tokens) else None
    if following is None or not (following.capital or following.text.isdigit()):
        return 0
    if tokens[end].text == "," and following.capital and tokens[min(end + 2, len(tokens) - 1)].text == "&":
        return 4 if end + 3 < len(tokens) and tokens[end + 3].capital else 0  # `Taylor, Bean & Doe`
    if tokens[end].text == "&" or tokens[end].text.isdigit():
        return 2
    head = tokens[end - 1].text
    return 2 if tokens[end].text == "of" and head in _OF_HEADS else 0


def _nickname(tokens: Sequence[Token], end: int) -> int:
    """`"Bob" Doe` after `Robert`: the quoted name and the word after it."""
    if tokens[end].text not in _QUOTES:
        return 0
    for close in range(end + 2, min(end + 5, len(tokens) - 1)):
        if tokens[close].text in _QUOTES and tokens[close + 1].capital and tokens[end - 1].text not in _FUNCTION:
            return close - end + 2
    return 0


def _unquoted(parts: Sequence[str]) -> list[str]:
    """The words of a name without a nickname in quotation marks."""
    marks = [i for i, part in enumerate(parts) if part in _QUOTES]
    return [*parts[: marks[0]], *parts[marks[1] + 1 :]] if len(marks) == 2 else list(parts)


def _read(tokens: Sequence[Token], start: int, end: int) -> Iterator[Mention]:
    """What a chunk names: nothing, or one mention without the titles, places and small words before it."""
    start, official = _strip_left(tokens, start, end)
    while end > start + 1 and tokens[end - 1].text in _PAPERS:  # `the Acme Complaint`
        end -= 1
    if start >= end:
        return
    parts = _unquoted([token.text for token in tokens[start:end]])
    bare = _POSSESSIVE.sub("", parts[-1])
    cut = len(parts[-1]) - len(bare)
    parts[-1] = bare
    kind = _kind(parts)
    if kind is None or _is_place(tokens, start, end, parts):
        return
    yield Mention(tokens[start].start, tokens[end - 1].end - cut, tuple(parts), kind, official)


def _strip_left(tokens: Sequence[Token], start: int, end: int) -> tuple[int, bool]:
    """Where the name begins after titles, places and small words, and whether a title of office was among them."""
    suffixed = any(token.text in SUFFIXES for token in tokens[start + 1 : end])
    firm = suffixed or any(token.text in ORGANIZATION_WORDS or token.text == "of" for token in tokens[start + 1 : end])
    first, official = start, False
    if not suffixed and (cut := _last_title(tokens, start, end)):
        start, official = cut, True
        firm = False
    while start < end and (length := _prefix_length(tokens, start, end, firm=firm, inside=start > first)):
        word = tokens[start].text
        official = official or (
            word in _OFFICIAL and (word not in _ROLES or tokens[max(0, start - 1)].text in _OF_OFFICE)
        )
        start += length
    return start, official or _titled_before(tokens, start)


def _last_title(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where the name of a person begins after a title inside a chunk (`Springfield Police Officers John Doe`), or 0."""
    for i in range(end - 3, start, -1):
        if tokens[i].text in _RANKS and tokens[i + 1].text in GIVEN_NAMES:
            return i + 1
    return 0


def _prefix_length(tokens: Sequence[Token], start: int, end: int, *, firm: bool, inside: bool) -> int:
    """How many words at `start` stand before the name and are no part of it."""
    word = tokens[start].text
    if firm and word in _NUMBERS_AND_NATION:
        return 0
    place = 0 if word.rstrip(".") in _STATE_ABBREVIATIONS else _place_length(tokens, start, end)
    if place > 1 and not firm:  # `United Arab Emirates`, before `United` is taken for a small word
        return place if start + place < end else 0
    if word in _FUNCTION or word == "," or "-based" in word.lower() or word in _ACCUSED:
        return 1
    if firm:
        return 0
    if word in _ROLES or word in _OFFICIAL and (word != "General" or inside) or word[0].isdigit():
        return 1
    if word in _NATIONS and end - start > 2:
        return 1
    if end - start > 2 and tokens[start + 1].text in _ROLES and word not in GIVEN_NAMES:  # `Dutch National Jan Smit`
        return 2
    if word in PARTICLES and not tokens[start].capital or _POSSESSIVE.search(word) and end - start > 1:
        return 1
    names_left = sum(token.text not in GENERATIONAL for token in tokens[start + place : end])
    return place if place and names_left > (word in GIVEN_NAMES) else 0


def _titled_before(tokens: Sequence[Token], start: int) -> bool:
    """`Special Agent in Charge of the Boston Field Office John Doe`: the title stands some words before."""
    for i in range(min(start, len(tokens) - 1) - 1, max(-1, start - 9), -1):
        token = tokens[i]
        if token.text in _OFFICIAL and token.text not in _ROLES:
            return True
        if not (token.capital or token.text in {"of", "the", "for", "in", "-", "\u2013", "and"}) or tokens[i + 1].apart:
            return False
    return False


def _place_length(tokens: Sequence[Token], start: int, end: int) -> int:
    for length in (3, 2, 1):
        if start + length <= end and " ".join(t.text.rstrip(".") for t in tokens[start : start + length]) in _PLACES:
            return length
    return 0


def _is_place(tokens: Sequence[Token], start: int, end: int, parts: Sequence[str]) -> bool:
    """A listed place, or anything that a state or country follows after a comma (`Mt. Pocono, Pennsylvania`)."""
    name = _joined(parts).rstrip(".")
    if name in _PLACES or name.isupper() and name.title() in _PLACES:
        return True
    if parts[-1] in SUFFIXES or end + 1 >= len(tokens) or tokens[end].text != ",":
        return False
    before = tokens[start - 1].text if start else ""
    return bool(_place_length(tokens, end + 1, len(tokens))) and (
        before in {"of", "in", "at", "near", "from", "and", ",", "to"} or len(parts) < 2
    )


def _kind(parts: Sequence[str]) -> Kind | None:
    name = _joined(parts)
    if (
        name in _NEVER
        or parts[0].startswith("CFTC")
        or re.match(r"[NSEWMCD]\.D\.", name)
        or name in _NATIONS
        or name.removeprefix("U.S. ") in _NEVER
        or not any(c.isalpha() for c in name)
    ):
        return None
    if parts[-1] in _RANKS or len(parts) > 1 and parts[0] in _BARE_HEADS and parts[1] == "of":
        return None
    if re.fullmatch(r"[A-Z]|\d+", parts[-1]) and parts[0] in _ROLES | _ANONYMOUS:  # `Company A`, `Individual 1`
        return None
    if "&" in parts or any(part in SUFFIXES for part in parts[1:]):
        return "organization"
    if parts[-1] in _AGENCY_HEADS and len(parts) < 6 and (parts[0] not in GIVEN_NAMES):
        return "unknown" if parts[-1] in {"Department", "County", "Commission"} and len(parts) > 1 else None
    if len(parts) > 1 and any(part in ORGANIZATION_WORDS for part in parts):
        plain = parts[-1].lower() in _COMMON and parts[-1] not in ORGANIZATION_WORDS and parts[-1].endswith("s")
        return None if plain else "organization"
    return "person" if _is_person(parts) else "unknown"


def _is_person(parts: Sequence[str]) -> bool:
    core = [p for p in parts if p not in GENERATIONAL and p not in PARTICLES and p != ","]
    if not 2 <= len(core) <= 6 or any(
        not re.fullmatch(r"(?:[A-Z]\.)+[A-Z]?|[^\W\d_][\w'\u2019-]*\.?", p) for p in core
    ):
        return False
    full = [p for p in core if len(p.rstrip(".")) > 1 and "." not in p[:-1]]
    if not full or any(p.lower() in _COMMON and p not in GIVEN_NAMES for p in core[:1]):
        return False
    return core[0] in GIVEN_NAMES or not any(p.lower() in _COMMON for p in full)
