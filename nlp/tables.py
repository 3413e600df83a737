"""The tables that `evaluate` prints: labelled and predicted announcements in, tables for the terminal out.

`System` is a way to find facts, by name, with what it found in the labelled announcements, in their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from rich.table import Table

from nlp.confidence import measured
from nlp.evaluate import Row, score
from nlp.judging import judged
from nlp.reliability import Bin, expected_error, reliability

Documents = Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class System:
    name: str
    predicted: Documents


def score_table(gold: Documents, system: System) -> Table:
    table = _table(f"{system.name}: {len(gold)} labelled announcements")
    for heading in ("prec.", "recall", "F1, 95 % interval", "gold", "found"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in score(gold, system.predicted):
        figures = [_share(row.precision), _share(row.recall), _interval(row), str(row.gold), str(row.predicted)]
        table.add_row(row.field, *figures)
    return table


def comparison_table(gold: Documents, systems: Sequence[System]) -> Table:
    """F1 a field, one column a system."""
    scores = [score(gold, system.predicted) for system in systems]
    return _side_by_side("F1 compared, with its 95 % interval", [s.name for s in systems], scores)


def agency_table(gold: Documents, system: System) -> Table:
    agencies = sorted({str(doc.get("agency")) for doc in gold})
    scores = [score(*_of_agency(gold, system.predicted, agency)) for agency in agencies]
    return _side_by_side(f"{system.name}: F1 by agency, with its 95 % interval", agencies, scores)


def reliability_tables(gold: Documents, system: System) -> list[Table]:
    """Whether confidences hold: as cross-validated when they were learned, and for the announcements at hand."""
    learned = measured()
    pairs = [
        (fact["confidence"], right)
        for labelled, found in zip(gold, system.predicted, strict=True)
        for _, fact, right in judged(labelled, found)
    ]
    counts = learned["learned_from"]
    return [
        _reliability_table(
            f"confidence, cross-validated on {counts['unseen_facts']} facts of {counts['unseen_announcements']} "
            f"announcements that no rule had seen: expected error {learned['cross_validated_error']:.3f}",
            [Bin(*row) for row in learned["reliability"]],
        ),
        _reliability_table(
            f"confidence on these {len(gold)} announcements: expected error {expected_error(pairs):.3f}",
            reliability(pairs),
        ),
    ]


def _reliability_table(title: str, bins: Iterable[Bin]) -> Table:
    table = Table(title=title, title_justify="left")
    for heading in ("confidence", "facts", "mean confidence", "share right"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in bins:
        table.add_row(f"{row.low:.2f}-{row.high:.2f}", str(row.facts), _share(row.confidence), _share(row.right))
    return table


def _side_by_side(title: str, headings: Iterable[str], scores: Sequence[Sequence[Row]]) -> Table:
    table = _table(title)
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    for rows in zip(*scores, strict=True):
        table.add_row(rows[0].field, *(_interval(r) if r.gold or r.predicted else "-" for r in rows))
    return table


def _table(title: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("field")
    return table


def _of_agency(gold: Documents, predicted: Documents, agency: str) -> tuple[Documents, Documents]:
    chosen = [i for i, doc in enumerate(gold) if str(doc.get("agency")) == agency]
    return [gold[i] for i in chosen], [predicted[i] for i in chosen]


def _share(figure: float) -> str:
    return "-" if isnan(figure) else f"{figure:.3f}"


def _interval(row: Row) -> str:
    return f"{row.f1:.3f} [{row.low:.2f}-{row.high:.2f}]"
