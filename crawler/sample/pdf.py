"""Text -> the bytes of a plain PDF, the same bytes for the same text, so that a second crawl finds nothing changed.

Paragraphs are separated by blank lines; a line that begins with `## ` is centred. Characters outside Windows-1252 are
refused with UnicodeEncodeError.
"""

from __future__ import annotations

import re
import textwrap

WIDTH = 88  # characters a line
LINES = 46  # lines a page
_LEADING = 15
_TOP, _LEFT = 730, 72


def _lines(text: str) -> list[str]:
    lines: list[str] = []
    for part in re.split(r"\n\s*\n", text.strip()):
        if part.startswith("## "):
            lines += [line.center(WIDTH).rstrip() for line in textwrap.wrap(part[3:], WIDTH - 10)]
        else:
            lines += textwrap.wrap(" ".join(part.split()), WIDTH)
        lines.append("")
    return lines


def _escape(line: str) -> bytes:
    encoded = line.encode("cp1252")
    return encoded.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _content(lines: list[str], number: int) -> bytes:
    rows = [*lines, *[""] * (LINES - len(lines)), str(number).center(WIDTH).rstrip()]
    shown = b"".join(b"(" + _escape(line) + b") Tj T*\n" for line in rows)
    return b"BT /F1 10 Tf %d TL %d %d Td\n" % (_LEADING, _LEFT, _TOP) + shown + b"ET"


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream"


def _assemble(objects: list[bytes]) -> bytes:
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + head + table + tail


def make_pdf(text: str) -> bytes:
    lines = _lines(text)
    pages = [lines[start : start + LINES] for start in range(0, len(lines), LINES)]
    kids = b" ".join(b"%d 0 R" % (4 + 2 * index) for index in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % len(pages),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
    ]
    for index, page in enumerate(pages):
        leaf = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R" % (5 + 2 * index)
        objects += [leaf + b" /Resources << /Font << /F1 3 0 R >> >> >>", _stream(_content(page, index + 1))]
    return _assemble(objects)
