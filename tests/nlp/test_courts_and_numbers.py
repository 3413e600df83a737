"""Courts, dockets and references on made-up announcements."""

from __future__ import annotations

import pytest

from nlp.courts import find_courts
from nlp.districts import abbreviations, bluebook, circuit
from nlp.dockets import find_dockets
from nlp.document import Document
from nlp.facts import Party
from nlp.references import find_references

TITLE = "Agency Announces Action Against Oakham Trading\n\n"


def courts(text: str, agency: str = "DOJ") -> list[str]:
    return [fact.court for fact in find_courts(Document(TITLE + text, agency), {})]


def dockets(text: str, agency: str = "DOJ") -> list[str]:
    return [fact.number for fact in find_dockets(Document(TITLE + text, agency), {})]


def references(text: str, agency: str = "CFTC") -> list[str]:
    return [fact.release for fact in find_references(Document(TITLE + text, agency), {})]


def test_there_are_ninety_four_districts() -> None:
    assert len(set(abbreviations().values())) == 94


@pytest.mark.parametrize(
    ("part", "state", "short"),
    [
        ("Southern", "New York", "S.D.N.Y."),
        ("Northern", "Illinois", "N.D. Ill."),
        (None, "New Jersey", "D.N.J."),
        (None, "Columbia", "D.D.C."),
        ("Western", "North Carolina", "W.D.N.C."),
        ("Middle", "Tennessee", "M.D. Tenn."),
        ("Southern", "West Virginia", "S.D.W. Va."),
        (None, "Puerto Rico", "D.P.R."),
        (None, "Virgin Islands", "D.V.I."),
        (None, "Guam", "D. Guam"),
        (None, "Northern Mariana Islands", "D.N. Mar. I."),
        ("EASTERN", "NEW YORK", "E.D.N.Y."),
        ("Central", "Texas", None),
        (None, "Texas", None),
        ("Northern", "Utah", None),
        (None, "Bavaria", None),
    ],
)
def test_bluebook(part: str | None, state: str, short: str | None) -> None:
    assert bluebook(part, state) == short


def test_circuits() -> None:
    assert [circuit("Eleventh"), circuit("District of Columbia"), circuit("Twelfth")] == [
        "11th Cir.",
        "D.C. Cir.",
        None,
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was filed in the U.S. District Court for the Northern District of Ohio.", ["N.D. Ohio"]),
        ("The UNITED STATES DISTRICT COURT FOR THE EASTERN DISTRICT OF TEXAS heard it.", ["E.D. Tex."]),
        ("A federal grand jury in the District of Utah returned an indictment.", ["D. Utah"]),
        ("He pleaded guilty before U.S. District Judge Ann Roe of the District of Maine.", ["D. Me."]),
        ("He was sentenced today in federal court in the Southern District of Georgia.", ["S.D. Ga."]),
        ("U.S. Attorney Ann Roe of the Western District of Kentucky made the announcement.", ["W.D. Ky."]),
        ("Assistant U.S. Attorney Ann Roe of the District of Idaho is prosecuting the case.", ["D. Idaho"]),
        (
            "It is being prosecuted by Assistant U.S. Attorneys for the District of Utah Ann Roe and Bo Low.",
            ["D. Utah"],
        ),
        ("The case is United States v. Roe, No. 1:19-cr-00012 (D. Kan.).", ["D. Kan."]),
        ("He was sentenced in federal court in Toledo by Judge Ann Roe.", []),
        ("We thank the U.S. Attorney's Office for the District of Nevada for its assistance.", []),
        ("The U.S. Attorney's Office for the District of Oregon provided assistance.", []),
        ("He lived in the District of Columbia and worked there.", []),
        ("He was sentenced in U.S. District Court in Washington, D.C., by Judge Ann Roe.", ["D.D.C."]),
        ("He was transferred in custody to the Northern District of New York.", ["N.D.N.Y."]),
        ("He conspired with a banker who is under indictment in the Southern District of New York.", []),
        ("UNITED STATES DISTRICT COURT\nEASTERN DISTRICT OF NEW YORK", ["E.D.N.Y."]),
    ],
)
def test_courts(text: str, found: list[str]) -> None:
    assert courts(text) == found


def test_the_court_outweighs_the_attorney_and_the_prosecutor_the_announcer() -> None:
    text = "U.S. Attorney Ann Roe of the District of Maine announced it. "
    assert courts(text + "It was filed in U.S. District Court for the District of Vermont.") == ["D. Vt."]
    assert courts(text + "Assistant U.S. Attorney Bo Low of the District of Utah is prosecuting.") == ["D. Utah"]


