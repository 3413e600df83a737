"""How one amount of money is spoken of: the words around it in, its frame out.

A frame says which kind of sanction the amount is (by the syntax around it, not by the nearest keyword) and whether it
is a total. None of this looks beyond the sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.sanction_forfeited import is_forfeited, restores_in_full
from nlp.sanction_kinds import KIND, KIND_RE, kind_named
from nlp.sanction_refusals import is_told_otherwise

_ADJECTIVE = (
    r"(?:(?:an?|the|its|his|her|their|additional|total|combined|record(?:-\w+)?|joint|federal|statutory"
    r"|agreed|separate|further|new|owed|full|outstanding|mandatory|related|immediate|stipulated|monetary|money|criminal"
    r"|civil|asset|judicial|consumer|customer|investor|victim|partial|court-ordered|corporate"
    r"|settlement|equitable|organizational|cash|lump-sum|final|consent|default)\s+){0,4}"
)
_AFTER = re.compile(
    rf"\s*(?:\([^()]{{0,60}}\)\s*)?(?:each\s+)?(?:to\s+the\s+(?:United\s+States|U\.S\.(?:\s+Treasury)?|government)\s+(?=as\b"
    rf"|in\b))?(?:,?\s*(?:dollars?\s+)?(?:in|of|as|for|toward|towards|by\s+way\s+of"
    rf"|in\s+the\s+form\s+of)\s+)?{_ADJECTIVE}(?:{KIND})\b",
    re.IGNORECASE,
)
_MORE_KINDS = re.compile(
    rf"\s*(?:,\s*(?:and\s+)?|\s+(?:and|plus|as\s+well\s+as)\s+)(?:in\s+)?{_ADJECTIVE}(?:{KIND}|costs|fees"
    rf"|interest)\b(?!\s+(?:of|in\s+(?:the|an)\s+amount|totall?ing)\b)",
    re.IGNORECASE,
)
_ONE_MORE = re.compile(r"[\s,]*(?:and|plus|as\s+well\s+as)\s+an?\s", re.IGNORECASE)
_QUALIFIED = (
    r"(?:(?:more\s+than|over|nearly|almost|approximately|about|around|at\s+least|in\s+excess\s+of|exceeding"
    r"|a\s+total\s+of|roughly|just\s+(?:over|under)|no\s+less\s+than|some"
    r"|an\s+additional|another|a\s+combined|the|an?|up\s+to)\s+)*$"
)
_TO_AMOUNT = re.compile(
    r"(?:\s+(?!(?:but|which|who|that|after|for|pay|and\s+(?:(?-i:[a-z]\w*)|to|an?|the|pay|other"
    r"|[$\d]))\b)[^\s,;$]+,?){0,14}?\s*(?:,\s*)?"
    r"(?:\bof|\btotall?ing|\bin\s+the\s+(?:total\s+|combined\s+|aggregate\s+)?(?:amounts?|sums?)(?:\s+of)?"
    r"|\bamounting\s+to|\bequal\s+to|\bworth"
    r"|\bto|:|(?<=forfeiture\s)for|\bin\s+an\s+amount\s+to\s+be\s+(?:set|determined|fixed|decided)\b[^.;$]{0,40}?"
    rf"\b(?:but|and|of))\s+(?:not\s+less\s+than\s+)?{_QUALIFIED}",
    re.IGNORECASE,
)
_VERBS = {
    "forfeit": "forfeiture",
    "disgorg": "disgorgement",
    "repay": "restitution",
    "reimbu": "restitution",
    "refund": "restitution",
    "compen": "restitution",
    "fine": "penalty",
    "fining": "penalty",
    "penali": "penalty",
}
_VERB = re.compile(
    r"\b(?P<verb>forfeit(?:s|ed|ing)?|disgorg(?:e|es|ed|ing)|repay|reimburse|refund(?!\s+checks?\b)|(?:was|were|is|been"
    r"|also|and|Court|CFTC|FinCEN|OFAC)\s+(?:also\s+)?fine[ds]|fined|fining|penalized"
    rf"|compensate)\b(?P<between>(?:\s+(?!(?:and|but|which|who|after|pay|paying)\b)[^\s;$]+){{0,12}}?)\s+{_QUALIFIED}",
    re.IGNORECASE,
)
_PAY = re.compile(
    r"\b(?:(?:to|must|will|shall|and|also|jointly|severally|they|it|he|she|also\s+to|each|would"
    r"|has\s+to)\s+(?:\w+ly\s+|each\s+|also\s+)?(?:pay|make\s+payments?|turn\s+over|transfer|tender)"
    r"|Pays|(?:(?<=\n)|(?<=^)|(?<=\n[-*\u2022] )|(?<=[;:] )|(?<=\n\n)|(?<=\n- ))Pay|(?:requir\w+"
    r"|order\w+)\s+payment|payments?\s+of|(?:has|have)\s+paid|by\s+paying|and\s+paying)\b"
    rf"(?P<between>(?:\s+(?!(?:which|who|that|after|when|thereby|out)\b)[^\s;$]+){{0,14}}?)\s+{_QUALIFIED}",
    re.IGNORECASE,
)
_OBLIGED = re.compile(
    r"\b(?:order(?:s|ed|ing)?|requir(?:e|es|ed|ing)|agree(?:s|d|ing|ment)?|must|will|shall|sentenced"
    r"|consent\w*|direct(?:s|ed|ing)|settl\w+|resolv\w+|judgment|verdict|liable"
    r"|awarded|(?-i:[Tt]o\s+Pay|Pays))\b",
    re.IGNORECASE,
)
_TO_NAMED = re.compile(
    r"\s+to\s+(?!(?:United|U\.|US\b|The|State|Medica|Treasury|SEC|CFTC|FinCEN|Settle|Resolve|EPA|DOJ|Federal|Government"
    r"|IRS))(?:[A-Z][a-z]+|Mr\.|Ms\.|Mrs\.|Dr\.)\b"
)
_GIVES_BACK = re.compile(
    r"\b(?:disgorg|return|repa[iy]|pay|surrender|relinquish|give\s+(?:up|back)|forfeit)\w*[^.;$]{0,60}$"
)
_CLAIM = re.compile(
    rf"\b(?:release|relinquish|abandon)\s+(?:any|all|its|his|their)?\s*(?:claims?|interests?"
    rf"|rights?)\s+(?:over|to|in)\s+{_QUALIFIED}",
    re.IGNORECASE,
)
# `a judgment was entered against Acme in the amount of $4 million`
_JUDGMENT = re.compile(
    r"\bjudgment\b[^.;$]{0,80}?\b(?:against|in\s+favor\s+of)\s[^.;$]{1,80}?\s(?:for|in\s+the\s+(?:total\s+)?amount\s+of|totall?ing)\s+"
    rf"{_QUALIFIED}",
    re.IGNORECASE,
)
_OF_WHICH = re.compile(rf"\bof\s+which,?\s+{_QUALIFIED}")  # `$12 million, of which $6 million is restitution`
_PART_IS = re.compile(rf"\s+(?:is|was|constitutes?|represents?)\s+(?:an?\s+|the\s+|for\s+)?(?:{KIND})\b", re.IGNORECASE)
_FUND_OF = re.compile(rf"\bsettlement\s+fund\s+(?:of|totall?ing)\s+{_QUALIFIED}", re.IGNORECASE)
_CHAIN = re.compile(
    r"\s*(?:\([^()]*\)\s*)?,?\s*(?:and|,|plus)\s+(?:(?:an?|the|another|additional|more\s+than|over"
    r"|approximately|about|nearly)\s+)*$",
    re.IGNORECASE,
)
_RESTITUTION_TO = re.compile(
    r"\s+(?:[^.;$]{0,40}\s)?to\s+(?:(?:the|its|his|her|their|a|an|defrauded|harmed|affected|certain"
    r"|eligible|all|some|any|\d+|identified|aggrieved|injured|each)\s+)*"
    r"(?:victims?|customers?|investors?|consumers?|borrowers?|former\s+\w+|employees?|workers?|tenants?"
    r"|pool\s+participants|compensate|family|families|owners?|complainants?|couple"
    r"|women|residents?|persons?|individuals?|servicemembers?|applicants?|students?|homeowners|charging\s+party)\b",
    re.IGNORECASE,
)
_TO_SETTLE = re.compile(
    r"[^.$;]{0,80}?\b(?:to\s+(?:settle|resolve)|in\s+(?:a\s+)?settlement|as\s+part\s+of\s+(?:a"
    r"|the)\s+settlement|settl\w+)\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"\b(?:total(?:s|ing|ling)?(?:\s+of)?|combined|(?<!\()collectively|in\s+all|aggregate)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Frame:
    """`kind` is a sanction kind, `penalty` (civil or criminal, the case decides) or empty for a bare `pay $X`."""

    kind: str
    total: bool
    rule: str


def frame(left: str, right: str, previous: Frame | None, gap: str | None) -> Frame | None:
    """The frame of an amount from its sentence before and after it; None where it is spoken of otherwise.

    `previous` is the frame of the amount before it in the sentence and `gap` the words between the two: in
    `penalties of $2 million and $3 million` the second amount takes the first one's frame.
    """
    if is_told_otherwise(left, right):
        return None
    after = _AFTER.match(right)
    if after:
        kinds = _apart({kind_named(after)} | {kind_named(more) for more in _further(right, after)})
        total = len(kinds) > 1 or _says_total(left[-40:])
        fund = right.startswith(" fund", after.end())
        to_victims = (kinds == {"other"} or fund) and _RESTITUTION_TO.match(right, after.end())
        kind = "settlement" if len(kinds) > 1 else "restitution" if to_victims else next(iter(kinds))
        return Frame(kind, total, "amount before kind")
    part = _PART_IS.match(right) if _OF_WHICH.search(left) else None
    if part:
        return Frame(kind_named(part), False, "part is kind")
    return _chained(previous, gap, right) or _left_frame(left, right)


def _chained(previous: Frame | None, gap: str | None, right: str) -> Frame | None:
    if previous and gap is not None and previous.rule != "amount before kind" and _CHAIN.fullmatch(gap):
        return previous
    if previous is None or gap is None:
        return None
    if previous.rule == "paid" and _SHARED_OUT.fullmatch(gap) and _TO_ONE.match(right):
        return Frame(previous.kind, False, "paid")
    if not previous.kind:
        return None
    if _INCLUDING.fullmatch(gap) and right.startswith(" to "):
        return previous
    if _EACH_PAYS.fullmatch(gap):
        return previous
    apart = _SAME_KIND.fullmatch(gap)
    return previous if apart and right.startswith(f" {apart['link']} ") else None


_TRIGGER = re.compile(
    r"penalt|fine|fining|restitution|forfeit|disgorg|repay|reimburse|refund|compensat|pay|paid|transfer"
    r"|tender|turn\s+over|judgment|settle"
    r"|sanction|damages|interest|back\s?-?\s?(?:pay|wages)|assessment|relief|claim|gains|profits|costs|recover",
    re.IGNORECASE,
)
_INCLUDING = re.compile(r",?\s+(?:including|which\s+includes?|comprising)\s+(?:\w+\s+){0,2}")
_SAME_KIND = re.compile(
    r"(?:\s+(?:in|of)\s+[\w\s-]{3,40}?)?\s+(?P<link>to|against|for|on|from"
    r"|by)\s+[^;$]{2,160}?,?\s+and\s+(?:of\s+|another\s+|an\s+additional\s+)?$"
)
# `… a $5,000 penalty, while Roe must pay $7,500`
_EACH_PAYS = re.compile(
    r"(?:\s+(?:civil\s+)?(?:monetary\s+)?(?:penalt(?:y|ies)|fines?|restitution|forfeiture"
    r"|disgorgement))?,?\s+(?:and|while)\s+[^.;$]{2,60}?\s+"
    r"(?:must|will|shall|agreed\s+to|(?:is|was|were)\s+(?:also\s+)?(?:required|ordered)\s+to)\s+pay\s+$"
)
# `pay $230 million to the federal government and $27 million to the states`
_SHARED_OUT = re.compile(
    r":\s+|\s+to\s+(?:the|its|\d+|[A-Z])[^.;$]{0,80}?,?\s+and\s+(?:(?:approximately|about|over|another)\s+)?"
)
_TO_ONE = re.compile(r"\s+to\s+(?:the|its|\d+|[A-Z]|individuals|victims)")
_PLOTTED = re.compile(
    r"\b(?:scheme|schemed|conspir\w+|plot\w*|plan\w*|promis\w+|offer\w*|attempt\w*|tried)\s+(?:to\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)


def _left_frame(left: str, right: str) -> Frame | None:
    if not _TRIGGER.search(left):
        return None
    total = _says_total(left[-60:])
    before = _kind_before(left)
    if before and not (before[0].lower().startswith("ill-gotten") and not _GIVES_BACK.search(left[: before.start()])):
        kinds = _apart({kind_named(before)} | {kind_named(k) for k in _kinds_just_before(left, before.start())})
        restored = _FUND_OF.search(left) and _RESTITUTION_TO.match(right)
        kind = "restitution" if restored else "settlement" if len(kinds) > 1 else next(iter(kinds))
        return Frame(kind, total, "kind before amount")
    verb = _VERB.search(left)
    if verb:
        stem = verb["verb"].split()[-1].lower()
        return Frame(next(kind for key, kind in _VERBS.items() if stem.startswith(key)), total, "verb")
    if is_forfeited(left, right):
        return Frame("forfeiture", total, "forfeited beside things")
    if _CLAIM.search(left):
        return Frame("forfeiture", total, "claim given up")
    if _JUDGMENT.search(left):
        return Frame("settlement", total, "judgment")
    paid = _PAY.search(left)
    return _paid(left, right, paid.start(), total=total) if paid else None


def _says_total(left: str) -> bool:
    """Whether the words up to an amount, after the amount before it, call it a total."""
    return _TOTAL.search(left.rpartition("$")[2]) is not None


def _paid(left: str, right: str, start: int, *, total: bool) -> Frame | None:
    if restores_in_full(left[start:]):
        return Frame("restitution", total, "paid")
    if not _OBLIGED.search(left[: start + 14]) or _PLOTTED.search(left[:start]):
        return None
    if _RESTITUTION_TO.match(right) or _TO_NAMED.match(right):
        return Frame("restitution", total, "paid to victims")
    return Frame("settlement" if _TO_SETTLE.match(right) else "", total, "paid")


def _kind_before(left: str) -> re.Match[str] | None:
    """The last name of a sanction that runs up to the amount: `restitution to customers totaling`."""
    found = None
    for kind in KIND_RE.finditer(left):
        if _TO_AMOUNT.match(left, kind.end()):
            found = kind
    return found


def _apart(kinds: set[str]) -> set[str]:
    """Interest on gains or losses given back is part of them: `disgorgement and prejudgment interest`."""
    return kinds - {"interest"} if kinds in ({"disgorgement", "interest"}, {"restitution", "interest"}) else kinds


def _further(right: str, after: re.Match[str]) -> list[re.Match[str]]:
    """The kinds that share an amount: `$5 in restitution and a penalty`, not `a $5 fine and a special assessment`."""
    found: list[re.Match[str]] = []
    position = after.end()
    while more := _MORE_KINDS.match(right, position):
        if _ONE_MORE.match(more[0]) and not re.match(r"\s*(?:in|of|for)\b", after[0]):
            break
        found.append(more)
        position = more.end()
    return found


def _kinds_just_before(left: str, position: int) -> list[re.Match[str]]:
    """`Civil Penalty and Restitution Totaling $X`: the kinds joined to the one the amount follows."""
    found = []
    for match in KIND_RE.finditer(left, max(0, position - 60), position):
        if "$" in left[max(0, match.start() - 30) : match.start()]:
            continue
        if re.fullmatch(r"\s*(?:,\s*(?:and\s+)?|and\s+)(?:an?\s+|the\s+)?", left[match.end() : position]):
            found.append(match)
    return found
