"""How good are the facts? Labelled and predicted announcements in, precision, recall and F1 a field out.

Counts are pooled over announcements (micro averages). Intervals are 95 % percentile bootstrap over announcements,
with a fixed seed, so the same input gives the same table. Refused: lists of different length (ValueError).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.facts import FACT_LISTS
from nlp.matching import Facts, fact_keys, name_key, pair_parties

MEAN_OF = ("party", "charge", "citation", "sanction amount+kind", "stage", "term")
_RESAMPLES = 1000
_SEED = 20200101

Tally = tuple[int, int, int]  # right, predicted, labelled
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: figures between 0 and 1, `low` and `high` bound F1 at 95 %."""

    field: str
    precision: float
    recall: float
    f1: float
    low: float
    high: float
    gold: int
    predicted: int


def tally(gold: Facts, predicted: Facts) -> dict[str, Tally]:
    """Field -> how many facts of one announcement are right, predicted, labelled."""
    ours, theirs = fact_keys(predicted), fact_keys(gold)
    counts = {field: (len(ours[field] & theirs[field]), len(ours[field]), len(theirs[field])) for field in ours}
    return counts | _tally_parties(gold.get("parties", []), predicted.get("parties", []))


def _tally_parties(gold: Sequence[Facts], predicted: Sequence[Facts]) -> dict[str, Tally]:
    pairs = pair_parties(gold, predicted)
    alike = sum(a["kind"] == b.get("kind") and a["role"] == b.get("role") for a, b in pairs)
    labelled = {(name_key(p["name"]), name_key(a)) for p in gold for a in p.get("aliases", [])}
    found = {(name_key(p["name"]), name_key(a)) for p, q in pairs for a in q.get("aliases", [])}
    return {
        "party": (len(pairs), len(predicted), len(gold)),
        "party+kind+role": (alike, len(predicted), len(gold)),
        "alias": (len(labelled & found), len(found), len(labelled)),
    }


def score(gold: Sequence[Facts], predicted: Sequence[Facts]) -> list[Row]:
    """A row a field, and last the mean F1 of MEAN_OF."""
    if len(gold) != len(predicted) or not gold:
        raise ValueError(f"{len(gold)} labelled and {len(predicted)} predicted announcements")
    tallies = [tally(g, p) for g, p in zip(gold, predicted, strict=True)]
    fields = list(tallies[0])
    counts = np.array([[t[field] for field in fields] for t in tallies])  # announcement x field x tally
    samples = _resampled(counts)
    rows = [_row(field, counts[:, i].sum(axis=0), samples[:, i]) for i, field in enumerate(fields)]
    rows.append(_mean_row([fields.index(field) for field in MEAN_OF], counts, samples))
    return rows


def _resampled(counts: Counts) -> Counts:
    draws = np.random.default_rng(_SEED).integers(0, len(counts), (_RESAMPLES, len(counts)))
    return np.stack([counts[draw].sum(axis=0) for draw in draws])


def _f1(sums: Counts) -> NDArray[np.float64]:
    """F1 over the last axis; 1 where there was nothing to find and nothing was found."""
    right, predicted, labelled = (sums[..., i].astype(float) for i in range(3))
    total = predicted + labelled
    return np.where(total > 0, 2 * right / np.where(total > 0, total, 1), 1.0)


def _row(field: str, sums: Counts, samples: Counts) -> Row:
    right, predicted, labelled = (int(n) for n in sums)
    low, high = np.percentile(_f1(samples), (2.5, 97.5))
    precision = right / predicted if predicted else float(not labelled)
    recall = right / labelled if labelled else 1.0
    return Row(field, precision, recall, float(_f1(sums)), float(low), float(high), labelled, predicted)


def _mean_row(fields: list[int], counts: Counts, samples: Counts) -> Row:
    mean = float(_f1(counts.sum(axis=0)[fields]).mean())
    low, high = np.percentile(_f1(samples[:, fields]).mean(axis=1), (2.5, 97.5))
    labelled, predicted = (int(counts[:, fields, i].sum()) for i in (2, 1))
    nan = float("nan")
    return Row("mean of " + ", ".join(MEAN_OF), nan, nan, mean, float(low), float(high), labelled, predicted)


def exact_evidence(documents: Sequence[Facts], predicted: Sequence[Facts]) -> float:
    """The share of predicted spans (a fact without any counts as one) that quote the text exactly."""
    good = total = 0
    for document, facts in zip(documents, predicted, strict=True):
        for fact in (fact for field in FACT_LISTS for fact in facts.get(field, [])):
            spans: list[dict[str, Any]] = fact.get("evidence", [])
            good += sum(document["text"][s["start"] : s["end"]] == s["quote"] for s in spans)
            total += max(1, len(spans))
    return good / total if total else 0.0