def test_courts_of_other_cases_and_of_administrative_orders() -> None:
    order = (
        "The CFTC today issued an order filing and settling charges against Oakham Trading for spoofing in wheat. " * 2
    )
    other = "\n\nA judge of the U.S. District Court for the District of Utah had enjoined a customer of the firm."
    assert courts(order + other, "CFTC") == []
    suit = "The CFTC filed a complaint in the U.S. District Court for the District of Utah against Oakham Trading. "
    criminal = "In a related criminal case, Roe was charged in the U.S. District Court for the District of Idaho."
    assert courts(suit + criminal, "CFTC") == ["D. Utah"]
    appeal = "The U.S. Court of Appeals for the Ninth Circuit affirmed the judgment against Oakham Trading today."
    assert courts(appeal) == ["9th Cir."]


@pytest.mark.parametrize(
    ("agency", "text", "found"),
    [
        ("CFTC", "See CFTC v. Oakham Trading, No. 1:20-cv-08132 (S.D.N.Y. Oct. 1, 2020).", ["1:20-cv-08132"]),
        ("CFTC", "The order is in CFTC Docket No. 20-11.", ["20-11"]),
        ("CFTC", "See SEC v. Oakham Trading, Case No. 2:22-cv-00693 (C.D. Cal.).", []),
        ("CFTC", "See United States v. Roe, No. 19 Cr. 669 (N.D. Ill.).", []),
        ("DOJ", "See United States v. Roe, No. 19 Cr. 669 (N.D. Ill.).", ["19 Cr. 669"]),
        ("DOJ", "E.D.N.Y. Docket Nos. 22-CR-245 (CBA) and 22-MJ-717", ["22-CR-245 (CBA)", "22-MJ-717"]),
        ("DOJ", "The story ends here.\n\n24cr417", ["24cr417"]),
        ("DOJ", "United States ex rel. Low v. Oakham Inc., Civil Action No. 06-1067 (E.D.N.Y.)", ["06-1067"]),
        ("DOJ", "The matter was captioned Case No. 10-cv-00245-JFC (W.D. Pa.).", ["10-cv-00245-JFC"]),
        ("DOJ", "See CFTC v. Oakham Trading, No. 1:20-cv-08132.", []),
        ("FinCEN", "IN THE MATTER OF: )\n\n) Number 2021-01 Oakham Bank )", ["2021-01"]),
        ("CFTC", "CASE NO. 16-60297-CIV-HILL/DALE\nCommission v. Oakham", ["16-60297-CIV-HILL/DALE"]),
        ("DOJ", "MAG. NO. 19-00089 KJM\n)", ["19-00089 KJM"]),
        ("DOJ", "He sold No. 2 oil and called 555-1234 on 2020-11.", []),
    ],
)
def test_dockets(agency: str, text: str, found: list[str]) -> None:
    assert dockets(text, agency) == found


def test_a_docket_of_other_people_than_the_accused_is_another_cases() -> None:
    text = "Lin Ost pleaded first. United States v. Lin Ost, No. 2:15-CR-3; United States v. Marlow, No. 2:15-CR-9."
    accused = Party([], "test", 1.0, "Ann Marlow", "person", "accused")
    assert [fact.number for fact in find_dockets(Document(TITLE + text, "DOJ"), {"parties": [accused]})] == [
        "2:15-CR-9"
    ]


def test_a_docket_bears_the_court_beside_it() -> None:
    text = TITLE + "See United States v. Roe, No. 1:19-cr-00012 (D. Kan.)."
    (fact,) = find_dockets(Document(text, "DOJ"), {})
    assert fact.court == "D. Kan."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(see CFTC Press Release 7156-15, April 21, 2015)", ["7156-15"]),
        ("[See CFTC Press Release No. 8221-20]", ["8221-20"]),
        ("[SeeCFTC Press Release No.8013-19]", ["8013-19"]),
        ("CFTC Press Release Nos. 8468-21 and 8634-22", ["8468-21", "8634-22"]),
        ("CFTC Press Release Nos.8468-21and8634-22", ["8468-21", "8634-22"]),
        ("see CFTC Press Releases 6447-12, December 5, 2012, and 6522-13", ["6447-12", "6522-13"]),
        ("see CFTC Complaint and Release No. 7193-15, July 6, 2015", ["7193-15"]),
        ("see CFTC Press Release and Order, 5589-08, and more", ["5589-08"]),
        ("see Press Release 7156-15 and again Press Release 7156-15", ["7156-15"]),
        ("Release Number 7200-15\n\nThe CFTC today", []),
        ("the years 2014-15 and order 1234-56", []),
    ],
)
def test_references(text: str, found: list[str]) -> None:
    assert references(text) == found
