"""Pages of the CFTC's RED List: foreign firms that appear to act without the registration that they would need.

A row is a date and a name. The name may hold others, and addresses of web sites, after a slash, a semicolon or in
brackets. Columns are found by their header words.
"""

from __future__ import annotations

import re

from parsel import Selector

from crawler.checks import PageProblem, map_columns
from crawler.dates import parse_short_date, parse_stamp
from crawler.items import RegisterEntry
from crawler.pages.parts import text_of
from crawler.registers import make_entry_key
from crawler.sites import Site

LIST = "/LearnAndProtect/Resources/Check/redlist.htm"
_COLUMNS = {"date": "date", "name": "(?:company|entity|firm|name)"}
_OTHERS = re.compile(r"\s*(?:\s/\s|[;|]|\(?\b(?:a/?k/?a|d/?b/?a|f/?k/?a)\b\.?:?)\s*", re.IGNORECASE)


def parse_page(page: Selector, site: Site, url: str) -> tuple[list[RegisterEntry], str | None, list[PageProblem]]:
    """The entries of a page, the address of the next, and what could not be read. Raises PageProblem."""
    tables = page.css("div.view-content table") or page.css("table")
    if not tables:
        raise PageProblem("bad_shape", "The page of the RED List has no table.")
    headers = [text_of(cell) for cell in tables[0].css("thead th")]
    columns = map_columns(headers, _COLUMNS)
    entries, problems = [], []
    for row in tables[0].css("tbody tr"):
        cells = row.xpath("./td")
        try:
            entries.append(_read_row(cells, columns, headers))
        except (PageProblem, IndexError) as problem:
            problems.append(PageProblem("bad_row", f"{text_of(row)[:80]!r} cannot be read: {problem}."))
    href = page.css('li.pager__item--next a::attr(href), a[rel="next"]::attr(href)').get()
    return entries, site.official_url(href, url) if href else None, problems


def _read_row(cells: list[Selector], columns: dict[str, int], headers: list[str]) -> RegisterEntry:
    stamp = cells[columns["date"]].css("time::attr(datetime)").get()
    listed_on = parse_stamp(stamp) if stamp else parse_short_date(text_of(cells[columns["date"]]))
    printed = text_of(cells[columns["name"]])
    if not printed:
        raise PageProblem("bad_row", "it has no name")
    names = tuple(dict.fromkeys(part.strip(" ,)") for part in _OTHERS.split(printed) if part.strip(" ,)")))
    others = [place for place in range(len(headers)) if place not in columns.values() and place < len(cells)]
    details = {headers[place]: words for place in others if (words := text_of(cells[place]))}
    return RegisterEntry(make_entry_key(printed), names or (printed,), listed_on, details=details)
