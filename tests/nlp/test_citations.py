"""Spellings of provisions and the canonical form each is cited in; all texts are made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.citations import find_citations
from nlp.document import Document
from nlp.statutes import acts, names_in

TABLE = Path(__file__).with_name("citation_spellings.tsv")


def spellings() -> list[tuple[str, str, list[str]]]:
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [
        (agency, text.replace("\\n", "\n"), sorted(filter(None, cited.split(" | ")))) for agency, text, cited in rows
    ]


def cited(text: str, agency: str = "CFTC") -> list[str]:
    return [fact.canonical for fact in find_citations(Document(text, agency), {})]


def test_the_table_is_long_enough() -> None:
    assert len(spellings()) >= 200


@pytest.mark.parametrize(("agency", "text", "expected"), spellings(), ids=lambda value: str(value)[:60])
def test_spelling(agency: str, text: str, expected: list[str]) -> None:
    facts = find_citations(Document(text, agency), {})
    assert sorted({fact.canonical for fact in facts}) == expected
    for fact in facts:
        assert all(text[span.start : span.end] == span.quote for span in fact.evidence)


def test_parallel_spellings_are_one_citation_with_all_its_evidence() -> None:
    text = "Section 4b of the Commodity Exchange Act was breached. See 7 U.S.C. § 6b; also 7 USC 6b."
    (fact,) = find_citations(Document(text, "CFTC"), {})
    assert fact.canonical == "7 USC 6b"
    assert [span.quote for span in fact.evidence] == [
        "Section 4b of the Commodity Exchange Act",
        "7 U.S.C. § 6b",
        "7 USC 6b",
    ]


def test_a_bare_act_is_cited_once_and_only_without_its_sections() -> None:
    assert cited("The Bank Secrecy Act is broad. The BSA matters.", "DOJ") == ["BSA"]
    assert cited("The Bank Secrecy Act is broad. See 31 U.S.C. § 5318(h).", "FinCEN") == ["31 USC 5318(h)"]
    assert cited("The FCPA is broad. See 18 U.S.C. § 371.", "DOJ") == ["18 USC 371", "FCPA"]


def test_every_act_is_recognised_under_each_of_its_names() -> None:
    for act in acts():
        for name in (*act.spellings, *act.short):
            assert [found.name for _, _, found in names_in(f"He broke the {name} then.")] == [act.name]


def test_long_lists_are_read_whole_and_quoted_briefly() -> None:
    text = "18 U.S.C. §§ " + ", ".join(str(number) for number in range(1000, 1400))
    facts = find_citations(Document(text, "DOJ"), {})
    assert len(facts) == 400
    assert max(len(span.quote) for fact in facts for span in fact.evidence) <= 310
