"""Money ordered, agreed, imposed or forfeited in this action. A document and its parties in, Sanction facts out.

Each amount is judged by the sentence it stands in (`sanction_frames`); amounts lost, gained, laundered, possible at
most, or imposed in another forum are refused. A figure repeated or rounded elsewhere is one sanction; a total beside
its parts is `settlement`. Payers are names of the parties found before, empty when the text leaves them open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from nlp.charge_context import name_words
from nlp.document import Document, Span
from nlp.facts import Evidence, PartsState, Sanction
from nlp.mentions import Mentions, mentions_of
from nlp.money import Money, find_money
from nlp.other_cases import is_of_strangers
from nlp.party_frames import tells_history
from nlp.related import related_spans, within
from nlp.sanction_frames import Frame, frame
from nlp.sanction_merging import Amount, is_told_as_fact, merge, parts_of, respectively
from nlp.sanction_payees import own_amounts
from nlp.sanction_portions import Portion, portion
from nlp.sanction_repeats import same_again, share_kind
from nlp.sanction_status import status_between
from nlp.sanction_strangers import is_strangers
from nlp.sanction_sums import compared

_JOINT = re.compile(r"\b(?:jointly|joint\s+and\s+several)\b", re.IGNORECASE)
_CREDITED = re.compile(
    r"\b(?P<kind>restitution|disgorgement|penalty|forfeiture)\b(?:\s+of\s+\$[\d,.]+(?:\s+[mb]illion)?)?[^.;$]{0,60}?"
    r"\b(?:is|are|be|was|were)\s+(?:deemed\s+)?(?:satisfied(?!\s+by\s+[^.;]{0,60}\bTreasury\b)|credited|offset)\b",
    re.IGNORECASE,
)
_PART_BEFORE = re.compile(r"(?:\d|illion|part|portion|some)\s+of\s+(?:\w+\s+){0,4}$", re.IGNORECASE)
_WITH = re.compile(
    r"[^.;$]{0,60}?\bjointly(?:\s+and\s+severally)?\s+(?:liable\s+)?with\s+"
    r"(?:his|her|their|its|the|co-?defendants?|defendants?|respondents?|\s)*"
)
_ROLE = re.compile(
    r"(?:[a-z][\w-]*,?\s+){1,12}(?:(?<=,\s)|(?<=founder\s)|(?<=owner\s)|(?<=officer\s)|(?<=trader\s)|(?<=manager\s))"
    r"(?=[A-Z])"
)
_RELATIVE = re.compile(r"\b(?:which|who|whose|for|doing\s+business|in\s+connection|to)\b")
_CRIMINAL = re.compile(
    r"\b(?:sentenced|pleaded\s+guilty|pled\s+guilty|criminal(?!\s+(?:division|investigat|justice|history"
    r"|section|enterprise|organi|conduct))|indict\w+|convicted|prison|felony|plea)\b",
    re.IGNORECASE,
)
_BESIDE_PRISON = re.compile(
    r"\s*(?:In addition to|Along with|Besides)\s+(?:the|his|her)\s+(?:\w+\s+){0,2}(?:prison|term|sentence|custod)"
)
_ON_EACH = re.compile(
    r"(?:\s+[a-z-]+){0,4}?\s+(?:on|against|upon)\s+(?:each\s+(?:of\s+the\s+|of\s+these\s+)?|all\s+(?:\w+\s+)?|both\s+)"
    r"(?:[Dd]efendants?|[Rr]espondents?)\b"
)
_AGAINST = re.compile(r"(?:\s+[a-z-]+){0,4}?\s+(?:on|against|upon)\s+")
_LIST_LINE = re.compile(r"[\u2022\u25aa\u25cf\u25e6*\u00b7-]\s|\(?[a-z\d]{1,2}[.)]\s|[^:$.]{2,80}:\s+(?:US)?\$\d")
_LEFT = 400
_SETTLED_WITH = re.compile(r"\s+(?:[a-z-]+\s+){0,3}?(?:settlements?|agreements?|resolutions?|decrees?)\s+with\s+")
_UNDECIDED = {"charged", "complaint_filed"}


def find_sanctions(document: Document, found: Mapping[str, list[Any]]) -> list[Sanction]:
    """The sanctions of this action, parts before the totals they add up to only as the text has them."""
    mentions = mentions_of(document, found.get("parties", []))
    amounts = _amounts(document, mentions)
    if document.filing and document.agency == "DOJ":
        amounts = [amount for amount in amounts if not is_told_as_fact(document.text, amount)]
    respectively(document.text, amounts)
    amounts += same_again(document.text, amounts)
    for amount in amounts:
        amount.kind = _kind(document, amount)
    merged = merge(amounts)
    _share_payers(merged, mentions)
    merged = _share_portions(merged)
    if document.filing and set(document.filing.codes) <= _UNDECIDED:  # an indictment tells of bribes paid, not of fines
        merged = [amount for amount in merged if amount.status == "sought"]
    _credit(document.text, merged)
    return [_sanction(document.text, amount, compared(document, amount, merged)) for amount in merged]


def _credit(text: str, amounts: list[Amount]) -> None:
    """`the restitution obligation is deemed satisfied by …`: what is offset elsewhere is credited."""
    for match in _CREDITED.finditer(text):
        if _PART_BEFORE.search(text, max(0, match.start() - 60), match.start()):
            continue
        kind = "civil_penalty" if match["kind"].lower() == "penalty" else match["kind"].lower()
        for amount in amounts:
            if amount.kind == kind and amount.status == "ordered" and not amount.portion:
                amount.status = "credited"


def _sanction(text: str, amount: Amount, parts: tuple[float, PartsState] | None) -> Sanction:
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
        lowest=amount.money.lowest,
        highest=amount.money.highest,
        parts_sum=parts[0] if parts else None,
        parts_state=parts[1] if parts else "",
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


def _amounts(document: Document, mentions: Mentions) -> list[Amount]:
    text, related = document.text, related_spans(document)
    found: list[Amount] = []
    title_end = document.paragraphs[0].end if document.paragraphs else 0
    monies, names = find_money(text), name_words(mentions.parties)
    firms = any(party.kind == "organization" for party in mentions.parties)
    index = 0
    heading = ""
    for sentence in document.sentences:
        heading = _heading(text, sentence, heading)
        inside: list[Money] = []
        while index < len(monies) and monies[index].start < sentence.end:
            if not _is_history(document, sentence, monies[index], mentions):
                inside.append(monies[index])
            index += 1
        strangers = is_of_strangers(document, sentence.start, names, firms=firms)
        if inside and not strangers and not within(related, inside[0].start):
            title = sentence.end <= title_end
            told = _in_sentence(text, sentence, inside, mentions, title=title, heading=heading)
            found += own_amounts(text, document.agency, told)
    return found


def _heading(text: str, sentence: Span, last: str) -> str:
    """What a list stands under, for each of its lines: `The orders impose these penalties:`; empty outside lists."""
    words = text[sentence.start : sentence.end]
    if words.endswith(":"):
        return words[-_LEFT:]
    return last if _LIST_LINE.match(words) else ""


def _in_sentence(
    text: str, sentence: Span, monies: list[Money], mentions: Mentions, *, title: bool, heading: str
) -> list[Amount]:
    found: list[Amount] = []
    previous: Frame | None = None
    start = sentence.start
    last: tuple[str, ...] = ()
    for number, money in enumerate(monies):
        left = f"{heading} {text[max(sentence.start, money.start - _LEFT) : money.start]}".lstrip()
        right = text[money.end : min(sentence.end, money.end + 200)]
        if part := portion(left, right):
            found.append(_portion(part, money, sentence, last))
            continue
        gap = text[monies[number - 1].end : money.start] if number else None
        previous = frame(left, right, previous, gap)
        status = status_between(left, right) if previous else None
        if previous is None or status is None:
            continue
        if is_strangers(text, sentence, money, mentions):
            continue
        payers = _payers(text, sentence, money, start, mentions) or last
        joint = _JOINT.search(left + right.partition(", of which")[0]) is not None
        found.append(Amount(money, sentence, previous, status, payers, joint, title))
        start, last = money.end, payers
    share_kind(text, found)
    for one, following in reversed(list(pairwise(found))):
        if not one.payers and not mentions.between(sentence.start, following.money.end):
            one.payers = following.payers  # `imposed a $1 fine and ordered $2 in restitution against Acme`
    return found


def _portion(part: Portion, money: Money, sentence: Span, payers: tuple[str, ...]) -> Amount:
    return Amount(
        money, sentence, Frame(part.kind, False, "part let off"), part.status, payers, False, False, portion=True
    )


def _payers(text: str, sentence: Span, money: Money, start: int, mentions: Mentions) -> tuple[str, ...]:
    if _ON_EACH.match(text, money.end, sentence.end):
        return mentions.accused
    against = _AGAINST.match(text, money.end, sentence.end) or _SETTLED_WITH.match(text, money.end, sentence.end)
    if against and (named := _charged_with(text, sentence, money, against.end(), mentions)):
        return named
    names = mentions.resolve(start, money.start) or mentions.introduced(sentence.start, money.start)
    if not names and _BESIDE_PRISON.match(text, sentence.start, money.start):
        names = mentions.before(sentence.start, "person")[-1:]
    beside = _WITH.match(text, money.end, sentence.end)
    if beside and names:
        names += _named_from(text, sentence, money, beside.end(), mentions)
    return tuple(dict.fromkeys(names))


def _is_history(document: Document, sentence: Span, money: Money, mentions: Mentions) -> bool:
    """`In February 2018, the agency imposed a $5 million penalty against Acme`, where Acme is no party."""
    text, against = document.text, _AGAINST.match(document.text, money.end, sentence.end)
    return (
        against is not None
        and tells_history(document, sentence, money.start)
        and text[against.end() : against.end() + 1].isupper()
        and not mentions.between(against.end(), against.end() + 6)
    )


def _charged_with(text: str, sentence: Span, money: Money, position: int, mentions: Mentions) -> tuple[str, ...]:
    """Whom an amount is imposed on: `against Roe`, `against its founder, Roe`."""
    role = _ROLE.match(text, position, sentence.end)
    first = role.end() if role else position
    return _named_from(text, sentence, money, first, mentions) if mentions.between(first, first + 6) else ()


def _named_from(text: str, sentence: Span, money: Money, position: int, mentions: Mentions) -> tuple[str, ...]:
    """Whom the words after an amount name, up to the next amount or what is told of them."""
    relative = _RELATIVE.search(text, position + 1, sentence.end)
    limits = (sentence.end, position + 160, _next_amount(text, money.end), relative.start() if relative else len(text))
    return mentions.resolve(position, min(limits))


def _next_amount(text: str, position: int) -> int:
    following = text.find("$", position)
    return following if following >= 0 else len(text)


def _kind(document: Document, amount: Amount) -> str:
    kind = amount.frame.kind
    if kind == "forfeiture" and document.agency != "DOJ":
        forfeited = re.search(r"forfeit", document.text[amount.sentence.start : amount.sentence.end], re.IGNORECASE)
        return "forfeiture" if forfeited else "settlement"
    if kind != "penalty":
        return kind
    if document.agency in {"CFTC", "FinCEN"}:
        return "civil_penalty"
    return "criminal_fine" if _CRIMINAL.search(document.text) else "civil_penalty"


def _share_payers(amounts: list[Amount], mentions: Mentions) -> None:
    """Totals without payers take those of their parts, the rest the only accused there is."""
    parts = [amount for amount in amounts if amount.kind != "settlement" and not amount.portion]
    for amount in amounts:
        if amount.portion:
            continue
        if amount.kind == "settlement" and len(parts) > 1:
            _share_with_total(amount, parts_of(amount, parts))
        if not amount.payers and (len(mentions.accused) == 1 or amount.title):
            amount.payers = mentions.accused


def _share_with_total(total: Amount, parts: list[Amount]) -> None:
    payers = tuple(dict.fromkeys(name for part in parts for name in part.payers))
    total.joint = total.joint or all(part.joint for part in parts)
    # A headline names one of those who share the rest of their name.
    if not total.payers or (total.title and len(total.payers) == 1 and total.payers[0] in payers):
        total.payers = payers


def _share_portions(amounts: list[Amount]) -> list[Amount]:
    """A part let off is of the kind, and of the payers, of the amount told before it; none of a text without one."""
    kept: list[Amount] = []
    whole: Amount | None = None
    for amount in amounts:
        if not amount.portion:
            whole = amount
        elif whole is None or whole.money.amount <= amount.money.amount:
            continue
        else:
            amount.kind = amount.kind or whole.kind
            amount.payers, amount.joint = amount.payers or whole.payers, whole.joint
        kept.append(amount)
    return kept
