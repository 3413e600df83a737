"""The Acts one text names: where, under which names, and which of them "the Act" stands for.

In: the text of one document. Out: mentions of Acts of the lexicon, of Acts outside it (`the Wild Horses Act`, cited by
the name they bear) and of abbreviations the text defines itself. Refused: "the Act" where it could be several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from nlp.statutes import Act, act_named, names_in

_UNLISTED = re.compile(
    r"\b(?:[Tt]he|[Uu]nder|[Ff]ederal)\s+(?P<act>[A-Z][\w\u2019'-]+,?\s+"
    r"(?:(?:[A-Z][\w\u2019'-]+,?|and|of|for|the|to|in|against|with)\s+){0,8}?Act)\b(?:\s+of\s+(?:19|20)\d\d\b)?"
)
_SHORT = re.compile(r"\s*,?\s*\((?:the\s+)?[\"\u201c]?(?P<short>[A-Z][A-Z&]{2,8}|Act)[\"\u201d]?(?:\)|\s+or\s)")
_OR_ACT = re.compile(r"[^.()]{0,40}\([^()]{0,40}\bAct[\"\u201d]?\)")
_COUPLED = re.compile(r"\bActs\b")
_STEMS = re.compile(
    r"(?P<first>[A-Z][A-Za-z-]*(?:\s(?:[A-Z][A-Za-z-]*|and"
    r"|of)){0,6}?)\s+and\s+(?:the\s+)?(?P<second>[A-Z][A-Za-z]*(?:\s(?:[A-Z][A-Za-z-]*|and|of)){0,6})\s+$"
)
_THE_ACT = re.compile(r"(?:said\s+)?[Aa]ct\b(?!\s+of\b)")


@dataclass(frozen=True, slots=True)
class Named:
    """A mention of an Act; `rule` says how it was known."""

    start: int
    end: int
    act: Act
    rule: str


class ActNames:
    """All Acts named in one text."""

    def __init__(self, text: str, *, usual: str | None = None) -> None:
        """`usual` names the Act that "the Act" means where several are named and none is defined so."""
        self.text = text
        self.usual = usual

    @cached_property
    def mentions(self) -> list[Named]:
        """Mentions in reading order; two Acts named together (`the Clean Air and Water Acts`) share a place."""
        listed = [Named(start, end, act, "act") for start, end, act in names_in(self.text)]
        taken = {named.end for named in listed}
        unlisted = [named for named in self._unlisted() if named.end not in taken]
        return sorted([*listed, *unlisted, *self._coupled()], key=lambda named: (named.start, named.end))

    def at(self, position: int) -> tuple[Act | None, int]:
        """The Act named at a position, or meant by "the Act" there, and where its name ends."""
        for named in self._starting.get(position, ()):
            return named.act, named.end
        short = re.compile(r"[A-Z][A-Z&]{2,8}\b").match(self.text, position)
        if short and short[0] in self._shorts:
            return self._shorts[short[0]], short.end()
        the_act = _THE_ACT.match(self.text, position)
        return (self.the_act, the_act.end()) if the_act else (None, position)

    @cached_property
    def the_act(self) -> Act | None:
        """The Act that "the Act" stands for: the one defined so, else the only one named; None when unclear."""
        if "Act" in self._shorts:
            return self._shorts["Act"]
        defined = {named.act for named in self.mentions if _OR_ACT.match(self.text, named.end)}
        named_acts = defined or {named.act for named in self.mentions}
        if len(named_acts) == 1:
            return next(iter(named_acts))
        return next((act for act in named_acts if act.name == self.usual), None)

    @cached_property
    def _starting(self) -> dict[int, list[Named]]:
        starting: dict[int, list[Named]] = {}
        for named in self.mentions:
            starting.setdefault(named.start, []).append(named)
        return starting

    @cached_property
    def _shorts(self) -> dict[str, Act]:
        """Abbreviations the text defines in brackets after an Act's name."""
        defined = ((_SHORT.match(self.text, named.end), named.act) for named in self.mentions)
        return {short["short"]: act for short, act in defined if short}

    def _unlisted(self) -> Iterator[Named]:
        for match in _UNLISTED.finditer(self.text):
            name = " ".join(match["act"].split())
            if act_named(name) is None and not name.startswith("Title "):
                yield Named(match.start("act"), match.end(), Act(name, (name,)), "unlisted act")

    def _coupled(self) -> Iterator[Named]:
        """`the Clean Air and Clean Water Acts` names two."""
        for plural in _COUPLED.finditer(self.text):
            start = max(0, plural.start() - 120)
            stems = _STEMS.search(self.text[start : plural.start()])
            for part in ("first", "second") if stems else ():
                act = _ending(stems[part]) if stems else None
                if stems and act is not None:
                    yield Named(start + stems.start(), plural.end(), act, "coupled acts")


def _ending(stem: str) -> Act | None:
    """The Act whose name, less the word Act, the words end with."""
    words = stem.split()
    found = (act_named(" ".join(words[first:]) + " Act") for first in range(len(words)))
    return next((act for act in found if act is not None), None)
