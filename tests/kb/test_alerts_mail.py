"""What the weekly mail says, and the way it goes over a real mail server."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from io import StringIO
from pathlib import Path
from socket import socket
from threading import Barrier, Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from kb.alerts import contents as contents_module
from kb.alerts.contents import Contents, Entry, make_contents
from kb.alerts.deliver import deliver
from kb.alerts.digest import make_digests
from kb.alerts.emails import make_message
from kb.alerts.match import match
from kb.alerts.watches import parse_query, record_watch
from kb.models import Alert, Announcement, Digest, Extraction, User, Version, Watch
from tests.kb.factories import CAPTURED_AT, make_announcement, make_extraction, make_version

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 13, tzinfo=UTC)
IN_WEEK = datetime(2026, 11, 20, 12, tzinfo=UTC)
NEWS = date(2026, 11, 17)


def watch(user: User, query: str, name: str = "") -> Watch:
    return record_watch(user, parse_query(query), name)[0]


@pytest.fixture
def user() -> User:
    user = User.objects.create_user("ada@firm.example")
    watch(user, "q=spoofing", "Spoofing")
    return user


def announce(title: str = "Larkmoor LLC Settles Spoofing Case", *args: Any, **fields: Any) -> Announcement:
    return make_announcement(title, *args, **{"published_on": NEWS, **fields})


def known_before(announcement: Announcement) -> None:
    """As if its first version had been matched in an earlier week, and had found nobody."""
    Version.objects.filter(announcement=announcement).update(matched_at=CAPTURED_AT)


def change(announcement: Announcement, body: str, **facts: Any) -> None:
    make_extraction(make_version(announcement, announcement.title, body), **facts)
    Extraction.objects.filter(announcement=announcement).update(resolved_at=CAPTURED_AT)


def the_mail() -> EmailMultiAlternatives:
    match()
    Alert.objects.update(created_at=IN_WEEK)
    make_digests(MONDAY)
    return make_message(Digest.objects.get())


def html_of(message: EmailMultiAlternatives) -> str:
    return str(message.alternatives[0][0])


def section_of(text: str, title: str) -> str:
    """The part of the plain text under a heading, up to the next."""
    return re.split(r"\n(?=[A-Z][A-Z ,]{8,}\n|--\n)", text.partition(f"\n{title.upper()}\n")[2])[0]


def test_facts_stand_in_both_parts(user: User) -> None:
    quote = "orders that they intended to cancel"
    announce(
        "Larkmoor LLC Settles Spoofing Case",
        f"Background is given first. Two traders placed {quote} before execution. It pays.",
        stages=["settled"],
        parties=["Larkmoor LLC", {"name": "Ida Relief", "kind": "person", "role": "relief_defendant"}],
        charges=[{"code": "spoofing", "status": "settled", "quote": quote}],
        sanctions=[
            {"amount": 4_000_000, "payers": ["Larkmoor LLC"]},
            {"amount": "750000.50", "kind": "disgorgement"},
            {"amount": 90_000, "kind": "restitution", "status": "suspended", "payers": ["Tobias Grent"]},
        ],
        terms=[{"kind": "trading_ban", "months": 12.0, "party": "Tobias Grent"}],
    )
    message = the_mail()
    for part in (message.body, re.sub(r"<[^>]+>", "", html_of(message))):
        assert "Accused: Larkmoor LLC" in part
        assert "Ida Relief" not in part
        assert "Charges: Spoofing (settled)" in part
        assert (
            "Sanctions: $4,750,000.50 in all: civil penalty $4,000,000 (Larkmoor LLC); disgorgement $750,000.50; "
            "restitution $90,000 (suspended; Tobias Grent)"
        ) in part
        assert "Also imposed: trading ban 12 months (Tobias Grent)" in part
        assert f"Two traders placed {quote} before execution." in part
        assert "Background" not in part
        assert "Settled" in part
        assert "Nov 17, 2026" in part


@pytest.mark.parametrize(
    ("rows", "total"),
    [
        ([{"amount": 5}], ""),
        ([{"amount": 5}, {"amount": 6, "kind": "restitution"}], "$11 in all: "),
        ([{"amount": 5}, {"amount": 6, "kind": "restitution"}, {"amount": 11, "kind": "settlement"}], "$11 in all: "),
        ([{"amount": 5}, {"amount": 6, "kind": "restitution"}, {"amount": 12, "kind": "settlement"}], ""),
        ([{"amount": 5}, {"amount": 6, "currency": "EUR"}], ""),
        ([{"amount": 5}, {"amount": 6, "status": "sought"}], ""),
        ([{"amount": 5, "currency": "EUR"}, {"amount": 6, "currency": "EUR"}], "€11 in all: "),
    ],
)
def test_a_total_is_stated_only_where_it_is_sure(user: User, rows: list[dict[str, Any]], total: str) -> None:
    announce(sanctions=rows)
    line = next(line for line in str(the_mail().body).splitlines() if "Sanctions: " in line)
    assert line.startswith(f"  Sanctions: {total}civil penalty ")


def test_a_case_is_told_once_with_all_its_watches(user: User) -> None:
    watch(user, "q=larkmoor", "Firm")
    first = announce()
    announce("Larkmoor Trader Pleads Guilty to Spoofing", source="doj", case=first.cases.get())
    body = the_mail().body
    case = first.cases.get()
    assert body.count(f"/cases/{case.pk}/") == 1
    assert "Found by: Firm; Spoofing" in body
    assert body.count("Watch: ") == 1
    assert "CFTC, DOJ" in body


def test_sections(user: User) -> None:
    old = announce("Northvale Charged", published_on=date(2025, 3, 3))
    changed = announce("Brackwater Spoofing Case")
    known_before(old)
    known_before(changed)
    change(changed, "The agency corrected the amount.")
    announce("Northvale Spoofing Judgment", case=old.cases.get())
    announce("Fresh Spoofing Case")
    announce("Spoofing in the Last Century", published_on=date(1999, 5, 5))
    message = the_mail()
    assert message.subject == "Casebook: 1 new case, 2 updates, 1 older case — week of Nov 16, 2026"
    assert "Fresh Spoofing Case" in section_of(str(message.body), "New cases")
    assert "Northvale Spoofing Judgment" in section_of(str(message.body), "New in cases you may know")
    assert "Changed: other words · CFTC" in section_of(str(message.body), "Changed by the agencies")
    older = section_of(str(message.body), "Older announcements, new to Casebook")
    assert "Spoofing in the Last Century (CFTC, May 5, 1999)" in older
    assert "1 case published" in older


def test_what_was_changed_within_the_week_is_told_as_new(user: User) -> None:
    announcement = announce()
    match()
    change(announcement, "The agency corrected the amount.")
    message = the_mail()
    assert Alert.objects.count() == 2
    assert message.subject.startswith("Casebook: 1 new case — ")
    assert "Changed" not in message.body


@pytest.mark.parametrize(
    ("kinds", "section", "words", "summary"),
    [
        (["removed"], "Removed by the agencies", "Removed by the agency", "1 removal"),
        (["amount", "removed"], "Removed by the agencies", "Removed by the agency", "1 removal"),
        (["removed", "restored"], "Changed by the agencies", "Published again by the agency", "1 update"),
        (["amount"], "Changed by the agencies", "Changed: an amount", "1 update"),
        (["date", "amount"], "Changed by the agencies", "Changed: an amount, a date", "1 update"),
        (["name", "cosmetic"], "Changed by the agencies", "Changed: a name", "1 update"),
        (["charge"], "Changed by the agencies", "Changed: charges or their outcome", "1 update"),
    ],
)
def test_what_the_agency_did_is_said_in_the_right_word(
    user: User, client: Client, kinds: list[str], section: str, words: str, summary: str
) -> None:
    found = announce()
    known_before(found)
    for kind in kinds:
        change(found, f"The agency changed this: {kind}.")
        Version.objects.filter(pk=Version.objects.latest("pk").pk).update(change=kind)
    Announcement.objects.update(removed_at=IN_WEEK if kinds[-1] == "removed" else None)
    message = the_mail()
    assert message.subject.startswith(f"Casebook: {summary} — ")
    assert f"{words} · CFTC" in section_of(str(message.body), section)
    assert f"{words} · CFTC" in html_of(message)
    assert ("Read the copy that Casebook kept" in message.body) is (kinds[-1] == "removed")
    client.force_login(user)
    assert words in client.get(f"/watches/digests/{Digest.objects.get().pk}/").content.decode()


def test_a_new_announcement_that_is_gone_already_says_so(user: User) -> None:
    announce()
    Announcement.objects.update(removed_at=IN_WEEK)
    message = the_mail()
    assert message.subject.startswith("Casebook: 1 new case — ")
    assert "since removed by the agency" in message.body and "since removed by the agency" in html_of(message)


def test_a_change_in_the_first_announcement_of_a_case_makes_no_new_case(user: User) -> None:
    first = announce()
    known_before(first)
    change(first, "The agency corrected the amount.")
    announce("Larkmoor Trader Sentenced for Spoofing", case=first.cases.get())
    assert the_mail().subject.startswith("Casebook: 1 update — ")


@pytest.mark.parametrize(("days", "is_older"), [(60, False), (61, True)])
def test_older_is_more_than_sixty_days(user: User, days: int, is_older: bool) -> None:
    announce(published_on=IN_WEEK.date() - timedelta(days=days))
    assert ("older case" in the_mail().subject) is is_older


def test_older_ones_are_a_count_and_a_short_list(user: User) -> None:
    for year in range(1993, 2020):
        announce(f"Spoofing Case of {year}", published_on=date(year, 5, 5))
    message = the_mail()
    assert message.subject.startswith("Casebook: 27 older cases — ")
    assert message.body.count("* Spoofing Case of") == 25
    assert "The newest 25; the whole list" in message.body
    assert "Spoofing Case of 2019" in message.body
    assert "Spoofing Case of 1994" not in message.body


def test_a_long_list_is_cut_and_says_so(user: User, monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    monkeypatch.setattr(contents_module, "MOST_FULL", 2)
    monkeypatch.setattr(contents_module, "MOST_CASES", 5)
    for number in range(7):
        announce(f"Spoofing Case Number {number}", parties=[f"Firm {number}"])
    message = the_mail()
    assert message.subject.startswith("Casebook: 5 new cases, 2 further cases — ")
    assert message.body.count("Accused: ") == html_of(message).count("Accused:") == 2
    assert message.body.count("* Spoofing Case Number") == 5
    assert "2 more would not fit here" in message.body
    client.force_login(user)
    page = client.get(f"/watches/digests/{Digest.objects.get().pk}/").content.decode()
    assert page.count("Spoofing Case Number") == 7


def test_a_case_of_many_announcements_is_cut_and_says_so(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents_module, "MOST_FULL", 2)
    case = announce().cases.get()
    for _ in range(4):
        announce(case=case)
    message = the_mail()
    assert "And 3 more announcements of this case." in message.body
    assert "And 3 more announcements of this case." in html_of(message)


def test_a_notice_that_is_no_enforcement_says_so(user: User) -> None:
    announce("A Comment Period on Spoofing", is_enforcement=False)
    assert "not an enforcement action" in the_mail().body


def test_sample_cases_are_called_so(user: User) -> None:
    announce(is_sample=True)
    message = the_mail()
    assert message.subject.startswith("Casebook: sample, 1 new case")
    assert "THIS IS A SAMPLE" in message.body
    assert "This is a sample." in html_of(message)


def test_markup_in_text_stays_text(user: User) -> None:
    announce("Spoofing <script>alert(1)</script> & <b>Sons</b>", "One & two.", parties=["A <i>& B</i>"])
    message = the_mail()
    assert "<script>" not in html_of(message)
    assert "<i>&" not in html_of(message)
    assert "Spoofing <script>alert(1)</script> & <b>Sons</b>" in message.body
    assert "&amp;" not in message.body


def test_a_proof_is_one_sentence_even_where_the_text_has_hardly_any(user: User) -> None:
    quote = "the spoofed orders"
    announce("Spoofing Case", f"{'word ' * 400}{quote} {'word ' * 400}", charges=[{"code": "spoofing", "quote": quote}])
    proof = next(line for line in the_mail().body.splitlines() if quote in line)
    assert len(proof) < 500
    assert proof.count("…") == 2


def test_headers_let_a_mail_reader_unsubscribe_and_it_works_signed_out(user: User, client: Client) -> None:
    announce()
    headers = the_mail().extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    response = Client(enforce_csrf_checks=True).post(url, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert not user.watches.filter(is_active=True).exists()


def test_each_watch_has_its_own_link(user: User) -> None:
    other = watch(user, "q=fraud", "Fraud")
    announce()
    message = the_mail()
    for each in user.watches.all():
        assert f"http://localhost:8000/unsubscribe/{each.token}/" in message.body
        assert f"http://localhost:8000/unsubscribe/{each.token}/" in html_of(message)
    assert 'Stop "Fraud"' in message.body
    assert other.name not in message.subject


def test_styles_are_in_the_elements_and_nothing_is_loaded(user: User) -> None:
    announce(charges=["spoofing"])
    html = html_of(the_mail())
    assert 'style="' in html
    assert "prefers-color-scheme: dark" in html
    assert not re.search(r"<(script|img|link|iframe)\b|url\(|@import", html)
    assert len(html.encode()) < 102_000, "longer ones are cut off by Gmail"


def test_the_longest_mail_is_not_cut_off(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = "The firm " + "placed orders that it meant to cancel " * 12
    title = "Spoofing Case Number {} Against a Firm With a Fairly Long Name and Several Others"
    for number in range(contents_module.MOST_FULL):
        announce(
            title.format(number),
            sentence,
            parties=[f"Some Firm With a Long Name Number {name} LLC" for name in range(8)],
            charges=[{"code": code, "quote": sentence[9:300]} for code in ("spoofing", "manipulation", "wash_trading")],
            sanctions=[{"amount": 4_000_000}, {"amount": 5_000_000, "kind": "restitution"}],
        )
    brief = Entry(
        title, "http://localhost:8000/cases/1000/", ["CFTC", "DOJ"], NEWS, NEWS, is_new=True, watches=["Spoofing"]
    )

    def make_full(digest: Digest) -> Contents:
        contents = make_contents(digest)
        contents.new.entries += [brief] * (contents_module.MOST_CASES - len(contents.new.entries))
        contents.older, contents.older_count = [brief] * contents_module.MOST_OLDER, 30
        return contents

    monkeypatch.setattr("kb.alerts.emails.make_contents", make_full)
    html = html_of(the_mail())
    assert html.count("Accused:") == contents_module.MOST_FULL
    assert html.count(title) == contents_module.MOST_CASES - contents_module.MOST_FULL + contents_module.MOST_OLDER
    assert len(html.encode()) < 102_000, "longer ones are cut off by Gmail"


def test_making_a_mail_costs_few_queries(user: User, django_assert_max_num_queries: Any) -> None:
    for number in range(10):
        announce(f"Spoofing Case Number {number}", charges=["spoofing"], parties=["A Firm"])
    match()
    Alert.objects.update(created_at=IN_WEEK)
    make_digests(MONDAY)
    digest = Digest.objects.select_related("user").get()
    with django_assert_max_num_queries(12):
        make_message(digest)


# Over a real mail server.


class Inbox:
    """Keeps what it is sent. `refuses` are addresses that it does not take."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, Message]] = []
        self.refuses: set[str] = set()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if address in self.refuses:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.messages.append((envelope.rcpt_tos[0], message_from_bytes(envelope.content)))
        return "250 OK"


