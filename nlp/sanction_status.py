"""Is an amount ordered, suspended, sought or only possible? The words of its sentence around it in, its status out.

Refused: what is possible at most, and amounts of which nothing is decided.
"""

from __future__ import annotations

import re

from nlp.facts import MoneyStatus

_POSSIBLE = re.compile(
    r"\b(?:maximum|up\s+to|faces?|facing|carr(?:y|ies)|punishable|potential(?:ly)?|could|may\s+(?:be|also"
    r"|face|receive|pay)|as\s+much\s+as|whichever|greater\s+of|twice"
    r"|minimum|eligible|exposure|would\s+have|subject\s+to\s+(?:a\s+)?(?:fine|penalt|maximum)"
    r"|if\s+convicted|statutory\s+(?:fine|penalt|limit)|not\s+more\s+than|not\s+to\s+exceed|capped|failed\s+to"
    r"|if\s+the\s+court)\b",
    re.IGNORECASE,
)
_DECIDED = re.compile(
    r"(?:[,;]|\band\b|\bbut\b)\s+(?:\w+\s+){0,5}?"
    r"(?:ordered|agreed|required|requires|imposed|imposes|sentenced|forfeited|paid|agrees|must|will)\b",
    re.IGNORECASE,
)
_SOUGHT = re.compile(
    r"\b(?:seek(?:s|ing)?|sought|asks?\s+(?:the\s+court\s+)?for|request(?:s|ed|ing)\s+(?:that|an?|the|for"
    r"|forfeiture|restitution|disgorgement|civil)|demand(?:s|ed|ing)?"
    r"|recommend(?:s|ed)?|intends?\s+to\s+seek|forfeiture\s+(?:action|complaint|suit|lawsuit"
    r"|case)\b[^.;$]{0,60}\bto\s+recover"
    r"|forfeiture\s+(?:action|complaint|suit|lawsuit)\s+against)\b",
    re.IGNORECASE,
)
_ORDERED = re.compile(
    r"\b(?:order(?:s|ed|ing)?|requir(?:e|es|ed|ing)|impos(?:e|es|ed|ing)|agree(?:s|d|ing)?|must|will|shall"
    r"|has\s+paid|have\s+paid|paid|pays|sentenced|fined|fines|consent(?:s|ed)?"
    r"|enter(?:s|ed)|assess(?:es|ed)|forfeit(?:s|ed|ing)?|direct(?:s|ed|ing)|awarded|levied|obtain(?:s|ed)"
    r"|secur(?:es|ed)|includ(?:es|ed|ing)|result(?:s|ed|ing)|settle[sd]?|settlement"
    r"|resolv(?:e|es|ed)|judgment|to\s+pay|pay|condemn(?:s|ed)|sanction(?:s|ed)|recover(?:s|ed)|reach(?:es"
    r"|ed)|revok\w+|issued|received|assessment\s+of|enforcement\s+action)\b",
    re.IGNORECASE,
)


def status_between(left: str, right: str) -> MoneyStatus | None:
    """The status of an amount between the two; None where it is only possible, or nothing is decided of it."""
    clause = re.split(r";|\bbut\b", left)[-1]
    if _is_only(_POSSIBLE, clause) or re.match(r"\s*(?:maximum|statutory)", right):
        return None
    if _is_only(_SOUGHT, clause):
        return "sought"
    if not _ORDERED.search(left + " " + right[:60]):
        return None
    return "suspended" if re.match(r"[^.$]{0,60}\b(?:suspended|suspending)\b", right) else "ordered"


def _is_only(unreal: re.Pattern[str], clause: str) -> bool:
    """Whether a word of possibility or demand governs the amount: no decision is told between the two."""
    last = None
    for match in unreal.finditer(clause):
        last = match
    return last is not None and _DECIDED.search(clause, last.end()) is None
