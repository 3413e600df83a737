"""Sentences and measures imposed: made-up announcements about made-up people."""

from __future__ import annotations

from typing import Any

import pytest

from nlp.document import Document
from nlp.facts import Party, Term
from nlp.pipeline import extract
from nlp.terms import find_terms

Row = tuple[str, float | None]


def terms(text: str, agency: str = "DOJ", names: tuple[str, ...] = ("Ann Marlow", "Bo Tarrant")) -> list[Term]:
    parties: list[Any] = [Party([], "test", 1.0, name, "person", "accused") for name in names]
    return find_terms(Document("Agency Announces Outcome\n\n" + text, agency), {"parties": parties})


def rows(text: str, agency: str = "DOJ") -> list[Row]:
    return [(one.kind, one.months) for one in terms(text, agency)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Marlow was sentenced to 18 months in prison.", [("prison", 18)]),
        ("Marlow was sentenced today to serve five years in federal prison.", [("prison", 60)]),
        ("Marlow was sentenced to a year and a day in prison.", [("prison", 12)]),
        ("Marlow was sentenced to 215 months (17 years, 11 months) in federal prison.", [("prison", 215)]),
        (
            "Marlow was sentenced to 66 months\u2019 imprisonment, to be followed by 4 years of supervised release.",
            [("prison", 66), ("supervised_release", 48)],
        ),
        ("Marlow was sentenced to time served and 5 years of probation.", [("probation", 60), ("prison", None)]),
        ("Marlow was sentenced to life in prison.", [("prison", None)]),
        ("Marlow was sentenced to six months of home confinement.", [("home_confinement", 6)]),
        ("Tarrant is serving a prison sentence of 260 months.", [("prison", 260)]),
        ("The judge sentenced Marlow to pay a fine and serve two years of probation.", [("probation", 24)]),
        ("They were sentenced to 60 months, 22 months and 7 months.", [("prison", 60), ("prison", 22), ("prison", 7)]),
        ("They were given terms of 24, 12 and 6 months in prison.", [("prison", 24), ("prison", 12), ("prison", 6)]),
        ("Marlow was sentenced to 12 months and one day in prison.", [("prison", 12)]),
        ("Marlow agreed to serve 13 months in prison.", []),
        ("The Clean Water Act requires facilities to adopt response procedures.", []),
        ("Marlow faces a maximum sentence of 20 years in prison.", []),
        ("The charge carries up to five years in prison; and 20 years in prison for fraud.", []),
        ("Marlow, a resident for five years, pleaded guilty.", []),
        ("His plea agreement calls for a sentence of 10 years in prison.", []),
        ("The company agreed to cooperate with the investigation.", [("undertakings", None)]),
        ("It must retain an independent compliance monitor.", [("monitor", None)]),
        ("A federal court permanently barred Marlow from preparing tax returns.", [("injunction", None)]),
        (
            "In asking for a 65-month prison sentence, it said more. Marlow was sentenced to 54 months in prison.",
            [("prison", 54)],
        ),
        (
            "Marlow was sentenced to 30 years in prison and lifetime supervised release.",
            [("prison", 360), ("supervised_release", None)],
        ),
        ("Should he remain, he will be on three years of supervised release.", [("supervised_release", 36)]),
        (
            "Marlow was sentenced to 60 months in prison and10 years of supervised release.",
            [("prison", 60), ("supervised_release", 120)],
        ),
        (
            "The company executed a five-year Corporate Integrity Agreement with the inspector.",
            [("undertakings", None)],
        ),
        ("The company agreed to a compliance plan.", [("undertakings", None)]),
        ("Two firms have agreed to spend $12 million on filters.", [("undertakings", None)]),
        ("The court also ordered the company to implement an environmental compliance plan.", [("undertakings", None)]),
        ("The companies have committed to continuing to enhance their compliance programs.", [("undertakings", None)]),
        ("Marlow was debarred from government contracts for three years.", [("industry_ban", 36)]),
    ],
)
def test_justice(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The order imposes permanent trading and registration bans on Marlow.",
            [("trading_ban", None), ("registration_ban", None)],
        ),
        (
            "The order imposes a five-year trading and registration ban on Marlow.",
            [("trading_ban", 60), ("registration_ban", 60)],
        ),
        ("The order suspends him for three months from trading on any exchange.", [("trading_ban", 3)]),
        (
            "Marlow is barred from trading in CFTC markets or registering with the CFTC for three years.",
            [("trading_ban", 36), ("registration_ban", 36)],
        ),
        ("The order permanently enjoins Marlow from further violations.", [("injunction", None)]),
        ("The order requires Marlow to cease and desist from violating the Act.", [("cease_and_desist", None)]),
        ("The CFTC revoked the registrations of Marlow.", [("registration_ban", None)]),
        ("The complaint seeks trading bans and a permanent injunction.", []),
        ("The court entered a preliminary injunction against Marlow.", []),
        ("Marlow was previously banned from trading.", []),
        ("The firm failed to adopt required policies and procedures.", []),
        ("In a related criminal case, Marlow was sentenced to 18 months in prison.", []),
    ],
)
def test_civil(text: str, expected: list[Row]) -> None:
    assert rows(text, "CFTC") == expected


