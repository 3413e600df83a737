"""How far a charge has come where the accused stand at different points; all texts are made up."""

from __future__ import annotations

import pytest

from nlp.pipeline import extract


def statuses(text: str, agency: str = "DOJ") -> dict[str, str]:
    return {charge.code: charge.status for charge in extract(text, agency=agency).charges}


def test_a_plea_of_others_who_await_their_sentence_is_no_conviction() -> None:
    text = (
        "Manager Convicted of Laundering\n\nAfter a trial, Ann Roe, 37, of Toledo, was convicted today of one "
        "count of money laundering.\n\nTom Poe, 40, and Jan Moe pleaded guilty in May to mail fraud and are scheduled "
        "for sentencing on June 19."
    )
    assert statuses(text) == {"money_laundering": "convicted", "wire_mail_fraud": "admitted"}


def test_what_was_only_charged_beside_a_conviction_stays_alleged() -> None:
    text = (
        "Therapist Sentenced for Medicare Fraud\n\nAnn Roe, 39, of Toledo, was sentenced today to 20 months.\n\n"
        "Roe was convicted of one count of conspiring to commit health care fraud.\n\n"
        "Roe and others were charged with health care fraud, money laundering and other offenses in an indictment."
    )
    assert statuses(text) == {"health_care_fraud": "convicted", "money_laundering": "alleged"}


@pytest.mark.parametrize("plea", ["all counts of the indictment", "the charges", "all eight charges"])
def test_a_plea_to_everything_covers_what_was_charged(plea: str) -> None:
    text = (
        "Man Sentenced for Fraud\n\nAnn Roe, 39, of Toledo, was sentenced today to 20 months in prison.\n\n"
        f"Roe was charged with wire fraud and tax evasion. She pleaded guilty to {plea} in May."
    )
    assert statuses(text) == {"wire_mail_fraud": "convicted", "tax_offense": "convicted"}


def test_a_plea_of_one_of_those_charged_is_the_strongest() -> None:
    text = (
        "Former Executive Charged in Foreign Bribery Scheme\n\nLiam Roe, was charged today with conspiring to break "
        "the Foreign Corrupt Practices Act and to launder money.\n\nFrederic Poe, who was charged in this case before, "
        "pleaded guilty yesterday to one count of conspiring to violate the Foreign Corrupt Practices Act."
    )
    found = extract(text, agency="DOJ")
    assert sorted(stage.code for stage in found.stages) == ["charged", "pleaded_guilty"]
    assert statuses(text) == {"foreign_bribery": "admitted", "money_laundering": "alleged"}


def test_a_civil_settlement_beside_a_plea_settles_the_false_claims() -> None:
    text = (
        "Maker Agrees to Plead Guilty and Pay $3 Million\n\nAcme Pharma Inc. agreed to plead guilty to misbranding "
        "a drug and to pay $3 million to resolve its criminal and civil liability.\n\n"
        "As part of the civil settlement, it will pay to resolve allegations that it caused false claims to "
        "be submitted in violation of the False Claims Act."
    )
    found = extract(text, agency="DOJ")
    assert sorted(stage.code for stage in found.stages) == ["pleaded_guilty", "settled"]
    assert statuses(text)["false_claims"] == "settled"


def test_a_consent_order_that_admits_its_findings_admits_the_charge() -> None:
    text = (
        "UNITED STATES DISTRICT COURT\nNORTHERN DISTRICT OF ILLINOIS\n\nCOMMODITY FUTURES TRADING COMMISSION,\n"
        "        Plaintiff,\nv.\nPENROSE VALE LLC,\n        Defendant.\n\n"
        "CONSENT ORDER FOR PERMANENT INJUNCTION\n\nThe Complaint alleged that Penrose Vale LLC violated Section 4b(a) "
        "of the Commodity Exchange Act.\n\nTo settle, Penrose:\n\n4. Admits to all of the findings made in this "
        "Consent Order.\n"
    )
    assert statuses(text, "CFTC") == {"fraud_solicitation": "admitted"}
    imperative = text.replace("Admits to", "Admit to")
    assert statuses(imperative, "CFTC") == {"fraud_solicitation": "admitted"}


def test_the_penalty_of_each_count_tells_the_counts() -> None:
    text = (
        "Four Charged in Counterfeiting Scheme\n\nA grand jury today indicted four people for counterfeiting.\n\n"
        "The law provides for a maximum sentence of five years on the conspiracy count and of 20 years on the "
        "conspiracy to commit money laundering count.\n\nThe law requires banks to report bank fraud."
    )
    assert statuses(text) == {"money_laundering": "alleged", "other": "alleged"}


def test_an_agreement_that_names_no_breach_still_settles_something() -> None:
    text = (
        "Justice Department Signs Agreement with Oak Town to Ensure Civic Access\n\nThe department today announced "
        "an agreement with the town of Oak, Ohio, to improve access to civic life."
    )
    assert statuses(text) == {"other": "settled"}


def test_a_prior_record_convicts_nobody_of_the_new_charge() -> None:
    text = (
        "Repeat Sex Offender Pleads Guilty\n\nTom Roe, 40, of Toledo, pleaded guilty today to child pornography."
        "\n\nRoe, who was convicted of exploiting a child in 2009, pleaded guilty to exploiting a child again."
    )
    assert statuses(text) == {"other": "admitted"}


