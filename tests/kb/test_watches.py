"""Watches through their pages: what their owner can do, what a stranger cannot, and hostile input."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html  # type: ignore[import-untyped]

from kb.alerts.match import match
from kb.alerts.watches import parse_query, record_watch, stop_all_token
from kb.models import Alert, Announcement, Digest, User, Watch
from kb.search.index import rebuild
from tests.kb.factories import CAPTURED_AT, make_announcement, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index_folder(settings: Any, tmp_path: Any) -> None:
    settings.INDEX_FOLDER = tmp_path / "index"


@pytest.fixture
def user() -> User:
    return User.objects.create_user("ada@firm.example")


@pytest.fixture
def client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def watch(user: User) -> Watch:
    return record_watch(user, parse_query("q=spoofing"), "Spoofing")[0]


@pytest.fixture
def digest(user: User, watch: Watch) -> Digest:
    make_announcement("Larkmoor LLC Charged with Spoofing")
    match()
    digest = Digest.objects.create(user=user, period_start=CAPTURED_AT, period_end=CAPTURED_AT, message_id="<a@b>")
    Alert.objects.update(digest=digest)
    return digest


def text(response: Any) -> str:
    return str(response.content.decode())


def test_saving_a_search(client: Client, user: User) -> None:
    response = client.post("/watches/new/", {"query": "?q=spoofing+gold&page=3&sort=newest", "name": ""}, follow=True)
    watch = Watch.objects.get()
    assert (watch.user, watch.query, watch.is_active) == (user, "q=spoofing+gold", True)
    assert "spoofing" in watch.name
    assert response.redirect_chain[-1][0] == f"/watches/{watch.pk}/"
    assert f"“{watch.name}” is looked after" in text(response)


def test_one_search_is_one_watch_whatever_its_order(client: Client) -> None:
    client.post("/watches/new/", {"query": "agency=doj&q=spoofing&agency=cftc", "name": "Mine"})
    response = client.post(
        "/watches/new/", {"query": "q=spoofing&agency=cftc&agency=doj", "name": "Again"}, follow=True
    )
    assert Watch.objects.get().name == "Mine"
    assert "You watch this search already, as “Mine”" in text(response)


def test_two_users_may_save_one_search(client: Client, watch: Watch) -> None:
    other = Client()
    other.force_login(User.objects.create_user("bo@firm.example"))
    other.post("/watches/new/", {"query": watch.query})
    assert Watch.objects.filter(query=watch.query).count() == 2


def test_everything_can_be_watched(client: Client) -> None:
    client.post("/watches/new/", {})
    watch = Watch.objects.get()
    assert watch.query == ""
    assert watch.name
    make_announcement()
    assert match() == 1


def test_the_list_shows_the_latest_hits_and_mails(client: Client, digest: Digest) -> None:
    page = text(client.get("/watches/"))
    assert "Larkmoor LLC Charged with Spoofing" in page
    assert "1 announcement since" in page
    assert f"/watches/digests/{digest.pk}/" in page


def test_a_later_version_is_told_apart(client: Client, digest: Digest) -> None:
    announcement = Announcement.objects.get()
    version = make_version(announcement, announcement.title, "Larkmoor pays more.")
    Alert.objects.create(watch=Watch.objects.get(), announcement=announcement, version=version)
    first, second = html.fromstring(text(client.get("/watches/"))).cssselect(".card li")
    assert "version 2" in first.text_content() and "version" not in second.text_content()


def test_the_page_of_a_watch_costs_the_same_for_many_hits(
    client: Client, watch: Watch, django_assert_max_num_queries: Any
) -> None:
    make_announcement("Larkmoor LLC Charged with Spoofing")
    match()
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/watches/{watch.pk}/")
    for _ in range(6):
        make_announcement("Larkmoor LLC Charged with Spoofing")
    match()
    with django_assert_max_num_queries(len(queries)):
        page = text(client.get(f"/watches/{watch.pk}/"))
    assert page.count("Larkmoor LLC Charged with Spoofing") >= 7


def test_an_empty_list_says_what_to_do(client: Client) -> None:
    assert "You have no watches yet" in text(client.get("/watches/"))


def test_the_list_costs_the_same_for_many_watches(
    client: Client, user: User, django_assert_max_num_queries: Any
) -> None:
    for word in ("spoofing", "charged", "larkmoor", "llc", "with", "cftc"):
        record_watch(user, parse_query(f"q={word}"))
    for _ in range(4):
        make_announcement("Larkmoor LLC Charged with Spoofing")
    match()
    with django_assert_max_num_queries(8):
        page = text(client.get("/watches/"))
    assert page.count("Larkmoor LLC Charged with Spoofing") >= 3


def test_the_page_previews_what_the_search_finds_today(client: Client, watch: Watch) -> None:
    announcement = make_announcement("Northvale Desk Settles Spoofing Case")
    rebuild()
    page = text(client.get(f"/watches/{watch.pk}/"))
    assert "Nothing new yet" in page
    assert announcement.title in page
    assert f"/cases/{announcement.cases.get().pk}/" in page
    assert "1 announcement in all" in page


def test_the_page_lists_hits(client: Client, watch: Watch, digest: Digest) -> None:
    assert "in your next mail" in text(client.get(f"/watches/{watch.pk}/"))
    Digest.objects.update(status="sent", sent_at=CAPTURED_AT)
    assert "mailed November 2, 2026" in text(client.get(f"/watches/{watch.pk}/"))


def test_rename(client: Client, watch: Watch) -> None:
    client.post(f"/watches/{watch.pk}/rename/", {"name": "  Gold \n and\tsilver "})
    watch.refresh_from_db()
    assert watch.name == "Gold and silver"
    response = client.post(f"/watches/{watch.pk}/rename/", {"name": " \0 "}, follow=True)
    watch.refresh_from_db()
    assert watch.name == "Gold and silver"
    assert "A watch needs a name" in text(response)


def test_pause_and_take_up_again(client: Client, watch: Watch) -> None:
    for _ in range(2):
        client.post(f"/watches/{watch.pk}/pause/", {"active": "no"})
        watch.refresh_from_db()
        assert not watch.is_active
    assert "paused" in text(client.get("/watches/"))
    client.post(f"/watches/{watch.pk}/pause/", {"active": "yes"})
    watch.refresh_from_db()
    assert watch.is_active


def test_delete(client: Client, watch: Watch, digest: Digest) -> None:
    assert client.post(f"/watches/{watch.pk}/delete/").status_code == 302
    assert not Watch.objects.exists()
    assert not Alert.objects.exists()
    assert "What it told of is no longer in Casebook" in text(client.get(f"/watches/digests/{digest.pk}/"))


def test_names_are_escaped(client: Client, watch: Watch) -> None:
    client.post(f"/watches/{watch.pk}/rename/", {"name": "<script>alert(1)</script>"})
    for url in ("/watches/", f"/watches/{watch.pk}/", f"/unsubscribe/{watch.token}/"):
        page = text(client.get(url))
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


# Strangers.

PAGES = ("/watches/{watch}/", "/watches/digests/{digest}/")
ACTIONS = ("/watches/{watch}/rename/", "/watches/{watch}/pause/", "/watches/{watch}/delete/")


@pytest.mark.parametrize("url", [*PAGES, *ACTIONS])
@pytest.mark.parametrize("is_administrator", [False, True])
def test_a_stranger_finds_nothing(watch: Watch, digest: Digest, url: str, is_administrator: bool) -> None:
    stranger = Client()
    make = User.objects.create_superuser if is_administrator else User.objects.create_user
    stranger.force_login(make("eve@firm.example"))
    address = url.format(watch=watch.pk, digest=digest.pk)
    response = stranger.get(address) if url in PAGES else stranger.post(address, {"name": "Taken", "active": "no"})
    assert response.status_code == 404
    assert "Spoofing" not in text(response)
    assert Watch.objects.filter(pk=watch.pk, name="Spoofing", is_active=True).exists()


def test_a_stranger_sees_no_other_watches_in_the_list(watch: Watch, digest: Digest) -> None:
    stranger = Client()
    stranger.force_login(User.objects.create_user("eve@firm.example"))
    page = text(stranger.get("/watches/"))
    assert "Spoofing" not in page
    assert "/watches/digests/" not in page


@pytest.mark.parametrize("url", ["/watches/", *PAGES])
def test_signed_out_readers_are_asked_to_sign_in(watch: Watch, digest: Digest, url: str) -> None:
    address = url.format(watch=watch.pk, digest=digest.pk)
    response = Client().get(address)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={address}")


@pytest.mark.parametrize("url", ["/watches/new/", *ACTIONS])
def test_signed_out_nobody_changes_anything(watch: Watch, digest: Digest, url: str) -> None:
    response = Client().post(url.format(watch=watch.pk, digest=digest.pk), {"name": "Taken", "active": "no"})
    assert response.status_code == 302
    assert Watch.objects.filter(pk=watch.pk, name="Spoofing", is_active=True).count() == Watch.objects.count() == 1


@pytest.mark.parametrize("url", ["/watches/new/", *ACTIONS])
def test_actions_need_a_form_of_ours(watch: Watch, user: User, digest: Digest, url: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    assert client.post(url.format(watch=watch.pk)).status_code == 403
    response = client.get(url.format(watch=watch.pk))
    assert (response.status_code, response["Location"]) == (302, "/watches/")
    assert Watch.objects.filter(name="Spoofing", is_active=True).count() == Watch.objects.count() == 1


# Unsubscribing.


def test_get_asks_and_post_stops_one_watch(user: User, watch: Watch) -> None:
    other = record_watch(user, parse_query("q=fraud"))[0]
    signed_out = Client(enforce_csrf_checks=True)
    url = f"/unsubscribe/{watch.token}/"
    assert "Stop this watch?" in text(signed_out.get(url))
    watch.refresh_from_db()
    assert watch.is_active, "mail scanners open every link"
    response = signed_out.post(url)
    assert "You get no more mail for “Spoofing”" in text(response)
    assert "no-store" in response["Cache-Control"]
    assert list(user.watches.filter(is_active=True)) == [other]
    assert "paused already" in text(signed_out.get(url))
    signed_out.post(url, {"action": "resume"})
    watch.refresh_from_db()
    assert watch.is_active


def test_one_link_stops_all_of_one_user(user: User, watch: Watch) -> None:
    stranger = record_watch(User.objects.create_user("bo@firm.example"), parse_query("q=spoofing"))[0]
    url = f"/unsubscribe/{stop_all_token(user)}/"
    assert "Stop all your watches?" in text(Client().get(url))
    assert "You get no more mail from any of your watches" in text(Client().post(url))
    assert list(Watch.objects.filter(is_active=True)) == [stranger]
    Client().post(url, {"action": "resume"})
    assert list(Watch.objects.filter(is_active=True)) == [stranger], "which were paused before is not known"


def test_a_link_outlives_its_watches(user: User, watch: Watch) -> None:
    watch.delete()
    assert "None of your watches is active" in text(Client().get(f"/unsubscribe/{stop_all_token(user)}/"))


@pytest.mark.parametrize("token", ["x", "all.1", "all.", "all.1.forged", "all.x.y.z", "-" * 200, ".", "all..", "%00"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_token_that_is_not_ours(watch: Watch, token: str, method: str) -> None:
    assert getattr(Client(), method)(f"/unsubscribe/{token}/").status_code == 404
    assert Watch.objects.filter(is_active=True).count() == 1


# Hostile input.

NASTY = (
    "\0",
    "q=%00",
    "q=" + "a" * 10_000,
    "q=" + "%22(" * 500,
    "page=99999999999999999999&q=x",
    "years=abc&agency=nobody&sort=%F0",
    "&".join(f"agency=a{number}" for number in range(900)),
    "q=%E2%80%9Cfraud%E2%80%9D w/5 (",
    ";;;===&&&???",
    "q=\ud7ff\U0001f4a5",
)


@pytest.mark.parametrize("query", NASTY)
def test_any_query_is_saved_or_refused_in_words(client: Client, query: str) -> None:
    make_announcement("Larkmoor LLC Charged with Spoofing")
    response = client.post("/watches/new/", {"query": query, "name": query}, follow=True)
    assert response.status_code == 200
    assert client.get("/watches/").status_code == 200
    match()
    watch = Watch.objects.first()
    assert watch is None or client.get(f"/watches/{watch.pk}/").status_code == 200


def test_far_too_many_fields_are_refused(client: Client) -> None:
    query = "&".join(f"agency=a{number}" for number in range(3_000))
    assert client.post("/watches/new/", {"query": query}).status_code in {302, 400}


@pytest.mark.parametrize("pk", ["0", "99999999", "9" * 30, "-1", "abc", "%00"])
def test_numbers_that_lead_nowhere(client: Client, pk: str) -> None:
    assert client.get(f"/watches/{pk}/").status_code == 404
    assert client.get(f"/watches/digests/{pk}/").status_code == 404
    assert client.post(f"/watches/{pk}/delete/").status_code == 404
