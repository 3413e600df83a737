"""Stages told in words of the Department's own, and headlines that use the words of other steps: made-up sentences."""

from __future__ import annotations

from typing import Any

import pytest

from nlp.document import Document
from nlp.enforcement import is_enforcement
from nlp.parties import find_parties
from nlp.stages import find_stages
from tests.stage_texts import CIVIL, CRIMINAL, stages


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        (
            "Justice Department Files Civil Rights Lawsuit Against Ohio County",
            "The Justice Department today filed a civil rights lawsuit against Jan Example, the sheriff.",
            ["complaint_filed"],
        ),
        (
            "Justice Department Files Lawsuit Against Ohio Landlord",
            "The Justice Department announced today a lawsuit against Jan Example, the owner of Elm House.",
            ["complaint_filed"],
        ),
        (
            "Government Intervenes in False Claims Act Lawsuit Against Acme Labs",
            "The government has intervened in a False Claims Act lawsuit against Acme Labs Inc.",
            ["complaint_filed"],
        ),
        (
            "Justice Department Seeks to Shut Down Ohio Tax Return Preparer",
            "The Justice Department announced today that it has asked a federal court to permanently bar Jan Example "
            "from preparing tax returns for others.",
            ["complaint_filed"],
        ),
        (
            "United States Sues Ohio Man to Bar Him from Promoting Tax Schemes",
            "The Justice Department announced today that it has filed suit against convicted promoter Jan Example.",
            ["complaint_filed"],
        ),
        (
            "Accountant Admits Tax Fraud Conspiracy",
            "The former accountant of Acme Inc. today admitted filing false tax returns.\n\n" + CRIMINAL,
            ["pleaded_guilty"],
        ),
        (
            "Ohio Man Pleads Guilty for Stealing Bitcoin in His Brother's Pending Criminal Case",
            "Defendant's Brother Convicted of Running a Mixer\n\nCLEVELAND - Jan Example pleaded guilty today.",
            ["pleaded_guilty"],
        ),
        (
            "Shipping Company Convicted of Covering up Pollution",
            "Acme Ships Ltd. pleaded guilty today in a court in Tampa to failing to keep an oil record book.\n\n"
            "During the hearing, the judge sentenced the company to pay a $3,000 fine.",
            ["pleaded_guilty", "sentenced"],
        ),
        (
            "Two Ohio Men Sentenced for Selling Pills",
            "Jan Example was sentenced today to 20 months in prison.\n\n"
            "In a related case, Tom Sample pleaded guilty today to one count of conspiracy to distribute pills.",
            ["pleaded_guilty", "sentenced"],
        ),
        (
            "Ohio Man Extradited from Spain to Face Charges",
            "Justice Department Unseals Charges Against Two Others\n\nNEWARK - Jan Example made his first appearance "
            "today after being extradited from Spain.",
            ["charged", "extradited"],
        ),
        (
            "Acme Subsidiary Pleads Guilty",
            "Acme Ukraine Ltd. pleaded guilty today to bribery.\n\n" + CRIMINAL + "The department also entered into a "
            "non-prosecution agreement (NPA) with Acme Inc. in connection with its controls.",
            ["non_prosecution", "pleaded_guilty"],
        ),
        (
            "Forty Arrested in Operation Against Fraud",
            "Federal authorities announced today that forty people were arrested in a coordinated operation.\n\n"
            + CRIMINAL
            + "Among those arrested, Jan Example was charged in the Northern District of Ohio with wire fraud.",
            ["arrested", "charged"],
        ),
        (
            "Leak-Example.com Domain Name Seized",
            "WASHINGTON - Today, the FBI and the U.S. Department of Justice announced that they have seized the "
            "internet domain name leak-example.com, which sold hacked passwords.",
            ["restrained"],
        ),
        (
            "Justice Department Disrupts Grayfox Ransomware",
            "The Justice Department announced today a disruption campaign against the Grayfox ransomware group.\n\n"
            "As a search warrant unsealed today tells, the FBI has seized several websites that the group operated.",
            ["restrained"],
        ),
        (
            "Justice Department Secures Denaturalization",
            "On January 5, a judge of the U.S. District Court for the District of New Jersey entered an order revoking "
            "the naturalized U.S. citizenship of Jan Example, the department announced.",
            ["judgment"],
        ),
    ],
)
def test_steps_of_the_department_told_in_other_words(title: str, body: str, expected: list[str]) -> None:
    assert stages(title, body, "DOJ") == expected


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "Department of Justice Is Awarding $3 Million to Combat Drugs",
            "The department announced it is awarding $3 million. Dealers were charged in many states.",
        ),
        (
            "Department Submits Views on Proposed Book Settlement",
            "The department today advised the court that the settlement agreement of Acme Inc. needs change.",
        ),
        (
            "Justice Department Files Brief to Address Confinement of Juveniles",
            "The department filed a brief in an action of others. A consent decree was reached in Ohio.",
        ),
        (
            "Team from Ohio Honored for Prosecution of Hackers",
            "The team was honored today. Jan Example was extradited and charged.",
        ),
    ],
)
def test_grants_briefs_and_honors_are_no_step(title: str, body: str) -> None:
    document = Document(f"{title}\n\n{body}", agency="DOJ", title=title)
    found: dict[str, list[Any]] = {"stages": find_stages(document, {}), "parties": find_parties(document, {})}
    assert not is_enforcement(document, found)


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        (
            "Oak County Agrees to Upgrade Its Sewers",
            "Oak County, Ohio, has agreed to upgrade its sewers, the Justice Department announced today.\n\n"
            "According to the complaint filed today together with the consent decree, the county spilled sewage.",
            ["settled"],
        ),
        (
            "Justice Department Charges Owner of Mobile Home Park with Discrimination",
            "The Justice Department today filed a lawsuit against Jan Example, owner of Elm Park, for discrimination.",
            ["complaint_filed"],
        ),
        (
            "Court Issues Order Barring Ohio Tax Preparer from Preparing Returns for Others",
            "A federal court in Toledo has issued an order barring Jan Example from preparing federal tax returns.",
            ["judgment"],
        ),
    ],
)
def test_civil_steps_are_no_criminal_charge(title: str, body: str, expected: list[str]) -> None:
    assert stages(title, body, "DOJ") == expected


