"""Which amounts are sanctions, of which kind, and who pays: made-up announcements about made-up firms and people."""

from __future__ import annotations

from typing import Any

import pytest

from nlp.document import Document
from nlp.facts import Party, Sanction
from nlp.pipeline import extract
from nlp.sanctions import find_sanctions

PERSONS = ("Ann Marlow", "Bo Tarrant")
FIRMS = ("Oakham Trading LLC", "Brindle Vale Ltd.")


def parties(*names: str) -> list[Party]:
    kind: dict[bool, Any] = {True: "person", False: "organization"}
    return [Party([], "test", 1.0, name, kind[name in PERSONS], "accused") for name in names]


def sanctions(text: str, agency: str = "CFTC", names: tuple[str, ...] = (*PERSONS, *FIRMS)) -> list[Sanction]:
    found = {"parties": parties(*names)}
    return find_sanctions(Document("Agency Announces Outcome\n\n" + text, agency), found)


def kinds(text: str, agency: str = "CFTC") -> list[tuple[str, float]]:
    return [(one.kind, one.amount) for one in sanctions(text, agency)]


@pytest.mark.parametrize(
    ("agency", "text", "expected"),
    [
        ("CFTC", "The order requires Marlow to pay a $200,000 civil monetary penalty.", [("civil_penalty", 200_000)]),
        ("CFTC", "The order imposes a civil penalty of $1.5 million on Oakham.", [("civil_penalty", 1_500_000)]),
        ("CFTC", "The court ordered Oakham to pay a $5,000 fine.", [("civil_penalty", 5_000)]),
        ("DOJ", "Marlow pleaded guilty and was ordered to pay a $5,000 fine.", [("criminal_fine", 5_000)]),
        ("DOJ", "Oakham agreed to pay a criminal penalty of $2 million.", [("criminal_fine", 2_000_000)]),
        ("DOJ", "Marlow was fined $30,000 after she was convicted.", [("criminal_fine", 30_000)]),
        ("DOJ", "She was ordered to forfeit $29.8 million.", [("forfeiture", 29_800_000)]),
        ("DOJ", "The judge entered a forfeiture money judgment of $4.8 million.", [("forfeiture", 4_800_000)]),
        ("DOJ", "She was ordered to pay $98,458 in restitution.", [("restitution", 98_458)]),
        ("DOJ", "She was ordered to pay restitution to the bank in the amount of $7,500.", [("restitution", 7_500)]),
        ("DOJ", "Oakham will pay $275,000 to compensate 29 individuals.", [("restitution", 275_000)]),
        ("CFTC", "The order requires Marlow to disgorge $45,342.44 of gains.", [("disgorgement", 45_342.44)]),
        ("CFTC", "Oakham must pay $135,788 in disgorgement.", [("disgorgement", 135_788)]),
        ("DOJ", "Oakham agreed to pay $15.5 million to settle the allegations.", [("settlement", 15_500_000)]),
        ("CFTC", "Oakham must pay $3 million in fines and restitution.", [("settlement", 3_000_000)]),
        ("CFTC", "It must pay prejudgment interest of $49,170.84.", [("interest", 49_170.84)]),
        (
            "CFTC",
            "The order requires restitution of $10,000 and a $20,000 civil monetary penalty.",
            [("restitution", 10_000), ("civil_penalty", 20_000)],
        ),
        (
            "DOJ",
            "She was ordered to pay $18,469 in restitution to the IRS and $226 to the USDA.",
            [("restitution", 18_469), ("restitution", 226)],
        ),
        (
            "DOJ",
            "She was ordered to pay restitution of $34,000 including $29,000 to clients and $5,000 to the IRS.",
            [("settlement", 34_000), ("restitution", 29_000), ("restitution", 5_000)],
        ),
        (
            "CFTC",
            "The court ordered civil penalties of $14,000 against Oakham Trading LLC and $6,000 against Tarrant.",
            [("civil_penalty", 14_000), ("civil_penalty", 6_000)],
        ),
        (
            "DOJ",
            "It will pay $5 million in civil penalties. The plea of another, a criminal matter, is not affected.",
            [("civil_penalty", 5_000_000)],
        ),
        ("DOJ", "The United States will seek an order of forfeiture for $43,550.", [("forfeiture", 43_550)]),
        ("DOJ", "The indictment seeks forfeiture of more than $14 billion.", [("forfeiture", 14_000_000_000)]),
    ],
)
def test_kind(agency: str, text: str, expected: list[tuple[str, float]]) -> None:
    assert kinds(text, agency) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Marlow faces a maximum penalty of 20 years in prison and a $250,000 fine.",
        "The charge carries a fine of up to $1 million.",
        "Investors lost more than $40 million in the scheme.",
        "Marlow solicited $2.3 million from customers and laundered $1 million.",
        "Customers paid a total of $3,306,032 for metal.",
        "Marlow conspired to pay $2 million in bribes.",
        "The company agreed to pay Marlow $20 per return.",
        "The Department awarded a $2 million grant.",
        "The relator will receive $875,000 of the settlement proceeds.",
        "Those companies and individuals have been sentenced to pay fines of more than $40 million.",
        "In a parallel action, Oakham agreed with the Securities and Exchange Commission to pay $36 in fines.",
        "In a related criminal case, Tarrant was ordered to pay a $50,000 fine.",
        "The Integrity Unit has imposed over $12 billion in penalties on banks over the last decade.",
        "The Department has recovered penalties of $3 billion since January 2009.",
        "If the Court imposes a fine in excess of $2,500, interest must be paid.",
        "The firm failed to make a payment of $120 million.",
    ],
)
def test_what_is_no_sanction(text: str) -> None:
    assert kinds(text, "CFTC") == []


