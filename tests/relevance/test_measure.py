"""The figures of relevance: right on rankings done by hand, and judgements that hold together."""

from __future__ import annotations

import re

import pytest

from tests.relevance.measure import ndcg, read_needs

GRADES = {"a": 3, "b": 2, "c": 1}


def test_a_ranking_is_rated_by_what_comes_first() -> None:
    assert ndcg(["a", "b", "c"], GRADES) == pytest.approx(1.0)
    assert ndcg(["x", "y"], GRADES) == 0
    assert ndcg(["b", "a", "c"], GRADES) == pytest.approx((3 + 7 / 1.58496 + 0.5) / (7 + 3 / 1.58496 + 0.5), rel=1e-4)
    assert ndcg([*"0123456789", "a"], GRADES) == 0


def test_the_judgements_hold_together() -> None:
    needs, questions = read_needs()
    assert (len(needs), len(questions)) == (60, 25)
    assert len({need.query for need in needs}) == 60
    assert sum(need.is_unseen for need in needs) == 30
    names = [name for need in needs for name in need.grades] + [name for each in questions for name in each.right]
    assert all(re.fullmatch(r"(?:cftc|doj|fincen)-[\w\-]+", name) for name in names)
    assert {grade for need in needs for grade in need.grades.values()} == {1, 2, 3}
    assert all(max(need.grades.values()) == 3 for need in needs)
