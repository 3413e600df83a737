"""Attributes, conduct periods, harms and places on made-up announcements."""

from __future__ import annotations

import time

import pytest

from nlp.attributes import find_attributes
from nlp.conduct import find_conduct
from nlp.document import Document
from nlp.facts import Party
from nlp.harms import find_harms
from nlp.places import find_places
from nlp.taxonomy import charge_codes

OPENING = "Agency Announces Action\n\nToday the agency announced an action against Oakham LLC. "


def document(text: str, agency: str = "CFTC") -> Document:
    return Document(OPENING + text, agency)


def party(name: str) -> Party:
    return Party([], "test", 1.0, name, "organization", "accused")


def attributes(text: str) -> set[tuple[str, str]]:
    facts = find_attributes(document(text), {"parties": [party("Oakham LLC")]})
    assert all(fact.evidence for fact in facts)
    return {(fact.kind, fact.value) for fact in facts}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The order recognizes Oakham\u2019s substantial cooperation.", ("conduct_credit", "cooperation")),
        ("Oakham self-reported the conduct.", ("conduct_credit", "self_reporting")),
        ("The order notes its remediation.", ("conduct_credit", "remediation")),
        ("Oakham settled without admitting or denying the findings.", ("admission", "no_admission")),
        ("Oakham LLC is a registered swap dealer.", ("industry", "swap_dealer")),
        ("Oakham LLC offered binary options.", ("product", "binary_options")),
    ],
)
def test_attributes(text: str, expected: tuple[str, str]) -> None:
    assert expected in attributes(text)


def test_what_contradicts_is_not_claimed_as_well() -> None:
    told = attributes(
        "Oakham did not receive cooperation credit. It admits no facts, and settles without admitting or denying them."
    )
    assert told & {("conduct_credit", "no_cooperation"), ("admission", "no_admission")}
    assert ("admission", "admits") not in told


def test_names_of_agencies_are_no_products_and_other_firms_no_industry() -> None:
    assert not attributes("The Commodity Futures Trading Commission thanks a futures commission merchant.")
    assert ("industry", "casino") not in attributes("He lost the money in a casino.")


@pytest.mark.parametrize(
    "text",
    [
        "Oakham LLC took $18.2 million from the mixing service Murk, and $6.4 million from a darknet market.",
        "Oakham LLC transacted with darknet markets and a crypto mixer.",
        "Oakham LLC failed to report transactions with ransomware groups, mixing services and darknet markets.",
        "Oakham LLC kept accounts for casinos and money services businesses.",
        "Oakham LLC sent bitcoin to unregistered cryptocurrency exchanges.",
        "Oakham LLC had customers that included darknet markets and casinos.",
        "Oakham LLC hid the proceeds through a mixing service.",
        "Oakham LLC had exposure to darknet markets.",
    ],
)
def test_a_business_that_the_accused_dealt_with_is_not_theirs(text: str) -> None:
    assert {value for kind, value in attributes(text) if kind == "industry"} == set()


@pytest.mark.parametrize(
    ("text", "industry"),
    [
        ("Oakham LLC operated a darknet market.", "darknet_market"),
        ("Oakham LLC, a mixing service, took deposits from criminals.", "crypto_mixer"),
        ("Oakham LLC conspired to operate a crypto mixer.", "crypto_mixer"),
        ("Oakham LLC registered with the agency as a commodity pool operator.", "commodity_pool_operator"),
        ("Oakham LLC failed to register as a futures commission merchant.", "futures_commission_merchant"),
        ("According to the order, the cryptocurrency exchange Oakham LLC kept no records.", "crypto_exchange"),
        ("From May 2018 the bitcoin exchange Oakham LLC kept no records.", "crypto_exchange"),
        ("Oakham LLC moved the money through its cryptocurrency exchange.", "crypto_exchange"),
        ("Oakham LLC opened accounts for clients to trade at its casino.", "casino"),
    ],
)
def test_the_business_of_the_accused_is_theirs(text: str, industry: str) -> None:
    assert ("industry", industry) in attributes(text)


@pytest.mark.parametrize(
    "text",
    [
        "The companies received no more credit because Oakham did not voluntarily self-disclose the misconduct.",
        "Oakham failed to voluntarily report the violations.",
        "Law enforcement colleagues in two countries provided significant cooperation.",
        "Oakham settled without taking remedial measures.",
    ],
)
def test_credit_that_is_denied_or_due_to_others_is_none(text: str) -> None:
    told = attributes(text)
    assert not told & {("conduct_credit", value) for value in ("cooperation", "self_reporting", "remediation")}


@pytest.mark.parametrize(
    ("text", "start", "end", "ongoing"),
    [
        ("It spoofed from at least June 2016 through April 2017.", "2016-06", "2017-04", False),
        ("It spoofed between March 3 and May 4, 2016.", "2016-03-03", "2016-05-04", False),
        ("It spoofed from 2009 until January 25, 2014.", "2009", "2014-01-25", False),
        ("It has spoofed from October 2012 through the present.", "2012-10", None, True),
        ("It has spoofed since 2013.", "2013", None, False),
    ],
)
def test_conduct_is_as_precise_as_told(text: str, start: str, end: str | None, *, ongoing: bool) -> None:
    (period,) = find_conduct(document(text), {})
    assert (period.start, period.end, period.ongoing) == (start, end, ongoing)


