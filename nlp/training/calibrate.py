"""Learns how sure each fact is: labelled announcements with what was extracted from them in, the model's file out.

    python -m nlp extract --grades NEW.jsonl NEW.found.jsonl     before any rule is mended by NEW's errors
    python -m nlp.training.calibrate --unseen NEW.jsonl NEW.found.jsonl --seen OLD.jsonl OLD.found.jsonl

Texts by whose errors rules were mended (`--seen`) look better than new ones will be: they share the weights of the
signs, but an offset of their own takes up how much better. Only unseen texts are measured, cross-validated by
announcement. The same files give the same model. Refused: files that do not hold the same announcements.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.confidence import MODEL, signs_of, telling
from nlp.document import Document
from nlp.judging import judged
from nlp.reliability import expected_error, reliability

_SEEN = "seen"
_RIDGE = 4.0  # of 1 to 16 the least expected error, at a log loss within 1 % of the least
_FOLDS = 10
_ROUNDS = 50
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    announcement: str
    field: str
    signs: list[str]
    right: bool


def examples(gold: dict[str, Any], found: dict[str, Any], *, seen: bool) -> list[Example]:
    """One example a fact that can be judged."""
    document = Document(gold["text"], gold.get("agency") or "", gold.get("title") or "", gold.get("date") or "")
    rows = []
    for field, fact, right in judged(gold, found):
        starts = [span["start"] for span in fact["evidence"]]
        value = fact.get(telling(field)) or ""
        signs = signs_of(document, field, fact["found_by"], fact["confidence"], value, starts, len(found[field]))
        rows.append(Example(gold["id"], field, [*signs, *([_SEEN] if seen else [])], right))
    return rows


def fit(rows: Sequence[Example]) -> dict[str, float]:
    """Weights by sign, `bias` among them: logistic regression with a ridge, by Newton's method."""
    names = sorted({sign for row in rows for sign in row.signs})
    column = {name: index for index, name in enumerate(names)}
    x = np.zeros((len(rows), len(names) + 1))
    x[:, -1] = 1.0
    for index, row in enumerate(rows):
        x[index, [column[sign] for sign in row.signs]] = 1.0
    y = np.array([row.right for row in rows], dtype=float)
    ridge = np.full(len(names) + 1, _RIDGE)
    ridge[-1] = 1e-6
    weights: Vector = np.zeros(len(names) + 1)
    for _ in range(_ROUNDS):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (y - p) - ridge * weights
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x + np.diag(ridge), gradient)
        weights = weights + step
        if float(np.abs(step).max()) < 1e-8:
            break
    return {"bias": float(weights[-1])} | {name: float(weights[column[name]]) for name in names}


def predict(weights: dict[str, float], row: Example) -> float:
    score = weights["bias"] + sum(weights.get(sign, 0.0) for sign in row.signs)
    return float(min(0.99, max(0.01, 1 / (1 + np.exp(-score)))))


def cross_validated(unseen: Sequence[Example], seen: Sequence[Example]) -> list[tuple[float, bool]]:
    """(confidence, right) of each unseen fact, by a model that saw no fact of its announcement."""
    ids = sorted({row.announcement for row in unseen})
    fold = {identity: index % _FOLDS for index, identity in enumerate(ids)}
    pairs: list[tuple[float, bool]] = []
    for number in range(_FOLDS):
        weights = fit([*(row for row in unseen if fold[row.announcement] != number), *seen])
        pairs += [(predict(weights, row), row.right) for row in unseen if fold[row.announcement] == number]
    return pairs


def read_pair(labelled: Path, extracted: Path, *, seen: bool) -> list[Example]:
    """The examples of a labelled file and the extraction of it; ValueError when they are not of one set."""
    gold, found = ([json.loads(line) for line in path.open(encoding="utf-8")] for path in (labelled, extracted))
    if [doc["id"] for doc in gold] != [doc["id"] for doc in found]:
        raise ValueError(f"{labelled} and {extracted} do not hold the same announcements")
    return [row for g, f in zip(gold, found, strict=True) for row in examples(g, f, seen=seen)]


def make_model(unseen: Sequence[Example], seen: Sequence[Example]) -> dict[str, Any]:
    pairs = cross_validated(unseen, seen)
    weights = fit([*unseen, *seen])
    bias = weights.pop("bias")
    weights.pop(_SEEN, None)
    return {
        "learned_from": {
            "unseen_announcements": len({row.announcement for row in unseen}),
            "unseen_facts": len(unseen),
            "seen_facts": len(seen),
        },
        "cross_validated_error": round(expected_error(pairs), 4),
        "reliability": [list(row) for row in reliability(pairs)],
        "bias": round(bias, 4),
        "weights": {name: round(weight, 4) for name, weight in weights.items() if abs(weight) >= 0.0005},
    }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, required in (("--unseen", True), ("--seen", False)):
        parser.add_argument(
            name, nargs=2, type=Path, metavar=("LABELLED", "FOUND"), action="append", default=[], required=required
        )
    parser.add_argument("--to", type=Path, default=MODEL)
    options = parser.parse_args(arguments)
    unseen = [row for pair in options.unseen for row in read_pair(*pair, seen=False)]
    seen = [row for pair in options.seen for row in read_pair(*pair, seen=True)]
    model = make_model(unseen, seen)
    options.to.parent.mkdir(exist_ok=True)
    options.to.write_text(json.dumps(model, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{options.to}: {len(model['weights'])} weights, expected error {model['cross_validated_error']:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
