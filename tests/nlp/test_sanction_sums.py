"""Whether parts sum to the total that a text states, and which amounts words permit: made-up firms and people."""

from __future__ import annotations

from typing import Any

import pytest

from nlp.document import Document
from nlp.facts import Party, Sanction
from nlp.money import find_money, permits_sum
from nlp.sanctions import find_sanctions

OPENING = "The court entered an order against Oakham Trading LLC and Ann Marlow. "


def sanctions(text: str, title: str = "Court Acts", agency: str = "CFTC") -> list[Sanction]:
    parties: list[Any] = [
        Party([], "test", 1.0, "Oakham Trading LLC", "organization", "accused"),
        Party([], "test", 1.0, "Ann Marlow", "person", "accused"),
    ]
    return find_sanctions(Document(f"{title}\n\n{OPENING}{text}", agency), {"parties": parties})


def sums(text: str, title: str = "Court Acts", agency: str = "CFTC") -> list[tuple[float, float | None, str]]:
    found = sanctions(text, title, agency)
    return [(one.amount, one.parts_sum, one.parts_state) for one in found if one.parts_state]


@pytest.mark.parametrize(
    ("words", "lowest", "highest"),
    [
        ("more than $30 million", 30_000_000, 31_000_000),
        ("over $300 million", 300_000_000, 310_000_000),
        ("more than $2.5 million", 2_500_000, 2_600_000),
        ("over $700,000", 700_000, 750_000),
        ("over $397,000", 397_000, 398_000),
        ("in excess of $1 million", 1_000_000, 1_500_000),
        ("nearly $400,000", 390_000, 400_000),
        ("approximately $30 million", 29_000_000, 31_000_000),
        ("$30 million", 29_500_000, 30_500_000),
        ("$1 million", 950_000, 1_050_000),
        ("$77.4 million", 77_350_000, 77_500_000),
        ("$322,852.71", 322_851.71, 322_853.71),
        ("$1,595,946", 1_595_945, 1_595_947),
    ],
)
def test_what_the_words_for_an_amount_permit(words: str, lowest: float, highest: float) -> None:
    (money,) = find_money(f"He pays {words}.")
    assert (money.lowest, money.highest) == (lowest, highest)


@pytest.mark.parametrize(
    ("total", "parts", "fits"),
    [
        ("$30 million", ("$17 million", "$13 million"), True),
        ("$30 million", ("$17 million", "$12 million"), False),
        ("$30 million", ("$17 million", "$10 million"), False),
        ("more than $30 million", ("$17,900,000", "$13 million"), True),
        ("more than $30 million", ("$18,100,000", "$13 million"), False),
        ("$74,453,802", ("$65 million", "$9.45 million"), True),
        ("over $31 million", ("over $6.2 million", "over $24.8 million"), True),
        ("nearly $400,000", ("$180,000", "$180,000"), False),
    ],
)
def test_sums_that_the_words_for_a_total_permit(total: str, parts: tuple[str, ...], fits: bool) -> None:
    (whole,), found = find_money(f"He pays {total}."), find_money(f"He pays {' and '.join(parts)} more.")
    assert permits_sum(whole, found) is fits


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Oakham must pay a total of $30 million: a $13 million civil penalty and restitution of $17 million.",
            (30e6, 30e6, "agrees"),
        ),
        (
            "Oakham must pay more than $30 million in penalties and restitution. The order imposes a $13 million civil "
            "penalty and requires Oakham to pay restitution of $14 million.",
            (30e6, 27e6, "differs"),
        ),
        (
            "Oakham agreed to pay monetary sanctions totaling $30 million. It will pay a $13 million civil penalty, "
            "disgorgement of $14 million and restitution of $9 million.",
            (30e6, 36e6, "differs"),
        ),
        (
            "Oakham must pay a total of $30 million, including a civil penalty of $13 million and restitution of $11 "
            "million.",
            (30e6, 24e6, "partial"),
        ),
    ],
)
def test_a_total_against_its_parts(text: str, expected: tuple[float, float, str]) -> None:
    assert sums(text) == [expected]


def test_a_headline_is_a_total_too() -> None:
    title = "Court Orders Firm and Owner to Pay $30 Million"
    text = "Oakham must pay a $13 million civil penalty. Marlow must pay restitution of $14 million."
    assert sums(text, title) == [(30e6, 27e6, "differs")]
    assert sums(text.replace("14", "17"), title) == [(30e6, 30e6, "agrees")]


@pytest.mark.parametrize(
    "text",
    [
        # a joint debt counts once
        "Oakham must pay a total of $30 million. Oakham must pay restitution of $17 million, jointly with Ann Marlow. "
        "Marlow must pay restitution of $17 million, jointly with Oakham. Oakham must pay a $13 million civil penalty.",
        # what is suspended or credited is a part of a part
        "Oakham must pay a total of $30 million. It must pay restitution of $17 million and a $13 million civil "
        "penalty, of which $5 million is suspended.",
        "Oakham must pay a total of $30 million. It must pay restitution of $17 million and a $13 million civil "
        "penalty. Oakham receives a credit of $4 million for the penalty paid to the CFTC.",
        # what each pays counts for each
        "Oakham and Marlow must pay a total of $30 million. Oakham and Marlow must each pay a $15 million civil "
        "penalty.",
        # a part, and what that part is made of
        "Oakham must pay a total of $30 million. It must pay restitution of $17 million. Oakham must pay penalties "
        "totaling $13 million: a $9 million civil penalty for fraud and a $4 million civil penalty for false reports.",
    ],
)
def test_nothing_is_counted_twice(text: str) -> None:
    assert {state for _, _, state in sums(text)} == {"agrees"}


@pytest.mark.parametrize(
    "text",
    [
        "Oakham must pay a $30 million civil penalty.",
        "Oakham must pay a $9,000 fine and a special assessment. Marlow must pay a $4,000 fine.",
        "Oakham Trading LLC must pay a total of $30 million. Marlow must pay a $13 million civil penalty.",
        # what others were fined, and what is spent
        "Marlow must pay a $5,000 fine and $4,000 in restitution. To date, fines totaling more than $2 million have "
        "been imposed on her fellows.",
        "Oakham will spend a total of more than $40 million on new pumps. It must pay a civil penalty of $1 million "
        "and restitution of $2 million.",
        # what is paid besides
        "Oakham and Marlow must pay total restitution of $452,516. Oakham must pay an additional $62,651 in "
        "restitution and Marlow must pay an additional $91,621 in restitution.",
        "Marlow must pay a $5,000 fine. Oakham earlier paid more than $25 million in fines and penalties.",
    ],
)
def test_no_total_and_no_part_of_it(text: str) -> None:
    assert sums(text) == []


def test_parts_whose_payers_are_called_otherwise_still_add_up() -> None:
    text = (
        "Marlow must pay a total of $30 million. Vole Ltd. must pay a penalty of $13 million and a fine of $17 million."
    )
    assert [state for _, _, state in sums(text)] == ["agrees"]


def test_a_broken_down_total_is_held_against_that_breakdown_alone() -> None:
    text = (
        "Oakham must pay a $40 million civil penalty. Oakham must also pay a total penalty of $10 million, with a $4 "
        "million criminal fine and a $5 million civil penalty."
    )
    assert sums(text) == [(10e6, 9e6, "differs")]


def test_every_amount_tells_what_its_words_permit() -> None:
    (one,) = sanctions("Oakham must pay a civil penalty of more than $2.5 million.")
    assert (one.lowest, one.highest, one.parts_sum, one.parts_state) == (2_500_000, 2_600_000, None, "")
