"""How good are the facts? Labelled and predicted announcements in, precision, recall and F1 a field out.

Counts are pooled over announcements (micro averages). Intervals are 95 % percentile bootstrap over announcements,
with a fixed seed, so the same input gives the same table. Refused: lists of different length (ValueError).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.facts import FACT_LISTS
from nlp.matching import Facts, fact_keys, name_key, pair_parties

MEAN_OF = ("party", "charge", "citation", "sanction amount+kind", "stage", "term")
MACRO = "charge macro"
_MACRO_CASES = 5  # a code with fewer labelled cases says too little to weigh as much as the others
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
    """A row a field, then macro F1 over the charges with enough cases, and last the mean F1 of MEAN_OF."""
    if len(gold) != len(predicted) or not gold:
        raise ValueError(f"{len(gold)} labelled and {len(predicted)} predicted announcements")
    tallies = [tally(g, p) for g, p in zip(gold, predicted, strict=True)]
    fields = list(tallies[0])
    counts = np.array([[t[field] for field in fields] for t in tallies])  # announcement x field x tally
    samples = _resampled(counts)
    rows = [_row(field, counts[:, i].sum(axis=0), samples[:, i]) for i, field in enumerate(fields)]
    rows.append(_macro_row(gold, predicted))
    columns = [fields.index(field) for field in MEAN_OF]
    rows.append(_mean_row("mean of " + ", ".join(MEAN_OF), counts[:, columns], samples[:, columns]))
    return rows


def _macro_row(gold: Sequence[Facts], predicted: Sequence[Facts]) -> Row:
    """Each code that is labelled often enough weighs the same; `gold` counts those codes' cases."""
    theirs, ours = ([{c["code"] for c in doc.get("charges", [])} for doc in docs] for docs in (gold, predicted))
    cases = Counter(code for codes in theirs for code in codes)
    often = sorted(code for code, number in cases.items() if number >= _MACRO_CASES)
    counts = np.array(
        [[(c in t and c in o, c in o, c in t) for c in often] for t, o in zip(theirs, ours, strict=True)],
        dtype=np.int64,
    ).reshape(len(gold), len(often), 3)
    return _mean_row(MACRO, counts, _resampled(counts))


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


def _mean_row(name: str, counts: Counts, samples: Counts) -> Row:
    """The mean F1 of columns that each weigh the same; 0 where there is none."""
    if not counts.shape[1]:
        return Row(name, nan, nan, 0.0, 0.0, 0.0, 0, 0)
    mean = float(_f1(counts.sum(axis=0)).mean())
    low, high = np.percentile(_f1(samples).mean(axis=1), (2.5, 97.5))
    labelled, predicted = (int(counts[..., i].sum()) for i in (2, 1))
    return Row(name, nan, nan, mean, float(low), float(high), labelled, predicted)


def exact_evidence(documents: Sequence[Facts], predicted: Sequence[Facts]) -> float:
    """The share of predicted spans (a fact without any counts as one) that quote the text exactly."""
    good = total = 0
    for document, facts in zip(documents, predicted, strict=True):
        for fact in (fact for field in FACT_LISTS for fact in facts.get(field, [])):
            spans: list[dict[str, Any]] = fact.get("evidence", [])
            good += sum(document["text"][s["start"] : s["end"]] == s["quote"] for s in spans)
            total += max(1, len(spans))
    return good / total if total else 0.0
