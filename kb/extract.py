"""Versions in, Extractions out: the current version of each announcement read by the current release of `nlp`.

A Version is read once by each release of the pipeline. What an earlier release found stays, no longer current.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from kb.models import FACTS, Announcement, Change, Extraction, Version
from nlp.facts import Extraction as Found
from nlp.pipeline import PIPELINE_VERSION, extract_many

MANY = 200  # below this many texts, starting further processes costs more than it saves


class EvidenceMismatch(AssertionError):
    """A fact quotes what its version does not say; nothing of that extraction is stored."""


def pending() -> QuerySet[Version]:
    """Current versions that this release of the pipeline has not read, oldest first."""
    done = Extraction.objects.filter(version=OuterRef("pk"), pipeline=PIPELINE_VERSION, is_current=True)
    current = Version.objects.filter(announcement__current_version=F("pk"))
    return current.filter(~Exists(done)).order_by("published_on", "pk")


def extract_pending(*, progress: Callable[[int, int], object] = lambda done, total: None) -> int:
    """Extracts all pending versions and returns how many. `progress(done, total)` is called after each."""
    ids = list(pending().values_list("pk", flat=True))
    processes = (os.cpu_count() or 1) if len(ids) >= MANY else 1
    progress(0, len(ids))
    for done, (pk, found) in enumerate(zip(ids, extract_many(records(ids), processes=processes), strict=True), 1):
        record_extraction(pk, found)
        progress(done, len(ids))
    return len(ids)


def records(ids: list[int]) -> Iterator[dict[str, Any]]:
    for start in range(0, len(ids), 100):
        chunk = ids[start : start + 100]
        rows = Version.objects.select_related("announcement").in_bulk(chunk)
        for version in (rows[pk] for pk in chunk):
            yield {
                "text": version.text,
                "title": version.title,
                "date": version.published_on.isoformat(),
                "agency": version.announcement.get_source_display(),
            }


def record_extraction(version_id: int, found: Found) -> None:
    """Stores the facts and makes them the announcement's current ones, unless a newer version came in meanwhile."""
    with transaction.atomic():
        version = Version.objects.get(pk=version_id)
        announcement = Announcement.objects.select_for_update().get(pk=version.announcement_id)
        if announcement.current_version_id != version.pk:
            return
        Extraction.objects.filter(announcement=announcement, is_current=True).update(is_current=False)
        Extraction.objects.filter(version=version, pipeline=found.pipeline).delete()
        extraction = Extraction.objects.create(
            announcement=announcement, version=version, pipeline=found.pipeline, is_enforcement=found.is_enforcement
        )
        for name, model in FACTS.items():
            facts = [asdict(fact) for fact in getattr(found, name)]
            verify_evidence(version, name, facts)
            model.objects.bulk_create(
                [model(extraction=extraction, position=position, **fact) for position, fact in enumerate(facts)]
            )
        Change.objects.create(announcement_id=announcement.pk)


def verify_evidence(version: Version, name: str, facts: list[dict[str, Any]]) -> None:
    for fact in facts:
        for span in fact["evidence"]:
            if version.text[span["start"] : span["end"]] != span["quote"]:
                raise EvidenceMismatch(f"{name} of {version}: {span['quote']!r} is not at {span['start']}")
