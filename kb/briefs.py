"""What lists of results show of an announcement, kept with its extraction so that a list need not read all its facts.

In: the facts of an extraction. Out: a Brief, and the JSON in `Extraction.brief`. It is written with the facts, whose
evidence is checked then, and is never changed, as they are not; a release that alters LISTS empties it for all. Where
it is missing, `make_brief` takes what the text proves, and `fill_briefs` stores that.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from kb.models import Extraction
from kb.money import Money

log = logging.getLogger(__name__)
CHUNK = 500
LISTS: dict[str, tuple[str, ...]] = {
    "parties": ("name", "role"),
    "charges": ("code", "status", "confidence"),
    "sanctions": Money._fields,
    "stages": ("code",),
    "terms": ("kind", "months", "status"),
}


AMOUNTS = {"amount", "lowest", "highest", "parts_sum"}


class Charge(NamedTuple):
    code: str
    status: str
    confidence: float


class Term(NamedTuple):
    kind: str
    months: float | None
    status: str


@dataclass(frozen=True, slots=True)
class Brief:
    """Of one announcement: names of the accused, charges, sanctions, stages as codes, and terms."""

    accused: list[str]
    charges: list[Charge]
    sanctions: list[Money]
    stages: list[str]
    terms: list[Term]


def write_brief(facts: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, list[list[Any]]]:
    """The JSON of facts whose evidence has been checked; lists that have no fact are left out."""
    rows = {
        name: [[as_json(key, fact[key]) for key in keys] for fact in facts.get(name, ())]
        for name, keys in LISTS.items()
    }
    rows["parties"] = [row for row in rows["parties"] if row[1] == "accused"]
    return {name: found for name, found in rows.items() if found}


def as_json(key: str, value: Any) -> Any:
    return f"{value:.2f}" if key in AMOUNTS and value is not None else value


def read_brief(data: Mapping[str, Sequence[Sequence[Any]]]) -> Brief:
    return Brief(
        accused=list(dict.fromkeys(name for name, _ in data.get("parties", ()))),
        charges=[Charge(*row) for row in data.get("charges", ())],
        sanctions=[read_money(row) for row in data.get("sanctions", ())],
        stages=[code for (code,) in data.get("stages", ())],
        terms=[Term(*row) for row in data.get("terms", ())],
    )


def read_money(row: Sequence[Any]) -> Money:
    values: dict[str, Any] = dict(zip(Money._fields, row, strict=True))
    return Money(**values | {key: Decimal(values[key]) for key in AMOUNTS if values[key] is not None})


def make_brief(extraction: Extraction) -> dict[str, list[list[Any]]]:
    """From the stored facts that the text proves; what it does not prove is logged."""
    proved: dict[str, list[dict[str, Any]]] = {}
    for name, keys in LISTS.items():
        for fact in getattr(extraction, name).all():
            if extraction.proves(fact.evidence):
                proved.setdefault(name, []).append({key: getattr(fact, key) for key in keys})
            else:
                log.error("evidence of %s %s is not in %s", type(fact).__name__, fact.pk, extraction.version)
    return write_brief(proved)


def make_briefs(extractions: Iterable[int]) -> dict[int, dict[str, list[list[Any]]]]:
    """By the number of the extraction."""
    rows = Extraction.objects.filter(pk__in=extractions).select_related("version").prefetch_related(*LISTS)
    return {extraction.pk: make_brief(extraction) for extraction in rows}


def fill_briefs(*, progress: Callable[[int, int], object] = lambda done, total: None) -> int:
    """Stores the briefs that current extractions lack, which an earlier release wrote, and returns how many."""
    ids = list(
        Extraction.objects.filter(is_current=True, brief__isnull=True).order_by("pk").values_list("pk", flat=True)
    )
    for start in range(0, len(ids), CHUNK):
        progress(start, len(ids))
        rows = [(json.dumps(brief), pk) for pk, brief in make_briefs(ids[start : start + CHUNK]).items()]
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE kb_extraction SET brief = %s::jsonb WHERE id = %s", rows)
    progress(len(ids), len(ids))
    return len(ids)
