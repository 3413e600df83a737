"""Amounts in rarer wordings: what they are, who pays them, and whose they are. Made-up firms and people."""

from __future__ import annotations

import pytest

from tests.nlp.test_sanctions import sanctions

MARLOW, TARRANT, OAKHAM, BRINDLE = "Ann Marlow", "Bo Tarrant", "Oakham Trading LLC", "Brindle Vale Ltd."
Row = tuple[str, float, set[str]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{OAKHAM} and {BRINDLE} agreed to pay $5,000 each to the United States as a civil penalty.",
            [("civil_penalty", 5_000, {OAKHAM, BRINDLE})],
        ),
        (
            "Marlow agreed to the forfeiture of more than 40 bitcoin, valued at more than $2 million.",
            [("forfeiture", 2_000_000, {MARLOW})],
        ),
        (
            "Marlow was ordered to forfeit $300,000 and pay an equal amount in restitution.",
            [("forfeiture", 300_000, {MARLOW}), ("restitution", 300_000, {MARLOW})],
        ),
        (
            "Marlow and Tarrant were ordered to pay $50,000 and $70,000 in restitution to the Revenue, respectively.",
            [("restitution", 50_000, {MARLOW}), ("restitution", 70_000, {TARRANT})],
        ),
        (
            "Marlow was ordered to pay a $100 special assessment and restitution in an amount to be determined.",
            [("other", 100, {MARLOW})],
        ),
        (
            "The corporate defendants were ordered to pay a criminal fine of $90,000.",
            [("criminal_fine", 90_000, {OAKHAM, BRINDLE})],
        ),
        (
            "The individual defendants were ordered to pay a criminal fine of $9,000.",
            [("criminal_fine", 9_000, {MARLOW, TARRANT})],
        ),
        (
            f"{OAKHAM} will deposit $4 million in a settlement fund to compensate aggrieved borrowers.",
            [("restitution", 4_000_000, {OAKHAM})],
        ),
        (
            f"{OAKHAM} was sentenced to a $2 million criminal fine and a $500,000 community service payment.",
            [("criminal_fine", 2_000_000, {OAKHAM}), ("other", 500_000, {OAKHAM})],
        ),
        (
            f"A judgment was entered against {OAKHAM} in the amount of $4.4 million, representing treble damages.",
            [("settlement", 4_400_000, {OAKHAM})],
        ),
        (
            "In October 2016, Zeltron Corp. agreed to a deferred prosecution and to pay $37 million to settle.",
            [],
        ),
        (
            f"In October 2016, {OAKHAM} agreed to pay $37 million to resolve charges.",
            [("settlement", 37_000_000, {OAKHAM})],
        ),
        (
            f"{OAKHAM} must establish a settlement fund of $20,000 to compensate victims of its practices.",
            [("restitution", 20_000, {OAKHAM})],
        ),
        (
            "Judge Pell ordered Marlow to pay full restitution to victims, including $389,221 to the estate of one.",
            [("restitution", 389_221, {MARLOW})],
        ),
        (
            f"{OAKHAM} and {BRINDLE} pleaded guilty. Each company also agreed to forfeit to the government $500,000.",
            [("forfeiture", 500_000, {OAKHAM, BRINDLE})],
        ),
        (
            f"{OAKHAM} will pay $23 million to the federal government and $7 million to the states.",
            [("settlement", 23_000_000, {OAKHAM}), ("settlement", 7_000_000, {OAKHAM})],
        ),
        (
            f"{OAKHAM} was ordered to pay disgorgement and prejudgment interest of $45,342.",
            [("disgorgement", 45_342, {OAKHAM})],
        ),
        (f"{OAKHAM} copied it without having to pay Zeltron, thereby cheating Zeltron out of $8 million.", []),
        (f"In 2010, {OAKHAM} agreed to pay $250,000 to the state of Ohio to resolve similar violations.", []),
        (
            f"{OAKHAM} agreed to pay $12 million, plus interest, of which $6 million is restitution.",
            [("settlement", 12_000_000, {OAKHAM}), ("restitution", 6_000_000, {OAKHAM})],
        ),
        (
            f"{OAKHAM} agreed to pay a total of $9 million: $5 million to the United States and $4 million to Ohio.",
            [("settlement", amount, {OAKHAM}) for amount in (9_000_000, 5_000_000, 4_000_000)],
        ),
        (
            "Marlow was ordered to pay $412,000 in restitution and $60,000 in prosecution costs.",
            [("restitution", 412_000, {MARLOW}), ("other", 60_000, {MARLOW})],
        ),
        ("Marlow was ordered to pay a $3,000 assessment under the Act.", [("other", 3_000, {MARLOW})]),
        (f"{OAKHAM} was ordered to forfeit about 21,450 pounds of shrimp.", []),
        ("Three corporations have agreed to plead guilty and to pay criminal fines totaling $136 million.", []),
        ("Marlow filed a false return seeking a refund of $383,155, and the judge ordered her to stop.", []),
    ],
)
def test_rarer_wordings_tell_kind_and_payers(text: str, expected: list[Row]) -> None:
    found = [(one.kind, one.amount, set(one.payers)) for one in sanctions(text, "DOJ")]
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_what_is_said_of_a_part_is_not_said_of_the_whole() -> None:
    text = "Marlow must pay a $25,000 fine and $1.1 million in restitution, of which $4 is owed jointly with Tarrant."
    assert [one.joint for one in sanctions(text, "DOJ")] == [False, False]
