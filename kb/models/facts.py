"""Machine output: the facts that `nlp` found in a Version, each with the spans that prove it. Never edited by people.

Fields are those of the exchange format; `evidence` is a list of {start, end, quote} with
`version.text[start:end] == quote`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import Q

from kb.models.sources import Announcement, Version


class Extraction(models.Model):
    """All facts that one release of the pipeline found in one Version. One is current for an announcement."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="extractions")
    version = models.ForeignKey(Version, models.CASCADE, related_name="extractions")
    pipeline = models.CharField(max_length=40)
    is_enforcement = models.BooleanField()
    is_current = models.BooleanField(default=True)
    further = models.JSONField(default=dict, help_text="facts without a table of their own")
    brief = models.JSONField(null=True, blank=True, help_text="what lists show of its facts, see kb.briefs")
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True, help_text="when its facts were last tied to a case")

    class Meta:
        indexes = (
            models.Index(fields=("id",), name="extraction_unresolved", condition=Q(resolved_at=None)),
            models.Index(fields=("id",), name="extraction_unbriefed", condition=Q(is_current=True, brief__isnull=True)),
        )
        constraints = (
            models.UniqueConstraint("version", "pipeline", name="extraction_once"),
            models.UniqueConstraint("announcement", condition=Q(is_current=True), name="extraction_current"),
        )

    def __str__(self) -> str:
        return f"{self.version} by {self.pipeline}"

    def proves(self, evidence: Sequence[Mapping[str, Any]]) -> bool:
        """Whether there is evidence and the text has each piece of it, word for word, where it is said to be."""
        text = self.version.text
        return bool(evidence) and all(
            piece["quote"] and text[piece["start"] : piece["end"]] == piece["quote"] for piece in evidence
        )


class Fact(models.Model):
    extraction = models.ForeignKey(Extraction, models.CASCADE)
    position = models.PositiveSmallIntegerField()
    evidence = models.JSONField()
    found_by = models.TextField()
    confidence = models.FloatField()

    class Meta:
        abstract = True
        ordering = ("extraction", "position")


class StageFact(Fact):
    code = models.CharField(max_length=30)

    class Meta(Fact.Meta):
        default_related_name = "stages"


class PartyFact(Fact):
    name = models.TextField()
    kind = models.CharField(max_length=20)
    role = models.CharField(max_length=20)
    aliases = models.JSONField(default=list)
    key = models.TextField(blank=True, db_index=True, help_text="one spelling of a person's full name")

    class Meta(Fact.Meta):
        default_related_name = "parties"


class ChargeFact(Fact):
    code = models.CharField(max_length=40, db_index=True)
    status = models.CharField(max_length=20)

    class Meta(Fact.Meta):
        default_related_name = "charges"


class CitationFact(Fact):
    canonical = models.TextField(db_index=True)

    class Meta(Fact.Meta):
        default_related_name = "citations"


class SanctionFact(Fact):
    kind = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=20)
    payers = models.JSONField(default=list)
    joint = models.BooleanField(default=False)
    lowest = models.DecimalField(max_digits=18, decimal_places=2, null=True, help_text="that its words permit")
    highest = models.DecimalField(max_digits=18, decimal_places=2, null=True, help_text="that its words permit")
    parts_sum = models.DecimalField(max_digits=18, decimal_places=2, null=True, help_text="where it states a total")
    parts_state = models.CharField(max_length=10, blank=True, help_text="agrees, partial, differs")

    class Meta(Fact.Meta):
        default_related_name = "sanctions"


class TermFact(Fact):
    kind = models.CharField(max_length=30)
    months = models.FloatField(null=True)
    status = models.CharField(max_length=20)
    party = models.TextField(null=True)

    class Meta(Fact.Meta):
        default_related_name = "terms"


class DocketFact(Fact):
    number = models.TextField(help_text="as printed")
    court = models.TextField(null=True)
    key = models.TextField(blank=True, db_index=True, help_text="one spelling; empty: ambiguous")

    class Meta(Fact.Meta):
        default_related_name = "dockets"


class CourtFact(Fact):
    court = models.TextField()

    class Meta(Fact.Meta):
        default_related_name = "courts"


class ReferenceFact(Fact):
    release = models.TextField(db_index=True)

    class Meta(Fact.Meta):
        default_related_name = "references"


FACTS: dict[str, type[Any]] = {
    "stages": StageFact,
    "parties": PartyFact,
    "charges": ChargeFact,
    "citations": CitationFact,
    "sanctions": SanctionFact,
    "terms": TermFact,
    "dockets": DocketFact,
    "courts": CourtFact,
    "references": ReferenceFact,
}