def test_property_that_the_government_seeks_proves_nothing_yet() -> None:
    text = (
        "Justice Department Seeks Forfeiture of Bitcoin\n\nThe department filed a civil forfeiture complaint today for "
        "bitcoin traceable to a cryptocurrency investment fraud. A court ordered the seizure in May."
    )
    assert statuses(text) == {"fraud_solicitation": "alleged"}
    obtained = text.replace("Seeks", "Wins").replace("filed a civil forfeiture complaint", "got an order of forfeiture")
    assert statuses(obtained) == {"fraud_solicitation": "found"}


@pytest.mark.parametrize(
    "said",
    [
        "Roe consented to the injunction order without admitting the allegations against her.",
        "The civil injunction order, to which Roe agreed without admitting the government's allegations, is permanent.",
        "Roe agreed to the injunction, but she did not admit the allegations in the complaint.",
        "In agreeing to settle this matter, Roe has not admitted that she violated the law.",
    ],
)
def test_who_settles_without_admitting_has_admitted_nothing(said: str) -> None:
    text = (
        "Federal Court Bars Toledo Woman from Preparing Tax Returns\n\nA federal court has permanently barred Ann Roe, "
        f"of Toledo, who agreed to the order, from preparing false tax returns for others.\n\n{said}"
    )
    assert statuses(text) == {"tax_offense": "settled"}


def test_who_settles_and_admits_has_admitted() -> None:
    text = (
        "Acme Labs Agrees to Pay $3 Million to Resolve False Claims Act Allegations\n\nAcme Labs Inc. has agreed to "
        "pay $3 million to resolve False Claims Act allegations.\n\nAs part of the settlement, Acme admits that it "
        "submitted false claims and admits all the factual allegations."
    )
    assert statuses(text) == {"false_claims": "admitted"}


@pytest.mark.parametrize(
    "plea",
    [
        "Roe pleaded guilty in May 2015 to one count of conspiracy to commit health care fraud.",
        "Roe pleaded guilty before U.S. District Judge Jan Moe to two counts of health care fraud.",
    ],
)
@pytest.mark.parametrize(
    "indictment",
    [
        "Acme Care, its owners and marketers, were charged with kickback, money laundering and other offenses.",
        "The indictment alleges that the members laundered money, and charges them with money laundering.",
        "Charges of money laundering remain pending against Tom Poe, 42.",
        "Her partner, Tom Poe, 42, is charged with money laundering.",
    ],
)
def test_what_an_indictment_charges_others_with_is_not_what_one_pleads_to(plea: str, indictment: str) -> None:
    text = (
        "Owner Sentenced for Medicare Fraud\n\nAnn Roe, 39, of Toledo, was sentenced today to 20 months in prison."
        f"\n\n{plea}\n\n{indictment}"
    )
    assert statuses(text) == {"health_care_fraud": "convicted", "money_laundering": "alleged"}


def test_an_untried_fellow_is_no_convict_though_others_pleaded_to_the_charges() -> None:
    text = (
        "Owner Sentenced for Medicare Fraud\n\nAnn Roe, 39, of Toledo, was sentenced today to 20 months in prison for "
        "health care fraud.\n\nThree others pleaded guilty to the same charges.\n\nTom Poe, 42, is awaiting trial on "
        "charges of money laundering."
    )
    assert statuses(text) == {"health_care_fraud": "convicted", "money_laundering": "alleged"}


def test_a_civil_settlement_beside_a_deferred_prosecution_admits_nothing() -> None:
    text = (
        "Acme Global Agrees to Pay $13 Million to Resolve Criminal and Civil Allegations\n\nAcme Global Ltd. agreed to "
        "pay $13 million and entered into a deferred prosecution agreement today, in which it is charged with paying "
        "bribes to a procurement officer.\n\nIts director pleaded guilty to one count of bribery.\n\n"
        "Acme will also settle a civil suit. The United States alleged that its conduct violated the False Claims Act."
    )
    assert statuses(text)["false_claims"] == "settled"


def test_a_fellow_named_further_on_who_pleaded_to_the_same_counts() -> None:
    background = "The scheme ran for years and cost the firms much. " * 40
    text = (
        "Broker Indicted for Bid Rigging\n\nAnn Roe, 39, of Toledo, was indicted today for conspiring to rig bids.\n\n"
        f"{background}\n\nTom Poe, 42, of Dayton, was also charged in the case. Poe pleaded guilty in May to "
        "conspiring to rig bids."
    )
    assert statuses(text) == {"antitrust": "admitted"}


def test_what_was_admitted_when_asked_about_allegations_is_admitted() -> None:
    text = (
        "Clerk Pleads Guilty to Theft\n\nAnn Roe, 39, of Toledo, pleaded guilty today to one count of embezzlement.\n\n"
        "Roe also admitted making false statements to investigators when asked about the allegations."
    )
    assert statuses(text) == {"misappropriation": "admitted", "false_statements": "admitted"}


@pytest.mark.parametrize(
    ("told", "convicted"),
    [
        (
            "Her partner, Tom Poe, 42, of Dayton, pleaded guilty to tax evasion in May and was sentenced to 30 months.",
            True,
        ),
        ("Roe evaded taxes again after she was sentenced on May 3, 2010, for tax evasion.", False),
    ],
)
def test_a_fellow_sentenced_for_it_is_convicted_and_who_was_sentenced_before_is_not(told: str, convicted: bool) -> None:
    text = (
        "Dentist Pleads Guilty to Tax Evasion\n\nAnn Roe, 39, of Toledo, pleaded guilty today to one count of tax "
        f"evasion.\n\n{told}"
    )
    assert statuses(text) == {"tax_offense": "convicted" if convicted else "admitted"}
