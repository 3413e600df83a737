"""Is an amount forfeited, sued for as property, or given back? The words of its sentence in, a verdict out.

Taken: cash beside things (`to forfeit a rifle and $61,872 in seized currency`), what a suit against property is to
recover, what one victim gets beside a restitution in full. Refused: whatever another verb governs.
"""

from __future__ import annotations

import re

# `to pay restitution in full to her employer and $287,516 to the agency`
_FULL_RESTITUTION = re.compile(
    r"\bpay\s+(?:full\s+)?restitution\b[^.;$]{0,80}\b(?:and|including(?:\s+\w+\s+of)?)\s+$", re.IGNORECASE
)
# `to forfeit a rifle, two pistols and $61,872 in seized currency`
_FORFEITED_THINGS = re.compile(
    r"\bforfeit(?:s|ed|ing)?\s+(?!to\b)(?:(?!\b(?:to|obtain\w*|launder\w*|which|who|that|worth|valued|paid"
    r"|pay)\b)[^.;$]){5,200}"
    r",?\s+and\s+(?:approximately\s+|more\s+than\s+|over\s+|about\s+)?$",
    re.IGNORECASE,
)
_IN_CASH = re.compile(r"\s+in\s+(?:\w+\s+)?(?:U\.S\.\s+)?(?:currency|cash|cryptocurrency|proceeds|funds)\b")
# `agreed to the forfeiture of more than 40 bitcoin, valued at $2 million`
_FORFEITED_WORTH = re.compile(
    r"\bforfeit(?:ure|s|ed|ing)?\b[^.;$]{1,80}?\b(?:bitcoins?|ether(?:eum)?|cryptocurrenc(?:y|ies)|virtual\s+currency|tokens?"
    r"|gold|jewelry)\b[^.;$]{0,40}?\b(?:valued\s+at|worth)\s+"
    r"(?:(?:approximately|more\s+than|over|about|nearly|roughly|at\s+least|an\s+estimated)\s+)*$",
    re.IGNORECASE,
)
# `filed a forfeiture action to recover $54 million of cryptocurrency`
_TO_RECOVER = re.compile(
    r"\bforfeiture\s+(?:action|complaint|suit|lawsuit|case)\b[^.;$]{0,60}\b(?:to\s+recover|against|seeking)\s+"
    r"(?:approximately\s+|more\s+than\s+|over\s+|about\s+|nearly\s+|roughly\s+)?$",
    re.IGNORECASE,
)


def is_forfeited(left: str, right: str) -> bool:
    """Does a verb or a suit of forfeiture govern the amount between the two?"""
    beside_things = _FORFEITED_THINGS.search(left) and _IN_CASH.match(right)
    return bool(beside_things or _TO_RECOVER.search(left) or _FORFEITED_WORTH.search(left))


def restores_in_full(left: str) -> bool:
    """`pay restitution in full to her employer and` before the amount that another victim gets."""
    return _FULL_RESTITUTION.search(left) is not None
