"""The only code that alters text. HTML or PDF text goes in; clean text comes out; no word is added or changed.

Paragraphs are separated by a blank line; list items, table rows and forced line breaks stay lines of their own; table
cells are separated by a tab. White space is folded, no-break spaces become spaces, invisible characters are dropped.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Sequence
from typing import Any

from parsel import Selector

_PARAGRAPH_TAGS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset")
    + ("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "main")
    + ("nav", "ol", "p", "pre", "section", "summary", "table", "ul")
)
_LINE_TAGS = frozenset(("li", "tr"))
_CELL_TAGS = frozenset(("td", "th"))
_ITEM_TAGS = frozenset(("li", "td", "th"))
_FOLDED_TAGS = frozenset(("p", "div"))
_SILENT_TAGS = frozenset(
    ("button", "head", "iframe", "nav", "noscript", "object", "script", "select", "style", "svg", "template", "title")
)
_HIDDEN_CLASS = re.compile(r"\b(?:visually-hidden|element-invisible|element-hidden|usa-sr-only)\b")
# Marks that no page can hold: control characters are dropped first.
_BREAK, _PARAGRAPH, _LINE, _CELL = "\x1c", "\x1d", "\x1e", "\x1f"
_MARKS = {
    **dict.fromkeys(_PARAGRAPH_TAGS, _PARAGRAPH),
    **dict.fromkeys(_LINE_TAGS, _LINE),
    **dict.fromkeys(_CELL_TAGS, _CELL),
}
_LINES = re.compile(f"\\s*{_LINE}[{_LINE}\\s]*")
_BLANK_LINES = re.compile(r"\n{3,}")

# Old pages were written in Windows-1252 and escaped byte by byte (&#146; for an apostrophe).
_WINDOWS = {c: bytes([c]).decode("cp1252", "ignore") for c in range(0x80, 0xA0)}
_INVISIBLE = dict.fromkeys((*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F, 0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF))
_CHARACTERS = {**_INVISIBLE, **_WINDOWS, 0x85: "\u2026"}
_ODD = re.compile(f"[{re.escape(''.join(map(chr, _CHARACTERS.keys() - {0})))}]")
_WIDE = r"\t\r\n\f\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SPACES = re.compile(f"[{_WIDE}][ {_WIDE}]*| [ {_WIDE}]+")  # but a single space, which is right as it is
_HYPHEN = re.compile("[\ufffe\x02]")  # pdfium's mark for a hyphen at the end of a line
_OPEN_END = re.compile(r"[\w,;-]$")
# A word of its own. What it begins with comes first: so it is found several times faster.
_END_MARK = re.compile(r"(?:#(?<!\S#)\s?#\s?#(?:\s?#)*|-(?<!\S-)\s?CFTC\s?-)[ \t]*(?=\n|$)")


def fold(text: str) -> str:
    """One line of text: entities resolved, invisible characters dropped, white space folded."""
    return _SPACES.sub(" ", html.unescape(text).translate(_CHARACTERS)).strip()


def _is_silent(node: Any, less: Collection[Any]) -> bool:
    if not isinstance(node.tag, str) or node.tag in _SILENT_TAGS or node in less:
        return True
    classes = node.get("class")
    return bool(classes and _HIDDEN_CLASS.search(classes))


class _Reading:
    """One walk below an element of a page, which is left as it is. `texts` are what it says, piece by piece; the mark
    of the same place in `marks` stands before each."""

    def __init__(self, root: Any, less: Collection[Any] = ()) -> None:
        self.marks: list[str] = []
        self.texts: list[str] = []
        self.less = less
        self.layout = _layout_tables(root)
        self.read(root, is_in_item=False)

    def add(self, mark: str, text: str | None) -> None:
        self.marks.append(mark)
        self.texts.append(text or "")

    def read(self, node: Any, *, is_in_item: bool) -> None:
        """A paragraph inside a list item or a table cell is no paragraph of its own."""
        tag = "div" if node in self.layout else node.tag
        is_folded = is_in_item and tag in _FOLDED_TAGS
        mark = "" if is_folded else _MARKS.get(tag, "")
        if not _is_silent(node, self.less):
            self.add(_BREAK if tag == "br" else mark, node.text)
            for child in node:
                self.read(child, is_in_item=is_in_item or tag in _ITEM_TAGS)
                self.add("", child.tail)
            self.add(mark, "")
        if is_folded:
            self.add(" ", "")

    def marked(self) -> str:
        tidied = _tidy_all(self.texts) if self.texts else []
        return "".join([part for pair in zip(self.marks, tidied, strict=True) for part in pair])


def _tidy_all(texts: list[str]) -> list[str]:
    """Each without invisible characters and with single spaces. No parsed page holds NUL: it stands between them."""
    joined = "\0".join(texts)
    if _ODD.search(joined):
        joined = "\0".join([text.translate(_CHARACTERS) for text in texts])
    return _SPACES.sub(" ", joined).split("\0")


def _clean_line(line: str) -> str:
    if _CELL not in line:
        return _SPACES.sub(" ", line).strip()
    cells = (_SPACES.sub(" ", cell).strip() for cell in line.split(_CELL))
    return "\t".join(cell for cell in cells if cell)


def _clean_paragraph(marked: str) -> str:
    """Two forced breaks in a row are how old pages separate paragraphs: they leave one blank line."""
    if _LINE in marked:
        marked = _LINES.sub(_BREAK, marked)
    if _BREAK not in marked:
        return _clean_line(marked)
    lines = [_clean_line(line) for line in marked.split(_BREAK)]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _layout_tables(root: Any) -> set[Any]:
    """A table without a row of two cells only places a page, as old ones were: its paragraphs are paragraphs. Such
    tables, with their rows and cells."""
    found: set[Any] = set()
    for table in root.iter("table"):
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        if all(sum(cell.tag in _CELL_TAGS for cell in row) < 2 for row in rows):
            found.update((table, *rows, *(cell for row in rows for cell in row if cell.tag in _CELL_TAGS)))
    return found


def clean_node(root: Any, less: Collection[Any] = ()) -> str:
    """The text of an element of a parsed page, without that of the elements `less` below it."""
    paragraphs = [_clean_paragraph(part) for part in _Reading(root, less).marked().split(_PARAGRAPH) if part.strip()]
    return "\n\n".join([paragraph for paragraph in paragraphs if paragraph])


def line_of(root: Any) -> str:
    """The same in one line: where a paragraph, a line or a cell ends there is a space."""
    reading = _Reading(root)
    pairs = zip(reading.marks, reading.texts, strict=True)
    return fold("".join([f" {text}" if mark else text for mark, text in pairs]))


def has_text(root: Any) -> bool:
    """Whether any of it is there, found as soon as it is met."""
    if _is_silent(root, ()):
        return False
    return bool(fold(root.text or "")) or any(has_text(child) or fold(child.tail or "") for child in root)


def clean_html(fragment: str) -> str:
    """The text of an HTML fragment or page; an empty string when it holds none."""
    return clean_node(Selector(text=fragment, type="html").root) if fragment.strip() else ""


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
