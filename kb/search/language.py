"""The search language: text in, a tree and the first problem out. Never an exception, whatever the text.

Words are all required and stemmed; "exact phrase"; OR (binds tightest), NOT and -, parentheses; launder* or launder!;
manipulaton~; w/5, pre/3, /s, /p; field:value; provisions as lawyers write them. A text that breaks the grammar is
mended by as little as will do, and the problem says what was wrong and at which column.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import cast

from django.utils import timezone
from lark import Lark, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from kb.search import fields, provisions, spoken
from kb.search.syntax import And, Everything, Node, Word
from kb.search.tree import MOST_TERMS, BuildTree

LONGEST_TEXT = 2_000
_MOST_REPAIRS = 20
_TABLE = str.maketrans(
    {
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02", '"'),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", None),
    }
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """`problem` is for the person who typed the text; the node is then the best reading of it."""

    node: Node
    problem: str | None = None
    sort: str | None = None


def normalise(text: str) -> str:
    """One spelling of the same text: straight quotes and dashes, single blanks, nothing that cannot be seen."""
    plain = unicodedata.normalize("NFKC", text.translate(_TABLE)).translate(_TABLE)
    seen = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in plain)
    return " ".join(seen.split())


@cache
def _grammar() -> Lark:
    template = (Path(__file__).parent / "grammar.lark").read_text(encoding="utf-8")
    patterns = {
        "FIELDS": "|".join(fields.NAMES),
        "PROVISION": provisions.pattern().pattern,
        "PROVISIONS": provisions.plural_pattern().pattern,
        **spoken.PATTERNS,
    }
    text = template
    for name, pattern in patterns.items():
        plain = re.sub(r"\?P<\w+>", "?:", pattern).replace("/", r"\/")
        text = text.replace(f"__{name}__", plain)
    return Lark(text, parser="lalr", lexer="basic")


def parse(text: str) -> Parsed:
    """The meaning of a query today: a text may say `last 90 days`. The empty text means everything."""
    return _parse(text, timezone.localdate())


@lru_cache(maxsize=500)
def _parse(text: str, today: date) -> Parsed:
    """A page asks for the meaning of one text several times."""
    plain = normalise(text)
    problem = None
    if len(plain) > LONGEST_TEXT:
        problem = f"The search is longer than {LONGEST_TEXT:,} characters; the rest is left out."
        plain = plain[:LONGEST_TEXT]
    for _ in range(_MOST_REPAIRS):
        try:
            return _build(plain, problem)
        except UnexpectedInput as error:
            problem = problem or explain(error, plain)
            plain = mend(error, plain)
    return Parsed(_plain_words(plain), problem)


def forget() -> None:
    """The meanings of texts read before."""
    _parse.cache_clear()


def _plain_words(plain: str) -> Node:
    """The words of a text that no repair makes a search."""
    found = [word for word in re.findall(r"[^\W_]+", plain) if word.lower() not in {"and", "or", "not", "but"}]
    parts: tuple[Node, ...] = tuple(Word(word) for word in found[:MOST_TERMS])
    return And(parts) if len(parts) > 1 else parts[0] if parts else Everything()


def _build(plain: str, problem: str | None) -> Parsed:
    if not plain.strip():
        return Parsed(Everything(), problem)
    builder = BuildTree()
    tree = _grammar().parse(plain)
    node = builder.build(tree)
    return Parsed(node, problem or builder.problem, builder.sort)


def explain(error: UnexpectedInput, text: str) -> str:
    """What is wrong and where, for the person who typed it. Columns count from 1."""
    if isinstance(error, UnexpectedCharacters):
        if text[place_of(error)] == '"':
            return f"The quotation mark at column {error.column} is not closed."
        return f"\u201c{text[place_of(error)]}\u201d at column {error.column} cannot be read."
    token = cast(UnexpectedToken, error).token
    if token.type == "$END":
        return _explain_end(text)
    if token.type == "RPAR":
        return f"The closing parenthesis at column {token.column} has no opening one, or nothing before it."
    return f"\u201c{token}\u201d at column {token.column} needs something to search for on both sides."


def place_of(error: UnexpectedInput) -> int:
    return error.pos_in_stream or 0


def _explain_end(text: str) -> str:
    if unclosed := _unclosed(text):
        return f"The parenthesis at column {unclosed[-1] + 1} is not closed."
    return f"The search ends at column {len(text)} where more should follow."


def _unclosed(text: str) -> list[int]:
    """Where parentheses were opened that are not closed."""
    opened: list[int] = []
    for place, letter in enumerate(re.sub(r'"[^"]*"', lambda quoted: "_" * len(quoted[0]), text)):
        if letter == "(":
            opened.append(place)
        elif letter == ")" and opened:
            opened.pop()
    return opened


def mend(error: UnexpectedInput, text: str) -> str:
    """The text with the smallest change that takes the error away: something closed, or something left out."""
    if isinstance(error, UnexpectedCharacters):
        at = place_of(error)
        return f'{text}"' if text[at] == '"' else f"{text[:at]} {text[at + 1 :]}"
    token = cast(UnexpectedToken, error).token
    if token.type == "NOT":  # leaving it out would turn the meaning round, so what stands before it goes
        return re.sub(r"\S+\s*$", "", text[: token.start_pos]) + text[token.start_pos :]
    if token.type != "$END":
        return f"{text[: token.start_pos]} {text[token.end_pos :]}"
    last = re.search(r"(?:(?<![^\s(])\S+|\()\s*$", text)
    if last and (_is_dangling(last[0].strip()) or last[0].strip() == "("):
        return text[: last.start()].rstrip("( ")
    if _unclosed(text):
        return text + ")" * len(_unclosed(text))
    return text[: last.start()].rstrip() if last else ""


def _is_dangling(word: str) -> bool:
    return re.fullmatch(r"(?i:and|or|not|but|-|&+|\|+|\w*/\w+|\w+:)", word) is not None
