"""Fines of earlier cases and totals of investigations, beside the fine of the announcement itself; all made up."""

from __future__ import annotations

import pytest

from nlp.pipeline import extract

LEAD = (
    "Executive Pleads Guilty\n\nJan Moreland, a former executive of Alba Corp., pleaded guilty today to fixing prices "
    "and was ordered to pay a $20,000 criminal fine.\n\nMoreland met rivals in hotels.\n\nThey shared customers.\n\n"
)
TOLD_BESIDE = (
    "All of the charged companies have pleaded guilty or have agreed to plead guilty and to pay a combined total of "
    "more than $2.4 billion in fines.",
    "Including Moreland, seven companies and ten executives have been charged in the division's investigation. "
    "Corvale Ltd. and Brandt Electric Co. pleaded guilty and were sentenced to pay a total of $790 million in fines.",
    "As a result of the division's close work with its partners, more than $785 million in criminal fines have been "
    "imposed in this ongoing investigation.",
    "The seven investigations have revealed many schemes and have resulted in the forfeiture of $12 billion in total.",
    "Previously, three corporations have agreed to plead guilty and to pay criminal fines totaling more than $136 "
    "million, including Alba, which was sentenced to pay a criminal fine of $67.7 million in November 2014.",
    "Alba is the fifth company to plead guilty in this investigation, bringing the total criminal fines to over $255 "
    "million.",
    "On Nov. 6, 2013, Alba Corp. pleaded guilty and agreed to pay a $135 million criminal fine for its role.",
    "Brandt Corporation, another supplier, pleaded guilty on March 1, 2012, and was sentenced to pay a $470 million "
    "criminal fine.",
    "On Feb. 13, 2014, the Department of Justice announced that Brandt had agreed to plead guilty and to pay a $425 "
    "million criminal fine for its role in the conspiracy.",
    "The settlement follows the $968 million settlement reached in June 2014 between the same partners and Sun Bank.",
    "Including today's plea, banks have paid more than $2.5 billion in criminal fines for rigging the rate.",
)


@pytest.mark.parametrize("beside", TOLD_BESIDE, ids=lambda text: text[:40])
def test_only_the_fine_of_the_announcement_counts(beside: str) -> None:
    found = extract(LEAD + beside + "\n", agency="DOJ", title="Executive Pleads Guilty", date="2016-06-01")
    assert [(sanction.amount, sanction.payers) for sanction in found.sanctions] == [(20_000, ["Jan Moreland"])]
    assert "Brandt Corporation" not in [party.name for party in found.parties]


def test_a_firm_that_pleads_beside_its_executive_is_accused_whatever_it_did_before() -> None:
    text = LEAD.replace("Jan Moreland, a former executive of Alba Corp.,", "Alba Corp. and its executive Jan Moreland")
    told = "On Nov. 6, 2013, Alba Corp. pleaded guilty to another charge."
    found = extract(text + told, agency="DOJ", title="Executive Pleads Guilty", date="2016-06-01")
    assert {party.name for party in found.parties} == {"Alba Corp.", "Jan Moreland"}
