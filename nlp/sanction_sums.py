"""Do the parts sum to the total that an announcement states? Amounts in, a sum and a verdict a total out.

A total is an amount that words (`a total of`, `penalties and restitution`) or the headline call the whole of what its
payers pay. Which sums its wording permits is told by `Money`. Its parts are counted once each: not what is suspended
or credited of another amount, not a debt shared jointly a second time, not a part beside what that is made of.
Refused: totals of which no part is told, and amounts that others pay or that nobody is said to pay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from nlp.document import Document
from nlp.facts import PartsState
from nlp.money import Money, permits_sum
from nlp.sanction_merging import Amount

_MOST_PARTS = 12  # of which every choice is tried: 4,096
_SUMS_UP = re.compile(r"\b(?:total\w*|combined|aggregate|altogether|in\s+all)\b", re.IGNORECASE)
_OPEN = re.compile(r"[^.;$]{0,120}?\b(?:includ\w+|as\s+well\s+as|of\s+which|among\s+(?:which|them))\b", re.IGNORECASE)
_EACH = re.compile(r"\beach\b", re.IGNORECASE)
_BESIDE = 40  # characters around an amount


def compared(document: Document, whole: Amount, amounts: list[Amount]) -> tuple[float, PartsState] | None:
    """The sum of a total's parts, in units of its currency, and how it stands to the total; None for other amounts."""
    if whole.portion or whole.status != "ordered" or not (whole.frame.total or whole.kind == "settlement"):
        return None
    in_title = _is_in_title(document, whole)
    if not whole.frame.total and not in_title:
        return None
    text = document.text
    parts = _once_each(part for part in amounts if _may_be_part(part, whole))
    if agreeing := next((some for some in _choices(text, parts) if permits_sum(whole.money, some)), None):
        return _sum(agreeing), "agrees"
    least = _told_of(text, whole, parts, in_title=in_title)
    if len(least) < (1 if whole.frame.total and whole.kind == "settlement" else 2):
        return None
    found = _sum(part.money for part in least)
    is_open = len(least) == 1 or _OPEN.match(text, whole.money.end, whole.sentence.end) or _with_each(text, least)
    return found, "partial" if is_open and found < whole.money.lowest else "differs"


def _told_of(text: str, whole: Amount, parts: list[Amount], *, in_title: bool) -> list[Amount]:
    """The parts that a total which they do not add up to is surely told of: those after it, or anywhere where it sums
    up, of known payers, without what other parts are made of."""
    sums_up = in_title or _SUMS_UP.search(text, whole.sentence.start, whole.money.end + _BESIDE)
    follows = 0 if sums_up else whole.money.end
    later = [part for part in parts if part.money.start >= follows]
    least = [part for part in later if part.kind != "settlement" and not part.frame.total]
    least = least or (later if whole.frame.total else [])
    of_nobody = [part for part in least if whole.payers and not part.payers]  # `the order imposes $5` on whom?
    return [] if len(of_nobody) == len(least) == 1 else least


def _is_in_title(document: Document, whole: Amount) -> bool:
    title_end = document.paragraphs[0].end
    return any(money.start < title_end for money in (whole.money, *whole.more))


def _may_be_part(part: Amount, whole: Amount) -> bool:
    """Whether an amount may be a part of a total: of its currency, kind and payers, owed, and not the total again."""
    if part is whole or part.portion or part.status == "sought" or part.money.currency != whole.money.currency:
        return False
    if whole.kind not in ("settlement", part.kind) or _is_as_much(part.money, whole.money):
        return False
    if not whole.payers or not part.payers:
        return True
    shared = set(part.payers) & set(whole.payers)
    return bool(shared) and (part.joint or shared == set(part.payers))


def _is_as_much(part: Money, whole: Money) -> bool:
    return part.amount >= whole.highest or whole.permits(part.amount) or part.permits(whole.amount)


def _once_each(parts: Iterable[Amount]) -> list[Amount]:
    """Each debt once: two who owe the same amount of the same kind jointly owe it together."""
    kept: list[Amount] = []
    for part in parts:
        same = (one for one in kept if one.joint and (one.kind, one.money.amount) == (part.kind, part.money.amount))
        if not part.joint or next(same, None) is None:
            kept.append(part)
    return kept


def _choices(text: str, parts: list[Amount]) -> Iterator[list[Money]]:
    """All parts first, then fewer and fewer down to two: a text may tell a part and what that is made of, or of several
    cases. What each of several pays is taken once and as often as they are."""
    for size in range(len(parts), 0, -1):
        for some in combinations(parts, size) if len(parts) <= _MOST_PARTS or size == len(parts) else ():
            if size > 1:
                yield [part.money for part in some]
            if _with_each(text, some):
                yield [part.money for part in some for _ in range(_times(text, part))]


def _with_each(text: str, parts: Iterable[Amount]) -> bool:
    return any(_times(text, part) > 1 for part in parts)


def _times(text: str, part: Amount) -> int:
    """How often an amount is paid: `Roe and Doe each pay $5`, `pay $5 each to the two`."""
    start, end = max(part.sentence.start, part.money.start - _BESIDE), part.money.end + _BESIDE
    return max(2, len(part.payers)) if _EACH.search(text, start, min(end, part.sentence.end)) else 1


def _sum(parts: Iterable[Money]) -> float:
    return round(sum(part.amount for part in parts), 2)
