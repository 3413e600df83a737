"""Confidence as a probability: how it is learned from labelled announcements, measured, and set; on made-up texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nlp.confidence import measured, probability, signs_of
from nlp.document import Document
from nlp.judging import judged
from nlp.pipeline import extract
from nlp.reliability import expected_error, reliability
from nlp.training.calibrate import Example, cross_validated, fit, main, predict

TEXT = (
    "Ohio Man Sentenced for Fraud\n\nWASHINGTON - Jan Example, 47, of Akron, Ohio, was sentenced today to 12 months in "
    "prison for wire fraud and ordered to pay $1 million in restitution, the Justice Department announced."
)


def test_confidence_is_a_probability_and_the_rules_grade_on_request() -> None:
    sure, graded = extract(TEXT, agency="DOJ"), extract(TEXT, agency="DOJ", graded=True)
    assert [party.name for party in sure.parties] == [party.name for party in graded.parties] == ["Jan Example"]
    assert 0.5 < sure.parties[0].confidence <= 0.99
    assert sure.parties[0].confidence != graded.parties[0].confidence
    document = Document(TEXT, "DOJ")
    party = graded.parties[0]
    starts = [span.start for span in party.evidence]
    signs = signs_of(document, "parties", party.found_by, party.confidence, party.kind, starts, 1)
    assert sure.parties[0].confidence == probability(signs)


def test_the_model_that_ships_keeps_its_promise() -> None:
    known = measured()
    assert known["cross_validated_error"] < 0.05
    assert known["learned_from"]["unseen_facts"] == sum(row[2] for row in known["reliability"]) > 500


def test_a_text_that_says_little_for_a_fact_makes_it_less_sure() -> None:
    document = Document(f"{TEXT}\n\n" + "Others said more of the matter. " * 200 + "The fine was $9.", "DOJ")
    told, late = ([document.text.index(words)] for words in ("ordered to pay", "The fine"))
    first, second = (probability(signs_of(document, "charges", "x", 0.9, "alleged", at, 1)) for at in (told, late))
    assert first > second


def test_reliability_of_a_few_facts() -> None:
    pairs = [(0.92, True), (0.94, False), (0.55, True), (0.55, False)]
    assert [(row.facts, row.right) for row in reliability(pairs)] == [(2, 0.5), (2, 0.5)]
    assert expected_error(pairs) == pytest.approx((0.43 * 2 + 0.05 * 2) / 4)
    assert expected_error([]) == 0


def made_up(kind: str, share: float, number: int = 300) -> list[Example]:
    return [Example(f"a{i % 50}", "parties", [kind], i % 100 < share * 100) for i in range(number)]


def test_learning_finds_how_often_each_rule_is_right() -> None:
    rows = [*made_up("parties rule strong", 0.95), *made_up("parties rule weak", 0.4)]
    weights = fit(rows)
    assert predict(weights, rows[0]) == pytest.approx(0.95, abs=0.03)
    assert predict(weights, rows[-1]) == pytest.approx(0.4, abs=0.03)
    assert expected_error(cross_validated(rows, [])) < 0.05


def test_texts_seen_before_do_not_make_new_ones_look_better() -> None:
    unseen = made_up("parties rule strong", 0.7)
    seen = [Example(f"s{i}", "parties", ["parties rule strong", "seen"], True) for i in range(300)]
    assert predict(fit([*unseen, *seen]), unseen[0]) == pytest.approx(0.7, abs=0.05)


def test_a_fact_is_right_only_with_all_that_it_says() -> None:
    gold: dict[str, Any] = {
        "parties": [{"name": "Oakham LLC", "kind": "organization", "role": "accused"}],
        "charges": [{"code": "spoofing", "status": "settled"}],
        "sanctions": [{"kind": "civil_penalty", "amount": 5, "payers": ["Oakham LLC"]}],
    }
    right = gold | {"stages": [{"code": "settled"}]}  # not labelled, so not judged
    assert [verdict for _, _, verdict in judged(gold, right)] == [True, True, True]
    wrong = {
        "parties": [{"name": "Oakham LLC", "kind": "person", "role": "accused"}],
        "charges": [{"code": "spoofing", "status": "found"}],
        "sanctions": [{"kind": "civil_penalty", "amount": 5, "payers": ["Ann Marlow"]}],
    }
    assert [verdict for _, _, verdict in judged(gold, wrong)] == [False, False, False]


def write(path: Path, rows: list[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


def test_the_script_writes_the_same_model_twice(tmp_path: Path) -> None:
    found = [{"id": str(i)} | extract(TEXT, agency="DOJ", graded=True).as_dict() for i in range(12)]
    gold = [doc | {"text": TEXT, "agency": "DOJ"} for doc in found]
    for doc in gold[::3]:
        doc["charges"] = []
    files = [write(tmp_path / "gold.jsonl", gold), write(tmp_path / "found.jsonl", found)]
    models = [tmp_path / "one.json", tmp_path / "two.json"]
    for model in models:
        assert main(["--unseen", *files, "--to", str(model)]) == 0
    assert models[0].read_bytes() == models[1].read_bytes()
    learned = json.loads(models[0].read_text())
    assert learned["learned_from"]["unseen_announcements"] == 12
    assert learned["weights"]["charges"] < learned["weights"]["parties"]
    with pytest.raises(ValueError, match="same announcements"):
        main(["--unseen", files[0], write(tmp_path / "less.jsonl", found[:-1]), "--to", str(models[0])])
