"""Parties, their kind, role and other names, on sentences written for this test about made-up firms and people."""

import pytest

from nlp.document import Document
from nlp.facts import Party
from nlp.parties import find_parties


def parties(body: str, agency: str = "DOJ") -> list[Party]:
    document = Document(f"A Headline of No Consequence Here\n\n{body}", agency=agency)
    found = find_parties(document, {})
    for party in found:
        assert party.evidence
        for span in party.evidence:
            assert document.text[span.start : span.end] == span.quote
    return found


def names(body: str, agency: str = "DOJ") -> list[str]:
    return [party.name for party in parties(body, agency)]


ORDER = (
    "Washington, DC - The Commodity Futures Trading Commission today issued an order filing and settling charges "
    "against "
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (ORDER + "Jan Q. Example, a resident of Akron, Ohio, and his company, Acme Metals, LLC, for fraud.",
         ["Jan Q. Example", "Acme Metals, LLC"]),
        (ORDER + "Ohio-based Acme Metals, LLC (Acme), a Commodity Pool Operator (CPO), for failure to supervise.",
         ["Acme Metals, LLC"]),
        ("Jan Example, 47, of Akron, Ohio, and Eve Sample, 39, both pleaded guilty today.",
         ["Jan Example", "Eve Sample"]),
        ("Defendants Jan Example, Eve Sample, and Acme Holdings Inc. were charged with bank fraud.",
         ["Jan Example", "Eve Sample", "Acme Holdings Inc."]),
        ("U.S. District Judge Ada Bench sentenced Jan Example, age 47, to 12 months in prison.", ["Jan Example"]),
        ("Jan Example appeared before Judge Ada Bench. “He stole,” said U.S. Attorney Una Official. "
         "Example was convicted of fraud against Gladys Robbed.", ["Jan Example"]),
        ("A former manager of Acme Bank, Jan Example, was arrested today.", ["Jan Example"]),
        ("Harold Moore and Emma Moore were indicted. Harold and Emma Moore own a farm.",
         ["Harold Moore", "Emma Moore"]),
        ("The complaint against Michael Example and Sharon Doe Jr. seeks a penalty.",
         ["Michael Example", "Sharon Doe Jr."]),
        ("A Lake Placid, New York, man was sentenced today. Michael Example, 47, pleaded guilty.", ["Michael Example"]),
        ("The fund was charged by the Securities and Exchange Commission.", []),
        ("Example Bank N.A. has agreed to pay $3 million to resolve claims.", ["Example Bank N.A."]),
    ],
)  # fmt: skip
def test_who_is_a_party(body: str, expected: list[str]) -> None:
    assert names(body) == expected


def test_words_that_ran_together_are_parted() -> None:
    body = "The court entered an order againstGregg Smithof New York andAcme Capital LLC. Smith must pay a penalty."
    assert names(body, "CFTC") == ["Gregg Smith", "Acme Capital LLC"]


def test_a_surname_later_on_is_the_person_named_in_full_before() -> None:
    body = "Jan Example worked with Eve Marie Sample. Sample pleaded guilty in May. Example was sentenced today."
    assert names(body) == ["Jan Example", "Eve Marie Sample"]


def test_kind_and_role() -> None:
    body = (
        "The Commission today filed a complaint against Jan Example and Acme Pools, LLC. The complaint also names as "
        "relief defendants Beta Holdings, Ltd.; Gamma Trust; and Kim Sample, for receiving funds."
    )
    found = {party.name: (party.kind, party.role) for party in parties(body, "CFTC")}
    assert found == {
        "Jan Example": ("person", "accused"),
        "Acme Pools, LLC": ("organization", "accused"),
        "Beta Holdings, Ltd.": ("organization", "relief_defendant"),
        "Gamma Trust": ("organization", "relief_defendant"),
        "Kim Sample": ("person", "relief_defendant"),
    }


