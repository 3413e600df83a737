"""Turns of phrase of agencies' releases, each about made-up firms: the facts that one sentence gives."""

from typing import Any

import pytest

from nlp.pipeline import extract

ORDER = "Washington, DC - The Commodity Futures Trading Commission today issued an order filing and settling charges "


def read(body: str) -> dict[str, Any]:
    return extract(f"Commission Acts\n\n{ORDER}{body}", agency="CFTC").as_dict()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("against zkMoor, LLC (now known as Moora, Inc.), and its founder Tom Bellamy for illegal trades.",
         {"zkMoor, LLC": "organization", "Tom Bellamy": "person"}),
        ("against Dane Quarry, of Sarasota, and his firm, Quarry Signals, for acting without registration.",
         {"Dane Quarry": "person", "Quarry Signals": "organization"}),
        ("against Trafin Trading LLC, a U.S. subsidiary of Singapore-based oil company Trafin Pte Ltd, for fraud.",
         {"Trafin Trading LLC": "organization"}),
        ("against Nordhaven Bank AG and its Paris branch, NH Securities S.A. (together, NHB or the Bank), requiring "
         "NHB to pay a $70 million civil monetary penalty.",
         {"Nordhaven Bank AG": "organization", "NH Securities S.A.": "organization"}),
    ],
)  # fmt: skip
def test_parties_and_their_kind(body: str, expected: dict[str, str]) -> None:
    assert {fact["name"]: fact["kind"] for fact in read(body)["parties"]} == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("against Nordhaven Bank AG. It must pay a $70 million civil monetary penalty. The CFTC previously imposed "
         "penalties of more than $500 million on other banks.",
         {("civil_penalty", 70e6): ["Nordhaven Bank AG"]}),
        ("against two traders, Jonas Eddle and Marcus Vorl. Eddle is required to pay a $50,000 penalty while Vorl must "
         "pay $75,000.",
         {("civil_penalty", 50e3): ["Jonas Eddle"], ("civil_penalty", 75e3): ["Marcus Vorl"]}),
    ],
)  # fmt: skip
def test_sanctions_and_payers(body: str, expected: dict[tuple[str, float], list[str]]) -> None:
    assert {(fact["kind"], fact["amount"]): fact["payers"] for fact in read(body)["sanctions"]} == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("against Kenton Marsh, permanently prohibiting him from trading and from registering with the CFTC.",
         [("registration_ban", "Kenton Marsh"), ("trading_ban", "Kenton Marsh")]),
        ("against Kenton Marsh. It imposes a six-month trading ban, and requires Marsh to cease and desist from "
         "further violations.",
         [("cease_and_desist", "Kenton Marsh"), ("trading_ban", "Kenton Marsh")]),
        ("against Kenton Marsh. The court entered an order of permanent injunction against Defendant Marsh. Litigation "
         "against his co-defendant, Bryce Olm, continues.",
         [("injunction", "Kenton Marsh")]),
    ],
)  # fmt: skip
def test_measures_and_whom_they_bind(body: str, expected: list[tuple[str, str]]) -> None:
    assert sorted((fact["kind"], fact["party"]) for fact in read(body)["terms"]) == expected
