"""Cases and parties, and the Links that justify them. A Link is never deleted: it is undone, with the time."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from kb.models.facts import PartyFact
from kb.models.sources import Announcement


class Case(models.Model):
    """One dispute or scheme over time, across announcements and agencies. Dates and title follow its announcements."""

    title = models.TextField()
    first_on = models.DateField()
    last_on = models.DateField(db_index=True)
    agencies = models.JSONField(default=list, help_text="source codes, in order of first announcement")
    is_enforcement = models.BooleanField(default=True, help_text="false: only notices, no step of an action")
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    announcements = models.ManyToManyField(Announcement, through="CaseLink", related_name="cases")

    class Meta:
        ordering = ("-last_on", "-id")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("case", args=[self.pk])


class Link(models.Model):
    """A recorded judgement: why two rows belong together, who said so, how sure, and since when no longer."""

    class Reason(models.TextChoices):
        FIRST = "first", "first announcement of the case"
        REFERENCE = "reference", "one release names the other"
        DOCKET = "docket", "same docket number"
        MATTER = "matter", "same matter number"
        ACCUSED = "accused", "same accused"
        NAME = "name", "same name in the same case"
        PERSON = "person", "decided by a person"

    reason = models.CharField(max_length=20, choices=Reason)
    detail = models.TextField(blank=True, help_text="what matched, in words")
    score = models.FloatField(default=1.0)
    author = models.CharField(max_length=80, help_text="a rule and its release, or a user's e-mail")
    created_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class CaseLink(Link):
    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="case_links")
    case = models.ForeignKey(Case, models.CASCADE, related_name="links")

    class Meta:
        constraints = (models.UniqueConstraint("announcement", condition=Q(undone_at=None), name="one_case"),)


class Party(models.Model):
    """A resolved person or organisation within a case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="parties")
    name = models.TextField()
    kind = models.CharField(max_length=20)
    role = models.CharField(max_length=20)
    aliases = models.JSONField(default=list)

    class Meta:
        ordering = ("id",)
        verbose_name_plural = "parties"

    def __str__(self) -> str:
        return self.name


class PartyLink(Link):
    fact = models.ForeignKey(PartyFact, models.CASCADE, related_name="party_links")
    party = models.ForeignKey(Party, models.CASCADE, related_name="links")

    class Meta:
        constraints = (models.UniqueConstraint("fact", condition=Q(undone_at=None), name="one_party"),)
