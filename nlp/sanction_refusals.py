"""Which amounts near the words of a sanction are none? The words of a sentence around an amount in, a verdict out.

Refused are rates, shares, bribes, what others paid, what a programme brought in and what is owed from before.
"""

from __future__ import annotations

import re

# A whistleblower's share, what victims or the government got.
_RECEIVED = re.compile(r"\b(?:receiv(?:e[sd]?|ing)|share\s+of|get)\b(?:\s+[a-z]+){0,6}\s+$")
_SUFFERED = re.compile(r"\s+(?:(?:civil|criminal|monetary)\s+)*(?:fine|penalty|special\s+assessment)\b")
_OTHERS = re.compile(
    r"\b(?:(?:Those|These|Other|other)\s+(?:\w+\s+){0,3}?(?:companies|individuals|executives|defendants|people)\b"
    r"|(?:\d+|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en)\s+"
    r"(?:companies|corporations|individuals|executives)\s+have\s+(?:agreed|pleaded|pled|been)\b"
    r"|\d\d\s+(?:companies|individuals|executives)\s+(?:have|has|pleaded|were)\b)[^.;]*$"
)
_PROGRAMME = re.compile(
    r"\b[Tt]o\s+date\b[^.;$]*$|\b[Aa]s\s+a\s+result\s+of\s+(?:this|the)\s+(?:[\w-]+\s+){0,2}investigation\b[^.;$]*$"
)
# What all cases of an investigation brought in: `bringing the total criminal fines to over $255 million`
_ALL_CASES = re.compile(
    r"\bbringing\s+(?:the|its)\s+total\b[^.;$]*$"
    r"|\b(?:investigations|cases|prosecutions)\s+have\b[^.;$]*\bresulted\s+in\b[^.;$]*$"
    r"|\b[Aa]ll\s+of\s+the\s+(?:\w+\s+)?(?:companies|corporations|banks|firms|executives)\s+(?:have|had)\b[^.;$]*$"
    r"|\bPreviously,\s[^;]*\b(?:companies|corporations|banks|firms|executives|individuals|defendants)\b[^;]*$"
    r"|\bIncluding\s+(?:today|this|these)\b[^.;$]{0,60},[^.;$]*\b(?:companies|corporations|banks|firms)\s+have\b[^.;$]*$"
)
_IN_ALL_CASES = re.compile(
    r"[^.;$]{0,60}\b(?:has|have)\s+been\s+(?:imposed|obtained|recovered|secured|collected|paid)\b[^.;$]{0,20}"
    r"\b(?:in|through|from|as\s+a\s+result\s+of)\s+(?:this|the|these)\s+(?:\w+\s+){0,2}"
    r"(?:investigations?|probe|prosecutions)\b"
)
# `With this Order, the Commission has imposed over $5 billion in benchmark cases, including $90 million against Acme`
_WITH_THIS = re.compile(
    r"(?:\b[Tt]o\s+date|\b[Ww]ith\s+(?:this|these"
    r"|today['\u2019]?s)\b[^.;$]{0,60}?),\s+the\s+[^.;$,]{2,60}?\bhas\s+(?:now\s+)?"
    r"(?:imposed|obtained|recovered|secured|collected|returned|ordered)\b"
)
_OVER_YEARS = re.compile(
    r"[^.;$]{0,140}\b(?:over|in|during|for)\s+the\s+(?:last|past)\s+(?:decade|year|(?:\w+\s+)?(?:years|decades))\b"
    r"|[^.;$]{0,100}\bsince\s+(?:its\s+(?:inception|creation|founding)|(?:\w+\s+)?(?:19|20)\d\d)\b"
)
_BY_UNIT = re.compile(
    r"\b(?:[Uu]nit|[Dd]ivision|[Ss]ection|[Ff]orce|[Dd]epartment|[Pp]rogram|[Ii]nitiative)\b[^.;$]{0,60}\b(?:has"
    r"|have)\s+"
    r"(?:imposed|obtained|recovered|secured|collected|returned|restrained)\s+(?:[a-z]+\s+){0,4}$"
)
# An earlier conviction, told as background: `previously convicted in 2008 of fraud, for which he was ordered to pay`
_CONVICTED_BEFORE = re.compile(
    r"\b(?:previously\s+(?:been\s+)?convicted|prior\s+(?:\w+\s+)?convictions?)\b[^;$]{0,60}\b(?:19|20)\d\d\b"
    r"|\bprior\s+conviction\b"
)
_TO_DATE = re.compile(
    r"[^.;$]{0,80}\b(?:obtained|imposed|collected|recovered|paid|assessed|ordered)\s+(?:so\s+far|to\s+date)\b"
)
_ELSEWHERE = re.compile(
    r"[^.;$]{0,40}\b(?:penalt(?:y|ies)|fines?)\s+to\s+(?:the\s+)?(?:CME|ICE|NFA|FINRA|CBOT|NYMEX|SEC|OCC|exchanges?)\b"
)
# `filed a return seeking a refund of $383,155`
_TAX_REFUND = re.compile(
    r"\b(?:seek\w*|sought|claim\w*|request\w*|receiv\w*|obtain\w*|issu\w*|generat\w*|tax|false|fraudulent)\s+"
    r"(?:[\w-]+\s+){0,6}?refunds?\b[^.;$]{0,30}$",
    re.IGNORECASE,
)
_SIMILAR = re.compile(r"[^.;$]{0,60}\bto\s+(?:resolve|settle)\s+(?:similar|unrelated|earlier)\b")
_OWED = re.compile(r"\bowe[sd]?\s(?:[^.;]{0,80}\band\s+)?(?:an?\s+|the\s+|over\s+|more\s+than\s+)*$")
_AS_BRIBE = re.compile(
    r"\s+(?:worth\s+)?(?:in|of|as)\s+(?:[\w-]+\s+){0,3}?(?:bribes?|kickbacks?|payoffs?|gratuit\w+|extortion)\b",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"\s*(?:per|a|each|every|for\s+(?:each|every))\s+(?:\w+\s+)?(?:return|month|week|year|day|hour|person|patient"
    r"|claim|pound"
    r"|share|unit|visit|gallon|ounce|barrel|violation|count)\b"
)
# What was paid, or what other investigations brought, before.
_BEFORE = re.compile(r"\b[Pp]reviously\s+(?:[Pp]aid|yielded|resulted)\b[^;$]*$")
_REACHED_BEFORE = re.compile(r"\s+settlement\s+(?:that\s+was\s+)?reached\s+in\s+(?:[A-Z]\w+\s+)?(?:19|20)\d\d\b")
_ON_OTHERS = re.compile(
    r"[^.;$]{0,40}?\b(?:on|against|from|by)\s+(?:\w+\s+){0,2}?other\s+(?:\w+\s+)?"
    r"(?:banks|firms|companies|institutions|defendants|individuals|entities|persons|dealers|traders)\b"
)


def is_told_otherwise(left: str, right: str) -> bool:
    """Rates, shares, bribes, what others paid, what a programme brought in and what is owed from before."""
    after = (_RATE, _TO_DATE, _IN_ALL_CASES, _SIMILAR, _OVER_YEARS, _ELSEWHERE, _AS_BRIBE, _ON_OTHERS, _REACHED_BEFORE)
    if _CONVICTED_BEFORE.search(left):
        return True
    before = (_TAX_REFUND, _OTHERS, _PROGRAMME, _ALL_CASES, _BY_UNIT, _OWED, _WITH_THIS, _BEFORE)
    if _RECEIVED.search(left) and not _SUFFERED.match(right):
        return True
    return any(p.match(right) for p in after) or any(p.search(left) for p in before)
