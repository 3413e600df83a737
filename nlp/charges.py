"""What the accused are charged with: taxonomy codes, each with a status and the words that prove it.

In: a Document and the facts found before (the stages decide the status). Out: one Charge a code, in the taxonomy's
order. Refused: background, other people's cases and boilerplate (see charge_context).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from nlp.charge_acquittals import is_spared, says_guilty
from nlp.charge_context import Context, context_of, never_charged_by
from nlp.charge_evidence import clause
from nlp.charge_rules import Rule, rules, rules_by_key, yields_to
from nlp.charge_status import charge_status
from nlp.charged_provisions import charged_by_provision
from nlp.document import Document, Span
from nlp.facts import Charge, Evidence
from nlp.taxonomy import charge_codes

_MOST_EVIDENCE = 3
_MOST_TRIES = 40  # a sentence that says a thing more often is no sentence, and checking each would never end
_PROVISION_CONFIDENCE = 0.8
_CONFIDENCE = {True: 0.95, False: 0.85}
_FALLBACK = re.compile(
    r"\b(?:pleaded|pled|pleads) guilty\b|\b(?:charged|convicted|sentenced|indicted)\b|\bguilty of\b|\bliable\b"
    r"|\bviolat\w+|\ballegations?\b|\bsettle\w*|\bagree[ds]?\b|\bforfeit\w*|\barrest\w*"
    r"|\bconsent decree\b|\blawsuit\b|\bcomplaint\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Hit:
    rule: Rule
    sentence: Span
    start: int
    end: int


def find_charges(document: Document, found: Mapping[str, list[Any]]) -> list[Charge]:
    """The charges of one announcement, once each, evidence in reading order (at most three spans)."""
    context = context_of(document, found)
    by_code: dict[str, list[Hit]] = {}
    for hit in _without_acquittals(context, _settled_inference(list(_hits(context)))):
        by_code.setdefault(hit.rule.code, []).append(hit)
    if len(by_code) > 1 and "other" in by_code:
        by_code["other"] = [hit for hit in by_code["other"] if context.is_counted(hit.sentence, hit.start)]
    kept = [code for code in charge_codes() if by_code.get(code) and not yields_to(code) & by_code.keys()]
    charges = [_charge(context, found, by_code[code]) for code in kept]
    if document.filing or not charges:
        charges += _by_provision(context, found, kept)
    return charges or _unclassified(context, found)


def _by_provision(context: Context, found: Mapping[str, list[Any]], shown: list[str]) -> list[Charge]:
    """What a paper of the case charges by the provisions it lists or says were broken."""
    document, never = context.document, never_charged_by(context.document.agency)
    charges = []
    for code, places in charged_by_provision(document, found.get("citations", []), shown).items():
        if code in never or yields_to(code) & set(shown):
            continue
        sentences = [sentence for place in places if (sentence := document.sentence_at(place.start))]
        status = charge_status(context, found, list(dict.fromkeys(sentences)))
        evidence = [Evidence.of(document.text, place.start, place.end) for place in places[:_MOST_EVIDENCE]]
        charges.append(Charge(evidence, "charges: provision", _PROVISION_CONFIDENCE, code, status))
    return charges


def _without_acquittals(context: Context, hits: list[Hit]) -> list[Hit]:
    """Without the words that acquit, and without a code that is acquitted of and nowhere said to be proved."""
    text = context.document.text
    spared = [hit for hit in hits if is_spared(text, hit.sentence.start, hit.start, hit.sentence.end)]
    if not spared:
        return hits
    others = [hit for hit in hits if hit not in spared]
    proved = {
        hit.rule.code
        for hit in others
        if context.is_head(hit.sentence) or says_guilty(text[hit.sentence.start : hit.sentence.end])
    }
    lost = {hit.rule.code for hit in spared} - proved
    return [hit for hit in others if hit.rule.code not in lost]


def _settled_inference(hits: list[Hit]) -> list[Hit]:
    """Without the inferred hits, unless nothing else is registered as missing: then with those of the first code."""
    said = [hit for hit in hits if hit.rule.place != "inferred"]
    inferred = {hit.rule.code for hit in hits} - {hit.rule.code for hit in said}
    if not inferred or any(hit.rule.code in _registration_codes() for hit in said):
        return said
    first = next(rule.code for rule in rules() if rule.code in inferred)
    return said + [hit for hit in hits if hit.rule.code == first]


@cache
def _registration_codes() -> frozenset[str]:
    return frozenset(rule.code for rule in rules() if rule.place == "inferred")


def _charge(context: Context, found: Mapping[str, list[Any]], hits: list[Hit]) -> Charge:
    text = context.document.text
    best = sorted(hits, key=lambda hit: (not context.is_head(hit.sentence), hit.start))[:_MOST_EVIDENCE]
    spans = sorted({clause(context, hit.sentence, Span(hit.start, hit.end)) for hit in best}, key=lambda s: s.start)
    status = charge_status(context, found, list(dict.fromkeys(hit.sentence for hit in hits)))
    confidence = _CONFIDENCE[len({hit.sentence for hit in hits}) > 1]
    evidence = [Evidence.of(text, span.start, span.end) for span in spans]
    return Charge(evidence, f"charges: {best[0].rule.name}", confidence, best[0].rule.code, status)


def _unclassified(context: Context, found: Mapping[str, list[Any]]) -> list[Charge]:
    """A charge that no code covers, on the words that charge it. The regulators' powers leave no room for one."""
    if "other" in never_charged_by(context.document.agency):
        return []
    for sentence in context.document.sentences:
        said = _FALLBACK.search(context.masked, sentence.start, sentence.end)
        if said and not context.is_background(sentence):
            evidence = [Evidence.of(context.document.text, said.start(), sentence.end)]
            status = charge_status(context, found, [sentence])
            return [Charge(evidence, "charges: no code covers it", 0.5, "other", status)]
    settled = next((stage for stage in found.get("stages", []) if stage.code in ("settled", "judgment")), None)
    if settled is None or not settled.evidence:
        return []
    return [Charge(settled.evidence, "charges: no code covers it", 0.4, "other", charge_status(context, found, []))]


