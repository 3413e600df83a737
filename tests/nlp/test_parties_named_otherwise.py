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
