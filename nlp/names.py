"""The names in a text: words and signs in, mentions out, each with its place and what kind of thing it names.

A mention is `person`, `organization` or `unknown` (a capitalised name that could be either, or a brand). Names of
places, agencies, courts and laws are left out. A title before a name is cut off and kept as a flag. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from nlp.chunks import GENERATIONAL, PARTICLES, POSSESSIVE, PUBLIC_BODIES, QUOTES, SEATS, SUFFIXES, find_chunks
from nlp.titles import (
    GIVEN_NAMES,
    NATIONS,
    ORGANIZATION_WORDS,
    PLACES,
    RANKS,
    ROLES,
    STATE_ABBREVIATIONS,
    is_aged,
    place_length,
    strip_left,
)
from nlp.tokens import Token
from nlp.words import word_file, words

__all__ = [
    "BODIES",
    "GENERATIONAL",
    "GIVEN_NAMES",
    "ORGANIZATION_WORDS",
    "PARTICLES",
    "PUBLIC_BODIES",
    "REGIONS",
    "STATES",
    "SUFFIXES",
    "Kind",
    "Mention",
    "find_mentions",
]

Kind = Literal["person", "organization", "unknown"]

_COMMON = word_file("common_words.txt")
_AGES = frozenset(f"({age}," for age in range(18, 100))
_LAWS = {"Act", "Code", "Program", "Initiative"}
STATES = {"state", "commonwealth"}
REGIONS = {"County", "Parish", "City", "Township"}
BODIES = {"Parish", "University", "College", "Department", "Commission", "Authority", "District"}
_TOWNS = {"Township", "Borough", "City", "Village", "Town"}
_OFFICES = {"CEO", "CFO", "COO", "CTO"}
_NEVER = words("names.yml", "never_parties")
_AGENCY_HEADS = words("names.yml", "agency_heads")
_ANONYMOUS = words("names.yml", "anonymous")
_BARE_HEADS = words("names.yml", "bare_heads")
_NOT_AGENCIES = {  # `Springfield Housing Authority`, `Acme Tax Service`: public bodies and firms that may be accused
    "Authority": words("names.yml", "sued_authorities"),
    "District": words("names.yml", "sued_districts"),
    "Service": words("names.yml", "trade_services"),
    "Office": {"Sheriff", "Sheriffs", "Sheriff\u2019s"},
}
_VESSELS = words("names.yml", "vessels")
_PAPERS = words("names.yml", "papers")


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
    return re.sub(r" ([,.)])", r"\1", " ".join(parts)).replace("( ", "(")


def find_mentions(tokens: Sequence[Token]) -> list[Mention]:
    """All mentions, in order of their places."""
    mentions = [mention for chunk in find_chunks(tokens) for mention in _read(tokens, *chunk)]
    between = {token.start: token.text for token in tokens}
    full = {mention.name.removesuffix("s") for mention in mentions if len(mention.words) > 1}
    return [_with_surname(mention, after, between, full) for mention, after in zip_longest(mentions, mentions[1:])]


def _with_surname(
    mention: Mention, after: Mention | None, words_at: Mapping[int, str], full: Collection[str]
) -> Mention:
    """`Emma` in `Emma and Jan Doe` is Emma Doe: a given name, or one that the text gives in `full` too."""
    if after is None or len(mention.words) > 1 or after.kind != "person":
        return mention
    if after.start != mention.end + len(" and ") or words_at.get(mention.end + 1) != "and":
        return mention
    family = next(p for p in reversed(after.words) if p not in GENERATIONAL and p != ",")
    given = {mention.words[0], after.words[0]} <= GIVEN_NAMES
    if not given and f"{mention.words[0]} {family}" not in full:
        return mention
    return Mention(mention.start, mention.end, (mention.words[0], family), "person", mention.official)


def _is_bracketed(parts: Sequence[str]) -> bool:
    """`Robert (Bob) Doe`, but not `Acme (Services) Holdings Limited`."""
    return parts[1] == "(" and parts[-1] not in SUFFIXES


def _unquoted(parts: Sequence[str]) -> list[str]:
    """The words of a name without a nickname in quotation marks or, after the first of them, in parentheses."""
    marks = [i for i, part in enumerate(parts) if part in QUOTES or part in "()" and _is_bracketed(parts)]
    return [*parts[: marks[0]], *parts[marks[1] + 1 :]] if len(marks) == 2 else list(parts)


def _read(tokens: Sequence[Token], start: int, end: int) -> Iterator[Mention]:
    """What a chunk names: nothing, or one mention without the titles, places and small words before it."""
    if _is_vessel(tokens, start):
        return
    start, official = strip_left(tokens, start, end)
    while end > start + 1 and tokens[end - 1].text in _PAPERS:  # `the Acme Complaint`
        end -= 1
    if pair := _two_people(tokens, start, end):
        yield from (mention for part in pair for mention in _read(tokens, *part))
        return
    if start >= end or tokens[start].text == "&":
        return
    parts = _unquoted([token.text for token in tokens[start:end]])
    bare = POSSESSIVE.sub("", parts[-1])
    cut = len(parts[-1]) - len(bare)
    parts[-1] = bare
    kind = _kind(parts)
    if kind == "organization" and len(parts) < 4 and parts[0] in GIVEN_NAMES and is_aged(tokens, end):
        kind = "person"  # `Eric Council, 25`
    if kind is None or _is_place(tokens, start, end, parts):
        return
    yield Mention(tokens[start].start, tokens[end - 1].end - cut, tuple(parts), kind, official)


def _two_people(tokens: Sequence[Token], start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The two names of `Jan Q. Doe & Leo Roe`; a firm of that name has a suffix or no given names."""
    signs = [i for i in range(start, end) if tokens[i].text == "&"]
    if len(signs) != 1 or tokens[end - 1].text in SUFFIXES:
        return None
    parts = (start, signs[0]), (signs[0] + 1, end)
    if any(last - first < 2 for first, last in parts) or not any(tokens[i].text in GIVEN_NAMES for i, _ in parts):
        return None
    return None if any(token.text in ORGANIZATION_WORDS for token in tokens[start:end]) else parts


