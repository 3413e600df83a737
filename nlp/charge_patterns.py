"""The phrase language of `lexicon/charges.yml`, compiled to regular expressions that run in linear time.

In: a phrase such as `misappropriat* ... customer|pool fund*`. Words are separated by spaces and match across line
breaks; `|` parts alternatives, `_` joins a several-word alternative, a closing `*` leaves the word open, a closing
`?` makes it optional, `...` is a gap of up to eight words, `....` of up to twenty-five; a hyphen also matches a space
or nothing, an apostrophe also nothing (older texts lost theirs). Case is ignored.
Out: `Phrase`, with the literals of which one must occur in a text before the expression is worth running.
Refused: a phrase without a word that must occur, or with a gap at an end (ValueError).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_GAPS = {"...": 8, "....": 25}
_WORD = r"\W{1,12}[\w'\u2019]{1,40}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A compiled phrase. `keys` are lower-case literals; a text that holds none of them cannot match."""

    source: str
    keys: tuple[str, ...]
    pattern: re.Pattern[str]
    needs: tuple[tuple[str, ...], ...]

    def may_be_in(self, words: str) -> bool:
        """Could the lower-case `words` hold the phrase? Cheaper by far than asking the expression."""
        for literals in self.needs:
            for literal in literals:  # plain loops: generators here took a third of the whole component's time
                if literal in words:
                    break
            else:
                return False
        return True


@cache
def compile_phrase(source: str, *, cased: bool = False) -> Phrase:
    """`cased` phrases match capitals as written. Raises ValueError for what is no phrase."""
    tokens = source.split()
    if not tokens or tokens[0] in _GAPS or tokens[-1] in _GAPS:
        raise ValueError(f"phrase {source!r} is empty or ends in a gap")
    expression, joint = "", ""
    for token in tokens:
        if token in _GAPS:
            expression += f"(?:{_WORD}){{0,{_GAPS[token]}}}?"
        elif token.endswith("?"):
            body = _alternatives(token[:-1])
            expression += f"(?:{joint}{body})?" if joint else f"(?:{body}\\s+)?"
            continue
        else:
            expression += joint + _alternatives(token)
        joint = r"\W{1,12}"
    needs = _needs(tokens)
    if not needs or min(map(len, needs[0])) < 2:
        raise ValueError(f"phrase {source!r} has no word that must occur")
    return Phrase(source, needs[0], re.compile(expression, 0 if cased else re.IGNORECASE), needs)


def _alternatives(token: str) -> str:
    return "(?:" + "|".join(_literal(part) for part in token.split("|")) + ")"


def _literal(part: str) -> str:
    open_ended = part.endswith("*")
    words = [re.escape(word) for word in part.rstrip("*").split("_")]
    body = r"\W{1,12}".join(words).replace(r"\-", r"[\s\u2010-\u2015-]?").replace("'", "['\u2019]?")
    head = r"\b" if part[0].isalnum() else ""
    if open_ended:
        return head + body + r"[\w'\u2019]{0,30}"
    return head + body + (r"\b" if part[-1].isalnum() else "")


def _needs(tokens: list[str]) -> tuple[tuple[str, ...], ...]:
    """For each word that must occur the literals it may take, the word hardest to meet by chance first."""
    sets = [_token_keys(token) for token in tokens if token not in _GAPS and not token.endswith("?")]
    return tuple(sorted(sets, key=lambda literals: -min(map(len, literals))))


def _token_keys(token: str) -> tuple[str, ...]:
    parts = [re.split(r"[_\-'*]", part.lower()) for part in token.split("|")]
    return tuple(sorted({max(pieces, key=len) for pieces in parts}))
