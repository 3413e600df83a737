"""Measures without a sentence of imprisonment: bans, injunctions, monitors, undertakings, cease-and-desist orders.

In: text and the span of one of its sentences. Out: kind, months where a ban has a length, and place of each measure
imposed. Refused: what a complaint seeks, and temporary restraints.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.document import Span
from nlp.durations import find_durations

_BAR = r"(?:ban(?:s|ned|ning)?|bar(?:s|red|ring)?|prohibit(?:s|ed|ing)?|suspend(?:s|ed|ing)?|enjoin(?:s|ed|ing)?|restrain(?:s|ed|ing)?|preclude[sd]?|never(?:\s+to)?|not\s+to|cease)"
_RULES = (
    ("trading_ban", rf"\b(?:trading(?:,?\s+(?:and|or)\s+(?:registration|solicitation))?|registration,?\s+(?:and|or)\s+trading)\s+(?:bans?|prohibitions?|bars?|suspensions?)\b"
                    rf"|\b{_BAR}\b[^.;]{{0,160}}?\btrad(?:ing|e)\b(?!\s+(?:commission|practices?|allocation|secrets?))"),
    ("registration_ban", rf"\b(?:registration(?:,?\s+(?:and|or)\s+trading)?|trading,?\s+(?:and|or)\s+registration)\s+(?:bans?|prohibitions?|bars?)\b"
                         rf"|\b{_BAR}\b[^.;]{{0,260}}?\b(?:registering|registration|register)\b|\brevok(?:e|es|ed|ing)\b[^.;]{{0,160}}?\bregistrations?\b"),
    ("industry_ban", r"\b(?:barred|debarred|banned|disbarred|excluded|prohibited)\s+from\s+(?:participat\w+|the\s+(?:securities|banking|commodit\w+|futures)\s+industry|working\s+in|practicing|serving\s+as\s+an?\s+(?:officer|director)|federal\s+health)"
                     r"|\bnot\s+to\s+appear\s+or\s+practice\b|\b(?:industry|officer[- ]and[- ]director|officer\s+or\s+director)\s+bar\b|\bdebarment\b"),
    ("injunction", r"\bpermanent(?:ly)?\s+(?:injunct\w+|enjoin\w*|bar(?:s|red|ring)?\b|prohibit\w*|restrain\w*)|\border\s+for\s+(?:permanent\s+)?injunction"
                   r"|\b(?:prohibit(?:s|ed|ing)?|enjoin(?:s|ed|ing)?|barr?(?:ed|s|ing)?)\b[^.;]{0,60}?\bfrom\b[^.;]{0,40}?\b(?:violations?|violating)\b"),
    ("monitor", r"\b(?:independent|corporate|compliance|external)\s+(?:\w+\s+){0,2}monitor\b(?!ing)|\b(?:retain|appoint|engage)\w*\s+(?:an?\s+)?(?:\w+\s+){0,3}monitor\b"),
    ("undertakings", r"\bundertakings?\b|\bremedial\s+(?:steps|measures|actions?)\b|\bagree[sd]?\s+to\s+(?:continue\s+to\s+)?(?:fully\s+)?cooperate\b|\bfulfills?\s+its\s+obligations\b"),
    ("cease_and_desist", r"\bcease[-\s]+and[-\s]+desist\b|\bcease\s+and\s+desis\w*"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _RULES)
_IMPOSED = re.compile(
    r"\b(?:order(?:s|ed|ing)?|impos(?:e|es|ed|ing)|requir(?:e|es|ed|ing)|enter(?:s|ed)|ban(?:s|ned)|bar(?:s|red)|prohibit(?:s|ed|ing)|enjoin(?:s|ed|ing)|permanently|suspend(?:s|ed)|revoke[sd]?"
    r"|agree[sd]?|must|judgment|decree|consent\w*|grants?|granted|undertak\w+|conditions?|retain)\b",
    re.IGNORECASE,
)
_SOUGHT = re.compile(
    r"\b(?:seek(?:s|ing)?|sought|asks?|request(?:s|ed|ing)?|continu(?:es|ing)\s+litigation|complaint|temporary|preliminary|pending|emergency|restraining|ex\s+parte|statutory|alleg\w+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Measure:
    kind: str
    months: float | None
    start: int
    end: int
    rule: str


def measures_in(text: str, sentence: Span) -> Iterator[Measure]:
    """The measures a sentence of the text imposes."""
    body = text[sentence.start : sentence.end]
    if not _IMPOSED.search(body) or _SOUGHT.search(body):
        return
    for kind, pattern in _PATTERNS:
        match = pattern.search(body)
        if match:
            start, end = sentence.start + match.start(), sentence.start + match.end()
            months = _length(text, sentence, start, end) if kind.endswith("_ban") else None
            yield Measure(kind, months, start, end, kind.replace("_", " "))


def _length(text: str, sentence: Span, start: int, end: int) -> float | None:
    """The length of a ban, from the words around it in its sentence."""
    for duration in find_durations(text, max(sentence.start, start - 60), min(sentence.end, end + 160)):
        return duration.months
    return None
