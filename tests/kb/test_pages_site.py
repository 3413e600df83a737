"""What all pages share: headers, errors, health, sources, and the tables for administrators."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.db import DatabaseError, connection
from django.template.loader import render_to_string
from django.test import Client
from lxml import html  # type: ignore[import-untyped]

from kb.models import Announcement, CrawlRun, User
from tests.kb.factories import make_announcement

pytestmark = pytest.mark.django_db
PUBLIC = ["/", "/sources/", "/robots.txt", "/healthz", "/nothing/", "/accounts/login/"]


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("lead@example.com", "a long enough passphrase"))
    return client


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("address", PUBLIC)
def test_every_answer_carries_the_headers(client: Client, address: str) -> None:
    response = client.get(address)
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert {"private", "no-cache"} <= set(response["Cache-Control"].replace(" ", "").split(","))


def test_pages_hold_nothing_that_the_policy_forbids(administrator: Client) -> None:
    announcement = make_announcement("Firm Charged", charges=["spoofing"], parties=["Firm"], sanctions=[1000])
    case = announcement.cases.get()
    for address in (
        "/",
        "/?q=zzz",
        case.get_absolute_url(),
        f"/announcements/{announcement.pk}/",
        "/sources/",
        "/nothing/",
    ):
        page = html.fromstring(administrator.get(address).content.decode())
        assert not page.cssselect("style, [style], [onclick], [onchange], iframe")
        assert all(script.get("src", "").startswith("/static/") for script in page.cssselect("script"))
        assert not [link for link in page.cssselect("link, img") if "//" in (link.get("href") or link.get("src") or "")]


def test_pages_name_their_parts_for_those_who_cannot_see_them(administrator: Client) -> None:
    announcement = make_announcement("Firm Charged", charges=["spoofing"], parties=["Firm"], sanctions=[1000])
    for address in (
        "/",
        f"/announcements/{announcement.pk}/",
        announcement.cases.get().get_absolute_url(),
        "/sources/",
    ):
        page = html.fromstring(administrator.get(address).content.decode())
        assert page.get("lang") == "en"
        assert len(page.cssselect("h1")) == 1
        assert page.cssselect("main#content") and page.cssselect('a.skip[href="#content"]')
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        for field in page.cssselect("input:not([type=hidden]), select"):
            assert page.cssselect(f'label[for="{field.get("id")}"]')


def test_health_tells_of_the_database_and_the_index(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/healthz").json() == {"database": "ok", "index_lag": None}
    client.get("/")
    make_announcement("Firm Charged")
    assert client.get("/healthz").json()["database"] == "ok"

    def fail() -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", fail)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["database"] == "failed"


def test_robots_are_kept_out(client: Client) -> None:
    assert "Disallow: /" in client.get("/robots.txt").content.decode()


def test_an_address_that_there_is_not(client: Client) -> None:
    response = client.get("/nothing/%00/<b>/")
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


def test_a_failure_has_a_page_that_needs_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("kb.web.sources.make_reports", fail)
    client.raise_request_exception = False
    response = client.get("/sources/")
    assert response.status_code == 500
    assert "Something failed on our side" in response.content.decode()


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_render_without_anything(name: str) -> None:
    assert "<h1>" in render_to_string(name)


def test_a_forged_form_is_refused_with_a_page() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/logout/")
    assert response.status_code == 403
    assert "This form has expired" in response.content.decode()


def test_sources_tell_of_crawls_and_counts(client: Client) -> None:
    for year in (2023, 2026, 2026):
        make_announcement("Firm <i>Charged</i>", published_on=date(year, 3, 4))
    reason = "the listing had no rows & " + "x" * 1000
    CrawlRun.objects.create(source="cftc", outcome="succeeded", seen=1200, new=2)
    CrawlRun.objects.create(
        source="cftc", outcome="failed", failed=3, reason=reason, failures=["https://x.example: 503"]
    )
    page = html.fromstring(client.get("/sources/").content.decode())
    (report,) = page.cssselect("#cftc")
    text = words(report)
    for expected in (
        "failed",
        "the listing had no rows &",
        "1 recorded failure",
        "1,200",
        "March 4, 2026",
        "2024 0",
        "2026 2",
    ):
        assert expected in text
    assert "never crawled" in words(page.cssselect("#fincen")[0])


def test_sources_take_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        make_announcement("Firm Charged", published_on=date(1990 + number, 3, 4))
        CrawlRun.objects.create(source="doj")
    with django_assert_max_num_queries(12):
        client.get("/sources/")


def test_tables_are_shown_to_administrators_and_changed_by_nobody(administrator: Client) -> None:
    announcement = make_announcement("Firm Charged", charges=["spoofing"], parties=["Firm"])
    for model, table in admin.site._registry.items():
        if model._meta.app_label != "kb":
            continue
        base = f"/admin/kb/{model._meta.model_name}/"
        assert administrator.get(base).status_code == 200
        assert administrator.get(base, {"q": "\x00", "p": "999999999999999999999", "o": "x.-9"}).status_code in {
            200,
            302,
        }
        row = model._default_manager.first()
        if row is None:
            continue
        assert administrator.get(f"{base}{row.pk}/change/").status_code == 200
        assert administrator.post(f"{base}{row.pk}/delete/", {"post": "yes"}).status_code == 403
        if model is not User:
            assert administrator.post(f"{base}{row.pk}/change/", {"title": "x"}).status_code == 403
        assert not table.has_add_permission(administrator.get(base).wsgi_request)
    assert Announcement.objects.get() == announcement


@pytest.mark.parametrize(
    "query", ["source__exact=%00", "q=%00", "published_on__year=%00", "nonsense=%00", "id__exact=x"]
)
def test_tables_answer_any_filter(administrator: Client, query: str) -> None:
    response = administrator.get(f"/admin/kb/announcement/?{query}", follow=True)
    assert response.status_code == 200


def test_a_reader_is_kept_out_of_the_tables(client: Client) -> None:
    client.force_login(User.objects.create_user("reader@example.com", "a long enough passphrase"))
    assert client.get("/admin/kb/announcement/").status_code == 302
    assert not html.fromstring(client.get("/").content.decode()).cssselect('a[href^="/admin"]')
