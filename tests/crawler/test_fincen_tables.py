"""FinCEN's special measures, and its files under the addresses that they have had, through the spider."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.items import KnownPage, make_key
from crawler.sample.pdf import make_pdf
from tests.crawler.conftest import Crawl, Reply, Result, Site

TABLE = "/fincen/news/enforcement-actions"
MEASURES = "/fincen/resources/statutes-and-regulations/311-and-9714-special-measures"
PDF = {"Content-Type": "application/pdf"}
HEAD = "<tr><th></th><th>Finding</th><th>Notice of Proposed Rulemaking</th><th>Final Rule</th><th>Rescinded</th></tr>"
RULE = "https://www.federalregister.gov/documents/2016/11/09/2016-1/umber"
PATH = "/system/files/2024-09/Vostrel-Exchange-Final-Rule.pdf"


def measures(*rows: str) -> bytes:
    return f"<h1>Measures</h1><table id='special-measures-table'>{HEAD}{''.join(rows)}</table>".encode()


def outside(rescinded: str = "---") -> bytes:
    cells = f'<td>---</td><td>---</td><td><a href="{RULE}">11/9/2016</a></td><td>{rescinded}</td>'
    return measures(f"<tr><td>Umber Bank*</td>{cells}</tr>")


def test_the_document_of_a_measure_is_an_announcement(sample: dict[str, Result]) -> None:
    [item] = [item for item in sample["fincen"].items if item.channel == "measures"]
    assert (item.key, item.number, item.published_on) == (PATH.lower(), None, date(2024, 9, 26))
    assert item.title == "Vostrel Exchange: Final Rule" and item.topics == ["311 and 9714 Special Measures"]
    assert "of primary money laundering concern" in item.text and item.raw.body.startswith(b"%PDF-")


def test_a_document_on_another_site_is_announced_by_its_row_and_never_fetched(crawl: Crawl, site: Site) -> None:
    site.put(MEASURES, outside())
    result = crawl("fincen", since="2016-01-01")
    [item] = [item for item in result.items if item.channel == "measures"]
    assert result.report["failures"] == [] and item.key == "/documents/2016/11/09/2016-1/umber"
    assert item.url == "https://www.fincen.gov" + MEASURES.removeprefix("/fincen") == item.raw.url
    assert item.text.startswith("Umber Bank: Final Rule\n\nUmber Bank\nFinding: ---") and "11/9/2016" in item.text
    assert [(file.url, file.problem) for file in item.documents] == [(RULE, "not fetched: it is on another site")]


def test_such_a_measure_is_read_again_from_its_table(crawl: Crawl, site: Site) -> None:
    site.put(MEASURES, outside("4/1/2020"))
    url = "https://www.fincen.gov" + MEASURES.removeprefix("/fincen")
    key = "/documents/2016/11/09/2016-1/umber"
    known = KnownPage(key, url, None, "Umber Bank: Final Rule", date(2016, 11, 9))
    [item] = crawl("fincen", since="2026-12-01", recheck=[known], known_keys={key}).items
    assert item.key == key and "Rescinded: 4/1/2020" in item.text and item.channel == "recheck"
    site.put(MEASURES, measures("<tr><td>Other</td><td>---</td><td>---</td><td>---</td><td>---</td></tr>"))
    result = crawl("fincen", since="2026-12-01", recheck=[known], known_keys={key})
    assert [note.state for note in result.notes] == ["unreadable"] and "bad_row" in result.reasons


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(404, b"<h1>Not here</h1>"), "not_found"),
        (Reply(200, measures().replace(b"Final Rule", b"Rule")), "missing_column"),
        (Reply(200, b"<h1>Measures</h1><table></table>"), "bad_shape"),
        (Reply(200, measures()), "no_rows"),
    ],
)
def test_a_table_of_measures_that_cannot_be_read_fails_the_run_and_loses_nothing(
    crawl: Crawl, site: Site, sample: dict[str, Result], reply: Reply, reason: str
) -> None:
    site.put(MEASURES, reply)
    result = crawl("fincen")
    assert result.reasons == [reason] and result.report["stopped_reason"] == reason
    assert result.keys == sample["fincen"].keys - {PATH.lower()}


def test_a_block_at_the_measures_ends_the_run(crawl: Crawl, site: Site) -> None:
    site.put(MEASURES, Reply(403, b"<h1>No</h1>"))
    result = crawl("fincen")
    assert result.report["stopped_reason"] == "blocked" and "/fincen/news/press-releases" not in site.asked


GENERATIONS = (
    "/sites/default/files/enforcement_action/2020-05-21/Umber_0.pdf",
    "/system/files/enforcement_action/2020-05-21/Umber_0.pdf",
    "/system/files?file=enforcement_action%2F2020-05-21%2FUmber_0.pdf",
    "https://fincen.gov/system/files/enforcement_action/2020-05-21/Umber_0.pdf",
)


@pytest.mark.parametrize("path", GENERATIONS)
def test_a_file_without_a_number_is_one_announcement_wherever_it_lies(crawl: Crawl, site: Site, path: str) -> None:
    found = site.sample.answer(TABLE, 0)
    assert found
    row = f'<tr><td><a href="{path}">In the Matter of Umber</a></td><td>05/21/2020</td><td></td><td></td></tr>'
    site.put(TABLE, found[1].replace(b"<tbody>", b"<tbody>" + row.encode()))
    local = "/fincen" + path.replace("https://fincen.gov", "").partition("?")[0]
    site.put(local, Reply(200, make_pdf("Umber Casino shall pay."), PDF))
    result = crawl("fincen", since="2020-01-01")
    [item] = [item for item in result.items if item.title == "In the Matter of Umber"]
    assert item.key == "/system/files/enforcement_action/2020-05-21/umber_0.pdf" and item.topics == []
    assert item.text.endswith("Umber Casino shall pay.") and result.report["failures"] == []


def test_pages_of_news_that_have_moved_keep_their_identity() -> None:
    old, new = "https://www.fincen.gov/news-room/news-releases/x", "https://www.fincen.gov/news/news-releases/x"
    assert make_key("fincen", None, old) == make_key("fincen", None, new)
    assert make_key("fincen", "2020-2\t", old) == "2020-02"
