"""Nobody is said to be convicted of what a jury acquitted of, or by words that only look like a verdict; made up."""

from __future__ import annotations

import pytest

from nlp.charge_acquittals import is_spared
from nlp.pipeline import extract

CONVICTED = "Ann Roe, 31, of Toledo, was convicted today by a federal jury of three counts of wire fraud."
CHARGED = "Ann Roe, 31, of Toledo, was charged today with wire fraud."


def facts(headline: str, *paragraphs: str) -> tuple[list[str], dict[str, str]]:
    found = extract("\n\n".join([headline, *paragraphs]), agency="DOJ", title=headline)
    return sorted(stage.code for stage in found.stages), {charge.code: charge.status for charge in found.charges}


@pytest.mark.parametrize(
    "sentence",
    [
        "The jury found Roe not guilty of money laundering.",
        "Roe was acquitted of money laundering and obstruction of justice.",
        "The jury was unable to reach a verdict on the money laundering count.",
        "Jurors could not reach a verdict on charges of money laundering, and the judge declared a mistrial.",
        "The court dismissed the count of money laundering before trial.",
        "The count of money laundering was dismissed before trial.",
        "Roe was also charged with money laundering, but was acquitted.",
        "The indictment had also charged Roe with money laundering, but a jury acquitted her of that charge.",
        "She was charged with money laundering, too, but prosecutors dropped the count.",
        "Roe was acquitted of money laundering. She had been charged with wire fraud and money laundering in 2015.",
    ],
)
def test_no_conviction_of_what_was_not_proved(sentence: str) -> None:
    assert facts("Broker Convicted of Wire Fraud", CONVICTED, sentence) == (
        ["convicted"],
        {"wire_mail_fraud": "convicted"},
    )


def test_an_acquittal_on_one_count_leaves_the_conviction_on_others() -> None:
    said = "Roe was acquitted of bank fraud on one count but convicted of bank fraud on four others."
    assert facts("Broker Convicted", CONVICTED, said)[1] == {"wire_mail_fraud": "convicted", "bank_fraud": "convicted"}


def test_an_acquittal_of_a_fellow_takes_nothing_from_a_headline() -> None:
    said = "Her partner, Tom Poe, was acquitted of wire fraud."
    assert facts("Broker Convicted of Wire Fraud", CONVICTED, said)[1] == {"wire_mail_fraud": "convicted"}


def test_a_plea_of_not_guilty_spares_nobody() -> None:
    sentence = "Roe pleaded not guilty to wire fraud."
    assert not is_spared(sentence, 0, sentence.index("wire"), len(sentence))


@pytest.mark.parametrize(
    ("headline", "paragraph"),
    [
        ("Broker Indicted for Wire Fraud", "Roe was arraigned today and entered a not guilty plea."),
        ("Broker Indicted for Wire Fraud", "A plea of not guilty was entered for Roe."),
        ("Convicted Swindler Charged with Wire Fraud", "Roe, a convicted felon, is held without bail."),
        ("Broker Charged with Wire Fraud\n\nHer Partners Previously Convicted and Sentenced", "Roe is 31."),
        ("Broker Charged with Wire Fraud", "The charges follow the guilty pleas of two of her lenders in May."),
    ],
)
def test_words_that_only_look_like_an_outcome(headline: str, paragraph: str) -> None:
    assert facts(headline, CHARGED, paragraph) == (["charged"], {"wire_mail_fraud": "alleged"})


def test_a_plea_in_a_foreign_court_is_no_plea_to_the_charge() -> None:
    told = "Roe pleaded guilty in a Freedonian court in 2003 to wire fraud."
    assert facts("Broker Charged with Wire Fraud", CHARGED, told) == (["charged"], {"wire_mail_fraud": "alleged"})


def test_a_reward_for_a_conviction_reports_none() -> None:
    headline = "Reward Offered for Information About Robbers"
    lead = "A reward of $1 million is offered for information leading to the arrest and/or conviction of the robbers."
    assert facts(headline, lead) == ([], {})


def test_an_offence_for_which_a_term_was_served_is_not_charged_again() -> None:
    told = "Roe, a convicted felon who served ten years for bank fraud, appeared in court."
    assert facts("Broker Charged with Wire Fraud", CHARGED, told) == (["charged"], {"wire_mail_fraud": "alleged"})


def test_an_upheld_conviction_is_one() -> None:
    lead = "The U.S. Court of Appeals for the Sixth Circuit today affirmed the conviction of Ann Roe for bank fraud."
    assert facts("Appeals Court Upholds Conviction of Former Banker", lead) == (["appeal"], {"bank_fraud": "convicted"})


def test_a_dismissal_is_no_new_charge() -> None:
    lead = (
        "The Department today moved to dismiss the indictment against Ann Roe, who was charged with wire fraud in 2014."
    )
    assert facts("Justice Department Moves to Dismiss Charges Against Broker", lead)[0] == ["dismissed"]


def test_a_superseding_indictment_adds_charges() -> None:
    lead = (
        "A federal grand jury today returned a superseding indictment that adds money laundering counts against Ann "
        "Roe, 41, who was first charged in March with wire fraud."
    )
    assert facts("Broker Charged in Superseding Indictment", lead) == (
        ["charged"],
        {"money_laundering": "alleged", "wire_mail_fraud": "alleged"},
    )


def test_threats_against_a_witness_take_no_further_charge_away() -> None:
    lead = "A grand jury indicted Ann Roe for retaliating against a witness and for making false statements to the FBI."
    assert facts("Woman Indicted for Retaliation", lead)[1]["false_statements"] == "alleged"


def test_what_a_task_force_has_filed_over_the_years_is_no_charge() -> None:
    told = "Over three years the Department filed nearly 10,000 fraud cases, with 2,900 mortgage fraud defendants."
    assert facts("Broker Charged with Wire Fraud", CHARGED, told)[1] == {"wire_mail_fraud": "alleged"}


def test_a_civil_lawsuit_beside_a_conviction_is_no_conviction() -> None:
    told = "The United States has also filed a lawsuit against Roe for tax fraud."
    charges = facts("Broker Convicted of Wire Fraud", CONVICTED, told)[1]
    assert charges == {"wire_mail_fraud": "convicted", "tax_offense": "alleged"}


def test_an_indictment_that_is_only_told_of_beside_a_plea_is_no_news() -> None:
    lead = "Ann Roe, 31, of Toledo, pleaded guilty today to filing a false tax return."
    told = "According to the indictment and admissions made in court today, Roe cashed checks."
    assert facts("Owner Pleads Guilty to Tax Fraud", lead, told) == (["pleaded_guilty"], {"tax_offense": "admitted"})


def test_what_a_grand_jury_looks_into_is_not_charged_to_who_hindered_it() -> None:
    lead = "Ann Roe, 31, of Toledo, pleaded guilty today to obstruction of justice."
    told = "Roe hindered a grand jury investigation concerning potential violations of laws on money laundering."
    assert facts("Broker Pleads Guilty to Obstruction", lead, told)[1] == {"obstruction": "admitted"}


def test_currency_structuring_is_a_charge() -> None:
    lead = "Ann Roe, 31, of Toledo, pleaded guilty today to currency structuring."
    assert facts("Broker Pleads Guilty", lead)[1] == {"structuring": "admitted"}
