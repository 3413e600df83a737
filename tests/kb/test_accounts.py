"""Accounts: the first administrator's link, invitations, signing in and out, and what is closed."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path
from smtplib import SMTPServerDisconnected
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from lxml import html  # type: ignore[import-untyped]

from kb.models import User
from kb.web import accounts
from kb.web.accounts import first_administrator_link, invitation_link

pytestmark = pytest.mark.django_db
PASSWORD = "an uncommon pass phrase"
FIRST = {"email": "ada@firm.example", "password1": PASSWORD, "password2": PASSWORD}
JOIN = {"password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    return tmp_path


@pytest.fixture
def administrator() -> User:
    return User.objects.create_superuser("ada@firm.example", PASSWORD)


def path_of(link: str | None) -> str:
    assert link is not None
    return link.removeprefix("http://localhost:8000")


def text(response: Any) -> str:
    return str(response.content.decode())


# The first administrator.


def test_the_link_makes_one_administrator_and_signs_in(home: Path) -> None:
    link = path_of(first_administrator_link())
    kept = home / "first_administrator"
    assert link.rstrip("/").rsplit("/", 1)[-1] not in kept.read_text(), "only the hash is kept"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    client = Client()
    assert "The first administrator" in text(client.get(link))
    response = client.post(link, FIRST)
    assert (response.status_code, response["Location"]) == (302, "/")
    user = User.objects.get()
    assert (user.email, user.is_superuser, user.is_staff) == ("ada@firm.example", True, True)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert Client().post(link, {**FIRST, "email": "eve@firm.example"}).status_code == 404
    assert User.objects.count() == 1
    assert not kept.exists()
    assert first_administrator_link() is None


def test_a_newer_link_ends_the_older() -> None:
    older, newer = path_of(first_administrator_link()), path_of(first_administrator_link())
    assert Client().post(older, FIRST).status_code == 404
    assert not User.objects.exists()
    assert Client().get(newer).status_code == 200


def test_the_link_ends_after_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    link = path_of(first_administrator_link())
    monkeypatch.setattr(accounts, "FIRST_ENDS_AFTER", timedelta(seconds=-1))
    response = Client().post(link, FIRST)
    assert response.status_code == 404
    assert "This link has ended" in text(response)
    assert not User.objects.exists()


def test_the_link_ends_with_another_administrator() -> None:
    link = path_of(first_administrator_link())
    User.objects.create_superuser("bo@firm.example")
    assert Client().get(link).status_code == 404
    assert Client().post(link, FIRST).status_code == 404


def test_a_closed_administrator_does_not_count() -> None:
    User.objects.create_superuser("old@firm.example", is_active=False)
    assert first_administrator_link() is not None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password2": "another"}, "The two passwords differ"),
        ({"password1": "password", "password2": "password"}, "too common"),
        ({"password1": "ada@firm.example", "password2": "ada@firm.example"}, "too similar"),
        ({"password1": "a\0b" * 5, "password2": "a\0b" * 5}, "Null characters are not allowed"),
        ({"email": "nobody"}, "Enter a valid email address"),
        ({"email": "a\0@firm.example"}, "Null characters are not allowed"),
        ({"email": ""}, "This field is required"),
        ({"email": "bo@FIRM.example"}, "There is an account with this address already"),
        ({"email": "a" * 300 + "@firm.example"}, "at most 254"),
    ],
)
def test_a_wrong_form_is_said_in_words_and_the_link_still_works(change: dict[str, str], words: str) -> None:
    User.objects.create_user("Bo@firm.example")
    link = path_of(first_administrator_link())
    response = Client().post(link, {**FIRST, **change})
    assert response.status_code == 200
    assert words in text(response)
    assert not User.objects.filter(is_superuser=True).exists()
    assert Client().post(link, FIRST).status_code == 302


@pytest.mark.parametrize("token", ["x", "a.b.c", "." * 100, "%00", "9" * 5000])
@pytest.mark.parametrize("page", ["first", "join"])
def test_tokens_that_are_not_ours(page: str, token: str) -> None:
    assert Client().get(f"/accounts/{page}/{token}/").status_code == 404
    assert Client().post(f"/accounts/{page}/{token}/", FIRST).status_code == 404
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_administrator() -> None:
    link = path_of(first_administrator_link())
    start = Barrier(2)

    def work(email: str) -> None:
        start.wait()
        try:
            Client().post(link, {**FIRST, "email": email})
        finally:
            connection.close()

    threads = [Thread(target=work, args=(email,)) for email in ("ada@firm.example", "eve@firm.example")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert User.objects.filter(is_superuser=True).count() == 1


# Invitations.


def test_an_invitation_makes_an_ordinary_account_once(administrator: User) -> None:
    client = Client()
    client.force_login(administrator)
    response = client.post("/account/", {"email": "bo@firm.example"})
    [message] = mail.outbox
    assert message.to == ["bo@firm.example"]
    link = next(line for line in message.body.splitlines() if line.startswith("http"))
    assert link in text(response)
    guest = Client()
    assert "bo@firm.example" in text(guest.get(path_of(link)))
    assert guest.post(path_of(link), JOIN).status_code == 302
    user = User.objects.get(email="bo@firm.example")
    assert (user.is_staff, user.is_superuser) == (False, False)
    assert guest.session["_auth_user_id"] == str(user.pk)
    assert Client().get(path_of(link)).status_code == 404


def test_an_invitation_ends(administrator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    link = path_of(invitation_link("bo@firm.example", administrator))
    User.objects.filter(pk=administrator.pk).update(is_superuser=False)
    assert Client().post(link, JOIN).status_code == 404, "its author may not invite any more"
    User.objects.filter(pk=administrator.pk).update(is_superuser=True)
    monkeypatch.setattr(accounts, "INVITATION_ENDS_AFTER", timedelta(seconds=-1))
    assert Client().post(link, JOIN).status_code == 404
    assert User.objects.count() == 1


def test_an_invitation_is_shown_where_mail_does_not_go(administrator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> int:
        raise SMTPServerDisconnected("gone")

    monkeypatch.setattr(accounts, "send_mail", fail)
    client = Client()
    client.force_login(administrator)
    page = text(client.post("/account/", {"email": "bo@firm.example"}))
    assert "could not be sent (gone)" in page
    assert "/accounts/join/" in page


def test_only_administrators_invite_and_see_people(administrator: User) -> None:
    client = Client()
    client.force_login(User.objects.create_user("bo@firm.example"))
    page = text(client.get("/account/"))
    assert "bo@firm.example" in page
    assert "ada@firm.example" not in page
    assert client.post("/account/", {"email": "eve@firm.example"}).status_code == 404
    assert Client().get("/account/").status_code == 302
    assert mail.outbox == []


# Signing in and out.


def test_signing_in_and_out(administrator: User) -> None:
    client = Client()
    response = client.post("/accounts/login/", {"login": "ADA@firm.example", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/account/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/account/").status_code == 302


def test_a_wrong_password_is_said(administrator: User) -> None:
    response = Client().post("/accounts/login/", {"login": "ada@firm.example", "password": "wrong"})
    assert response.status_code == 200
    assert "not correct" in text(response)


def test_signing_in_leads_back_but_never_elsewhere(administrator: User) -> None:
    form = {"login": "ada@firm.example", "password": PASSWORD}
    assert Client().post("/accounts/login/", {**form, "next": "/watches/"})["Location"] == "/watches/"
    assert Client().post("/accounts/login/", {**form, "next": "https://evil.example/"})["Location"] == "/"


def test_password_forms_speak_one_language(administrator: User) -> None:
    client = Client()
    client.force_login(administrator)
    page = html.fromstring(client.get("/accounts/password/change/").content.decode())
    labels = [label.text_content() for label in page.cssselect("main label")]
    assert labels == ["Current password", "New password", "New password, once more"]
    described = page.cssselect("#id_password1")[0].get("aria-describedby")
    assert "At least 8 characters" in page.get_element_by_id(described).text_content()
    page = html.fromstring(Client().get("/accounts/password/reset/").content.decode())
    assert [label.text_content() for label in page.cssselect("main label")] == ["E-mail address"]
    wrong = client.post("/accounts/password/change/", {"oldpassword": "x", "password1": "y", "password2": "z"})
    assert len(html.fromstring(wrong.content.decode()).cssselect(".errorlist")) >= 2


def test_changing_the_password(administrator: User) -> None:
    client = Client()
    client.force_login(administrator)
    new = "another uncommon phrase"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", form).status_code == 302
    administrator.refresh_from_db()
    assert administrator.check_password(new)


def test_a_forgotten_password(administrator: User) -> None:
    client = Client()
    response = client.post("/accounts/password/reset/", {"email": "ada@firm.example"}, follow=True)
    assert "Look into your mail" in text(response)
    [message] = mail.outbox
    link = next(word for word in message.body.split() if "/password/reset/key/" in word)
    response = client.get("/" + link.split("/", 3)[3], follow=True)
    new = "another uncommon phrase"
    client.post(response.redirect_chain[-1][0], {"password1": new, "password2": new})
    administrator.refresh_from_db()
    assert administrator.check_password(new)


def test_nobody_signs_up_by_themselves() -> None:
    form = {"email": "eve@firm.example", **JOIN}
    assert "Accounts are by invitation" in text(Client().get("/accounts/signup/"))
    Client().post("/accounts/signup/", form)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "url",
    [
        "login/",
        "logout/",
        "signup/",
        "inactive/",
        "password/change/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/1-set-password/",
        "password/reset/key/done/",
        "reauthenticate/",
        "email/",
        "confirm-email/",
    ],
)
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_every_page_of_accounts_looks_like_the_site(administrator: User, url: str, is_signed_in: bool) -> None:
    client = Client()
    if is_signed_in:
        client.force_login(administrator)
    response = client.get(f"/accounts/{url}", follow=True)
    assert response.status_code == 200
    assert 'class="brand"' in text(response)
    assert text(response).count("<title>") == 1


@pytest.mark.parametrize("value", ["\0", "a" * 10_000, "'\"<>", "\U0001f4a5"])
@pytest.mark.parametrize("url", ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"])
def test_hostile_forms(administrator: User, url: str, value: str) -> None:
    form = dict.fromkeys(("login", "password", "email", "password1", "password2", "next", "remember"), value)
    assert Client().post(url, form).status_code < 500
