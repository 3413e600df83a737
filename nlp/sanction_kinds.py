"""What sanctions are called: `civil monetary penalty`, `special assessment`. A pattern in, the kind of its match out.

`KIND` holds one group a kind, so that a longer pattern may contain it once. Refused: nothing; what an amount beside the
name is, `sanction_frames` tells.
"""

from __future__ import annotations

import re

_KINDS = (
    ("interest", r"(?:pre-?judgment|post-?judgment)\s+interest"),
    ("criminal_fine", r"criminal\s+(?:monetary\s+|money\s+)?(?:fine|penalt(?:y|ies))s?"),
    (
        "civil_penalty",
        r"(?:civil|administrative|regulatory|CFTC)\s+(?:and\s+)?(?:monetary|money"
        r"|administrative)?\s*(?:penalt(?:y|ies)|fines?|fine)",
    ),
    ("civil_penalty", r"(?:monetary|money)\s+penalt(?:y|ies)"),
    ("penalty", r"penalt(?:y|ies)|fines?|enforcement\s+action"),
    ("disgorgement", r"disgorgement|ill-gotten\s+(?:gains|profits)"),
    ("restitution", r"restitution|back\s?-?\s?(?:pay|wages)|(?:victim|compensatory)\s+(?:compensation|damages)"),
    ("forfeiture", r"forfeitures?|money\s+judgments?|monetary\s+judgments?"),
    (
        "settlement",
        r"(?:monetary\s+|civil\s+|financial\s+)?sanctions|(?:civil\s+|global\s+|cash\s+)?settlements?|monetary\s+relief"
        r"|(?:joint\s+)?(?:state-federal\s+)?agreement(?=\s+(?:with|to\s+(?:resolve|settle|address))\b)",
    ),
    (
        "other",
        r"(?:special|JVTA|AVAA)\s+assessments?|assessments?(?=\s+under\b)|community\s+service\s+payments?|damages"
        r"|court\s+costs|costs?\s+of\s+prosecution|prosecution\s+costs",
    ),
)
KIND = "|".join(f"(?P<k{i}>{pattern})" for i, (_, pattern) in enumerate(_KINDS))
KIND_RE = re.compile(rf"\b(?:{KIND})\b", re.IGNORECASE)
_SORT = re.compile(r"\b(?:civil|criminal)\b", re.IGNORECASE)  # what the adjectives before a bare `penalty` tell


def kind_named(match: re.Match[str]) -> str:
    """The kind whose name a match of a pattern with `KIND` found; `penalty` where the case decides which."""
    kind = next((name for i, (name, _) in enumerate(_KINDS) if match.groupdict().get(f"k{i}")), "interest")
    sort = _SORT.search(match[0]) if kind == "penalty" else None
    return kind if sort is None else "civil_penalty" if sort[0].lower() == "civil" else "criminal_fine"
