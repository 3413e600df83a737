"""Agencies edit, remove, add and back-date: the rows that come of it, through `manage.py crawl`, and what each run says
of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from crawler.sample.pdf import make_pdf
from kb.models import Announcement, CrawlRun, Document, Version
from tests.crawler.conftest import Reply
from tests.kb.crawling import TABLE, Row, Rows, Told, World, rows

pytestmark = pytest.mark.django_db(transaction=True)
LISTING = "/cftc/PressRoom/PressReleases"
INDEX = "/cftc/LawRegulation/EnforcementActions/index.htm"
FEED = "/cftc/RSS/RSSENF/rssenf.xml"
RELEASE = "/cftc/PressRoom/PressReleases/9948-26"
KEY = ("cftc", "9948-26")
PDF = {"Content-Type": "application/pdf"}
NEWEST = ("--since", "2026-11-01")  # of the CFTC, one release


def test_a_page_edited_put_back_taken_down_and_published_again(world: World) -> None:
    first, told = world.undisturbed("cftc", *NEWEST)
    assert world.crawl("cftc", *NEWEST).code == 0
    assert rows() == first and set(first) == {KEY} and world.told == told == Told(seen=20, new=1)
    page, row = world.page(RELEASE), first[KEY]
    edited = row.text.replace("$120 million civil", "$102 million civil")
    steps = (
        (page.replace(b"$120 million civil", b"$102 million civil"), Told(seen=20, changed=1), "amount", edited),
        (page, Told(seen=20, changed=1), "amount", row.text),
        (
            Reply(404, b"<h1>Page not found</h1>"),
            Told(seen=20, removed=1, failures=("not_found",)),
            "removed",
            row.text,
        ),
        (Reply(404, b"<h1>Page not found</h1>"), Told(seen=20, unchanged=1, failures=("not_found",)), None, row.text),
        (page, Told(seen=20, changed=1), "restored", row.text),
        (page, Told(seen=20, unchanged=1), None, row.text),
    )
    for reply, said, change, text in steps:
        world.site.put(RELEASE, reply)
        ended = world.crawl("cftc", *NEWEST)
        assert (ended.code, world.told) == (0, said), ended.output
        row = replace(row, text=text, is_removed=isinstance(reply, Reply))
        row = replace(row, changes=(*row.changes, change)) if change else row
        assert rows() == {KEY: row}
    a, _, back, _, restored = Version.objects.order_by("ordinal")
    assert a.snapshot == back.snapshot == restored.snapshot


def test_an_old_page_taken_down_is_found_by_asking_again(world: World) -> None:
    expected, told = world.undisturbed("cftc")
    assert world.crawl("cftc").code == 0 and world.told == told
    old = Announcement.objects.earliest("published_on")
    Announcement.objects.filter(pk=old.pk).update(checked_at=timezone.now() - timedelta(days=400))
    world.site.put("/cftc/" + old.url.split("/", 3)[3], Reply(410, b"<h1>Gone</h1>"))
    assert world.crawl("cftc").code == 0
    assert world.told == Told(seen=20, unchanged=1, removed=1, rechecked=1)
    was = expected["cftc", old.key]
    assert rows() == expected | {("cftc", old.key): replace(was, is_removed=True, changes=("", "removed"))}
    old.refresh_from_db()
    assert old.current_version and old.current_version.snapshot.status == 410


def published(expected: Row, number: str, published_on: date) -> Row:
    """The row of a release that `World.publish` copied from that of another number and date."""
    words = f"{expected.published_on:%B %d, %Y}", f"{published_on:%B} {published_on.day}, {published_on.year}"
    url = f"https://www.cftc.gov/PressRoom/PressReleases/{number}"
    text = expected.text.replace(*words)
    assert expected.number
    return replace(expected, number=number, url=url, published_on=published_on, text=text)


def test_a_release_published_while_the_list_is_read_comes_by_the_index(world: World) -> None:
    expected, told = world.undisturbed("cftc")
    world.site.put(FEED, Reply(404, b""))
    world.site.hooks[f"{LISTING}?page=1"] = lambda: world.publish("9950-26", date(2026, 11, 18), 0)
    assert world.crawl("cftc").code == 0
    assert world.told == replace(told, seen=22, new=22, failures=("not_found",))
    added = published(expected[KEY], "9950-26", date(2026, 11, 18))
    assert rows() == expected | {("cftc", "9950-26"): added}


def test_a_release_published_while_the_index_is_read_is_there_with_the_next_crawl(world: World) -> None:
    expected, told = world.undisturbed("cftc")
    world.site.put(FEED, Reply(404, b""))
    world.site.hooks[f"{INDEX}?page=1"] = lambda: world.publish("9950-26", date(2026, 11, 18), 0)
    assert world.crawl("cftc").code == 0
    assert rows() == expected and world.told == replace(told, failures=("not_found",))
    assert world.crawl("cftc").code == 0
    assert world.told == Told(seen=20, new=1, unchanged=1, failures=("not_found",))
    assert rows() == expected | {("cftc", "9950-26"): published(expected[KEY], "9950-26", date(2026, 11, 18))}


def test_documents_of_the_index_reach_a_release_that_is_stored_already_once(world: World) -> None:
    """The release of 2023 is settled: its page is not asked for again."""
    expected, _ = world.undisturbed("cftc")
    assert world.crawl("cftc").code == 0
    path = "/media/99777/enfBluefenJudgment102423/download"
    url = f"https://www.cftc.gov{path}"
    links = b'<ul><li><a href="%b">Consent Order: Bluefen</a></li></ul>' % path.encode()
    row = b'<tr><td>10/24/2023</td><td><a href="/PressRoom/PressReleases/9911-23">CFTC Wins</a>%b</td></tr>' % links
    for number in range(3):
        found = world.site.sample.answer(INDEX, number)
        assert found
        added = b"<tbody>" + (row if number == 2 else b"")
        world.site.put(f"{INDEX}?page={number}" if number else f"{INDEX}?", found[1].replace(b"<tbody>", added))
    was = expected["cftc", "9911-23"]

    def with_file(words: str) -> dict[tuple[str, str], Row]:
        return expected | {("cftc", "9911-23"): replace(was, documents=tuple(sorted([*was.documents, (url, words)])))}

    world.site.put(f"/cftc{path}", Reply(403, b"<h1>No</h1>"))
    assert world.crawl("cftc", "--since", "2021-01-01").code == 0
    assert rows() == with_file("not fetched: The server answered 403: access is forbidden.")
    world.site.put(f"/cftc{path}", Reply(200, make_pdf("Judgment is entered."), {"Content-Type": "application/pdf"}))
    assert world.crawl("cftc", "--since", "2021-01-01").code == 0
    assert rows() == with_file("Judgment is entered.") and world.told == Told(seen=21, changed=1, unchanged=1)
    document = Document.objects.get(title="Consent Order: Bluefen")
    assert document.kind == "consent_order" and document.body
    asked = world.site.asked.count(f"/cftc{path}")
    assert world.crawl("cftc", "--since", "2021-01-01").code == 0
    assert world.site.asked.count(f"/cftc{path}") == asked and world.told == Told(seen=21, unchanged=1)
    assert rows() == with_file("Judgment is entered.")


def test_a_back_dated_release_is_found_by_the_weekly_look_back(world: World) -> None:
    expected, _ = world.undisturbed("cftc")
    assert world.crawl("cftc").code == 0
    newest, months_ago = date(2026, 11, 16), date(2026, 6, 1)
    place = next(i for i, entry in enumerate(world.site.sample.entries["cftc"]) if entry.published_on < months_ago)
    world.publish("9890-26", months_ago, place)
    assert world.crawl("cftc").code == 0
    assert world.run.since == newest - timedelta(days=14)
    assert rows() == expected and world.told == Told(seen=20, unchanged=1)
    CrawlRun.objects.update(started_at=timezone.now() - timedelta(days=8))
    assert world.crawl("cftc").code == 0
    assert world.run.since == newest - timedelta(days=365) and world.told == Told(seen=20, new=1, unchanged=1)
    assert rows() == expected | {("cftc", "9890-26"): published(expected[KEY], "9890-26", months_ago)}


def test_two_actions_of_one_number_are_two_rows_and_reported(world: World) -> None:
    """The older one keeps the number: the newer is taken to be numbered by mistake."""
    expected, told = world.undisturbed("fincen")
    world.site.put(TABLE, world.table().replace(b"2026-97\t", b"2025-91\t"))
    assert world.crawl("fincen").code == 0
    assert world.told == replace(told, failures=("duplicate_number",))
    assert rows() == by_address(expected, "2026-97")
    assert world.crawl("fincen").code == 0
    assert rows() == by_address(expected, "2026-97") and world.told.changed == world.told.new == 0


def by_address(expected: Rows, number: str) -> Rows:
    """The same rows, but that of FinCEN's number known by the address of its order."""
    row = expected["fincen", number]
    others = {key: each for key, each in expected.items() if key != ("fincen", number)}
    return others | {("fincen", row.url.removeprefix("https://www.fincen.gov").lower()): replace(row, number=None)}


