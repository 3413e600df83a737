"""What step does an announcement report? A document in, Stage facts out.

The news stands in the headlines and the lead; the body adds what happened at the same time. What the text recounts
(`he pleaded guilty in March`) or expects (`will be sentenced`) is no stage. Several stages are given where several
are news; one that a later one takes up (the plea, in a report of a sentence) is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from nlp.document import Document
from nlp.facts import Evidence, Stage
from nlp.splitting import Span
from nlp.stage_patterns import (
    ALSO_NEWS,
    COMPLAINT,
    CONSENT,
    CONSENT_ORDER,
    CONTEMPT,
    DATED,
    ENTERED,
    FINAL_JUDGMENT,
    HISTORY,
    INTERIM_CONSENT,
    MONTHS,
    NO_STEP_TITLE,
    NOW,
    REPORTS,
    ROUND_UP,
    SAME_DAY,
    SEPARATELY,
    WITHOUT_CONSENT,
)
from nlp.words import lists, words

Place = Literal["headline", "first", "lead", "early", "body"]

_EARLY_PARAGRAPHS = 3
_RECENT_DAYS = 21
_FILING = 0.9  # confidence: the title of a paper tells what it is
_CRIMINAL = {"charged", "arrested", "pleaded_guilty", "convicted", "sentenced", "deferred_prosecution", "extradited"}
_TAKES_UP = {code: words("stages.yml", code) for code in lists("stages.yml")}
# Reported in the body, these stand beside the stage of the headline.
_BESIDE = {
    "charged",
    "arrested",
    "forfeiture",
    "restrained",
    "pleaded_guilty",
    "non_prosecution",
    "deferred_prosecution",
}
_CIVIL_BESIDE = {"restrained", "complaint_filed"}


@dataclass(frozen=True, slots=True)
class _Hit:
    code: str
    start: int
    end: int
    place: Place


def find_stages(document: Document, found: Mapping[str, list[Any]]) -> list[Stage]:
    """The steps that this announcement reports as its news, each with the words that say so."""
    if document.filing:
        title = document.filing.title
        evidence = Evidence.of(document.text, title.start, title.end)
        return [Stage([evidence], "stage:filing", _FILING, code) for code in document.filing.codes]
    hits = [hit for hit in _hits(document) if _allowed(document, hit)]
    if INTERIM_CONSENT.search(_top(document)):
        hits = [hit for hit in hits if hit.code != "settled"]
    codes = _main_codes(document, hits) or _listed_codes(document, hits)
    for _ in range(2):  # an arrest stands beside a charge that itself stands beside a plea
        codes |= _codes_beside(document, hits, codes) if codes else set()
    if not codes:
        codes = {hit.code for hit in hits if hit.code == "other" and hit.place != "body"}
        codes |= {hit.code for hit in hits if codes and hit.code == "restrained"}
    if codes & {"deferred_prosecution", "non_prosecution"}:
        codes -= {"settled"}
    return [_stage(document, code, hits) for code in REPORTS if code in codes]


def _listed_codes(document: Document, hits: list[_Hit]) -> set[str]:
    """What a round-up of several actions (`announced the following enforcement updates`) reports in its body."""
    if not ROUND_UP.search(_headline(document)):
        return set()
    return {
        hit.code
        for hit in hits
        if hit.code in ("complaint_filed", "settled", "judgment") and _is_entered(document, hit)
    }


def _is_entered(document: Document, hit: _Hit) -> bool:
    return bool(ENTERED.search(_sentence(document, hit)))


def is_no_step(document: Document) -> bool:
    """Does the headline announce a speech, a report, a rule, a grant, an appointment, and no step of an action?"""
    headline = _headline(document)
    return bool(NO_STEP_TITLE.search(headline)) and not _strong_headline(headline)


def _headline(document: Document) -> str:
    spans = document.headlines[:1]
    return document.text[spans[0].start : spans[0].end] if spans else document.title


def _strong_headline(headline: str) -> bool:
    strong = (
        "charged",
        "arrested",
        "pleaded_guilty",
        "convicted",
        "sentenced",
        "settled",
        "complaint_filed",
        "deferred_prosecution",
    )
    return any(REPORTS[code].search(headline) for code in strong)


def _hits(document: Document) -> Iterator[_Hit]:
    in_body = REPORTS if ROUND_UP.search(_headline(document)) else {c: REPORTS[c] for c in sorted(_BESIDE | {"other"})}
    for span, place in _sentences(document):
        for code, pattern in (in_body if place == "body" else REPORTS).items():
            for match in pattern.finditer(document.flat, span.start, span.end):
                yield _Hit(code, match.start(), match.end(), place)


def _sentences(document: Document) -> Iterator[tuple[Span, Place]]:
    early, first = 0, True
    for paragraph, role in zip(document.paragraphs, document.roles, strict=True):
        if role in ("noise", "staff", "footnote", "quote"):
            continue
        if role in ("headline", "subheadline"):
            yield paragraph, "headline"
            continue
        early += role == "body"
        place: Place = "lead" if role == "lead" else "early" if early <= _EARLY_PARAGRAPHS else "body"
        for sentence in document.sentences_of(paragraph):
            yield sentence, "first" if first else place
            first = False


def _allowed(document: Document, hit: _Hit) -> bool:
    """A civil agency's announcement reports the criminal case beside its own only as background."""
    if _is_civil(document) and hit.code in _CRIMINAL | ({"non_prosecution"} if document.agency == "FinCEN" else set()):
        return False
    return hit.place == "headline" or not _is_history(document, hit)


