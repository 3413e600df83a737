"""Announcements of agencies that the rules were not written for are read all the same."""

from __future__ import annotations

import pytest

from crawler.sample.content import SOURCES, load_entries, plain
from nlp.pipeline import extract

SEC = """Umber Capital LLC

Litigation Release No. 26990 / August 11, 2026

Securities and Exchange Commission v. Umber Capital LLC, No. 1:26-cv-09990 (S.D.N.Y. filed Aug. 11, 2026)

The Securities and Exchange Commission today charged Umber Capital LLC with securities fraud, in violation of Section \
10(b) of the Securities Exchange Act of 1934. Umber Capital LLC consented to a permanent injunction and agreed to pay \
a civil penalty of $350,000."""
OFAC = """Umber Logistics Settles Potential Civil Liability

The Office of Foreign Assets Control announced a settlement with Umber Logistics, Inc., a freight forwarder in Miami. \
Umber Logistics, Inc. has agreed to pay $608,825 to settle its potential civil liability for \
apparent violations of the Iranian Transactions and Sanctions Regulations."""


@pytest.mark.parametrize("agency", ["SEC", "OFAC"])
def test_any_announcement_can_be_read_as_one_of_them(agency: str) -> None:
    for entry in (entry for source in SOURCES for entry in load_entries(source)):
        text = f"{entry.title}\n\n{plain(entry.text)}"
        assert extract(text, agency=agency, title=entry.title, date=entry.published_on.isoformat()) is not None


def test_what_the_sec_says_of_a_firm_and_its_penalty() -> None:
    found = extract(SEC, agency="SEC", title="Umber Capital LLC", date="2026-08-11")
    assert [party.name for party in found.parties] == ["Umber Capital LLC"]
    assert [(sanction.kind, sanction.amount) for sanction in found.sanctions] == [("civil_penalty", 350_000)]
    assert any(docket.number == "1:26-cv-09990" for docket in found.dockets)


def test_what_ofac_says_of_a_firm_and_its_payment() -> None:
    found = extract(OFAC, agency="OFAC", title=OFAC.split("\n")[0], date="2026-09-23")
    assert "Umber Logistics, Inc." in [party.name for party in found.parties]
    assert [sanction.amount for sanction in found.sanctions] == [608_825]