def _is_vessel(tokens: Sequence[Token], start: int) -> bool:
    """The `V Ocean Star` of `M/V Ocean Star`, and what follows `the oil tanker`."""
    if start and tokens[start - 1].text in _VESSELS and not tokens[start].apart:
        return True
    kind = "".join(token.text for token in tokens[max(0, start - 2) : start + 1])
    return re.fullmatch(r"[A-Z]{1,2}/[A-Z]{1,2}", kind) is not None


def _is_place(tokens: Sequence[Token], start: int, end: int, parts: Sequence[str]) -> bool:
    """A listed place, or anything that a state or country follows after a comma (`Mt. Pocono, Pennsylvania`)."""
    name = _joined(parts).rstrip(".")
    if name in PLACES or name.isupper() and name.title() in PLACES:
        return True
    if "".join(token.text for token in tokens[max(0, start - 3) : start]) in _AGES:  # `Jan Doe (50, St. Cloud)`
        return True
    if parts[-1] in SUFFIXES or end + 1 >= len(tokens) or tokens[end].text != ",":
        return False
    before = tokens[start - 1].text if start else ""
    if len(parts) == 2 and parts[1] == "County" and before == "," and tokens[start - 2].text in _TOWNS:
        return True  # `of Pine Township, Larkfield County, pleaded`
    return bool(place_length(tokens, end + 1, len(tokens))) and (
        before in {"of", "in", "at", "near", "from", "and", ",", "to"} or len(parts) < 2
    )


def _kind(parts: Sequence[str]) -> Kind | None:
    name = _joined(parts)
    if (
        name in _NEVER
        or parts[0].startswith("CFTC")
        or re.match(r"[NSEWMCD]\.D\.", name)
        or name in NATIONS
        or name.removeprefix("U.S. ") in _NEVER
        or not any(c.isalpha() for c in name)
    ):
        return None
    written, parts = parts, _plainly(parts)
    if len(parts) > 2 and parts[0].lower() in PUBLIC_BODIES and parts[1] == "of":
        sound = parts[0].lower() not in STATES or " ".join(parts[2:]) in PLACES
        return "organization" if sound else None  # a `state of Confusion` is no body
    if (
        parts[-1] == "U.S."
        or _is_people(parts)
        or parts[-1] in RANKS | _OFFICES
        or len(parts) > 1
        and parts[0] in _BARE_HEADS
        and parts[1] == "of"
    ):
        return None
    if re.fullmatch(r"[A-Z]|\d+", parts[-1]) and parts[0] in ROLES | _ANONYMOUS:  # `Company A`, `Individual 1`
        return None
    if parts[-1] in GENERATIONAL and parts[0] in GIVEN_NAMES:  # `Eric Council Jr.`
        return "person"
    if len(parts) == 2 and len(parts[0]) > 3 and written[0].isupper() and parts[1].rstrip(".") in STATE_ABBREVIATIONS:
        return None  # the `KNOXVILLE Tenn` of a dateline
    if "&" in parts or any(part in SUFFIXES for part in parts[1:]) or len(parts) > 1 and parts[-1] in SEATS:
        return "organization"
    if re.match(r"(?:(?:United States|U\.S\.) )?Department of ", name):  # a State's bears the State's name
        return None
    if name.startswith(("United States ", "U.S. ")) and "for" in parts:  # `United States Agency for Trade`
        return None
    if len(parts) > 2 and parts[-1] in _NOT_AGENCIES and parts[-2].removesuffix("'s") in _NOT_AGENCIES[parts[-1]]:
        return "organization"
    if parts[-1] in _AGENCY_HEADS and len(parts) < 6 and (parts[0] not in GIVEN_NAMES or parts[-1] in _LAWS):
        sued = parts[-1] in {"Department", "County", "Commission"} and parts[0] not in {"U.S.", "Federal"}
        return "unknown" if sued and len(parts) > 1 else None
    if len(parts) > 1 and any(part in ORGANIZATION_WORDS for part in parts):
        plain = parts[-1].lower() in _COMMON and parts[-1] not in ORGANIZATION_WORDS and parts[-1].endswith("s")
        plain = plain and parts[-3:-1] != ["Department", "of"]  # `Idaho Department of Corrections`
        return None if plain else "organization"
    return "person" if _is_person(parts) else "unknown"


def _is_people(parts: Sequence[str]) -> bool:
    """`Costa Rican`, `African Americans`; never `Jan Christian`, nor a firm of that name."""
    return len(parts) == 2 and parts[1] in NATIONS - GIVEN_NAMES and parts[0] not in GIVEN_NAMES


def _plainly(parts: Sequence[str]) -> Sequence[str]:
    """A name in capitals as it is written elsewhere, so that its words can be known."""
    if len(parts) < 2 or any(part[0].isalpha() and not part.isupper() for part in parts):
        return parts
    return [part if len(part) < 3 or part in SUFFIXES or "." in part[:-1] else part.title() for part in parts]


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
