"""FinCEN's table of special measures under section 311 and section 9714 -> one announcement for each document it links.

A row is a bank or a country, a column a step (finding, proposed rule, final rule, rescission), a cell the date of that
step as the text of a link, or `---`. Columns are found by their header words; the one of the names has none. A document
that stands in several cells (a finding and its proposed rule, a rule on two banks) is one announcement, named after all
of them. Documents often lie on other agencies' sites.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from parsel import Selector

from crawler.checks import PageProblem, map_columns
from crawler.dates import parse_short_date
from crawler.items import document_key
from crawler.pages.parts import Listing, Row, text_of
from crawler.sites import Site

MEASURES = "/resources/statutes-and-regulations/311-and-9714-special-measures"
TOPIC = "311 and 9714 Special Measures"

_COLUMNS = {"finding": "finding", "proposed": "proposed", "final": "final", "rescinded": "rescinded"}
_FOOTNOTE = re.compile(r"\s*\*+$")


@dataclass(slots=True)
class _Document:
    """In which rows and columns it stands; `notes` are the rows, whole."""

    url: str
    published_on: date
    names: dict[str, None] = field(default_factory=dict)
    steps: dict[str, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)

    def row(self) -> Row:
        title = f"{'; '.join(self.names)}: {' and '.join(self.steps)}"
        return Row(self.url, title, None, self.published_on, topics=[TOPIC], notes="\n\n".join(self.notes))


def parse_measures(page: Selector, site: Site, url: str) -> Listing:
    """Newest first. Raises PageProblem `missing_column`, or `bad_shape` when there is no table."""
    tables = page.css("table#special-measures-table") or page.xpath('//table[.//th[contains(., "Final Rule")]]')
    if not tables:
        raise PageProblem("bad_shape", "The page of special measures has no table.")
    headers = [text_of(cell) for cell in tables[0].xpath("(.//tr)[1]/th")]
    columns = map_columns(headers, _COLUMNS)
    name_column = min(set(range(len(headers))) - set(columns.values()))
    listing = Listing([], None)
    for index in sorted(set(range(len(headers))) - set(columns.values()) - {name_column}):
        listing.problems.append(PageProblem("unknown_field", f"The table has a new column {headers[index]!r}."))
    found: dict[str, _Document] = {}
    for row in tables[0].xpath(".//tr[td]"):
        cells = row.xpath("./td")
        if len(cells) == 1:  # the footnotes
            continue
        if len(cells) != len(headers):
            listing.problems.append(PageProblem("bad_row", f"A row has {len(cells)} cells: {text_of(row)[:80]!r}."))
            continue
        named = {headers[index]: cells[index] for index in sorted(columns.values())}
        _read_row(_FOOTNOTE.sub("", text_of(cells[name_column])), named, site, url, found, listing)
    newest_first = sorted(found.values(), key=lambda document: document.published_on, reverse=True)
    listing.rows = [document.row() for document in newest_first]
    return listing


def _read_row(
    name: str, cells: dict[str, Selector], site: Site, base: str, found: dict[str, _Document], listing: Listing
) -> None:
    notes = "\n".join([name, *(f"{step}: {text_of(cell) or '---'}" for step, cell in cells.items())])
    for step, cell in cells.items():
        anchors = cell.css("a[href]")
        if not anchors and parse_short_date(text_of(cell)):
            listing.dropped["step without a document"] += 1
        for anchor in anchors:
            published_on = parse_short_date(text_of(anchor)) or parse_short_date(text_of(cell))
            if published_on is None:
                listing.problems.append(PageProblem("bad_row", f"A step has no date: {name}, {step}."))
                continue
            url = site.official_url(anchor.attrib["href"], base)
            document = found.setdefault(document_key(url), _Document(url, published_on))
            document.names[name] = document.steps[step] = document.notes[notes] = None