def test_sought_and_credited_figures_say_so() -> None:
    (sought,) = sanctions("The complaint seeks the forfeiture of no less than $5,665,000.", "DOJ")
    assert sought.status == "sought"
    (suspended,) = sanctions("The order imposes a civil penalty of $90,000, which is suspended.")
    assert suspended.status == "suspended"
    (credited,) = sanctions(
        "Marlow must pay $7,000 in restitution. The restitution obligation is deemed satisfied by the forfeiture."
    )
    assert credited.status == "credited"


def test_a_request_before_an_agreement_does_not_make_it_sought() -> None:
    (one,) = sanctions("In addition to ending its requests, Oakham Trading LLC has agreed to pay a $900 civil penalty.")
    assert one.status == "ordered"


def test_the_same_figure_is_one_sanction_and_a_rounded_one_is_too() -> None:
    text = (
        "Oakham agreed to pay more than $1.2 million.\n\nThe order requires Oakham to pay a $1,232,510 civil penalty. "
        "The $1,232,510 civil penalty was ordered today."
    )
    assert kinds(text) == [("civil_penalty", 1_232_510)]


def test_a_total_stands_beside_its_parts() -> None:
    text = (
        "The orders impose $30,000 in penalties. Marlow must pay a $10,000 penalty. Tarrant must pay a $20,000 penalty."
    )
    assert kinds(text) == [("settlement", 30_000), ("civil_penalty", 10_000), ("civil_penalty", 20_000)]


@pytest.mark.parametrize(
    ("text", "payers"),
    [
        ("The order requires Marlow to pay a $1,000 penalty.", ["Ann Marlow"]),
        (
            "The order requires Marlow and Oakham, jointly, to pay a $1,000 penalty.",
            ["Ann Marlow", "Oakham Trading LLC"],
        ),
        ("Marlow lied. The order requires her to pay a $1,000 penalty.", ["Ann Marlow"]),
        ("Oakham Trading LLC lied. The company agreed to pay a $1,000 penalty.", ["Oakham Trading LLC"]),
        (
            "Oakham and Marlow lied. The order requires them to pay a $1,000 penalty.",
            ["Oakham Trading LLC", "Ann Marlow"],
        ),
        ("The order requires the defendants to pay a $1,000 penalty.", [*PERSONS, *FIRMS]),
        ("The court imposed a $1,000 civil penalty on Tarrant.", ["Bo Tarrant"]),
        ("Tarrant, the former president of Oakham, was ordered to pay a $1,000 penalty.", ["Bo Tarrant"]),
        ("Marlow's employer, Oakham Trading LLC, agreed to pay a $1,000 penalty.", ["Oakham Trading LLC"]),
    ],
)
def test_payers(text: str, payers: list[str]) -> None:
    (one,) = sanctions(text.replace("Oakham,", "Oakham Trading LLC,").replace("Oakham and", "Oakham Trading LLC and"))
    assert one.payers == payers


def test_respectively_gives_each_its_own() -> None:
    text = "Marlow and Tarrant must pay civil penalties of $250,000 and $120,000, respectively."
    assert [(one.amount, one.payers) for one in sanctions(text)] == [
        (250_000, ["Ann Marlow"]),
        (120_000, ["Bo Tarrant"]),
    ]


def test_joint_and_several() -> None:
    (one,) = sanctions("Marlow and Tarrant must pay, jointly and severally, a $1,000 penalty.")
    assert one.joint
    (other,) = sanctions("Marlow must pay a $1,000 penalty.")
    assert not other.joint


def test_a_collective_name_stands_for_all_it_was_given_to() -> None:
    text = (
        "Oakham Trading LLC and Brindle Vale Ltd. (collectively, Oakvale) settled. Oakvale must pay a $1,000 penalty."
    )
    (one,) = sanctions(text)
    assert one.payers == ["Oakham Trading LLC", "Brindle Vale Ltd."]


def test_whoever_the_last_of_several_amounts_is_laid_on_pays_them_all() -> None:
    text = """Judge Rules in Case Against Larkfield LLC

WASHINGTON, D.C. – The CFTC announced today an order settling charges against Larkfield LLC and its owner, John Roe.

The order imposed a $10 million fine and ordered $4 million in restitution against Roe.
"""
    found = extract(text, agency="CFTC").as_dict()["sanctions"]
    assert {fact["amount"]: fact["payers"] for fact in found} == {10e6: ["John Roe"], 4e6: ["John Roe"]}


@pytest.mark.parametrize(
    ("sentence", "amounts"),
    [
        ("Roe's broker sold the stock, resulting in ill-gotten gains of about $94,709 from the trading.", []),
        ("The order requires Roe to give back ill-gotten gains of $94,709.", [94709]),
    ],
)
def test_gains_are_no_sanction_until_they_are_given_back(sentence: str, amounts: list[float]) -> None:
    text = f"""Agency Acts Against John Roe

WASHINGTON, D.C. – The CFTC announced today an order settling charges against John Roe.

{sentence}
"""
    assert [fact["amount"] for fact in extract(text, agency="CFTC").as_dict()["sanctions"]] == amounts
