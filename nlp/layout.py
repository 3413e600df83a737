"""What is each paragraph of an announcement: headline, lead, body, quotation, thanks to staff, footnote?

In go the text and its paragraphs, out comes one role a paragraph. `noise` is what a page or a scanner left before the
headline (site banners, release lines, specks read as letters). Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from nlp.filings import Filing
from nlp.splitting import Span

Role = Literal["headline", "subheadline", "lead", "body", "quote", "staff", "footnote", "noise"]

_DASH = "(?: ?(?:--|\u2013|\u2014|\u2015) ?| - ?)"
_CITY = r"[A-Z][A-Za-z.'\u2019]*(?:[ -][A-Z][A-Za-z.'\u2019]*){0,3}"
_STATE = (
    "(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa"
    "|Tenn|Tex|Va|Vt|Wash|Wis|Wyo)"
)
_DATELINE = re.compile(
    rf"WASHINGTON(?:,? ?D\.? ?C\.?)?(?:{_DASH}|[ -]?)(?=[\"\u201c]?[A-Z])|Washington(?:,? ?D\.? ?C\.?)?(?:{_DASH}"
    rf"| ?-)(?=[\"\u201c]?[A-Z])|{_CITY}(?:, ?{_CITY})?{_DASH}(?=[\"\u201c]?[A-Z])"
    rf"|[A-Z]{{4,}}(?: [A-Z]{{3,}})?, {_STATE}\. ?(?=[A-Z])"
)
_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_BANNER = re.compile(
    r"(?i:[#=\W]*an ?official website|here.s how you know|for immediate release|release (?:number|no)|note ?: )"
    r"|(?i:(?:the united states )?department ?(?:of|f).{0,25}|the united states|office of public affairs"
    r"|jurisdiction|[\w.]+@[\w.]+"
    r"|(?:u\.s\.|united states) attorney.s office.{0,60}|(?:mon|tues|wednes|thurs|fri|satur|sun)day,? .{0,30}"
    rf"|(?:{_MONTH}) \d{{1,2}}, \d{{4}})$"
)
_STAFF = re.compile(
    r"(?i)\b(?:staff (?:members? )?(?:responsible|primarily)|(?:is|are|was"
    r"|were) (?:being )?(?:jointly )?(?:prosecut|investigat|handl)(?:ed|ing)\b"
    r"|(?:is|are) responsible for th(?:is|ese) (?:case|matter|action)|appreciates? the (?:cooperation|assistance)"
    r"|thanks? the\b|grateful (?:to|for)"
    r"|provided (?:\w+ ){0,2}assistance|assisted (?:in|with) (?:the|this) (?:investigation|case|prosecution)"
    r"|for more information"
    r"|to learn more|project safe childhood|financial fraud enforcement task force|strike force operations"
    r"|made the announcement\.?$)"
)
_FOOTNOTE = re.compile(r"\[?\d{1,3}\]?\s+(?:See|Id\.|\d+ (?:U\.S\.C|C\.F\.R)|31 U\.S\.C|In |The )|\* \* \*")
_QUOTE = re.compile(r"[\"\u201c]")
_CAPITAL_WORD = re.compile(r"\b[A-Z0-9$][\w'\u2019.,-]*")
_WORD = re.compile(r"[^\W\d_]{3,}")
_PROSE_END = re.compile(r"[.:)][\"\u201d]?\d{0,2}$")  # a footnote number may follow the stop
_LONG = 400
_SEARCHED = 20


def dateline_of(text: str, lead: Span) -> Span | None:
    """The dateline of a lead paragraph, up to its dash; None where it has none."""
    match = _DATELINE.match(text, lead.start, min(lead.end, lead.start + 90))
    return Span(match.start(), match.end()) if match else None


def paragraph_roles(text: str, paragraphs: Sequence[Span]) -> list[Role]:
    """One role a paragraph, in order."""
    lead = _lead_index(text, paragraphs)
    return [_role(text, paragraphs, i, lead) for i in range(len(paragraphs))]


def filing_roles(text: str, paragraphs: Sequence[Span], filing: Filing) -> list[Role]:
    """The same for a filing: its title is the headline, its caption and the stamps around it are noise."""
    first = next((i for i, span in enumerate(paragraphs) if span.start >= filing.body), len(paragraphs))
    lead = next(
        (i for i, p in enumerate(paragraphs[first:], first) if _is_prose(text[p.start : p.end])), len(paragraphs)
    )
    roles: list[Role] = []
    for i, span in enumerate(paragraphs):
        title = filing.titled and filing.title.start <= span.start < filing.title.end
        before: Role = "headline" if title else "noise"
        roles.append(before if i < lead else _role(text, paragraphs, i, lead))
    return roles


def _role(text: str, paragraphs: Sequence[Span], index: int, lead: int) -> Role:
    span = paragraphs[index]
    if index == lead:
        return "lead"
    if index < lead:
        if _is_noise(text[span.start : span.end]):
            return "noise"
        earlier = (paragraphs[i] for i in range(index))
        return "headline" if all(_is_noise(text[p.start : p.end]) for p in earlier) else "subheadline"
    if _FOOTNOTE.match(text, span.start, span.end):
        return "footnote"
    if _STAFF.search(text, span.start, min(span.end, span.start + 250)):
        return "staff"
    return "quote" if _QUOTE.match(text, span.start, span.end) else "body"


def _lead_index(text: str, paragraphs: Sequence[Span]) -> int:
    """The first paragraph that reads as prose; without one, the first that is no headline (or the only one)."""
    for index, span in enumerate(paragraphs[:_SEARCHED]):
        if _is_prose(text[span.start : span.end]) and not (
            index == 0 and len(paragraphs) > 1 and span.end - span.start < _LONG
        ):
            return index
    return min(1, len(paragraphs) - 1)


def _is_prose(paragraph: str) -> bool:
    if _is_noise(paragraph):
        return False
    if len(" ".join(paragraph.split())) > _LONG or (
        dateline_of(paragraph, Span(0, len(paragraph))) and len(paragraph) > 100
    ):
        return True
    words = paragraph.split()
    capitals = sum(1 for word in words if _CAPITAL_WORD.match(word))
    return len(words) > 4 and bool(_PROSE_END.search(paragraph)) and capitals < 0.6 * len(words)


def _is_noise(paragraph: str) -> bool:
    """Site banners, release lines and scanner specks; a headline has at least three words of three letters."""
    if len(paragraph) > _LONG:
        return False
    return bool(_BANNER.match(paragraph)) or len(_WORD.findall(paragraph)) < 3
