"""Kinds of releases that come seldom, each about made-up firms: contempt, offsets, freezes, an administrative judge."""

from typing import Any

import pytest

from nlp.pipeline import extract

REGULATOR = "Washington, DC - The Commodity Futures Trading Commission today "
SETTLED = f"{REGULATOR}issued an order filing and settling charges against "


def read(body: str, *, title: str = "An Agency Acts", agency: str = "CFTC") -> dict[str, Any]:
    return extract(f"{title}\n\n{body}", agency=agency, date="2020-08-14").as_dict()


def codes(facts: dict[str, Any], field: str) -> list[str]:
    return [fact["code"] for fact in facts[field]]


def names(facts: dict[str, Any], role: str = "accused") -> list[str]:
    return [fact["name"] for fact in facts["parties"] if fact["role"] == role]


def amounts(facts: dict[str, Any]) -> dict[float, tuple[str, str, list[str]]]:
    return {fact["amount"]: (fact["kind"], fact["status"], fact["payers"]) for fact in facts["sanctions"]}


def bans(facts: dict[str, Any]) -> list[tuple[str, float | None, str | None]]:
    return [(term["kind"], term["months"], term["party"]) for term in facts["terms"] if term["kind"].endswith("_ban")]


FREEZE = (
    f"{REGULATOR}announced that a judge of the U.S. District Court for the District of Oregon entered an order "
    "freezing assets controlled by Moss Quay Exchange Ltd., a Belize company d/b/a MossQuay, and Ramiro Quint, and "
    "relief defendant Quint Family Holdings LLC.\n\nThe order was entered in connection with a complaint filed on July "
    "26, which charges the defendants with fraud."
)
JUDGE = (
    "Washington, DC - On July 2, 2020, a CFTC Administrative Law Judge issued an Initial Decision finding that Elmore "
    "Metals Group Inc. and its broker Paul Schorn defrauded customers. The decision prohibits both from trading "
    "for ten "
    "years and orders them to pay a penalty of $880,000."
)
CONTEMPT = (
    f"{REGULATOR}announced that the U.S. District Court for the District of Oregon issued an order holding "
    f"Emmett Larch "
    "in civil contempt for violating a 2012 consent order that permanently banned him from trading. Larch must "
    "disgorge "
    "$64,310. [See CFTC press release 6310-12]"
)
OFFSET = (
    f"{SETTLED}Arvin Motting for misusing his employer's orders. Motting must pay a $400,000 civil monetary "
    f"penalty and "
    "disgorgement of $1,203,700, which is deemed satisfied by his forfeiture in the related criminal case, and "
    "is banned "
    "from trading for seven years."
)
PROGRAMME = (
    f"{SETTLED}Halden Bank plc for manipulation. It must pay a $42 million civil monetary penalty.\n\nWith this Order, "
    "the CFTC has imposed over $5 billion in penalties in benchmark cases, including $90 million against Oakfield Bank."
)
STRANGER = (
    f"{SETTLED}Leo Fontane, a former trader for Corvane Markets Inc., for spoofing. In January, the CFTC issued "
    f"an order "
    "requiring Corvane to pay a $25 million civil monetary penalty (see CFTC press release 7516-17)."
)


def test_an_asset_freeze_is_granted_with_the_complaint() -> None:
    facts = read(FREEZE)
    assert codes(facts, "stages") == ["complaint_filed", "restrained"]
    assert names(facts) == ["Moss Quay Exchange Ltd.", "Ramiro Quint"]
    assert facts["parties"][0]["aliases"] == ["MossQuay"]
    assert names(facts, "relief_defendant") == ["Quint Family Holdings LLC"]


def test_an_administrative_judge_assesses() -> None:
    facts = read(JUDGE)
    assert facts["is_enforcement"]
    assert codes(facts, "stages") == ["penalty_assessed"]
    assert names(facts) == ["Elmore Metals Group Inc.", "Paul Schorn"]
    assert bans(facts) == [("trading_ban", 120, None)]


def test_contempt_of_an_earlier_order_imposes_nothing_of_it() -> None:
    facts = read(CONTEMPT)
    assert codes(facts, "stages") == ["other"]
    assert bans(facts) == []
    assert [reference["release"] for reference in facts["references"]] == ["6310-12"]


