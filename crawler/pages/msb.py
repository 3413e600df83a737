"""FinCEN's list of registered money services businesses: a file of tab-separated lines, read line by line.

Who registers says so himself: the list is no licence and no recommendation. Columns are found by their header words;
notes at the end of the file are lines without an address. A business renews every two years: it is known by its name
and address, and the date is that of its last registration.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from crawler.checks import PageProblem, map_columns
from crawler.dates import parse_short_date
from crawler.items import RegisterEntry
from crawler.registers import make_entry_key
from crawler.text import fold

LIST = "/retrieve.msb.list.php"
FORM = {"site": "AA"}  # all states and territories
_COLUMNS = {
    "name": "LEGAL NAME",
    "other": "DBA NAME",
    "street": "STREET ADDRESS",
    "city": "CITY",
    "state": "^STATE$",
    "zip": "ZIP",
    "country": "FOREIGN LOCATION",
    "activities": "^MSB ACTIVITIES",
    "received": "RECEIVED DATE",
}
_OTHERS = re.compile(r"\s*(?:[;|]|\(?\bd/?b/?a\b[\s:/)-]*)\s*", re.IGNORECASE)


def read_columns(body: bytes) -> dict[str, int]:
    """Raises PageProblem `missing_column`, or `bad_shape` for what is no such file."""
    headers = [fold(cell) for cell in next(_lines(body), [])]
    if len(headers) < len(_COLUMNS):
        raise PageProblem(
            "bad_shape", f"The list of registrants begins with {headers[:3]}, which are no headers of it."
        )
    return {name: map_columns([*headers], {name: word})[name] for name, word in _COLUMNS.items()}


def parse_list(body: bytes) -> Iterator[RegisterEntry]:
    columns = read_columns(body)
    lines = _lines(body)
    next(lines)
    for line in lines:
        if len(line) > max(columns.values()):
            entry = _read_line({name: fold(line[place]) for name, place in columns.items()})
            if entry:
                yield entry


def _lines(body: bytes) -> Iterator[list[str]]:
    text = io.TextIOWrapper(io.BytesIO(body), encoding="utf-8-sig", errors="replace", newline="")
    return csv.reader(text, delimiter="\t", quoting=csv.QUOTE_NONE)


def _read_line(line: dict[str, str]) -> RegisterEntry | None:
    """None for a note: a line without an address or a date."""
    received = parse_short_date(line["received"])
    if not (line["name"] and line["street"] and received):
        return None
    names = [name for cell in (line["name"], line["other"]) for name in _OTHERS.split(cell) if name]
    details = {
        "address": ", ".join(filter(None, (line["street"], line["city"], line["state"], line["zip"], line["country"]))),
        "activities": line["activities"],
    }
    key = make_entry_key(line["name"], line["street"], line["city"], line["state"], line["country"])
    return RegisterEntry(key, tuple(dict.fromkeys(names)), received, state=line["state"], details=details)
