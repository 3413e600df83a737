"""The only code that alters text. HTML or PDF text goes in; clean text comes out; no word is added or changed.

Paragraphs are separated by a blank line; list items, table rows and forced line breaks stay lines of their own; table
cells are separated by a tab. White space is folded, no-break spaces become spaces, invisible characters are dropped.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import Any

from parsel import Selector

_PARAGRAPH_TAGS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset")
    + ("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "main")
    + ("nav", "ol", "p", "pre", "section", "summary", "table", "ul")
)
_LINE_TAGS = frozenset(("li", "tr"))
_CELL_TAGS = frozenset(("td", "th"))
_SILENT_TAGS = frozenset(
    ("button", "head", "iframe", "nav", "noscript", "object", "script", "select", "style", "svg", "template", "title")
)
_HIDDEN_CLASS = re.compile(r"\b(?:visually-hidden|element-invisible|element-hidden|usa-sr-only)\b")
# Marks that no page can hold: control characters are dropped first.
_BREAK, _PARAGRAPH, _LINE, _CELL = "\x1c", "\x1d", "\x1e", "\x1f"

# Old pages were written in Windows-1252 and escaped byte by byte (&#146; for an apostrophe).
_WINDOWS = {c: bytes([c]).decode("cp1252", "ignore") for c in range(0x80, 0xA0)}
_INVISIBLE = dict.fromkeys((*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F, 0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF))
_CHARACTERS = {**_INVISIBLE, **_WINDOWS, 0x85: "\u2026"}
_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_HYPHEN = re.compile("[\ufffe\x02]")  # pdfium's mark for a hyphen at the end of a line
_OPEN_END = re.compile(r"[\w,;-]$")
_END_MARK = re.compile(r"(?:^|(?<=\s))(?:#\s?#\s?#(?:\s?#)*|-\s?CFTC\s?-)[ \t]*(?=\n|$)")


def fold(text: str) -> str:
    """One line of text: entities resolved, invisible characters dropped, white space folded."""
    return _SPACES.sub(" ", html.unescape(text).translate(_CHARACTERS)).strip()


def _is_silent(node: Any) -> bool:
    if not isinstance(node.tag, str) or node.tag in _SILENT_TAGS:
        return True
    return bool(_HIDDEN_CLASS.search(node.get("class", "")))


def _mark(tag: str) -> str:
    if tag in _PARAGRAPH_TAGS:
        return _PARAGRAPH
    if tag in _LINE_TAGS:
        return _LINE
    return _CELL if tag in _CELL_TAGS else ""


def _own(text: str | None) -> str:
    return _SPACES.sub(" ", (text or "").translate(_CHARACTERS))


def _pieces(node: Any) -> Iterator[str]:
    if not _is_silent(node):
        mark = _mark(str(node.tag))
        yield _BREAK if node.tag == "br" else mark
        yield _own(node.text)
        for child in node:
            yield from _pieces(child)
        yield mark
    yield _own(node.tail)


def _clean_line(line: str) -> str:
    cells = (_SPACES.sub(" ", cell).strip() for cell in line.split(_CELL))
    return "\t".join(cell for cell in cells if cell)


def _clean_paragraph(marked: str) -> str:
    """Two forced breaks in a row are how old pages separate paragraphs: they leave one blank line."""
    marked = re.sub(f"\\s*{_LINE}[{_LINE}\\s]*", _BREAK, marked)
    lines = [_clean_line(line) for line in marked.split(_BREAK)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _fold_item_paragraphs(node: Any) -> None:
    """A paragraph inside a list item or a table cell is no paragraph of its own."""
    for inner in node.xpath(".//li//p | .//li//div | .//td//p | .//td//div | .//th//p | .//th//div"):
        inner.tag = "span"
        inner.tail = f" {inner.tail or ''}"


def _open_layout_tables(root: Any) -> None:
    """A table without a row of two cells only places a page, as old ones were: its paragraphs are paragraphs."""
    for table in list(root.iter("table")):
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        if all(sum(cell.tag in _CELL_TAGS for cell in row) < 2 for row in rows):
            for node in (table, *rows, *(cell for row in rows for cell in row if cell.tag in _CELL_TAGS)):
                node.tag = "div"


def clean_html(fragment: str) -> str:
    """The text of an HTML fragment or page; an empty string when it holds none."""
    if not fragment.strip():
        return ""
    root = Selector(text=fragment, type="html").root
    _open_layout_tables(root)
    _fold_item_paragraphs(root)
    paragraphs = map(_clean_paragraph, "".join(_pieces(root)).split(_PARAGRAPH))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def cut_end(body: str) -> str:
    """The body up to the agency's end mark (`###`, `-CFTC-`), which press contacts and links follow."""
    match = _END_MARK.search(body)
    return (body[: match.start()] if match else body).strip()


def announcement_text(title: str, body: str, subtitle: str = "") -> str:
    """Title, blank line, body up to its end mark. The headline is never part of the body: a body that repeats it as
    its first paragraph loses that paragraph."""
    paragraphs = [part for part in cut_end(body).split("\n\n") if part.strip()]
    if paragraphs and paragraphs[0].casefold() == title.casefold():
        paragraphs = paragraphs[1:]
    if subtitle and (not paragraphs or paragraphs[0].casefold() != subtitle.casefold()):
        paragraphs = [subtitle, *paragraphs]
    return "\n\n".join([title, *paragraphs])


def clean_text(text: str) -> str:
    """Plain text that never was HTML: its lines and paragraphs, with white space folded and nothing invisible left.

    Half characters (lone surrogates, which JSON can spell) are dropped: no database and no file can hold them.
    """
    text = text.encode("utf-8", "ignore").decode()
    lines = (_SPACES.sub(" ", line.translate(_CHARACTERS)).strip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def clean_pdf_line(line: str) -> str:
    return _SPACES.sub(" ", _HYPHEN.sub("-", line).translate(_CHARACTERS)).strip()


def clean_pdf_page(text: str) -> str:
    """The text of a PDF page of which only the line breaks are known: its lines, as they are."""
    return clean_text(_HYPHEN.sub("-", text))


def join_pages(pages: Sequence[str]) -> str:
    """The pages of a document as one text; a sentence that runs over the end of a page is not broken there."""
    text = ""
    for page in (page for page in pages if page):
        runs_on = _OPEN_END.search(text) and page[0].islower()
        text += (" " if runs_on else "\n\n" if text else "") + page
    return text
