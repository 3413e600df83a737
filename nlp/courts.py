"""Which court is this action in? A document in, Court facts in Bluebook form out.

A court counts when the text names it or its district as the place of this action: `U.S. District Court for the …`,
`a federal grand jury in the …`, `Judge … of the …`; failing that, in announcements of the Department of Justice, the
district of the U.S. Attorney who announces or prosecutes the case. Refused: a city, a judge's name alone, courts of
related cases, courts that only lend help, and in administrative orders the courts of other cases.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlp.districts import bluebook, circuit, circuit_pattern, district_pattern
from nlp.dockets import own_dockets
from nlp.document import Document
from nlp.facts import Court, Evidence
from nlp.related import related_spans, within

_LEFT = 160
_ABOVE = 90
_COURT_ABOVE = re.compile(r"DISTRICT\s+COURT\b(?![^\n]*\bDISTRICT\b)")
_RIGHT = 60
_OF_COURT = re.compile(
    r"(?:District|Bankruptcy|Magistrate)\s+(?:Court|Judge|Magistrate)[^.;]{0,60}?(?:\s(?:for|of|in)"
    r"|,)\s+(?:and\s+for\s+)?(?:the\s+)?$"
    r"|\b(?:Judge|Magistrate|court|Court)\b[^;]{0,60}?\b(?:for|of|in|at)\s+(?:the\s+)?$"
    r"|\bgrand\s+jury[^.;]{0,40}?\b(?:in|for|of)\s+(?:the\s+)?$"
    r"|\b(?:filed|unsealed|charged|indicted|indictment|complaint|information|case|action|arraigned|appeared"
    r"|appearance|plea|pleaded\s+guilty|pled\s+guilty"
    r"|convicted|sentenced|trial|lawsuit|suit|returned|court|prosecuted"
    r"|jury)\b(?:\s+\w+[.,]?){0,7}?\s+in\s+(?:the\s+)?(?:federal\s+court\s+(?:in|for)\s+)?(?:the\s+)?$"
    r"|\b(?:transferred|extradited|removed)\b(?:\s+\w+[.,]?){0,5}?\s+(?:to|in)\s+(?:the\s+)?$"
    r"|\bdistrict\s+court\s*,?\s*$"
    r"|^\s*In\s+the\s+$",
    re.IGNORECASE,
)
_ATTORNEY = re.compile(
    r"(?:\bU\.\s?S\.|\bUnited\s+States|\bAssistant"
    r"|\bActing)\s+Attorneys?(?P<office>['\u2019]?s?['\u2019]?\s+Offices?)?\b[^;]{0,110}?\b(?:for|of"
    r"|in)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_ASSISTS = re.compile(
    r"\b(?:assist(?:ance|ed|ing|s)?|thanks?|appreciates?|acknowledges?|grateful|cooperation|coordinat\w+"
    r"|support(?:ed)?|help(?:ed)?|recus\w+"
    r"|custody|provided|contributed|along\s+with\s+the\s+U)\b"
)
_ASSISTED = re.compile(r"[^.]{0,40}\b(?:provided|assist\w*|support\w*|cooperat\w+|contributed)\b")
_ABROAD = re.compile(
    r"\b(?:is|was)\s+(?:also\s+)?under\s+indictment\s+in\s+the\s*$"
    r"|\b(?:violat\w+|victims?|residents?|located|live[sd]?|contacted|property|license)\b[^.;]{0,30}$"
)
_APPEARED = re.compile(r"\b(?:first|initial)\s+(?:court\s+)?appearance\b[^.;]{0,60}\b(?:in|before)\b", re.IGNORECASE)
# Beside an order of the Commission's own: `Simultaneously, it filed a civil action in the U.S. District Court for …`
_SECOND_ACTION = re.compile(
    r"\b(?:simultaneously|separately|also|today|same day)\b[^.;]{0,60}\bfil(?:ed|ing)\b[^.;]{0,60}\b(?:action"
    r"|complaint)\b(?:[^.;]|\bU\.S\.){0,60}$",
    re.IGNORECASE,
)
# The one city that is a district: no guess from a city.
_IN_THE_CAPITAL = re.compile(r"\bDistrict\s+Court\s+(?:in|for)\s+Washington,?\s+D\.?\s?C\b\.?", re.IGNORECASE)
_PROSECUTES = re.compile(
    r"\b(?:prosecut\w+|handling|in\s+charge\s+of|represent\w*|litigat\w*|handled|tr(?:ied|ying)\s+the\s+case)\b"
)
_ADMINISTRATIVE = re.compile(
    r"\b(?:filing\s+and\s+(?:simultaneously\s+)?settling|simultaneously\s+settling|(?:today\s+)?(?:issued"
    r"|entered)\s+(?:an?|two|three|separate)?\s*(?:\w+\s+)?orders?\b"
    r"|(?:announced|entered|issued)[^.]{0,40}?\border\b[^.]{0,20}?\b(?:filing|settling|revok)"
    r"|revok(?:ed|es|ing)\s+the\s+registrations?\b|statutory\s+disqualification)"
)
_COURT_ACTS = re.compile(r"\b(?:federal|district)\s+court\b|\bDistrict\s+(?:Court|Judge)\b|\bjudge\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Mention:
    court: str
    start: int
    end: int
    strength: int


def find_courts(document: Document, found: Mapping[str, list[Any]]) -> list[Court]:
    """The courts of this action, each once, with the words that name them."""
    mentions = _without_first_appearances(document, list(_mentions(document)))
    best = max((mention.strength for mention in mentions), default=0)
    chosen: dict[str, list[_Mention]] = {}
    for mention in mentions:
        if mention.strength == best or mention.court in chosen:
            chosen.setdefault(mention.court, []).append(mention)
    return [_court(document.text, court, same) for court, same in chosen.items()]


def _without_first_appearances(document: Document, mentions: list[_Mention]) -> list[_Mention]:
    """Without the court where somebody arrested far away appeared first, if another is named."""
    away = [m for m in mentions if _APPEARED.search(_sentence_before(document.text, m.end))]
    courts = {m.court for m in mentions if m not in away}
    return [m for m in mentions if m not in away or m.court in courts] if courts else mentions


def _court(text: str, court: str, same: list[_Mention]) -> Court:
    evidence = [Evidence.of(text, mention.start, mention.end) for mention in same[:3]]
    confidence = 0.95 if same[0].strength > 2 else 0.85
    return Court(evidence=evidence, found_by=f"court, strength {same[0].strength}", confidence=confidence, court=court)


def _mentions(document: Document) -> Iterator[_Mention]:
    text, related = document.text, related_spans(document)
    lead = _lead_end(document)
    administrative = document.agency in {"CFTC", "FinCEN"} and _is_administrative(document, lead)
    for match in district_pattern().finditer(text):
        court = bluebook(match["part"], match["state"])
        if court is None or within(related, match.start()):
            continue
        second = _SECOND_ACTION.search(_sentence_before(text, match.start()))
        if administrative and match.start() > lead and not second:
            continue
        strength, start = _strength(document, match)
        if strength:
            yield _Mention(court, start, match.end(), strength)
    for docket in own_dockets(document):
        if docket.court:
            yield _Mention(docket.court, docket.start, docket.end, 3)
    for match in _IN_THE_CAPITAL.finditer(text):
        if not within(related, match.start()) and not administrative:
            yield _Mention("D.D.C.", match.start(), match.end(), 3)
    yield from _appeals(document, lead)


def _appeals(document: Document, lead: int) -> Iterator[_Mention]:
    """A court of appeals is the court of this action when the announcement's lead says that it acted."""
    for match in circuit_pattern().finditer(document.text, 0, lead):
        court = circuit(match["circuit"])
        if court and document.agency != "FinCEN":
            yield _Mention(court, match.start(), match.end(), 3)


