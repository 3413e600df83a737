"""Which amounts are one sanction: repeats, rounded figures and totals. Amounts as read in, one entry a sanction out.

A figure told again, roughly or without its kind, is one sanction with the exact one; an amount that others add up to is
a `settlement`; what is left to pay of a penalty after its suspended and credited parts is no sanction of its own.
Refused: two amounts that different parties pay.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import combinations

from nlp.document import Span
from nlp.facts import MoneyStatus
from nlp.money import Money, permits_sum
from nlp.sanction_frames import Frame

_ROUNDING = 0.05
_VAGUE = frozenset({"", "settlement"})
_MOST_PORTIONS = 6
_MANY = 120  # amounts, more than any announcement has; beyond, only neighbours are compared, as parts and as repeats
_NEAR = 20  # amounts before or after a total among which its parts are looked for
_TO_GOVERNMENT = re.compile(r"\b(?:United\s+States|Treasury|Clerk|Marshals|Fraud\s+Section|IRS|[Vv]ictims?)\b")
_RESPECTIVELY = re.compile(r"[^.;$]{0,100}\brespectively\b")


@dataclass
class Amount:
    """`portion` tells that it is a part of another amount that need not be paid."""

    money: Money
    sentence: Span
    frame: Frame
    status: MoneyStatus
    payers: tuple[str, ...]
    joint: bool
    title: bool
    portion: bool = False
    kind: str = ""
    more: list[Money] = field(default_factory=list)


def merge(amounts: list[Amount]) -> list[Amount]:
    """One entry a sanction: repeats joined, rounded and unspecified figures dropped beside what they round."""
    kept: list[Amount] = []
    equal: dict[float, list[Amount]] = {}
    for amount in sorted(amounts, key=_exactness):
        near = kept[-_MANY:]
        repeated = next((one for one in equal.get(amount.money.amount, ()) if _repeats(one, amount)), None)
        same = repeated or _restated_in(near, amount) or _left_to_pay(near, amount)
        if same is None:
            kept.append(amount)
            equal.setdefault(amount.money.amount, []).append(amount)
        else:
            same.more.append(amount.money)
            same.joint = same.joint or amount.joint
            same.payers = same.payers or amount.payers
    kept.sort(key=lambda a: a.money.start)
    for amount in kept:
        if not amount.portion and (not amount.kind or _adds_up(amount, _parts_beside(amount, kept))):
            amount.kind = "settlement"
    return kept


def _exactness(amount: Amount) -> tuple[bool, bool, bool, bool, int]:
    """What comes first is kept: kinds before bare sums, the body before the headline, figures before estimates."""
    money = amount.money
    return amount.kind in _VAGUE, not amount.kind, amount.title, bool(money.qualifier), money.start


def _parts_beside(amount: Amount, kept: list[Amount]) -> list[Amount]:
    kept = kept if len(kept) <= _MANY else nearest(amount, kept, _MANY // 2)
    return [one for one in kept if one is not amount and not one.portion and one.kind not in _VAGUE]


def _restated_in(kept: list[Amount], amount: Amount) -> Amount | None:
    restated = [other for other in kept if _restates(other, amount)]
    if amount.kind in _VAGUE and _adds_up(amount, _parts_beside(amount, kept)):
        restated = [other for other in restated if other.kind in _VAGUE]
    return next(iter(restated), None)


def _alike(kept: Amount, new: Amount) -> bool:
    if kept.money.currency != new.money.currency or kept.portion != new.portion:
        return False
    if kept.portion:
        return kept.status == new.status
    return new.kind in _VAGUE or new.kind == kept.kind


def _repeats(kept: Amount, new: Amount) -> bool:
    if kept.money.amount != new.money.amount or not _alike(kept, new):
        return False
    if kept.title or new.title or not new.kind:
        return True
    return not (kept.payers and new.payers and set(kept.payers).isdisjoint(new.payers))


def _restates(kept: Amount, new: Amount) -> bool:
    """Whether an amount is one kept before, told roughly."""
    if not _alike(kept, new):
        return False
    if new.kind and new.kind != kept.kind and kept.payers and new.payers and set(kept.payers) != set(new.payers):
        return False
    loose = bool(new.money.qualifier) or new.title or new.kind in _VAGUE
    return loose and _rounds(new.money, kept.money)


def _left_to_pay(kept: list[Amount], amount: Amount) -> Amount | None:
    """The penalty of which an amount is what remains after some of its parts are suspended or credited."""
    parts = [one for one in kept if one.portion][:_MOST_PORTIONS]
    if amount.portion or not parts or amount.kind == "settlement":
        return None
    let_off = {sum(p.money.amount for p in some) for n in range(1, len(parts) + 1) for some in combinations(parts, n)}
    wholes = (one for one in kept if not one.portion and amount.kind in ("", one.kind))
    return next((one for one in wholes if one.money.amount - amount.money.amount in let_off), None)


def _adds_up(amount: Amount, parts: list[Amount]) -> bool:
    """Whether an amount is the total of the others, of those that its payers pay, or in a headline of one payer's."""
    payers = frozenset(amount.payers)
    groups = [parts, [part for part in parts if not payers.isdisjoint(part.payers)]]
    if amount.title:
        ones: dict[tuple[str, ...], list[Amount]] = {}
        for part in parts:
            ones.setdefault(part.payers, []).append(part)
        groups += ones.values()
    return any(len(some) > 1 and _is_total(amount.money, some) for some in groups)


