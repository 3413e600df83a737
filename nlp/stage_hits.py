"""One place where a text reports a stage: is it news, history, or a step beside the step of the headline?

In: a document, the places where turns of phrase report a stage, and the stages that headlines and lead report. Out:
what happened at the same time. Refuses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from nlp.document import Document
from nlp.related import related_spans, within
from nlp.splitting import Span
from nlp.stage_patterns import (
    AGREEMENT_TERMS,
    ALSO_NEWS,
    AT_HEARING,
    CIVIL_COMPLAINT,
    COMPLAINT,
    DATED,
    HISTORY,
    MONTHS,
    NOW,
    PLEA_TODAY,
    SAME_DAY,
    SEPARATELY,
    YEAR,
)

Place = Literal["headline", "first", "lead", "early", "body"]

_RECENT_DAYS = 14
_CIVIL_BESIDE = {"restrained", "complaint_filed"}
# Reported in the body, these stand beside the stage of the headline.
BESIDE = {
    "charged",
    "arrested",
    "forfeiture",
    "restrained",
    "pleaded_guilty",
    "sentenced",
    "non_prosecution",
    "deferred_prosecution",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A turn of phrase that reports the stage `code`."""

    code: str
    start: int
    end: int
    place: Place


def is_civil(document: Document) -> bool:
    """Is it a civil agency's? Such an announcement reports the criminal case beside its own only as background."""
    return document.agency in ("CFTC", "FinCEN") or (
        not document.agency and "Commodity Futures Trading Commission" in document.text[:1500]
    )


def is_history(document: Document, hit: Hit) -> bool:
    """Do the words before the hit tell that it lies behind, or is still to come?"""
    sentence = document.sentence_at(hit.start) or Span(hit.start, hit.end)
    before = document.flat[max(sentence.start, hit.start - 60) : hit.end]
    return bool(HISTORY.search(before))


def is_plea_today(document: Document, hit: Hit) -> bool:
    """`pleaded guilty today`: news even where the sentence calls the case a related one."""
    plea = hit.code == "pleaded_guilty"
    return plea and bool(PLEA_TODAY.search(document.flat, max(0, hit.start - 10), hit.end + 15))


def codes_beside(document: Document, hits: list[Hit], codes: set[str]) -> set[str]:
    """What the body reports beside the stages `codes`."""
    found: set[str] = set()
    for hit in hits:
        if (
            hit.code in (_CIVIL_BESIDE if is_civil(document) else BESIDE) - codes
            and hit.place not in ("headline", "first")
            and _is_beside(document, hit, codes)
        ):
            found.add(hit.code)
    return found


def _is_beside(document: Document, hit: Hit, codes: set[str]) -> bool:
    if hit.code == "arrested":
        return "charged" in codes and _is_recent(document, hit)
    if hit.code == "complaint_filed":
        if codes == {"restrained"}:  # an asset freeze is granted with the complaint, or days after it
            return hit.place != "body" and _charges(document, hit)
        separately = SEPARATELY.search(sentence_of(document, hit)) and not is_history(document, hit)
        return bool(separately) and hit.place != "body" and "settled" in codes
    if hit.code == "restrained":
        return hit.place in ("lead", "early") and "complaint_filed" in codes
    sentence = sentence_of(document, hit)
    if hit.code in {"non_prosecution", "deferred_prosecution"}:
        earlier = codes & {"sentenced", "convicted"} or YEAR.search(sentence) or is_history(document, hit)
        spared = "deferred_prosecution" in codes and "not to prosecute" in sentence
        own = (
            codes == {"settled"} and AGREEMENT_TERMS.search(sentence) and not within(related_spans(document), hit.start)
        )
        return bool(spared or own or hit.place == "lead" or ALSO_NEWS.search(sentence)) and not earlier
    if hit.code == "sentenced":
        return "pleaded_guilty" in codes and bool(AT_HEARING.search(sentence))
    if hit.code == "pleaded_guilty" and (is_plea_today(document, hit) or "sentenced" in codes):
        return is_plea_today(document, hit)
    if hit.code == "charged" and CIVIL_COMPLAINT.search(sentence) and not codes & {"arrested", "pleaded_guilty"}:
        return False
    if hit.code == "charged" and "arrested" in codes and not codes & {"sentenced", "convicted", "extradited"}:
        return not is_history(document, hit)  # who was arrested was charged
    if not is_now(document, hit):
        return False
    if hit.code == "forfeiture":
        return bool(COMPLAINT.search(sentence))
    if hit.code in {"charged", "pleaded_guilty"}:
        told_of = codes & {"sentenced", "convicted", "extradited"} or "plea" in sentence and "pleaded_guilty" in codes
        return bool(SAME_DAY.search(sentence)) and not told_of and not DATED.search(sentence)
    return bool(ALSO_NEWS.search(sentence))


def _charges(document: Document, hit: Hit) -> bool:
    """`a complaint filed on July 26, which charges the defendants`, of the announcement's own year."""
    sentence = sentence_of(document, hit)
    years = {year for year in YEAR.findall(sentence) if document.date and year != document.date[:4]}
    dated = DATED.search(sentence)
    return "charg" in sentence and not (years and dated and dated["year"] in years)


def sentence_of(document: Document, hit: Hit) -> str:
    span = document.sentence_at(hit.start) or Span(hit.start, hit.end)
    return document.flat[span.start : span.end]


def is_now(document: Document, hit: Hit) -> bool:
    sentence = sentence_of(document, hit)
    return bool(NOW.search(sentence)) and not is_history(document, hit)


def _is_recent(document: Document, hit: Hit) -> bool:
    """`was arrested today`, or on a day not three weeks before the announcement."""
    sentence = sentence_of(document, hit)
    if NOW.search(sentence) and "announced" not in sentence:
        return True
    dated = DATED.search(sentence)
    if dated is None or not document.date or not dated["day"]:
        return False
    try:
        announced = date.fromisoformat(document.date[:10])
        happened = date(int(dated["year"] or announced.year), MONTHS[dated["month"]], int(dated["day"]))
    except ValueError:
        return False
    return 0 <= (announced - happened).days <= _RECENT_DAYS
