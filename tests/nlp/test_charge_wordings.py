"""Usual wordings of each code of the taxonomy, by agency; all sentences are made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.charges import find_charges
from nlp.document import Document
from nlp.facts import Stage
from nlp.taxonomy import charge_codes

TABLE = Path(__file__).with_name("charge_wordings.tsv")


def wordings() -> list[tuple[str, str, str, str]]:
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(agency, stage, sentence, code) for agency, stage, sentence, code in rows]


def test_every_code_has_its_wordings() -> None:
    assert {code for *_, code in wordings()} == set(charge_codes())


@pytest.mark.parametrize(("agency", "stage", "sentence", "code"), wordings(), ids=lambda value: str(value)[:70])
def test_wording(agency: str, stage: str, sentence: str, code: str) -> None:
    text = f"Agency Announces Action\n\nToday the agency announced an action against Roe and others.\n\n{sentence}"
    found = find_charges(Document(text, agency), {"stages": [Stage([], "test", 1.0, stage)], "parties": []})
    assert code in {charge.code for charge in found}


def test_orders_of_customers_without_a_registration_are_no_hidden_access() -> None:
    text = """Agency Announces Action

The order finds that Roe solicited and accepted orders from U.S. customers without registering as a futures commission \
merchant."""
    found = find_charges(Document(text, "CFTC"), {"stages": [Stage([], "test", 1.0, "settled")], "parties": []})
    assert [charge.code for charge in found] == ["unregistered_fcm"]


def test_fictitious_trades_of_a_false_statement_were_none() -> None:
    text = """Agency Announces Action

The complaint charges Roe with defrauding customers, who were sent account statements that showed fictitious trades."""
    found = find_charges(Document(text, "CFTC"), {"stages": [Stage([], "test", 1.0, "complaint_filed")], "parties": []})
    assert [charge.code for charge in found] == ["fraud_solicitation"]


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        (
            "Roe pleaded guilty to making unauthorized copies of software sold by a trader in stocks.",
            "unauthorized_trading",
        ),
        ("Roe was convicted because he manipulated internal estimates of the rate of the flow.", "manipulation"),
        ("Roe pleaded guilty to conspiring to defraud six of the bank's clients by secret commissions.", "bank_fraud"),
        (
            "Roe was charged with failing to maintain records of those in sexually explicit films.",
            "recordkeeping_failure",
        ),
        ("Roe admitted a scheme that moved $9 million by fictitious transactions with consultants.", "wash_trading"),
        ("Roe pleaded guilty to filing a misleading police report about the incident.", "false_reporting"),
        ("Roe was convicted of false reporting of 90,000 pounds of bass from federal waters.", "false_reporting"),
        ("Roe helped U.S. customers conceal undeclared accounts in Switzerland.", "us_customer_access"),
        ("Roe attempted to manipulate the testimony of witnesses.", "manipulation"),
        (
            "Roe failed to comply with the due diligence requirements imposed on tax return preparers.",
            "kyc_cip_failure",
        ),
        ("Roe admitted that he structured a transaction designed to book a part of the income.", "structuring"),
    ],
)
def test_words_that_charge_something_else(sentence: str, code: str) -> None:
    text = f"Agency Announces Action\n\nToday the agency announced an action against Roe and others.\n\n{sentence}"
    found = find_charges(Document(text, "DOJ"), {"stages": [Stage([], "test", 1.0, "pleaded_guilty")], "parties": []})
    assert code not in {charge.code for charge in found}
