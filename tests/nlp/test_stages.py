"""Stages and enforcement or not, on sentences written for this test."""

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


@pytest.mark.parametrize("padding", range(0, 24, 3))
def test_the_proof_of_a_step_is_in_whole_words(padding: int) -> None:
    before = f"The agency{' indeed' * 30}{'x' * padding} announced that it "
    text = f"Agency Sues\n\n{before}filed a complaint against Acme Pools, LLC for {'misleading ' * 30}its customers."
    document = Document(text, "CFTC")
    (stage,) = find_stages(document, {"parties": find_parties(document, {})})
    (evidence,) = stage.evidence
    assert text[evidence.start : evidence.end] == evidence.quote and "filed a complaint" in evidence.quote
    assert len(evidence.quote) < 400
    assert text[evidence.start - 1].isspace() and text[evidence.end] in " ."
