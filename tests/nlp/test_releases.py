"""Whole releases in the agencies' usual shapes, about made-up firms: who is accused, and who pays what."""

from typing import Any

from nlp.pipeline import extract

OFF_CHANNEL = """Commission Orders Three Institutions to Pay Over $49 Million for Recordkeeping Failures

WASHINGTON, D.C. — The Commodity Futures Trading Commission today issued orders filing and settling charges against \
three financial institutions: Halvorsen Securities LLC, a futures commission merchant (FCM); Bank of Port Elling, a \
swap dealer (SD), and its affiliate, Elling Capital Markets Inc., an FCM (together, Elling); and Quillfeather Swaps \
Ltd. (Quillfeather), an SD, for failing to maintain records that were required to be kept.

The orders impose the following civil monetary penalties:

Elling: $30 million civil monetary penalty
Halvorsen: $12 million civil monetary penalty
Quillfeather: $7 million civil monetary penalty
"""
DEFAULT = """Federal Court Orders Nevada Man and His Company to Pay Over $6.2 Million

Washington, D.C. — The Commodity Futures Trading Commission today announced that Judge Ada Bench of the U.S. District \
Court for the District of Nevada entered a default judgment against Devlin Ostrow of Henderson, Nevada, and his \
company, Ostrow Digital Assets, LLC, d/b/a CoinHarbor, finding that they fraudulently solicited customers.

The order requires Ostrow and CoinHarbor, jointly and severally, to pay $1,550,000 in restitution and a civil \
monetary penalty of $4,650,000.
"""
JURY = """Jury Finds Pool Operator Liable for Fraud

Washington, D.C. — The Commodity Futures Trading Commission announced today that a federal jury returned a verdict \
finding Raymond Tolliver and his companies Tolliver Metals Inc. and Pacific Bullion Reserve, LLC liable on all counts \
of fraud in connection with precious metals.
"""
LIMITS = """Commission Fines Two Firms a Total of $1.4 Million for Exceeding Position Limits

Washington, DC – The Commodity Futures Trading Commission today filed and settled charges against Cedar Grain Trading \
Pte. Ltd., of Singapore, and Westmark Agri LLC, of Omaha, Nebraska, for violating position limits in soybean futures. \
The Cedar Grain Order requires it to pay an $800,000 civil monetary penalty. In a separate Order, Westmark was \
assessed a $600,000 civil penalty. Its broker, Larkspur Brothers & Co., was not charged.
"""

CLINICS = """Two Clinics and Their Owner Agree to Pay $2.4 Million

Harbor Pain Associates PLLC and Harbor Toxicology Lab LLC, both located in Tampa, Florida, and their owner, Dr. \
Vincent Salerno, have agreed to pay $2.4 million to resolve allegations that they violated the False Claims Act.
"""
MANAGER = """Former Bank Manager Sentenced for Embezzling $1.3 Million

CEDAR RAPIDS, Iowa – A former bank branch manager who stole from customers was sentenced today to 18 months' \
imprisonment in federal court in Cedar Rapids.

Cheryl Ann Dunmore, age 58, from Anamosa, Iowa, received the prison term after a guilty plea to bank fraud.
"""
EXCHANGE = """Exchange Founder Pleads Guilty; Company Fined $112 Million

NEW YORK – The United States Attorney announced that NOVAKEY LTD., a cryptocurrency exchange, pled guilty today to \
operating an unlicensed money transmitting business. NovaKey was sentenced to pay a criminal forfeiture of $84 million \
and a criminal fine of $28 million. Founder ILYAS DEMIR, 35, pled guilty and agreed to pay a $10 million fine.
"""
OFFICER = """Agency Assesses Penalty Against Former Compliance Officer

WASHINGTON, D.C. – The Financial Crimes Enforcement Network today issued a $450,000 civil money penalty against \
Michael Lafram for his failure to prevent violations of the Bank Secrecy Act at Tri-County Trust Bank (TCTB).

In February 2018, FinCEN issued a $185 million civil money penalty against TCTB. FinCEN will credit a $50,000 civil \
penalty imposed by another agency.
"""


def read(text: str) -> dict[str, Any]:
    agency = "CFTC" if "Commodity Futures" in text else "FinCEN" if "FinCEN" in text else "DOJ"
    return extract(text, agency=agency).as_dict()


def paid(text: str, kind: str) -> dict[float, list[str]]:
    return {fact["amount"]: fact["payers"] for fact in read(text)["sanctions"] if fact["kind"] == kind}


def names(text: str) -> list[str]:
    return [fact["name"] for fact in read(text)["parties"]]


def test_a_list_of_penalties_under_one_heading() -> None:
    elling = ["Bank of Port Elling", "Elling Capital Markets Inc."]
    assert names(OFF_CHANNEL) == ["Halvorsen Securities LLC", *elling, "Quillfeather Swaps Ltd."]
    assert paid(OFF_CHANNEL, "civil_penalty") == {
        30e6: elling,
        12e6: ["Halvorsen Securities LLC"],
        7e6: ["Quillfeather Swaps Ltd."],
    }


