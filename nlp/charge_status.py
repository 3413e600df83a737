"""The status of a charge: alleged < settled < found < admitted < convicted, the strongest reached by any accused.

In: the context, the stages found before and the sentences that show the charge. Out: one status. Where the stages
agree it is theirs; where they differ the charge's own sentences decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nlp.charge_context import Context
from nlp.charge_patterns import compile_phrase
from nlp.document import Span
from nlp.facts import CHARGE_STATUSES, ChargeStatus

BY_STAGE: dict[str, ChargeStatus] = {
    "complaint_filed": "alleged",
    "charged": "alleged",
    "arrested": "alleged",
    "extradited": "alleged",
    "restrained": "alleged",
    "settled": "settled",
    "penalty_assessed": "found",
    "judgment": "found",
    "pleaded_guilty": "admitted",
    "deferred_prosecution": "admitted",
    "non_prosecution": "admitted",
    "convicted": "convicted",
    "sentenced": "convicted",
}
_SAID: tuple[tuple[ChargeStatus, str], ...] = (
    ("convicted", "convicted|sentenced|found_guilty|jury_found|conviction|sentence"),
    ("admitted", "pleaded|pled|pleads|plead|pleading|guilty_plea|plea|admits|admitted|admitting|deferred_prosecution"),
    ("found", "default|summary_judgment|judgment|court_found|court_finds|trial"),
    ("settled", "settle*|consent_order|order_finds|order_requires|orders|ordered|agreed"),
)
_ADMITS = compile_phrase(
    "admits|admitted|admitting|acknowledges|acknowledged ... facts|allegations|violated|findings|liability"
)
_DENIES = compile_phrase("without|neither ... admit* ... or|nor ... den*")


def charge_status(context: Context, found: Mapping[str, list[Any]], sentences: Sequence[Span]) -> ChargeStatus:
    reached = sorted({BY_STAGE[s.code] for s in found.get("stages", []) if s.code in BY_STAGE}, key=_rank)
    if not reached:
        return _said(context, sentences, CHARGE_STATUSES) or "alleged"
    if len(reached) > 1:
        return _said(context, sentences, reached) or reached[0]
    if reached == ["settled"] and _admits(context):
        return "admitted"
    return reached[0]


def _rank(status: ChargeStatus) -> int:
    return CHARGE_STATUSES.index(status)


def _said(context: Context, sentences: Sequence[Span], among: Sequence[ChargeStatus]) -> ChargeStatus | None:
    """The strongest status of `among` that the sentences themselves say."""
    for status, words in _SAID:
        phrase = compile_phrase(words)
        if status in among and any(phrase.pattern.search(context.document.text, s.start, s.end) for s in sentences):
            return status
    return None


def _admits(context: Context) -> bool:
    text = context.document.text
    return bool(_ADMITS.pattern.search(text)) and not _DENIES.pattern.search(text)
