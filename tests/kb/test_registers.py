"""Registers, from the command to the page of a party: dated, idempotent, and never emptied by a short answer."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.test import Client

from crawler.items import RawPage, RegisterItem
from crawler.pages import msb
from crawler.registers import Rows
from kb.ingest.registers import ShrunkenRegister, record_register
from kb.models import Announcement, CrawlRun, RegisterEntry, RegisterSnapshot
from kb.registers import find_standings
from tests.crawler.conftest import Reply, Site, serve
from tests.crawler.test_registers import MSB, RED, TSV, msb_file, msb_line, red_page
from tests.kb.crawling import Ended, Runner, running

FIRMS = [("11/02/2026", "Quillhaven Markets / quillhaven.example"), ("03/01/2024", "Ossian Options Ltd.")]


def item(body: bytes, day: int, minimum: int = 1) -> RegisterItem:
    raw = RawPage("https://msb.fincen.gov/x", 200, {}, body, datetime(2026, 11, day, 12, tzinfo=UTC))
    return RegisterItem("msb", [raw], Rows(msb.parse_list, body), minimum)


@pytest.mark.django_db
def test_an_entry_that_is_dropped_keeps_its_dates_and_may_come_back() -> None:
    both = msb_file(*(msb_line(f"FIRM {place} LLC") for place in range(10)))
    fewer = msb_file(*(msb_line(f"FIRM {place} LLC") for place in range(9)))
    assert record_register(item(both, 2)).new == 10
    assert record_register(item(both, 2)).new == 0 and RegisterEntry.objects.count() == 10
    filled = record_register(item(fewer, 9))
    assert (filled.listed, filled.new, filled.dropped) == (9, 0, 1)
    gone = RegisterEntry.objects.get(name="FIRM 9 LLC")
    assert (gone.first_seen_on, gone.last_seen_on, gone.dropped_on) == (
        date(2026, 11, 2),
        date(2026, 11, 2),
        date(2026, 11, 9),
    )
    record_register(item(both, 16))
    gone.refresh_from_db()
    assert gone.dropped_on is None and gone.first_seen_on == date(2026, 11, 2) and gone.since_on == date(2026, 11, 16)
    assert RegisterSnapshot.objects.count() == 2  # the bytes once per hash


@pytest.mark.django_db
def test_each_time_on_a_register_is_kept(client: Client) -> None:
    others = [msb_line(f"FIRM {place} LLC") for place in range(9)]
    with_it, without = msb_file(*others, msb_line("OSSIAN REMITTANCE LLC")), msb_file(*others)
    renewed = msb_file(*others, msb_line("OSSIAN REMITTANCE LLC", received="11/12/2026"))
    for day, body in ((2, with_it), (5, with_it), (9, without), (16, renewed), (17, renewed), (20, without)):
        record_register(item(body, day))
    entry = RegisterEntry.objects.get(name="OSSIAN REMITTANCE LLC")
    assert (entry.since_on, entry.last_seen_on, entry.dropped_on) == (
        date(2026, 11, 16),
        date(2026, 11, 17),
        date(2026, 11, 20),
    )
    record_register(item(renewed, 23))
    first, second = entry.earlier.all()
    assert (first.listed_on, first.since_on, first.last_seen_on, first.dropped_on) == (
        date(2025, 2, 14),
        date(2026, 11, 2),
        date(2026, 11, 5),
        date(2026, 11, 9),
    )
    assert (second.listed_on, second.since_on, second.dropped_on) == (
        date(2026, 11, 12),
        date(2026, 11, 16),
        date(2026, 11, 20),
    )
    assert not RegisterEntry.objects.exclude(pk=entry.pk).exclude(earlier=None, back_on=None).exists()
    page = " ".join(client.get("/parties/?q=Ossian Remittance").content.decode().split())
    assert "first seen November 23, 2026, last seen November 23, 2026" in page
    for words in (
        "Earlier: first seen November 2, 2026, last seen November 5, 2026, no longer on it when read on November 9,",
        "(last registration received February 14, 2025)",
        "Earlier: first seen November 16, 2026",
    ):
        assert words in page


@pytest.mark.django_db
def test_those_listed_come_before_those_dropped() -> None:
    others = [msb_line(f"FIRM {place} LLC") for place in range(9)]
    moved = [msb_line("OSSIAN LLC", street=street) for street in ("1 Quay St", "2 Dock Rd")]
    record_register(item(msb_file(*others, *moved), 2))
    record_register(item(msb_file(*others, moved[1]), 9))
    [standing] = find_standings(["Ossian"])
    assert [entry.dropped_on for entry in standing.entries] == [None, date(2026, 11, 9)]


@pytest.mark.django_db
def test_a_refused_list_brings_nobody_back() -> None:
    firms = [msb_line(f"FIRM {place} LLC") for place in range(10)]
    record_register(item(msb_file(*firms), 2))
    record_register(item(msb_file(*firms[:9]), 9))
    with pytest.raises(ShrunkenRegister):
        record_register(item(msb_file(firms[9]), 16))
    gone = RegisterEntry.objects.get(name="FIRM 9 LLC")
    assert gone.dropped_on == date(2026, 11, 9) and gone.back_on is None and not gone.earlier.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "minimum"), [(7, 1), (0, 1), (9, 10)])
def test_a_list_that_is_too_short_drops_nobody(count: int, minimum: int) -> None:
    record_register(item(msb_file(*(msb_line(f"FIRM {place} LLC") for place in range(10))), 2))
    with pytest.raises(ShrunkenRegister, match="it had 10"):
        record_register(item(msb_file(*(msb_line(f"FIRM {place} LLC") for place in range(count))), 9, minimum))
    assert not RegisterEntry.objects.exclude(dropped_on=None, last_seen_on=date(2026, 11, 2)).exists()


@pytest.mark.django_db
def test_thousands_of_rows_never_lie_in_memory_at_once() -> None:
    body = msb_file(*(msb_line(f"FIRM {place} REMITTANCE LLC", f"Shop {place}") for place in range(12_000)))
    tracemalloc.start()
    filled = record_register(item(body, 2))
    peak = tracemalloc.get_traced_memory()[1] / 1024**2
    tracemalloc.stop()
    assert filled.listed == RegisterEntry.objects.count() == 12_000
    assert peak < 40 + 3 * len(body) / 1024**2  # MB: a batch, and the file


@pytest.mark.django_db
def test_names_are_compared_whole_and_without_legal_form() -> None:
    record_register(item(msb_file(msb_line("TESSARINE PAYMENTS, INC.", "Tess")), 2))
    for name in ("Tessarine Payments", "tessarine payments llc", "TESS"):
        [standing] = find_standings([name])
        assert [entry.name for entry in standing.entries] == ["TESSARINE PAYMENTS, INC."]
    for name in ("Tessarine", "Tessarine Payments Holdings", "Tes"):
        [standing] = find_standings([name])
        assert standing.entries == [] and standing.as_of == date(2026, 11, 2)
    assert find_standings(["", "?!"]) == []


@pytest.mark.django_db
def test_without_a_register_nothing_is_said(client: Client) -> None:
    assert "Registers" not in client.get("/parties/?q=tess").content.decode()
    assert "Registers" not in client.get("/sources/").content.decode()


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    with serve(site):
        yield site


@pytest.fixture
def runner(tmp_path_factory: pytest.TempPathFactory, transactional_db: None) -> Iterator[Runner]:
    with running(tmp_path_factory.mktemp("home")) as runner:
        yield runner


@pytest.mark.django_db(transaction=True)
def test_the_command_fills_what_the_pages_show(
    runner: Runner, site: Site, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    site.put(RED, red_page(FIRMS))
    site.put(MSB, Reply(200, msb_file(msb_line("TESSARINE PAYMENTS, INC.", "Tess")), TSV))

    def read() -> Ended:
        roots = {f"{name.upper()}_ROOT": f"http://127.0.0.1:{site.port}/{name}" for name in ("redlist", "msb")}
        return runner.manage("registers", settings=roots)

    ended = read()
    assert ended.code == 0, ended.output
    assert "CFTC RED List: succeeded, 2 listed, 2 new, 0 dropped" in ended.output
    assert "FinCEN MSB registrants: succeeded, 1 listed, 1 new, 0 dropped" in ended.output
    assert not Announcement.objects.exists()
    page = " ".join(client.get("/parties/?q=Ossian Options").content.decode().split())
    for words in ("<strong>Possible match:</strong> Ossian Options Ltd.", "On the CFTC RED List since March 1, 2024"):
        assert words in page
    assert "No match as of" in page and "(1 entry)" in page
    page = " ".join(client.get("/parties/?q=tess").content.decode().split())
    assert "Registered as a money services business with FinCEN, last registration received February 14, 2025" in page
    assert "CFTC RED List" in client.get("/sources/").content.decode()

    site.put(RED, red_page(FIRMS[:1]))
    ended = read()
    assert ended.code == 1 and "failed: CFTC RED List" in ended.output and "too_few_rows" in ended.output
    assert RegisterEntry.objects.filter(register="redlist", dropped_on=None).count() == 2
    assert CrawlRun.objects.filter(source="redlist").first().reason == "too_few_rows"  # type: ignore[union-attr]
    assert "the last reading failed: too_few_rows" in client.get("/sources/").content.decode()
    with pytest.raises(SystemExit):
        call_command("sources")
    assert "CFTC RED List: 2 listed, 0 dropped" in capsys.readouterr().out
