"""Lines of a PDF page with their places -> paragraphs. Only line breaks are changed, never a character.

A line that stops where the next word would still have fitted ends its paragraph; so does a line before an indented line
or a wide gap. Where the page does not tell the place of each character, its lines are kept as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium

from crawler.text import clean_pdf_line

_INDENT = 2.0  # widths of a character: less is how justified lines and accents differ
_GAP = 1.4  # times the usual distance of two lines
_SLACK = 1.0  # widths of a character that a full line may still have free
_ITEM = re.compile(r"(?:\(?[a-z0-9]{1,3}[.)]|[IVX]+\.|[•–-])\s", re.IGNORECASE)
_NUMBER_LINE = re.compile(r"[-–]?\s*\d{1,4}\s*[-–]?")


@dataclass(frozen=True, slots=True)
class Line:
    """Places in PDF points, `top` growing upwards."""

    text: str
    left: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class _Measures:
    """Of one page, in points: its right margin, the usual distance of two lines, the usual width of a character."""

    margin: float
    step: float
    character: float


def _measure(lines: list[Line]) -> _Measures:
    gaps = [upper.top - lower.top for upper, lower in pairwise(lines) if upper.top > lower.top]
    widths = [(line.right - line.left) / len(line.text) for line in lines]
    return _Measures(max(line.right for line in lines), median(gaps) if gaps else 0.0, median(widths))


def _make_line(page: pdfium.PdfTextPage, text: str, start: int) -> Line | None:
    clean = clean_pdf_line(text)
    if not clean:
        return None
    first = start + len(text) - len(text.lstrip())
    last = start + len(text.rstrip()) - 1
    left, _bottom, _right, top = page.get_charbox(first)
    _left, _bottom, right, _top = page.get_charbox(last)
    return Line(clean, left, right, top)


def read_lines(page: pdfium.PdfTextPage) -> list[Line] | None:
    """The lines in reading order; None when characters and text do not correspond one to one."""
    text = page.get_text_range()
    if len(text) != page.count_chars():
        return None
    lines, start = [], 0
    for part in text.split("\n"):
        line = _make_line(page, part, start)
        lines += [line] if line else []
        start += len(part) + 1
    return lines


def _is_full(line: Line, following: Line, page: _Measures) -> bool:
    word = len(following.text.split(" ", 1)[0]) + 1
    return line.right + (word + _SLACK) * page.character > page.margin


def _continues(line: Line, following: Line, page: _Measures) -> bool:
    if following.left - line.left > _INDENT * page.character and not _ITEM.match(line.text):
        return False
    gap = line.top - following.top
    return 0 < gap <= _GAP * page.step and _is_full(line, following, page)


def _without_number(lines: list[Line]) -> list[Line]:
    """The page less its own number, which stands alone on its first or last line."""
    if lines and _NUMBER_LINE.fullmatch(lines[-1].text):
        return lines[:-1]
    return lines[1:] if lines and _NUMBER_LINE.fullmatch(lines[0].text) else lines


def parse_paragraphs(lines: list[Line]) -> list[str]:
    lines = _without_number(lines)
    if not lines:
        return []
    page = _measure(lines)
    paragraphs = [lines[0].text]
    for line, following in pairwise(lines):
        if _continues(line, following, page):
            paragraphs[-1] += " " + following.text
        else:
            paragraphs.append(following.text)
    return paragraphs