def test_a_founder_and_the_firm_of_his_name_pay_together() -> None:
    both = ["Devlin Ostrow", "Ostrow Digital Assets, LLC"]
    assert paid(DEFAULT, "restitution") == {1_550_000: both}
    assert paid(DEFAULT, "civil_penalty") == {4_650_000: both}


def test_whom_a_jury_finds_liable() -> None:
    assert names(JURY) == ["Raymond Tolliver", "Tolliver Metals Inc.", "Pacific Bullion Reserve, LLC"]


def test_foreign_suffixes_end_no_sentence_and_who_was_not_charged_is_no_party() -> None:
    assert names(LIMITS) == ["Cedar Grain Trading Pte. Ltd.", "Westmark Agri LLC"]
    assert paid(LIMITS, "civil_penalty") == {8e5: ["Cedar Grain Trading Pte. Ltd."], 6e5: ["Westmark Agri LLC"]}


def test_owners_described_in_passing_pay_with_their_firms() -> None:
    paid_by = ["Harbor Pain Associates PLLC", "Harbor Toxicology Lab LLC", "Vincent Salerno"]
    assert paid(CLINICS, "settlement") == {2.4e6: paid_by}


def test_the_town_of_the_dateline_is_nobody() -> None:
    assert names(MANAGER) == ["Cheryl Ann Dunmore"]
    assert [term["party"] for term in read(MANAGER)["terms"]] == ["Cheryl Ann Dunmore"]


def test_a_firm_in_capitals_is_met_in_its_own_spelling() -> None:
    assert paid(EXCHANGE, "settlement") == {112e6: ["NOVAKEY LTD."]}
    assert paid(EXCHANGE, "forfeiture") == {84e6: ["NOVAKEY LTD."]}
    assert paid(EXCHANGE, "criminal_fine") == {28e6: ["NOVAKEY LTD."], 10e6: ["ILYAS DEMIR"]}


def test_an_earlier_action_against_the_employer_is_history() -> None:
    assert names(OFFICER) == ["Michael Lafram"]
    assert {fact["amount"]: fact["status"] for fact in read(OFFICER)["sanctions"]} == {
        450e3: "ordered",
        50e3: "credited",
    }


def test_a_lead_that_opens_with_its_date_is_no_history() -> None:
    text = """Agency Orders Futures Firm to Pay for Spoofing

WASHINGTON, D.C. – On May 3, 2024, the Commodity Futures Trading Commission (CFTC) issued an order against Larkfield \
Futures LLC, imposing a $2 million civil monetary penalty against Larkfield Futures LLC for spoofing.

Larkfield Futures LLC is registered as a futures commission merchant.
"""
    assert names(text) == ["Larkfield Futures LLC"]
    assert [fact["amount"] for fact in read(text)["sanctions"]] == [2e6]


def test_a_step_of_the_same_year_is_no_history() -> None:
    text = """Court Enters Order in Trading Case

WASHINGTON, D.C. – The Commodity Futures Trading Commission (CFTC) announced the end of a case about pools.

On March 5, 2024, the court ordered a $2 million civil monetary penalty against Larkfield Futures LLC.
"""
    of_2024 = extract(text, agency="CFTC", date="2024-04-01").as_dict()
    assert [fact["amount"] for fact in of_2024["sanctions"]] == [2e6]
    assert [party["name"] for party in of_2024["parties"]] == ["Larkfield Futures LLC"]
    assert extract(text, agency="CFTC", date="2026-04-01").as_dict()["sanctions"] == []


TABLE = """Six Charged With Selling Mushrooms

COLUMBUS, Ohio – A federal grand jury has charged three people with selling mushrooms online.

Those charged include:

Name

Age

Residence

James Verl Barnum

44

Las Vegas

Monet L. Carrick

32

Tony Du Phanto

Memphis, Tenn.

Vera Patelson, Acting United States Attorney for the Southern District of Ohio, announced the charges.
"""
DAMAGES = """Trustees Reach $8.2 Million Settlement With Three Companies

The U.S. and two States today announced an $8.2 million settlement with Xikon, LLC, Honeydale International, Inc., and \
Domtown, Inc. to resolve a claim for damages under the Superfund Law. Two Army Staff Sergeants, Staff Sergeants \
Zachery Tailor, 42, and Jarred Closer, 43, pleaded guilty.
"""
ACADEMY = """Academy Pays More Than $5 Million

WASHINGTON – The Academy for Outdoor Development (AOD) in Reno, Nevada, has agreed to pay $5 million to settle \
allegations that it submitted false claims to the United States Agency for Special Development (USASD).
"""


def test_a_table_of_the_accused() -> None:
    assert names(TABLE) == ["James Verl Barnum", "Monet L. Carrick", "Tony Du Phanto"]


def test_whom_a_settlement_is_made_with() -> None:
    firms = ["Xikon, LLC", "Honeydale International, Inc.", "Domtown, Inc."]
    assert names(DAMAGES) == [*firms, "Zachery Tailor", "Jarred Closer"]
    assert paid(DAMAGES, "settlement") == {8.2e6: firms}


def test_an_institution_with_its_purpose_in_its_name_and_an_agency_that_is_none() -> None:
    assert names(ACADEMY) == ["Academy for Outdoor Development"]
