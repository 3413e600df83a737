"""What a later text changed in an earlier one, by kind; nothing that a reader must see passes as cosmetic."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.changes import MOST_WORDS, changed_amounts, classify_change, gravest
from kb.models import ChangeKind

TEXT = """CFTC Charges Larkmoor Metals LLC with Fraud

Washington, D.C. — On March 3, 2026, the Commission said that Larkmoor Metals LLC of Dover, Ohio, and its owner Ada
Quill did not repay $1.5 million to 12 customers. "The firm," it said, 'misled' them under Section 4b(a) of the Act.

The court ordered 37 months in prison and a penalty of $2,500,000.

Media Contact: Bo Fenn, 202-555-0142"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("On March", "On  March"),
        ("said that Larkmoor", "said\nthat\nLarkmoor"),
        ("D.C. — On", "D.C. - On"),
        ('"The firm," it', "“The firm,” it"),
        ("'misled'", "‘misled’"),
        ("of Dover, Ohio, and", "of Dover, Ohio and"),
        ("$2,500,000", "$2500000"),
        ("March 3, 2026,", "March 3 2026"),
        ("\n\nThe court", "\nThe court"),
        ("Media Contact: Bo Fenn, 202-555-0142", "Media Contact: Cy Dorn, 202-555-0177"),
        ("\n\nMedia Contact: Bo Fenn, 202-555-0142", ""),
        ("Media Contact: Bo Fenn, 202-555-0142", "Media Contact\n\n202-555-0142\n\npress@agency.example"),
        ("Media Contact: Bo Fenn, 202-555-0142", "Updated February 6, 2025"),
        ("Media Contact: Bo Fenn, 202-555-0142", "Last Updated: September 9, 2015"),
        ("firm", "\ufb01rm"),
    ],
)
def test_how_it_is_written_is_cosmetic(old: str, new: str) -> None:
    assert old in TEXT
    assert classify_change(TEXT, TEXT.replace(old, new)) == (ChangeKind.COSMETIC,)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("March 3, 2026", "March 4, 2026", ChangeKind.DATE),
        ("March 3, 2026", "March 3, 2025", ChangeKind.DATE),
        ("Ada\nQuill", "Ada\nQuell", ChangeKind.NAME),
        ("Larkmoor Metals LLC of", "Larkmoor Metals Inc. of", ChangeKind.NAME),
        ("$1.5 million", "$15 million", ChangeKind.AMOUNT),
        ("$1.5 million", "$1.5 billion", ChangeKind.AMOUNT),
        ("$1.5 million", "€1.5 million", ChangeKind.AMOUNT),
        ("$2,500,000", "$2,500,000.50", ChangeKind.AMOUNT),
        ("37 months", "57 months", ChangeKind.AMOUNT),
        ("37 months", "37 years", ChangeKind.AMOUNT),
        ("did not repay", "did repay", ChangeKind.CHARGE),
        ("with Fraud", "with Spoofing", ChangeKind.CHARGE),
        ("Section 4b(a)", "Section 4b(b)", ChangeKind.CHARGE),
        ("ordered 37", "may see 37", ChangeKind.CHARGE),
        ("12 customers", "14 customers", ChangeKind.OTHER),
        ("customers", "clients", ChangeKind.OTHER),
        ("and its owner", "and its former owner", ChangeKind.OTHER),
        ("the Commission said that ", "", ChangeKind.NAME),
    ],
)
def test_the_gravest_kind_of_a_change(old: str, new: str, kind: ChangeKind) -> None:
    assert old in TEXT
    changed = TEXT.replace(old, new)
    assert gravest(classify_change(TEXT, changed)) == kind == gravest(classify_change(changed, TEXT))


def test_all_kinds_are_told_gravest_first() -> None:
    changed = TEXT.replace("$1.5", "$1.9").replace("March 3", "March 5").replace("misled", "helped")
    assert classify_change(TEXT, changed) == (
        ChangeKind.CHARGE,
        ChangeKind.AMOUNT,
        ChangeKind.DATE,
        ChangeKind.OTHER,
    )


@pytest.mark.parametrize(
    "sentence",
    ["Contact with the victims ended in May.", "Contacts: he had none, and so the court, having heard, " + "x " * 120],
)
def test_a_sentence_that_opens_like_a_contact_line_counts(sentence: str) -> None:
    assert classify_change(TEXT, f"{TEXT}\n\n{sentence}") != (ChangeKind.COSMETIC,)


def test_sentences_that_change_places_are_a_change() -> None:
    assert classify_change("one two three. four five", "four five. one two three") == (ChangeKind.OTHER,)
    long = [f"word{number}" for number in range(MOST_WORDS + 5)]
    assert classify_change(" ".join(long), " ".join(long[::-1])) == (ChangeKind.OTHER,)


def test_a_long_text_that_was_replaced_takes_no_time() -> None:
    old = "\n\n".join(f"Paragraph {number} says {number * 7} things of the firm." * 5 for number in range(1500))
    started = time.monotonic()
    assert classify_change(old, old.replace("things", "items"))
    assert time.monotonic() - started < 20


@given(st.text(), st.text(alphabet=" \n\t.,;:!?'\"“”‘’—–-()"))
def test_cosmetic_means_that_the_letters_and_figures_are_the_same(text: str, marks: str) -> None:
    assert classify_change(text, text) == (ChangeKind.COSMETIC,)
    assert classify_change("the firm paid", f"the firm paid {marks}") == (ChangeKind.COSMETIC,)


@given(st.lists(st.sampled_from(["not", "guilty", "$5", "Ada", "paid", "7", "%"]), min_size=1), st.data())
def test_a_word_taken_out_is_never_cosmetic(words: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(words) - 1))
    assert classify_change(" ".join(words), " ".join(words[:place] + words[place + 1 :])) != (ChangeKind.COSMETIC,)


@pytest.mark.parametrize(
    ("old", "new", "amounts"),
    [
        ("It pays a $2 million penalty.", "It pays a $3 million penalty.", [("$2 million", "$3 million")]),
        ("It pays $1,500,000.50 today.", "It pays $1,500,000.05 today.", [("$1,500,000.50", "$1,500,000.05")]),
        ("It pays $2 million.", "It pays $2 million", []),
        (
            "Firm to Pay $2 Million\n\nIt pays $2 million. Again, $2 million.",
            "Firm to Pay $3 Million\n\nIt pays $3 million. Again, $3 million.",
            [("$2 million", "$3 million")],
        ),
        ("A pays $2 million, B $3 million.", "A pays $3 million, B $2 million.", []),
        ("It serves 30 months.", "It serves 24 months.", [("30 months", "24 months")]),
        (
            "It pays $900,000.",
            "It pays $1.2 million and waits ten days.",
            [("$900,000", "$1.2 million"), ("", "ten days")],
        ),
        ("It pays, and leaves.", "It pays $40,000, and leaves.", [("", "$40,000")]),
        ("It pays $40,000, and leaves.", "It pays, and leaves.", [("$40,000", "")]),
        ("It pays $9 million.\n\nIt was fined.\n\nIt left.", "It was fined.\n\nIt left.\n\nIt pays $9 million.", []),
        (
            "It pays $1 million now.",
            "It pays $2 million and $3 million now.",
            [("$1 million", "$2 million and $3 million")],
        ),
        ("It was founded in May 2020.", "It was founded in May 2021.", []),
    ],
)
def test_amounts_that_differ_are_named_as_they_are_written(old: str, new: str, amounts: list[tuple[str, str]]) -> None:
    assert changed_amounts(old, new) == amounts