@pytest.mark.parametrize(
    "text",
    [
        "It spoofed from June 2017 through April 2016.",
        "It moved from March to May.",
        "It spoofed from June 2016 to June 99.",
    ],
)
def test_stretches_that_make_no_sense_are_refused(text: str) -> None:
    assert [(p.start, p.end) for p in find_conduct(document(text), {})] in ([], [("2016-06", None)])


@pytest.mark.parametrize(
    ("text", "kind", "amount"),
    [
        ("He fraudulently solicited more than $1.5 million.", "solicited", 1_500_000),
        ("He misappropriated $20,000 of it.", "misappropriated", 20_000),
        ("Investors suffered losses of $3 million.", "loss", 3_000_000),
        ("He caused more than $2 million in losses.", "loss", 2_000_000),
        ("He took money from at least 1,200 customers.", "victims", 1_200),
        ("He defrauded twelve investors.", "victims", 12),
    ],
)
def test_harms(text: str, kind: str, amount: float) -> None:
    (harm,) = find_harms(document(text), {})
    assert (harm.kind, harm.amount, harm.currency) == (kind, amount, None if kind == "victims" else "USD")


def test_money_ordered_is_no_harm() -> None:
    assert not find_harms(document("The order requires Oakham to pay a penalty of $2 million for its fraud."), {})
    assert not find_harms(document("For the losses it must pay restitution of $2 million."), {})


@pytest.mark.parametrize(
    ("text", "city", "state", "country"),
    [
        ("Oakham LLC, of Lake Forest, Illinois, was charged.", "Lake Forest", "IL", "US"),
        ("Oakham LLC (Oakham), based in London, England, was charged.", "London", None, "GB"),
        ("Oakham LLC of Nevada was charged.", None, "NV", "US"),
        ("Oakham LLC, 45, of Miami, Fla., was charged.", "Miami", "FL", "US"),
    ],
)
def test_places(text: str, city: str | None, state: str | None, country: str) -> None:
    (place,) = find_places(document(text), {"parties": [party("Oakham LLC")]})
    assert (place.party, place.city, place.state, place.country) == ("Oakham LLC", city, state, country)


def people(text: str) -> list[tuple[str, str | None, str | None, str]]:
    names = ("Ann Marlow", "Bo Tarrant", "Cy Vale")
    parties = [Party([], "test", 1.0, name, "person", "accused") for name in names]
    return [(p.party, p.city, p.state, p.country) for p in find_places(document(text), {"parties": parties})]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Marlow, 40, and Bo Tarrant, 41, both of Akron, Ohio, were charged.", {"Ann Marlow", "Bo Tarrant"}),
        (
            "Ann Marlow, 40, Bo Tarrant 41, and Cy Vale, 42, all of Akron, Ohio.",
            {"Ann Marlow", "Bo Tarrant", "Cy Vale"},
        ),
        ("Ann Marlow hired Bo Tarrant and Cy Vale, both of Akron, Ohio.", {"Bo Tarrant", "Cy Vale"}),
        ("Akron, Ohio, resident Ann Marlow was charged.", {"Ann Marlow"}),
        ("Ann Marlow was charged. Marlow has been residing in Akron, Ohio.", {"Ann Marlow"}),
        (
            "Ann Marlow (a/k/a Annie Marlow, a/k/a Ann B. Marlow, a/k/a Anna Marlow), formerly of Akron, Ohio.",
            {"Ann Marlow"},
        ),
    ],
)
def test_places_of_lists_and_residents(text: str, expected: set[str]) -> None:
    assert {(name, "Akron", "OH", "US") for name in expected} == set(people(text))


def test_where_a_firm_is_founded_abroad_counts_and_at_home_does_not() -> None:
    found = {"parties": [party("Oakham LLC")]}
    (place,) = find_places(document("Oakham LLC (Oakham), a Cayman Islands company, was charged."), found)
    assert (place.state, place.country) == (None, "KY")
    assert not find_places(document("Oakham LLC, a Delaware corporation, was charged."), found)
    assert not people("Ohio and Iowa residents Ann Marlow and Bo Tarrant were charged.")
    assert not people("Ann Marlow, 43, a native of India, was charged.")


def test_years_of_service_are_no_conduct_and_thanks_no_credit() -> None:
    assert not find_conduct(document("Oakham worked as a trader from 1993 to 2009."), {})
    assert not attributes(
        "The department thanks the police for their substantial cooperation with Oakham\u2019s victims."
    )


def test_a_place_far_from_the_name_is_nobodys() -> None:
    assert not find_places(
        document("Oakham LLC was charged. The court sits in Illinois."), {"parties": [party("Oakham LLC")]}
    )


@pytest.mark.parametrize(
    "text", ["", "from 2016 to " * 20_000, "Oakham LLC, of " * 20_000, "$5 lost " * 20_000, "x" * 200_000]
)
def test_any_text_gives_an_answer_in_linear_time(text: str) -> None:
    start = time.process_time()
    found = {"parties": [party("Oakham LLC")]}
    for find in (find_attributes, find_conduct, find_harms, find_places):
        for fact in find(Document(text), found):
            assert all(text[span.start : span.end] == span.quote != "" for span in fact.evidence)
    assert time.process_time() - start < 20


def test_the_taxonomy_explains_each_code() -> None:
    assert all(row.label and row.means and row.group for row in charge_codes().values())
    assert len(charge_codes()) == 51
