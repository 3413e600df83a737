"""Amounts of money as written: `$2.3 million`, `US$1,500`, `12 million euros`, `two million dollars`.

In: text. Out: `Money` with the amount in units of its currency, places and whether it is said to be approximate.
Refused: numbers without a currency, except where a sanction's name follows a grouped number (`51,844 in restitution`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

_DATA = yaml.safe_load((Path(__file__).parent / "lexicon" / "money.yml").read_text(encoding="utf-8"))
_SIGNS: dict[str, str] = _DATA["signs"]
_NAMES: dict[str, str] = _DATA["names"]
_SCALES: dict[str, float] = _DATA["scales"]
_WORDS: dict[str, int] = _DATA["words"]
_SCALE = r"(?:\s*-?\s*(?P<scale>(?i:thousand|million|billion|trillion|mil)\b|bn\b|MM?\b|[BKk]\b))?"
_SPACED = r"\d{1,3}(?:, \d{3})+(?![\d,])(?!\s*(?:million|billion|days|people))"  # `$238, 371`
_FIGURE = rf"(?P<number>{_SPACED}|\d[\d,]*(?:\.\s?\d[\d,]*)*){_SCALE}"
_SIGNED = re.compile(rf"(?P<sign>[$\u20ac\u00a3\u00a5])\s{{0,2}}{_FIGURE}")
_CUT_SHORT = re.compile(r"\d{1,3}\.\d")  # `$147.6`, which lost its `million`: nobody can tell what it was
_COUNTRY = re.compile(r"(?<![\w.])(?P<country>USD?|U\.S\.|HK|C|A|R)\s?$")
_CODED = re.compile(rf"\b(?P<sign>USD|EUR|GBP|CHF|JPY|CAD)\s?{_FIGURE}")
_LARGE = ("thousand", "million", "billion", "trillion")
_WORD = f"(?i:{'|'.join(sorted((*_WORDS, *_LARGE), key=len, reverse=True))})"
_NAME = (
    r"\s+(?P<name>(?i:(?:U\.?S\.?|Canadian|Australian|British|Japanese|Swiss)\s+)?"
    r"(?i:dollar|euro|pound(?!s?\s+of\s)|franc|yen|reais)s?)\b"
)
_NAMED = re.compile(
    r"(?<![\w$.,\u20ac\u00a3\u00a5])(?P<number>\d[\d,]*(?:\.\d+)?)"
    rf"(?:\s+(?P<scale>(?i:thousand|million|billion|trillion)))?{_NAME}"
)
# `six hundred thousand dollars ($600,000)`, as orders write it; the figure counts where there is one.
_SPELT = re.compile(
    rf"(?<![\w$.,-])(?P<words>{_WORD}(?:(?:\s+|-|\s+and\s+){_WORD}\b){{0,11}}){_NAME}"
    rf"(?:(?:\s+and\s+[\w\s/-]{{2,30}}\bcents)?\s{{0,2}}\(\s?(?:US\s?)?\$\s?{_FIGURE}\s?\))?"
)
_CURRENCY_WORD = re.compile(r"[dDeEpPfFyYrR](?:ollar|uro|ound|ranc|en\b|eais)")
_IS_SMALL = re.compile(r"(?i:an?|one|two|three|four|five|six|seven|eight|nine|ten)")
_UNSIGNED = re.compile(
    r"(?<![\w$.,-])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d\d)?)(?=\s+in\s+(?:restitution|forfeiture"
    r"|disgorgement|fines?)\b)"
)
_UNSIGNED_BEFORE = ("in restitution", "in forfeiture", "in disgorgement", "in fine")
_CODES = ("USD", "EUR", "GBP", "CHF", "JPY", "CAD")
_QUALIFIER = re.compile(
    r"(?P<word>more\s+than|over|nearly|almost|approximately|about|around|at\s+least|in\s+excess\s+of"
    r"|exceeding|up\s+to|a\s+total\s+of|roughly|some"
    r"|an?\s+estimated|close\s+to|less\s+than|not?\s+(?:less|more)\s+than|just\s+(?:over|under)|upwards\s+of"
    r"|not\s+exceeding"
    r"|greater\s+than)\s+(?:an?\s+)?(?:total\s+of\s+)?$",
    re.IGNORECASE,
)


# How words of vagueness bound a figure from below, from above, from both sides.
_FLOOR = (
    "more than",
    "over",
    "at least",
    "in excess of",
    "exceeding",
    "no less than",
    "not less than",
    "just over",
    "greater than",
    "upwards of",
)
_CEILING = (
    "nearly",
    "almost",
    "close to",
    "less than",
    "no more than",
    "not more than",
    "not exceeding",
    "just under",
    "up to",
)
_ABOUT = ("approximately", "about", "around", "roughly", "some", "an estimated")


@dataclass(frozen=True, slots=True)
class Money:
    """`qualifier` makes the figure approximate ("more than") or is empty; `unit` is what its last digit counts."""

    start: int
    end: int
    amount: float
    currency: str
    qualifier: str = ""
    unit: float = 1.0

    @property
    def lowest(self) -> float:
        """The least that the words permit: 29.5 million for `$30 million`, 30 for `more than $30 million`."""
        if self.qualifier in _FLOOR:
            return self.amount
        return round(self.amount - (self._step if self.qualifier in (*_CEILING, *_ABOUT) else self._half), 2)

    @property
    def highest(self) -> float:
        """The most that the words permit: 30.5 million for `$30 million`, 31 for `more than $30 million`; 77.5 for
        `$77.4 million`, as agencies cut decimals as often as they round them."""
        if self.qualifier in _CEILING:
            return self.amount
        if self.qualifier in _FLOOR:
            return round(self.amount + self._excess, 2)
        is_about = self.qualifier in _ABOUT
        return round(self.amount + (self._step if is_about else self.unit if self._is_decimal else self._half), 2)

    @property
    def is_rough(self) -> bool:
        """Whether the figure says of itself that it is no exact one: `over $2 million`, `$2.1 million`."""
        return self._is_decimal or self.qualifier in (*_FLOOR, *_CEILING, *_ABOUT)

    def permits(self, amount: float) -> bool:
        """Whether an exact amount may be told in these words; to the cent."""
        return self.lowest - 0.01 <= amount <= self.highest + 0.01

    @property
    def _is_decimal(self) -> bool:
        return self.unit > 1000 and self.unit not in _SCALES.values()

    @property
    def _half(self) -> float:
        return max(min(self.unit / 2, self.amount / 20), 1.0)

    @property
    def _step(self) -> float:
        """How far vague words reach: the last digit that is no closing zero, at most the second of the figure."""
        digits = str(int(self.amount))
        zeros = len(digits) - len(digits.rstrip("0"))
        return float(min(max(self.unit, min(10**zeros, 10 ** max(0, len(digits) - 2))), self.amount / 2))

    @property
    def _excess(self) -> float:
        """How far `more than` reaches: `over $700,000`, a figure of one digit written out, to 750,000."""
        is_one_digit = self.unit <= 1000 and len(str(int(self.amount)).rstrip("0")) == 1
        return self._step * (5 if is_one_digit else 1)


def permits_sum(whole: Money, parts: Iterable[Money]) -> bool:
    """Whether the words for a total permit the sum of its parts, of which rough ones may be more or less."""
    known = list(parts)
    total = sum(part.amount for part in known)
    if not whole.amount / 4 < total < whole.amount * 4:  # no words are as rough as that
        return False
    if whole.permits(total):
        return True
    rough = [part for part in known if part.is_rough]
    least = total - sum(part.amount - part.lowest for part in rough)
    most = total + sum(part.highest - part.amount for part in rough)
    return bool(rough) and least <= whole.highest + 0.01 and most >= whole.lowest - 0.01


def find_money(text: str) -> list[Money]:
    """All amounts of money, in reading order, without overlap."""
    found = sorted(_amounts(text), key=lambda money: (money.start, -money.end))
    kept: list[Money] = []
    for money in found:
        if not kept or money.start >= kept[-1].end:
            kept.append(money)
    return kept


def _amounts(text: str) -> Iterator[Money]:
    for match in _SIGNED.finditer(text):
        if match["scale"] is None and _CUT_SHORT.fullmatch(match["number"]):
            continue
        country = _COUNTRY.search(text, max(0, match.start() - 5), match.start()) if match["sign"] == "$" else None
        code = _SIGNS[f"{country['country']}$" if country else match["sign"]]
        yield _money(text, match, code, country.start() if country else match.start())
    for match in _CODED.finditer(text) if any(code in text for code in _CODES) else ():
        yield _money(text, match, match["sign"], match.start())
    for match in _NAMED.finditer(text) if _CURRENCY_WORD.search(text) else ():
        if currency := _currency(match):
            yield _money(text, match, currency, match.start())
    for match in _SPELT.finditer(text) if _CURRENCY_WORD.search(text) else ():
        if (currency := _currency(match)) and (match["number"] or not _IS_SMALL.fullmatch(match["words"])):
            yield _spelt(text, match, currency)
    for match in _UNSIGNED.finditer(text) if any(word in text for word in _UNSIGNED_BEFORE) else ():
        yield Money(match.start(), match.end(), _number(match["number"]), "USD", "")


def _currency(match: re.Match[str]) -> str | None:
    name = " ".join(match["name"].lower().split()).rstrip("s")
    return _NAMES.get(name) or _NAMES.get(name.split()[-1])


def _spelt(text: str, match: re.Match[str], currency: str) -> Money:
    if match["number"]:
        figure = _money(text, match, currency, match.start())
        return replace(figure, end=match.end())
    return Money(match.start(), match.end(), _spelt_number(match["words"]), currency, _qualifier(text, match.start()))


def _spelt_number(words: str) -> float:
    """`two million five hundred thousand` is 2500000."""
    whole, part = 0.0, 0.0
    for word in re.split(r"[\s-]+", words.lower()):
        if word in _LARGE:
            whole, part = whole + (part or 1) * _SCALES[word], 0.0
        elif word == "hundred":
            part = (part or 1) * 100
        elif word != "and":
            part += _WORDS[word]
    return whole + part


def _money(text: str, match: re.Match[str], currency: str, start: int) -> Money:
    scale = _SCALES[match["scale"].lower()] if match["scale"] else 1.0
    number = _number(match["number"], scaled=scale != 1.0)
    end = (
        match.end()
        if match["scale"] or "name" in match.groupdict()
        else match.start("number") + len(match["number"].rstrip(",."))
    )
    return Money(
        start,
        end,
        round(number * scale, 2),
        currency,
        _qualifier(text, start),
        _unit(match["number"].rstrip(",."), scale),
    )


def _qualifier(text: str, start: int) -> str:
    found = _QUALIFIER.search(text, max(0, start - 40), start)
    return " ".join(found["word"].lower().split()) if found else ""


def _unit(written: str, scale: float) -> float:
    """What the last digit that is no closing zero of a whole number counts, at most a thousand for an unscaled one."""
    if scale != 1.0:
        return float(scale * 10 ** -len(written.partition(".")[2]))
    if re.search(r"\.\d\d$", written):
        return 0.01
    digits = re.sub(r"\D", "", written)
    return float(min(10 ** (len(digits) - len(digits.rstrip("0"))), 1000))


def _number(written: str, *, scaled: bool = False) -> float:
    """The number a group of digits stands for. Scanned text has points for commas: `25,743.174.52` is 25743174.52."""
    groups = re.split(r"[.,]\s?", written.rstrip(",."))
    point = max(written.rstrip(",.").rfind("."), -1)
    if point < 0 or len(groups) == 1:
        return float("".join(groups))
    last = groups[-1]
    if written[point + 1 :].strip(" ,.") == last and (scaled or len(last) != 3):
        return float("".join(groups[:-1]) + "." + last)
    return float("".join(groups))
