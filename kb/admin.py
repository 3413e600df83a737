"""The tables for administrators, to look at: what the machine found and what was captured is never edited by hand.

Users are the exception: an administrator may change who may sign in. They are invited, not added here.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kb import models


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg] # no subscript at run time
    """Lists and shows rows; refuses to add, change or delete them."""

    show_full_result_count = False
    list_per_page = 50

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):  # filters pass it on, and PostgreSQL takes no NUL in a text
            return redirect(request.path)
        return super().changelist_view(request, extra_context)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(models.CrawlRun)
class CrawlRunAdmin(ReadOnly):
    list_display = ("source", "started_at", "outcome", "seen", "new", "changed", "failed", "reason")
    list_filter = ("source", "outcome")


@admin.register(models.Announcement)
class AnnouncementAdmin(ReadOnly):
    list_display = ("source", "number", "published_on", "title")
    list_filter = ("source",)
    search_fields = ("number", "title")


@admin.register(models.Version)
class VersionAdmin(ReadOnly):
    list_display = ("announcement", "ordinal", "published_on", "created_at", "matched_at")
    list_select_related = ("announcement",)
    raw_id_fields = ("announcement", "snapshot")


@admin.register(models.Extraction)
class ExtractionAdmin(ReadOnly):
    list_display = ("announcement", "pipeline", "is_current", "is_enforcement", "created_at")
    list_filter = ("is_current", "is_enforcement", "pipeline")
    list_select_related = ("announcement",)


@admin.register(models.Case)
class CaseAdmin(ReadOnly):
    list_display = ("title", "first_on", "last_on", "agencies")
    search_fields = ("title",)


@admin.register(models.CaseLink)
class CaseLinkAdmin(ReadOnly):
    list_display = ("case", "announcement", "reason", "detail", "author", "created_at", "undone_at")
    list_filter = ("reason",)
    list_select_related = ("case", "announcement")


@admin.register(models.Party)
class PartyAdmin(ReadOnly):
    list_display = ("name", "kind", "role", "case")
    list_filter = ("kind", "role")
    list_select_related = ("case",)
    search_fields = ("name",)


@admin.register(models.Digest)
class DigestAdmin(ReadOnly):
    """Shows that a mail went out and when. What a person watches is theirs, so Watches and Alerts are not listed."""

    list_display = ("user", "cadence", "period_start", "status", "attempts", "sent_at", "problem")
    list_filter = ("status",)
    list_select_related = ("user",)


@admin.register(models.User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("email", "is_active", "is_staff", "is_superuser", "last_login")
    search_fields = ("email",)
    fields = ("email", "is_active", "is_staff", "is_superuser", "last_login", "date_joined")
    readonly_fields = ("last_login", "date_joined")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


admin.site.site_title = admin.site.site_header = "Casebook"
admin.site.index_title = "Tables"
