"""The bytes of a file, PDF or plain text -> the text of each page, or the reason why there is none.

The named problems are `too large`, `too slow`, `broken pdf`, `encrypted`, `not a pdf` and `no text layer`; of a file
that is a scan in part, `no text layer on pages 3, 7`. Nothing is guessed: a scanned order has no text, and says so.
What a file is its first bytes say, and only then its content type; never its name.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
from pypdfium2 import raw as pdfium_raw

from crawler.layout import parse_paragraphs, read_lines
from crawler.text import clean_pdf_page, clean_text

MAX_BYTES = 60 * 1024 * 1024
MAX_PAGES = 1000
MAX_SECONDS = 60.0  # for one file; the longest real order takes under two
MOST_NAMED = 12  # pages without text named one by one

# In order: the first kind whose words occur in the link text or file name.
_KINDS = (
    ("consent_order", re.compile(r"consent|stipulat", re.IGNORECASE)),
    ("indictment", re.compile(r"indictment|superseding", re.IGNORECASE)),
    ("complaint", re.compile(r"complaint", re.IGNORECASE)),
    ("order", re.compile(r"order|judgment|assessment", re.IGNORECASE)),
)


@dataclass(slots=True)
class PdfText:
    """`pages` in order, an empty text for one without any; no pages where `problem` is of the whole file."""

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


def _is_scan(page: pdfium.PdfPage) -> bool:
    """For a page without text: whether it shows a picture. A blank page lacks nothing."""
    return any(True for _ in page.get_objects(filter=[pdfium_raw.FPDF_PAGEOBJ_IMAGE]))


def _read_pages(document: pdfium.PdfDocument) -> Iterator[tuple[str, bool]]:
    """The text of each page, and whether it is a scan. Raises PdfiumError, or TimeoutError after MAX_SECONDS."""
    deadline = time.monotonic() + MAX_SECONDS
    for page in document:
        if time.monotonic() > deadline:
            raise TimeoutError
        text = _page_text(page)
        yield text, not text and _is_scan(page)


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
            read = list(_read_pages(document))
        except pdfium.PdfiumError:
            return PdfText(problem="broken pdf")
        except TimeoutError:
            return PdfText(problem="too slow")
    scans = [number for number, (_text, is_scan) in enumerate(read, start=1) if is_scan]
    pages = [text for text, _is_scan in read]
    return PdfText(pages, _scan_problem(scans)) if any(pages) else PdfText(problem="no text layer")


def _scan_problem(scans: list[int]) -> str:
    named = ", ".join(map(str, scans[:MOST_NAMED])) + (" and others" if len(scans) > MOST_NAMED else "")
    return f"no text layer on page{'s' if len(scans) > 1 else ''} {named}" if scans else ""


def read_file(body: bytes, content_type: str, text: str | None) -> PdfText:
    """`text` is the body decoded, where it is any. A form feed in a plain text ends a page."""
    if is_pdf(body) or "pdf" in content_type.lower():
        return read_pdf(body)
    if not content_type.lower().startswith("text/plain") or text is None:
        return PdfText(problem="not a pdf")
    if len(body) > MAX_BYTES:
        return PdfText(problem="too large")
    pages = [clean_text(page) for page in text.split("\f")]
    return PdfText(pages) if any(pages) else PdfText(problem="no text layer")
