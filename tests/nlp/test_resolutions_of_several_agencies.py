"""Resolutions that several agencies announce: each announcement has its own agency's money; all made up."""

from __future__ import annotations

from typing import Any

import pytest

from nlp.pipeline import extract

JUSTICE = (
    "Larkfield Bank AG Agrees to Resolve Sanctions Charges\n\nWASHINGTON – Larkfield Bank AG (Larkfield), a bank "
    "headquartered in Zurich, entered into a deferred prosecution agreement with the Justice Department and agreed to "
    "forfeit $312 million to resolve charges that it violated the International Emergency Economic Powers Act, the "
    "department announced today.\n\nAccording to court documents, Larkfield moved money for clients in Sudan.\n\n"
    "The bank cooperated.\n\n"
)
FINCEN = (
    "FinCEN Assesses $80 Million Penalty Against Larkfield Bank AG\n\nWASHINGTON – The Financial Crimes Enforcement "
    "Network (FinCEN) today assessed an $80 million civil money penalty against Larkfield Bank AG (Larkfield) "
    "for willful "
    "violations of the Bank Secrecy Act. Larkfield admitted to the facts.\n\nLarkfield failed to maintain an "
    "anti-money "
    "laundering program.\n\nIt failed to file suspicious activity reports.\n\n"
)


def facts_of(lead: str, agency: str, told: str) -> dict[str, Any]:
    return extract(f"{lead}{told}\n", agency=agency, date="2016-03-04").as_dict()


def money(facts: dict[str, Any]) -> list[tuple[float, str]]:
    return sorted((sanction["amount"], sanction["status"]) for sanction in facts["sanctions"])


@pytest.mark.parametrize(
    "told",
    [
        "In addition, the Board of Governors of the Federal Reserve System is announcing that Larkfield has "
        "agreed to a "
        "cease and desist order and to pay a civil monetary penalty of $90.3 million.",
        "DFS is announcing that Larkfield has agreed to pay a monetary penalty of $385 million to DFS.",
        "The Treasury Department’s Office of Foreign Assets Control (OFAC) has also levied a fine of "
        "approximately $329.5 "
        "million, which will be satisfied by the payments to federal and local agencies.",
        "In July 2015, the Federal Deposit Insurance Corporation (FDIC) and the California Department of Business "
        "Oversight ordered Larkfield to pay a $140 million civil money penalty.",
        "Larkfield also agreed to pay $20 million to the New York State Department of Financial Services.",
        "In a related matter, Larkfield Inc. agreed to pay the SEC $5.4 million in disgorgement and prejudgment "
        "interest.",
        "Larkfield will pay a $25 million penalty to the Commodity Futures Trading Commission.",
        "Larkfield separately reached an agreement with the U.K.’s Serious Fraud Office under which it will pay "
        "£77 million.",
        "In parallel resolutions, Larkfield will pay $85 million to Brazil’s Ministério Público Federal and $30 "
        "million "
        "to authorities in Switzerland.",
        "Under the terms of its resolution with the CFTC, Larkfield will pay a $100 million civil penalty.",
        "The bank will pay an additional $147.6 to resolve private lawsuits.",
    ],
)
def test_justice_leaves_out_what_others_get(told: str) -> None:
    facts = facts_of(JUSTICE, "DOJ", told)
    assert money(facts) == [(312_000_000, "ordered")]
    assert [party["name"] for party in facts["parties"]] == ["Larkfield Bank AG"]


@pytest.mark.parametrize(
    "told",
    [
        "OFAC is simultaneously announcing a settlement of $24 million with Larkfield.",
        "The penalty is concurrent with a $20 million penalty assessed by the Federal Deposit Insurance Corporation.",
        "The penalty will be concurrent with OFAC’s $24 million settlement.",
        "The civil money penalty will be satisfied by a single payment of $80 million to the Department of the "
        "Treasury.",
        "In a parallel criminal case, Larkfield agreed to forfeit $312 million to the Department of Justice.",
    ],
)
def test_fincen_leaves_out_what_others_get(told: str) -> None:
    assert money(facts_of(FINCEN, "FinCEN", told)) == [(80_000_000, "ordered")]


@pytest.mark.parametrize(
    ("told", "part"),
    [
        ("FinCEN will credit against its penalty the $20 million paid to the FDIC.", (20_000_000, "credited")),
        ("Of the $80 million penalty, $35 million is suspended pending compliance.", (35_000_000, "suspended")),
    ],
)
def test_parts_let_off_are_told_apart(told: str, part: tuple[float, str]) -> None:
    assert money(facts_of(FINCEN, "FinCEN", told)) == sorted([(80_000_000, "ordered"), part])


@pytest.mark.parametrize(
    "told",
    [
        "In addition, pursuant to the agreement, Larkfield and Marlow Group Inc. agreed to cooperate fully.",
        "The agreement requires Marlow Group Inc. to continue to implement rigorous internal controls.",
        "Larkfield settled ERISA claims with the Department of Labor (DOL) in an agreement with the DOL.",
    ],
)
def test_who_joins_an_agreement_is_not_accused(told: str) -> None:
    assert [party["name"] for party in facts_of(JUSTICE, "DOJ", told)["parties"]] == ["Larkfield Bank AG"]


