"""What else is imposed: prison and release terms, bans, injunctions, monitors, undertakings. A document in, Terms out.

Lengths are in months (`a year and a day` is 12, `time served` and life have none). Refused: what is possible at most or
merely sought, what another forum imposed. `party` is the one bound, None where a term binds several alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from nlp.document import Document, Span
from nlp.facts import Evidence, Term
from nlp.mentions import Mentions, mentions_of
from nlp.related import related_spans, within
from nlp.term_measures import Measure, measures_in
from nlp.term_sentences import Served, sentences_in

_SUBJECT = re.compile(
    r"\b(?:(?!(?:He|She|They|It|Each|Both|Who)\b)[A-Z][\w\u2019'-]+|[Cc]orporations?|[Cc]ompan(?:y|ies))\s+(?:was"
    r"|were)\s+(?:also\s+|each\s+)?sentenced\b"
    r"|(?<=[.\n]\s)[A-Z][a-z]{2,}\s+(?:pleaded|pled|was\s+convicted|was\s+found)\b[^.;]{3,120}?\band\s+(?:was\s+"
    r"|later\s+)*sentenced\b"
)
_OF_PLACE = re.compile(r"\b(?:of|from|in|near|,)\s+$")  # `Jan Doe of Springfield was sentenced`
_AGED = re.compile(
    r"\s*(?P<name>[A-Z][\w\u2019'-]+(?:\s[A-Z][\w.\u2019'-]*){0,3}),\s+\d\d,[^.;]{0,80}?\bwas\s+sentenced\b"
)
_OBJECT = re.compile(
    r"\bsentenced\s+(?:(?:[a-z]+-)?[a-z]+\s+){0,2}?(?<!to\s)(?<!by\s)(?<!in\s)(?P<name>[A-Z][a-z]+\s[A-Z][\w.]+)"
)
_STRANGER = re.compile(
    r"\s*(?:Also\s[^,]{1,30},\s)?(?:An?|Another|The\s+other)\s+[a-z][^.;]{2,120}?\b(?:was"
    r"|were)\s+(?:also\s+)?sentenced\b"
)
_SUM = re.compile(
    r"\b(?:combined|collective(?:ly)?|cumulative(?:ly)?|altogether|between\s+them|in\s+all|in\s+total|total(?:s"
    r"|ing|l?ed)?"
    r"|aggregate)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|all|these|the)\s+(?:\w+\s+){0,3}?"
    r"(?:individuals|defendants|men|women|people|executives|(?:co-?)?conspirators|members|officers|persons)\b"
    r"|\bsentences\s+total",
    re.IGNORECASE,
)
_NOW = re.compile(r"\b(?:today|yesterday|this\s+(?:morning|afternoon|week)|resentenced|re-sentenced)\b", re.IGNORECASE)
_BEFORE_NOW = re.compile(
    r"\b(?:initially|originally|previously|earlier|prior|foreign\s+court|reduced\s+from|vacated)\b", re.IGNORECASE
)
_RESPECTIVELY = re.compile(r"\brespective(?:ly)?\b")
_UPON = re.compile(r"\s*,?\s*(?:(?:on|upon|against)\s+(?:(?:[Dd]efendants?|[Rr]espondents?)\s+)?)?")
_ENJOINED = re.compile(r"injunct|enjoin|violat", re.IGNORECASE)
_NEAR = 80
_COURT = re.compile(r"\b(?:[Cc]ourts?|[Jj]udge|[Jj]ury)\b")


@dataclass(frozen=True, slots=True)
class _Imposed:
    kind: str
    months: float | None
    party: str | None
    start: int
    end: int
    rule: str
    rough: bool = False


def find_terms(document: Document, found: Mapping[str, list[Any]]) -> list[Term]:
    """The terms imposed in this action, one a kind, length and party."""
    mentions = mentions_of(document, found.get("parties", []))
    merged: dict[tuple[str, float | None, str | None], list[_Imposed]] = {}
    imposed = _without_rounded(document, list(_imposed(document, mentions)))
    for one in _without_vaguer(document.text, _final(document, _alike(imposed))):
        merged.setdefault((one.kind, one.months, one.party), []).append(one)
    return [_term(document.text, same) for same in merged.values()]


def _term(text: str, same: list[_Imposed]) -> Term:
    first = same[0]
    evidence = [Evidence.of(text, start, end) for start, end in dict.fromkeys((one.start, one.end) for one in same)][:3]
    return Term(
        evidence=evidence,
        found_by=first.rule,
        confidence=0.9,
        kind=first.kind,
        months=first.months,
        status="ordered",
        party=first.party,
    )


def _imposed(document: Document, mentions: Mentions) -> Iterator[_Imposed]:
    related = related_spans(document)
    in_court = document.agency != "CFTC" or _COURT.search(document.text) is not None
    for sentence in document.sentences:
        if within(related, sentence.start):
            continue
        yield from _served(document.text, sentence, mentions)
        for measure in _measures(document.text, sentence, mentions):
            enjoined = _ENJOINED.search(document.text, measure.start, measure.end)
            if in_court or enjoined or measure.kind != "injunction":  # the Commission's own orders ban, not enjoin
                yield measure


def _served(text: str, sentence: Span, mentions: Mentions) -> Iterator[_Imposed]:
    start = sentence.start
    served = list(sentences_in(text, sentence))
    apart = _one_each(text, sentence, served, mentions)
    for one in served:
        names = _sentenced(text, sentence, start, one, mentions)
        if _is_sum(text[sentence.start : sentence.end], text[start : one.end], names):
            continue
        for name in apart.get(one.start, names):
            yield _Imposed(one.kind, one.months, name or None, sentence.start, one.end, "sentence", one.rough)
        named = mentions.between(start, one.start)
        start = named[-1].start if named else start


def _is_sum(sentence: str, said: str, names: tuple[str, ...]) -> bool:
    """`eight defendants were sentenced to a combined 87 years`: a length that nobody serves."""
    return _SUM.search(said) is not None and (len(names) > 1 or _SEVERAL.search(sentence) is not None)


def _sentenced(text: str, sentence: Span, start: int, one: Served, mentions: Mentions) -> tuple[str, ...]:
    """Who serves a term; the empty name where the text says it of someone who is no party, or leaves it open."""
    if _of_a_stranger(text, start, one.start, mentions):
        return ("",)
    names = mentions.resolve(start, one.start) or mentions.resolve(sentence.start, one.start)
    names = names if one.kind == "probation" else mentions.people(names)
    if not names and (named_next := mentions.introduced(sentence.start, one.start)):
        return named_next
    if not names and _STRANGER.match(text, sentence.start, one.start):
        return _only(mentions) or ("",)
    return names or mentions.before(one.start, "person")[-1:] or _only(mentions) or ("",)


def _of_a_stranger(text: str, start: int, end: int, mentions: Mentions) -> bool:
    """Whether the last one said to be sentenced, as subject or as object, is a name that is no party's."""
    found = _SUBJECT.finditer(text, start, end)
    subjects = [m.span() for m in found if not _OF_PLACE.search(text, max(start, m.start() - 12), m.start())]
    objects = [match.span("name") for match in _OBJECT.finditer(text, start, end)]
    aged = _AGED.match(text, start, end)
    for first, last in [*subjects[-1:], *objects[-1:], *([aged.span("name")] if aged else [])]:
        near = mentions.between(first - 80, last)
        if not any(mention.end > first for mention in near):
            return True
    return False


