"""Paragraphs, sentences and layout of announcements, written for this test about made-up firms and people."""

import time

import pytest

from nlp.document import Document, Span

ANNOUNCEMENT = """s . ol, i a

Release Number 1-20

CFTC Charges Ohio Resident Jan Example and Acme Pools, LLC with Fraud

Court Freezes Assets of Acme Pools

Washington, DC - The U.S. Commodity Futures Trading Commission today filed a complaint against Jan Q. Example of
Akron, Ohio, and his company, Acme Pools, LLC. The complaint was filed in the U.S. District Court for Ohio.

“We protect customers,” said the director of the division.

The staff members responsible for this case are Ann Other and Bob Another."""


def texts(document: Document, spans: list[Span]) -> list[str]:
    return [document.text[span.start : span.end] for span in spans]


def test_each_paragraph_has_a_role() -> None:
    assert Document(ANNOUNCEMENT).roles == ["noise", "noise", "headline", "subheadline", "lead", "quote", "staff"]


def test_headlines_lead_and_dateline_are_spans_of_the_text() -> None:
    document = Document(ANNOUNCEMENT)
    assert [line.split()[0] for line in texts(document, document.headlines)] == ["CFTC", "Court"]
    assert document.lead is not None and document.text[document.lead.start :].startswith("Washington, DC")
    assert document.dateline is not None
    assert document.text[document.dateline.start : document.dateline.end] == "Washington, DC - "


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He sued Acme Inc. in May. It lost.", ["He sued Acme Inc. in May.", "It lost."]),
        ("He worked for Acme Inc. The court fined it.", ["He worked for Acme Inc.", "The court fined it."]),
        ("John Q. Doe of Elyria, Ill. pleaded guilty.", ["John Q. Doe of Elyria, Ill. pleaded guilty."]),
        ("The U.S. District Court ruled. Judge Roe signed.", ["The U.S. District Court ruled.", "Judge Roe signed."]),
        ("It was fraud.The court agreed.", ["It was fraud.", "The court agreed."]),
        ("On Jan. 5, 2020, he fled. See No. 7.", ["On Jan. 5, 2020, he fled.", "See No. 7."]),
    ],
)
def test_abbreviations_do_not_end_sentences(text: str, sentences: list[str]) -> None:
    document = Document(text)
    assert texts(document, document.sentences) == sentences


def test_sentence_and_role_at_an_offset() -> None:
    document = Document(ANNOUNCEMENT)
    offset = ANNOUNCEMENT.index("The complaint was")
    sentence = document.sentence_at(offset)
    assert sentence is not None and sentence.start == offset
    assert document.role_at(ANNOUNCEMENT.index("Ann Other")) == "staff"
    assert document.paragraph_at(ANNOUNCEMENT.index("\n\n")) is None


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", ".", "One line", "\x00\x07", "😀 " * 9, "ALL CAPITALS. " * 20])
def test_any_string_has_spans_within_it(text: str) -> None:
    document = Document(text)
    for span in (*document.paragraphs, *document.sentences):
        assert 0 <= span.start < span.end <= len(text)
    assert len(document.roles) == len(document.paragraphs)


@pytest.mark.parametrize(
    "piece", [" \n", "a", ". ", "A. ", "U.S. ", "Word word. ", "(", "WASHINGTON, D.C. ", "Ab cd.\n\n"]
)
def test_a_long_text_takes_time_in_proportion(piece: str) -> None:
    """Four times the text in at most twelve times the time: a quadratic splitter needs sixteen."""

    def seconds(length: int) -> float:
        document, started = Document(piece * (length // len(piece))), time.process_time()
        assert document.sentences is not None and document.roles is not None
        return time.process_time() - started

    assert seconds(400_000) < 12 * seconds(100_000) + 0.2
