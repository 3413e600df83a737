"""Do the parts sum to the total that an announcement states? Amounts in, a sum and a verdict a total out.

A total is an amount that words (`a total of`, `penalties and restitution`) or the headline call the whole of what its
payers pay. Which sums its wording permits is told by `Money`. Its parts are counted once each: not what is suspended
or credited of another amount, not a debt shared jointly a second time, not a part beside what that is made of.
Refused: totals of which no part is told, and amounts that others pay or that nobody is said to pay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, combinations

from nlp.document import Document
from nlp.facts import PartsState
from nlp.money import Money, permits_sum
from nlp.sanction_merging import Amount, nearest

_MOST_PARTS = 12  # of which every choice is tried: 4,096
_SUMS_UP = re.compile(r"\b(?:total\w*|combined|aggregate|altogether|in\s+all)\b", re.IGNORECASE)
_OPEN = re.compile(r"[^;$]{0,120}?\b(?:includ\w+|as\s+well\s+as|of\s+which|among\s+(?:which|them))\b", re.IGNORECASE)
# Sums of more than this action: what a programme or an investigation brought in, what others paid, what is spent.
_WIDER = re.compile(
    r"\b(?:to\s+date|(?:so|thus)\s+far|over\s+the\s+(?:last|past)|fiscal\s+year|previous(?:ly)?|earlier|now\s+reached"
    r"|ongoing"
    r"|br(?:ings?|inging|ought)\s+(?:the\s+|its\s+)?total|since\s+(?:\w+\s+)?\d{4}|[Tt]he\s+companies\s+(?:have|has)"
    r"|series\s+of|recoveries|[Dd]epartment\s+has|[Dd]ivision|to\s+spend|will\s+spend)\b"
)
_DATED = re.compile(
    r"\s*(?:In|On)\s+(?:[A-Z][a-z]+\.?\s+)?(?:\d\d?,\s+)?(?:19|20)\d\d\b"
)  # history: `In October 2007, …`
_BESIDES = re.compile(r"\b(?:additional|another|further)\b[^.$]{0,20}$", re.IGNORECASE)
_EACH = re.compile(r"\beach\b", re.IGNORECASE)
_NEAR = 30  # amounts before or after a total
_BESIDE = 40  # characters around an amount


def compared(document: Document, whole: Amount, amounts: list[Amount]) -> tuple[float, PartsState] | None:
    """The sum of a total's parts, in units of its currency, and how it stands to the total; None for other amounts."""
    if whole.portion or whole.status != "ordered" or not (whole.frame.total or whole.kind == "settlement"):
        return None
    text = document.text
    in_title = _is_in_title(document, whole)
    if not in_title and (not whole.frame.total or _WIDER.search(text, whole.sentence.start, whole.sentence.end)):
        return None
    parts = _once_each(part for part in nearest(whole, amounts, _NEAR) if _may_be_part(part, whole))
    told = [part for part in nearest(whole, amounts, _NEAR) if _may_be_part(part, whole, of_any=True)]
    choices = chain(_choices(text, parts), _runs(told))
    if agreeing := next((some for some in choices if permits_sum(whole.money, some)), None):
        return _sum(agreeing), "agrees"
    least = _told_of(document, whole, parts, in_title=in_title)
    if len(least) < (1 if whole.frame.total and whole.kind == "settlement" else 2):
        return None
    found = _sum(part.money for part in least)
    is_open = len(least) == 1 or _OPEN.match(text, whole.money.end, whole.sentence.end) or _with_each(text, least)
    return found, "partial" if is_open and found < whole.money.lowest else "differs"


def _told_of(document: Document, whole: Amount, parts: list[Amount], *, in_title: bool) -> list[Amount]:
    """The parts that a total which they do not add up to is surely told of: those of its sentence after it, else all
    that are told after it, or anywhere where it sums up; without history and without what other parts are made of."""
    beside = [part for part in parts if _follows_in_sentence(part, whole)]
    if len(beside) > 1:
        return beside
    text = document.text
    opening = in_title or document.lead is not None and whole.money.start < document.lead.end
    if not whole.payers and not opening:
        return []
    sums_up = in_title or _SUMS_UP.search(text, whole.sentence.start, whole.money.end + _BESIDE)
    paragraph = document.paragraph_at(whole.money.start)
    surely = [
        part
        for part in parts
        if (sums_up or part.money.start >= whole.money.end)
        and (part.payers or opening or document.paragraph_at(part.money.start) == paragraph)
        and not _DATED.match(text, part.sentence.start, part.money.start)
        and not _BESIDES.search(text, max(0, part.money.start - _BESIDE), part.money.start)
    ]
    least = [part for part in surely if part.kind != "settlement" and not part.frame.total]
    least = least or (surely if whole.frame.total else [])
    of_nobody = [part for part in least if whole.payers and not part.payers]  # `the order imposes $5` on whom?
    return [] if len(of_nobody) == len(least) == 1 else least


def _follows_in_sentence(part: Amount, whole: Amount) -> bool:
    return part.sentence == whole.sentence and part.money.start > whole.money.start


def _is_in_title(document: Document, whole: Amount) -> bool:
    title_end = document.paragraphs[0].end
    return any(money.start < title_end for money in (whole.money, *whole.more))


def _may_be_part(part: Amount, whole: Amount, *, of_any: bool = False) -> bool:
    """Whether an amount may be a part of a total: of its currency and kind, owed, not the total again, and of its
    payers, unless `of_any` will do."""
    if part is whole or part.portion or part.status == "sought" or part.money.currency != whole.money.currency:
        return False
    if (
        not _follows_in_sentence(part, whole)
        and "settlement" not in (whole.kind, part.kind)
        and part.kind != whole.kind
    ):
        return False
    if _is_as_much(part.money, whole.money):
        return False
    if of_any or not whole.payers or not part.payers:
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


def _runs(parts: list[Amount]) -> Iterator[list[Money]]:
    """Amounts told one after another, whoever pays them: the payers of a total are not always all found."""
    for first in range(len(parts)):
        for last in range(first + 2, min(len(parts), first + _MOST_PARTS) + 1):
            yield [part.money for part in parts[first:last]]


def _with_each(text: str, parts: Iterable[Amount]) -> bool:
    return any(_times(text, part) > 1 for part in parts)


def _times(text: str, part: Amount) -> int:
    """How often an amount is paid: `Roe and Doe each pay $5`, `pay $5 each to the two`."""
    start, end = max(part.sentence.start, part.money.start - _BESIDE), part.money.end + _BESIDE
    return max(2, len(part.payers)) if _EACH.search(text, start, min(end, part.sentence.end)) else 1


def _sum(parts: Iterable[Money]) -> float:
    return round(sum(part.amount for part in parts), 2)
