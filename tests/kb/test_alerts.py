"""From a new announcement to a mail: matching, digests, delivery, as the commands do it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from kb.alerts.deliver import deliver
from kb.alerts.digest import last_week, make_digests
from kb.alerts.emails import make_message
from kb.alerts.match import match
from kb.alerts.watches import parse_query, record_watch
from kb.models import Alert, Announcement, Case, CaseLink, Digest, Extraction, User, Version, Watch
from kb.resolve import resolve_pending
from tests.kb.factories import CAPTURED_AT, make_announcement, make_extraction, make_version

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 13, tzinfo=UTC)  # 08:00 in New York
IN_WEEK = datetime(2026, 11, 18, 12, tzinfo=UTC)


@pytest.fixture
def user() -> User:
    return User.objects.create_user("ada@firm.example")


def make_watch(user: User, query: str = "q=spoofing", name: str = "") -> Watch:
    return record_watch(user, parse_query(query), name)[0]


def announce(title: str = "Larkmoor LLC Charged with Spoofing", **fields: Any) -> Announcement:
    return make_announcement(title, **{"published_on": date(2026, 11, 17), **fields})


def change(announcement: Announcement, body: str) -> Version:
    version = make_version(announcement, announcement.title, body)
    make_extraction(version)
    Extraction.objects.filter(version=version).update(resolved_at=CAPTURED_AT)
    return version


def match_at(moment: datetime = IN_WEEK) -> int:
    made = match()
    Alert.objects.filter(digest=None).update(created_at=moment)
    return made


def run(now: str = "2026-11-23T08:00") -> str:
    out = StringIO()
    call_command("deliver", "--now", now, stdout=out, stderr=out)
    return out.getvalue()


# Matching.


def test_each_version_is_matched_once(user: User) -> None:
    watch = make_watch(user)
    hit, miss = announce(), announce("Bristow Pool Operator Settles")
    assert match() == 1
    alert = Alert.objects.get()
    assert (alert.watch, alert.announcement, alert.version) == (watch, hit, hit.current_version)
    assert not Version.objects.filter(matched_at=None).exists()
    assert match() == 0
    assert not miss.alerts.exists()


def test_an_announcement_that_moves_to_another_case_is_told_once(user: User) -> None:
    make_watch(user)
    first, second = announce(), announce("Ann Marlow Charged with Spoofing")
    assert match() == 2
    docket = [{"number": "1:26-cv-00042", "court": "D.N.J."}]
    Extraction.objects.update(is_current=False, pipeline="older")
    for announcement in (first, second):
        make_extraction(announcement.versions.get(), dockets=docket)
    resolve_pending()
    assert CaseLink.objects.filter(undone_at=None).values("case").distinct().count() == 1
    assert match() == 0
    assert Alert.objects.count() == 2


def test_a_later_watch_gets_nothing_for_what_was_matched_before(user: User) -> None:
    announce()
    assert match() == 0
    make_watch(user)
    assert match() == 0
    announce("More Spoofing in Larkmoor Case")
    assert match() == 1


def test_a_paused_watch_sees_nothing(user: User) -> None:
    watch = make_watch(user)
    Watch.objects.update(is_active=False)
    announce()
    assert match() == 0
    Watch.objects.filter(pk=watch.pk).update(is_active=True)
    assert match() == 0


def test_a_version_waits_until_it_has_facts_and_a_case(user: User) -> None:
    make_watch(user)
    bare = announce("Spoofing Without Facts", is_extracted=False, case=None)
    loose = announce("Spoofing Without a Case", case=None)
    assert match() == 0
    assert Version.objects.filter(matched_at=None).count() == 2
    Extraction.objects.filter(announcement=loose).update(resolved_at=CAPTURED_AT)
    assert match() == 0, "no case yet"
    make_extraction(bare.versions.get())
    assert match() == 0


def test_a_changed_version_makes_one_more_alert(user: User) -> None:
    make_watch(user)
    announcement = announce()
    match()
    change(announcement, "The agency corrected the amount.")
    assert match() == 1
    assert Alert.objects.filter(announcement=announcement).count() == 2


def test_one_search_of_two_users_alerts_both(user: User) -> None:
    make_watch(user)
    make_watch(User.objects.create_user("bo@firm.example"))
    announce()
    assert match() == 2


def test_many_batches(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.alerts.match.BATCH", 2)
    make_watch(user)
    for _ in range(5):
        announce()
    assert match() == 5


# Weeks.


@pytest.mark.parametrize(
    ("now", "start", "end"),
    [
        ("2026-11-23T05:00Z", "2026-11-16T05:00Z", "2026-11-23T05:00Z"),  # Monday 00:00 sharp
        ("2026-11-23T04:59Z", "2026-11-09T05:00Z", "2026-11-16T05:00Z"),  # a minute before
        ("2026-11-29T23:00Z", "2026-11-16T05:00Z", "2026-11-23T05:00Z"),
        ("2026-11-02T12:00Z", "2026-10-26T04:00Z", "2026-11-02T05:00Z"),  # 169 hours: clocks went back
        ("2026-03-09T12:00Z", "2026-03-02T05:00Z", "2026-03-09T04:00Z"),  # 167 hours: clocks went forward
        ("2027-01-04T12:00Z", "2026-12-28T05:00Z", "2027-01-04T05:00Z"),
    ],
)
def test_the_last_complete_week(now: str, start: str, end: str) -> None:
    period = last_week(datetime.fromisoformat(now))
    assert period.start == datetime.fromisoformat(start)
    assert period.end == datetime.fromisoformat(end)


@pytest.mark.parametrize(("created", "is_in"), [("2026-11-02T04:59:59Z", True), ("2026-11-02T05:00:00Z", False)])
def test_the_week_in_which_clocks_go_back_ends_an_hour_later(user: User, created: str, is_in: bool) -> None:
    make_watch(user)
    announce()
    match_at(datetime.fromisoformat(created))
    assert make_digests(datetime.fromisoformat("2026-11-02T06:00Z")) == int(is_in)


# Digests and mails.


def test_one_mail_a_week_and_none_when_run_again(user: User) -> None:
    make_watch(user)
    announce()
    match_at()
    out = run()
    assert "sent    ada@firm.example  Casebook: 1 new case — week of Nov 16, 2026" in out
    assert "1 made, 1 sent, 0 failed" in out
    assert [message.to for message in mail.outbox] == [["ada@firm.example"]]
    assert "0 made, 0 sent, 0 failed" in run()
    assert len(mail.outbox) == 1
    digest = Digest.objects.get()
    assert (digest.status, digest.attempts, digest.problem) == ("sent", 1, "")


def test_no_news_no_mail(user: User) -> None:
    make_watch(user)
    announce("Bristow Pool Operator Settles")
    match_at()
    run()
    assert mail.outbox == []
    assert not Digest.objects.exists()


def test_a_late_alert_goes_into_the_next_digest(user: User) -> None:
    make_watch(user)
    announce()
    match_at()
    run()
    late = announce("Late News of Spoofing")
    match_at(IN_WEEK)
    run()
    assert len(mail.outbox) == 1
    run("2026-11-30T08:00")
    assert len(mail.outbox) == 2
    assert late.title in mail.outbox[1].body
    assert "Larkmoor" not in mail.outbox[1].body
    assert not Alert.objects.filter(digest=None).exists()


def test_this_week_waits_for_its_end(user: User) -> None:
    make_watch(user)
    announce()
    match_at(MONDAY)
    run()
    assert mail.outbox == []
    run("2026-11-30T00:00")
    assert len(mail.outbox) == 1


def test_weeks_without_a_run_are_made_up_for_in_one_mail(user: User) -> None:
    make_watch(user)
    announce()
    match_at(IN_WEEK - timedelta(weeks=5))
    announce("Second Spoofing Case")
    match_at(IN_WEEK)
    run()
    assert len(mail.outbox) == 1
    assert "2 new cases" in mail.outbox[0].subject


def test_a_paused_watch_is_left_out_also_after_the_digest_was_made(user: User) -> None:
    watch, other = make_watch(user), make_watch(user, "q=larkmoor")
    announce(), announce("Larkmoor Sentenced")
    match_at()
    make_digests(MONDAY)
    Watch.objects.filter(pk=other.pk).update(is_active=False)
    deliver(MONDAY)
    assert "Larkmoor Sentenced" not in mail.outbox[0].body
    assert watch.alerts.filter(digest__isnull=False).count() == 1
    assert other.alerts.filter(digest=None).count() == 2, "they wait for the watch to be taken up again"


def test_a_digest_with_nothing_left_is_withdrawn(user: User) -> None:
    make_watch(user)
    announce()
    match_at()
    make_digests(MONDAY)
    Watch.objects.update(is_active=False)
    assert deliver(MONDAY) == []
    assert mail.outbox == []
    assert not Digest.objects.exists()
    Watch.objects.update(is_active=True)
    run()
    assert len(mail.outbox) == 1


def test_a_closed_account_gets_no_mail(user: User) -> None:
    make_watch(user)
    announce()
    match_at()
    make_digests(MONDAY)
    User.objects.update(is_active=False)
    run()
    assert mail.outbox == []


def test_a_crash_between_claim_and_mark_is_sent_again_after_an_hour(user: User) -> None:
    make_watch(user)
    announce()
    match_at()
    make_digests(MONDAY)
    Digest.objects.update(status="sending", claimed_at=MONDAY, attempts=1)
    assert deliver(MONDAY + timedelta(minutes=59)) == []
    assert [delivery.attempts for delivery in deliver(MONDAY + timedelta(minutes=61))] == [2]
    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [Digest.objects.get().message_id]


def test_a_claim_made_under_a_wrong_clock_does_not_hold_for_ever(user: User) -> None:
    make_watch(user)
    announce()
    match_at()
    make_digests(MONDAY)
    Digest.objects.update(status="sending", claimed_at=MONDAY + timedelta(days=400))
    assert len(deliver(MONDAY)) == 1


def test_the_message_id_depends_on_user_and_week_alone(user: User) -> None:
    make_watch(user)
    announce()
    match_at()
    make_digests(MONDAY)
    first = Digest.objects.get().message_id
    Digest.objects.all().delete()
    make_digests(MONDAY)
    assert Digest.objects.get().message_id == first
    assert first.startswith("<weekly.20261116.")


def test_one_broken_mail_does_not_hold_up_the_others(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    other = User.objects.create_user("bo@firm.example")
    make_watch(user), make_watch(other)
    announce()
    match_at()

    def fail_for_ada(digest: Digest) -> Any:
        if digest.user == user:
            raise LookupError("a made-up fault")
        return make_message(digest)

    monkeypatch.setattr("kb.alerts.deliver.make_message", fail_for_ada)
    with pytest.raises(CommandError, match="1 of 2 mails were not sent"):
        run()
    assert [message.to for message in mail.outbox] == [["bo@firm.example"]]
    digest = Digest.objects.get(user=user)
    assert (digest.status, digest.problem) == ("pending", "LookupError: a made-up fault")
    monkeypatch.undo()
    run()
    assert [message.to for message in mail.outbox] == [["bo@firm.example"], ["ada@firm.example"]]


def test_a_mail_that_always_fails_is_tried_once_a_day_in_the_end(user: User) -> None:
    make_watch(user)
    announce()
    match_at()
    make_digests(MONDAY)
    Digest.objects.update(attempts=20, claimed_at=MONDAY - timedelta(hours=23))
    assert deliver(MONDAY) == []
    assert len(deliver(MONDAY + timedelta(hours=2))) == 1


@pytest.mark.parametrize("value", ["", "yesterday", "2026-13-01", "2026-11-23T25:00", "0001-01-01", "9" * 400])
def test_a_bad_time_is_named(value: str) -> None:
    with pytest.raises(CommandError, match="--now is .*it should be a time such as 2026-11-23T08:00"):
        run(value)


@pytest.mark.parametrize("value", ["2026-11-23T00:00", "2026-11-23T05:00Z", "2026-11-23T06:00+01:00", "2026-11-23"])
def test_a_time_without_an_offset_is_local(user: User, value: str) -> None:
    make_watch(user)
    announce()
    match_at()
    run(value)
    assert len(mail.outbox) == 1


def test_the_match_command_counts(user: User) -> None:
    make_watch(user)
    announce()
    out = StringIO()
    call_command("match", stdout=out)
    assert out.getvalue() == "1 alert\n"


def test_removing_the_sample_takes_its_alerts_along(user: User) -> None:
    make_watch(user)
    announce(is_sample=True)
    match_at()
    make_digests(MONDAY)
    Case.objects.all().delete()
    Announcement.objects.all().delete()
    assert deliver(timezone.now() + timedelta(days=400)) == []
    assert mail.outbox == []
