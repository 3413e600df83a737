"""The status of a charge: alleged < settled < found < admitted < convicted, the strongest reached by any accused.

In: the context, the stages found before and the sentences that show the charge. Out: one status. Where the stages
agree it is theirs; where they differ the charge's own sentences decide.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from nlp.charge_context import Context
from nlp.charge_patterns import Phrase, compile_phrase
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
    (
        "convicted",
        "convicted|found_guilty|jury_found|was_sentenced|were_sentenced|been_sentenced|sentenced_to|sentenced_today",
    ),
    ("admitted", "pleaded|pled|pleads|plead|pleading|guilty_plea|plea|admits|admitted|admitting|deferred_prosecution"),
    ("found", "default|summary_judgment|judgment|court_found|court_finds|trial"),
    ("settled", "settle*|consent_order|order_finds|order_requires|orders|ordered|agreed"),
)
_IF_CONVICTED = compile_phrase("if|upon|until convicted|conviction|proven")
_ADMITS = (
    compile_phrase("admits|admitted|admitting ... facts|allegations|conduct|violated|findings|liability"),
    compile_phrase("order ... admits|admitted|admitting that|to"),
    compile_phrase(
        "admits|admitted that_it|that_they|that_he|that_she ... failed|violated|engaged|misappropriated|made"
    ),
    compile_phrase("admits|admitted ... to_willful*|willful*|violating|failing"),
    compile_phrase("admit to_all|to_the|all|the ... findings|allegations"),
)
_ADMITS_NOT = re.compile(r"\b(?:without|neither|not|nor|no|never|declin\w+)\b[^.;]{0,25}?\badmi", re.IGNORECASE)
_DENIES = compile_phrase("without|neither ... admit* ... or|nor ... den*")
_DEFAULT = compile_phrase("default_judgment*|by_default|summary_judgment")
_ORDERED = compile_phrase("ordered|order|orders|judgment|finding|finds|found")
_SETTLED = compile_phrase("settl*|orders|consent_order|requires|requiring|ordered")
_ALLEGED = compile_phrase("charges|charged|complaint|alleges|alleged|files|filed_a")
_SETTLES = compile_phrase("settl*|consent_order*|order_finds|order_requires|order_imposes|found_liable|agreed|agrees")
_COMPLAINS = compile_phrase("complaint|alleg*|charges|charged|charging")
_OWN: tuple[tuple[ChargeStatus, Phrase], ...] = (("settled", _SETTLES), ("alleged", _COMPLAINS))
_AROUND = 400
_LEAD = 500
_SOUGHT = re.compile(r"\bseeks?\b|\bforfeiture (?:complaint|action)\b|\bcomplaint\b", re.IGNORECASE)
_UPHELD = re.compile(r"\b(?:affirm\w*|uph(?:eld|olds?)|upholding) (?:\w+ ){0,3}?convictions?\b", re.IGNORECASE)
_SENTENCED = re.compile(r"\b(?:was|were|been) sentenced\b|\bjury found\b|\bsentenced (?:today|to \d)", re.IGNORECASE)
_BEFORE = re.compile(r"\bafter (?:it|he|she|they) (?:was|were|had been) sentenced\b|\bunrelated\b", re.IGNORECASE)
_PLEA = re.compile(r"\b(?:pleaded|pled|pleads|plead) guilty\b|\bguilty pleas?\b", re.IGNORECASE)
_CONFESSED = re.compile(r"\badmi(?:ts|tted|tting|ssions?)\b", re.IGNORECASE)
_AGREES = re.compile(r"\bagree[ds]? to plead\b", re.IGNORECASE)
_OTHER_COURT = re.compile(
    r"\bin (?:an? |the )?(?:[A-Z]\w+ )?(?:state|county|municipal|superior|foreign|military)(?: \w+)? court"
    r"|\bin an? [A-Z][a-z]+(?:i|an|ese|ish|ch|ss) court"
)
_REACHED = re.compile(r"\b(?:convicted|found guilty|sentenced|verdict|judgment)\b", re.IGNORECASE)
_PENDING = re.compile(
    r"\b(?:scheduled|await\w*|to be sentenced|will be sentenced|sentencing (?:is|was|has been|hearing)|faces?"
    r"|set for)\b",
    re.IGNORECASE,
)
_CHARGED = re.compile(r"\b(?:charged|indicted|indictments?|charges|accused|alleg\w+|complaint)\b", re.IGNORECASE)
_GUILTY_OF = re.compile(
    r"\bguilty (?:today )?(?:to|of)\b|\bconvicted (?:\w+ ){0,6}?(?:of|on)\b"
    r"|\bguilty\b[^;\n]{0,150}?\b(?:to|of) (?:\w+ ){0,2}?(?:counts?|conspir\w+|commit\w+)\b"
    r"|\bsentenced\b[^;\n]{0,80}? for (?!his|her|their|its|the|an?\b|role|\w+ing\b)",
    re.IGNORECASE,
)
# Charged, and still to be tried, while others are already sentenced.
_UNTRIED = re.compile(
    r"\b(?:is|are) (?:\w+ )?(?:charged|accused|awaiting trial|scheduled (?:for trial|to (?:stand|go)))"
    r"|\bremains? pending\b|\bstill faces?\b|\bawaits? trial\b|\b(?:pleaded|pled) not guilty\b"
    r"|\blawsuits?\b",
    re.IGNORECASE,
)
# Such a plea or verdict covers whatever was charged.
_OF_ALL = re.compile(
    r"\bguilty[^.]{0,40}?\b(?:to|of|on) (?:(?:all|both|the|these|those)(?: \w+){0,3}? (?:charges?|counts?|crimes?"
    r"|offenses?|indictment|information)|all\b|those\b)|\bguilty[^.]{0,60}\bCounts? [A-Z\d]|\bas charged\b"
)


def charge_status(context: Context, found: Mapping[str, list[Any]], sentences: Sequence[Span]) -> ChargeStatus:
    """How far the charge in `sentences` has come, by the stages found and, where they differ, by its own words."""
    codes = {stage.code for stage in found.get("stages", [])}
    reached = sorted({BY_STAGE[code] for code in codes if code in BY_STAGE}, key=_rank)
    if reached:
        status = _by_stages(context, reached, sentences, codes)
    elif codes == {"appeal"} and _UPHELD.search(context.document.text):
        status = "convicted"
    elif codes == {"forfeiture"} and _SOUGHT.search(context.document.text, 0, context.head_end + _LEAD):
        status = "alleged"
    else:  # a step that tells nothing of the outcome, such as a forfeiture: what it orders settles no charge
        status = _by_words(context, sentences, [s for s in CHARGE_STATUSES if s != "settled" or not codes])
    return _within_powers(context.document.agency, status)


def _within_powers(agency: str, status: ChargeStatus) -> ChargeStatus:
    """FinCEN brings no complaints: what it says of somebody without consent it has found. Regulators convict nobody."""
    if agency == "FinCEN" and status == "alleged":
        return "found"
    return "found" if agency in ("CFTC", "FinCEN") and status == "convicted" else status


def _by_words(context: Context, sentences: Sequence[Span], among: Sequence[ChargeStatus]) -> ChargeStatus:
    if said := _said(context, sentences, among):
        return said
    return "found" if _ORDERED.pattern.search(context.document.text) else "alleged"


def _by_stages(
    context: Context, reached: Sequence[ChargeStatus], sentences: Sequence[Span], codes: set[str]
) -> ChargeStatus:
    if reached[-1] in ("settled", "found"):
        return _civil(context, reached, sentences)
    if {"settled", "admitted"} <= set(reached):
        body = [sentence for sentence in sentences if not context.is_head(sentence)]
        return _said(context, body or sentences, ("admitted", "settled")) or "settled"
    if reached[0] == "alleged" and len(reached) > 1:
        return _said(context, sentences, reached) or (
            reached[-1] if "deferred_prosecution" in codes or _agrees_to_plead(context) else reached[0]
        )
    if reached == ["alleged"]:
        criminal = codes & {"charged", "arrested", "extradited"}
        return "admitted" if criminal and _of_codefendant(context, sentences) else "alleged"
    if behind := _behind(context, reached[-1], sentences):
        return "settled" if behind == "alleged" and _settles_beside(context, codes) else behind
    if reached[-1] == "admitted" and _is_sentenced(context, sentences):
        return "convicted"
    return reached[-1]


def _is_sentenced(context: Context, sentences: Sequence[Span]) -> bool:
    """One of the accused has been sentenced for it, in the report of a plea; for an earlier crime does not count."""
    own = [s for s in sentences if not context.everyone or context.names_in([s])]
    return any(_SENTENCED.search(one) and not _BEFORE.search(one) for one in _texts(context, own))


def _settles_beside(context: Context, codes: set[str]) -> bool:
    """A firm whose prosecution is deferred also settles what it is only said to have done."""
    return "deferred_prosecution" in codes and any(
        _SETTLED.pattern.search(one) for one in _texts(context, context.document.sentences)
    )


def _texts(context: Context, spans: Sequence[Span]) -> list[str]:
    return [context.document.text[span.start : span.end] for span in spans]


def _agrees_to_plead(context: Context) -> bool:
    """Who agrees to plead is charged for it the same day."""
    return bool(_AGREES.search(context.document.text, 0, context.head_end))


def _of_codefendant(context: Context, sentences: Sequence[Span]) -> bool:
    """One of those accused has pleaded to it before, in the report that others are charged."""
    if context.document.agency != "DOJ":
        return False
    real = [s for s in sentences if not context.is_head(s) and (context.document.filing or context.names_in([s]))]
    return any(
        _PLEA.search(said) and not _IF_CONVICTED.pattern.search(said) and not _OTHER_COURT.search(said)
        for said in _texts(context, real)
    )


def _behind(context: Context, reached: ChargeStatus, sentences: Sequence[Span]) -> ChargeStatus | None:
    """A charge that lags behind the news: others have pleaded to it, or it was charged and nothing more is said."""
    if (
        reached not in ("admitted", "convicted")
        or any(context.is_head(s) for s in sentences)
        or context.document.filing
    ):
        return None
    said = _texts(context, sentences)
    if any(_REACHED.search(one) for one in said):
        return None
    if all(_PLEA.search(one) for one in said):
        others = not context.names_in(sentences) & _sentenced(context)
        pending = reached == "convicted" and all(_is_pending(context, sentence) for sentence in sentences)
        return "admitted" if pending and others else None
    if all(_UNTRIED.search(one) and not _PLEA.search(one) for one in said):
        return "alleged"
    charged = all(_CHARGED.search(one) and not _PLEA.search(one) and not _CONFESSED.search(one) for one in said)
    return "alleged" if charged and _tells_counts(context) else None


def _sentenced(context: Context) -> set[str]:
    """The names of the accused in sentences that tell of a conviction or a sentence of the court."""
    text = context.document.text
    told = [s for s in context.document.sentences if _REACHED.search(text, s.start, s.end)]
    return context.names_in([s for s in told if not _PENDING.search(text, s.start, s.end)])


def _is_pending(context: Context, sentence: Span) -> bool:
    """The sentence, or the next, says that the sentence of the court is still to come."""
    return bool(
        _PENDING.search(context.document.text, sentence.start, min(sentence.end + 160, len(context.document.text)))
    )


def _tells_counts(context: Context) -> bool:
    """The text says what exactly somebody is guilty of, and that is not everything charged."""
    text = context.document.text
    headline = context.document.paragraphs[0].end
    return bool(_GUILTY_OF.search(text, headline)) and not _OF_ALL.search(text)


def _civil(context: Context, reached: Sequence[ChargeStatus], sentences: Sequence[Span]) -> ChargeStatus:
    if "alleged" in reached:
        return max((_of_actions(context, sentence) for sentence in sentences), key=_rank)
    if reached[-1] == "settled" and context.document.agency != "DOJ" and _holds(context, _DEFAULT):
        return "found"
    penalized = reached == ["found"] and context.document.agency == "FinCEN"
    if (reached == ["settled"] or penalized) and _admits(context) and not _holds(context, _DENIES):
        return "admitted"
    return reached[-1]


def _of_actions(context: Context, sentence: Span) -> ChargeStatus:
    """For an announcement of several actions: what the sentence says was done, else what was last said around it."""
    text = context.document.text
    for status, phrase in _OWN:
        if phrase.pattern.search(text, sentence.start, sentence.end):
            return status
    start, end = max(0, sentence.start - _AROUND), min(len(text), sentence.end + _AROUND)
    return "settled" if _last(_SETTLED, text, start, end) > _last(_ALLEGED, text, start, end) else "alleged"


def _last(phrase: Phrase, text: str, start: int, end: int) -> int:
    return max((found.start() for found in phrase.pattern.finditer(text, start, end)), default=-1)


def _rank(status: ChargeStatus) -> int:
    return CHARGE_STATUSES.index(status)


def _said(context: Context, sentences: Sequence[Span], among: Sequence[ChargeStatus]) -> ChargeStatus | None:
    """The strongest status of `among` that the sentences themselves say."""
    text = context.document.text
    real = [s for s in sentences if not _IF_CONVICTED.pattern.search(text, s.start, s.end)]
    for status, words in _SAID:
        phrase = compile_phrase(words)
        if status in among and any(phrase.pattern.search(text, s.start, s.end) for s in real):
            return status
    return None


def _admits(context: Context) -> bool:
    """Somebody admits the conduct; `agreed to the injunction without admitting the allegations` does not say so."""
    text = context.document.text
    return any(
        said.pattern.search(text, sentence.start, sentence.end)
        for sentence in context.document.sentences
        for said in _ADMITS
        if not _ADMITS_NOT.search(text, sentence.start, sentence.end) and not context.is_background(sentence)
    )


def _holds(context: Context, phrase: Phrase) -> bool:
    """In the body, outside sentences about somebody else's case."""
    return any(
        phrase.pattern.search(context.document.text, sentence.start, sentence.end)
        and not context.is_background(sentence)
        for sentence in context.document.sentences
    )
