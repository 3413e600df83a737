"""Lists, tables and older wordings, each about made-up firms: handles, rows of sentences, sums told by another."""

from typing import Any

from nlp.pipeline import extract

REGULATOR = "Washington, DC - The Commodity Futures Trading Commission today "
SETTLED = f"{REGULATOR}issued an order filing and settling charges against "

HANDLES = """Darknet Vendors Charged in Operation Quiet Harbor

FRESNO, Calif. – The U.S. Attorney announced today charges against several darknet vendors:

SINQUAY: Chester Underbrook, 44, of Asbury Park, New Jersey, and Ronald MacArdle, 51, of Brick, New Jersey, are \
charged with distributing counterfeit pills.

PILLQUAYZ: Luis Arredond, 29, of Fresno, was arrested on Monday and charged with distribution of fentanyl.
"""
ROWS = """Two Defendants Sentenced to Prison for Trafficking Pills on the Dark Web

CINCINNATI – Texans convicted of a drug trafficking conspiracy have been sentenced in federal court in Cincinnati.

Those sentenced in this case include:

Name Age City of Residence Sentence Imposed

Hung Ahn Phong 26 Houston, Texas 84 months in prison

Stephanie R. Prey 35 Houston, Texas Five years' probation
"""
SAME = """Adviser Sentenced for Fraud

BOSTON – Dennis P. Galway, 61, was sentenced today for wire fraud. Galway was also ordered to pay restitution of \
$8,735,000 and to forfeit the same amount.
"""
DEFAULT = """Federal Court Enters Orders against Two Men and Their Company

Washington, D.C. — The Commodity Futures Trading Commission announced today that the U.S. District Court for the \
District of Utah entered a consent order against Brandt Haldor and default orders against Kyle Wexler and Corkwell \
Alpha LLC for fraud.
"""
ENERGY = """Agency Sanctions Energy Company for False Reports

Washington, DC — The Commodity Futures Trading Commission (CFTC) announced today that it settled charges that Brazo \
Reach Marketing, L.P. and its parent, Brazo Reach Energy, Inc., both Texas-based energy companies, delivered false \
reports of natural gas prices. They agreed to pay a $2.5 million civil monetary penalty. To date, the CFTC has \
obtained settlements totaling $305 million in energy cases, including a $20 million settlement with Westgate Corp.
"""


def read(text: str, agency: str = "DOJ") -> dict[str, Any]:
    return extract(text, agency=agency, date="2020-08-14").as_dict()


def settled(body: str) -> dict[str, Any]:
    return read(f"An Agency Acts Again\n\n{SETTLED}{body}", "CFTC")


def codes(facts: dict[str, Any], field: str) -> list[str]:
    return [fact["code"] for fact in facts[field]]


def names(facts: dict[str, Any]) -> list[str]:
    return [fact["name"] for fact in facts["parties"]]


def test_the_handle_before_a_name_is_the_name_of_all_of_the_line() -> None:
    assert {fact["name"]: fact["aliases"] for fact in read(HANDLES)["parties"]} == {
        "Chester Underbrook": ["SINQUAY"],
        "Ronald MacArdle": ["SINQUAY"],
        "Luis Arredond": ["PILLQUAYZ"],
    }


def test_a_single_heading_is_no_handle() -> None:
    facts = read("Man Charged\n\nThe charges are new.\n\nUpdate: Luis Arredond, 29, was charged today with wire fraud.")
    assert [fact["aliases"] for fact in facts["parties"]] == [[]]


def test_the_rows_of_a_table_are_sentences() -> None:
    facts = read(ROWS)
    assert names(facts) == ["Hung Ahn Phong", "Stephanie R. Prey"]
    assert [(term["kind"], term["months"], term["party"]) for term in facts["terms"]] == [
        ("prison", 84, "Hung Ahn Phong"),
        ("probation", 60, "Stephanie R. Prey"),
    ]


def test_the_same_amount_is_a_sanction_too() -> None:
    facts = read(SAME)
    assert [(fact["kind"], fact["amount"], fact["payers"]) for fact in facts["sanctions"]] == [
        ("restitution", 8_735_000, ["Dennis P. Galway"]),
        ("forfeiture", 8_735_000, ["Dennis P. Galway"]),
    ]


def test_consent_and_default_orders_of_one_day() -> None:
    facts = read(DEFAULT, "CFTC")
    assert codes(facts, "stages") == ["settled", "judgment"]
    assert names(facts) == ["Brandt Haldor", "Kyle Wexler", "Corkwell Alpha LLC"]


def test_charges_settled_that_somebody_did_something() -> None:
    facts = read(ENERGY, "CFTC")
    assert names(facts) == ["Brazo Reach Marketing, L.P.", "Brazo Reach Energy, Inc."]
    assert [fact["amount"] for fact in facts["sanctions"]] == [2.5e6]


def test_a_house_abroad_is_called_by_its_second_word() -> None:
    facts = settled(
        "Bankhaus Osterberg AG, of Frankfurt. The order requires Osterberg to pay a $3 million civil penalty."
    )
    assert names(facts) == ["Bankhaus Osterberg AG"]
    assert facts["sanctions"][0]["payers"] == ["Bankhaus Osterberg AG"]


def test_sunday_may_be_a_given_name() -> None:
    facts = read(
        "Man Extradited\n\nTULSA – Sunday Daniel Roewe, 37, made his initial appearance on Friday for wire fraud."
    )
    assert names(facts) == ["Sunday Daniel Roewe"]


def test_an_injunction_agreed_to_is_a_settlement() -> None:
    facts = read(
        "Federal Court Bars Man From Preparing Returns\n\nA federal court has permanently barred Wilfred Antone from "
        "preparing federal tax returns for others, the Justice Department announced today.\n\nThe civil "
        "injunction order, "
        "to which Antone agreed, was signed on Monday. The complaint alleged that Antone filed fraudulent tax returns."
    )
    assert codes(facts, "stages") == ["settled"]
    assert {term["kind"] for term in facts["terms"]} == {"injunction"}


def test_an_earlier_consent_order_imposes_nothing_today() -> None:
    facts = settled(
        "Kevin Cassell for fraud. He must pay a $500,000 penalty. A previous consent order, entered in November 2008, "
        "barred Cassell from trading."
    )
    assert facts["terms"] == []


def test_who_admits_that_he_failed_admits_the_charge() -> None:
    facts = settled("Harrowgate Securities LLC for failing to supervise. Harrowgate admitted that it failed to do so.")
    assert [(fact["code"], fact["status"]) for fact in facts["charges"]] == [("failure_to_supervise", "admitted")]


def test_quotation_marks_decoded_twice_are_no_part_of_a_short_name() -> None:
    opening, closing = "\u00e2\u20ac\u0153", "\u00e2\u20ac\u009d"
    facts = settled(f"Harrow Coin Inc. ({opening}HCI{closing} or the {opening}Exchange{closing}) for fraud.")
    assert [fact["aliases"] for fact in facts["parties"]] == [["HCI"]]
