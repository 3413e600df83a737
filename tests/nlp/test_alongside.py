"""Individuals accused together with firms, in made-up announcements."""

from __future__ import annotations

from typing import Any

import pytest

from nlp.pipeline import extract


def alongside(lead: str) -> list[dict[str, Any]]:
    text = f"Agency Acts\n\nWASHINGTON, D.C. – {lead}\n"
    facts: list[dict[str, Any]] = extract(text, agency="CFTC").as_dict()["alongside"]
    for fact in facts:
        assert all(text[span["start"] : span["end"]] == span["quote"] for span in fact["evidence"])
    return facts


@pytest.mark.parametrize(
    ("lead", "person", "position", "firms"),
    [
        (
            "The CFTC today charged Zentrum Digital Exchange Ltd. (Zentrum), a Seychelles company, and its founder and "
            "CEO, Milos Varga, with fraud.",
            "Milos Varga",
            "founder and CEO",
            ["Zentrum Digital Exchange Ltd."],
        ),
        (
            "The CFTC filed a complaint against John Roe, 45, of Dallas, Texas, owner of Larkfield LLC, and Larkfield "
            "LLC for fraud.",
            "John Roe",
            "owner",
            ["Larkfield LLC"],
        ),
        (
            "The CFTC filed a complaint against Larkfield LLC, Oakham Inc. and John Roe, their sole owner and managing "
            "member.",
            "John Roe",
            "sole owner and managing member",
            ["Larkfield LLC", "Oakham Inc."],
        ),
        (
            "The CFTC filed a complaint against Larkfield LLC. It also filed a complaint against John Roe.",
            "John Roe",
            None,
            ["Larkfield LLC"],
        ),
    ],
)
def test_an_individual_beside_firms(lead: str, person: str, position: str | None, firms: list[str]) -> None:
    (fact,) = alongside(lead)
    assert (fact["person"], fact["position"], fact["firms"]) == (person, position, firms)
    assert any(person in span["quote"] for span in fact["evidence"])


@pytest.mark.parametrize("accused", ["John Roe and Jan Doe", "Larkfield LLC and Oakham Inc."])
def test_people_or_firms_alone(accused: str) -> None:
    assert alongside(f"The CFTC filed a complaint against {accused}.") == []


def test_it_is_as_sure_as_the_least_sure_of_its_parties() -> None:
    text = "Agency Acts\n\nWASHINGTON, D.C. – The CFTC filed a complaint against Larkfield LLC and John Roe.\n"
    facts = extract(text, agency="CFTC").as_dict()
    assert facts["alongside"][0]["confidence"] == min(party["confidence"] for party in facts["parties"])
