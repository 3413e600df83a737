"""Registers that authorities keep: who is on one, since when, and who no longer is. They announce nothing."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from kb.models.sources import RawBody


class Register(models.TextChoices):
    REDLIST = "redlist", "CFTC RED List"
    MSB = "msb", "FinCEN MSB registrants"


class RegisterSnapshot(models.Model):
    """The bytes of one address of a register, once per hash, with when they first came."""

    register = models.CharField(max_length=16, choices=Register)
    url = models.URLField(max_length=1000)
    body = models.ForeignKey(RawBody, models.PROTECT, related_name="register_snapshots")
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    captured_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("register", "url", "body", name="register_snapshot_once"),)

    def __str__(self) -> str:
        return f"{self.get_register_display()} {self.captured_at:%Y-%m-%d}"


class RegisterEntry(models.Model):
    """One name on a register. `plain_names` are all its names as they are compared. An entry that the authority drops
    stays, with the day it was first missing; of one that comes back, the time before is a RegisterPeriod."""

    register = models.CharField(max_length=16, choices=Register)
    key = models.CharField(max_length=64)
    name = models.TextField()
    aliases = models.JSONField(default=list)
    plain_names = ArrayField(models.TextField())
    number = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=60, blank=True)
    details = models.JSONField(default=dict)
    listed_on = models.DateField(null=True, help_text="the register's own date")
    first_seen_on = models.DateField()
    last_seen_on = models.DateField(db_index=True)
    dropped_on = models.DateField(null=True)
    back_on = models.DateField(null=True, help_text="when it was seen again after it had been dropped")

    class Meta:
        verbose_name_plural = "register entries"
        constraints = (models.UniqueConstraint("register", "key", name="register_entry_once"),)
        indexes = (GinIndex(fields=("plain_names",), name="register_names"),)

    def __str__(self) -> str:
        return f"{self.get_register_display()}: {self.name}"

    @property
    def since_on(self) -> date:
        """When it was first seen in the time that lasts, or lasted until it was dropped."""
        return self.back_on or self.first_seen_on


class RegisterPeriod(models.Model):
    """A time on a register that ended before the entry came back."""

    entry = models.ForeignKey(RegisterEntry, models.CASCADE, related_name="earlier")
    listed_on = models.DateField(null=True, help_text="the register's own date")
    since_on = models.DateField(help_text="when it was first seen in that time")
    last_seen_on = models.DateField()
    dropped_on = models.DateField()

    class Meta:
        ordering = ("entry", "since_on", "pk")

    def __str__(self) -> str:
        return f"{self.entry} {self.since_on} to {self.dropped_on}"
