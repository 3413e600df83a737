"""Steps, courts and terms in seldom words, each about made-up firms: other forums, co-plaintiffs, clauses, lists."""

from typing import Any

import pytest

from nlp.pipeline import extract

REGULATOR = "Washington, DC - The Commodity Futures Trading Commission today "
SETTLED = f"{REGULATOR}issued an order filing and settling charges against "


def read(body: str, agency: str = "DOJ") -> dict[str, Any]:
    return extract(f"An Agency Acts Again\n\n{body}", agency=agency, date="2020-08-14").as_dict()


def codes(facts: dict[str, Any], field: str) -> list[str]:
    return [fact["code"] for fact in facts[field]]


def names(facts: dict[str, Any]) -> list[str]:
    return [fact["name"] for fact in facts["parties"]]


def courts(facts: dict[str, Any]) -> list[str]:
    return [fact["court"] for fact in facts["courts"]]


def amounts(facts: dict[str, Any]) -> dict[float, tuple[str, str]]:
    return {fact["amount"]: (fact["kind"], fact["status"]) for fact in facts["sanctions"]}


def terms(facts: dict[str, Any]) -> list[tuple[str, float | None, str | None]]:
    return [(term["kind"], term["months"], term["party"]) for term in facts["terms"]]


def test_what_the_settlement_of_another_agency_brought_is_no_sanction() -> None:
    facts = read(
        "Harwell Tools Inc. entered into a deferred prosecution agreement today and agreed to pay an $8 million "
        "criminal "
        "penalty. Harwell agreed, among other things, to implement an enhanced compliance program.\n\nHarwell also "
        "reached a settlement of a related civil complaint filed by the SEC. As part of that settlement, "
        "Harwell agreed "
        "to pay $5.6 million in disgorgement."
    )
    assert amounts(facts) == {8e6: ("criminal_fine", "ordered")}
    assert ("undertakings", None, "Harwell Tools Inc.") in terms(facts)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Jan Example pleaded guilty today. Example agreed to forfeit a rifle, two pistols, and $61,872 in seized U.S. "
         "currency.", {61_872: ("forfeiture", "ordered")}),
        ("The United States filed a civil forfeiture action today to recover $54 million of cryptocurrency that Jan "
         "Example obtained from drug sales.", {54e6: ("forfeiture", "sought")}),
        ("Jan Example pleaded guilty today to wire fraud. Example has agreed to pay restitution in full to her former "
         "employer and $287,516 to the IRS.", {287_516: ("restitution", "ordered")}),
        ("Jan Example was sentenced today to pay a fine of $35,000. Example was previously convicted in 2008 of mail "
         "fraud, for which he was ordered to pay $410,000 in restitution.", {35_000: ("criminal_fine", "ordered")}),
        ("Jan Example, a trader, was sentenced today and fined $35,000. In September 2019, the bank entered into an "
         "agreement and agreed to pay $920 million.", {35_000: ("criminal_fine", "ordered")}),
    ],
)  # fmt: skip
def test_money(body: str, expected: dict[float, tuple[str, str]]) -> None:
    assert amounts(read(body)) == expected


def test_a_forfeiture_ordered_with_a_plea_is_no_step_of_its_own() -> None:
    facts = read("Harwell Tools Inc. pleaded guilty today and was ordered to pay a forfeiture of $4 million.")
    assert codes(facts, "stages") == ["pleaded_guilty"]


def test_a_firm_agrees_to_years_of_probation_and_keeps_its_danish_suffix() -> None:
    facts = read(
        "Norhavn Bank A/S pleaded guilty today to bank fraud. The Bank also agreed to three years of probation."
    )
    assert names(facts) == ["Norhavn Bank A/S"]
    assert terms(facts) == [("probation", 36, "Norhavn Bank A/S")]


def test_who_brings_the_case_too_is_no_party() -> None:
    facts = read(
        "Under a decree lodged by the United States and the State of Missouri, Deerun Corp. has agreed to pay $5,000."
    )
    assert names(facts) == ["Deerun Corp."]


def test_clauses_of_a_sentence_ban_each_for_a_time_of_its_own() -> None:
    facts = read(
        f"{SETTLED}Gulf Bullion, LLC, Terrence Lox and Vivian Prew. The order finds fraud. Gulf Bullion and Lox "
        f"are permanently banned from "
        "trading; Prew is barred from trading for five years.",
        agency="CFTC",
    )
    assert terms(facts) == [("trading_ban", None, None), ("trading_ban", 60, "Vivian Prew")]


def test_a_revocation_lasts_for_good() -> None:
    facts = read(
        f"{SETTLED}Paul Schorn. The order revokes Schorn's registration and prohibits him from trading for ten years.",
        agency="CFTC",
    )
    assert {(kind, months) for kind, months, _ in terms(facts)} == {("registration_ban", None), ("trading_ban", 120)}


@pytest.mark.parametrize(
    ("body", "agency", "expected"),
    [
        ("Jan Example, 25, was arrested this morning and is expected to make an initial appearance today in the "
         "Northern "
         "District of Alabama. The U.S. Attorney's Office for the District of Columbia is prosecuting the case.", "DOJ",
         ["D.D.C."]),
        ("Jan Example, 25, was arrested and made his initial appearance today in the Northern District of Alabama.",
         "DOJ", ["N.D. Ala."]),
        (f"{SETTLED}Kestrel Labs, Inc. for illegal trades.\n\nThe order requires it to pay a "
         f"penalty.\n\nSimultaneously, "
         "the CFTC filed a civil enforcement action in the U.S. District Court for the Northern District of California "
         "charging Kestrel DAO with the same.", "CFTC", ["N.D. Cal."]),
        (f"{REGULATOR}revoked the registrations of Lorain Futures Inc., based on its statutory disqualification. The "
         "decision relied on a final judgment of the U.S. District Court for the Northern District of Ohio, which "
         "permanently enjoined it.", "CFTC", []),
    ],
)  # fmt: skip
def test_courts(body: str, agency: str, expected: list[str]) -> None:
    assert courts(read(body, agency)) == expected


def test_subsidiaries_that_bear_their_business_in_parentheses() -> None:
    facts = read(
        f"{REGULATOR}filed a complaint charging three entities with fraud. The entities are Banyar Holdings "
        f"Limited, Banyar "
        "Holdings (IE) Limited, and Banyar (Services) Holdings Limited.",
        agency="CFTC",
    )
    assert names(facts) == [
        "Banyar Holdings Limited",
        "Banyar Holdings (IE) Limited",
        "Banyar (Services) Holdings Limited",
    ]


def test_money_of_later_victims_paid_to_earlier_ones_is_a_ponzi_scheme() -> None:
    facts = read("Jan Example was convicted today of wire fraud. Money from new victims was used to pay earlier ones.")
    assert "ponzi_scheme" in codes(facts, "charges")
