"""What is stored of a page that changes, goes and comes back, and who is told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django.test import Client

from crawler.items import AnnouncementItem, RawPage, RecheckItem, State
from kb.alerts.match import match
from kb.alerts.watches import parse_query, record_watch
from kb.ingest import Outcome, due_pages, record
from kb.ingest.rechecks import record_recheck
from kb.models import Alert, Announcement, Change, ChangeKind, RawBody, Snapshot, User, Version
from tests.kb.factories import CAPTURED_AT, link_to_case, make_case, make_extraction

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
URL = "https://www.cftc.gov/PressRoom/PressReleases/9901-26"
TITLE = "CFTC Charges Larkmoor Metals LLC"
BODY = "On March 2, 2026, the CFTC charged Larkmoor Metals LLC with fraud of $4 million."


def make_item(body: str = BODY, *, at: datetime = NOW, **changes: Any) -> AnnouncementItem:
    text = f"{TITLE}\n\n{body}"
    headers = {"etag": f'"{len(text)}"', "content-type": "text/html"}
    fields: dict[str, Any] = {
        "source": "cftc",
        "key": "9901-26",
        "number": "9901-26",
        "url": URL,
        "title": TITLE,
        "published_on": date(2026, 3, 2),
        "text": text,
        "raw": RawPage(URL, 200, headers, text.encode(), at),
        "channel": "listing",
    }
    return AnnouncementItem(**{**fields, **changes})


def note(state: State, *, at: datetime = NOW, status: int = 404) -> RecheckItem:
    raw = RawPage(URL, status, {}, b"<h1>Gone</h1>", at) if state == "removed" else None
    return RecheckItem("cftc", "9901-26", state, at, raw)


def changes() -> list[str]:
    return list(Version.objects.order_by("ordinal").values_list("change", flat=True))


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("2, 2026, the", "2, 2026  the", "cosmetic"),
        ("$4 million", "$5 million", "amount"),
        ("with fraud", "with spoofing", "charge"),
        ("Larkmoor Metals LLC with", "Larkmore Metals LLC with", "name"),
        ("March 2", "March 3", "date"),
        ("charged", "charged again", "other"),
    ],
)
def test_a_version_says_what_it_changed(old: str, new: str, change: str) -> None:
    assert record(make_item()) is Outcome.NEW
    assert record(make_item(BODY.replace(old, new))) is Outcome.CHANGED
    assert changes() == ["", change]


@pytest.mark.parametrize("changes", [{"key": "9" * 501}, {"url": f"{URL}?{'x' * 1000}"}, {"channel": "x" * 21}])
def test_what_is_too_long_is_refused_and_never_cut(changes: dict[str, Any]) -> None:
    with pytest.raises(DataError), transaction.atomic():
        record(make_item(**changes))
    assert record(make_item()) is Outcome.NEW and RawBody.objects.count() == 1


def test_the_statement_for_new_announcements_is_prepared_once_and_writes_what_it_is_given() -> None:
    """More often than there are prepared statements kept, with and without what may be absent."""
    for count in range(120):
        number = None if count % 2 else str(count)
        changed_on = None if count % 3 else date(2026, 3, 3)
        body = make_item().raw.body + bytes(range(256)) * count
        item = make_item(key=f"k{count}", number=number, changed_on=changed_on, raw=replace(make_item().raw, body=body))
        assert record(item, is_sample=True) is Outcome.NEW
        stored = Announcement.objects.select_related("current_version__snapshot__body").get(key=f"k{count}")
        version = stored.current_version
        assert version and (stored.number, version.changed_on) == (number, changed_on)
        assert version.snapshot.body.content == body
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert 0 < cursor.fetchone()[0] < 20


def test_a_new_announcement_costs_one_statement(django_assert_num_queries: Any) -> None:
    item = make_item(components=["A"], changed_on=date(2026, 3, 3))
    with django_assert_num_queries(1):
        assert record(item, is_sample=True) is Outcome.NEW
    stored = Announcement.objects.get()
    version = Version.objects.get()
    assert (stored.current_version, version.snapshot.announcement, version.ordinal) == (version, stored, 1)
    assert (stored.url, stored.components, stored.checked_at, stored.removed_at) == (URL, ["A"], NOW, None)
    assert (version.title, version.text, version.changed_on) == (TITLE, item.text, date(2026, 3, 3))
    assert (version.snapshot.body.content, version.snapshot.headers) == (item.raw.body, item.raw.headers)
    assert Change.objects.get().announcement_id == stored.pk


def test_an_announcement_that_cannot_be_stored_leaves_nothing_of_itself() -> None:
    with pytest.raises(DataError, match="too long"), transaction.atomic():
        record(make_item(channel="longer than any of our channels"))
    left = (Announcement, Version, Snapshot, RawBody, Change)
    assert [model.objects.count() for model in left] == [0] * len(left)


def test_a_date_beside_the_text_is_a_change_of_date() -> None:
    record(make_item())
    record(make_item(published_on=date(2026, 3, 4)))
    assert changes() == ["", "date"] and Announcement.objects.get().published_on == date(2026, 3, 4)


def test_there_and_back_are_three_versions_of_two_pages() -> None:
    texts = [BODY, BODY.replace("$4", "$5"), BODY]
    assert [record(make_item(text)) for text in texts] == [Outcome.NEW, Outcome.CHANGED, Outcome.CHANGED]
    stored = Version.objects.order_by("ordinal")
    assert [version.text.partition("\n\n")[2] for version in stored] == texts and changes() == ["", "amount", "amount"]
    assert Snapshot.objects.count() == 2 and stored[0].snapshot == stored[2].snapshot
    assert Announcement.objects.get().current_version == stored[2]


def test_a_removed_page_leaves_our_copy_and_says_so_once() -> None:
    record(make_item())
    before = Version.objects.get()
    assert record_recheck(note("removed", at=NOW + timedelta(days=2))) is Outcome.REMOVED
    assert record_recheck(note("removed", at=NOW + timedelta(days=3))) is Outcome.UNCHANGED
    kept = Announcement.objects.get()
    version = kept.current_version
    assert version is not None and (version.ordinal, version.change) == (2, "removed")
    assert (version.text, version.title, version.published_on) == (before.text, before.title, before.published_on)
    assert (version.snapshot.status, version.snapshot.body.content) == (404, b"<h1>Gone</h1>")
    assert kept.removed_at == NOW + timedelta(days=2) and kept.checked_at == NOW + timedelta(days=3)
    assert kept.last_seen_at == NOW


def test_a_page_that_comes_back_is_a_version_of_its_own() -> None:
    record(make_item())
    record_recheck(note("removed"))
    assert record(make_item()) is Outcome.CHANGED
    assert changes() == ["", "removed", "restored"] and Announcement.objects.get().removed_at is None
    assert record(make_item()) is Outcome.UNCHANGED


def test_a_file_is_no_page_of_the_agency() -> None:
    record(make_item())
    record_recheck(note("removed"))
    assert record(make_item(channel="file")) is Outcome.UNCHANGED
    announcement = Announcement.objects.get()
    assert announcement.removed_at == NOW and changes() == ["", "removed"]
    other = make_item(channel="file", key="9902-26", number="9902-26")
    record(other)
    assert Announcement.objects.get(key="9902-26").checked_at is None


@pytest.mark.parametrize(
    ("state", "outcome", "is_seen"), [("unchanged", Outcome.UNCHANGED, True), ("unreadable", Outcome.UNREADABLE, False)]
)
def test_a_look_without_a_new_page_writes_when_it_was(state: State, outcome: Outcome, is_seen: bool) -> None:
    record(make_item())
    later = NOW + timedelta(days=1)
    assert record_recheck(note(state, at=later)) is outcome
    announcement = Announcement.objects.get()
    assert announcement.checked_at == later and announcement.last_seen_at == (later if is_seen else NOW)
    assert changes() == [""]


# When a page is asked for again.


@pytest.mark.parametrize(
    ("age", "asked", "is_due"),
    [
        (3, timedelta(hours=23), False),
        (3, timedelta(hours=25), True),
        (20, timedelta(days=6), False),
        (20, timedelta(days=8), True),
        (200, timedelta(days=29), False),
        (200, timedelta(days=31), True),
        (900, timedelta(days=300), False),
        (900, timedelta(days=366), True),
    ],
)
def test_pages_are_asked_for_again_the_less_the_older_they_are(age: int, asked: timedelta, is_due: bool) -> None:
    published_on = (NOW - timedelta(days=age)).date()
    record(make_item(at=NOW - asked, published_on=published_on))
    assert bool(due_pages("cftc", NOW, 10)) is is_due
    assert due_pages("doj", NOW, 10) == []


def test_the_longest_not_asked_for_come_first_and_no_more_than_wanted() -> None:
    for number in (3, 1, 2):
        asked_at = NOW - timedelta(days=400 + number)
        record(make_item(at=asked_at, key=f"990{number}-26", number=f"990{number}-26"))
    Announcement.objects.filter(key="9901-26").update(checked_at=None)
    record(make_item(channel="file", key="9909-26"))
    assert [page.key for page in due_pages("cftc", NOW, 9)] == ["9901-26", "9903-26", "9902-26"]
    assert [page.key for page in due_pages("cftc", NOW, 1)] == ["9901-26"]
    assert due_pages("cftc", NOW, 0) == []


def test_a_known_page_carries_what_spares_an_unchanged_answer() -> None:
    item = make_item(topics=["Fraud"], at=NOW - timedelta(days=400))
    record(item)
    [page] = due_pages("cftc", NOW, 1)
    assert (page.key, page.url, page.number, page.title) == (item.key, item.url, item.number, item.title)
    assert page.conditions == {"If-None-Match": item.raw.headers["etag"]} and page.topics == ("Fraud",)
    record_recheck(note("removed", at=NOW - timedelta(days=399)))
    [page] = due_pages("cftc", NOW, 1)
    assert page.conditions == {} and page.is_removed


def test_headers_of_a_page_of_the_api_are_not_those_of_one_record() -> None:
    url = "https://www.justice.gov/api/v1/press_releases/abc.json"
    raw = replace(make_item(at=NOW - timedelta(days=400)).raw, url=url)
    record(make_item(raw=raw, channel="api"))
    [page] = due_pages("cftc", NOW, 1)
    assert page.record_url == url and page.conditions == {}


# Who is told.


def read_facts() -> None:
    """What extraction and linking do for the current version."""
    announcement = Announcement.objects.get()
    assert announcement.current_version is not None
    make_extraction(announcement.current_version)
    if not announcement.case_links.exists():
        link_to_case(announcement, make_case(announcement))
    announcement.extractions.update(resolved_at=CAPTURED_AT)


def store(item: AnnouncementItem | RecheckItem) -> int:
    """The alerts that an item leads to."""
    if isinstance(item, RecheckItem):
        record_recheck(item)
    else:
        record(item)
    read_facts()
    return match()


@pytest.fixture
def watch() -> None:
    user = User.objects.create_user("ada@firm.example")
    record_watch(user, parse_query("q=larkmoor"), "Larkmoor")


@pytest.mark.usefixtures("watch")
def test_a_cosmetic_change_is_marked_and_tells_nobody() -> None:
    assert store(make_item()) == 1
    assert store(make_item(BODY.replace("$4 million.", "$4 million!"))) == 0
    assert changes() == ["", "cosmetic"] and not Version.objects.filter(matched_at=None).exists()
    assert store(make_item(BODY.replace("$4", "$5"))) == 1


@pytest.mark.usefixtures("watch")
def test_a_cosmetic_change_does_not_hide_the_one_before_it() -> None:
    assert store(make_item()) == 1
    record(make_item(BODY.replace("$4", "$5")))
    assert store(make_item(BODY.replace("$4", "$5").replace(".", "!"))) == 1
    assert changes() == ["", "amount", "cosmetic"]


@pytest.mark.usefixtures("watch")
def test_a_first_version_that_nobody_saw_is_told_although_it_was_rewritten_since() -> None:
    record(make_item())
    assert store(make_item(BODY + "\n\n")) == 1
    assert changes() == ["", "cosmetic"]


@pytest.mark.usefixtures("watch")
@pytest.mark.parametrize(
    ("source", "stamp", "alerts"),
    [
        ("doj", date(2025, 2, 5), 0),
        ("doj", date(2025, 2, 6), 0),
        ("doj", date(2025, 2, 7), 1),
        ("doj", None, 1),
        ("cftc", date(2025, 2, 5), 1),
    ],
)
def test_the_days_on_which_old_releases_were_stored_anew_tell_nobody(
    source: str, stamp: date | None, alerts: int
) -> None:
    assert store(make_item(source=source, changed_on=stamp)) == 1
    assert store(make_item(BODY.replace("$4", "$5"), source=source, changed_on=stamp)) == alerts
    assert changes() == ["", "amount"]


@pytest.mark.usefixtures("watch")
def test_a_removal_and_a_return_are_told() -> None:
    assert store(make_item()) == 1
    assert store(note("removed")) == 1
    assert Alert.objects.latest("pk").version.change == ChangeKind.REMOVED
    assert store(make_item()) == 1
    assert Alert.objects.latest("pk").version.change == ChangeKind.RESTORED


def test_the_page_of_a_removed_announcement_says_so_and_shows_our_copy(client: Client) -> None:
    record(make_item())
    record_recheck(note("removed", at=NOW + timedelta(days=2)))
    page = client.get(f"/announcements/{Announcement.objects.get().pk}/").content.decode()
    assert "Its page was found gone on November 22, 2026" in page
    assert BODY[:15] in page and "Version 2: removed by the agency" in page
    record(make_item())
    page = client.get(f"/announcements/{Announcement.objects.get().pk}/").content.decode()
    assert "found gone on" not in page and "Version 3: published again" in page
