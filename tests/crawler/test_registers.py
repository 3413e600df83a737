"""The CFTC's RED List and FinCEN's registrants, from pages and a file of made-up firms."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.crawler.conftest import Crawl, Reply, Result, Site

RED = "/redlist/LearnAndProtect/Resources/Check/redlist.htm"
MSB = "/msb/retrieve.msb.list.php"
TSV = {"Content-Type": "text/tab-separated-values"}
HEAD = (
    "LEGAL NAME\tDBA NAME\tSTREET ADDRESS\tCITY\tSTATE\tZIP\tMSB ACTIVITIES\tSTATES OF MSB ACTIVITIES\t"
    "ALL STATES & TERRITORIES & FOREIGN FLAG**\t# OF BRANCHES\tAUTH SIGN DATE\tRECEIVED DATE\tFOREIGN LOCATION"
)


def red_page(rows: list[tuple[str, str]], following: int | None = None, *, head: str = "Company") -> bytes:
    body = "".join(f"<tr><td>{day}</td><td>{name}</td></tr>" for day, name in rows)
    pager = f'<li class="pager__item--next"><a href="?page={following}">Next</a></li>' if following else ""
    table = f"<table><thead><tr><th>Date Added</th><th>{head}</th></tr></thead><tbody>{body}</tbody></table>"
    return f'<h1>RED List</h1><div class="view-content">{table}</div><ul>{pager}</ul>'.encode()


def msb_line(name: str, other: str = "", received: str = "02/14/2025", street: str = "1 Quay St") -> str:
    return f"{name}\t{other}\t{street}\tPORT ALDER\tNY\t10001\t409 \tNY \t\t2\t02/01/2025\t{received}\t"


def msb_file(*lines: str) -> bytes:
    return "\r\n".join(
        [HEAD, *lines, "", "** The flag says that all states are served.\t\t\t\t\t\t\t\t\t\t\t\t"]
    ).encode()


def read(crawl: Crawl, spider: str, site: Site) -> Result:
    roots = {f"{name.upper()}_ROOT": f"http://127.0.0.1:{site.port}/{name}" for name in ("redlist", "msb")}
    return crawl(spider, settings=roots)


def test_the_red_list_is_read_page_by_page(crawl: Crawl, site: Site) -> None:
    first = [
        ("11/02/2026", "Quillhaven Markets / quillhaven.example; Quill Trade"),
        ("10/30/2026", "Brackwell FX Ltd."),
    ]
    site.put(f"{RED}?page=1", red_page([("03/01/2024", "Ossian Options a/k/a Ossian Prime")]))
    site.put(RED, red_page(first, 1))
    result = read(crawl, "redlist", site)
    [item] = result.yielded
    entries: list[Any] = list(item.entries)  # type: ignore[union-attr]
    assert [entry.names for entry in entries] == [
        ("Quillhaven Markets", "quillhaven.example", "Quill Trade"),
        ("Brackwell FX Ltd.",),
        ("Ossian Options", "Ossian Prime"),
    ]
    assert entries[2].listed_on == date(2024, 3, 1) and len({entry.key for entry in entries}) == 3
    assert result.report["seen"] == 3 and result.report["stopped_reason"] == ""


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (Reply(500, b"<h1>Broken</h1>"), "http_error"),
        (Reply(403, b"<h1>Forbidden</h1>"), "blocked"),
        (Reply(200, red_page([])), "no_rows"),
        (Reply(200, red_page([("03/01/2024", "")])), "bad_row"),
        (Reply(200, red_page([("03/01/2024", "Ossian Options")], head="Remarks")), "missing_column"),
    ],
)
def test_half_a_red_list_is_none(crawl: Crawl, site: Site, second: Reply, reason: str) -> None:
    site.put(f"{RED}?page=1", second)
    site.put(RED, red_page([("11/02/2026", "Quillhaven Markets")], 1))
    result = read(crawl, "redlist", site)
    assert result.yielded == [] and result.report["stopped_reason"] == reason == result.reasons[0]


def test_registrants_are_read_from_the_file(crawl: Crawl, site: Site) -> None:
    lines = [
        msb_line("TESSARINE PAYMENTS, INC.", "Tessarine Pay; DBA Tess"),
        msb_line("ALDERMOOR REMIT LLC dba Moor Cash"),
        msb_line("NO DATE LLC", received=""),
    ]
    site.put(MSB, Reply(200, msb_file(*lines), TSV))
    result = read(crawl, "msb", site)
    [item] = result.yielded
    entries: list[Any] = list(item.entries)  # type: ignore[union-attr]
    assert [entry.names for entry in entries] == [
        ("TESSARINE PAYMENTS, INC.", "Tessarine Pay", "Tess"),
        ("ALDERMOOR REMIT LLC", "Moor Cash"),
    ]
    assert entries[0].listed_on == date(2025, 2, 14) and entries[0].state == "NY"
    assert entries[0].details == {"address": "1 Quay St, PORT ALDER, NY, 10001", "activities": "409"}
    assert site.forms[MSB] == "site=AA"


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(200, b"<!DOCTYPE html><h1>Maintenance</h1>" + b"<p>.</p>" * 900), "bad_shape"),
        (Reply(200, msb_file().replace(b"RECEIVED DATE", b"STAMP"), TSV), "missing_column"),
        (Reply(200, b"", TSV), "bad_shape"),
    ],
)
def test_what_is_no_list_of_registrants_is_a_failure(crawl: Crawl, site: Site, reply: Reply, reason: str) -> None:
    site.put(MSB, reply)
    result = read(crawl, "msb", site)
    assert result.yielded == [] and result.report["stopped_reason"] == reason
