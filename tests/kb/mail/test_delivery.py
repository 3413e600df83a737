"""The way of the weekly mail over a real mail server: each once, whatever breaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
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

from kb.alerts.deliver import deliver
from kb.alerts.match import match
from kb.models import Alert, Digest, User
from tests.kb.mail.writing import (
    IN_WEEK,
    MONDAY,
    announce,
    watch,
)

pytestmark = pytest.mark.django_db


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