def _hits(context: Context) -> Iterator[Hit]:
    """Rule by rule at the sentences that hold one of its literals, in reading order."""
    places: dict[int, dict[int, Rule]] = {}
    sentences = context.document.sentences
    agency = context.document.agency
    for key, rows in rules_by_key(agency, never_charged_by(agency)).items():
        for index in context.sentences_with(key):
            places.setdefault(index, {}).update((id(rule), rule) for rule in rows)
    for index in sorted(places):
        yield from _sentence_hits(context, list(places[index].values()), sentences[index])


def _sentence_hits(context: Context, active: list[Rule], sentence: Span) -> list[Hit]:
    words = context.words[sentence.start : sentence.end]
    possible = [rule for rule in active if rule.say.may_be_in(words)]
    hits = [hit for rule in possible if (hit := _match(context, rule, sentence))]
    if not hits or not context.is_background(sentence):
        return hits
    quoted = [hit for hit in hits if hit.rule.quoted]
    return quoted if quoted and not context.is_background(sentence, but_quotes=True) else []


def _match(context: Context, rule: Rule, sentence: Span) -> Hit | None:
    found = _told(context, rule, sentence)
    if found is None:
        return None
    if context.holds(rule.unless, sentence) or any(not context.holds([phrase], sentence) for phrase in rule.needed):
        return None
    if rule.somewhere and not context.holds_anywhere(rule.somewhere):
        return None
    if rule.not_in and context.holds_anywhere(rule.not_in):
        return None
    return Hit(rule, sentence, found.start, found.end)


def _told(context: Context, rule: Rule, sentence: Span) -> Span | None:
    """Where the rule's words charge somebody; failing that, where they tell of an acquittal."""
    spared = None
    for found in islice(rule.say.pattern.finditer(context.masked, sentence.start, sentence.end), _MOST_TRIES):
        if is_spared(context.document.text, sentence.start, found.start(), sentence.end):
            spared = spared or Span(*found.span())
        elif rule.place == "told" or context.is_charged(sentence, found.start(), strictly=rule.place != "alleged"):
            return Span(*found.span())
    return spared