def test_what_a_related_case_satisfies_is_credited_and_the_rest_of_the_sentence_counts() -> None:
    facts = read(OFFSET)
    assert amounts(facts) == {
        400_000: ("civil_penalty", "ordered", ["Arvin Motting"]),
        1_203_700: ("disgorgement", "credited", ["Arvin Motting"]),
    }
    assert bans(facts) == [("trading_ban", 84, "Arvin Motting")]


def test_what_a_programme_brought_in_is_no_sanction() -> None:
    facts = read(PROGRAMME)
    assert names(facts) == ["Halden Bank plc"]
    assert amounts(facts) == {42e6: ("civil_penalty", "ordered", ["Halden Bank plc"])}


def test_what_a_stranger_was_required_to_pay_is_no_sanction() -> None:
    assert amounts(read(STRANGER)) == {}


def test_a_penalty_on_each_defendant_is_paid_by_all() -> None:
    facts = read(
        f"{SETTLED}Corwin Blay and Blay Global FX, LP. The order imposes a penalty of $3,124,900 on each Defendant."
    )
    assert amounts(facts) == {3_124_900: ("civil_penalty", "ordered", ["Corwin Blay", "Blay Global FX, LP"])}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The order suspends Odell's trading privileges for three months.", [("trading_ban", 3, "Marcus Odell")]),
        ("The court barred Odell for life.", [("trading_ban", None, "Marcus Odell")]),
    ],
)  # fmt: skip
def test_bans_in_other_words(body: str, expected: list[Any]) -> None:
    assert bans(read(f"{SETTLED}Marcus Odell for wash sales. {body}")) == expected


def test_the_results_of_a_year_are_no_step() -> None:
    text = "The agency filed 55 actions, including an order imposing a $100 million penalty on a trading platform."
    assert not read(text, title="Commission Announces Fiscal Year 2021 Enforcement Results")["is_enforcement"]


def test_the_estate_of_somebody_deceased_is_sued_in_his_name() -> None:
    accused = "Agmarsh Feeders, LLC, the estate of Brice Kinn, deceased, and his son, Tate Kinn"
    assert names(read(f"{REGULATOR}filed a complaint against {accused}.")) == [
        "Agmarsh Feeders, LLC",
        "Brice Kinn",
        "Tate Kinn",
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("An indictment charging Minor Vargo Calva, 60, with fraud was unsealed today.", ["Minor Vargo Calva"]),
        ("HarborJet Sales and Support Inc., based in Tulsa, has agreed to pay a $5 million penalty today.",
         ["HarborJet Sales and Support Inc."]),
        ("Jan Example and Acme Tools Inc. were indicted today.", ["Jan Example", "Acme Tools Inc."]),
    ],
)  # fmt: skip
def test_odd_names(body: str, expected: list[str]) -> None:
    assert names(read(body, agency="DOJ")) == expected


@pytest.mark.parametrize(
    ("body", "field", "expected"),
    [
        ("HarborJet Inc. entered into a deferred prosecution agreement today. In addition, the department has "
         "agreed not "
         "to prosecute its parent, Norden Technik AG.", "stages", ["deferred_prosecution", "non_prosecution"]),
        ("Jan Example was sentenced today for health care fraud. He admitted to paying kickbacks and bribes in "
         "doctors' "
         "offices and clinics for false prescriptions.", "charges", ["health_care_fraud"]),
        ("Jan Example was sentenced today for tax evasion. He concealed assets by opening a foreign bank account.",
         "charges", ["tax_offense"]),
        ("An indictment charging a conspiracy to defraud the Internal Revenue Service (IRS) was unsealed against Jan "
         "Example, the Department of Justice announced today.", "charges", ["tax_offense"]),
        ("Jan Example was sentenced today for wire fraud and transportation of stolen property.", "charges",
         ["wire_mail_fraud", "other"]),
    ],
)  # fmt: skip
def test_stages_and_charges_of_the_justice_department(body: str, field: str, expected: list[str]) -> None:
    assert codes(read(body, agency="DOJ"), field) == expected


def test_refund_checks_are_no_restitution_and_release_is_spent() -> None:
    body = (
        "Jan Example was sentenced today to seven years in prison. He cashed federal tax refund checks that totaled "
        "$137,016. After prison, Example will spend four years on federal supervised release."
    )
    facts = read(body, agency="DOJ")
    assert facts["sanctions"] == []
    assert [(term["kind"], term["months"]) for term in facts["terms"]] == [("prison", 84), ("supervised_release", 48)]
