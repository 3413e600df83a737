"""The sample's announcements as written (YAML head, then text) -> entries with HTML bodies, newest first.

In the text a blank line separates paragraphs, `- ` opens a list item, `## ` a heading, `[words](address)` is a link,
`*words*` and `**words**` are emphasis. A file without its required fields is refused.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent
SOURCES = ("cftc", "doj", "fincen")

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_STRONG = re.compile(r"\*\*([^*\n]+)\*\*")
_EMPHASIS = re.compile(r"\*([^*\n]+)\*")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A PDF beside an announcement; `text` is its content, paragraphs separated by blank lines."""

    path: str
    title: str
    text: str


@dataclass(slots=True)
class Entry:
    """`path` is the path on the agency's site; `text` is as written, `body` the same as HTML."""

    source: str
    path: str
    title: str
    published_on: date
    text: str
    number: str | None = None
    subtitle: str = ""
    office: str = "Office of Public Affairs"
    institution: str = ""
    is_order: bool = False
    is_measure: bool = False  # of the table of special measures, as a PDF
    components: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    documents: list[Attachment] = field(default_factory=list)

    @property
    def body(self) -> str:
        return to_html(self.text)


def _inline(text: str) -> str:
    escaped = html.escape(text, quote=False)
    linked = _LINK.sub(lambda match: f'<a href="{match[2]}">{match[1]}</a>', escaped)
    return _EMPHASIS.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", linked))


def _block(text: str) -> str:
    if text.startswith("## "):
        return f"<p><strong>{_inline(text[3:])}</strong></p>"
    if text.startswith("- "):
        items = "".join(f"<li>{_inline(line[2:])}</li>" for line in text.splitlines())
        return f"<ul>{items}</ul>"
    return f"<p>{_inline(' '.join(text.split()))}</p>"


def to_html(text: str) -> str:
    return "\n".join(_block(part.strip()) for part in re.split(r"\n\s*\n", text) if part.strip())


def plain(text: str) -> str:
    """The text without its marks, for PDFs and summaries."""
    without_links = _LINK.sub(r"\1", text)
    return re.sub(r"^## ", "", _EMPHASIS.sub(r"\1", _STRONG.sub(r"\1", without_links)), flags=re.MULTILINE).strip()


def _attachment(fields: dict[str, str]) -> Attachment:
    text = (ROOT / "documents" / fields["text"]).read_text(encoding="utf-8")
    return Attachment(fields["path"], fields["title"], text)


def parse_entry(source: str, text: str) -> Entry:
    """Raises KeyError for a missing field, ValueError for a file without head."""
    _before, head, body = text.split("---\n", 2)
    fields: dict[str, Any] = yaml.safe_load(head)
    documents = [_attachment(entry) for entry in fields.pop("documents", [])]
    published_on = fields.pop("date")
    return Entry(source=source, text=body.strip(), published_on=published_on, documents=documents, **fields)


def load_entries(source: str) -> list[Entry]:
    files = sorted((ROOT / source).glob("*.md"))
    entries = [parse_entry(source, path.read_text(encoding="utf-8")) for path in files]
    return sorted(entries, key=lambda entry: (entry.published_on, entry.number or ""), reverse=True)