def _lead_end(document: Document) -> int:
    """Where the title and the first two paragraphs of prose end."""
    prose = [p for p in document.paragraphs if p.end - p.start > 120][:2]
    return prose[-1].end if prose else len(document.text)


def _is_administrative(document: Document, lead: int) -> bool:
    start = document.text[:lead]
    return _ADMINISTRATIVE.search(start) is not None and _COURT_ACTS.search(start) is None


def _strength(document: Document, match: re.Match[str]) -> tuple[int, int]:
    """3: the court of this action; 2: the district that prosecutes; 1: the U.S. Attorney who announces; 0: neither."""
    text = document.text
    if _in_caption(document, match.start()):
        return 3, match.start()
    left = _sentence_before(text, match.start())
    attorney = _ATTORNEY.search(left)
    if attorney is None:
        court = _OF_COURT.search(left)
        if court is None or _ABROAD.search(left):
            return 0, match.start()
        return 3, match.start() - len(left) + court.start()
    if document.agency in {"CFTC", "FinCEN"}:
        return 0, match.start()
    right = text[match.end() : match.end() + _RIGHT].split("\n")[0]
    start = match.start() - len(left) + attorney.start()
    sentence = document.sentences[max(0, bisect_right(_starts(document), match.start()) - 1)]
    before = text[sentence.start : match.start()]
    if _last(_ASSISTS, before) > _last(_PROSECUTES, before) or _ASSISTED.match(right):
        return 0, start
    return (2 if _PROSECUTES.search(text, sentence.start, sentence.end) else 1), start


def _in_caption(document: Document, position: int) -> bool:
    """`UNITED STATES DISTRICT COURT` stands above the district, in the head of a filing."""
    if document.filing is None or position >= document.filing.body:
        return False
    return _COURT_ABOVE.search(document.text[max(0, position - _ABOVE) : position]) is not None


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the pattern last begins, -1 where it does not occur."""
    return max((match.start() for match in pattern.finditer(text)), default=-1)


@lru_cache(maxsize=4)
def _starts(document: Document) -> list[int]:
    return [sentence.start for sentence in document.sentences]


def _sentence_before(text: str, position: int) -> str:
    """What stands before the mention in its sentence, as far as it matters."""
    left = text[max(0, position - _LEFT) : position]
    left = left.rsplit("\n\n", 1)[-1]
    cut = max(
        (m.end() for m in re.finditer(r"(?<![A-Z])(?<!U\.S)(?<!\bJr)(?<!\bSr)(?<!No)\.[\"\u201d]?\s+(?=[A-Z])", left)),
        default=0,
    )
    return left[cut:]
