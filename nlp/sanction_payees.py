"""Is an amount paid to, or demanded by, another agency? The words around an amount in, a verdict out.

In a resolution of several agencies each announces its own money; the others' stands beside it: `a $25 million penalty
to the CFTC`, `£77 million under its agreement with the Serious Fraud Office`, `concurrent with the OCC's $20 million
penalty`. Refused: what the announcing agency itself gets, and a total that says nothing of who gets it.
"""

from __future__ import annotations

import re
from functools import cache

from nlp.other_agencies import other_agencies
from nlp.sanction_merging import Amount

_ABROAD = (
    r"(?:authorities|prosecutors|enforcement\s+authorities)\s+(?:in|of)"
    r"|\w+['\u2019]?s?\s+Minist[\u00e9e]rio\s+P[\u00fau]blico"
    r"|(?:Brazil|France|Switzerland|Germany|Singapore|the\s+United\s+Kingdom|the\s+U\.K\."
    r"|the\s+Netherlands)['\u2019]?s?\s+[A-Z]"
)
_TITLE = (
    r"(?:the\s+)?(?:(?:U\.S\.|U\.K\.['\u2019]?s?|United\s+(?:States|Kingdom)['\u2019]?s?|New\s+York(?:\s+State)?"
    r"|Board\s+of\s+Governors\s+of\s+the|Office\s+of\s+the)\s+)*"
)
_SUM = r"(?:an?\s+|the\s+|about\s+|over\s+|more\s+than\s+|approximately\s+|nearly\s+|total\s+of\s+|additional\s+)*$"


@cache
def _patterns(agency: str) -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    named = rf"{_TITLE}(?:(?:{other_agencies(agency)})\b|{_ABROAD})"
    before = (
        rf"\bpay(?:s|ing|ment\s+to)?\s+{named}(?:\s+\([A-Z]+\))?\s+{_SUM}",
        rf"\b(?:settlements?|agreements?|resolutions?|orders?)\s+with\s+{named}[^;$]{{0,120}}$",
        rf"\b{named}['\u2019]s?\s+{_SUM}",
    )
    after = (
        rf"\s+(?:(?:civil|criminal|monetary|money|administrative)\s+)*(?:(?:penalt(?:y|ies)|fines?|settlement|payment"
        rf"|forfeiture|(?:in\s+)?(?:disgorgement|penalties|fines))\s+)?to\s+{named}",
        rf"\s+(?:(?:civil|criminal|monetary|money|administrative)\s+)*(?:penalty|fine|settlement|assessment)\s+"
        rf"(?:(?:that\s+(?:is|was)\s+)?(?:being\s+)?(?:imposed|assessed|levied|announced)\s+by|with)\s+{named}",
    )
    return tuple(re.compile(p) for p in before), tuple(re.compile(p) for p in after)


def own_amounts(text: str, agency: str, amounts: list[Amount]) -> list[Amount]:
    """The amounts without those for others; parts that are credited for what others get stay."""
    return [amount for amount in amounts if amount.portion or not _is_for_others(text, agency, amount)]


def _is_for_others(text: str, agency: str, amount: Amount) -> bool:
    sentence, money = amount.sentence, amount.money
    return is_for_others(agency, text[sentence.start : money.start], text[money.end : sentence.end])


def is_for_others(agency: str, left: str, right: str) -> bool:
    """Does the sentence give the amount between `left` and `right` to an agency other than the announcing one?"""
    before, after = _patterns(agency)
    return any(p.match(right) for p in after) or any(p.search(left) for p in before)
