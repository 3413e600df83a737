"""FinCEN's kinds of announcements: penalties, special measures against one institution, and what is no enforcement."""

from __future__ import annotations

from typing import Any

import pytest

from nlp.pipeline import extract

BUREAU = "the Financial Crimes Enforcement Network (FinCEN)"


def facts_of(title: str, body: str) -> dict[str, Any]:
    return extract(f"{title}\n\nWASHINGTON—{body}\n", agency="FinCEN", title=title, date="2024-06-14").as_dict()


@pytest.mark.parametrize(
    ("title", "body", "accused"),
    [
        (
            "FinCEN Finds Larkfield Bank AS to be of Primary Money Laundering Concern and Proposes Special Measure",
            f"Today {BUREAU} issued a finding and notice of proposed rulemaking, pursuant to Section 311 of the "
            f"USA PATRIOT "
            "Act, seeking to prohibit the opening of a correspondent account in the United States for, or on "
            "behalf of, "
            "Larkfield Bank AS (Larkfield).",
            ["Larkfield Bank AS"],
        ),
        (
            "FinCEN Issues Final Rule Severing Larkfield Bank from U.S. Financial System",
            f"Today {BUREAU} issued a final rule pursuant to section 311 of the USA PATRIOT Act that severs "
            f"Larkfield Bank "
            "from the U.S. financial system.",
            ["Larkfield Bank"],
        ),
        (
            "Treasury Issues Orders under New Authority",
            "Today, FinCEN issued orders identifying three Mexico-based financial institutions—Larkbanco S.A., "
            "Roe Banco "
            "S.A., and Doe Casa de Bolsa, S.A. de C.V.—as being of primary money laundering concern.",
            ["Doe Casa de Bolsa, S.A. de C.V.", "Larkbanco S.A.", "Roe Banco S.A."],
        ),
    ],
)
def test_special_measure_against_an_institution(title: str, body: str, accused: list[str]) -> None:
    facts = facts_of(title, body)
    assert facts["is_enforcement"]
    assert [stage["code"] for stage in facts["stages"]] == ["other"]
    assert sorted(party["name"] for party in facts["parties"]) == accused


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "FinCEN Renews Residential Real Estate Geographic Targeting Orders",
            "FinCEN announced the renewal of its Geographic Targeting Orders. The orders impose penalties of $300,000.",
        ),
        (
            "FinCEN Grants Exceptive Relief to Casinos",
            "FinCEN granted exceptive relief. In 2020 it assessed a $5 million penalty against Larkfield Casino Inc.",
        ),
        (
            "FinCEN Extends Effective Date of Investment Adviser Rule",
            "FinCEN extended the date. Violators are assessed penalties of $500 a day.",
        ),
        (
            "FinCEN Issues Alert on Fraud Schemes",
            "FinCEN issued an alert. In 2020 it assessed a $5 million penalty against Larkfield Casino Inc.",
        ),
    ],
)
def test_no_enforcement(title: str, body: str) -> None:
    facts = facts_of(title, body)
    assert not facts["is_enforcement"]
    assert not facts["parties"]
    assert not facts["sanctions"]


def test_an_enforcement_action_of_an_amount_is_a_penalty() -> None:
    facts = facts_of(
        "FinCEN Announces $29 Million Enforcement Action Against Larkex, Inc.",
        f"Today, {BUREAU} announced a $29,280,829.20 enforcement action against Larkex, Inc. for willful "
        f"violations of the "
        "Bank Secrecy Act. Larkex agreed to a consent order.",
    )
    assert [(s["amount"], s["kind"], s["payers"]) for s in facts["sanctions"]] == [
        (29_280_829.2, "civil_penalty", ["Larkex, Inc."])
    ]


def test_penalty_assessed_and_admitted() -> None:
    facts = facts_of(
        "FinCEN Assesses $8 Million Penalty Against Larkfield Palace",
        f"Today {BUREAU} assessed an $8 million civil money penalty against Larkfield Palace, a casino. Larkfield "
        f"Palace "
        "admitted to willfully failing to implement an effective anti-money laundering program and admitted that "
        "it failed "
        "to report suspicious transactions and currency transactions.",
    )
    assert {charge["code"]: charge["status"] for charge in facts["charges"]} == {
        "aml_program_failure": "admitted",
        "sar_failure": "admitted",
        "ctr_failure": "admitted",
    }


@pytest.mark.parametrize(
    ("told", "kinds"),
    [
        ("The consent order imposes a five-year monitorship.", ["monitor"]),
        ("Larkfield must retain an independent compliance monitor.", ["monitor"]),
        ("Larkfield is not required to retain an independent compliance monitor.", []),
        ("Given its program, an independent compliance monitor was unnecessary.", []),
    ],
)
def test_monitor(told: str, kinds: list[str]) -> None:
    facts = facts_of(
        "FinCEN Assesses $8 Million Penalty Against Larkfield Bank",
        f"Today {BUREAU} assessed an $8 million civil money penalty against Larkfield Bank.\n\n{told}",
    )
    assert [term["kind"] for term in facts["terms"]] == kinds


@pytest.mark.parametrize(
    ("told", "absent"),
    [
        (
            "Under the agreement, Larkfield agreed to report to the department any evidence or allegation of "
            "violations of "
            "money laundering laws for one year.",
            "money_laundering",
        ),
        (
            "Larkfield agreed to sell products to a distributor and to pay the amount of the distributor discount to a "
            "company controlled by the distributor.",
            "drug_trafficking",
        ),
        ("Former executives conspired to manipulate earnings in its stock-exchange filings.", "manipulation"),
    ],
)
def test_boilerplate_and_background_charge_nothing(told: str, absent: str) -> None:
    text = (
        "Larkfield Inc. Resolves Bribery Case\n\nWASHINGTON – Larkfield Inc. entered into a deferred prosecution "
        "agreement "
        "to resolve charges that it violated the Foreign Corrupt Practices Act, the Justice Department announced "
        f"today.\n\nAccording to the statement of facts, it paid bribes.\n\n{told}\n"
    )
    codes = [charge["code"] for charge in extract(text, agency="DOJ", date="2016-03-04").as_dict()["charges"]]
    assert absent not in codes
    assert "foreign_bribery" in codes
