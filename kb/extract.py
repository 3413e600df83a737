"""Versions in, Extractions out: the current version of each announcement read by the current release of `nlp`.

A Version is read once by each release of the pipeline. What an earlier release found stays, no longer current.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from kb.briefs import write_brief
from kb.models import FACTS, Announcement, Change, Extraction, Version
from nlp.facts import FACT_LISTS
from nlp.facts import Extraction as Found
from nlp.pipeline import PIPELINE_VERSION, extract_many

log = logging.getLogger(__name__)
SUSPECTS = 64  # texts read one by one after a break; more than the pipeline reads ahead is not needed
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
    progress(0, len(ids))
    extracted = 0
    for done, (pk, found) in enumerate(extract_all(ids), 1):
        if found:
            record_extraction(pk, found)
            extracted += 1
        progress(done, len(ids))
    return extracted


def extract_all(ids: list[int]) -> Iterator[tuple[int, Found | None]]:
    """Each version with what was found in it, in order; None where the pipeline broke, which is logged.

    One text that breaks the pipeline must not keep the facts of the others from their readers: from where the run
    broke off, versions are read one by one past the text that broke it, then together again.
    """
    start = 0
    while start < len(ids):
        left = ids[start:]
        processes = (os.cpu_count() or 1) if len(left) >= MANY else 1
        try:
            for pk, found in zip(left, extract_many(records(left), processes=processes), strict=True):
                start += 1
                yield pk, found
        except Exception:
            log.warning("The extraction broke off; finding the announcement that broke it.")
            for pk in ids[start : start + SUSPECTS]:
                start += 1
                yield pk, extract_alone(pk)


def extract_alone(pk: int) -> Found | None:
    try:
        return next(extract_many(records([pk])))
    except Exception:
        log.exception("No facts could be extracted from %s.", Version.objects.get(pk=pk))
        return None


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
        lists = {name: [asdict(fact) for fact in getattr(found, name)] for name in FACT_LISTS}
        for name, facts in lists.items():
            verify_evidence(version, name, facts)
        extraction = Extraction.objects.create(
            announcement=announcement,
            version=version,
            pipeline=found.pipeline,
            is_enforcement=found.is_enforcement,
            further={name: facts for name, facts in lists.items() if name not in FACTS},
            brief=write_brief(lists),
        )
        for name, model in FACTS.items():
            model.objects.bulk_create(
                [model(extraction=extraction, position=position, **fact) for position, fact in enumerate(lists[name])]
            )
        Change.objects.create(announcement_id=announcement.pk)


def verify_evidence(version: Version, name: str, facts: list[dict[str, Any]]) -> None:
    for fact in facts:
        for span in fact["evidence"]:
            if version.text[span["start"] : span["end"]] != span["quote"]:
                raise EvidenceMismatch(f"{name} of {version}: {span['quote']!r} is not at {span['start']}")
