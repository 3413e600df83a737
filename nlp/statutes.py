"""Acts and where they were codified: names and sections in, provisions of the United States Code out.

In: the data of `lexicon/statutes.yml`. Out: the Act a spelling names and the provision a section of it became
(`CEA`, `4c`, `(a)` -> `7 USC 6c(a)`). Refused: a section that the Act's table does not hold; it is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_DATA = Path(__file__).parent / "lexicon" / "statutes.yml"
_NUMBER = re.compile(r"\d+")
_FIRST_WORD = re.compile(r"(?<![\w-])(?:[A-Z][\w-]*|anti-kickback)")
_YEAR = r"(?:\s+of\s+(?:19|20)\d\d\b)?"
# Laws of states and other countries that bear the name of a federal Act: the Vermont, the Alberta Securities Act.
_OF_A_STATE = re.compile(
    r"\b(?:Uniform|State|Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia"
    r"|Hawaii|Idaho"
    r"|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi"
    r"|Missouri"
    r"|Montana|Nebraska|Nevada|Hampshire|Jersey|Mexico|York|Carolina|Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Island"
    r"|Alberta|Columbia|Manitoba|Brunswick|Newfoundland|Scotia|Ontario|Quebec|Saskatchewan|Canada|Canadian|Australian"
    r"|Bahamas"
    r"|Bermuda|British|Cayman|Indian|Israeli|Japanese|Kong|Singapore|Swiss|U\.?K\.?"
    r"|Tennessee|Texas|Utah|Vermont|Virginia|Washington|Wisconsin|Wyoming)\s+$"
)
_PROVISION = re.compile(r"(\d+) USC (\d[\w-]*)")


@dataclass(frozen=True)
class Act:
    """An Act of Congress; `sections` maps its sections to those of `title` of the Code."""

    name: str
    spellings: tuple[str, ...]
    short: tuple[str, ...] = ()
    title: int | None = None
    sections: tuple[tuple[str, str], ...] = ()
    codified: tuple[tuple[str, str, str], ...] = ()

    def provision(self, section: str, subsections: str) -> str | None:
        """The canonical citation of a section of this Act; None when its table does not hold the section."""
        if self.title is None:
            return f"{self.name} {section}{subsections}"
        table = dict(self.sections)
        first, _, rest = subsections.partition(")")
        if subsections and f"{section}{first})" in table:
            return f"{self.title} USC {table[f'{section}{first})']}{rest}"
        return f"{self.title} USC {table[section]}{subsections}" if section in table else None

    def covers(self, canonical: str) -> bool:
        """Whether a canonical citation is one of a section of this Act."""
        if canonical.startswith(f"{self.name} "):
            return True
        cited = _PROVISION.match(canonical)
        return cited is not None and any(_within(cited[1], cited[2], place) for place in self.codified)


@cache
def _misread() -> dict[str, str]:
    misread: dict[str, str] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))["misread"]
    return misread


def as_printed(code: str, section: str) -> str:
    """The section a scanner misread: `78o` for `780` of `15 USC`; any other as it is."""
    return _misread().get(f"{code} {section}", section)


def _within(title: str, section: str, place: tuple[str, str, str]) -> bool:
    if title != place[0]:
        return False
    if not place[1].isdigit():
        return place[1] <= section <= place[2] or section.startswith(place[2])
    number = int(_NUMBER.findall(section)[0])
    return int(place[1]) <= number <= int(place[2])


@cache
def acts() -> tuple[Act, ...]:
    """All Acts of the lexicon, in its order."""
    data = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return tuple(_act(row) for row in data["acts"]) + tuple(Act(name, (name,)) for name in data["named"])


def _act(row: dict[str, Any]) -> Act:
    return Act(
        name=row["name"],
        spellings=tuple(row["spellings"]),
        short=tuple(row.get("short", ())),
        title=row.get("title"),
        sections=tuple((str(key), str(value)) for key, value in row.get("sections", {}).items()),
        codified=tuple((str(a), str(b), str(c)) for a, b, c in row.get("codified", ())),
    )


@cache
def by_spelling() -> dict[str, Act]:
    """The Act of each spelling and abbreviation, whitespace as one blank and apostrophes straight."""
    return {spelling: act for act in acts() for spelling in (*act.spellings, *act.short)}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """For each first word of a spelling the names that begin with it, longest first: one alternation of all is slow."""
    by_word: dict[str, list[str]] = {}
    for name in sorted(by_spelling(), key=len, reverse=True):
        by_word.setdefault(_FIRST_WORD.findall(name)[0], []).append(name)
    return {word: re.compile(rf"(?P<act>{'|'.join(map(_loose, names))})\b{_YEAR}") for word, names in by_word.items()}


def _loose(name: str) -> str:
    return re.escape(name).replace(r"\ ", r"\s+").replace("'", "['\u2019]?")


def act_named(spelling: str) -> Act | None:
    """The Act that a name as written stands for, or None."""
    key = " ".join(spelling.replace("\u2019", "'").split())
    return by_spelling().get(key) or _without_apostrophe().get(key)


@cache
def _without_apostrophe() -> dict[str, Act]:
    return {name.replace("'", ""): act for name, act in by_spelling().items()}


def names_in(text: str) -> Iterator[tuple[int, int, Act]]:
    """Each mention of a known Act as (start, end, Act), in reading order, a year after it included in the end."""
    patterns, position = _patterns(), 0
    for word in _FIRST_WORD.finditer(text):
        pattern = patterns.get(word[0]) if word.start() >= position else None
        match = pattern.match(text, word.start()) if pattern else None
        act = act_named(match["act"]) if match else None
        if (
            match is not None
            and act is not None
            and not _OF_A_STATE.search(text, max(0, word.start() - 18), word.start())
        ):
            position = match.end()
            yield match.start(), match.end(), act
