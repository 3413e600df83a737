"""Who stands accused? A document in, Party facts out: accused and relief defendants, each under its fullest name.

Names are gathered from the body, the words around each naming are weighed, and what holds of one name of a list is
carried over the list. Officials, prosecutors, judges, agencies, victims, and firms that are merely mentioned are
left out; a name of which nothing is said is no party.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nlp.captions import blanked, edges
from nlp.casting import WEIGHTS, Case, is_party, is_relief, is_suspect, kind_of, score, weigh
from nlp.document import Document
from nlp.entities import gather
from nlp.facts import Evidence, Party, PartyRole
from nlp.handles import find_handles
from nlp.names import Mention, find_mentions
from nlp.party_forms import collective_names
from nlp.party_names import find_monikers, find_names, forget_shared_shorts, names_of, without_doubles
from nlp.respondents import in_caption, mark_captions, respondents
from nlp.splitting import Span
from nlp.tokens import tokenize

_QUOTES = 3
_CRIME = re.compile(
    r"\b(?:indict\w+|criminal (?:complaint|information|charge)|pleaded guilty|convicted|sentenced|arrest)"
)
_CITY_END = re.compile(r"\s*(?:,|--|[-\u2013\u2014\u2015])")
_LONGEST_QUOTE = 300


def find_parties(document: Document, found: Mapping[str, list[Any]]) -> list[Party]:
    """The parties, in order of first naming. `found_by` names the frame that weighed most."""
    cases = weighed_cases(document)
    return parties_of(document, chosen_of(document, cases))


def weighed_cases(document: Document) -> list[Case]:
    """Everybody whom the text names, with what it says of them."""
    filing = document.filing
    breaks = edges(filing.caption) if filing else [document.dateline.end] if document.dateline else []
    text = document.flat
    if filing:
        text = blanked(document.text, filing.caption) + text[filing.caption.span.end :]
    mentions = find_mentions(tokenize(text, breaks))
    cases = find_names(document, text, [Case(entity) for entity in gather(_of_prose(document, mentions))])
    weigh(document, cases)
    if filing:
        mark_captions(filing, cases)
    return cases


def chosen_of(document: Document, cases: list[Case]) -> list[Case]:
    """Those of the weighed cases that are parties by the rules."""
    return respondents(document, document.filing, cases) if document.filing else _accused(document, cases)


def parties_of(document: Document, chosen: list[Case]) -> list[Party]:
    """The facts of the chosen, each party once, with its other names."""
    if not document.filing:  # a long paper tells of many accounts and addresses
        find_monikers(document, chosen)
        find_handles(document, chosen)
    together = {name for _, name in collective_names(document.text)}
    chosen = [case for case in chosen if case.entity.name not in together]
    forget_shared_shorts(chosen)
    return [_party(document, case) for case in without_doubles(document.text, chosen)]


def _accused(document: Document, cases: list[Case]) -> list[Case]:
    """The parties, or where there is none in an account of crime, of whom it says what the accused did."""
    chosen = [case for case in cases if is_party(case)]
    return chosen or [case for case in cases if is_suspect(case) and _CRIME.search(document.text)]


def _of_prose(document: Document, mentions: list[Mention]) -> list[Mention]:
    """Headlines capitalise every word, so that their names cannot be told; staff lists hold no parties, and the place
    of the dateline is none."""
    dateline = document.text[document.dateline.start : document.dateline.end] if document.dateline else ""
    city = _CITY_END.split(dateline)[0].lower()
    return [
        m
        for m in mentions
        if (m.name.lower() != city and document.role_at(m.start) not in ("headline", "subheadline", "noise", "staff"))
        or (document.filing and in_caption(document.filing, m))
    ]


def _party(document: Document, case: Case) -> Party:
    kind = kind_of(case)
    role: PartyRole = "relief_defendant" if is_relief(case) else "accused"
    others = names_of(document.text, case, kind)
    evidence = [_quote(document, naming.start, naming.end) for naming in _proving(case)[:_QUOTES]]
    evidence += [Evidence.of(document.text, start, end) for start, end in others.values()]
    strongest = max(case.frames, key=lambda frame: WEIGHTS.get(frame, 0))
    confidence = 0.95 if score(case) > 4 else 0.85 if score(case) > 2 else 0.6
    return Party(evidence, f"party:{strongest}", confidence, case.entity.name, kind, role, list(others))


def _proving(case: Case) -> list[Mention]:
    """The namings that prove the part, strongest frame first, each once."""
    frames = sorted((f for f in case.frames if f in WEIGHTS), key=lambda frame: -WEIGHTS[frame])
    return list(dict.fromkeys(naming for frame in frames for naming in case.frames[frame][:1]))


def _quote(document: Document, start: int, end: int) -> Evidence:
    """The sentence around a naming, or where that is long its neighbourhood in whole words."""
    sentence = document.sentence_at(start) or Span(start, end)
    if document.filing and start < document.filing.body:  # columns, not sentences
        return Evidence.of(document.text, start, end)
    if sentence.end - sentence.start <= _LONGEST_QUOTE:
        return Evidence.of(document.text, sentence.start, max(end, sentence.end))
    return Evidence.around(document.text, (sentence.start, sentence.end), start, end, before=120, after=150)
