"""Addresses of the site."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from kb.web import announcements, cases, documents, health, search, search_json, sources

urlpatterns: list[URLPattern | URLResolver] = [
    path("", search.search, name="search"),
    path("search", search.search),
    path("search.json", search_json.search_json, name="search-json"),
    path("cases/<int:pk>/", cases.case, name="case"),
    path("cases/<int:pk>/similar/", cases.similar, name="similar-cases"),
    path("announcements/<int:pk>/", announcements.announcement, name="announcement"),
    path("documents/<int:pk>/copy", documents.document_copy, name="document-copy"),
    path("", include("kb.web.parties")),
    path("sources/", sources.sources, name="sources"),
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", health.robots, name="robots"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.account.urls")),
    path("", include("kb.web.watches")),
    path("", include("kb.web.accounts")),
]
