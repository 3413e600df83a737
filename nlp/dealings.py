"""Whether a business named in a text is one that the accused dealt with, not the one that they are in.

In: the text and where the name of a business begins. Out: True where the words before it, in the same clause, make it
the other side of a payment, a trade or a relation: `deposits from a mixing service`, `transacted with darknet markets`.
Refused: whatever is told as their own (`its exchange`) or as what they do (`to operate a casino`, `as a casino`).
"""

from __future__ import annotations

import re

_BEFORE = 160  # characters
_OWN = (
    r"(?!(?:its|his|her|their|our|as|that|which|who|is|was|were|are|be|been|being"
    r"|(?:co-)?(?:operat|own|run|manag|serv|provid|launch|found|creat|establish|register|licens|form|act|function)"
    r"(?:e|es|ed|s|n?ing)?)\b)"
)
_WORDS = rf"(?:{_OWN}[A-Za-z][\w.\u2019'-]*\s+)"
_LIST = rf"(?:{_OWN}[A-Za-z][\w.\u2019'-]*,?\s+)"
_ENDS = (
    rf"\bfrom\s+(?:an?\s+|the\s+)?{_WORDS}{{0,3}}",
    rf"\b(?:through|via|involving|using)\s+(?!the\b){_WORDS}{{0,4}}",
    r"\b(?:transact\w*|deal(?:t|ing|ings)|do(?:es|ing)? business|did business|relationships?|ties|exposure|interact\w*"
    rf"|associat\w*|affiliat\w*|link\w*|accounts?|wallets?|transfers?|trad(?:ed|es))\s+(?:\w+\s+){{0,3}}?"
    rf"(?:with|to|for|by|of)\s+{_LIST}{{0,9}}",
    r"\b(?:sent|sends?|sending|transferr?\w*|payments?|deposits?|withdrawals?|transactions?|funds)\s+(?:\w+\s+){0,4}?"
    rf"(?:to|with|for|by)\s+{_LIST}{{0,9}}",
    r"\b(?:customers?|clients?|counterpart\w+|users)\b,?\s+(?:who\s+|that\s+|which\s+)?(?:\w+\s+){0,2}?"
    rf"(?:were|are|includ\w+|such as)\s+{_LIST}{{0,9}}",
)
_DEALT_WITH = re.compile(rf"(?:{'|'.join(_ENDS)})$", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;:!?]\s|\n")


def is_dealt_with(text: str, start: int) -> bool:
    before = text[max(0, start - _BEFORE) : start]
    clause = _CLAUSE.split(before)[-1]
    return bool(_DEALT_WITH.search(clause))
