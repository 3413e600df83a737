"""The form of the weekly mail: headers, links, styles, size."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from kb.alerts import contents as contents_module
from kb.alerts.contents import Contents, Entry, make_contents
from kb.alerts.digest import make_digests
from kb.alerts.emails import make_message
from kb.alerts.match import match
from kb.models import Alert, Digest, User
from tests.kb.mail.writing import (
    IN_WEEK,
    MONDAY,
    NEWS,
    announce,
    html_of,
    the_mail,
    watch,
)

pytestmark = pytest.mark.django_db


def test_markup_in_text_stays_text(user: User) -> None:
    announce("Spoofing <script>alert(1)</script> & <b>Sons</b>", "One & two.", parties=["A <i>& B</i>"])
    message = the_mail()
    assert "<script>" not in html_of(message)
    assert "<i>&" not in html_of(message)
    assert "Spoofing <script>alert(1)</script> & <b>Sons</b>" in message.body
    assert "&amp;" not in message.body


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
