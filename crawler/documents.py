"""PDF bytes -> the text of each page, or the reason why there is none.

The named problems are `too large`, `broken pdf`, `encrypted` and `no text layer`. Nothing is guessed: a scanned order
has no text here, and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pypdfium2 as pdfium

from crawler.layout import parse_paragraphs, read_lines
from crawler.text import clean_pdf_page

MAX_BYTES = 60 * 1024 * 1024
MAX_PAGES = 1000

# In order: the first kind whose words occur in the link text or file name.
_KINDS = (
    ("consent_order", re.compile(r"consent|stipulat", re.IGNORECASE)),
    ("indictment", re.compile(r"indictment|superseding", re.IGNORECASE)),
    ("complaint", re.compile(r"complaint", re.IGNORECASE)),
    ("order", re.compile(r"order|judgment|assessment", re.IGNORECASE)),
)


@dataclass(slots=True)
class PdfText:
    """`pages` in order, empty where `problem` is set."""

    pages: list[str] = field(default_factory=list)
    problem: str = ""


def is_pdf(body: bytes) -> bool:
    """By its first bytes: addresses rarely end in `.pdf` and the content type is often wrong."""
    return b"%PDF-" in body[:1024]


def parse_kind(*names: str) -> str:
    """order, complaint, consent_order, indictment or other, from a link's text and its file name."""
    joined = " ".join(names)
    return next((kind for kind, words in _KINDS if words.search(joined)), "other")


def _open_problem(error: pdfium.PdfiumError) -> str:
    return "encrypted" if "password" in str(error).lower() or "security" in str(error).lower() else "broken pdf"


def _page_text(page: pdfium.PdfPage) -> str:
    text_page = page.get_textpage()
    lines = read_lines(text_page)
    return clean_pdf_page(text_page.get_text_range()) if lines is None else "\n\n".join(parse_paragraphs(lines))


def read_pdf(body: bytes) -> PdfText:
    if len(body) > MAX_BYTES:
        return PdfText(problem="too large")
    if not is_pdf(body):
        return PdfText(problem="broken pdf")
    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        return PdfText(problem=_open_problem(error))
    with document:
        if len(document) > MAX_PAGES:
            return PdfText(problem="too large")
        try:
            pages = [_page_text(page) for page in document]
        except pdfium.PdfiumError:
            return PdfText(problem="broken pdf")
    return PdfText(pages) if any(pages) else PdfText(problem="no text layer")
