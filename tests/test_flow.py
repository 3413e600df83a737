"""The whole line, as a new user meets it: sample site > crawl > facts > cases > search > watch > one mail; then again.

Commands run as processes of their own against a home folder of their own; the mail goes through a real SMTP server.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest
from aiosmtpd.controller import Controller

BASE = Path(__file__).resolve().parent.parent
PASSWORD = "a long enough passphrase"
EXCLUDED = ("kb.crawlrun", "kb.user", "kb.change")


class Postbox:
    """What the SMTP server took in."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"


class Installation:
    """A Casebook in a home folder of its own, worked through its commands and its pages."""

    def __init__(self, home: Path, smtp_port: int) -> None:
        self.port = free_port()
        self.site = f"http://localhost:{self.port}"
        self.environment = {
            **os.environ,
            "CASEBOOK_HOME": str(home),
            "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}?tls=no",
            "PORT": str(self.port),
        }
        self.browser: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))

    def run(self, *command: str) -> str:
        result = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=BASE, env=self.environment, capture_output=True, text=True
        )
        assert result.returncode == 0, f"{command}: {result.stdout}\n{result.stderr}"
        return result.stdout

    @contextmanager
    def serving(self) -> Iterator[None]:
        command = [sys.executable, "manage.py", "serve"]
        server = subprocess.Popen(command, cwd=BASE, env=self.environment)
        try:
            self.await_answer()
            yield
        finally:
            server.terminate()
            server.wait(20)

    def await_answer(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                self.get("/healthz")
                return
            except URLError:
                time.sleep(0.1)
        raise AssertionError("the site did not start")

    def get(self, path: str) -> str:
        with self.browser.open(f"{self.site}{path}", timeout=30) as answer:
            return str(answer.read().decode())

    def post(self, path: str, page: str, **fields: str) -> str:
        """Sends a form of `page`, with the token that the page carries."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token
        data = urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        with self.browser.open(f"{self.site}{path}", data, timeout=30) as answer:
            return str(answer.read().decode())

    def rows(self) -> list[dict[str, Any]]:
        """All that is stored, but for runs, the change log and when an announcement was last looked at."""
        rows = json.loads(self.run("dumpdata", "kb", *(f"--exclude={name}" for name in EXCLUDED)))
        for row in rows:
            row["fields"].pop("last_seen_at", None)
            row["fields"].pop("checked_at", None)
        return list(rows)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, int]]:
    box, port = Postbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


@pytest.fixture
def home() -> Iterator[Path]:
    """Not pytest's own folder: as root the database server's user could not enter that one."""
    folder = Path(tempfile.mkdtemp(prefix="casebook-flow-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def next_monday() -> str:
    today = datetime.now(UTC).date()
    return (today + timedelta(days=7 - today.weekday())).isoformat() + "T12:00"


def make_administrator(casebook: Installation) -> None:
    script = "from kb.web.accounts import first_administrator_link as link; print(link())"
    link = casebook.run("shell", "--no-imports", "-c", script).strip()
    path = link.removeprefix(casebook.site)
    form = casebook.get(path)
    casebook.post(path, form, email="ana@firm.example", password1=PASSWORD, password2=PASSWORD)
    assert "Sign out" in casebook.get("/")


def test_from_agency_page_to_weekly_mail_and_nothing_twice(home: Path, postbox: tuple[Postbox, int]) -> None:
    box, port = postbox
    casebook = Installation(home, port)
    casebook.run("migrate", "--verbosity=0")
    with casebook.serving():
        make_administrator(casebook)
        casebook.post("/watches/new/", casebook.get("/?q=spoofing"), query="q=spoofing", name="Spoofing")
        casebook.post("/watches/new/", casebook.get("/"), query="agency=fincen", name="FinCEN")

        assert "succeeded" in casebook.run("crawl", "--sample")
        casebook.run("process")
        read_the_site(casebook)

        casebook.run("deliver", "--now", next_monday())
        read_the_mail(box, casebook.site)

        before = casebook.rows()
        assert "succeeded" in casebook.run("crawl", "--sample")
        casebook.run("process")
        casebook.run("deliver", "--now", next_monday())
        assert len(box.mails) == 1
        assert casebook.rows() == before


def read_the_site(casebook: Installation) -> None:
    results = casebook.get("/?q=spoofing&agency=cftc")
    assert "made-up" in results or "made up" in results
    assert "<mark>" in results
    case = re.search(r'href="(/cases/\d+/)', results)
    assert case
    page = casebook.get(case[1])
    assert "Spoofing" in page
    assert "<details" in page
    assert "<mark" in page


def read_the_mail(box: Postbox, site: str) -> None:
    assert len(box.mails) == 1
    mail = box.mails[0]
    assert mail["To"] == "ana@firm.example"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text and page
    for part in (text.get_content(), page.get_content()):
        assert f"{site}/cases/" in part
        assert "FinCEN" in part
        assert "Spoofing" in part
