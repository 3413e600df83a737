"""The evaluation's own arithmetic, and that it agrees with the scorer beside the labelled set, where that is there."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nlp.evaluate import MACRO, exact_evidence, score
from nlp.facts import FACT_LISTS
from nlp.matching import citation_key, court_key, docket_key, name_key, pair_parties, release_key
from nlp.pipeline import extract_many

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


def test_each_charge_labelled_often_weighs_the_same() -> None:
    gold = [{"charges": [{"code": "spoofing"}, {"code": "antitrust"}]}] * 9 + [{"charges": [{"code": "spoofing"}]}]
    gold += [{"charges": [{"code": "insider_trading"}]}]  # too rare to count
    found: list[dict[str, Any]] = [{"charges": [{"code": "spoofing"}]}] * 10 + [{}]
    row = next(row for row in score(gold, found) if row.field == MACRO)
    assert (row.f1, row.gold, row.predicted) == (0.5, 19, 10)


def test_lists_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="1 labelled and 0 predicted"):
        score([{}], [])


def test_a_wrong_span_and_a_bare_fact_are_counted() -> None:
    good = {"evidence": [{"start": 0, "end": 2, "quote": "ab"}]}
    wrong = {"evidence": [{"start": 0, "end": 2, "quote": "xy"}]}
    assert exact_evidence([{"text": "abc"}], [{"stages": [good, wrong, {"evidence": []}, good]}]) == 0.5


@pytest.mark.parametrize("worst", [0, 3], ids=["as extracted", "damaged"])
@pytest.mark.skipif(not (SHARED / "eval" / "score.py").exists(), reason="the labelled set is not beside the repository")
def test_agrees_with_the_scorer_beside_the_labelled_set(tmp_path: Path, worst: int) -> None:
    gold_path = SHARED / "gold" / "dev.jsonl"
    gold = [json.loads(line) for line in gold_path.read_text().splitlines()]
    found = [damaged(facts.as_dict(), number % 4 < worst) for number, facts in enumerate(extract_many(gold))]
    path = tmp_path / "found.jsonl"
    path.write_text(
        "".join(json.dumps(facts | {"id": doc["id"]}) + "\n" for doc, facts in zip(gold, found, strict=True))
    )
    command = [sys.executable, str(SHARED / "eval" / "score.py"), str(gold_path), str(path), "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)["fields"]  # noqa: S603
    ours = {row.field: row for row in score(gold, found)}
    ours[THEIR_NAMES["macro"]] = replace(ours.pop(MACRO), gold=theirs[THEIR_NAMES["macro"]]["gold"])
    ours[THEIR_NAMES["mean"]] = next(ours.pop(name) for name in list(ours) if name.startswith("mean of"))
    assert exact_evidence(gold, found) == pytest.approx(theirs.pop("evidence exact")["f1"])
    assert ours.keys() == theirs.keys()
    for field, row in theirs.items():
        mine = ours[field]
        assert mine.f1 == pytest.approx(row["f1"]), field
        assert all(getattr(mine, name) == row[name] for name in ("gold", "predicted") if name in row), field
        if "p" in row:
            assert (mine.precision, mine.recall) == pytest.approx((row["p"], row["r"])), field


THEIR_NAMES = {
    "macro": "charge macro (codes with 5+)",
    "mean": "MEAN of party, charge, citation, sanction amount+kind, stage, term",
}


def damaged(facts: dict[str, Any], worse: bool) -> dict[str, Any]:
    """The fields that both scorers read; with errors of each kind where wanted."""
    facts = {name: facts[name] for name in ("is_enforcement", *FACT_LISTS[:9])}
    if not worse:
        return facts
    for party in facts["parties"][::2]:
        party |= {"name": party["aliases"][0] if party["aliases"] else party["name"] + " Nonesuch", "kind": "person"}
    for name in ("stages", "citations", "dockets"):
        facts[name] = facts[name][1:]
    facts["charges"] += [{"code": "spoofing", "status": "alleged", "evidence": []}]
    facts["terms"] = facts["terms"][::2]
    for sanction in facts["sanctions"]:
        sanction |= {"kind": "other", "payers": sanction["payers"][:1]}
        sanction["evidence"][0]["start"] += 1
    return facts
