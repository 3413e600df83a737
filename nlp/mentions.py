"""Where are the parties spoken of? Parties found before in, their mentions and what pronouns stand for out.

A party is met by its full name, its aliases, a firm's name without corporate ending, a person's surname. "He", "the
company", "the defendants" are resolved to the parties last spoken of, or to all accused. A surname that two parties
share is that of the one last named in full in its paragraph. Refused: such a surname elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from nlp.alternatives import any_of
from nlp.document import Document
from nlp.facts import Party, PartyKind, PartyRole
from nlp.mention_forms import first_words, forms_of, shared_surnames
from nlp.party_forms import abbreviates, collective_names, family_names_first
from nlp.party_lists import object_list_goes_on

_PRONOUN = re.compile(
    r"\b(?:(?P<person>[Hh]e|[Hh]im|[Ss]he|[Hh]er(?!\s+(?:company|firm|husband))|[Hh]imself|[Hh]erself)"
    r"|(?P<firm>[Ii]t|[Ii]tself|[Tt]he\s+(?:[Cc]ompany|[Bb]ank|[Ff]irm|[Cc]orporation|[Hh]ospital|[Cc]ity"
    r"|[Cc]ounty|[Uu]niversity))"
    r"|(?P<group>[Tt]hey|[Tt]hem|[Tt]hemselves|(?:[Tt]he\s+|[Bb]oth\s+|[Ee]ach\s+"
    r"|[Aa]ll\s+)?(?:(?:(?:[Cc]orporate|[Ii]ndividual)\s+)?[Dd]efendants|[Rr]espondents|[Cc]ompanies|[Bb]anks|entities|individuals)"
    r"|[Ee]ach\s+(?:company|bank|defendant|respondent)\b(?!['\u2019])"
    r"|[Bb]oth\s+(?:men|women)|[Tt]he\s+(?:pair|two|couple|two\s+(?:men|women)|brothers|sisters|men"
    r"|women)(?!['\u2019\w])(?=\s+(?:was"
    r"|were|are|must|agreed|also|each|to\b))"
    r"|[Bb]oth(?=\s+(?:were|was|are|also|must|agreed|to\b)))"
    r"|(?P<single>(?:[Tt]he\s+)?(?:[Dd]efendant|[Rr]espondent)(?!s)))\b"
)
_PLACE = (
    r"(?:,?\s*(?:(?:both|each|all|also|formerly)\s+)?(?:(?:located|based|headquartered|residents?)\s+)?(?:of|from"
    r"|in)\s+[A-Z][\w.]*(?:\s[A-Z][\w.]*)?(?:,\s*[A-Z][\w.]*(?:\s[A-Z][\w.]*)?){0,2})"
)
_CONNECTOR = re.compile(
    rf"[\s,;&()\"\u201c\u201d]*(?:\d\d,?\s*)?{_PLACE}?(?:[\s,;&()\"\u201c\u201d]|\([^()]{{0,40}}\)|(?:and|or"
    rf"|as\s+well\s+as|along\s+with|together\s+with|individually"
    r"|collectively)\b)*(?:(?!(?:was|were|is|are|has|had|have|to|that|which|who|for|against|on|by|with|from"
    r"|in|said|orders?|must|will|agreed)\b)(?:[\w\u2019'-]+|(?:Dr|Mr|Mrs|Ms)\.)[\s,]+){0,6}$"
)
_ABBREVIATED = re.compile(r"\([^()]{0,40}\)")  # `a swap dealer (SD)`
_GOVERNED = re.compile(r"\b(?:of|at|by|for|with|from|through|via|to|employer|former)\s+(?:the\s+)?$")
_COMMON = {
    "defendants",
    "respondents",
    "defendant",
    "respondent",
    "companies",
    "banks",
    "parties",
    "settling defendants",
}
_DEFINED = re.compile(r"\s*\(\s*[\"\u201c]?(?P<name>[A-Z][\w\u2019'-]+(?:\s[A-Z][\w-]+)?)[\"\u201d]?\s*\)")
_IN_BRACKETS = re.compile(r"\(\s*[\"\u201c]?(?P<name>[A-Z][\w&.-]+(?:\s[A-Z][\w&-]+)?)[\"\u201d]?\s*\)")
# "A Denver man was sentenced": a lead that leaves the name to the next sentence.
_UNNAMED = re.compile(
    r"(?:^|[.\n]\s|[-\u2013\u2014]\s?|\b[A-Z]{3,}\s)(?:A|An|The)\s+(?:[\w.,$'\u2019-]+\s+){1,22}?(?:was|has"
    r"|pleaded|pled|must|will|agreed)\b"
)
_INTRODUCED = 900
_FIRMS = ("companies", "banks", "entities", "corporate defendants", "company", "bank")
_PEOPLE = ("individuals", "individual defendants")
_HEADING_END = re.compile(r"(?<=\n\n)[A-Z][^\n]{8,200}[^\n.,;:)](?=\s*\n\n)")


_Key = tuple[str, PartyKind, PartyRole, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch that names parties; `names` are full names, several for a shared alias."""

    start: int
    end: int
    names: tuple[str, ...]


