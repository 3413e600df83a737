"""Usual headlines and leads of each step, by agency: the step is told, and whom it is taken against; all made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.pipeline import extract


def rows(name: str) -> list[list[str]]:
    table = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in table.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(
    ("stage", "agency", "accused", "headline", "lead"), rows("leads.tsv"), ids=lambda value: str(value)[:60]
)
def test_lead(stage: str, agency: str, accused: str, headline: str, lead: str) -> None:
    text = f"{headline}\n\nWASHINGTON, D.C. – {lead}\n\nThe conduct took place for several years.\n"
    facts = extract(text, agency=agency, title=headline).as_dict()
    assert [told["code"] for told in facts["stages"]] == [stage]
    assert facts["is_enforcement"]
    assert "; ".join(sorted(party["name"] for party in facts["parties"])) == ("" if accused == "-" else accused)


@pytest.mark.parametrize(("agency", "lead", "expected"), rows("party_leads.tsv"), ids=lambda value: str(value)[:60])
def test_parties_of_a_lead(agency: str, lead: str, expected: str) -> None:
    text = f"Agency Announces Action\n\nWASHINGTON, D.C. – {lead}\n\nThe conduct took place for several years.\n"
    facts = extract(text, agency=agency).as_dict()
    assert sorted(party["name"] for party in facts["parties"]) == expected.split("; ")


@pytest.mark.parametrize(("agency", "lead", "expected"), rows("alias_leads.tsv"), ids=lambda value: str(value)[:60])
def test_other_names_in_a_lead(agency: str, lead: str, expected: str) -> None:
    text = f"Agency Announces Action\n\nWASHINGTON, D.C. – {lead}\n\nThe conduct took place for several years.\n"
    named = [party for party in extract(text, agency=agency).as_dict()["parties"] if party["aliases"]]
    assert ";".join(sorted(f"{party['name']}={','.join(sorted(party['aliases']))}" for party in named)) == expected
