"""Amounts told twice, totals beside their parts, parts let off, and who pays: made-up firms and people."""

from __future__ import annotations

from typing import Any

import pytest

from nlp.document import Document
from nlp.facts import Party, Sanction
from nlp.sanctions import find_sanctions

PERSONS = ("Ann Marlow", "Bo Tarrant")
FIRMS = ("Oakham Trading LLC", "Brindle Vale Ltd.")


def sanctions(
    title: str, text: str, agency: str = "CFTC", names: tuple[str, ...] = (*PERSONS, *FIRMS)
) -> list[Sanction]:
    kind: dict[bool, Any] = {True: "person", False: "organization"}
    firms = ("LLC", "Ltd.")
    parties = [Party([], "test", 1.0, name, kind[not name.endswith(firms)], "accused") for name in names]
    return find_sanctions(Document(f"{title}\n\n{text}", agency), {"parties": parties})


def rows(title: str, text: str, agency: str = "CFTC") -> list[tuple[str, float, str]]:
    return [(one.kind, one.amount, one.status) for one in sanctions(title, text, agency)]


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (
            "Court Orders Pool Operator to Pay More than $62 Million in Restitution",
            "The court ordered Marlow to pay $62,318,904 in restitution.",
            [("restitution", 62_318_904, "ordered")],
        ),
        (
            "Man Agrees to Pay More than $62 Million",
            "Marlow was ordered to pay $62,318,904 in restitution.",
            [("restitution", 62_318_904, "ordered")],
        ),
        (
            "Plating Firm to Pay $1.2 Million to Settle Claims",
            "Oakham Trading LLC will pay a $1.2 million civil penalty.",
            [("civil_penalty", 1_200_000, "ordered")],
        ),
        (
            "CFTC Orders Oakham to Pay $68 Million",
            "The order requires Oakham to pay $68.5 million, consisting of a civil monetary penalty of $44,000,000 and "
            "disgorgement of $24,500,000.",
            [
                ("settlement", 68_500_000, "ordered"),
                ("civil_penalty", 44_000_000, "ordered"),
                ("disgorgement", 24_500_000, "ordered"),
            ],
        ),
        (
            "Agency Assesses $33.7 Million in Penalties Against Firm and Its Founder",
            "The agency assessed civil money penalties of $29.5 million against Oakham Trading LLC, a dealer in Boise, "
            "Idaho, and of $4.2 million against its founder, Ann Marlow.",
            [
                ("settlement", 33_700_000, "ordered"),
                ("civil_penalty", 29_500_000, "ordered"),
                ("civil_penalty", 4_200_000, "ordered"),
            ],
        ),
        (
            "Man Pleads Guilty",
            "He must pay restitution in an amount to be set by the court, but not less than $62 million.",
            [("restitution", 62_000_000, "ordered")],
        ),
    ],
)
def test_one_sum_told_twice_and_totals(title: str, text: str, expected: list[tuple[str, float, str]]) -> None:
    assert rows(title, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Oakham must pay a civil monetary penalty of $5,000,000, of which $1,500,000 is suspended for three years.",
            [("civil_penalty", 5_000_000, "ordered"), ("civil_penalty", 1_500_000, "suspended")],
        ),
        (
            "FinCEN has determined to impose a Civil Money Penalty of $8,750,000. FinCEN agrees to suspend $2,000,000 "
            "of the penalty pending the undertakings, and to credit $1,500,000 for amounts paid to the state. Oakham "
            "shall pay $5,250,000 to the U.S. Department of the Treasury.",
            [
                ("civil_penalty", 8_750_000, "ordered"),
                ("civil_penalty", 2_000_000, "suspended"),
                ("civil_penalty", 1_500_000, "credited"),
            ],
        ),
        (
            "FinCEN assessed a $110 million civil money penalty against Oakham. Of the $110 million penalty, $30 "
            "million will be credited for amounts paid to the CFTC, and $20 million is suspended.",
            [
                ("civil_penalty", 110_000_000, "ordered"),
                ("civil_penalty", 30_000_000, "credited"),
                ("civil_penalty", 20_000_000, "suspended"),
            ],
        ),
        (
            "FinCEN assessed a civil money penalty of $9 million. Oakham receives a credit of $4 million for the "
            "penalty paid to the CFTC.",
            [("civil_penalty", 9_000_000, "ordered"), ("civil_penalty", 4_000_000, "credited")],
        ),
        (
            "The order imposes a $120 million civil monetary penalty. Up to $30 million of the penalty will be "
            "credited against payments made to FinCEN.",
            [("civil_penalty", 120_000_000, "ordered")],
        ),
        (
            "The court imposed a civil penalty of $45 million. She had claimed a tax credit of $2 million for her.",
            [("civil_penalty", 45_000_000, "ordered")],
        ),
    ],
)
def test_parts_let_off(text: str, expected: list[tuple[str, float, str]]) -> None:
    assert rows("Agency Acts", text, "FinCEN") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Marlow was sentenced for a role in a scheme to pay more than $1.2 million in bribes.",
        "Marlow agreed to pay Tarrant $510,000 in kickbacks.",
        "As a result of this investigation, more than $890 million in criminal fines have been obtained to date.",
        "To date, more than $1.7 billion in criminal fines have been imposed.",
        "Additionally, 34 companies have agreed to pay a total of more than $2.4 billion in fines.",
        "Oakham paid a total of $2.6 million in combined penalties to CME and ICE Futures.",
        "If he does not pay, he will be fined $1,000 for each day of delay.",
        "Under the earlier order the defendants owe $8,140,000 in restitution and a $13.9 million civil penalty.",
    ],
)
def test_sums_that_are_no_sanction_of_this_action(text: str) -> None:
    assert rows("Agency Acts", text, "DOJ") == []


