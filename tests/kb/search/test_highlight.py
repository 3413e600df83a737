"""What is marked in texts: just the words asked for, in whole sentences of the text itself."""

from __future__ import annotations

import random

import pytest

from kb.search.highlight import best_passages, make_marker, mark
from kb.search.language import parse
from tests.kb.search.test_reference import make_text, make_tree, write


def marked(query: str, text: str) -> list[str]:
    return [part for part, is_match in mark(text, make_marker(parse(query).node)) if is_match]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("lender", "Lenders lend to a lender.", ["Lenders", "lender"]),
        ("robbery", "Robbery and robberies, not a rob.", ["Robbery", "robberies"]),
        ("possible try", "Trying the possibility; tries.", ["Trying", "possibility", "tries"]),
        ("use", "Using what was used.", ["Using", "used"]),
        ('"copper tower"', "A Copper  Tower, copper towers.", ["Copper  Tower"]),
        ("harb*", "Harbors near Harborside, embharbor.", ["Harbors", "Harborside"]),
        ("copper -river", "Copper river.", ["Copper"]),
        ("copper tower", "The copper tower.", ["copper tower"]),
        (
            "know your customer",
            "It must know its customers; know your customer.",
            ["know", "customers", "know your customer"],
        ),
        ("U.S.", "the U.S. court, us, u s", ["U.S", "u s"]),
        ("o'brien", "Mr. O\u2019Brien and Brien", ["O\u2019Brien"]),
        ("café", "Cafe and CAFÉ", ["Cafe", "CAFÉ"]),
        ("istanbul", "İİ Istanbul", ["Istanbul"]),
        ("party:marlow", "Ada Marlow", ["Marlow"]),
    ],
)
def test_marks(query: str, text: str, expected: list[str]) -> None:
    assert marked(query, text) == expected


@pytest.mark.parametrize("seed", range(30))
def test_passages_are_of_the_text_and_marked_words_belong_to_the_query(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - made-up texts
    text, query = str(make_text(rng)), write(make_tree(rng, 2), rng)
    plain = " ".join(text.split())
    for fragments in best_passages(text, make_marker(parse(query).node)):
        shown = "".join(part for part, _ in fragments).strip("… ")
        assert shown in plain
        for part, is_match in fragments:
            assert not is_match or marked(query, part)
