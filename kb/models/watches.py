"""Saved searches and what became of them: Watch (a saved search) > Alert (one hit) > Digest (one mail of a period)."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from kb.models.sources import Announcement, Version


def make_token() -> str:
    return secrets.token_urlsafe(24)


class Watch(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="watches")
    name = models.CharField(max_length=200)
    query = models.TextField(blank=True, help_text="the search as a URL query string, in its one normal form")
    is_active = models.BooleanField(default=True)
    token = models.CharField(max_length=40, unique=True, default=make_token, help_text="for the unsubscribe link")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name", "id")
        verbose_name_plural = "watches"
        constraints = (models.UniqueConstraint("user", "query", name="watch_once"),)

    def __str__(self) -> str:
        return self.name


class Digest(models.Model):
    """One mail to one user for one period. `status` moves pending > sending > sent; each step is a filtered UPDATE."""

    class Status(models.TextChoices):
        PENDING = "pending", "waiting to be sent"
        SENDING = "sending", "being sent"
        SENT = "sent", "sent"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    cadence = models.CharField(max_length=10, default="weekly")
    period_start = models.DateTimeField()
    period_end = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    message_id = models.CharField(max_length=200)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ("-period_start", "user")
        constraints = (models.UniqueConstraint("user", "cadence", "period_start", name="digest_once"),)


class Alert(models.Model):
    """A row of the ledger: this watch matched this version. It stays without a digest until one takes it up."""

    watch = models.ForeignKey(Watch, models.CASCADE, related_name="alerts")
    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="alerts")
    version = models.ForeignKey(Version, models.CASCADE, related_name="alerts")
    digest = models.ForeignKey(Digest, models.SET_NULL, null=True, blank=True, related_name="alerts")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint("watch", "version", name="alert_once"),)
        indexes = (models.Index(fields=("created_at",), name="alert_waiting", condition=Q(digest=None)),)
