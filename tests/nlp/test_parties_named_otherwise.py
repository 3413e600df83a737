"""Parties that no plain `X, 47, was charged` names: public bodies, officials, settling firms, lists, odd names."""

import pytest

from nlp.document import Document
from nlp.facts import Party
from nlp.parties import find_parties


def parties(body: str, agency: str = "DOJ") -> list[Party]:
    return find_parties(Document(f"A Headline of No Consequence Here\n\n{body}", agency=agency), {})


def names(body: str, agency: str = "DOJ") -> list[str]:
    return [party.name for party in parties(body, agency)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The city of Larkfield, Ohio, has agreed to pay a $5,000 penalty.", ["city of Larkfield"]),
        ("The United States filed a lawsuit against the State of Nevada, alleging that it broke the law.",
         ["State of Nevada"]),
        ("The bank was in a state of Confusion. Jan Example, 40, was charged.", ["Jan Example"]),
        ("The Department filed a lawsuit alleging that Larkfield County, Ohio, discriminated against a clerk.",
         ["Larkfield County"]),
        ("Former Larkfield County, Ohio, Deputy Sheriff Michael Example, 40, was sentenced today.",
         ["Michael Example"]),
        ("The Department reached a settlement under the Disabilities Act (ADA) with Acme Tax Group Inc. and "
         "Acme Advance LLC.", ["Acme Tax Group Inc.", "Acme Advance LLC"]),
        ("In consultation with Acme Advisors Inc., the court fined Michael Example, 40.", ["Michael Example"]),
        ("Acme Chemical Co. Ltd. will plead guilty to fixing prices.", ["Acme Chemical Co. Ltd."]),
        ("Acme Lenders Inc. has paid the United States $5 million to resolve claims.", ["Acme Lenders Inc."]),
        ("Acme Foods Inc. agreed to make a cash payment of $5 million.", ["Acme Foods Inc."]),
        ("Acme Denizcilik A.S., a Turkish firm that ran the ship M/T Kerim, pleaded guilty today.",
         ["Acme Denizcilik A.S."]),
        ("Orlin Kantonalbank has reached a resolution under the program.", ["Orlin Kantonalbank"]),
        ("The captain of the M/V Ocean Star, Michael Example, was arrested.", ["Michael Example"]),
    ],
)  # fmt: skip
def test_firms_and_public_bodies(body: str, expected: list[str]) -> None:
    assert names(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Deputy U.S. Marshal Michael Example pleaded guilty today to lying.", ["Michael Example"]),
        ("Michael Example appeared before U.S. District Judge Sara Bench of the Eastern District, where he pleaded "
         "guilty. Example was charged in May.", ["Michael Example"]),
        ("Charges were filed against Isadore H. May of Larkfield, N.J., and William A. Sample of Akron, N.J.",
         ["Isadore H. May", "William A. Sample"]),
        ("Mustafa al-Example, about 46 years old, has been charged.", ["Mustafa al-Example"]),
        ("Xu Zewei was indicted. Xu pleaded guilty on Monday.", ["Xu Zewei"]),
        ("Two hosts, Richard (Rick) Example and Peter Sample, have pleaded guilty.",
         ["Richard Example", "Peter Sample"]),
        ("The indictment charges Wen Jun \"Tony\" Sample with fraud.", ["Wen Jun Sample"]),
        ("The court entered a judgment against Robert L. Example. The Example Final Judgment is attached.",
         ["Robert L. Example"]),
        ("Natashia and Derrick Example were arrested. Natashia Example kept the books.",
         ["Natashia Example", "Derrick Example"]),
        ("Three other defendants consented to injunctions. They are Daniel Example of Akron and Peter Sample of Troy.",
         ["Daniel Example", "Peter Sample"]),
        ("According to the indictment, from 2011 through 2014, Paul Example tried to evade taxes.", ["Paul Example"]),
        ("A federal court enjoined Michael Example, a Las Vegas-based promoter.", ["Michael Example"]),
        ("EMANUEL EXAMPLE, 40, of Akron, was arrested. Example pleaded not guilty. Example sold pills.",
         ["EMANUEL EXAMPLE"]),
        ("WILLIAM MERLE EXAMPLE, 40, pleaded guilty. William Example admitted it.", ["WILLIAM MERLE EXAMPLE"]),
        ("Eric Council Jr., 25, was arrested. Council is charged with hacking.", ["Eric Council Jr."]),
        ("KNOXVILLE Tenn. - The court sentenced Matthew Example, 40, to prison.", ["Matthew Example"]),
        ("Michael Example, 40, was sentenced by Judge Sara M. Bench in Akron. He pleaded guilty in May.",
         ["Michael Example"]),
        ("Codefendants Michael Example and Sara Sample await trial.", ["Michael Example", "Sara Sample"]),
        ("The court found for Army Reservist David C. Sample. According to the complaint, Sample was refused a post.",
         []),
        ("A criminal information filed in the U.S. District Court for the Northern District of Illinois alleged that "
         "Jamie Example had failed to file returns.", ["Jamie Example"]),
    ],
)  # fmt: skip
def test_people(body: str, expected: list[str]) -> None:
    assert names(body) == expected


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("The complaint against Orlin Skyways, a sanctioned foreign airline, was filed today.", "organization"),
        ("The complaint against Orlin Skyways, a manager of a foreign airline, was filed today.", "person"),
        ("The complaint against Orlin Skyways, an airline executive, was filed today.", "person"),
        ("The complaint against the city of Larkfield was filed today.", "organization"),
    ],
)
def test_what_a_party_is_said_to_be_tells_its_kind(body: str, kind: str) -> None:
    assert [party.kind for party in parties(body)] == [kind]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The other defendants are:\n\n- Michael Example, of Akron, the owner;\n\n- Sara Sample, a bookkeeper; and\n\n"
         "- Peter Specimen, of Troy.", ["Michael Example", "Sara Sample", "Peter Specimen"]),
        ("Three more were enjoined this year.\n\nThey are Daniel Example of Akron, who kept false books for the trusts;"
         "\n\nSara Sample of Troy, who filed false returns for the trusts; and Peter Specimen of Elyria, a clerk.",
         ["Daniel Example", "Sara Sample", "Peter Specimen"]),
        ("The panels fall under these rules:\n\n- Sara Sample, a teacher;\n\nMichael Example, 40, was charged.",
         ["Michael Example"]),
        ("Paul Example, as well as Sara Sample, previously pleaded guilty.", ["Paul Example", "Sara Sample"]),
        ("Harold and Peter Example and Sara Sample the owners of the clinic were convicted.",
         ["Harold Example", "Peter Example", "Sara Sample"]),
        ("The United States charged Karen Example (50, St. Cloud) with taking a bribe.", ["Karen Example"]),
    ],
)  # fmt: skip
def test_lists(body: str, expected: list[str]) -> None:
    assert names(body) == expected


