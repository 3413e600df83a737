"""What related cases, decided before, brought: no party, money, term or charge of the announcement; all made up."""

from __future__ import annotations

from typing import Any

import pytest

from nlp.pipeline import extract

LEAD = (
    "Larkfield Corporation Agrees to Pay $9 Million Penalty\n\nWASHINGTON – Larkfield Corporation has agreed "
    "to pay a $9 "
    "million criminal penalty to resolve charges that it violated the Foreign Corrupt Practices Act (FCPA), "
    "the Justice "
    "Department announced today.\n\nLarkfield Corporation entered into a deferred prosecution agreement. It "
    "makes pumps.\n\n"
    "The company is based in Springfield.\n\n"
)


def facts_of(told: str) -> dict[str, Any]:
    return extract(f"{LEAD}{told}\n", agency="DOJ", date="2011-04-06").as_dict()


@pytest.mark.parametrize(
    "told",
    [
        "In a related criminal case, Marlow Works LLC pleaded guilty in February 2009 to wire fraud. Marlow "
        "Works LLC was "
        "ordered to pay a $402 million fine and to retain an independent compliance monitor.",
        "In other related cases, Marlow's former chief executive, Jan Roe, pleaded guilty in September 2008 to money "
        "laundering. In addition, Ann Doe was indicted in February 2009 and agreed to forfeit $148,964.",
        "In another related matter, the department filed a deferred prosecution agreement against Marlow S.A. "
        "on June 28, "
        "2010. Under that agreement, Marlow S.A. agreed to pay a $240 million criminal penalty for bank fraud.",
        "On May 20, 2010, four major banks, Marlow Bank AG, Tarn Bank PLC and Weald Bank N.A., pleaded guilty to an "
        "antitrust conspiracy. A fifth bank, Sedge Bank AG, pleaded guilty to manipulating a benchmark and paid a $203 "
        "million criminal penalty.",
        "Previously, Marlow & Tarn and Sedge Inc. have agreed to pay criminal penalties of $7 million and entered into "
        "deferred prosecution agreements.",
        "In another related matter brought by the United Kingdom's Serious Fraud Office (SFO), its unit, "
        "Larkfield Ltd., "
        "pleaded guilty. In connection with those charges, Larkfield Ltd. will pay a criminal penalty of $12.7 "
        "million.",
        "In a related matter, Larkfield Corporation reached a settlement on Jan. 13, 2011, with the Securities "
        "and Exchange "
        "Commission (SEC), under which it will pay a $15 million civil penalty.",
        "The inquiry stemmed from others, which previously yielded $156 million in criminal penalties.",
        "The pact follows the $968 million settlement reached in June 2010 between the parties.",
        "The states also preserved all claims against Marlow Registration Systems.",
        "After it purchased the brokerage firm Marlow Webber, Larkfield Corporation entered into an agreement.",
        "To date, the investigation has resulted in charges against three former executives, all of whom have pleaded "
        "guilty. Jan Roe, formerly of finance, pleaded guilty to mail fraud and obstruction of justice.",
    ],
)
def test_related_case_is_not_this_one(told: str) -> None:
    facts = facts_of(told)
    assert [party["name"] for party in facts["parties"]] == ["Larkfield Corporation"]
    assert [sanction["amount"] for sanction in facts["sanctions"]] == [9_000_000]
    assert [charge["code"] for charge in facts["charges"]] == ["foreign_bribery"]
    assert not facts["terms"]


@pytest.mark.parametrize(
    "told",
    [
        "In a related case, Jan Roe, 45, of Springfield, pleaded guilty today to conspiracy to violate the FCPA.",
        "In a related case, Jan Roe, 45, of Springfield, pleaded guilty on April 4, 2011, to violating the FCPA.",
    ],
)
def test_plea_of_these_days_counts(told: str) -> None:
    assert [party["name"] for party in facts_of(told)["parties"]] == ["Larkfield Corporation", "Jan Roe"]
