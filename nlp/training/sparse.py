"""Logistic regression over signs: rows of signs with a yes or no each in, a weight for each sign out.

A row is the set of signs that hold of one thing; most of the many signs hold of few things, so only those that hold
are kept. With a ridge, by Newton's method with conjugate gradients; the same rows give the same weights. Refuses none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_RIDGE = 2.0
_NEWTON_STEPS = 12
_GRADIENT_STEPS = 25
_SMALL = 1e-3
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rows:
    """Signs of many things: `columns` holds the columns of all, one thing after the other, `owners` whose each is."""

    columns: NDArray[np.int64]
    owners: NDArray[np.int64]
    count: int
    width: int

    def times(self, weights: Vector) -> Vector:
        """The sum of the weights of each thing's signs."""
        sums: Vector = np.bincount(self.owners, weights=weights[self.columns], minlength=self.count).astype(float)
        return sums

    def gathered(self, values: Vector) -> Vector:
        """The sum, for each sign, of the values of the things that it holds of."""
        sums: Vector = np.bincount(self.columns, weights=values[self.owners], minlength=self.width).astype(float)
        return sums


@dataclass(frozen=True, slots=True)
class Regression:
    """`weights` by column, the last of them the bias that holds of everything."""

    column: dict[str, int]
    weights: Vector

    def scores(self, signs: Sequence[Iterable[str]]) -> Vector:
        """The log odds of each row; a sign that was never learned says nothing."""
        return _rows(signs, self.column).times(self.weights)


def known_signs(signs: Iterable[Iterable[str]], *, least: int = 5) -> dict[str, int]:
    """The column of each sign that holds of at least `least` rows."""
    counts = Counter(sign for row in signs for sign in row)
    return {sign: column for column, sign in enumerate(sorted(s for s, n in counts.items() if n >= least))}


def _rows(signs: Sequence[Iterable[str]], column: dict[str, int]) -> Rows:
    bias = len(column)
    held = [[*(column[sign] for sign in row if sign in column), bias] for row in signs]
    owners = np.repeat(np.arange(len(held)), [len(row) for row in held])
    columns = np.fromiter((number for row in held for number in row), dtype=np.int64, count=len(owners))
    return Rows(columns, owners.astype(np.int64), len(held), bias + 1)


def learn(signs: Sequence[Iterable[str]], answers: Sequence[bool], column: dict[str, int]) -> Regression:
    """Weights for the signs of `column`, from rows and whether each is what is sought."""
    rows = _rows(signs, column)
    wanted = np.array(answers, dtype=np.float64)
    ridge = np.full(rows.width, _RIDGE)
    ridge[-1] = 1e-6
    weights: Vector = np.zeros(rows.width)
    for _ in range(_NEWTON_STEPS):
        chance = 1 / (1 + np.exp(-rows.times(weights)))
        slope = rows.gathered(wanted - chance) - ridge * weights
        step = _solved(rows, chance * (1 - chance), ridge, slope)
        weights = weights + step
        if float(np.abs(step).max()) < _SMALL:
            break
    return Regression(column, weights)


def _solved(rows: Rows, spread: Vector, ridge: Vector, slope: Vector) -> Vector:
    """The Newton step: conjugate gradients on `X' S X + ridge`, scaled by its diagonal."""
    scale = 1 / (rows.gathered(spread) + ridge)
    step: Vector = np.zeros(rows.width)
    left = slope.copy()
    scaled = scale * left
    direction = scaled.copy()
    size = float(left @ scaled)
    first = size
    for _ in range(_GRADIENT_STEPS):
        if size <= 1e-6 * first or size == 0.0:
            break
        curved = rows.gathered(spread * rows.times(direction)) + ridge * direction
        length = size / float(direction @ curved)
        step = step + length * direction
        left = left - length * curved
        scaled = scale * left
        before, size = size, float(left @ scaled)
        direction = scaled + size / before * direction
    return step