def _is_total(money: Money, parts: list[Amount]) -> bool:
    return permits_sum(money, (part.money for part in parts))


def _rounds(rough: Money, exact: Money) -> bool:
    """Whether `rough` is `exact` told roughly: "more than $1.2 million", or "$1.2 million", for $1,232,510."""
    rounder = rough.unit > exact.unit or bool(rough.qualifier) and _digits(rough) < _digits(exact)
    if not rounder or rough.amount <= 0:
        return False
    excess = exact.amount - rough.amount
    if rough.qualifier in {"more than", "over", "in excess of", "exceeding", "at least", "just over"}:
        return 0 <= excess < max(rough.unit, _ROUNDING * rough.amount)
    if rough.qualifier in {"nearly", "almost", "just under", "close to"}:
        return 0 <= -excess < max(rough.unit, _ROUNDING * rough.amount)
    return abs(excess) < rough.unit


def _digits(money: Money) -> int:
    """How many digits a whole amount has without its closing zeros."""
    return len(f"{money.amount:.2f}".replace(".", "").rstrip("0"))


def parts_of(amount: Amount, parts: list[Amount]) -> list[Amount]:
    """All parts where they add up to a total or none do, else neighbouring ones: a text may tell of several cases."""
    if _is_total(amount.money, parts):
        return parts
    near = nearest(amount, parts, _NEAR)
    for first in range(len(near)):
        for last in range(first + 2, min(len(near), first + 8) + 1):
            if _is_total(amount.money, near[first:last]):
                return near[first:last]
    return parts


def nearest(amount: Amount, parts: list[Amount], most: int) -> list[Amount]:
    """At most so many of the parts told before and after a total, in reading order, as they are given."""
    place = bisect_left(parts, amount.money.start, key=lambda part: part.money.start)
    return parts[max(0, place - most) : place + most]


def respectively(text: str, amounts: list[Amount]) -> None:
    """`X and Y to pay $1 and $2, respectively` gives each its own."""
    for last, amount in enumerate(amounts):
        if not _RESPECTIVELY.match(text, amount.money.end):
            continue
        count = len(amount.payers)
        same = [one for one in amounts[max(0, last + 1 - count) : last + 1] if one.sentence == amount.sentence]
        if count > 1 and len(same) == count and all(set(one.payers) == set(amount.payers) for one in same):
            for one, payer in zip(same, same[0].payers, strict=True):
                one.payers = (payer,)


def is_told_as_fact(text: str, amount: Amount) -> bool:
    """What a plea or an agreement tells in its statement of facts: who paid whom, and not the United States."""
    if not amount.frame.rule.startswith("paid"):
        return False
    return not _TO_GOVERNMENT.search(text, amount.sentence.start, amount.sentence.end)
