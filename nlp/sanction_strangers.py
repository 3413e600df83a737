"""Is an amount what somebody else had to pay? An amount in its sentence and the parties' mentions in, a verdict out.

Refused as sanctions of this action: what the text says a named stranger was required to pay.
"""

from __future__ import annotations

import re

from nlp.document import Span
from nlp.mentions import Mentions
from nlp.money import Money

_STRANGER = re.compile(
    r"\b(?:requir(?:es|ed|ing)|order(?:s|ed|ing)|fin(?:es|ed"
    r"|ing))\s+(?P<name>[A-Z][\w&.\u2019'-]+(?:\s[A-Z][\w&.-]+){0,3})"
    r"\s+(?:to\s+(?:\w+\s+)?(?:pay|disgorge|forfeit)\s+)?(?:an?\s+|over\s+|more\s+than\s+|approximately\s+|nearly\s+)*$"
)
# How history is told: `In January, the agency issued an order requiring …`
_BACK = re.compile(r"\s*(?:In|On|Last|During|Previously|Earlier)\b")
# `In September 2020, the bank entered into an agreement`, of the employer of people accused
_BANK = re.compile(r",\s+the\s+(?:bank|company|firm)\b")
# `In October 2016, Acme Corp. agreed to a deferred prosecution and to pay $37 million`
_AGREED = re.compile(
    r"\s*(?:In|On)\s+(?:[A-Z][a-z]+\.?\s+)?(?:\d{1,2},\s+)?(?:19|20)\d\d,\s+(?P<name>[A-Z][\w&.\u2019'-]+(?:,?\s[A-Z][\w&.-]+){0,4})"
    r"\s+(?:agreed|entered|paid|settled|pleaded|pled|(?:was|were)\s+(?:ordered|fined|required|sentenced))\b"
)
_GENERAL = re.compile(r"(?:Each|Both|All|The|Defendants?|Respondents?|Company|Bank|Companies|Firm|Plaintiffs?)\b")


def is_strangers(text: str, sentence: Span, money: Money, mentions: Mentions) -> bool:
    """`an order requiring Acme to pay $25 million`, where Acme is no party and no word for one."""
    if _BACK.match(text, sentence.start, money.start) is None:
        return False
    named = mentions.between(sentence.start, sentence.end)
    if not named and _BANK.search(text, sentence.start, money.start):
        return not any(party.kind == "organization" for party in mentions.parties)
    if mentions.parties and not named and (told := _AGREED.match(text, sentence.start, money.start)):
        return _GENERAL.match(told["name"]) is None
    stranger = _STRANGER.search(text, sentence.start, money.start)
    if stranger is None or not mentions.parties or _GENERAL.match(stranger["name"]):
        return False
    return not mentions.between(stranger.start("name") - 60, stranger.end("name"))