def test_lines_that_blank_lines_part_are_read_as_paragraphs() -> None:
    lines = [
        "Melissa Example (a/k/a “The Night Owl”) has been sentenced to 160 months in federal prison in the United",
        "States District Court for the Southern District of Illinois for selling pills over the internet with Peter",
        "Sample, 34, who was sentenced to nine years in prison for his part in the scheme that the two had run from",
        "their home since the spring of that year and for which they used a store of their own on a hidden market that",
        "the authorities closed in the summer, as the court papers tell.",
    ]
    found = parties("\n\n".join(lines))
    assert [(party.name, party.aliases) for party in found] == [
        ("Melissa Example", ["The Night Owl"]),
        ("Peter Sample", []),
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Paul Example and Sara Sample were indicted. Example and Sample sold pills under the moniker “NightOwl.”",
         [["NightOwl"], ["NightOwl"]]),
        ("Paul Example and Sara Sample were indicted. Example and Sample ran a bar under the name “Owl Bar LLC.”",
         [[], []]),
        ("Acme Pharma Inc. pleaded guilty. Acme Pharma markets the drug under the trade name Slumber.",
         [["Acme Pharma"]]),
        ("Acme Metals LLC and Acme Refining Services LLC agreed to pay a penalty. Acme will change its ways.",
         [[], []]),
        ("The complaint charges Orlin Bank (“Respondent” or “OB”) with fraud.", [["OB"]]),
        ("The complaint charges Jan Example (the “Backdated Letter”) with fraud.", [[]]),
    ],
)  # fmt: skip
def test_other_names(body: str, expected: list[list[str]]) -> None:
    assert [party.aliases for party in parties(body)] == expected
