"""Any text gets an answer from every component, the same each time, and in time linear in its length."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.citations import find_citations
from nlp.courts import find_courts
from nlp.dockets import find_dockets
from nlp.document import Document
from nlp.facts import Fact, Party
from nlp.references import find_references
from nlp.sanctions import find_sanctions
from nlp.terms import find_terms

FINDERS: dict[str, Callable[..., list[Any]]] = {
    "citations": find_citations,
    "courts": find_courts,
    "dockets": find_dockets,
    "references": find_references,
    "sanctions": find_sanctions,
    "terms": find_terms,
}
PIECES = [
    *(
        "$5 million",
        "pay",
        "fine of",
        "civil penalty",
        "restitution",
        "respectively",
        "and",
        ", ",
        ". ",
        "\n\n",
        "(",
        ")",
    ),
    *(
        "Ann Marlow",
        "Marlow",
        "defendants",
        "them",
        "Oakham",
        "collectively",
        "sentenced to",
        "12 months",
        "in prison",
        "life",
    ),
    *(
        "18 U.S.C. \u00a7",
        "1343",
        "(a)(1)",
        "-",
        "Sections",
        "4b",
        "of the Act",
        "Act",
        "Commodity Exchange Act",
        "Acts",
    ),
    *(
        "U.S. Attorney",
        "for the",
        "District of Utah",
        "No.",
        "1:19-cr-00012",
        "v.",
        "United States",
        "Press Release",
        "7156-15",
    ),
    *(
        "barred from",
        "trading",
        "registration",
        "In a related case",
        "CFTC",
        "SEC",
        "ordered",
        "$",
        "\u20ac",
        "\u00e9",
        "\x0c",
    ),
]


def run(text: str, agency: str) -> dict[str, list[Fact]]:
    found: dict[str, list[Any]] = {"parties": [Party([], "test", 1.0, "Ann Marlow", "person", "accused", ["Oakham"])]}
    for name, finder in FINDERS.items():
        found[name] = finder(Document(text, agency), found)
    return {name: found[name] for name in FINDERS}


def check(text: str, agency: str) -> None:
    facts = run(text, agency)
    for found in facts.values():
        for fact in found:
            assert fact.evidence
            assert all(text[span.start : span.end] == span.quote for span in fact.evidence)
    assert run(text, agency) == facts


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(["CFTC", "DOJ", "FinCEN", ""]))
def test_words_of_the_trade_in_any_order(pieces: list[str], agency: str) -> None:
    check(" ".join(pieces), agency)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["CFTC", "DOJ"]))
def test_any_characters(text: str, agency: str) -> None:
    check(text, agency)


@pytest.mark.parametrize(
    "piece",
    [
        "(a)",
        "\u00a7 1, ",
        "$1,",
        "A ",
        "and ",
        "12 months, ",
        "United States v. ",
        "U.S. Attorney ",
        "civil penalty ",
        "bar ",
        "1",
    ],
)
def test_time_grows_with_length_not_faster(piece: str) -> None:
    def seconds(length: int) -> float:
        text = "18 U.S.C. \u00a7 " + piece * (length // len(piece)) + "in prison of $5 for the District of Utah"
        start = time.process_time()
        run(text, "DOJ")
        return time.process_time() - start

    seconds(2_000)
    # Quadratic growth would take sixteen times as long for four times the text.
    assert seconds(40_000) < 10 * seconds(10_000) + 0.5
