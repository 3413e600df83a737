"""Where are the parties spoken of? Parties found before in, their mentions and what pronouns stand for out.

A party is met by its full name, its aliases, a firm's name without corporate ending, a person's surname. "He", "the
company", "the defendants" are resolved to the parties last spoken of, or to all accused. Refused: a surname two parties
share, unless the given name stands before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nlp.document import Document
from nlp.facts import Party

_ENDING = re.compile(
    r",?\s+(?:Inc|Incorporated|L\.?L\.?C|Ltd|Limited|Ltda|Corp|Corporation|Co|Company|L\.?P|L\.?L\.?P|PLC|plc|S\.?A|A\.?G|N\.?V|GmbH|B\.?V|Pte|Pty|N\.?A"
    r"|National Association)\b\.?,?$"
)
_GENERATION = re.compile(r",?\s+(?:Jr|Sr|II|III|IV)\.?$")
_TITLE_WORD = {"the", "of", "and", "de", "da", "do", "dos", "del", "la", "van", "von", "bin", "al", "el"}
_PRONOUN = re.compile(
    r"\b(?:(?P<person>[Hh]e|[Hh]im|[Ss]he|[Hh]er(?!\s+(?:company|firm|husband))|[Hh]imself|[Hh]erself)"
    r"|(?P<firm>[Ii]t|[Ii]tself|[Tt]he\s+(?:[Cc]ompany|[Bb]ank|[Ff]irm|[Cc]orporation|[Hh]ospital|[Cc]ity|[Cc]ounty|[Uu]niversity))"
    r"|(?P<group>[Tt]hey|[Tt]hem|[Tt]hemselves|(?:[Tt]he\s+|[Bb]oth\s+|[Ee]ach\s+|[Aa]ll\s+)?(?:[Dd]efendants|[Rr]espondents|[Cc]ompanies|[Bb]anks|entities|individuals)"
    r"|[Bb]oth(?=\s+(?:were|was|are|also|must|agreed|to\b)))"
    r"|(?P<single>(?:[Tt]he\s+)?(?:[Dd]efendant|[Rr]espondent)(?!s)))\b"
)
_CONNECTOR = re.compile(
    r"[\s,;&()\"\u201c\u201d]*(?:(?:and|or|as\s+well\s+as|along\s+with|together\s+with|individually|collectively)\b[\s,]*)?"
    r"(?:(?:[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|an?|the|its)\s+(?:[A-Za-z-]+\s+){0,4}?(?:[Cc]ompan(?:y|ies)|[Ff]irms?|[Tt]raders?|[Oo]wner|[Pp]resident|CEO|[Pp]rincipal|[Ww]ife"
    r"|[Hh]usband|[Ss]on|[Bb]rother|[Ss]ubsidiar(?:y|ies)|[Aa]ffiliates?|[Ee]ntit(?:y|ies)|[Pp]arent)[\s,]*)?(?:both\s+|each\s+)?$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch that names parties; `names` are full names, several for a shared alias."""

    start: int
    end: int
    names: tuple[str, ...]


class Mentions:
    """All mentions of the given parties in one document."""

    def __init__(self, document: Document, parties: Iterable[Party]) -> None:
        self.text = document.text
        self.parties = list(parties)
        self.all = list(self._find())
        self._starts = [mention.start for mention in self.all]

    @property
    def accused(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(party.name for party in self.parties if party.role == "accused"))

    def between(self, start: int, end: int) -> list[Mention]:
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def before(self, position: int, kind: str = "") -> tuple[str, ...]:
        """The names last spoken of before a position, of one kind when given."""
        kinds = {party.name: party.kind for party in self.parties}
        for mention in reversed(self.all[: bisect_left(self._starts, position)]):
            names = tuple(name for name in mention.names if not kind or kinds[name] == kind)
            if names:
                return names
        return ()

    def _find(self) -> Iterator[Mention]:
        names = self._names()
        if not names:
            return
        pattern = re.compile(
            r"(?<![A-Za-z0-9])(?:"
            + "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in sorted(names, key=len, reverse=True))
            + r")(?![A-Za-z0-9])"
        )
        for match in pattern.finditer(self.text):
            key = " ".join(match[0].split())
            if key in names:
                yield Mention(match.start(), match.end(), names[key])

    def _names(self) -> dict[str, tuple[str, ...]]:
        known: dict[str, dict[str, None]] = {}
        full = {form for party in self.parties for form in _full_forms(party)}
        for party in self.parties:
            for form in dict.fromkeys([*_full_forms(party), *_short_forms(party)]):
                known.setdefault(form, {})[party.name] = None
        return {form: tuple(names) for form, names in known.items() if form in full or len(names) == 1}

    def resolve(self, start: int, end: int) -> tuple[str, ...]:
        """Whom the words between two offsets speak of last: the last coordinated names, else the last pronoun's."""
        named = self._last_group(start, end)
        pronoun = None
        for pronoun in _PRONOUN.finditer(self.text, named[1] if named else start, end):
            pass
        if pronoun is not None:
            return self._antecedent(pronoun) or (named[0] if named else ())
        return named[0] if named else ()

    def _last_group(self, start: int, end: int) -> tuple[tuple[str, ...], int] | None:
        mentions = [m for m in self.between(start, end) if not _is_possessive(self.text, m.end)]
        if not mentions:
            return None
        group = [mentions[-1]]
        for mention in reversed(mentions[:-1]):
            if not _CONNECTOR.match(self.text[mention.end : group[0].start]):
                break
            group.insert(0, mention)
        return tuple(dict.fromkeys(name for mention in group for name in mention.names)), group[-1].end

    def _antecedent(self, pronoun: re.Match[str]) -> tuple[str, ...]:
        position = pronoun.start()
        if pronoun["person"]:
            return self.before(position, "person")[-1:]
        if pronoun["firm"]:
            return self.before(position, "organization")[-1:]
        if pronoun["single"]:
            return self.before(position)[-1:]
        return (
            self._group_before(position)
            if pronoun["group"].lower().startswith(("they", "them", "both"))
            else self.accused
        )

    def _group_before(self, position: int) -> tuple[str, ...]:
        """The last coordinated names (two or more) before a position, or all accused where there are none."""
        mentions = self.all[max(0, bisect_left(self._starts, position) - 12) : bisect_left(self._starts, position)]
        for last in range(len(mentions) - 1, 0, -1):
            group = self._last_group(mentions[0].start, mentions[last].end)
            if group and len(group[0]) > 1:
                return group[0]
        return self.accused


def _is_possessive(text: str, end: int) -> bool:
    return text[end : end + 2] in {"'s", "\u2019s"}


def _full_forms(party: Party) -> Iterator[str]:
    for name in (party.name, *party.aliases):
        yield name
        bare = name.removeprefix("The ")
        while (shorter := _ENDING.sub("", bare)) != bare:
            bare = shorter
        yield bare
        yield bare.upper()
        yield name.upper()


def _short_forms(party: Party) -> Iterator[str]:
    if party.kind != "person":
        return
    words = _GENERATION.sub("", party.name).replace(",", "").split()
    if len(words) < 2:
        return
    yield words[-1]
    yield words[-1].upper()
    yield f"{words[0]} {words[-1]}"
    for cut in range(1, len(words) - 1):
        if words[cut][0].isupper() or words[cut].lower() in _TITLE_WORD:
            yield " ".join(words[cut:])
            if len(words[cut]) > 3 and "." not in words[cut]:
                yield " ".join(words[:1] + words[cut:])
