"""Which stretches tell of another forum: the criminal case beside a civil action, another agency's suit.

In: a Document. Out: spans, in order, not overlapping. What stands inside them is no docket, court, money or term of
this announcement. A stretch begins with a heading (`Related Criminal Action`) or a sentence that speaks of a related or
parallel case, and ends with the section or the paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache

from nlp.document import Document, Span
from nlp.other_agencies import other_agencies, own_names
from nlp.other_cases import other_cases

_HEADING = re.compile(
    r"(?:(?:Related|Parallel)\s+)?(?:Criminal|Civil|SEC|CFTC|Regulatory|Other|State)?\s*(?:Criminal|Civil"
    r"|Enforcement)?\s*"
    r"(?:Actions?|Proceedings?|Cases?|Matters?|Charges?|Investigations?|Developments?)[:.]?$"
)
_RELATED_HEADING = re.compile(r"Related|Parallel|Criminal|Other|Civil")
_RELATED_TO_JUSTICE = re.compile(
    r"Related|Parallel|SEC|CFTC|Regulatory|State"
)  # whose own cases are criminal and civil
_WITH_JUSTICE = re.compile(
    r"\b(?:to|with)\s+the\s+(?:United\s+States|(?:federal\s+)?government|(?:Justice\s+)?[Dd]epartment)\b"
    r"|\bFalse\s+Claims\s+Act\b"
)
_CASES = (
    r"(?:actions?|cases?|matters?|proceedings?|resolutions?|settlements?|complaints?|prosecutions?"
    r"|indictments?|orders?|charges"
    r"|suit|lawsuit|investigations?)"
)
_RELATED = re.compile(
    rf"\b(?:related(?!\s+to\s+(?:this|the|its|that))|parallel)\s+(?:\w+\s+){{0,3}}?{_CASES}\b|\b(?:civil"
    rf"|criminal)\s+counterpart"
    rf"|\b(?:separate|another)\s+(?:\w+\s+)?{_CASES}\s+(?:brought|filed)\s+by\b|\b(?:In"
    rf"|in)\s+(?:a\s+)?(?:related|parallel)\b",
    re.IGNORECASE,
)
# Criminal cases related to a criminal case are this action's: co-defendants count.
_RELATED_CIVIL = re.compile(
    rf"\b(?:related|parallel|separate)\s+(?:civil|administrative|regulatory|SEC|CFTC|enforcement|state"
    rf"|foreign|bankruptcy)"
    rf"\s+(?:\w+\s+){{0,2}}?{_CASES}\b"
    rf"|\bin\s+(?:an?\s+|another\s+)?(?:related|parallel)\s+(?:\w+\s+)?{_CASES}\b(?:[^.;]|\b(?:U\.S|Inc|Corp|Ltd|Co"
    rf"|S\.A|N\.V|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.){{0,120}}?\b(?:Serious\s+Fraud\s+Office|SFO|SEC|CFTC|FINRA|OCC|FTC"
    rf"|Securities\s+and\s+Exchange|Commodity\s+Futures|Federal\s+Reserve|Comptroller|Trade\s+Commission)\b"
    rf"|\b(?:related|parallel)\s+{_CASES}\s+(?:with|by|before)\s+(?:the\s+)?(?:SEC|CFTC|U\.S\.\s+Securities"
    rf"|Securities|Commodity|Federal\s+Reserve|FINRA|OCC|FTC)\b",
    re.IGNORECASE,
)
# What the slower patterns below cannot match without.
_SPEAKS = re.compile(
    r"[Rr]elated|[Pp]arallel|eparate|nother|ounterpart|SEC|Securities|FINRA|NFA|Futures|Reserve|OCC"
    r"|Comptroller|OFAC|Foreign"
    r"|FTC|FDIC|Deposit|NCUA|CFPB|DFS|Oversight|Authority|Serious|Services|Industry|authorities|Justice|DOJ|Attorney"
    r"|CFTC|FinCEN|Crimes|indict"
    r"|guilty|arrest|sentenced|criminal|judgment|injunction|conviction|onsent"
)
_CRIMINAL = (
    r"\b(?:indicted|pleaded\s+guilty|pled\s+guilty|arrested|sentenced\s+to|criminally\s+charged"
    r"|criminal\s+(?:information|charges?|complaint|indictment|case|action))\b"
)
_ACTED = (
    r"(?:announced|charged|indicted|filed|entered|issued|brought|obtained|settled|imposed|agreed|resolved"
    r"|assessed|levied|reached|(?:is|are)\s+(?:\w+\s+)?announcing"
    r"|fined|ordered)"
)
# `The decision relied on a final judgment of the District Court`: that court, and what it imposed, are another case's.
_RELIED = re.compile(
    r"\b(?:relie[sd]|rests?|rested|based)\s+(?:up)?on\s+(?:an?|the|his|her|their|its)\s+(?:[\w-]+\s+){0,4}"
    r"(?:judgment|injunction|conviction|consent\s+order)\b",
    re.IGNORECASE,
)
# After `reached a settlement of a related complaint`: what that settlement brought.
_GOES_ON = re.compile(
    r"\s*(?:As\s+(?:a\s+)?part\s+of|Under|In|Pursuant\s+to)\s+(?:the\s+terms\s+of\s+)?that\s+(?:\w+\s+)?"
    r"(?:settlement|resolution|agreement|case|matter|action|proceeding)\b"
)
# `must pay $1 million, which is deemed satisfied by the forfeiture in the related criminal case`
_OFFSET = re.compile(
    r"\$[\d.,]+[^.;]{0,60}\b(?:satisfied|credited|offset)\b[^.;]{0,60}\b(?:related|parallel)\s+(?:\w+\s+)?"
    r"(?:case|action|matter|proceeding)s?\b"
)
_NEW_SUBJECT = re.compile(
    r"\s*(?:The\s+)?(?:CFTC|Commission|Division|(?:\w+\s+)?[Oo]rders?|Consent\s+Order|Court['\u2019]s"
    r"|court)\b(?!\s+of)[^.]{0,60}?"
    r"\b(?:requires?|imposes?|orders?|finds?|thanks?|appreciates?|cautions?|alleges?)\b"
)


@lru_cache(maxsize=4)  # several components ask about the same document
def related_spans(document: Document) -> list[Span]:
    """Stretches about other forums, in reading order; the title is never one."""
    spans: list[Span] = []
    under_heading = False
    for index, paragraph in enumerate(document.paragraphs):
        text = document.text[paragraph.start : paragraph.end]
        if index and _is_heading(text):
            elsewhere = _RELATED_TO_JUSTICE if document.agency == "DOJ" else _RELATED_HEADING
            under_heading = _HEADING.search(text) is not None and elsewhere.search(text) is not None
        elif under_heading and not _NEW_SUBJECT.match(text):
            spans.append(paragraph)
        elif index:
            spans += _related_in(document, paragraph)
    return sorted([*spans, *other_cases(document)], key=lambda span: span.start)


def _is_heading(text: str) -> bool:
    return len(text) < 110 and text.rstrip()[-1:] not in {".", ",", ";", ")", "]"} and text[:1].isupper()


def _related_in(document: Document, paragraph: Span) -> list[Span]:
    found: list[Span] = []
    following = False
    for sentence in _sentences_in(document, paragraph):
        text = document.text[sentence.start : sentence.end]
        if _NEW_SUBJECT.match(text):
            following = False
        following = following or bool(found and found[-1].end >= sentence.start - 2 and _GOES_ON.match(text))
        if not following and _OFFSET.search(text):
            continue
        if following or (
            not _is_joint(document, sentence, text) and _SPEAKS.search(text) and _is_elsewhere(document, text)
        ):
            found.append(sentence)
            following = following or bool(
                re.match(r"\s*In\s+(?:a|another|the)\s+(?:related|parallel)|.*parallel|\s*In a criminal", text)
            )
    return found


def _is_joint(document: Document, sentence: Span, text: str) -> bool:
    """The lead of a criminal resolution that several agencies announce together: `U.S. Attorney Roe and the SEC`."""
    lead = document.lead
    in_lead = document.agency == "DOJ" and lead is not None and lead.start <= sentence.start < lead.end
    return in_lead and re.search(own_names("DOJ"), text) is not None


def _is_elsewhere(document: Document, sentence: str) -> bool:
    civil = document.agency not in {"DOJ", ""}
    related = _RELATED if civil else _RELATED_CIVIL
    relies = civil and _RELIED.search(sentence) is not None
    other = _others(document.agency).search(sentence) is not None
    own = not civil and _WITH_JUSTICE.search(sentence) is not None
    return relies or other or not own and related.search(sentence) is not None


@cache
def _others(agency: str) -> re.Pattern[str]:
    """A sentence in which an agency other than the announcing one acts; for a civil agency also a criminal step."""
    acts = rf"\b(?:{other_agencies(agency)})\b[^.]{{0,100}}?\b{_ACTED}\b"
    return re.compile(acts if agency in {"DOJ", ""} else f"{acts}|{_CRIMINAL}")


def _sentences_in(document: Document, paragraph: Span) -> list[Span]:
    sentences = document.sentences
    first = bisect_left(sentences, paragraph.start, key=lambda span: span.start)
    last = bisect_left(sentences, paragraph.end, key=lambda span: span.start)
    return sentences[first:last]


def within(spans: Sequence[Span], position: int) -> bool:
    return any(span.start <= position < span.end for span in spans)