@pytest.mark.parametrize(
    "lead",
    [
        "Larkmex USA (LUSA), a bank in Los Angeles, agreed to forfeit $97 million and entered into a non-prosecution "
        "agreement. In the agreement, LUSA admitted to violations of the Bank Secrecy Act.",
        "C.R. Larkmex Inc. agreed to forfeit $97 million and entered into a non-prosecution agreement. Larkmex "
        "admitted to "
        "violations of the Bank Secrecy Act, and Larkmex was liable for them.",
        "Lark & Roe Inc. entered into a non-prosecution agreement. It is a subsidiary of Lark & Roe plc of "
        "London. Lark & Roe "
        "admitted to violations of the Bank Secrecy Act.",
        "Lark & Co. Bank AG entered into a non-prosecution agreement. Lark Bank agreed to pay penalties, and Lark Bank "
        "admitted to violations of the Bank Secrecy Act.",
    ],
)
def test_a_firm_under_its_short_name_is_one_party(lead: str) -> None:
    text = f"Firm Resolves Charges\n\nWASHINGTON – {lead}\n\nThe conduct took place for several years.\n"
    assert len(extract(text, agency="DOJ", date="2016-03-04").as_dict()["parties"]) == 1


@pytest.mark.parametrize(
    ("told", "stages"),
    [
        ("As part of the non-prosecution agreement, Larkfield will enhance its program.", ["non_prosecution"]),
        (
            "A criminal information was filed in connection with a deferred prosecution agreement with the department.",
            ["deferred_prosecution"],
        ),
        (
            "The civil settlement resolves a lawsuit. In addition, under a non-prosecution agreement Larkfield "
            "will report.",
            ["non_prosecution", "settled"],
        ),
    ],
)
def test_agreement_told_in_the_body(told: str, stages: list[str]) -> None:
    text = (
        "Larkfield Inc. Agrees to Pay $4 Million to Resolve Bribery Allegations\n\nWASHINGTON – Larkfield Inc. "
        "has agreed "
        "to pay a $4 million penalty to resolve an investigation into improper payments, the Justice Department "
        f"announced today.\n\nThe firm makes food.\n\n{told}\n"
    )
    facts = extract(text, agency="DOJ", date="2016-03-04").as_dict()
    assert sorted({stage["code"] for stage in facts["stages"]} - {"charged"}) == stages


@pytest.mark.parametrize(
    ("lead", "accused", "amounts"),
    [
        (
            "The Justice Department announced today that L&R Mortgage Corporation of Springfield will revise its "
            "pricing "
            "policies and pay $140,000 as part of a settlement to resolve allegations of discrimination.",
            {"L&R Mortgage Corporation": []},
            [140_000],
        ),
        (
            "The chemicals company Sociedad Larkica y Minera de Roe (SLM) agreed to pay a criminal penalty of "
            "$15 million. SLM "
            "also admitted to falsifying its books.",
            {"Sociedad Larkica y Minera de Roe": ["SLM"]},
            [15_000_000],
        ),
        (
            "The Justice Department and attorneys general have reached a $470 million agreement with Larkfield "
            "Bank USA NA to "
            "address mortgage abuses.",
            {"Larkfield Bank USA NA": []},
            [470_000_000],
        ),
        (
            "Larkfield Inc. has agreed to pay $5 million to settle allegations that it inflated the amounts it "
            "charged Marlow "
            "Laboratories Inc. for computers.",
            {"Larkfield Inc.": []},
            [5_000_000],
        ),
    ],
)
def test_lead_of_a_settlement(lead: str, accused: dict[str, list[str]], amounts: list[float]) -> None:
    text = f"Settlement Reached\n\nWASHINGTON – {lead}\n\nThe conduct took place for several years.\n"
    facts = extract(text, agency="DOJ", date="2016-03-04").as_dict()
    assert {
        p["name"]: [a for a in p["aliases"] if a in accused.get(p["name"], [])] for p in facts["parties"]
    } == accused
    assert [sanction["amount"] for sanction in facts["sanctions"]] == amounts


def test_headline_tells_what_was_paid_before() -> None:
    text = (
        "Larkfield Inc. Agrees to Pay $5.9 Million to Settle False Claims Act Allegations\n\nCompany Previously "
        "Paid $4.6 "
        "Million in Restitution as Part of Non-Prosecution Agreement in Related Criminal Investigation\n\nWASHINGTON – "
        "Larkfield Inc. has agreed to pay the United States $5.9 million to settle allegations that it inflated "
        "prices.\n"
    )
    facts = extract(text, agency="DOJ", date="2016-03-04").as_dict()
    assert [stage["code"] for stage in facts["stages"]] == ["settled"]
    assert [sanction["amount"] for sanction in facts["sanctions"]] == [5_900_000]


def test_parent_in_a_related_settlement_is_not_accused() -> None:
    text = (
        "U.K. Firm Pleads Guilty\n\nWASHINGTON – Larkfield Aviation Ltd., a subsidiary of the United "
        "Kingdom-based Marlow Group "
        "PLC, pleaded guilty today to exporting aircraft.\n\nUnder the terms of the related civil settlement, "
        "Marlow Group PLC "
        "and Larkfield Aviation Ltd. have agreed to pay a civil penalty of $15 million.\n"
    )
    facts = extract(text, agency="DOJ", date="2016-03-04").as_dict()
    assert [party["name"] for party in facts["parties"]] == ["Larkfield Aviation Ltd."]
    assert not facts["sanctions"]