@lru_cache(maxsize=2)  # sanctions and terms ask about the same document
def _mentions(document: Document, parties: tuple[_Key, ...]) -> Mentions:
    return Mentions(document, [Party([], "mentions", 1.0, *key[:3], list(key[3])) for key in parties])


def mentions_of(document: Document, parties: Iterable[Party]) -> Mentions:
    """The mentions of the given parties in a document."""
    return _mentions(document, tuple((p.name, p.kind, p.role, tuple(p.aliases)) for p in parties))


class Mentions:
    """All mentions of the given parties in one document."""

    def __init__(self, document: Document, parties: Iterable[Party]) -> None:
        self.text = document.text
        self.parties = list(parties)
        self._kinds = {party.name: party.kind for party in self.parties}
        self.all = self._find(forms_of(self.parties))
        self._starts = [mention.start for mention in self.all]
        defined = self._defined_names()
        if defined:
            self.all = self._find(forms_of(self.parties) | defined)
            self._starts = [mention.start for mention in self.all]
        shared = shared_surnames(self.parties)
        if shared:
            self.all = sorted([*self.all, *self._surnames_after_full_names(document, shared)], key=lambda m: m.start)
            self._starts = [mention.start for mention in self.all]
        self._sentences = [sentence.start for sentence in document.sentences] or [0]
        self._sections = [0, *(match.end() for match in _HEADING_END.finditer(self.text))]

    @property
    def accused(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(party.name for party in self.parties if party.role == "accused"))

    def people(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if self._kinds.get(name) == "person")

    def between(self, start: int, end: int) -> list[Mention]:
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def before(self, position: int, kind: str = "") -> tuple[str, ...]:
        """The names last spoken of before a position, of one kind when given."""
        for index in range(bisect_left(self._starts, position) - 1, -1, -1):
            names = tuple(name for name in self.all[index].names if not kind or self._kinds[name] == kind)
            if names:
                return names
        return ()

    def introduced(self, start: int, end: int) -> tuple[str, ...]:
        """The person first named after a stretch that tells of `a Denver man` and names nobody; none where it does."""
        inside = self.between(start, end)
        named = [m for m in inside if self.people(m.names) or not _GOVERNED.search(self.text, start, m.start)]
        if named or not _UNNAMED.search(self.text[start:end]):
            return ()
        for mention in self.between(end, end + _INTRODUCED):
            return self.people(mention.names)[:1]
        return ()

    def _surnames_after_full_names(self, document: Document, shared: dict[str, set[str]]) -> Iterator[Mention]:
        pattern = re.compile(rf"(?<![\w.]){any_of(shared)}(?!\w)")
        for match in pattern.finditer(self.text):
            paragraph = document.paragraph_at(match.start())
            last = self.between(paragraph.start if paragraph else match.start(), match.end())
            if last and last[-1].end < match.start():
                named = [m for m in last if shared[" ".join(match[0].split())] & set(m.names)]
                if named and len(named[-1].names) == 1:
                    yield Mention(match.start(), match.end(), named[-1].names)

    def _find(self, names: dict[str, tuple[str, ...]]) -> list[Mention]:
        if not names:
            return []
        pattern = re.compile(rf"(?<![A-Z0-9]){any_of(names)}(?![A-Z0-9])")
        found = ((match, " ".join(match[0].split())) for match in pattern.finditer(self.text))
        return [
            Mention(match.start(), match.end(), names[form])
            for match, form in found
            if form in names and (" " in form or not self._is_glued(match))
        ]

    def _is_glued(self, match: re.Match[str]) -> bool:
        """Whether letters touch the match: saved pages lose blanks around links, so only long names may be glued."""
        return (
            self.text[max(0, match.start() - 1) : match.start()].isalpha()
            or self.text[match.end() : match.end() + 1].isalpha()
        )

    def _defined_names(self) -> dict[str, tuple[str, ...]]:
        """Short names the text gives in brackets: one party's (`(Vela)`) or several's (`(collectively Acme)`)."""
        found: dict[str, tuple[str, ...]] = {}
        for mention in self.all:
            short = _DEFINED.match(self.text, mention.end)
            if short and len(mention.names) == 1 and short["name"].lower() not in _COMMON:
                found.setdefault(short["name"], mention.names)
        for match in _IN_BRACKETS.finditer(self.text):
            owners = [p.name for p in self.parties if p.kind == "organization" and abbreviates(match["name"], p.name)]
            if len(owners) == 1:
                found.setdefault(match["name"], (owners[0],))
        firsts = (*first_words(self.text, self.parties), *family_names_first(self.text, self.parties))
        found.update({short: owner for short, owner in firsts if short not in found})
        for start, name in collective_names(self.text):
            group = self._together(max(0, start - 300), start)
            if group and name.lower() not in _COMMON:
                found[name] = group
        return found

    def _together(self, start: int, end: int) -> tuple[str, ...]:
        """Who are called by one name: those joined last, and where these are firms, more firms of the same list."""
        last = self._last_group(start, end)
        if last is None:
            return ()
        kinds = {party.name: party.kind for party in self.parties}
        group = list(last[0])
        named = [m for m in self.between(start, end) if kinds[m.names[0]] == "organization"]
        for before, after in reversed(list(pairwise(named))):
            gap = self.text[before.end : after.start]
            if ";" in gap or not set(after.names) <= set(group) or not object_list_goes_on(gap):
                continue
            group = [*(name for name in before.names if name not in group), *group]
        return tuple(group)

    def resolve(self, start: int, end: int) -> tuple[str, ...]:
        """Whom the words between two offsets speak of last: the last coordinated names, else the last pronoun's."""
        named = self._last_group(start, end)
        pronouns = list(_PRONOUN.finditer(self.text, named[1] if named else start, end))
        meant = self._antecedent(pronouns[-1]) if pronouns else ()
        return meant or (named[0] if named else ())

    def owner(self, start: int, end: int) -> tuple[str, ...]:
        """Whose something is between two offsets, where one name stands there as its owner: `Roe's registration`."""
        owners = [m for m in self.between(start, end) if _is_possessive(self.text, m.end)]
        return owners[0].names if len(owners) == 1 else ()

    def _last_group(self, start: int, end: int) -> tuple[tuple[str, ...], int] | None:
        mentions = [m for m in self.between(start, end) if not _is_possessive(self.text, m.end)]
        mentions = [
            m for m in mentions if not _GOVERNED.search(self.text, max(start, m.start - 14), m.start)
        ] or mentions
        if not mentions:
            return None
        group = [mentions[-1]]
        for mention in reversed(mentions[:-1]):
            if not _CONNECTOR.match(_ABBREVIATED.sub(" ", self.text[mention.end : group[0].start])):
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
        if not pronoun["group"].lower().startswith(("they", "them", "both")):
            return self._of_sort(self._accused_in_section(position), pronoun["group"].lower())
        sentence = self._sentences[max(0, bisect_right(self._sentences, position) - 1)]
        collective = re.search(r"\b(?:[Dd]efendants|[Rr]espondents)\b", self.text[sentence:position])
        return self._accused_in_section(position) if collective else self._group_before(position)

    def _of_sort(self, names: tuple[str, ...], group: str) -> tuple[str, ...]:
        """The firms of several parties where the text says `the companies`, the people where it says `individuals`."""
        people = self.people(names)
        if group.endswith(_PEOPLE):
            return people or names
        return tuple(name for name in names if name not in people) or names if group.endswith(_FIRMS) else names

    def _accused_in_section(self, position: int) -> tuple[str, ...]:
        """The accused named so far under the same heading when they are several, else all accused."""
        start = self._sections[bisect_right(self._sections, position) - 1]
        named = {name for mention in self.between(start, position) for name in mention.names}
        here = tuple(name for name in self.accused if name in named)
        return here if len(here) > 1 else self.accused

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
