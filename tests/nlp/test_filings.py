"""Orders, complaints, indictments and agreements: the step their title tells, and the parties of their caption."""

from __future__ import annotations

import time

import pytest

from nlp.document import Document
from nlp.facts import Extraction
from nlp.pipeline import extract

FINDINGS = """
{i}.

The Commodity Futures Trading Commission ("Commission") has reason to believe that from at least May 2014, Brightwater
Harrow Trading LLC ("Brightwater") and Odette Quillfeather ("Quillfeather") (collectively "Respondents") violated
Section 4c(a) of the Commodity Exchange Act.

In anticipation of the institution of an administrative proceeding, Respondents have
submitted an Offer of Settlement ("Offer"), which the Commission has determined to accept. A broker, Lucan Thrupp of
Ostler Grain Inc., told them of the trades.
"""
AGREEMENT = """UNITED STATES DISTRICT COURT
EASTERN DISTRICT OF NEW YORK

UNITED STATES OF AMERICA

- against -

BRIGHTWATER HARROW LTD.,

Defendant.

DEFERRED PROSECUTION AGREEMENT

The defendant Brightwater Harrow Ltd. (the "Company") enters into this Agreement with the United States Department of
Justice, Criminal Division, Fraud Section.

1. The Company agrees that the period shall be excluded from any calculation of time for purposes of the statute of
limitations.

2. The Company agrees to pay a monetary penalty in the amount of six hundred thousand dollars ($600,000).

3. The Company will pay the United States $150,000 within ten days.

Statement of Facts

4. In May 2014, the Company agreed to pay Sales Agent 1 $2,000,000 to act as its agent. The agent directed payment of
approximately $400,000 to a shell company. The true purpose was to pay a $90,000 bribe to an official.
"""
ADMINISTRATIVE = """UNITED STATES OF AMERICA
Before the
COMMODITY FUTURES TRADING COMMISSION

                                        )
In the Matter of:                       )    RECEIVED CFTC
                                        )
   BRIGHTWATER HARROW                   )    CFTC Docket No. 31-07
   TRADING LLC and ODETTE               )
   QUILLFEATHER,                        )    Office of Proceedings
                       Respondents.     )    11:45 am, Feb 04, 2031
________________________________________)

ORDER INSTITUTING PROCEEDINGS PURSUANT TO
SECTIONS 6(c) AND 6(d) OF THE COMMODITY EXCHANGE ACT, MAKING
FINDINGS AND IMPOSING REMEDIAL SANCTIONS
""" + FINDINGS.format(i="I")
COURT = """Case 1:31-cv-00538-ABC Document 28 Filed 02/14/31 Page 1 of 30

                    UNITED STATES DISTRICT COURT
                    NORTHERN DISTRICT OF ILLINOIS

U.S. COMMODITY FUTURES TRADING
COMMISSION,
                    Plaintiff,              )
                                            )  No. 1:31-cv-538
v.                                          )  Hon. Mary P. Okonjo
                                            )
PENROSE VALE FUND, LP, and                  )
CASPIAN J. WREN,                            )
                    Defendants,             )
                                            )
WREN FAMILY HOLDINGS, INC.                  )
                    Relief Defendant.       )

{title}

Plaintiff Commodity Futures Trading Commission filed this action against Penrose Vale Fund, LP ("Penrose"), Caspian J.
Wren ("Wren"), and Wren Family Holdings, Inc. The fund kept an account at Dunmore Clearing Corp., where Lucan Thrupp
was a broker. Wren took the money of participants.
"""
CRIMINAL = """UNITED STATES DISTRICT COURT
EASTERN DISTRICT OF NEW YORK
- - - - - - - - - - - - - - X
UNITED STATES OF AMERICA               {title}

       - against -                     Cr. No. 31-134 (ABC)

TOBIN ASHGROVE,                        (T. 18, U.S.C., 371, 1349)
   also known as "Toby Grove,"
                    Defendant.
- - - - - - - - - - - - - - X

{opening}

1. TOBIN ASHGROVE was a trader at Ostler Grain Inc. His manager was Lucan Thrupp. ASHGROVE lied to customers.
"""
LETTER = """U.S. Department of Justice

Criminal Division

March 3, 2031

Perpetua Lunn, Esq.
Lunn & Daughters LLP

Re: Halden Maritime (Asia) Limited Criminal Investigation

Dear Counsel:

The United States Department of Justice, Criminal Division, and Halden Maritime (Asia) Limited ("Halden" or the
"Company") enter into this Non-Prosecution Agreement ("Agreement"). The Company paid Lucan Thrupp, an agent.
"""


def _codes(extraction: Extraction) -> list[str]:
    return [stage.code for stage in extraction.stages]


def _names(extraction: Extraction, role: str = "accused") -> set[str]:
    return {party.name for party in extraction.parties if party.role == role}


def test_an_order_that_accepts_an_offer_settles() -> None:
    found = extract(ADMINISTRATIVE, agency="CFTC")
    assert found.is_enforcement
    assert _codes(found) == ["settled"]
    assert _names(found) == {"Brightwater Harrow Trading LLC", "Odette Quillfeather"}
    assert [p.kind for p in found.parties] == ["organization", "person"]
    assert "Brightwater" in found.parties[0].aliases


def test_an_order_instituting_proceedings_without_an_offer_is_a_complaint() -> None:
    text = ADMINISTRATIVE.split("In anticipation")[0]
    assert _codes(extract(text, agency="CFTC")) == ["complaint_filed"]