@pytest.fixture
def inbox(settings: Any) -> Iterator[Inbox]:
    inbox = Inbox()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield inbox
    controller.stop()


def waiting_for(*emails: str) -> None:
    for email in emails:
        watch(User.objects.create_user(email), "q=spoofing")
    announce("Zoë’s Firm Settles Spoofing Case — “Again”", charges=["spoofing"])
    match()
    Alert.objects.update(created_at=IN_WEEK)


def run() -> str:
    out = StringIO()
    call_command("deliver", "--now", "2026-11-23T08:00", stdout=out, stderr=out)
    return out.getvalue()


def test_a_mail_over_smtp(inbox: Inbox) -> None:
    waiting_for("ada@firm.example")
    out = run()
    assert "1 sent" in out
    assert "SITE_URL is http://localhost:8000: links in mails open on this machine only" in out
    assert "0 sent" in run()
    [(to, message)] = inbox.messages
    assert to == "ada@firm.example"
    assert message["Message-ID"] == Digest.objects.get().message_id
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    for part in message.walk():
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            assert "Zoë’s Firm Settles Spoofing Case — “Again”" in content.decode()


def test_the_command_says_where_mails_go(settings: Any, tmp_path: Path) -> None:
    waiting_for("ada@firm.example")
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    assert f"EMAIL_URL names no mail server: mails are files in {tmp_path}" in run()
    [written] = tmp_path.iterdir()
    assert b"Message-ID: <weekly.20261116." in written.read_bytes()


