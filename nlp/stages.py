"""What step does an announcement report? A document in, Stage facts out.

The news stands in the headlines and the lead; the body adds what happened at the same time. What the text recounts
(`he pleaded guilty in March`) or expects (`will be sentenced`) is no stage. Several stages are given where several
are news; one that a later one takes up (the plea, in a report of a sentence) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from nlp.document import Document
from nlp.facts import Evidence, Stage
from nlp.splitting import Span
from nlp.stage_hits import BESIDE, Hit, Place, codes_beside, is_civil, is_history, is_now, is_plea_today, sentence_of
from nlp.stage_patterns import (
    BOTH_SETTLED,
    BRIEF_TITLE,
    BRINGS_CHARGES,
    CIVIL_SETTLEMENT,
    CONSENT,
    CONSENT_ORDER,
    CONTEMPT,
    COURT,
    CRIMINAL_WORDS,
    DISRUPTED,
    ENTERED,
    FINAL_JUDGMENT,
    INTERIM_CONSENT,
    LIES_BEHIND,
    NO_STEP_TITLE,
    NOT_OWN_ORDER,
    OWN_ORDER,
    PAID_BEFORE,
    PLEA_AND_SENTENCE,
    ROUND_UP,
    SEVERS,
    SUIT,
    TRIED,
    WITHOUT_CONSENT,
)
from nlp.stage_reports import REPORTS
from nlp.words import lists, words

_EARLY_PARAGRAPHS = 3
_ADMINISTRATIVE_JUDGE = re.compile(
    r"\badministrative (?:law )?judge\b|\binitial decision\b|\bjudgment officer\b", re.IGNORECASE
)
_OF_PROPERTY = re.compile(
    r"\bin rem\b|\bforfeiture (?:complaint|action|suit|lawsuit|case)"
    r"|\bcivil\w* forfeit",
    re.IGNORECASE,
)
_AROUND = 150  # characters of evidence on either side of the words that tell of a step
_FILING = 0.9  # confidence: the title of a paper tells what it is
_CRIMINAL = {"charged", "arrested", "pleaded_guilty", "convicted", "sentenced", "deferred_prosecution", "extradited"}
_TAKES_UP = {code: words("stages.yml", code) for code in lists("stages.yml")}


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
        codes |= codes_beside(document, hits, codes) if codes else set()
    if not codes:
        codes = {hit.code for hit in hits if hit.code == "other" and hit.place != "body"}
        codes |= {hit.code for hit in hits if codes and hit.code == "restrained"}
    if document.agency == "CFTC" and (order := _own_order(document, codes)):
        hits.append(Hit("settled", order.start(), order.end(), "first"))
        codes = {"settled"}
    if not codes and (disrupted := DISRUPTED.search(_top(document))):
        hits.append(Hit("restrained", disrupted.start(), disrupted.end(), "first"))
        codes = {"restrained"}
    if codes & {"deferred_prosecution", "non_prosecution"} and not BOTH_SETTLED.search(document.flat):
        codes -= {"settled"}
    return [_stage(document, code, hits) for code in REPORTS if code in codes]


def _own_order(document: Document, codes: set[str]) -> re.Match[str] | None:
    """Where the top tells of an order of the Commission itself, and `codes` of nothing that says otherwise."""
    top = _top(document)
    if codes == {"penalty_assessed"} and (COURT.search(top) or NOT_OWN_ORDER.search(top)):
        return None
    return OWN_ORDER.search(top) if codes <= {"complaint_filed"} or codes == {"penalty_assessed"} else None


def _listed_codes(document: Document, hits: list[Hit]) -> set[str]:
    """What a round-up of several actions (`announced the following enforcement updates`) reports in its body."""
    if not ROUND_UP.search(_headline(document)):
        return set()
    return {
        hit.code
        for hit in hits
        if hit.code in ("complaint_filed", "settled", "judgment") and _is_entered(document, hit)
    }


def _is_entered(document: Document, hit: Hit) -> bool:
    return bool(ENTERED.search(sentence_of(document, hit)))


def is_no_step(document: Document) -> bool:
    """Does the headline announce a speech, a report, a rule, a grant, an appointment, and no step of an action?"""
    headline = _headline(document)
    if BRIEF_TITLE.search(headline):
        return True
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
    return any(REPORTS[code].search(headline) for code in strong) or bool(SEVERS.search(headline))


def _hits(document: Document) -> Iterator[Hit]:
    in_body = REPORTS if ROUND_UP.search(_headline(document)) else {c: REPORTS[c] for c in sorted(BESIDE | {"other"})}
    for span, place in _sentences(document):
        for code, pattern in (in_body if place == "body" else REPORTS).items():
            for match in pattern.finditer(document.flat, span.start, span.end):
                yield Hit(code, match.start(), match.end(), place)


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


def _allowed(document: Document, hit: Hit) -> bool:
    """A civil agency's announcement reports the criminal case beside its own only as background."""
    if is_civil(document) and hit.code in _CRIMINAL | ({"non_prosecution"} if document.agency == "FinCEN" else set()):
        return False
    if hit.place == "headline":
        lies_behind = LIES_BEHIND.search(document.flat, max(0, hit.start - 40), hit.start)
        return not lies_behind and not PAID_BEFORE.search(document.flat, max(0, hit.start - 120), hit.start)
    return not is_history(document, hit) or is_plea_today(document, hit)


