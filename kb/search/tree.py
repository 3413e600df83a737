"""Turns the grammar's parse tree into nodes. In: a lark tree. Out: a node, and the first value that was no good.

Works without recursion into the text's own nesting beyond MOST_DEEP levels and takes at most MOST_TERMS terms; what
goes beyond is left out and said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lark import Token, Tree

from kb.search import fields, spoken, synonyms
from kb.search.analysis import stems
from kb.search.near import is_operand
from kb.search.provisions import parse_provision, split_provisions
from kb.search.syntax import (
    And,
    Concept,
    Everything,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Provision,
    Unit,
    Word,
)

Sort = str | None
SORTS = {"relevance": "relevance", "newest": "newest", "date": "newest", "largest": "largest", "amount": "largest"}
MOST_TERMS = 150
MOST_DEEP = 60
MOST_CHAINED = 5  # connectors of nearness in a row: each doubles the work
MOST_NEAR = 20
IDLE = frozenset(
    re.findall(
        r"\w+",
        "a an the of in on for to by with from at as is are was were be been who what which when where that this and "
        "or all any me show find about case cases do does did how much many has have had been it its their they there",
    )
)
_NEAR = re.compile(r"(?P<kind>[a-z]+(?=[/ ])|\+)?[/ ]*(?P<reach>\d+|s|p).*")


class BuildTree:
    def __init__(self) -> None:
        self.problem: str | None = None
        self.sort: Sort = None
        self._terms = 0
        self._nears = 0

    def build(self, tree: Tree[Token]) -> Node:
        found = self._node(tree.children[0], 0) if tree.children else None
        if found is None:
            self._complain("The search has no word that can be looked for.")
        return found or Everything()

    def _complain(self, problem: str) -> None:
        self.problem = self.problem or problem

    def _node(self, tree: Any, depth: int) -> Node | None:
        """The node of a subtree; None when nothing in it can be looked for."""
        if depth > MOST_DEEP:
            self._complain(f"Parentheses go deeper than {MOST_DEEP} levels; the innermost are left out.")
            return None
        build = getattr(self, f"_{tree.data}")
        node: Node | None = build(tree.children, depth + 1)
        return node

    def _count(self) -> bool:
        self._terms += 1
        if self._terms > MOST_TERMS:
            self._complain(f"The search has more than {MOST_TERMS} terms; the rest is left out.")
        return self._terms <= MOST_TERMS

    def _parts(self, children: Sequence[Any], depth: int) -> list[Node]:
        return [node for child in children if (node := self._node(child, depth)) is not None]

    def _conjunction(self, children: Sequence[Any], depth: int) -> Node | None:
        parts = flatten(And, self._parts(children, depth))
        useful = [part for part in parts if not is_idle(part)]
        return join(And, with_concepts(useful or parts))

    def _alternatives(self, children: Sequence[Any], depth: int) -> Node | None:
        parts = flatten(Or, self._parts(children, depth))
        return join(Or, [with_concepts([part])[0] for part in parts])

    def _group(self, children: Sequence[Any], depth: int) -> Node | None:
        return self._node(children[0], depth)

    def _negation(self, children: Sequence[Any], depth: int) -> Node | None:
        part = self._node(children[-1], depth)
        return Not(part, part.column) if part else None

    def _nearness(self, children: Sequence[Any], depth: int) -> Node | None:
        left = self._operand(children[0], depth)
        pairs = list(zip(children[1::2], children[2::2], strict=True))
        if len(pairs) > MOST_CHAINED:
            column = column_of(pairs[MOST_CHAINED][0])
            self._complain(f"From column {column} on, more than {MOST_CHAINED} connectors follow; these are left out.")
        for connector, child in pairs[:MOST_CHAINED]:
            right = self._operand(child, depth)
            left = self._near(left, right, connector) if left and right else left or right
        return left

    def _operand(self, child: Any, depth: int) -> Node | None:
        node = self._node(child, depth)
        return with_concepts([node])[0] if node else None

    def _near(self, left: Node, right: Node, connector: Token) -> Node:
        """Nearness to several words in parentheses is nearness to each of them."""
        if isinstance(left, Not):
            return Not(self._near(left.part, right, connector), left.column)
        if isinstance(left, And):
            return And(tuple(self._near(part, right, connector) for part in left.parts), left.column)
        if isinstance(right, And):
            return And(tuple(self._near(left, part, connector) for part in right.parts), left.column)
        self._nears += 1
        if self._nears > MOST_NEAR:
            self._complain(f"More than {MOST_NEAR} things are to be near one another; the rest need only occur.")
            return And((left, right), left.column)
        if not is_operand(left) or not is_operand(right):
            self._complain(f"\u201c{connector}\u201d at column {connector.column} can only stand between words.")
            return And((left, right), left.column)
        kind, reach = _NEAR.fullmatch(connector.lower()).groups()  # type: ignore[union-attr]
        units: dict[str, Unit] = {"s": "sentence", "p": "paragraph"}
        unit = units.get(reach, "words")
        distance = max(1, min(250, int(reach))) if unit == "words" else 0
        return Near(left, right, unit, distance, kind in {"pre", "+"}, left.column)

    def _field(self, children: Sequence[Any], depth: int) -> Node | None:
        name, column = children[0].rstrip(": ").lower(), column_of(children[0])
        value = self._node(children[1], depth)
        if value is None:
            self._complain(f"\u201c{name}:\u201d at column {column} has no value.")
            return None
        if fields.is_text_field(name):
            return fields.text_field(name, value, column)
        if isinstance(value, Or):
            return join(Or, [self._valued(name, part, column) for part in value.parts])
        return self._valued(name, value, column)

    def _valued(self, name: str, value: Node, column: int) -> Node:
        text = value.text if isinstance(value, Word | Phrase | Provision | Pattern) else words_of(value)
        if text is None:
            self._complain(f"\u201c{name}:\u201d at column {column} takes a single value.")
            return value
        if name == "sort":
            return self._sorted(text, column)
        try:
            return fields.make_field(name, text.strip(",;"), column)
        except fields.BadValue as error:
            self._complain(f"At column {column}: {error}.")
            return value

    def _measured(self, children: Sequence[Token], depth: int) -> Node | None:
        return self._spoken(*spoken.measured(children[0]), column_of(children[0]))

    def _said(self, children: Sequence[Token], depth: int) -> Node | None:
        return self._spoken(*spoken.said(children[0]), column_of(children[0]))

    def _numbered(self, children: Sequence[Token], depth: int) -> Node | None:
        return self._spoken(*spoken.numbered(children[0]), column_of(children[0]))

    def _spoken(self, name: str, value: str, column: int) -> Node | None:
        return self._valued(name, Word(value, column), column) if self._count() else None

    def _sorted(self, text: str, column: int) -> Node:
        self.sort = SORTS.get(text.lower())
        if self.sort is None:
            self._complain(f"At column {column}: sort takes relevance, newest or largest.")
        return Everything(column)

    def _phrase(self, children: Sequence[Token], depth: int) -> Node | None:
        text = children[0][1:-1].strip()
        return Phrase(text, column_of(children[0])) if re.search(r"[^\W_]", text) and self._count() else None

    def _provision(self, children: Sequence[Token], depth: int) -> Node | None:
        text = str(children[0])
        return Provision(text, tuple(parse_provision(text)), column_of(children[0])) if self._count() else None

    def _provisions(self, children: Sequence[Token], depth: int) -> Node | None:
        texts, is_any = split_provisions(str(children[0]))
        column = column_of(children[0])
        found: list[Node] = [Provision(each, tuple(parse_provision(each)), column) for each in texts if self._count()]
        return join(Or if is_any else And, found)

    def _word(self, children: Sequence[Token], depth: int) -> Node | None:
        text, column = str(children[0]), column_of(children[0])
        if not re.search(r"[^\W_]", text) or not self._count():
            return None
        if re.fullmatch(r"[^\W_]+(?:['\-][^\W_]+)?~\d?", text):
            return Fuzzy(text.rpartition("~")[0], column)
        if meant := fields.misspelled(text):
            self._complain(
                f"At column {column}: there is no field \u201c{text.partition(':')[0]}\u201d; {meant}: is one."
            )
        open_word = re.sub(r"!$", "*", text.rstrip(",.;:?"))
        if "*" not in open_word:
            return Word(text, column)
        return self._pattern(open_word, column)

    def _pattern(self, text: str, column: int) -> Node:
        parts = stems(re.sub(r"\*", "", text))
        if len(parts) != 1 or len(text.split("*")[0]) < 2:
            self._complain(f"\u201c{text}\u201d at column {column} needs two letters before the asterisk.")
            return Word(text, column)
        return Pattern(text.lower(), column)


def column_of(token: Token) -> int:
    return token.column or 0


def words_of(node: Node) -> str | None:
    """The text of several words in parentheses, as a field's value: `court:(S.D.N.Y.)`."""
    if isinstance(node, Concept):
        return " ".join(word.text for word in node.words)
    if isinstance(node, And) and all(isinstance(part, Word | Concept) for part in node.parts):
        return " ".join(filter(None, map(words_of, node.parts)))
    return node.text if isinstance(node, Word) else None


def is_idle(node: Node) -> bool:
    """A word such as `the` that is no help in finding anything. In a phrase it still counts."""
    return isinstance(node, Word) and node.text.lower().strip("?.,!") in IDLE


def flatten(kind: type[And] | type[Or], parts: list[Node]) -> list[Node]:
    return [inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))]


def join(kind: type[And] | type[Or], parts: list[Node]) -> Node | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return kind(tuple(parts), parts[0].column)


def with_concepts(parts: list[Node]) -> list[Node]:
    """Runs of words that stand for a kind of conduct are made Concepts; all else stays."""
    terms = [stems(part.text) if isinstance(part, Word) else ("\x00",) for part in parts]
    found: list[Node] = []
    place = 0
    while place < len(parts):
        meant = synonyms.meaning_at(terms, place)
        if meant is None:
            found.append(parts[place])
            place += 1
            continue
        length, meaning = meant
        words = tuple(part for part in parts[place : place + length] if isinstance(part, Word))
        found.append(Concept(words, meaning.charges, meaning.phrases, meaning.industries, meaning.stages))
        place += length
    return found
