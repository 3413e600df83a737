"""Charges that a paper of the case makes by provision alone; all papers are made up."""

from __future__ import annotations

import pytest

from nlp.pipeline import extract

INDICTMENT = """UNITED STATES DISTRICT COURT
EASTERN DISTRICT OF NEW YORK
- - - - - - - - - - - - - - X
UNITED STATES OF AMERICA               INDICTMENT

       - against -                     Cr. No. 31-134 (ABC)
                                       ({statutes})
TOBIN ASHGROVE,
                    Defendant.
- - - - - - - - - - - - - - X

THE GRAND JURY CHARGES:

{body}
"""
COMPLAINT = """UNITED STATES DISTRICT COURT
NORTHERN DISTRICT OF ILLINOIS

COMMODITY FUTURES TRADING COMMISSION,
                    Plaintiff,
v.
PENROSE VALE LLC,
                    Defendant.

COMPLAINT FOR INJUNCTIVE RELIEF AND CIVIL MONETARY PENALTIES

1. Plaintiff Commodity Futures Trading Commission alleges as follows.

2. Penrose Vale LLC ("Penrose") traded the accounts of eleven {customers}.

3. By virtue of this conduct, Penrose has engaged in acts and practices in violation of the Commodity Exchange Act (the
"Act") and of Commission Regulations, specifically {sections}.

4. This Court has jurisdiction pursuant to Section 6c(a) of the Act, 7 U.S.C. § 13a-1(a).
"""


def _charges(text: str, agency: str) -> dict[str, str]:
    return {charge.code: charge.status for charge in extract(text, agency=agency).charges}


@pytest.mark.parametrize(
    ("statutes", "expected"),
    [
        ("T. 18, U.S.C., §§ 1343, 1349, 981(a)(1)(C), 2 and 3551 et seq.", {"wire_mail_fraud"}),
        ("18 U.S.C. § 1956(h); 21 U.S.C. § 853", {"money_laundering"}),
        (
            "T. 15, U.S.C., § 80b-6; T. 18, U.S.C., §§ 1001(a)(2), 1512(k)",
            {"fraud_solicitation", "false_statements", "obstruction"},
        ),
        ("21 U.S.C. §§ 841(a)(1), 846", {"drug_trafficking"}),
        ("31 U.S.C. § 5318(h); 18 U.S.C. § 1960", {"aml_program_failure", "unlicensed_money_transmission"}),
    ],
)
def test_the_statutes_of_an_indictment_are_its_charges(statutes: str, expected: set[str]) -> None:
    text = INDICTMENT.format(statutes=statutes, body="1. The defendant TOBIN ASHGROVE lived in Queens, New York.")
    assert _charges(text, "DOJ") == dict.fromkeys(expected, "alleged")


def test_the_heading_of_a_count_charges() -> None:
    body = "COUNT ONE\n(Conspiracy - 18 U.S.C. § 1956(h))\n\n1. The defendant TOBIN ASHGROVE lived in Queens."
    assert _charges(INDICTMENT.format(statutes="Sealed", body=body), "DOJ") == {"money_laundering": "alleged"}


def test_a_conspiracy_against_foreign_officials_is_told_by_their_definition() -> None:
    body = (
        "1. Odon Petrol was a state-owned company. Its officers were “foreign officials” as that term is used in the "
        "Foreign Corrupt Practices Act, Title 15, United States Code, Section 78dd-2(h)(2)(A)."
    )
    assert _charges(INDICTMENT.format(statutes="18 U.S.C. § 371", body=body), "DOJ") == {"foreign_bribery": "alleged"}


def test_a_provision_that_only_explains_charges_nothing() -> None:
    body = "1. A form is due under 26 U.S.C. § 7203, as defined in 18 U.S.C. § 1344. TOBIN ASHGROVE lived here."
    text = INDICTMENT.format(statutes="18 U.S.C. § 1343", body=body)
    assert _charges(text, "DOJ") == {"wire_mail_fraud": "alleged"}


@pytest.mark.parametrize(
    ("customers", "sections", "expected"),
    [
        ("customers", "Section 4m(1) of the Act, 7 U.S.C. § 6m(1)", {"unregistered_cta"}),
        ("pools", "Section 4m(1) of the Act, 7 U.S.C. § 6m(1)", {"unregistered_cpo"}),
        ("customers", "Sections 4b(a)(2)(A) and 4d(g) of the Act", {"fraud_solicitation", "unregistered_ib"}),
        (
            "customers",
            "Regulations 166.3 and 1.35, 17 C.F.R. §§ 166.3, 1.35",
            {"failure_to_supervise", "recordkeeping_failure"},
        ),
        ("customers", "Section 4c(a)(5)(C) of the Act", {"spoofing"}),
        ("customers", "Sections 6(c)(1) and 6(c)(3) of the Act", {"manipulation"}),
        ("customers", "Regulation 42.2, 17 C.F.R. § 42.2", {"kyc_cip_failure"}),
        ("customers", "Section 4a(b)(2) of the Act and Regulation 150.2", {"position_limits"}),
    ],
)
def test_the_sections_a_complaint_says_were_broken_are_its_charges(
    customers: str, sections: str, expected: set[str]
) -> None:
    text = COMPLAINT.format(customers=customers, sections=sections)
    assert _charges(text, "CFTC") == dict.fromkeys(expected, "alleged")


def test_a_plea_has_consequences_that_are_no_charge() -> None:
    body = (
        "1. The Defendant agrees to plead guilty to wire fraud.\n\n2. The Defendant knows that pleading guilty may "
        "have consequences with respect to his immigration status."
    )
    text = INDICTMENT.format(statutes="18 U.S.C. § 1343", body=body).replace("INDICTMENT", "PLEA AGREEMENT")
    assert _charges(text, "DOJ") == {"wire_mail_fraud": "admitted"}
