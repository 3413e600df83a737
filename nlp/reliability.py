"""Do confidences mean what they say? Pairs of (confidence, right) in, a reliability table and its error out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)
Pairs = Sequence[tuple[float, bool]]


class Bin(NamedTuple):
    """Facts whose confidence lies in [low, high): how many, their mean confidence, the share that is right."""

    low: float
    high: float
    facts: int
    confidence: float
    right: float


def reliability(pairs: Pairs) -> list[Bin]:
    """The bins that hold any fact."""
    rows = []
    for low, high in zip(EDGES, EDGES[1:], strict=False):
        inside = [(p, right) for p, right in pairs if low <= p < high]
        if inside:
            mean, share = (sum(values) / len(inside) for values in zip(*inside, strict=True))
            rows.append(Bin(low, high, len(inside), round(mean, 4), round(share, 4)))
    return rows


def expected_error(pairs: Pairs) -> float:
    """Expected calibration error: the mean distance of confidence and share right, weighted by facts; 0 without any."""
    rows = reliability(pairs)
    return sum(row.facts * abs(row.confidence - row.right) for row in rows) / max(1, len(pairs))
