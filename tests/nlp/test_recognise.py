"""A recogniser learned from the rules' own verdicts, on made-up releases: its signs, its learning, its measurement."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nlp.document import Document
from nlp.parties import weighed_cases
from nlp.training.party_signs import party_signs
from nlp.training.recognise import document_of, doubtful, examples_of, lamed, main, sampled, without
from nlp.training.sparse import known_signs, learn

GIVEN = ("Robert", "Susan", "Thomas", "Laura", "Peter", "Nancy")
FAMILY = ("Millbrook", "Ashdown", "Fernley", "Oakhurst", "Penrose", "Wexford")
BODY = (
    "Ohio Man Sentenced for Wire Fraud\n\nWASHINGTON - {name}, 47, of Akron, Ohio, was sentenced today to 12 months in "
    "prison for wire fraud, announced U.S. Attorney Jane Q. Prosser.\n\n{last} sold shares to Carol Bystander, who "
    "lost her savings."
)


def release(number: int, given: str, family: str) -> dict[str, Any]:
    name = f"{given} {family}"
    party = {"name": name, "kind": "person", "role": "accused", "aliases": [], "quotes": [name]}
    text = BODY.format(name=name, last=family)
    return {"id": f"made-up-{number}", "agency": "DOJ", "text": text, "is_enforcement": True, "parties": [party]}


RELEASES = [release(number, *names) for number, names in enumerate(product(GIVEN, FAMILY))]


def test_weights_are_those_of_the_least_loss() -> None:
    rows = [["a"], ["a"], ["a", "b"], ["b"], ["b"], [], ["a"]]
    answers = [True, True, True, False, False, False, False]
    model = learn(rows, answers, known_signs(rows, least=1))
    held = np.array([[sign in row for sign in ("a", "b")] + [True] for row in rows], dtype=float)
    chance = 1 / (1 + np.exp(-held @ model.weights))
    slope = held.T @ (np.array(answers) - chance) - np.array([2.0, 2.0, 1e-6]) * model.weights
    assert np.abs(slope).max() < 1e-4
    assert model.weights[0] > 0.5 > 0 > model.weights[1]
    assert model.scores([["a", "never seen"]]).tolist() == pytest.approx([model.weights[0] + model.weights[2]])


def test_rare_signs_are_left_out() -> None:
    assert known_signs([["a", "b"], ["a"], ["c", "a"]], least=2) == {"a": 0}


def test_the_second_of_a_list_has_the_words_before_the_list() -> None:
    text = "CFTC Charges Two\n\nThe complaint charges Susan Ashdown, of Ohio, and Peter Penrose with fraud in Akron."
    document = Document(text, "CFTC")
    cases = weighed_cases(document)
    signs = {c.entity.name: s for c, s in zip(cases, party_signs(document, cases), strict=True)}
    assert "before2 complaint charges" in signs["Susan Ashdown"]
    assert "list before2 complaint charges" in signs["Peter Penrose"]
    assert "list after2 with fraud" in signs["Susan Ashdown"]
    assert "list before2 complaint charges" not in signs["Susan Ashdown"]


def test_lamed_rules_know_fewer_parties() -> None:
    document = Document(RELEASES[0]["text"], "DOJ")
    cases = weighed_cases(document)
    whole = [c.entity.name for c, chosen in zip(cases, without(document, cases, ()), strict=True) if chosen]
    assert whole == ["Robert Millbrook"]
    everything = {frame for case in cases for frame in case.frames}
    assert not any(without(document, cases, everything))
    assert lamed() == lamed() and lamed()[0] == frozenset()


def test_what_is_labelled_is_not_learned_from() -> None:
    copied = RELEASES[3] | {"id": "another id"}
    start = "".join(filter(str.isalnum, copied["text"][:400])).lower()[:120]
    left = sampled([*RELEASES[:3], copied], {"made-up-1", start})
    assert {record["id"] for record in left} == {"made-up-0", "made-up-2"}


@pytest.mark.parametrize(
    ("headline", "body", "expected"),
    [
        ("Ohio Man Sentenced", "Peter Penrose was ordered to return a boat.", ["Peter Penrose"]),
        ("Ohio Man and Penrose Sentenced", "Peter Penrose was ordered to return a boat.", []),
        ("Ohio Man Sentenced", "Peter Penrose and Laura Wexford were ordered to return a boat.", []),
        ("Ohio Man Sentenced", "Defendant Peter Penrose has a boat.", []),
    ],
)
def test_who_is_doubtful(headline: str, body: str, expected: list[str]) -> None:
    start = RELEASES[0]["text"].split("\n\n")[1]
    document = document_of({"text": f"{headline}\n\n{start}\n\n{body}", "agency": "DOJ"})
    cases = weighed_cases(document)
    chosen = [case for case, by_rules in zip(cases, without(document, cases, ()), strict=True) if by_rules]
    assert {"Robert Millbrook", "Peter Penrose"} <= {case.entity.name for case in chosen}
    assert [case.entity.name for case in doubtful(document, chosen)] == expected


def test_no_examples_of_a_speech() -> None:
    speech = "Remarks of the Chairman at the Annual Meeting\n\nGood morning. I thank Susan Ashdown for her kind words."
    assert examples_of({"text": speech, "agency": "CFTC"}) == []
    assert [any(e.accused.values()) for e in examples_of(RELEASES[0])].count(True) == 1


def test_the_same_files_give_the_same_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain, labelled = tmp_path / "plain.jsonl", tmp_path / "labelled.jsonl"
    plain.write_text("".join(json.dumps(r) + "\n" for r in RELEASES[6:]), encoding="utf-8")
    labelled.write_text("".join(json.dumps(r) + "\n" for r in RELEASES[:6]), encoding="utf-8")
    command = [
        "--unlabelled",
        str(plain),
        "--labelled",
        str(labelled),
        "--processes",
        "1",
        "--sample",
        "24",
        "--read",
        "6",
    ]
    assert main(command) == 0
    first = capsys.readouterr().out
    assert main(command) == 0
    assert capsys.readouterr().out == first
    assert "model alone" in first and "1.000 [1.00-1.00]" in first


def test_nothing_to_learn_from(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", encoding="utf-8")
    assert main(["--unlabelled", str(empty), "--labelled", str(empty), "--processes", "1"]) == 1
