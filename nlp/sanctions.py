"""Money ordered, agreed, imposed or forfeited in this action. A document and its parties in, Sanction facts out.

Each amount is judged by the sentence it stands in (`sanction_frames`); amounts lost, gained, laundered, possible at
most, or imposed in another forum are refused. A figure repeated or rounded elsewhere is one sanction; a total beside
its parts is `settlement`. Payers are names of the parties found before, empty when the text leaves them open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nlp.document import Document, Span
from nlp.facts import Evidence, MoneyStatus, Sanction
from nlp.mentions import Mentions, mentions_of
from nlp.money import Money, find_money
from nlp.related import related_spans, within
from nlp.sanction_frames import DECIDED, ORDERED, POSSIBLE, SOUGHT, Frame, frame

_JOINT = re.compile(r"\b(?:jointly|joint\s+and\s+several)\b", re.IGNORECASE)
_SUSPENDED = re.compile(r"\bsuspend(?:ed|s|ing)?\b", re.IGNORECASE)
_CREDITED = re.compile(
    r"\b(?P<kind>restitution|disgorgement|penalty|forfeiture)\b[^.;]{0,60}?"
    r"\b(?:is|are|be|was|were)\s+(?:deemed\s+)?(?:satisfied|credited|offset)\b",
    re.IGNORECASE,
)
_CRIMINAL = re.compile(
    r"\b(?:sentenced|pleaded\s+guilty|pled\s+guilty|criminal|indict\w+|convicted|prison|felony|plea)\b", re.IGNORECASE
)
_AGAINST = re.compile(r"(?:\s+[a-z-]+){0,4}?\s+(?:on|against|upon)\s+")
_RESPECTIVELY = re.compile(r"[^.;$]{0,30}\brespectively\b")
_ROUNDING = 0.05


@dataclass
class _Amount:
    money: Money
    sentence: Span
    frame: Frame
    status: MoneyStatus
    payers: tuple[str, ...]
    joint: bool
    title: bool
    kind: str = ""
    more: list[Money] = field(default_factory=list)


def find_sanctions(document: Document, found: Mapping[str, list[Any]]) -> list[Sanction]:
    """The sanctions of this action, parts before the totals they add up to only as the text has them."""
    mentions = mentions_of(document, found.get("parties", []))
    amounts = _amounts(document, mentions)
    _respectively(document.text, amounts)
    for amount in amounts:
        amount.kind = _kind(document, amount)
    merged = _merge(amounts)
    _share_payers(merged, mentions)
    _credit(document.text, merged)
    return [_sanction(document.text, amount) for amount in merged]


def _credit(text: str, amounts: list[_Amount]) -> None:
    """`the restitution obligation is deemed satisfied by …`: what is offset elsewhere is credited."""
    for match in _CREDITED.finditer(text):
        kind = "civil_penalty" if match["kind"].lower() == "penalty" else match["kind"].lower()
        for amount in amounts:
            if amount.kind == kind and amount.status == "ordered":
                amount.status = "credited"


def _sanction(text: str, amount: _Amount) -> Sanction:
    spans = [amount.money, *amount.more]
    return Sanction(
        evidence=[_evidence(text, amount.sentence, spans[0]), *(Evidence.of(text, m.start, m.end) for m in spans[1:3])],
        found_by=amount.frame.rule,
        confidence=0.9 if amount.frame.kind else 0.75,
        kind=amount.kind,
        amount=amount.money.amount,
        currency=amount.money.currency,
        status=amount.status,
        payers=list(amount.payers),
        joint=amount.joint,
    )


def _evidence(text: str, sentence: Span, money: Money) -> Evidence:
    """The sentence, or where it is long the clause around the amount."""
    if sentence.end - sentence.start <= 300:
        return Evidence.of(text, sentence.start, sentence.end)
    start = max(sentence.start, money.start - 120)
    end = min(sentence.end, money.end + 80)
    start = text.find(" ", start, money.start) + 1 if start > sentence.start else start
    end = max(money.end, text.rfind(" ", money.end, end)) if end < sentence.end else end
    return Evidence.of(text, start, end)


def _amounts(document: Document, mentions: Mentions) -> list[_Amount]:
    text, related = document.text, related_spans(document)
    found: list[_Amount] = []
    title_end = document.paragraphs[0].end if document.paragraphs else 0
    monies = find_money(text)
    index = 0
    for sentence in document.sentences:
        inside: list[Money] = []
        while index < len(monies) and monies[index].start < sentence.end:
            inside.append(monies[index])
            index += 1
        if inside and not within(related, inside[0].start):
            found += _in_sentence(text, sentence, inside, mentions, title=sentence.end <= title_end)
    return found


def _in_sentence(text: str, sentence: Span, monies: list[Money], mentions: Mentions, *, title: bool) -> list[_Amount]:
    found: list[_Amount] = []
    previous: Frame | None = None
    start = sentence.start
    last: tuple[str, ...] = ()
    for number, money in enumerate(monies):
        left = text[max(sentence.start, money.start - 400) : money.start]
        right = text[money.end : min(sentence.end, money.end + 200)]
        gap = text[monies[number - 1].end : money.start] if number else None
        previous = frame(left, right, previous, gap)
        status = _status(left, right) if previous else None
        if previous is None or status is None:
            continue
        payers = _payers(text, sentence, money, start, mentions) or last
        found.append(_Amount(money, sentence, previous, status, payers, _JOINT.search(left + right) is not None, title))
        start, last = money.end, payers
    return found


def _status(left: str, right: str) -> MoneyStatus | None:
    clause = re.split(r";|\bbut\b", left)[-1]
    if _is_only(POSSIBLE, clause) or re.match(r"\s*(?:maximum|statutory)", right):
        return None
    if _is_only(SOUGHT, clause):
        return "sought"
    if not ORDERED.search(left + " " + right[:60]):
        return None
    return "suspended" if re.match(r"[^.$]{0,60}\b(?:suspended|suspending)\b", right) else "ordered"


def _is_only(unreal: re.Pattern[str], clause: str) -> bool:
    """Whether a word of possibility or demand governs the amount: no decision is told between the two."""
    last = None
    for match in unreal.finditer(clause):
        last = match
    return last is not None and DECIDED.search(clause, last.end()) is None


def _payers(text: str, sentence: Span, money: Money, start: int, mentions: Mentions) -> tuple[str, ...]:
    against = _AGAINST.match(text, money.end, sentence.end)
    if against and mentions.between(against.end(), against.end() + 6):
        names = mentions.resolve(against.end(), min(sentence.end, against.end() + 120, _next_amount(text, money.end)))
        if names:
            return names
    return mentions.resolve(start, money.start)


def _next_amount(text: str, position: int) -> int:
    following = text.find("$", position)
    return following if following >= 0 else len(text)


def _respectively(text: str, amounts: list[_Amount]) -> None:
    """`X and Y to pay $1 and $2, respectively` gives each its own."""
    for last, amount in enumerate(amounts):
        if not _RESPECTIVELY.match(text, amount.money.end):
            continue
        count = len(amount.payers)
        same = [one for one in amounts[max(0, last + 1 - count) : last + 1] if one.sentence == amount.sentence]
        if count > 1 and len(same) == count and all(set(one.payers) == set(amount.payers) for one in same):
            for one, payer in zip(same, same[0].payers, strict=True):
                one.payers = (payer,)


def _kind(document: Document, amount: _Amount) -> str:
    kind = amount.frame.kind
    if kind == "forfeiture" and document.agency != "DOJ":
        forfeited = re.search(r"forfeit", document.text[amount.sentence.start : amount.sentence.end], re.IGNORECASE)
        return "forfeiture" if forfeited else "settlement"
    if kind != "penalty":
        return kind
    if document.agency in {"CFTC", "FinCEN"}:
        return "civil_penalty"
    return "criminal_fine" if _CRIMINAL.search(document.text) else "civil_penalty"


def _merge(amounts: list[_Amount]) -> list[_Amount]:
    """One entry a sanction: repeats joined, rounded and unspecified figures dropped beside what they round."""
    kept: list[_Amount] = []
    for amount in sorted(amounts, key=lambda a: (not a.kind, a.title, bool(a.money.qualifier), a.money.start)):
        same = next((other for other in kept if _is_same(other, amount)), None)
        if same is None:
            kept.append(amount)
        else:
            same.more.append(amount.money)
            same.joint = same.joint or amount.joint
            same.payers = same.payers or amount.payers
    for amount in kept:
        parts = [other for other in kept if other is not amount and other.kind not in {"", "settlement"}]
        if not amount.kind or _adds_up(amount, parts):
            amount.kind = "settlement"
    return sorted(kept, key=lambda a: a.money.start)


def _adds_up(amount: _Amount, parts: list[_Amount]) -> bool:
    """Whether an amount is the total of the others, or of those that its payers pay."""
    theirs = [part for part in parts if set(part.payers) & set(amount.payers)]
    return any(len(some) > 1 and _is_total(amount.money, some) for some in (parts, theirs))


def _is_total(money: Money, parts: list[_Amount]) -> bool:
    total = sum(part.money.amount for part in parts)
    return abs(total - money.amount) < max(money.unit, 1.0) or (
        bool(money.qualifier) and abs(total - money.amount) < _ROUNDING / 2 * money.amount
    )


def _is_same(kept: _Amount, new: _Amount) -> bool:
    if kept.money.currency != new.money.currency:
        return False
    if new.kind and new.kind != kept.kind:
        return False
    if kept.money.amount == new.money.amount:
        if kept.title or new.title:
            return True
        return not new.kind or not (kept.payers and new.payers and set(kept.payers).isdisjoint(new.payers))
    loose = bool(new.money.qualifier) or new.title or not new.kind
    return loose and _rounds(new.money, kept.money)


def _rounds(rough: Money, exact: Money) -> bool:
    """Whether `rough` is `exact` told roughly: "more than $1.2 million", or "$1.2 million", for $1,232,510."""
    if rough.unit <= exact.unit or rough.amount <= 0:
        return False
    excess = exact.amount - rough.amount
    if rough.qualifier in {"more than", "over", "in excess of", "exceeding", "at least", "just over"}:
        return 0 <= excess < max(rough.unit, _ROUNDING * rough.amount)
    if rough.qualifier in {"nearly", "almost", "just under", "close to"}:
        return 0 <= -excess < max(rough.unit, _ROUNDING * rough.amount)
    return abs(excess) < rough.unit


def _parts_of(amount: _Amount, parts: list[_Amount]) -> list[_Amount]:
    """The neighbouring parts that add up to a total: one release may tell of several cases; all parts where none do."""
    for first in range(len(parts)):
        for last in range(first + 2, min(len(parts), first + 8) + 1):
            if _is_total(amount.money, parts[first:last]):
                return parts[first:last]
    return parts


def _share_payers(amounts: list[_Amount], mentions: Mentions) -> None:
    """Totals without payers take those of their parts, the rest the only accused there is."""
    parts = [amount for amount in amounts if amount.kind != "settlement"]
    for amount in amounts:
        if amount.payers:
            continue
        if amount.kind == "settlement" and parts:
            amount.payers = tuple(dict.fromkeys(name for part in _parts_of(amount, parts) for name in part.payers))
        elif len(mentions.accused) == 1 or amount.title:
            amount.payers = mentions.accused