def test_wide_columns_and_a_double_spaced_body_change_nothing() -> None:
    wide = ADMINISTRATIVE.replace("    )", " " * 80 + ")")
    head, _, body = wide.partition("I.\n\nThe Comm")
    doubled = head + "I.\n\n" + ("The Comm" + body).replace("\n", "\n\n")
    assert _names(extract(wide, agency="CFTC")) == {"Brightwater Harrow Trading LLC", "Odette Quillfeather"}
    assert _names(extract(doubled, agency="CFTC")) == {"Brightwater Harrow Trading LLC", "Odette Quillfeather"}


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("CONSENT ORDER FOR PERMANENT INJUNCTION AND CIVIL MONETARY PENALTY", "settled"),
        ("CONSENT ORDER OF PRELIMINARY INJUNCTION", "restrained"),
        ("EX PARTE STATUTORY RESTRAINING ORDER AND ASSET FREEZE", "restrained"),
        ("ORDER GRANTING MOTION FOR DEFAULT JUDGMENT", "judgment"),
        (
            "COMPLAINT FOR INJUNCTIVE RELIEF AND CIVIL\nMONETARY PENALTIES UNDER THE COMMODITY EXCHANGE ACT",
            "complaint_filed",
        ),
        ("ORDER FINDING DEFENDANT CASPIAN J. WREN IN CONTEMPT", "other"),
        ("ORDER OF DISMISSAL", "dismissed"),
    ],
)
def test_the_title_of_a_court_paper_tells_the_step(title: str, code: str) -> None:
    found = extract(COURT.format(title=title), agency="CFTC")
    assert _codes(found) == [code]
    assert _names(found) == {"Penrose Vale Fund, LP", "Caspian J. Wren"}
    assert _names(found, "relief_defendant") == {"Wren Family Holdings, Inc."}


@pytest.mark.parametrize(
    ("title", "opening", "code"),
    [
        ("INDICTMENT", "THE GRAND JURY CHARGES:", "charged"),
        ("SUPERSEDING\n                 INFORMATION", "THE UNITED STATES CHARGES:", "charged"),
        ("PLEA AGREEMENT", "The United States and TOBIN ASHGROVE submit this agreement.", "pleaded_guilty"),
        ("DEFERRED PROSECUTION\n             AGREEMENT", "Defendant TOBIN ASHGROVE agrees.", "deferred_prosecution"),
    ],
)
def test_the_title_of_a_criminal_paper_tells_the_step(title: str, opening: str, code: str) -> None:
    found = extract(CRIMINAL.format(title=title, opening=opening), agency="DOJ")
    assert _codes(found) == [code]
    assert _names(found) == {"TOBIN ASHGROVE"}
    assert found.parties[0].aliases == ["Toby Grove"]


def test_a_title_lost_in_scanning_is_told_by_the_words_that_open_the_paper() -> None:
    found = extract(CRIMINAL.format(title="1ND'CTM NT", opening="THE GRAND JURY CHARGES:"), agency="DOJ")
    assert _codes(found) == ["charged"]


def test_a_letter_agreement_names_its_party_in_its_subject() -> None:
    found = extract(LETTER, agency="DOJ")
    assert _codes(found) == ["non_prosecution"]
    assert _names(found) == {"Halden Maritime (Asia) Limited"}


def test_an_announcement_is_no_filing() -> None:
    text = (
        "Trader Sentenced\n\nA trader was sentenced today in U.S. District Court for the Eastern District of New York."
    )
    assert Document(text).filing is None


def test_stamps_in_a_caption_are_no_parties() -> None:
    text = ADMINISTRATIVE.replace("QUILLFEATHER,  ", "QUILLFEATHER,\nSemen Nae Geta\n")
    assert _names(extract(text, agency="CFTC")) == {"Brightwater Harrow Trading LLC", "Odette Quillfeather"}


def test_a_long_filing_takes_no_more_than_its_length() -> None:
    text = ADMINISTRATIVE + FINDINGS.format(i="II") * 300
    started = time.perf_counter()
    assert _codes(extract(text[: len(text) // 4], agency="CFTC")) == ["settled"]
    quarter = time.perf_counter() - started
    extract(text, agency="CFTC")
    assert time.perf_counter() - started - quarter < 12 * quarter + 1


def test_an_assessment_that_was_consented_to_settles() -> None:
    text = (
        "UNITED STATES OF AMERICA\n\nFINANCIAL CRIMES ENFORCEMENT NETWORK\n\nDEPARTMENT OF THE TREASURY\n\n"
        "IN THE MATTER OF: )\n)\n) Number 2031-02\nHalden Exchange, Inc. )\n\nASSESSMENT OF CIVIL MONEY PENALTY\n\n{}\n"
    )
    consented = (
        "Without admitting or denying the facts, Halden Exchange, Inc. consented to the assessment of a penalty."
    )
    assert _codes(extract(text.format(consented), agency="FinCEN")) == ["settled"]
    alone = "FinCEN has determined that Halden Exchange, Inc. willfully violated the Bank Secrecy Act."
    assert _codes(extract(text.format(alone), agency="FinCEN")) == ["penalty_assessed"]


def test_what_an_agreement_tells_as_fact_is_no_sanction_and_tolled_time_no_ban() -> None:
    found = extract(AGREEMENT, agency="DOJ")
    assert [stage.code for stage in found.stages] == ["deferred_prosecution"]
    assert [one.amount for one in found.sanctions] == [600_000, 150_000]
    assert "industry_ban" not in {term.kind for term in found.terms}