def _main_codes(document: Document, hits: list[Hit]) -> set[str]:
    """What headlines and lead report, less what another of them takes up."""
    news = {hit.code for hit in hits if hit.place in ("headline", "first")} - {"other"}
    if not news & (_TAKES_UP.keys() | {"complaint_filed", "restrained", "forfeiture", "paid", "dismissed"}):
        news |= {hit.code for hit in hits if hit.place == "lead"} - {"other"}
    if not news:
        news = {hit.code for hit in hits if hit.place == "early" and is_now(document, hit)} - {"other"}
    if "complaint_filed" in news and document.agency == "DOJ" and not SUIT.search(_top(document)):
        news = _criminal_charge(document, hits, news)
    news = _one_of_each_pair(document, hits, news)
    if news & {"judgment", "penalty_assessed"}:
        news = _with_or_without_consent(document, news) & {hit.code for hit in hits}
    if news & _CRIMINAL and all(not _sues_property(document, hit) for hit in hits if hit.code == "forfeiture"):
        news -= {"forfeiture"}  # ordered with the sentence
    taken = {code for reported in news for code in _TAKES_UP.get(reported, frozenset())}
    if {"settled", "judgment"} <= news and WITHOUT_CONSENT.search(_top(document)):
        taken.discard("judgment")
    if news & {"pleaded_guilty", "extradited"} and any(h.code == "charged" and _unsealed(document, h) for h in hits):
        taken.discard("charged")
    if {"charged", "settled"} <= news:  # `criminal and civil charges`: each is news of its own
        taken -= {"charged", "settled"}
    if news & {"pleaded_guilty", "deferred_prosecution"} and CIVIL_SETTLEMENT.search(_opening(document)):
        taken.discard("settled")
    if (
        {"charged", "complaint_filed"} <= news
        and SUIT.search(_top(document))
        and not CRIMINAL_WORDS.search(_top(document))
    ):
        news -= {"charged"}
        taken.discard("complaint_filed")
    if PLEA_AND_SENTENCE.search(_headline(document)):
        taken.discard("pleaded_guilty")
    if CONTEMPT.search(_top(document)) and any(hit.code == "other" for hit in hits):
        return {"other"}
    return news - taken - ({"paid"} if len(news) > 1 else set())


def _one_of_each_pair(document: Document, hits: list[Hit], news: set[str]) -> set[str]:
    """`news` without one of each two stages that would take up each other."""
    if {"convicted", "pleaded_guilty"} <= news:
        news = news - ({"pleaded_guilty"} if TRIED.search(_top(document)) else {"convicted"})
    if {"judgment", "penalty_assessed"} <= news:
        in_court = COURT.search(_top(document)) and not _ADMINISTRATIVE_JUDGE.search(_top(document))
        news = news - ({"penalty_assessed"} if in_court else {"judgment"})
    if {"charged", "settled"} <= news:  # `agreed to resolve criminal charges` tells of no indictment
        told = [hit for hit in hits if hit.code == "charged" and hit.place in ("headline", "first", "lead")]
        headed = {hit.code for hit in hits if hit.place == "headline"} & {"charged", "settled"}
        if headed == {"settled"} or not any(BRINGS_CHARGES.search(document.flat, h.start, h.end) for h in told):
            news = news - {"charged"}
        elif not CIVIL_SETTLEMENT.search(_opening(document)):
            news = news - {"settled"}
    return news


def _criminal_charge(document: Document, hits: list[Hit], news: set[str]) -> set[str]:
    """`Justice Department Charges 12 Hackers` is a criminal charge where the opening tells of an indictment."""
    told = [document.flat[hit.start : hit.end].lower() for hit in hits if hit.code == "complaint_filed"]
    charged = any(hit.code == "charged" for hit in hits) and all("charge" in words for words in told)
    charged = charged and bool(CRIMINAL_WORDS.search(_opening(document)))
    return news - {"complaint_filed"} | {"charged"} if charged else news


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


def _sues_property(document: Document, hit: Hit) -> bool:
    return bool(_OF_PROPERTY.search(sentence_of(document, hit)))


def _unsealed(document: Document, hit: Hit) -> bool:
    return hit.place in ("headline", "first") and "unseal" in sentence_of(document, hit).lower()


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


def _stage(document: Document, code: str, hits: list[Hit]) -> Stage:
    own = [hit for hit in hits if hit.code == code]
    order = {"first": 0, "headline": 1, "lead": 2, "early": 3, "body": 4}
    best = min(own, key=lambda hit: order[hit.place])
    span = document.sentence_at(best.start) or Span(best.start, best.end)
    bounds = (span.start, span.end)
    evidence = Evidence.around(document.text, bounds, best.start, best.end, before=_AROUND, after=_AROUND)
    confidence = {"first": 0.95, "headline": 0.9, "lead": 0.8, "early": 0.7, "body": 0.6}[best.place]
    return Stage([evidence], f"stage:{best.place}", confidence, code)