def test_who_is_sentenced_to_what() -> None:
    text = "Marlow was sentenced to 12 months in prison and Tarrant was sentenced to 30 months in prison."
    assert [(one.party, one.months) for one in terms(text)] == [("Ann Marlow", 12), ("Bo Tarrant", 30)]


def test_a_term_of_someone_who_is_no_party_is_given_to_none_of_the_parties() -> None:
    text = "Marlow was sentenced to 24 months in prison, and Norbury was sentenced to 51 months in prison."
    assert [(one.party, one.months) for one in terms(text)] == [("Ann Marlow", 24), (None, 51)]


def test_respectively() -> None:
    text = "Marlow and Tarrant were sentenced to 12 months and 30 months in prison, respectively."
    assert [(one.party, one.months) for one in terms(text)] == [("Ann Marlow", 12), ("Bo Tarrant", 30)]


def test_a_measure_binding_several_alike_names_none() -> None:
    text = "The order bans Marlow and Tarrant from trading.\n\nA second order bans Tarrant from trading."
    assert [(one.kind, one.party) for one in terms(text, "CFTC")] == [("trading_ban", None)]


def test_a_rounded_headline_gives_way_to_the_sentence_itself() -> None:
    text = "Marlow Sentenced to Over 8 Years in Prison\n\nMarlow was sentenced to 97 months in prison."
    assert rows(text) == [("prison", 97)]


def test_a_sum_of_several_sentences_is_nobodys_term() -> None:
    assert (
        rows("Eight defendants, Marlow and Tarrant among them, were sentenced to a combined 87 years in prison.") == []
    )
    assert rows("The court sentenced seven individuals including Marlow to a total of 46 months in prison.") == []
    assert rows("Marlow was sentenced to a total of 46 months in prison.") == [("prison", 46)]


def test_of_two_sentences_of_one_person_the_one_reported_counts() -> None:
    text = (
        "Woman Resentenced\n\nMarlow was sentenced today to 65 months in prison.\n\n"
        "Marlow was previously sentenced to 27 months in prison."
    )
    assert [(one.party, one.months) for one in terms(text)] == [("Ann Marlow", 65)]
    open_ended = (
        "Woman in Court\n\nMarlow lied.\n\nMarlow was sentenced to 9 months in prison. "
        "She was sentenced to 4 years in prison."
    )
    assert {one.party for one in terms(open_ended)} == {None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Marlow was sentenced to 36 months. Norbury, 67, was sentenced beside Marlow to 12 months in prison.",
            [("Ann Marlow", 36), (None, 12)],
        ),
        (
            "Marlow was sentenced to 36 months in prison. A recruiter was also sentenced to 40 months in prison.",
            [("Ann Marlow", 36), (None, 40)],
        ),
        (
            "Marlow was sentenced to 36 months. Prosecutors asked Judge Roe to sentence Marlow to 40 months in prison.",
            [("Ann Marlow", 36)],
        ),
    ],
)
def test_what_others_serve(text: str, expected: list[tuple[str | None, float]]) -> None:
    assert [(one.party, one.months) for one in terms(text)] == expected