def payers(title: str, text: str, names: tuple[str, ...] = (*PERSONS, *FIRMS)) -> list[set[str]]:
    agency = "FinCEN" if "FinCEN" in title else "CFTC"
    return [set(one.payers) for one in sanctions(title, text, agency, names)]


def test_those_named_after_an_amount_pay_jointly() -> None:
    text = "The court ordered Oakham Trading LLC to pay $835 in restitution, jointly with defendant Ann Marlow."
    assert payers("Court Acts", text) == [{"Oakham Trading LLC", "Ann Marlow"}]


def test_a_penalty_against_two_that_do_business_under_one_name_is_of_both() -> None:
    text = (
        "FinCEN assessed a $9 million civil money penalty against Oakham Trading LLC and Brindle Vale Ltd., which do "
    )
    assert payers("FinCEN Acts", text + "business as Oakham.") == [{"Oakham Trading LLC", "Brindle Vale Ltd."}]


def test_the_companies_of_a_headline_are_firms() -> None:
    text = "The court ordered Marlow and Oakham to cease."
    title = "Court Orders New York Companies to Pay $2 Million in Restitution"
    assert payers(title, text) == [set(FIRMS)]


def test_a_total_is_paid_by_those_who_pay_its_parts() -> None:
    text = (
        "The order requires Oakham Trading LLC to pay a $1.3 million civil penalty and $8,908,481 in disgorgement. It "
        "also requires Marlow to pay a $300,000 civil monetary penalty."
    )
    total = payers("CFTC Orders Pool Operator, CEO to Pay More Than $10 Million", text)[0]
    assert total == {"Oakham Trading LLC", "Ann Marlow"}


def test_a_man_not_yet_named_is_the_person_named_next() -> None:
    text = (
        "A Georgia man was sentenced today to pay a $10,000 fine.\n\nBo Tarrant, 40, of Macon, was sentenced in court."
    )
    assert payers("Man Sentenced", text) == [{"Bo Tarrant"}]


def test_a_shared_surname_is_that_of_the_one_last_named_in_full() -> None:
    text = "Ann Roe was sentenced to prison. Roe was ordered to pay $300 in restitution.\n\nCy Roe awaits trial."
    assert payers("Two Sentenced", text, ("Ann Roe", "Cy Roe", "Bo Tarrant")) == [{"Ann Roe"}]
    apart = "Ann Roe was sentenced to prison.\n\nRoe was ordered to pay $300 in restitution.\n\nCy Roe awaits trial."
    assert payers("Two Sentenced", apart, ("Ann Roe", "Cy Roe", "Bo Tarrant")) == [set()]


def test_a_headline_that_names_some_of_the_payers_keeps_them() -> None:
    text = (
        "The court ordered Oakham Trading LLC and Brindle Vale Ltd. to pay $835,058 in restitution, jointly with "
        "defendant Ann Marlow. The court ordered civil penalties of $1,200,000 against Oakham Trading LLC."
    )
    assert payers("Court Orders New York Companies to Pay Over $2 Million", text)[0] == set(FIRMS)


def test_a_fine_received_is_a_sanction_and_a_share_received_is_none() -> None:
    assert rows("Two Sentenced", "Oakham Trading LLC, now defunct, received a $400 special assessment.", "DOJ") == [
        ("other", 400, "ordered")
    ]
    assert rows("Firm Settles", "The relator will receive $875,000 of the settlement proceeds.", "DOJ") == []
