"""What a query means: a tree of small frozen nodes, made by language.py and read by all that follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Unit = Literal["words", "sentence", "paragraph"]


@dataclass(frozen=True, slots=True)
class Word:
    """Matched by its stem. A word of several terms (`U.S.`, `anti-money`) stands for them side by side."""

    text: str
    column: int = 0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Matched as written: no stems."""

    text: str
    column: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """A word of which a part is open: `launder*`, `wom*n`. `*` stands for any letters."""

    text: str
    column: int = 0


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word that may differ in a letter or two: `manipulaton~`."""

    text: str
    column: int = 0


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision of law by its canonical forms; any of them will do."""

    text: str
    forms: tuple[str, ...]
    column: int = 0


@dataclass(frozen=True, slots=True)
class Tag:
    """A field that has one of some values: `charge:spoofing`."""

    field: str
    values: tuple[str, ...]
    text: str
    column: int = 0


@dataclass(frozen=True, slots=True)
class Between:
    """A number within bounds, both included; None leaves a side open. `text` is how it was asked for."""

    field: Literal["year", "day", "total"]
    low: int | None
    high: int | None
    column: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Within:
    """The part looked for in one text field alone: `party:smith`."""

    field: Literal["party", "title", "judge", "document"]
    part: Node
    column: int = 0


@dataclass(frozen=True, slots=True)
class Concept:
    """Words that name a kind of conduct: they match as words, or through the charges and phrases they stand for."""

    words: tuple[Word, ...]
    charges: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()

    @property
    def column(self) -> int:
        return self.words[0].column


@dataclass(frozen=True, slots=True)
class Near:
    """Left and right within `distance` words, or in one sentence or paragraph; `is_ordered`: left first."""

    left: Node
    right: Node
    unit: Unit
    distance: int
    is_ordered: bool = False
    column: int = 0


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Node, ...]
    column: int = 0


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Node, ...]
    column: int = 0


@dataclass(frozen=True, slots=True)
class Not:
    part: Node
    column: int = 0


@dataclass(frozen=True, slots=True)
class Everything:
    column: int = 0


Node = (
    Word | Phrase | Pattern | Fuzzy | Provision | Tag | Between | Within | Concept | Near | And | Or | Not | Everything
)


def walk(node: Node, *, wanted_only: bool = False) -> Iterator[Node]:
    """The node and all below it; `wanted_only` leaves out what is negated."""
    yield node
    if isinstance(node, And | Or):
        below: tuple[Node, ...] = node.parts
    elif isinstance(node, Near):
        below = (node.left, node.right)
    elif isinstance(node, Within):
        below = (node.part,)
    elif isinstance(node, Not):
        below = () if wanted_only else (node.part,)
    elif isinstance(node, Concept):
        below = node.words
    else:
        below = ()
    for part in below:
        yield from walk(part, wanted_only=wanted_only)