def _one_each(text: str, sentence: Span, served: list[Served], mentions: Mentions) -> dict[int, tuple[str, ...]]:
    """`Smith and Jones were sentenced to 12 and 18 months, respectively`: as many people as lengths of one kind."""
    if len(served) < 2 or len({one.kind for one in served}) > 1:
        return {}
    if mentions.between(served[0].start, served[-1].start):
        return {}
    people = mentions.people(mentions.resolve(sentence.start, served[0].start))
    if len(people) != len(served) and _RESPECTIVELY.search(text, sentence.start, sentence.end):
        named = mentions.between(sentence.start, served[0].start)  # `Smith, a founder, and Jones, a broker, were …`
        every = mentions.people(tuple(dict.fromkeys(name for mention in named for name in mention.names)))
        people = every if len(every) == len(served) else people
    if len(people) < 2 and not _RESPECTIVELY.search(text, sentence.start, sentence.end):
        return {}
    if len(people) != len(served):
        return {one.start: ("",) for one in served}
    return {one.start: (name,) for one, name in zip(served, people, strict=True)}


def _only(mentions: Mentions) -> tuple[str, ...]:
    """The one person accused, whom a lead without names (`a Denver man was sentenced`) must mean."""
    people = tuple(party.name for party in mentions.parties if party.kind == "person" and party.role == "accused")
    return people if len(people) == 1 else ()


