"""Extraction stays as good as it was on the labelled set beside the repository: a floor a field, and no wrong quote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from nlp.evaluate import exact_evidence, score
from nlp.pipeline import extract_many

GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold" / "dev.jsonl"
FLOORS: dict[str, float] = yaml.safe_load(Path(__file__).with_name("floors.yml").read_text(encoding="utf-8"))

needs_labels = pytest.mark.skipif(not GOLD.exists(), reason="the labelled set is not beside the repository")


def test_every_field_that_is_scored_has_a_floor() -> None:
    scored = {row.field for row in score([{}], [{}])}
    assert {field for field in scored if not field.startswith("mean of")} == set(FLOORS)


@needs_labels
def test_no_field_falls_below_its_floor() -> None:
    gold: list[dict[str, Any]] = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    found = [extraction.as_dict() for extraction in extract_many(gold)]
    reached = {row.field: row.f1 for row in score(gold, found)}
    below = [
        f"{name}: F1 {reached[name]:.4f}, floor {floor}" for name, floor in FLOORS.items() if reached[name] < floor
    ]
    assert not below, "; ".join(below)
    assert exact_evidence(gold, found) == 1.0
