"""Sanctions go in; sums that a reader can trust come out, with a word on whether a stated total agrees with its parts.

Whether it does, and which amounts the words for an amount permit, is told by the extraction, nowhere else. Only what
is ordered counts: suspended, credited and sought amounts are shown, never added. Currencies are never mixed.
Amounts are in units of the currency.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
STATED = "settlement"
_WORDS = ((Decimal(10**12), "trillion"), (Decimal(10**9), "billion"), (Decimal(10**6), "million"))


def money(amount: Decimal, currency: str = "USD") -> str:
    """`$4,500,000`; cents only where there are any; `CHF 1,000` where the currency has no sign here."""
    return _signed(f"{amount:,.2f}".removesuffix(".00"), currency)


def short_money(amount: Decimal, currency: str = "USD") -> str:
    """`$4.5 million` where that is exact, else the figure in full: a short form never rounds."""
    for unit, word in _WORDS:
        if amount >= unit and amount % (unit / 100) == 0:
            return _signed(f"{amount / unit:,.2f}".rstrip("0").rstrip("."), currency) + f" {word}"
    return money(amount, currency)


def _signed(figure: str, currency: str) -> str:
    sign = SIGNS.get(currency)
    return f"{sign}{figure}" if sign else f"{currency} {figure}"


@dataclass(frozen=True)
class Check:
    """A total in an announcement's own words, against the sum of the parts found; `state` as the extraction has it."""

    currency: str
    stated: Decimal
    parts: Decimal
    state: str

    @property
    def is_rounded(self) -> bool:
        return self.state == "agrees" and self.stated != self.parts

    @property
    def is_partial(self) -> bool:
        return self.state == "partial"

    @property
    def differs(self) -> bool:
        return self.state == "differs"

    @property
    def stated_money(self) -> str:
        return money(self.stated, self.currency)

    @property
    def parts_money(self) -> str:
        return money(self.parts, self.currency)


@dataclass
class Total:
    """What the sanctions in one currency add up to. `sums` are those that state the total of others; it `is_exact`
    unless one of these is not what the others add up to."""

    currency: str
    amount: Decimal = Decimal(0)
    checks: list[Check] = field(default_factory=list)
    sums: list[Any] = field(default_factory=list)
    is_exact: bool = True

    @property
    def is_doubtful(self) -> bool:
        return any(check.differs for check in self.checks)

    @property
    def full(self) -> str:
        return money(self.amount, self.currency)

    def __str__(self) -> str:
        return short_money(self.amount, self.currency)


class Money(NamedTuple):
    """What the sums need of a sanction, for callers that hold no SanctionFact."""

    kind: str
    amount: Decimal
    currency: str
    status: str
    payers: Sequence[str] = ()
    lowest: Decimal | None = None
    highest: Decimal | None = None
    parts_sum: Decimal | None = None
    parts_state: str = ""


def make_totals(announcements: Iterable[Iterable[Any]]) -> list[Total]:
    """One Total per currency. Takes the SanctionFacts, or Money, of each announcement of a case, oldest first.

    What two announcements tell of counts once, as the later one has it: a plea's "more than $62 million" gives way to
    the sentence's exact figure.
    """
    totals: dict[str, Total] = {}
    known: list[Any] = []
    for sanctions in reversed(list(announcements)):
        ordered = [sanction for sanction in sanctions if sanction.status == "ordered"]
        for currency in dict.fromkeys(sanction.currency for sanction in ordered):
            total = totals.setdefault(currency, Total(currency))
            _add(total, [sanction for sanction in ordered if sanction.currency == currency], known)
        known += ordered
    return list(totals.values())


def _add(total: Total, sanctions: list[Any], known: list[Any]) -> None:
    """Adds one announcement's sanctions: stated totals with the parts that they cover, then what is left."""
    stated = sorted(filter(may_be_sum, sanctions), key=lambda each: -each.amount)
    left = [sanction for sanction in sanctions if sanction not in stated]
    checks = [check for check in map(make_check, stated) if check]
    total.checks += [check for check in dict.fromkeys(checks) if check not in total.checks]
    while stated:
        whole = stated.pop(0)
        parts = [part for part in left if covers(whole, part)]
        smaller = [part for part in stated if covers(whole, part)]
        told = parts_told(whole, parts, smaller)
        if told is None:
            total.amount += _sum(_new([whole], known))
            continue
        total.sums += [whole, *(smaller if parts else [])]
        told_before = len(_new([whole, *parts], known)) <= len(parts)
        adds_up = permits(whole, _sum(told))
        total.is_exact = total.is_exact and adds_up
        total.amount += _sum(_new(parts, known)) if told_before else _sum(told) if adds_up else whole.amount
        left = [part for part in left if part not in parts]
        stated = [part for part in stated if part not in smaller]
    total.amount += _sum(_new(left, known))


def may_be_sum(sanction: Any) -> bool:
    return bool(sanction.kind == STATED or sanction.parts_state)


def make_check(whole: Any) -> Check | None:
    """What the extraction tells of a stated total; None: it states none, or found none of its parts."""
    if not whole.parts_state or whole.parts_sum is None:
        return None
    return Check(whole.currency, whole.amount, whole.parts_sum, whole.parts_state)


def _new(sanctions: list[Any], known: list[Any]) -> list[Any]:
    return [sanction for sanction in sanctions if not any(is_same_sanction(sanction, other) for other in known)]


def parts_told(whole: Any, parts: list[Any], smaller: list[Any]) -> list[Any] | None:
    """What a stated amount is made of: its parts, or smaller stated amounts, its subtotals. None: it has no parts, or
    they come to more than itself, so that it is an amount beside them."""
    for option in (parts, smaller, parts + smaller):
        if option and permits(whole, _sum(option)):
            return option
    return parts if parts and (whole.parts_state or _sum(parts) < whole.amount) else None


def permits(rough: Any, amount: Decimal) -> bool:
    """Whether the words for one amount, such as `more than $2.5 million`, permit another."""
    if rough.lowest is None or rough.highest is None:
        return bool(rough.amount == amount)
    return bool(rough.lowest <= amount <= rough.highest)


def _sum(sanctions: Iterable[Any]) -> Decimal:
    return sum((sanction.amount for sanction in sanctions), Decimal(0))


def covers(whole: Any, part: Any) -> bool:
    """Whether those who pay `part` are among those who pay `whole`; nobody named means everybody."""
    return not whole.payers or not part.payers or payer_set(part) <= payer_set(whole)


def payer_set(sanction: Any) -> set[str]:
    return {name.casefold() for name in sanction.payers}


def is_same_sanction(one: Any, other: Any) -> bool:
    """Whether two announcements of one case tell of the same sanction: same kind and payers that fit, and the same
    amount, or one in the round figures of the other. A stated total may be told again as what it is made of."""
    if (one.currency, one.status) != (other.currency, other.status) or not (covers(one, other) or covers(other, one)):
        return False
    if one.kind != other.kind and STATED not in (one.kind, other.kind):
        return False
    return one.amount == other.amount or permits(one, other.amount)
