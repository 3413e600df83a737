"""Two texts of one announcement go in; what the later one changed comes out, in kinds, gravest first.

Words are compared in their order. White space, punctuation, kinds of quotes and dashes, and the agencies' lines for the
press (contacts, "Last Updated") are cosmetic; letters, figures and signs of money never are. Nothing is judged by its
meaning: a word that is not known to be a name, a figure, a date or a word of charges is `other`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import chain
from typing import Any

from kb.models import ChangeKind

MOST_WORDS = 3000  # on one side of a changed stretch; longer ones are compared without their order
_GRAVITY = {kind: place for place, kind in enumerate(ChangeKind)}

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\b\.?"
_DATE = (
    rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?(?!\d)|{_MONTH},?\s+\d{{4}}(?!\d)"
    r"|\d{1,2}/\d{1,2}/\d{2,4}"
)
_FIGURE = r"\d+(?:,\d{3})*(?:\.\d+)?(?!\d)"
_SCALE = r"(?i:hundred|thousand|million|billion|trillion)"
_UNIT = r"(?i:dollars?|euros?|bitcoins?|bitcoin|ether|percent|days?|weeks?|months?|years?|hours?)"
_SMALL = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty)"
_AMOUNT = (
    rf"(?:[$€£¥]|\b(?:USD|EUR|GBP)\b)\s?{_FIGURE}(?:[\s-]{_SCALE}\b)?"
    rf"|(?:\b{_FIGURE}|\b{_SMALL})(?:(?:[\s-]{_SCALE}\b)(?:[\s-]{_UNIT}\b)?|[\s-]{_UNIT}\b|\s?%)"
)
_LAW = r"§+\s*[\w.]+(?:\([^()\s]{1,5}\))*|\b(?:Sections?|Rules?|Regulations?)\s+\d[\w.]*(?:\([^()\s]{1,5}\))*"
_TOKEN = re.compile(rf"(?P<date>{_DATE})|(?P<amount>{_AMOUNT})|(?P<law>{_LAW})|(?P<word>{_FIGURE}|[^\W_]+|[$€£¥%§])")
_OF = re.compile(r"(?:bitcoin|ether|percent|day|week|month|year|hour)(?=s?$)|%", re.IGNORECASE)
_PUNCTUATION = str.maketrans("", "", ",. \t\n-()")

# Words of what somebody is accused of, of how it ended, and of denial: stems with any ending, then whole words.
_CHARGE = re.compile(
    r"(?:accus|acquit|admit|admission|alleg|arrest|breach|brib|charg|collud|commingl|complain|conspir|convict|corrupt"
    r"|deceiv|decept|defraud|deny|denie|disgorg|dismiss|embezzl|enjoin|felon|forfeit|fraud|guilt|illegal|imprison"
    r"|incarcerat|indict|injunct|launder|liab|manipul|misappropriat|misdemeanor|mislead|misled|misrepresent|negligen"
    r"|penalt|ponzi|probation|prosecut|reckless|restitut|sanction|sentenc|settl|spoof|unlawful|unlicens|unregister"
    r"|violat|wil?lful)[a-z]*$"
    r"|(?:ban|banned|bans|bar|barred|bars|civil|consent|consented|count|counts|crime|criminal|evaded|evasion|fail|failed"
    r"|failing|failure|fine|fined|fines|impose|imposed|imposes|insider|kickback|kickbacks|neither|never|no|nolo|nor|not"
    r"|order|ordered|orders|plea|plead|pleaded|pleads|pled|prison|scheme|stealing|stole|stolen|theft|vacate|vacated|wire"
    r"|withdrawn|without)$",
    re.IGNORECASE,
)

_CONTACT = re.compile(
    r"^(?:media|press|public affairs|for more information)?\s*contacts?(?:\s*:.{0,200}|\s*)$"
    r"|^(?:last\s+)?updated:?\s+(?:\w+day,\s+)?" + _DATE + r"\s*$"
    r"|^(?:tel|phone|fax|e-?mail)?\.?:?\s*(?:\+?1[\s.-])?\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}$"
    r"|^(?:e-?mail:?\s*)?\S+@\S+\.\w+$"
    r"|^for immediate release\.?$|^(?:#\s*){3,}$|^-\s?CFTC\s?-$",
    re.IGNORECASE,
)

Token = tuple[str, str]  # the group of _TOKEN that it is of, and what is compared


def classify_change(old: str, new: str) -> tuple[ChangeKind, ...]:
    """The kinds of what `new` changes in `old`, gravest first; `(COSMETIC,)` where no word differs."""
    before, after = _paragraphs(old), _paragraphs(new)
    usual = {word for _, word in chain(*before, *after) if word.islower()}
    found = {
        kind
        for taken, put in _changed(before, after)
        for kind in chain(_kinds(taken, usual), _kinds(put, usual))
    }  # fmt: skip
    return tuple(sorted(found or {ChangeKind.COSMETIC}, key=_GRAVITY.__getitem__))


def gravest(kinds: Iterable[ChangeKind]) -> ChangeKind:
    return min(kinds, key=_GRAVITY.__getitem__)


def changed_amounts(old: str, new: str) -> list[tuple[str, str]]:
    """Amounts, of money, time and shares, as they are written: (before, after), once each, in the order of `new`. Where
    not one stands for one they are joined; one that was only put in or left out has "" on the other side."""
    written = _written(f"{old}\n{new}")
    found: dict[tuple[str, str], None] = {}
    gone, come = Counter[str](), Counter[str]()
    for taken, put in _changed(_paragraphs(old), _paragraphs(new)):
        before, after = _amounts(taken), _amounts(put)
        for unit in dict.fromkeys([*before, *after]):
            one, other = before.get(unit, []), after.get(unit, [])
            if not (one and other):  # in its new place it may be as it was
                gone.update(one)
                come.update(other)
                continue
            pairs = zip(one, other, strict=True) if len(one) == len(other) else [(", ".join(one), ", ".join(other))]
            found.update(dict.fromkeys(pair for pair in pairs if pair[0] != pair[1]))
    found.update(dict.fromkeys((amount, "") for amount in gone - come))
    found.update(dict.fromkeys(("", amount) for amount in come - gone))
    return [(_say(before, written), _say(after, written)) for before, after in found]


def _amounts(tokens: Iterable[Token]) -> dict[str, list[str]]:
    """By what they are of: money, months, percent and so on."""
    found: dict[str, list[str]] = {}
    for group, word in tokens:
        if group == "amount":
            unit = _OF.search(word)
            found.setdefault(unit.group().lower() if unit else "money", []).append(word.lower())
    return found


def _written(text: str) -> dict[str, str]:
    """How amounts are written, by what is compared: as within a sentence rather than as in a title."""
    found: dict[str, str] = {}
    for match in _TOKEN.finditer(unicodedata.normalize("NFKC", text)):
        if match.lastgroup == "amount":
            [(_, word)] = _tokens(match.group())
            found[word.lower()] = min(match.group(), found.get(word.lower(), match.group()), key=_capitals)
    return found


def _capitals(text: str) -> int:
    return sum(map(str.isupper, text))


def _say(amounts: str, written: dict[str, str]) -> str:
    return " and ".join(written[amount] for amount in amounts.split(", ")) if amounts else ""


def _paragraphs(text: str) -> list[tuple[Token, ...]]:
    lines = (line.strip() for line in unicodedata.normalize("NFKC", text).splitlines())
    read = (tuple(_tokens(line)) for line in lines if not _CONTACT.match(line))
    return [tokens for tokens in read if tokens]


def _tokens(line: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(line):
        group, words = str(match.lastgroup), match.group()
        if group == "word":
            yield group, words.replace(",", "")
        elif group == "amount":
            yield group, words.replace(",", "").replace(" ", "").replace("-", "")
        else:
            yield group, words.translate(_PUNCTUATION)


def _changed(before: list[Any], after: list[Any]) -> Iterator[tuple[list[Token], list[Token]]]:
    """Stretches of tokens that differ: those of the old text, and those that stand in their place."""
    for taken, put in _opcodes(before, after):
        old, new = list(chain.from_iterable(taken)), list(chain.from_iterable(put))
        if max(len(old), len(new)) > MOST_WORDS:
            left, right = Counter(old), Counter(new)
            # Nothing added or lost, and yet not the same: words have changed places.
            yield (list(left - right), list(right - left)) if left != right else ([("word", "")], [])
        else:
            yield from _opcodes(old, new)


def _opcodes(before: Sequence[Any], after: Sequence[Any]) -> Iterator[tuple[list[Any], list[Any]]]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield list(before[i1:i2]), list(after[j1:j2])


def _kinds(tokens: Iterable[Token], usual: set[str]) -> Iterator[ChangeKind]:
    for group, word in tokens:
        if group == "law" or _CHARGE.match(word):
            yield ChangeKind.CHARGE
        elif group == "amount" or word in ("$", "€", "£", "¥", "%"):
            yield ChangeKind.AMOUNT
        elif group == "date":
            yield ChangeKind.DATE
        elif word[:1].isupper() and word.lower() not in usual:
            yield ChangeKind.NAME
        else:
            yield ChangeKind.OTHER