def test_a_man_named_only_after_his_sentence() -> None:
    text = "A Georgia man was sentenced today to 46 months in prison.\n\nBo Tarrant, 40, of Macon, was in court."
    assert [(one.party, one.months) for one in terms(text)] == [("Bo Tarrant", 46)]


def test_release_under_supervision_further_violations_and_cooperation() -> None:
    release = (
        "Upon their release from prison, they will be under the supervision of the U.S. Probation Office for 3 years."
    )
    assert ("supervised_release", 36) in rows("Marlow was sentenced to a year in prison. " + release)
    further = "The order bans Marlow from trading and prohibits further violations of the Commodity Exchange Act."
    assert ("injunction", None) in rows(further, "CFTC")
    cooperate = "The order also requires Marlow to cooperate with the CFTC in matters related to this action."
    assert ("undertakings", None) in rows(cooperate, "CFTC")


def test_a_headline_that_rounds_a_sentence_is_no_second_one() -> None:
    parties: list[Any] = [Party([], "test", 1.0, "Ann Marlow", "person", "accused")]
    text = "Dealer Sentenced To 13 Years In Prison\n\nAnn Marlow was sentenced to 160 months in prison."
    assert [one.months for one in find_terms(Document(text, "DOJ"), {"parties": parties})] == [160]


@pytest.mark.parametrize(
    "text",
    [
        "A former manager of Oakham Bank, a lender, was sentenced today to 18 months in prison. Ann Marlow, 40, wept.",
        "The second of two men living in Ohio who took from a fund meant for the old and the sick was sentenced to "
        "18 months in prison. Ann Marlow is one of them.",
        "39-year-old Ann Marlow of Bellfield was sentenced in March to 18 months in prison.",
    ],
)
def test_whose_sentence_it_is(text: str) -> None:
    assert [one.party for one in terms(text) if one.kind == "prison"] == ["Ann Marlow"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The order revokes Roe's registration.", ("registration_ban", "John Roe", None)),
        ("Roe's registration was revoked.", ("registration_ban", "John Roe", None)),
        ("The order suspends Roe's registration for six months.", ("registration_ban", "John Roe", 6)),
        ("A 120-month sentence was imposed on Roe.", ("prison", "John Roe", 120)),
        (
            "Roe is barred for three years from performing a compliance function for any money transmitter.",
            ("industry_ban", "John Roe", 36),
        ),
        (
            "Roe is prohibited for five years from participating, directly or indirectly, in the affairs of any bank.",
            ("industry_ban", "John Roe", 60),
        ),
    ],
)
def test_bans_and_sentences_named_otherwise(sentence: str, expected: tuple[str, str, float | None]) -> None:
    agency = "DOJ" if "sentence" in sentence else "CFTC"
    lead = "Larkfield LLC and its owner, John Roe, 45, of Chicago, were sentenced today for wire fraud."
    if agency == "CFTC":
        lead = (
            "The CFTC today issued an order settling charges against Larkfield LLC and its owner, John Roe, for fraud."
        )
    text = f"Agency Acts Against Larkfield LLC\n\nWASHINGTON, D.C. – {lead}\n\n{sentence}\n"
    found = extract(text, agency=agency).as_dict()["terms"]
    assert [(term["kind"], term["party"], term["months"]) for term in found] == [expected]


@pytest.mark.parametrize(
    "lead",
    [
        "WASHINGTON An Ohio accountant was sentenced to 11 years in prison by U.S. District Court Judge Ann Lane.",
        "The former head of Tierfirst Bank, a $3 billion bank once of Lincoln, was sentenced to 132 months in prison.",
    ],
)
def test_the_one_the_lead_describes_is_the_first_named_after_it(lead: str) -> None:
    text = f"""Agency Announces Step

{lead}

Gil G. Lundholm, 74, of Lincoln, was convicted by a jury. James Lapham and Don Langley pleaded guilty too.
"""
    found = extract(text, agency="DOJ").as_dict()["terms"]
    assert [(term["months"], term["party"]) for term in found] == [(132, "Gil G. Lundholm")]