def test_a_new_action_under_a_number_that_is_taken_leaves_the_stored_one_alone(world: World) -> None:
    """Whatever date it bears, and in the crawls after."""
    expected, told = world.undisturbed("fincen")
    table, order = world.table(), "/system/files/2026-11/Tessarine-Consent-Order-No-2026-97.pdf"
    assert world.crawl("fincen").code == 0 and rows() == expected
    row = table[table.index(b"<tbody>") + 7 :].partition(b"</tr>")[0] + b"</tr>"
    assert order.encode() in row
    other = order.replace("Tessarine", "Umber")
    world.site.put(f"/fincen{other}", Reply(200, make_pdf("Umber is ordered to pay. " * 30), PDF))
    added = row.replace(order.encode(), other.encode()).replace(b"2026-11-16", b"2026-10-02")
    world.site.put(TABLE, table.replace(b"<tbody>", b"<tbody>" + added.replace(b"11/16/2026", b"10/02/2026")))
    for new in (1, 0):
        assert world.crawl("fincen", "--since", "2026-01-01").code == 0
        assert (world.told.new, world.told.changed, world.told.failures) == (new, 0, ("duplicate_number",))
        found = rows()
        umber = found.pop(("fincen", other.lower()))
        assert found == expected and umber.number is None and "Umber is ordered" in umber.text


def test_an_old_action_given_the_number_of_another_leaves_that_one_alone(world: World) -> None:
    expected, _ = world.undisturbed("fincen")
    assert world.crawl("fincen").code == 0
    world.site.put(TABLE, world.table().replace(b"2025-91\t", b"2026-97\t"))
    assert world.crawl("fincen", "--since", "2020-01-01").code == 0
    found = rows()
    again = found.pop(("fincen", "/system/files/2025-02/ashgrove-securities-consent-order-no-2025-91.pdf"))
    assert found == expected and again == replace(expected["fincen", "2025-91"], number=None)
