"""How well the search answers: nDCG@10 over judged needs, and whether plain questions find a right answer.

In: rankings, as ids best first, and judgements. Out: figures. Pure; `__main__` runs the searches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path

import yaml

CUT = 10


@dataclass(frozen=True, slots=True)
class Need:
    """`grades` of 1 to 3 by id; what has none does not answer. `is_unseen`: not looked at while tuning."""

    query: str
    grades: Mapping[str, int]
    is_unseen: bool


@dataclass(frozen=True, slots=True)
class Question:
    ask: str
    right: frozenset[str]


def read_needs() -> tuple[list[Need], list[Question]]:
    data = yaml.safe_load((Path(__file__).parent / "needs.yml").read_text(encoding="utf-8"))
    needs = [Need(row["query"], row["grades"], place % 2 == 1) for place, row in enumerate(data["needs"])]
    return needs, [Question(row["ask"], frozenset(row["right"])) for row in data["questions"]]


def ndcg(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """Normalised discounted cumulative gain of the first CUT, with gains of 2^grade - 1."""
    best = sorted(grades.values(), reverse=True)
    return _gain([grades.get(name, 0) for name in ranking]) / _gain(best)


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:CUT]))


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
