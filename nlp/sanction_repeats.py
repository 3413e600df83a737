"""What one amount tells of another: `$5 in restitution and to forfeit the same amount`, `$1 and $2 in restitution`.

In: the text and the amounts read from it. Out: one further amount for each sum that is said to be the same as the last
one before it, of the kind that the words beside it name. Refused: words that name no kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from nlp.money import Money
from nlp.sanction_frames import Frame
from nlp.sanction_merging import Amount

_AGAIN = re.compile(
    r"\b(?P<kind>forfeit(?:ure)?|restitution|disgorge(?:ment)?|(?:civil\s+)?(?:monetary\s+)?penalty|fine)\b"
    r"(?:\s+(?!and\b|or\b)[\w-]+){0,4}?\s+(?:the|that|an?)\s+(?:same|equal|identical|like)\s+(?:amount|sum)\b"
)
# `forfeit $300,000 and pay an equal amount in restitution`
_AGAIN_BEFORE = re.compile(
    r"\b(?:the\s+same|that\s+same|an\s+equal|an\s+identical|a\s+like)\s+(?:amount|sum)\s+(?:in|of|as)\s+(?:\w+\s+)?"
    r"(?P<kind>forfeiture|restitution|disgorgement|penalty|fine)\b"
)
_LISTED = re.compile(r"\s*(?:,\s*(?:and\s+)?|\s+and\s+)")
_KINDS = {"forfeit": "forfeiture", "restitution": "restitution", "disgorge": "disgorgement"}


def same_again(text: str, amounts: Iterable[Amount]) -> list[Amount]:
    """The further amounts, each beside the one whose sum it repeats, paid by the same."""
    found = []
    for amount in amounts:
        after = (amount.money.end, amount.sentence.end)
        again = _AGAIN.search(text, *after) or _AGAIN_BEFORE.search(text, *after)
        if again is None or "$" in text[amount.money.end : again.start()] or amount.portion:
            continue
        kind = next((kind for stem, kind in _KINDS.items() if again["kind"].startswith(stem)), "penalty")
        if kind != amount.frame.kind:
            money = Money(again.start(), again.end(), amount.money.amount, amount.money.currency)
            found.append(replace(amount, money=money, frame=Frame(kind, False, "same amount"), more=[]))
    return found


def share_kind(text: str, amounts: Sequence[Amount]) -> None:
    """`pay $50,000 and $70,000 in restitution`: what is said of the last amount is said of those listed before it."""
    for one, following in reversed(list(pairwise(amounts))):
        listed = _LISTED.fullmatch(text, one.money.end, following.money.start)
        if listed and one.frame.rule == "paid" and following.frame.rule == "amount before kind":
            one.frame = following.frame