@pytest.mark.parametrize(
    ("body", "aliases"),
    [
        (ORDER + "Acme Metals Group, LLC (Acme), a dealer, for fraud.", ["Acme"]),
        (ORDER + "Acme Metals Group, LLC (AMG or the Firm), for fraud.", ["AMG"]),
        (ORDER + "Acme Metals Ltd., a/k/a Acme Gold, and formerly known as Beta Metals Inc., for fraud.",
         ["Acme Gold", "Beta Metals Inc."]),
        (ORDER + "Acme Group Limited d/b/a FastTrader, a company of Nevis, for fraud.", ["FastTrader"]),
        (ORDER + "Jan Example (Example) for fraud.", []),
        (ORDER + "Acme Metals, LLC and Acme Credit, LLC (collectively Acme), for fraud.", []),
        ("Jan Example, also known as “dragon,” “dragon22” and “Smoke,” 40, was indicted today.",
         ["dragon", "dragon22", "Smoke"]),
        ("Jan Example, 39, a.k.a. “JimBee,” was charged today.", ["JimBee"]),
        ("Jan Example, 40, was charged. Example used the vendor name “WhiteHat” to sell drugs.", ["WhiteHat"]),
    ],
)  # fmt: skip
def test_other_names_of_the_first_party(body: str, aliases: list[str]) -> None:
    assert [alias for alias in parties(body)[0].aliases if alias != "Acme Metals"] == aliases


def test_another_firm_of_the_background_is_no_party() -> None:
    body = (
        ORDER + "Acme Metals, LLC for fraud.\n\nThe order finds that Acme cheated.\n\nThe firm sold gold.\n\n"
        "It traded through Beta Clearing, LLC. In 2012, the Commission filed an action against Beta Clearing, LLC."
    )
    assert names(body, "CFTC") == ["Acme Metals, LLC"]


def test_staff_and_thanks_name_no_party() -> None:
    body = (
        "Jan Example was sentenced today.\n\nThe case is being prosecuted by Trial Attorneys Ann Other and Bob "
        "Another.\n\nStaff members responsible for this case are Cal Fourth and Dee Fifth."
    )
    assert names(body) == ["Jan Example"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("A Costa Rican citizen, and Jan Luis Example were indicted for fraud.", ["Jan Luis Example"]),
        ("Jan Example, an Iranian-born U.S. national, and his St. Charles, Ill., company, Acme Aviation Services, "
         "pleaded guilty.", ["Jan Example", "Acme Aviation Services"]),
        ("The indictment, filed today in U.S. District Court in Akron, charges that Wen Li Ardsley, aka David Ardsley, "
         "conspired with others.", ["Wen Li Ardsley"]),
        ("dgar Jan Example, 28, and Andrs lvaro Sample Doe, 22, pleaded guilty today.",
         ["dgar Jan Example", "Andrs lvaro Sample Doe"]),
        (ORDER + "Acme Coin Ltd., a/k/a AcmeFX, a company that claims an address in Hong Kong, Arch Markets LLC of "
         "Denver, Colorado, and Jan Jude Example of Akron, Ohio.",
         ["Acme Coin Ltd.", "Arch Markets LLC", "Jan Jude Example"]),
        (ORDER + "three companies that run the exchange Acme: Acme Global Ltd. of Malta, Acme Services (Malta) Ltd., "
         "and Acme US LLC.", ["Acme Global Ltd.", "Acme Services (Malta) Ltd.", "Acme US LLC"]),
        ("The court held Jan Marlo Example of Akron, Ohio, in civil contempt.", ["Jan Marlo Example"]),
        (ORDER + "Zehnder Bank plc of London.", ["Zehnder Bank plc"]),
        ("The complaint against Eve Roe-Sample seeks a penalty. In testimony before the staff of the Division of "
         "Enforcement Roe-Sample lied.", ["Eve Roe-Sample"]),
    ],
)  # fmt: skip
def test_who_is_a_party_in_longer_turns(body: str, expected: list[str]) -> None:
    assert names(body) == expected


def test_a_firm_is_no_person_for_the_age_beside_it() -> None:
    found = parties("Jan Example, 47, and Acme Remit LLC, 12, of Akron, pleaded guilty. Acme Remit LLC, 47, is a firm.")
    assert {party.name: party.kind for party in found}["Acme Remit LLC"] == "organization"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Jan Example, 47, aka iserlo aka sardo, pleaded guilty today.", ["iserlo", "sardo"]),
        (ORDER + "Acme Bullion Trading LLC. ABT sold gold.", ["ABT"]),
        (ORDER + "eForexTrade, LLC. EFT had no licence.", ["EFT"]),
        (ORDER + "Jan Example, individually and d/b/a Harrow Investments.", ["Harrow Investments"]),
        ("Jan Example pleaded guilty. He utilized various online monikers including “buyersden” and “sellersden”.",
         ["buyersden", "sellersden"]),
    ],
)  # fmt: skip
def test_other_names_unmarked_by_capitals_or_quotation(body: str, expected: list[str]) -> None:
    assert sorted(parties(body)[0].aliases) == expected
