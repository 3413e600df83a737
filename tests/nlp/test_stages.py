"""Stages and enforcement or not, on sentences written for this test."""

from typing import Any

import pytest

from nlp.document import Document
from nlp.enforcement import is_enforcement
from nlp.parties import find_parties
from nlp.stages import find_stages

CIVIL = "Washington, DC - The Commodity Futures Trading Commission today "
CRIMINAL = "Assistant Attorney General Una Official of the Criminal Division made the announcement.\n\n"


def stages(title: str, body: str, agency: str, date: str = "2020-05-04") -> list[str]:
    document = Document(f"{title}\n\n{body}", agency=agency, title=title, date=date)
    found = find_stages(document, {})
    for stage in found:
        for span in stage.evidence:
            assert document.text[span.start : span.end] == span.quote
    return sorted(stage.code for stage in found)


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        (
            "CFTC Charges Acme Pools, LLC with Fraud",
            CIVIL + "filed a civil enforcement action in federal court against Acme Pools, LLC for fraud in its pool.",
            ["complaint_filed"],
        ),
        (
            "CFTC Orders Acme Pools, LLC to Pay $1 Million",
            CIVIL + "issued an order filing and settling charges against Acme Pools, LLC for failure to supervise.",
            ["settled"],
        ),
        (
            "Federal Court Orders Jan Example to Pay $1 Million",
            CIVIL + "announced that a court entered a consent order against Jan Example, resolving a case of 2019.",
            ["settled"],
        ),
        (
            "Federal Court Orders Jan Example to Pay $1 Million",
            CIVIL + "announced that a court entered a default judgment against Jan Example in an action of 2019.",
            ["judgment"],
        ),
        (
            "CFTC Charges Jan Example with Pool Fraud",
            CIVIL + "announced that a judge issued a restraining order freezing the assets of Jan Example. The order "
            "arises from a civil complaint filed under seal on May 1, 2020.",
            ["complaint_filed", "restrained"],
        ),
        (
            "CFTC Orders Acme Metals to Pay $2 Million",
            CIVIL + "issued an order filing and settling charges against Acme Metals Inc. In a parallel matter, its "
            "trader pleaded guilty and was sentenced to prison.",
            ["settled"],
        ),
    ],
)
def test_stages_of_civil_actions(title: str, body: str, expected: list[str]) -> None:
    assert stages(title, body, "CFTC") == expected


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        (
            "Ohio Man Sentenced for Fraud",
            "Jan Example, 47, of Akron, Ohio, was sentenced today to 12 months in prison.\n\n"
            + CRIMINAL
            + "Example pleaded guilty in January to one count of wire fraud charged in an indictment.",
            ["sentenced"],
        ),
        (
            "Ohio Man Pleads Guilty to Fraud",
            "Jan Example pleaded guilty today to wire fraud.\n\n" + CRIMINAL + "He will be sentenced on July 1.",
            ["pleaded_guilty"],
        ),
        (
            "Ohio Man Arrested and Charged with Laundering",
            "Jan Example was arrested today on an indictment charging him with money laundering.\n\n" + CRIMINAL,
            ["arrested", "charged"],
        ),
        (
            "Jury Convicts Ohio Man",
            "A federal jury convicted Jan Example today of bank fraud after a trial.",
            ["convicted"],
        ),
        (
            "Acme Bank Enters Deferred Prosecution Agreement",
            "Acme Bank has entered into a deferred prosecution agreement and agreed to pay $4 million.\n\n" + CRIMINAL,
            ["deferred_prosecution"],
        ),
        (
            "Acme Corp. to Pay $3 Million to Resolve False Claims Act Allegations",
            "Acme Corp. has agreed to pay $3 million to resolve allegations of false claims.",
            ["settled"],
        ),
        (
            "Ohio Man Extradited from Spain",
            "Jan Example was extradited from Spain to face charges of fraud, the department announced today.",
            ["extradited"],
        ),
    ],
)
def test_stages_of_criminal_and_civil_cases_of_the_department(title: str, body: str, expected: list[str]) -> None:
    assert stages(title, body, "DOJ") == expected


def test_an_arrest_long_before_is_no_news() -> None:
    body = (
        "A federal grand jury indicted Jan Example today for fraud.\n\nExample was arrested on Feb. 3, 2020, in Akron."
    )
    assert stages("Ohio Man Indicted", body, "DOJ") == ["charged"]
    assert stages("Ohio Man Indicted", body.replace("Feb. 3", "May 2"), "DOJ") == ["arrested", "charged"]


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "Remarks of Chairman Una Official at the Example Conference",
            "Thank you for having me. We have charged fraud.",
        ),
        ("Department Awards $3 Million in Grants", "The department today announced grants for victims of crime."),
        ("Statement on the Nomination of Una Official", "She prosecuted many cases that were settled."),
        ("", ""),
    ],
)
def test_what_is_no_step_of_an_action(title: str, body: str) -> None:
    document = Document(f"{title}\n\n{body}", agency="DOJ", title=title)
    found: dict[str, list[Any]] = {"stages": find_stages(document, {}), "parties": find_parties(document, {})}
    assert not is_enforcement(document, found)


@pytest.mark.parametrize(
    ("title", "body", "agency", "expected"),
    [
        (
            "Ohio Man Extradited from Spain",
            "An indictment was unsealed today charging six people with fraud. One of them, Jan Example, made his first "
            "appearance after being extradited from Spain.",
            "DOJ",
            ["charged", "extradited"],
        ),
        (
            "Ohio Man Indicted for Fraud",
            "A federal grand jury indicted Jan Example for fraud.\n\nArrest warrants for others were unsealed today.",
            "DOJ",
            ["charged"],
        ),
        (
            "Zehnder Privatbank AG Reaches Resolution under Department of Justice Swiss Bank Program",
            "The Department of Justice announced today that Zehnder Privatbank AG reached a resolution under the "
            "Department of Justice's Swiss Bank Program.",
            "DOJ",
            ["non_prosecution"],
        ),
        (
            "Federal Court Freezes Assets of Ohio Company",
            "The Commodity Futures Trading Commission today announced that the U.S. District Court for the Northern "
            "District of Ohio entered a consent order of preliminary injunction against Acme Metals LLC. The order "
            "continues the asset freeze.",
            "CFTC",
            ["restrained"],
        ),
        (
            "CFTC Orders Acme Metals to Pay $3 Million",
            "The Commodity Futures Trading Commission today issued an order filing and\nsimultaneously settling "
            "charges against Acme Metals LLC.",
            "CFTC",
            ["settled"],
        ),
    ],
)
def test_steps_that_stand_together_or_are_none(title: str, body: str, agency: str, expected: list[str]) -> None:
    assert sorted(stages(title, body, agency)) == expected


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
