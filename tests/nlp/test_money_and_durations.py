"""Amounts of money and lengths of time as written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.durations import find_durations
from nlp.money import find_money


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("$2.3 million", 2_300_000, "USD"),
        ("$1.7 billion", 1_700_000_000, "USD"),
        ("$65,000", 65_000, "USD"),
        ("$322,852.71", 322_852.71, "USD"),
        ("$ 500", 500, "USD"),
        ("US$1,500", 1_500, "USD"),
        ("$2M", 2_000_000, "USD"),
        ("$750K", 750_000, "USD"),
        ("$4.125 million", 4_125_000, "USD"),
        ("$25,743.174.52", 25_743_174.52, "USD"),
        ("$1,000,000.", 1_000_000, "USD"),
        ("\u20ac30 million", 30_000_000, "EUR"),
        ("\u00a31.5 million", 1_500_000, "GBP"),
        ("CAD 893,837", 893_837, "CAD"),
        ("CHF 5 million", 5_000_000, "CHF"),
        ("HK$1,000", 1_000, "HKD"),
        ("USD 2 million", 2_000_000, "USD"),
        ("USD $2 million", 2_000_000, "USD"),
        ("U.S. $2 million", 2_000_000, "USD"),
        ("12 million euros", 12_000_000, "EUR"),
        ("two million dollars", 2_000_000, "USD"),
        ("one hundred thousand dollars", 100_000, "USD"),
        ("six hundred thousand U.S. dollars ($600,000)", 600_000, "USD"),
        ("two hundred and fifty thousand dollars", 250_000, "USD"),
        ("Two Million Five Hundred Thousand Dollars", 2_500_000, "USD"),
        ("forty-nine thousand one hundred seventy dollars and eighty-four cents ($49,170.84)", 49_170.84, "USD"),
        ("30 million Swiss francs", 30_000_000, "CHF"),
        ("100,000 pounds sterling"[:14], 100_000, "GBP"),
        ("51,844 in restitution", 51_844, "USD"),
        ("$30million", 30_000_000, "USD"),
        ("$238, 371 in restitution", 238_371, "USD"),
    ],
)
def test_amount(text: str, amount: float, currency: str) -> None:
    (money,) = find_money(f"He paid {text} then.")
    assert (money.amount, money.currency) == (amount, currency)


@pytest.mark.parametrize("text", ["51,844 people", "3 million shares", "a pound of tea", "\u00a7 5,000", "route 66"])
def test_no_amount(text: str) -> None:
    assert find_money(f"There were {text} then.") == []


@pytest.mark.parametrize(
    ("words", "permitted", "refused"),
    [
        ("not less than $62 million", 62_318_904, 61_900_000),
        ("no less than $62 million", 62_318_904, 61_900_000),
        ("less than $62 million", 61_900_000, 62_318_904),
        ("not more than $62 million", 61_900_000, 62_318_904),
        ("no more than $62 million", 61_900_000, 62_318_904),
        ("not exceeding $62 million", 61_900_000, 62_318_904),
        ("more than $62 million", 62_318_904, 61_900_000),
    ],
)
def test_which_amounts_words_permit(words: str, permitted: float, refused: float) -> None:
    (money,) = find_money(f"He must pay {words}.")
    assert money.permits(permitted) and not money.permits(refused)


def test_qualifiers() -> None:
    words = [money.qualifier for money in find_money("over $2 million, nearly $3 million and $4 million")]
    assert words == ["over", "nearly", ""]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("18 months", 18),
        ("five years", 60),
        ("a year and a day", 12),
        ("one year and one day", 12),
        ("one year and a day", 12),
        ("twenty-one months", 21),
        ("12 years and seven months", 151),
        ("five-year", 60),
        ("30-month", 30),
        ("17 and a half years", 210),
        ("two and a half years", 30),
        ("30years", 360),
        ("180 days", 5.92),
        ("six (6) months", 6),
    ],
)
def test_length(text: str, months: float) -> None:
    assert [one.months for one in find_durations(f"a term of {text} was")] == [months]


def test_lengths_that_share_a_unit() -> None:
    assert [one.months for one in find_durations("240, 120 and 36 months")] == [240, 120, 36]
    assert [one.months for one in find_durations("75 months, 108 months, and 30 months")] == [75, 108, 30]


@given(st.text(alphabet="$0123456789., million andyears-", max_size=200))
def test_any_text_gives_an_answer(text: str) -> None:
    for money in find_money(text):
        assert 0 <= money.start < money.end <= len(text)
        assert money.amount >= 0
    for one in find_durations(text):
        assert 0 <= one.start < one.end <= len(text)
