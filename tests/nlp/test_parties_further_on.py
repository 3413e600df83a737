"""Who is accused beside the one the news is about, and who only stands beside: made-up releases."""

from __future__ import annotations

import pytest

from nlp.pipeline import extract

LEAD = "WASHINGTON – Leda Dorn, 44, of Miami, pleaded guilty today in federal court to wire fraud and money laundering."


def names(*paragraphs: str) -> list[str]:
    text = "\n\n".join(["Miami Woman Pleads Guilty", LEAD, *paragraphs, "The FBI investigated the case.\n"])
    return [party["name"] for party in extract(text, agency="DOJ").as_dict()["parties"][1:]]


@pytest.mark.parametrize(
    ("told", "accused"),
    [
        (
            "Pietro Brisk and Odell Quarry, as well as Marie Lune, who was a director of Telco until 2004, and her"
            " sister, Colette Marche, were indicted along with Dorn.",
            ["Pietro Brisk", "Odell Quarry", "Marie Lune", "Colette Marche"],
        ),
        (
            "Dorn told the court that the bribes came from a company of which Pietro Brisk was the president. Brisk"
            " was indicted along with Dorn.",
            ["Pietro Brisk"],
        ),
        (
            "Otto Fenn, a former agent paid by the firm; Ines Pell, its owner; and"
            " Jason Stroud, the head of Proper Sales LLC, a firm that bought from it, each pleaded guilty.",
            ["Otto Fenn", "Ines Pell", "Jason Stroud"],
        ),
    ],
)
def test_those_charged_with_her_are_named_further_on(told: str, accused: list[str]) -> None:
    assert names(told) == accused


@pytest.mark.parametrize(
    "told",
    [
        "Two other women previously pleaded guilty to conduct found in the same investigation. See United States v."
        " Dewey Wills, No. 2:15-CR-3, and United States v. Ralph Crane, No. 2:15-CR-7.",
        "The charges resulted from her representation of Delbert Whyte, who was indicted in 2008 on drug charges.",
        "Dorn had worked for Douglas Meade. A federal court previously barred Meade from preparing tax returns.",
        "Dorn also harassed Alma Teel, 52, and retaliated against Bess Orme, 33, who worked for her.",
    ],
)
def test_those_of_other_cases_and_the_harmed_are_no_parties(told: str) -> None:
    assert names(told) == []