def _measures(text: str, sentence: Span, mentions: Mentions) -> Iterator[_Imposed]:
    for one in measures_in(text, sentence):
        names = _bound(text, sentence, one, mentions) or ("",)
        for name in names:
            yield _Imposed(one.kind, one.months, name or None, sentence.start, one.end, one.rule)


def _bound(text: str, sentence: Span, one: Measure, mentions: Mentions) -> tuple[str, ...]:
    """Whom a measure binds: those named in it, upon whom it is laid, or the subject before it."""
    if len(mentions.accused) == 1:
        return mentions.accused
    upon = _UPON.match(text, one.end, sentence.end)
    after: tuple[str, ...] = ()
    if upon and text[upon.end() : upon.end() + 1] != ";" and mentions.between(upon.end(), upon.end() + 4):
        after = mentions.resolve(upon.end(), min(sentence.end, upon.end() + 80))
    owner = mentions.owner(one.start - 24, one.end) if one.kind == "registration_ban" else ()
    return owner or mentions.resolve(one.start, one.end) or after or mentions.resolve(sentence.start, one.start)


def _alike(imposed: list[_Imposed]) -> list[_Imposed]:
    """A measure that binds several parties alike is one measure of none in particular."""
    bound: dict[tuple[str, float | None], set[str]] = {}
    for one in imposed:
        if one.party is not None and one.rule != "sentence":
            bound.setdefault((one.kind, one.months), set()).add(one.party)
    return [replace(one, party=None) if len(bound.get((one.kind, one.months), ())) > 1 else one for one in imposed]


def _final(document: Document, imposed: list[_Imposed]) -> list[_Imposed]:
    """Of several prison terms of one person the one reported is theirs: earlier ones go, the rest have no name."""
    lengths: dict[str, dict[float, list[_Imposed]]] = {}
    for one in imposed:
        if one.kind == "prison" and one.party and one.months is not None and not one.rough:
            lengths.setdefault(one.party, {}).setdefault(one.months, []).append(one)
    for told in [told for told in lengths.values() if len(told) > 1]:
        best = _reported(document, told)
        other = [one for months, same in told.items() if months != best for one in same]
        earlier = [one for one in other if best and _BEFORE_NOW.search(document.text, one.start, one.end)]
        imposed = [replace(one, party=None) if one in other else one for one in imposed if one not in earlier]
    return imposed


def _reported(document: Document, told: Mapping[float, list[_Imposed]]) -> float | None:
    """The length told in the headline, as today's news or in the lead, else the only one not told of earlier times."""
    text, head = document.text, document.headlines[-1].end if document.headlines else 0
    lead = document.lead.end if document.lead else head
    for holds in (
        lambda one: one.start < head,
        lambda one: _NOW.search(text, one.start, one.end),
        lambda one: one.start < lead,
    ):
        now = [months for months, same in told.items() if any(holds(one) for one in same)]
        if len(now) == 1:
            return now[0]
    later = [months for months, same in told.items() if not any(_BEFORE_NOW.search(text, o.start, o.end) for o in same)]
    return later[0] if len(later) == 1 else None


def _without_rounded(document: Document, imposed: list[_Imposed]) -> list[_Imposed]:
    """Drops a headline's `13 years` where the text says 160 months."""
    head = document.headlines[-1].end if document.headlines else 0
    exact = {(o.kind, o.months // 12 * 12) for o in imposed if o.start >= head and o.months and o.months % 12}
    return [one for one in imposed if one.start >= head or (one.kind, one.months) not in exact]


def _permanent(text: str, one: _Imposed) -> bool:
    return one.kind.endswith("_ban") and "permanent" in text[max(one.start, one.end - _NEAR) : one.end].lower()


def _without_vaguer(text: str, imposed: list[_Imposed]) -> list[_Imposed]:
    """Drops a term without party or length where the same kind is told with one: a headline beside the sentence."""
    kept = []
    exact = {one.kind for one in imposed if not one.rough}
    imposed = [one for one in imposed if not one.rough or one.kind not in exact]
    for one in imposed:
        if one.months is not None and one.party is not None:
            kept.append(one)  # nothing is vague, so no comparison of each with each
            continue
        others = [other for other in imposed if other.kind == one.kind and other is not one]
        if (
            one.months is None
            and not _permanent(text, one)
            and any(o.months is not None and one.party in (None, o.party) for o in others)
        ):
            continue
        if one.party is None and any(o.party is not None and o.months == one.months for o in others):
            continue
        kept.append(one)
    return kept
