"""Which releases of the Department of Justice belong to financial enforcement, each with the reason.

The API filters by nothing, so every release is judged here, by the rules of `scope.yml`. `DOJ_SCOPE=all` keeps all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

SCOPES = ("financial", "all")
LEAD = 1200  # characters of title and opening

_RULES = Path(__file__).with_name("scope.yml")


@dataclass(frozen=True, slots=True)
class Judgement:
    """`reason` names the rule and its term, such as `title: launder*`."""

    is_kept: bool
    reason: str


@dataclass(frozen=True, slots=True)
class _Rule:
    term: str
    pattern: re.Pattern[str]


def _compile(term: str) -> _Rule:
    words = re.escape(term.removesuffix("*")).replace(r"\ ", r"\s+").replace("U\\.S\\.C\\.", "U\\.S\\.C\\.\\s+§*")
    return _Rule(term, re.compile(rf"\b{words}" + ("" if term.endswith("*") else r"\b"), re.IGNORECASE))


@cache
def _rules() -> dict[str, list[_Rule]]:
    parts = yaml.safe_load(_RULES.read_text(encoding="utf-8"))
    return {part: [_compile(str(term)) for term in terms] for part, terms in parts.items()}


def _find(part: str, text: str) -> Judgement | None:
    return next((Judgement(True, f"{part}: {rule.term}") for rule in _rules()[part] if rule.pattern.search(text)), None)


def judge_release(title: str, body: str, topics: Sequence[str], scope: str = "financial") -> Judgement:
    """Raises ValueError for a scope that is not one of `SCOPES`."""
    if scope not in SCOPES:
        raise ValueError(f"DOJ_SCOPE is {scope!r}; it must be one of {', '.join(SCOPES)}")
    if scope == "all":
        return Judgement(True, "all are kept")
    text = f"{title}\n\n{body}"
    never = _find("never", title)
    if never:
        return Judgement(False, never.reason)
    found = _find("topics", "\n".join(topics)) or _find("title", title) or _find("lead", text[:LEAD])
    return found or _find("text", text) or Judgement(False, "no financial term")
