"""Sums told by another: `restitution of $5 million and to forfeit the same amount`.

In: the text and the amounts read from it. Out: one further amount for each sum that is said to be the same as the last
one before it, of the kind that the words before it name. Refused: words that name no kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from nlp.money import Money
from nlp.sanction_frames import Frame
from nlp.sanction_merging import Amount

_AGAIN = re.compile(
    r"\b(?P<kind>forfeit(?:ure)?|restitution|disgorge(?:ment)?|(?:civil\s+)?(?:monetary\s+)?penalty|fine)\b"
    r"(?:\s+(?!and\b|or\b)[\w-]+){0,4}?\s+(?:the|that|an?)\s+(?:same|equal|identical|like)\s+(?:amount|sum)\b"
)
_KINDS = {"forfeit": "forfeiture", "restitution": "restitution", "disgorge": "disgorgement"}


def same_again(text: str, amounts: Iterable[Amount]) -> list[Amount]:
    """The further amounts, each beside the one whose sum it repeats, paid by the same."""
    found = []
    for amount in amounts:
        again = _AGAIN.search(text, amount.money.end, amount.sentence.end)
        if again is None or "$" in text[amount.money.end : again.start()] or amount.portion:
            continue
        kind = next((kind for stem, kind in _KINDS.items() if again["kind"].startswith(stem)), "penalty")
        if kind != amount.frame.kind:
            money = Money(again.start(), again.end(), amount.money.amount, amount.money.currency)
            found.append(replace(amount, money=money, frame=Frame(kind, False, "same amount"), more=[]))
    return found
