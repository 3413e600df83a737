"""Names of firms as they end abroad, and of banks: read whole, as organisations, with the short name in parentheses."""

from __future__ import annotations

import pytest

from nlp.pipeline import extract

NAMES = """
Larkfield Energia S.p.A. | Larkfield Bank N.V. | Larkfield Bank, N.A. | Larkfield Oyj | Larkfield Telekom AB
Larkfield Marine A/S | Larkfield Trgovina d.o.o. | Larkfield Commodities Pte. Ltd. | Larkfield Sdn. Bhd.
Larkfield Trading S.A.S. | Larkfield Chemical K.K. | Larkfield Hungary Kft. | Larkfield Nyrt. | Larkfield Bank a.s.
Larkfield Metals sp. z o.o. | Larkfield GmbH & Co. KG | Larkfield & Cie S.A. | Larkfield S.à r.l. | Larkfield S.r.l.
Larkfield Petroleo S.A. de C.V. | Larkfield do Brasil Ltda. | Larkfield Construtora S/A | Larkfield OAO
PT Larkfield Energi Tbk | Larkfield Exports Pvt. Ltd. | Larkfield Denizcilik A.Ş. | Larkfield Anstalt | Larkfield UAB
Larkfield KGaA | Larkfield General Trading FZCO | Larkfield Savings Bank, FSB | Larkfield Bank, F.S.B. | Larkfield ApS
Larkfield Corporate and Investment Bank | Larkfield Savings and Loan Association | Roe & Co. Bank AG
Larkfield & Co. Trust S.A. | Larkfield Bank and Trust Company | Larkfield ASA | Larkfield OÜ | Larkfield Ltée
"""


@pytest.mark.parametrize(
    "name", [name.strip() for line in NAMES.split("\n") for name in line.split("|") if name.strip()]
)
def test_firm_is_read_whole(name: str) -> None:
    text = (
        "FinCEN Assesses Penalty\n\nWASHINGTON – The Financial Crimes Enforcement Network (FinCEN) today assessed a "
        f"$3 million civil money penalty against {name} (Larkco) for willful violations of the Bank Secrecy Act.\n"
    )
    parties = extract(text, agency="FinCEN").as_dict()["parties"]
    assert [(p["name"], p["kind"], p["aliases"]) for p in parties] == [(name, "organization", ["Larkco"])]


@pytest.mark.parametrize(
    "name", ["Larkfield Sdn. Bhd.", "Larkfield Hungary Kft.", "Roe & Co. Bank AG", "Larkfield d.o.o."]
)
def test_firm_at_the_head_of_a_lead(name: str) -> None:
    text = (
        f"{name} Agrees to Pay Penalty\n\nWASHINGTON – {name}, a company headquartered in Springfield, has "
        "agreed to pay "
        "a $14 million criminal penalty to resolve charges that it bribed foreign officials, the Justice "
        "Department said.\n"
    )
    facts = extract(text, agency="DOJ").as_dict()
    assert [party["name"] for party in facts["parties"]] == [name]
    assert [sanction["payers"] for sanction in facts["sanctions"]] == [[name]]