def _is_civil(document: Document) -> bool:
    return document.agency in ("CFTC", "FinCEN") or (
        not document.agency and "Commodity Futures Trading Commission" in document.text[:1500]
    )


def _is_history(document: Document, hit: _Hit) -> bool:
    sentence = document.sentence_at(hit.start) or Span(hit.start, hit.end)
    before = document.flat[max(sentence.start, hit.start - 60) : hit.end]
    return bool(HISTORY.search(before))


def _main_codes(document: Document, hits: list[_Hit]) -> set[str]:
    """What headlines and lead report, less what another of them takes up."""
    news = {hit.code for hit in hits if hit.place in ("headline", "first")} - {"other"}
    if not news & (_TAKES_UP.keys() | {"complaint_filed", "restrained", "forfeiture", "paid", "dismissed"}):
        news |= {hit.code for hit in hits if hit.place == "lead"} - {"other"}
    if not news:
        news = {hit.code for hit in hits if hit.place == "early" and _is_now(document, hit)} - {"other"}
    if news & {"judgment", "penalty_assessed"}:
        news = _with_or_without_consent(document, news) & {hit.code for hit in hits}
    taken = {code for reported in news for code in _TAKES_UP.get(reported, frozenset())}
    if {"settled", "judgment"} <= news and WITHOUT_CONSENT.search(_top(document)):
        taken.discard("judgment")
    if news & {"pleaded_guilty", "extradited"} and any(h.code == "charged" and _unsealed(document, h) for h in hits):
        taken.discard("charged")
    if CONTEMPT.search(_top(document)) and any(hit.code == "other" for hit in hits):
        return {"other"}
    return news - taken - ({"paid"} if len(news) > 1 else set())


def _with_or_without_consent(document: Document, news: set[str]) -> set[str]:
    top, opening = _top(document), _opening(document)
    if WITHOUT_CONSENT.search(top) or FINAL_JUDGMENT.search(top):
        return news | {"settled"} if CONSENT_ORDER.search(top) else news - {"settled"}
    if WITHOUT_CONSENT.search(opening) and not CONSENT_ORDER.search(opening):
        return news - {"settled"}
    return news | {"settled"} if CONSENT.search(opening) else news


def _top(document: Document) -> str:
    """Headlines and lead."""
    return document.text[: document.lead.end] if document.lead else document.text[:1500]


def _unsealed(document: Document, hit: _Hit) -> bool:
    return hit.place in ("headline", "first") and "unseal" in _sentence(document, hit)


def _opening(document: Document) -> str:
    """Headlines, lead and the first paragraphs of the body, where an order is said to rest on consent or not."""
    if document.lead is None:
        return document.text[:3000]
    following = [
        p
        for p, role in zip(document.paragraphs, document.roles, strict=True)
        if p.start > document.lead.start and role == "body"
    ]
    last = following[: _EARLY_PARAGRAPHS - 1][-1] if following else document.lead
    return document.text[: last.end]


def _codes_beside(document: Document, hits: list[_Hit], codes: set[str]) -> set[str]:
    found: set[str] = set()
    for hit in hits:
        if (
            hit.code in (_CIVIL_BESIDE if _is_civil(document) else _BESIDE) - codes
            and hit.place not in ("headline", "first")
            and _is_beside(document, hit, codes)
        ):
            found.add(hit.code)
    return found


def _is_beside(document: Document, hit: _Hit, codes: set[str]) -> bool:
    if hit.code == "arrested":
        return "charged" in codes and _is_recent(document, hit)
    if hit.code == "complaint_filed":
        separately = SEPARATELY.search(_sentence(document, hit)) and not _is_history(document, hit)
        return bool(separately) and hit.place != "body" and "settled" in codes
    if hit.code == "restrained":
        return hit.place in ("lead", "early") and "complaint_filed" in codes
    if not _is_now(document, hit):
        return False
    sentence = _sentence(document, hit)
    if hit.code == "forfeiture":
        return bool(COMPLAINT.search(sentence))
    if hit.code in {"charged", "pleaded_guilty"}:
        told_of = codes & {"sentenced", "convicted", "extradited"} or "plea" in sentence and "pleaded_guilty" in codes
        return bool(SAME_DAY.search(sentence)) and not told_of and not DATED.search(sentence)
    return bool(ALSO_NEWS.search(sentence))


def _sentence(document: Document, hit: _Hit) -> str:
    span = document.sentence_at(hit.start) or Span(hit.start, hit.end)
    return document.flat[span.start : span.end]


def _is_now(document: Document, hit: _Hit) -> bool:
    sentence = _sentence(document, hit)
    return bool(NOW.search(sentence)) and not _is_history(document, hit)


def _is_recent(document: Document, hit: _Hit) -> bool:
    """`was arrested today`, or on a day not three weeks before the announcement."""
    sentence = _sentence(document, hit)
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


def _stage(document: Document, code: str, hits: list[_Hit]) -> Stage:
    own = [hit for hit in hits if hit.code == code]
    order = {"first": 0, "headline": 1, "lead": 2, "early": 3, "body": 4}
    best = min(own, key=lambda hit: order[hit.place])
    span = document.sentence_at(best.start) or Span(best.start, best.end)
    evidence = Evidence.of(document.text, max(span.start, best.start - 150), min(span.end, best.end + 150))
    confidence = {"first": 0.95, "headline": 0.9, "lead": 0.8, "early": 0.7, "body": 0.6}[best.place]
    return Stage([evidence], f"stage:{best.place}", confidence, code)
