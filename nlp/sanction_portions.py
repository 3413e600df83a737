"""Which amount is a part of another that need not be paid: `of which $2 million is suspended`, `a credit of $3`.

In: the words of a sentence before and after an amount. Out: `suspended` or `credited`, and the kind of sanction the
part is taken from where the words name it. Refused: what may be credited at most (`up to`), what is payable when `all
but` it is suspended, credit of other sorts (tax credits, letters of credit).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.facts import MoneyStatus

_WORDS: dict[str, MoneyStatus] = {
    "suspend": "suspended",
    "defer": "suspended",
    "credit": "credited",
    "offset": "credited",
}
_LET_OFF = r"(?P<word>suspend|defer|credit|offset)(?:s|ed|red|ing|ting)?"
_MOST = re.compile(r"\b(?:up\s+to|as\s+much\s+as|all\s+but)\s+(?:an?\s+|the\s+)?$", re.IGNORECASE)
_WHOLE_BEFORE = re.compile(
    r"\bof\s+(?:which|this\s+(?:amount|sum|total))(?:\s+amount)?,?\s+(?:[^.;]{0,120}?\band\s+)?$"
    r"|\bof\s+(?:the|this|that|its|his|her)\s+[^.;]{0,60}?\b(?:penalt(?:y|ies)|fine|amount|sum|total|disgorgement"
    r"|restitution|forfeiture)\b[^.;]{0,160}$|\bwith\s+(?:the\s+)?(?:remaining\s+|balance\s+of\s+)?$",
    re.IGNORECASE,
)
_OF_WHOLE = (
    r"(?:\s+of\s+(?:which|(?:the|this|that|its|his|her)\s+(?:[\w$.,-]+\s+){0,6}?(?:penalt(?:y|ies)|fine|amount|sum"
    r"|total"
    r"|disgorgement|restitution|forfeiture)))"
)
_IS_LET_OFF = rf"\s+(?:(?:is|are|was|were|will\s+be|shall\s+be|has\s+been|to\s+be)\s+)?(?:\w+ly\s+)?{_LET_OFF}\b"
_AFTER = re.compile(rf"(?P<whole>{_OF_WHOLE})?{_IS_LET_OFF}", re.IGNORECASE)
_ACTIVE = re.compile(
    rf"\b{_LET_OFF}\s+(?:an?\s+|another\s+|the\s+|approximately\s+|an\s+additional\s+)?$", re.IGNORECASE
)
_GIVEN = re.compile(r"\b(?P<word>credit)s?\s+(?:of|for)\s+(?:approximately\s+)?$", re.IGNORECASE)
_AGAINST = re.compile(
    rf"{_OF_WHOLE}|\s+(?:[\w-]+\s+){{0,3}}(?:penalty|fine)\s+(?:imposed|assessed)\b"
    r"|\s+(?:against|toward|towards|for|because|pending|based|if|provided)\b",
    re.IGNORECASE,
)
# `credit against its penalty the $20 million paid to`
_CREDITS_AGAINST = re.compile(
    r"\b(?P<word>credit|offset)(?:ed|s|ing|ting)?\s+(?:against|toward|towards)\s+(?P<whole>(?:its|the|this|that)\s+"
    r"(?:[\w$.,-]+\s+){0,4}?(?:penalty|fine|forfeiture)),?\s+(?:the\s+|an?\s+)?$",
    re.IGNORECASE,
)
# `agreed to credit Acme's payment of $24 million for the other agency's settlement`
_CREDITS_PAID = re.compile(
    r"\b(?P<word>credit)\s+(?P<whole>[^.;$]{0,60}?(?:payment|penalty|settlement)\s+of)\s+$", re.IGNORECASE
)
_OTHER_CREDIT = re.compile(
    r"\b(?:tax|lines?\s+of|letters?\s+of|consumer|pandemic|refundable|store)\s+\w*$", re.IGNORECASE
)
_KIND = re.compile(r"\b(?P<kind>penalt|fine|disgorgement|restitution|forfeiture)", re.IGNORECASE)
_KINDS = {"penalt": "penalty", "fine": "penalty"}


@dataclass(frozen=True, slots=True)
class Portion:
    """`kind` is `penalty`, another kind of sanction, or empty where the words name none."""

    status: MoneyStatus
    kind: str


def portion(left: str, right: str) -> Portion | None:
    """What part an amount between two stretches of a sentence is; None where it is no part or not certain."""
    if _MOST.search(left):
        return None
    after = _AFTER.match(right)
    if after and (after["whole"] or _WHOLE_BEFORE.search(left)):
        return Portion(_WORDS[after["word"].lower()], _kind(after["whole"] or left))
    if credits := _CREDITS_AGAINST.search(left) or _CREDITS_PAID.search(left):
        return Portion("credited", _kind(credits["whole"]))
    before = _ACTIVE.search(left) or _GIVEN.search(left)
    against = _AGAINST.match(right) if before else None
    if before is None or against is None or _OTHER_CREDIT.search(left[: before.start()]):
        return None
    return Portion(_WORDS[before["word"].lower()], _kind(against[0]))


def _kind(words: str) -> str:
    named: list[str] = [found.lower() for found in _KIND.findall(words)]
    return _KINDS.get(named[-1], named[-1]) if named else ""
