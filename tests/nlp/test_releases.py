"""Whole releases in the agencies' usual shapes, about made-up firms: who is accused, and who pays what."""

from typing import Any

from nlp.pipeline import extract

OFF_CHANNEL = """Commission Orders Three Institutions to Pay Over $49 Million for Recordkeeping Failures

WASHINGTON, D.C. — The Commodity Futures Trading Commission today issued orders filing and settling charges against \
three financial institutions: Halvorsen Securities LLC, a futures commission merchant (FCM); Bank of Port Elling, a \
swap dealer (SD), and its affiliate, Elling Capital Markets Inc., an FCM (together, Elling); and Quillfeather Swaps \
Ltd. (Quillfeather), an SD, for failing to maintain records that were required to be kept.

The orders impose the following civil monetary penalties:

Elling: $30 million civil monetary penalty
Halvorsen: $12 million civil monetary penalty
Quillfeather: $7 million civil monetary penalty
"""
DEFAULT = """Federal Court Orders Nevada Man and His Company to Pay Over $6.2 Million

Washington, D.C. — The Commodity Futures Trading Commission today announced that Judge Ada Bench of the U.S. District \
Court for the District of Nevada entered a default judgment against Devlin Ostrow of Henderson, Nevada, and his \
company, Ostrow Digital Assets, LLC, d/b/a CoinHarbor, finding that they fraudulently solicited customers.

The order requires Ostrow and CoinHarbor, jointly and severally, to pay $1,550,000 in restitution and a civil \
monetary penalty of $4,650,000.
"""
JURY = """Jury Finds Pool Operator Liable for Fraud

Washington, D.C. — The Commodity Futures Trading Commission announced today that a federal jury returned a verdict \
finding Raymond Tolliver and his companies Tolliver Metals Inc. and Pacific Bullion Reserve, LLC liable on all counts \
of fraud in connection with precious metals.
"""
LIMITS = """Commission Fines Two Firms a Total of $1.4 Million for Exceeding Position Limits

Washington, DC – The Commodity Futures Trading Commission today filed and settled charges against Cedar Grain Trading \
Pte. Ltd., of Singapore, and Westmark Agri LLC, of Omaha, Nebraska, for violating position limits in soybean futures. \
The Cedar Grain Order requires it to pay an $800,000 civil monetary penalty. In a separate Order, Westmark was \
assessed a $600,000 civil penalty. Its broker, Larkspur Brothers & Co., was not charged.
"""


def read(text: str) -> dict[str, Any]:
    return extract(text, agency="CFTC").as_dict()


def paid(text: str, kind: str) -> dict[float, list[str]]:
    return {fact["amount"]: fact["payers"] for fact in read(text)["sanctions"] if fact["kind"] == kind}


def names(text: str) -> list[str]:
    return [fact["name"] for fact in read(text)["parties"]]


def test_a_list_of_penalties_under_one_heading() -> None:
    elling = ["Bank of Port Elling", "Elling Capital Markets Inc."]
    assert names(OFF_CHANNEL) == ["Halvorsen Securities LLC", *elling, "Quillfeather Swaps Ltd."]
    assert paid(OFF_CHANNEL, "civil_penalty") == {
        30e6: elling,
        12e6: ["Halvorsen Securities LLC"],
        7e6: ["Quillfeather Swaps Ltd."],
    }


def test_a_founder_and_the_firm_of_his_name_pay_together() -> None:
    both = ["Devlin Ostrow", "Ostrow Digital Assets, LLC"]
    assert paid(DEFAULT, "restitution") == {1_550_000: both}
    assert paid(DEFAULT, "civil_penalty") == {4_650_000: both}


def test_whom_a_jury_finds_liable() -> None:
    assert names(JURY) == ["Raymond Tolliver", "Tolliver Metals Inc.", "Pacific Bullion Reserve, LLC"]


def test_foreign_suffixes_end_no_sentence_and_who_was_not_charged_is_no_party() -> None:
    assert names(LIMITS) == ["Cedar Grain Trading Pte. Ltd.", "Westmark Agri LLC"]
    assert paid(LIMITS, "civil_penalty") == {8e5: ["Cedar Grain Trading Pte. Ltd."], 6e5: ["Westmark Agri LLC"]}
