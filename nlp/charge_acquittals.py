"""Words of an offence that tell of no guilt: the jury acquitted, could not agree, or the count was dropped.

In: the text of a sentence and where the offence stands in it. Out: whether those words spare the accused. Refused:
nothing; a plea of not guilty spares nobody, for its charge is still to be tried.
"""

from __future__ import annotations

import re

_SPARES = re.compile(
    r"\bacquitt(?:ed|als?|ing|s)\b|\b(?:found|finds?|finding|verdicts?) (?:[\w.,\u2019'-]+ ){0,6}?(?:of )?not guilty\b"
    r"|\b(?:un|not )able to (?:reach|agree)\b|\b(?:could|did|does) not (?:reach|agree)\b"
    r"|\bfail(?:ed|ing) to (?:reach|agree)\b|\bdeadlocked\b|\bhung jury\b|\bmistrial\b"
    r"|\b(?:court|judge|jury|government|prosecutors?|prosecution|united states)(?: \w+){0,3}?"
    r" (?:dismiss(?:ed|es)?|drop(?:ped|s)?)\b",
    re.IGNORECASE,
)
_SIGNS = ("acquit", "not guilty", "reach", "agree", "deadlock", "hung", "mistrial", "dismiss", "drop")
_CONDEMNS = re.compile(
    r"\b(?:convict(?:ed|s|ing|ions?)|sentenced|(?:pleaded|pled|pleads?|plea of) guilty|(?<!not )guilty)\b",
    re.IGNORECASE,
)
# What follows an offence: `the wire fraud count was dismissed`, `charged with perjury, but was acquitted`.
_DROPPED = re.compile(
    r"[^.;,]{0,40}?\b(?:was|were|has been|have been|will be) (?:\w+ )?(?:dismissed|dropped)\b", re.IGNORECASE
)
_CLEARED = re.compile(
    r"[^.;]{0,120}?\b(?:(?:(?:was|were) (?:\w+ )?(?:acquitted|found not guilty)"
    r"|(?:acquitted|cleared) (?:him|her|them|both))\b(?! of (?:other|all other|the other|the remaining))"
    r"|(?:court|judge|government|prosecutors|prosecution|united states)(?: \w+){0,2}? (?:dismissed|dropped)"
    r" (?:the|that|this|those)\b)",
    re.IGNORECASE,
)
_CHARGED = re.compile(r"\b(?:charged|indicted|tried|accused)\b", re.IGNORECASE)


def is_spared(text: str, first: int, start: int, end: int) -> bool:
    """Does the sentence `text[first:end]` tell that nobody was found guilty of what begins at `start`?"""
    words = text[first:end].lower()
    if not any(sign in words for sign in _SIGNS):
        return False
    before = text[first:start]
    spares = max((found.end() for found in _SPARES.finditer(before)), default=-1)
    condemns = max((found.end() for found in _CONDEMNS.finditer(before)), default=-1)
    if spares >= 0:
        return spares >= condemns
    if condemns >= 0:
        return False
    after = text[start:end]
    if _DROPPED.match(after):
        return True
    cleared = _CLEARED.match(after)
    return bool(cleared and _CHARGED.search(before) and not _CONDEMNS.search(cleared[0].replace("not guilty", "")))


def says_guilty(text: str) -> bool:
    """Does the sentence tell of a conviction, a plea of guilty or a sentence?"""
    return bool(_CONDEMNS.search(text))