def test_a_statement_on_an_appeal_of_nobody_accused_is_no_step() -> None:
    title = "Joint Statement Regarding Court of Appeals Decision"
    document = Document(
        f"{title}\n\nThe departments noted a decision of the court of appeals.", agency="DOJ", title=title
    )
    assert not is_enforcement(document, {"stages": find_stages(document, {}), "parties": []})


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        (
            "Three Ohio Men Indicted for Drug Trafficking",
            "Two of Three Received Commutations of Long Sentences in State Court\n\nTOLEDO - Three men were indicted "
            "last week for a conspiracy.",
            ["charged"],
        ),
        (
            "Two Ohio Residents Plead Guilty",
            "Both Face Prison Sentences\n\nTOLEDO - Two residents of Ohio pleaded guilty today to selling pills.",
            ["pleaded_guilty"],
        ),
        (
            "Justice Department Charges 12 Hackers in Global Campaign",
            "The department announced steps. An indictment unsealed today charges Jan Example and others.",
            ["charged"],
        ),
        (
            "Judge Sentences Ohio Man to Six Years",
            "A judge sentenced Jan Example today to six years in prison.",
            ["sentenced"],
        ),
        (
            "Greyhat and Nullbyte Marketplaces Disrupted in International Operation",
            "The Justice Department announced today its part in an operation against the marketplaces.",
            ["restrained"],
        ),
        (
            "Government Forfeits Over $4 Million in Assets Tied to Mixer",
            "The United States last week obtained legal title to $4 million of assets, the department announced.",
            ["forfeiture"],
        ),
    ],
)
def test_headlines_that_use_the_words_of_other_steps(title: str, body: str, expected: list[str]) -> None:
    assert stages(title, body, "DOJ") == expected


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        (
            "CFTC Orders Acme Brokers LLC to Pay $1 Million for Fake Bids",
            CIVIL + "issued an order against Acme Brokers LLC for communicating fake bids to clients.",
            ["settled"],
        ),
        (
            "CFTC Charges Acme Oil Inc. with Manipulation",
            CIVIL + "issued an order against Acme Oil Inc. for manipulative conduct.",
            ["settled"],
        ),
        (
            "CFTC Orders Acme Pools LLC to Pay",
            CIVIL + "announced that an Administrative Law Judge issued an Initial Decision against Acme Pools LLC.",
            ["penalty_assessed"],
        ),
        (
            "CFTC Fines Acme Grain $300,000",
            CIVIL + "announced that Acme Grain LLC will pay a civil monetary penalty of $300,000 for wash sales.",
            ["settled"],
        ),
    ],
)
def test_an_order_of_the_commission_settles_unless_it_says_otherwise(
    title: str, body: str, expected: list[str]
) -> None:
    assert stages(title, body, "CFTC") == expected
