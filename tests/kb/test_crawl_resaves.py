"""The days on which the Department of Justice stored its old releases anew, through the crawl and the watches."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from crawler.sample import render
from kb.alerts.watches import parse_query, record_watch
from kb.models import Alert, Announcement, User, Version
from tests.crawler.conftest import Reply
from tests.kb.crawling import World

pytestmark = pytest.mark.django_db(transaction=True)
OLD = date(2026, 1, 1)  # releases before it are not among the newest, which every crawl reads
EDIT = "About $7,777,777 was raised."


def store_anew(world: World, stamp: date, *, as_page: bool) -> int:
    """Every old release is given one more sentence, and the agency's stamp; the number of them."""
    old = [entry for entry in world.site.sample.entries["doj"] if entry.published_on < OLD]
    for entry in old:
        entry.text += f"\n\n{EDIT}"
        record = render.doj_record(entry)
        moment = datetime(stamp.year, stamp.month, stamp.day, 17, tzinfo=UTC)
        record["changed"] = f'<time datetime="{moment.isoformat()}">{int(moment.timestamp())}</time>\n'
        path = f"/doj/api/v1/press_releases/{record['uuid']}.json"
        body = json.dumps({"metadata": {}, "results": [record]}).encode()
        world.site.put(path, Reply(404) if as_page else Reply(200, body, {"Content-Type": "application/json"}))
        page, words = render.doj_release(entry), f"Updated {entry.published_on:%B} {entry.published_on.day}, "
        assert words in page
        stamped = page.replace(f"{words}{entry.published_on.year}", f"Updated {stamp:%B} {stamp.day}, {stamp.year}")
        world.site.put(f"/doj{entry.path}", stamped.encode())
    Announcement.objects.filter(published_on__lt=OLD).update(checked_at=timezone.now() - timedelta(days=400))
    return Announcement.objects.filter(published_on__lt=OLD).count()


@pytest.mark.parametrize(
    ("stamp", "as_page", "is_told"),
    [
        (date(2025, 2, 5), False, False),
        (date(2025, 2, 6), True, False),
        (date(2025, 2, 7), False, True),
        (date(2025, 2, 7), True, True),
    ],
)
def test_releases_stored_anew_tell_nobody_and_corrected_ones_do(
    world: World, stamp: date, *, as_page: bool, is_told: bool
) -> None:
    record_watch(User.objects.create_user("ada@firm.example"), parse_query("agency=doj"), "Justice")
    assert world.crawl("doj").code == 0
    call_command("process", verbosity=0)
    told = Alert.objects.count()
    assert told == Announcement.objects.count() == 18
    count = store_anew(world, stamp, as_page=as_page)
    assert world.crawl("doj").code == 0
    found = world.told
    assert (found.outcome, found.rechecked, found.changed) == ("succeeded", count, count) and count > 5
    call_command("process", verbosity=0)
    anew = Version.objects.filter(ordinal=2)
    assert anew.count() == count and set(anew.values_list("change", "changed_on")) == {("amount", stamp)}
    assert all(EDIT in version.text for version in anew)
    assert Alert.objects.count() - told == (count if is_told else 0)
