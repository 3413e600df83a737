"""The parts that pages are made of: sums, sentences, marks, differences, words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse, set_script_prefix
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st
from lxml import html  # type: ignore[import-untyped]

from kb.money import make_totals, money, short_money
from kb.web.addresses import row_address
from kb.web.differences import MOST_WORDS, differences
from kb.web.markup import mark_paragraphs
from kb.web.passages import MOST_CONTEXT, make_passages, sentence_around
from kb.web.proof import anchor
from kb.web.words import count, length_in_words, natural_key


@dataclass(eq=False)
class Sanction:
    amount: Decimal
    kind: str = "civil_penalty"
    payers: list[str] = field(default_factory=list)
    status: str = "ordered"
    currency: str = "USD"
    lowest: Decimal | None = None
    highest: Decimal | None = None
    parts_sum: Decimal | None = None
    parts_state: str = ""


def part(amount: str, *payers: str, **others: Any) -> Sanction:
    return Sanction(Decimal(amount), payers=list(payers), **others)


def whole(amount: str, *payers: str, state: str = "", parts: str = "0", to: str | None = None) -> Sanction:
    """An amount not broken down, or of that state beside its parts; `to` is the most that its words permit."""
    told = Sanction(Decimal(amount), "settlement", list(payers), lowest=Decimal(amount), highest=Decimal(to or amount))
    if state:
        told.parts_state, told.parts_sum = state, Decimal(parts)
    return told


@pytest.mark.parametrize(
    ("amount", "currency", "full", "short"),
    [
        ("4500000", "USD", "$4,500,000", "$4.5 million"),
        ("1700000000", "USD", "$1,700,000,000", "$1.7 billion"),
        ("1595946", "USD", "$1,595,946", "$1,595,946"),
        ("12871587.26", "USD", "$12,871,587.26", "$12,871,587.26"),
        ("0.50", "USD", "$0.50", "$0.50"),
        ("1000000", "EUR", "€1,000,000", "€1 million"),
        ("2500000", "CHF", "CHF 2,500,000", "CHF 2.5 million"),
        ("999999999.99", "USD", "$999,999,999.99", "$999,999,999.99"),
    ],
)
def test_money_is_written_one_way_and_never_rounded(amount: str, currency: str, full: str, short: str) -> None:
    assert money(Decimal(amount), currency) == full
    assert short_money(Decimal(amount), currency) == short


@pytest.mark.parametrize(
    ("sanctions", "total", "is_doubtful"),
    [
        ([part("100"), part("250")], "350", False),
        ([part("100"), part("900", status="suspended"), part("50", status="sought")], "100", False),
        ([whole("350"), part("100"), part("250")], "350", False),
        # "more than $2.5 million"
        ([whole("2500000", to="2600000"), part("1595946"), part("1000000")], "2595946", False),
        ([whole("500", state="differs", parts="350"), part("100"), part("250")], "500", True),
        ([whole("500", state="partial", parts="100"), part("100")], "500", False),
        ([whole("500"), part("100"), part("250")], "500", False),
        ([whole("300", state="differs", parts="350"), part("100"), part("250")], "300", True),
        ([whole("300"), part("100"), part("250")], "650", False),
        ([whole("370", to="380"), part("280", "Ann"), part("90", "Ann"), part("7", "Ben")], "377", False),
        ([whole("370", "Ann"), part("370", "ann"), part("7", "Ben")], "377", False),
        ([whole("127.4"), whole("77.4"), part("77.4"), part("50")], "127.4", False),  # the whole, a part of it in sum
        ([whole("150"), whole("100"), whole("50")], "150", False),
        ([whole("150"), whole("100")], "250", False),
        ([whole("150", "Ann"), whole("100", "Ben")], "250", False),
        ([part("150", parts_state="differs", parts_sum=Decimal(90)), part("40"), part("50")], "150", True),
    ],
)
def test_totals(sanctions: list[Sanction], total: str, is_doubtful: bool) -> None:
    (found,) = make_totals([sanctions])
    assert (found.amount, found.is_doubtful) == (Decimal(total), is_doubtful)


def test_currencies_are_never_mixed() -> None:
    totals = make_totals([[part("5"), part("7", currency="EUR")]])
    assert [str(total) for total in totals] == ["$5", "€7"]


def test_what_two_announcements_state_counts_once() -> None:
    order = [part("100", "Ann"), part("100", "Ben"), part("30")]
    assert make_totals([order, order])[0].amount == 230
    assert make_totals([order, [whole("230"), *order]])[0].amount == 230
    assert make_totals([[part("100", "Ann")], [part("100", "Ben")]])[0].amount == 200
    assert make_totals([[part("100", "Ann")], [part("100")]])[0].amount == 100
    assert make_totals([[part("100", status="sought")], [part("100")]])[0].amount == 100


def test_a_later_exact_figure_takes_the_place_of_an_earlier_round_one() -> None:
    plea = [whole("62000000", "Ann", to="63000000")]
    sentence = [part("62318904", "Ann"), part("15240000", "Ann", kind="forfeiture")]
    assert make_totals([plea, sentence])[0].amount == 77558904
    assert make_totals([[part("62000000", "Ben")], sentence])[0].amount == 139558904


TEXT = (
    "Title of It\n\nWashington, D.C. - The U.S. agency sued Tern Corp. of Ohio. It won on Jan. 5. Mr. A. Doe paid $5."
    "\n\nSecond paragraph here; “quoted words.” Then more."
)


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        ("sued Tern", "Washington, D.C. - The U.S. agency sued Tern Corp. of Ohio."),
        ("won", "It won on Jan. 5."),
        ("A. Doe", "Mr. A. Doe paid $5."),
        ("Title", "Title of It"),
        ("quoted", "Second paragraph here; “quoted words.”"),
        ("Ohio. It won", "Washington, D.C. - The U.S. agency sued Tern Corp. of Ohio. It won on Jan. 5."),
        ("$5.\n\nSecond", "Mr. A. Doe paid $5.\n\nSecond paragraph here; “quoted words.”"),
        ("more.", "Then more."),
    ],
)
def test_the_sentence_around_a_span(quote: str, sentence: str) -> None:
    start = TEXT.index(quote)
    left, right = sentence_around(TEXT, (start, start + len(quote)))
    assert TEXT[left:right] == sentence


def test_spans_of_one_sentence_share_a_passage() -> None:
    spans = [(TEXT.index(word), TEXT.index(word) + len(word)) for word in ("agency", "Ohio", "more")]
    first, second = make_passages(TEXT, spans)
    assert [text for text, is_marked in first.fragments if is_marked] == ["agency", "Ohio"]
    assert [text for text, is_marked in second.fragments if is_marked] == ["more"]


def test_a_very_long_sentence_is_cut_at_words() -> None:
    text = "word " * 2000 + "PROOF" + " word" * 2000
    (passage,) = make_passages(text, [(10_000, 10_005)])
    shown = "".join(fragment for fragment, _ in passage.fragments)
    assert shown.startswith("… word") and shown.endswith("word …")
    assert len(shown) <= 2 * MOST_CONTEXT + 20


texts = st.text(st.sampled_from("aB .\n<&'\"é"), min_size=1, max_size=60)
spans = st.lists(st.tuples(st.integers(0, 59), st.integers(1, 60)), max_size=8)


def fitted(text: str, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(start, min(end, len(text))) for start, end in pairs if start < min(end, len(text))]


@given(texts, spans)
def test_passages_keep_every_span_word_for_word(text: str, pairs: list[tuple[int, int]]) -> None:
    found = fitted(text, pairs)
    for passage in make_passages(text, found):
        shown = "".join(fragment for fragment, _ in passage.fragments)
        assert shown in text
        assert all(text[start:end] in shown for start, end in passage.spans)
        marked = "".join(fragment for fragment, is_marked in passage.fragments if is_marked)
        assert len(marked) == len({place for start, end in passage.spans for place in range(start, end)})
    assert sorted({span for passage in make_passages(text, found) for span in passage.spans}) == sorted(set(found))


@given(texts, spans)
def test_marks_lose_and_add_nothing(text: str, pairs: list[tuple[int, int]]) -> None:
    titles = {span: "a fact" for span in fitted(text, pairs)}
    paragraphs = mark_paragraphs(text, titles)
    plain = re.sub(r"</?mark[^>]*>", "", "\n\n".join(paragraphs))
    kept = [part for part in re.split(r"\n(?:[ ]*\n)+", text) if part.strip()]
    assert re.sub(r"\s", "", plain) == re.sub(r"\s", "", str(escape("".join(kept))))
    ids = re.findall(r'id="([^"]+)"', "".join(paragraphs))
    assert len(ids) == len(set(ids))
    assert {anchor(span) for span in titles if text[span[0] : span[1]].strip()} <= set(ids)


def test_a_mark_holds_just_its_span() -> None:
    (paragraph,) = mark_paragraphs("one two three four", {(0, 7): "A", (4, 13): "B", (4, 7): "C"})
    page = html.fromstring(f"<p>{paragraph}</p>")
    assert {mark.get("id"): mark.text_content() for mark in page.cssselect("mark[id]")} == {
        "at-0-7": "one two",
        "at-4-13": "two",
        "at-4-7": "two",
    }
    assert [mark.text_content() for mark in page.cssselect("mark:not([id])")] == [" three"]


def test_differences_give_back_both_versions() -> None:
    old = "Same.\n\nThe firm paid $9 million in May.\n\nEnd."
    new = "Same.\n\nThe firm will pay $9 million.\n\nMore.\n\nEnd."
    pieces = differences(old, new)
    assert [piece.count for piece in pieces if piece.kind == "skipped"] == [1, 1]
    before = "".join(piece.text for piece in pieces if piece.kind in {"same", "removed"})
    after = "".join(piece.text for piece in pieces if piece.kind in {"same", "added"})
    assert before == "The firm paid $9 million in May."
    assert after == "The firm will pay $9 million.\n\nMore."


def test_very_long_changes_are_shown_whole() -> None:
    old, new = "a " * MOST_WORDS * 2, "b " * MOST_WORDS * 2
    assert [piece.kind for piece in differences(old, new)] == ["removed", "added"]


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (None, ""),
        (1, "1 month"),
        (6, "6 months"),
        (12, "12 months (1 year)"),
        (37, "37 months (3 years, 1 month)"),
        (12.5, "12.5 months (1 year, 0.5 months)"),
        (0.46, "14 days"),
        (0.03, "1 day"),
        (240, "240 months (20 years)"),
    ],
)
def test_lengths_in_words(months: float | None, expected: str) -> None:
    assert length_in_words(months) == expected


def test_counts_and_order() -> None:
    assert [count(1, "case"), count(0, "case"), count(1200, "case")] == ["1 case", "0 cases", "1,200 cases"]
    assert sorted(["18 USC 1956", "7 USC 13", "7 USC 6b", "BSA"], key=natural_key) == [
        "BSA", "7 USC 6b", "7 USC 13", "18 USC 1956",
    ]  # fmt: skip


# Addresses.


@pytest.mark.parametrize("page", ["announcement", "case", "similar-cases"])
def test_addresses_of_rows_are_those_of_the_pages(page: str) -> None:
    for prefix in ("/", "/law0/"):
        set_script_prefix(prefix)
        try:
            assert row_address(page, 1070) == reverse(page, args=[1070])
        finally:
            set_script_prefix("/")
