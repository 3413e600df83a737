"""Headings and settlements that are the Justice Department's own, beside those of others; all made up."""

from __future__ import annotations

from nlp.facts import Extraction
from nlp.pipeline import extract

LEAD = "Supplement Maker Charged\n\nThe Justice Department today announced cases against makers of vitamins.\n\n"
CRIMINAL = (
    "An indictment was unsealed today against Larkfield Labs LLC, of Dallas. Jan Moreland, 39, of Dallas, and Leo "
    "Brandt, 37, of Tulsa, are charged with wire fraud.\n\n"
)


def justice(text: str) -> Extraction:
    return extract(text, agency="DOJ", title=text.split("\n")[0])


def names(facts: Extraction) -> set[str]:
    return {party.name for party in facts.parties}


def test_a_heading_of_criminal_matters_is_the_departments_own() -> None:
    for heading in ("Criminal Matters", "Criminal Charges", "Civil Cases", "Criminal Resolution"):
        assert {"Larkfield Labs LLC", "Jan Moreland", "Leo Brandt"} == names(
            justice(f"{LEAD}{heading}\n\n{CRIMINAL}")
        ), heading


def test_under_a_heading_of_related_actions_others_are_told_of() -> None:
    told = "The SEC fined Corvale Partners Inc. $3 million. Corvale Partners Inc. settled the charges.\n\n"
    found = justice(f"{LEAD}{CRIMINAL}Related SEC Action\n\n{told}")
    assert "Corvale Partners Inc." not in names(found)
    assert not found.sanctions


def test_a_related_civil_settlement_with_the_united_states_is_the_departments_own() -> None:
    found = justice(
        "Contractor Agrees to Plead Guilty\n\nContractor Larkfield Vehicles Limited agreed today to plead guilty to "
        "wire fraud. A civil settlement was announced too.\n\nIn a related civil settlement agreement, Larkfield "
        "Vehicles Limited, along with Alba Group Ltd., a British firm, and Hans Bock, its director, agreed to pay $2 "
        "million to the United States to resolve claims under the False Claims Act.\n"
    )
    assert {"Larkfield Vehicles Limited", "Alba Group Ltd.", "Hans Bock"} <= names(found)
    assert [sanction.amount for sanction in found.sanctions] == [2_000_000]


def test_a_related_civil_settlement_with_another_agency_is_not() -> None:
    found = justice(
        "Broker Pleads Guilty\n\nLarkfield Brokers Inc. pleaded guilty today to wire fraud.\n\nIn a related civil "
        "settlement with the SEC, Alba Partners Ltd. agreed to pay $2 million.\n"
    )
    assert "Alba Partners Ltd." not in names(found)
    assert not found.sanctions
