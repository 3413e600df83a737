"""The evaluation's own arithmetic, and that it agrees with the scorer beside the labelled set, where that is there."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nlp.evaluate import exact_evidence, score
from nlp.matching import citation_key, court_key, docket_key, name_key, pair_parties, release_key

SHARED = Path(__file__).resolve().parents[3] / "shared"


def party(name: str, *aliases: str, kind: str = "organization") -> dict[str, Any]:
    return {"name": name, "aliases": list(aliases), "kind": kind, "role": "accused"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Acme Group, L.L.C.", "Acme Group LLC"),
        ("Jan Q. Exámple Jr.", "Jan Example"),
        ("Brink’s & Co.", "brinks and"),
        ("X Corp.", "X"),
    ],
)
def test_names_that_count_as_one(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_keys_of_numbers() -> None:
    assert citation_key("7 U.S.C. § 6c(a)") == citation_key("7 USC  6c(a)")
    assert docket_key("No. 1:20-cv-00812-ABC") == docket_key("20-cv-00812") == "20-cv-812"
    assert release_key("PR 08270-20") == "8270-20"
    assert court_key("S.D.N.Y.") == "sdny"


def test_parties_pair_by_name_first_then_by_alias() -> None:
    gold = [party("Acme Ltd.", "Acme Gold"), party("Acme Gold")]
    found = [party("Acme Gold"), party("Acme")]
    assert [(g["name"], p["name"]) for g, p in pair_parties(gold, found)] == [
        ("Acme Ltd.", "Acme"),
        ("Acme Gold", "Acme Gold"),
    ]


def test_figures_of_a_small_set() -> None:
    gold: list[dict[str, Any]] = [{"stages": [{"code": "settled"}, {"code": "judgment"}]}, {"stages": []}]
    found = [{"stages": [{"code": "settled"}]}, {"stages": [{"code": "charged"}]}]
    row = next(row for row in score(gold, found) if row.field == "stage")
    assert (row.precision, row.recall, row.gold, row.predicted) == (0.5, 0.5, 2, 2)
    assert row.low <= row.f1 == 0.5 <= row.high
    assert score(gold, found)[1] == score(gold, found)[1]


def test_lists_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="1 labelled and 0 predicted"):
        score([{}], [])


def test_a_wrong_span_and_a_bare_fact_are_counted() -> None:
    good = {"evidence": [{"start": 0, "end": 2, "quote": "ab"}]}
    wrong = {"evidence": [{"start": 0, "end": 2, "quote": "xy"}]}
    assert exact_evidence([{"text": "abc"}], [{"stages": [good, wrong, {"evidence": []}, good]}]) == 0.5


@pytest.mark.skipif(not (SHARED / "eval" / "score.py").exists(), reason="the labelled set is not beside the repository")
def test_agrees_with_the_scorer_beside_the_labelled_set(tmp_path: Path) -> None:
    gold_path = SHARED / "gold" / "dev.jsonl"
    gold = [json.loads(line) for line in gold_path.read_text().splitlines()]
    found = [dict(doc, parties=doc["parties"][:2], charges=doc["charges"][1:], terms=doc["terms"][::2]) for doc in gold]
    path = tmp_path / "found.jsonl"
    path.write_text("".join(json.dumps(doc) + "\n" for doc in found))
    command = [sys.executable, str(SHARED / "eval" / "score.py"), str(gold_path), str(path), "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)["fields"]  # noqa: S603
    ours = {row.field: row for row in score(gold, found)}
    for field, row in theirs.items():
        if field in ours and "gold" in row:
            mine = ours[field]
            assert (mine.gold, mine.predicted) == (row["gold"], row["predicted"]), field
            assert mine.f1 == pytest.approx(row["f1"]), field