def test_a_server_that_is_down_and_comes_up_again(inbox: Inbox, settings: Any) -> None:
    waiting_for("ada@firm.example", "bo@firm.example")
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with pytest.raises(CommandError, match="2 of 2 mails were not sent; they wait for the next run"):
        run()
    digest = Digest.objects.first()
    assert digest is not None
    assert (digest.status, digest.attempts) == ("pending", 1)
    assert digest.problem.startswith("ConnectionRefusedError")
    settings.EMAIL_PORT = port
    run()
    assert sorted(to for to, _ in inbox.messages) == ["ada@firm.example", "bo@firm.example"]
    assert set(Digest.objects.values_list("status", "attempts", "problem")) == {("sent", 2, "")}


def test_a_refused_address_does_not_hold_up_the_others(inbox: Inbox) -> None:
    waiting_for("ada@firm.example", "bo@firm.example", "cy@firm.example")
    inbox.refuses = {"bo@firm.example"}
    with pytest.raises(CommandError, match="1 of 3"):
        run()
    assert [to for to, _ in inbox.messages] == ["ada@firm.example", "cy@firm.example"]
    assert "no such person" in Digest.objects.get(user__email="bo@firm.example").problem


def test_a_run_that_dies_after_sending_sends_again_under_the_same_id(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting_for("ada@firm.example")
    send = EmailMultiAlternatives.send

    def send_and_die(message: EmailMultiAlternatives) -> None:
        send(message)
        raise SystemExit("killed")

    monkeypatch.setattr(EmailMultiAlternatives, "send", send_and_die)
    with pytest.raises(SystemExit):
        run()
    monkeypatch.undo()
    assert Digest.objects.get().status == "sending"
    run()
    assert len(inbox.messages) == 1
    deliver(MONDAY + timedelta(minutes=61))
    assert len(inbox.messages) == 2
    assert len({message["Message-ID"] for _, message in inbox.messages}) == 1
    assert Digest.objects.get().status == "sent"


@pytest.mark.django_db(transaction=True)
def test_runs_at_once_send_each_mail_once(inbox: Inbox) -> None:
    emails = [f"reader{number}@firm.example" for number in range(12)]
    waiting_for(*emails)
    start = Barrier(4)

    def work() -> None:
        start.wait()
        try:
            run()
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(to for to, _ in inbox.messages) == Counter(emails)
    assert Digest.objects.filter(status="sent", attempts=1).count() == 12
    assert not Alert.objects.filter(digest=None).exists()


@pytest.mark.django_db(transaction=True)
def test_matching_at_once_makes_each_alert_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.alerts.match.BATCH", 3)
    watch(User.objects.create_user("ada@firm.example"), "q=spoofing")
    for _ in range(10):
        announce()
    start, made = Barrier(3), []

    def work() -> None:
        start.wait()
        try:
            made.append(match())
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(made) == Alert.objects.count() == 10
    assert mail.outbox == []
