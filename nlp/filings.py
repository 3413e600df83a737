"""Is a text a paper of the case itself, and which: order, complaint, indictment, plea, agreement? Text in, Filing out.

A filing is known by its opening: the forum in capitals (`UNITED STATES DISTRICT COURT`, `Before the COMMODITY FUTURES
TRADING COMMISSION`) or the letterhead of an agreement; its title tells the step. Scanned papers lose lines and letters,
so where no title is legible the words that open the paper are read. Only the opening is searched, whatever the length.
Refused: a paper of which neither title nor opening words tell the step (None).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.captions import Caption, read_caption
from nlp.splitting import Span

_FORUM_WITHIN = 3000  # banners, stamps and line numbers of a scanned first page stand before the forum
_TITLE_WITHIN = 5000
_OPENING = 12_000
_LONGEST_TITLE = 900
_FORUM = re.compile(
    r"UNITED\s+STATES\s+OF\s+AMERICA(?P<agency>.{0,200}?\b(?i:before)\b.{0,160}?\b(?i:the)\b.{0,200}?COMMODITY\W+FUTURES"
    r"|.{0,80}?FINANCIAL\s+CRIMES\s+ENFORCEMENT)"
    r"|(?P<court>UNITED\s+STATES\s+(?:DISTRICT|BANKRUPTCY)\s+COURT)|U\.?S[.,]\s+DISTRICT\s+COURT\s+(?=[A-Z]{4})"
    r"|(?:\A|\n)\W*(?P<letter>U\.?S[.,]?\s+(?i:Department\s+of\s+Justice))\b(?=.*?\n\W*Re:.*?\bDear\b)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Title:
    codes: tuple[str, ...]
    pattern: re.Pattern[str]


def _title(codes: str, pattern: str) -> _Title:
    return _Title(tuple(codes.split()), re.compile(pattern.replace(" ", r"[\W_]+")))


_CIVIL_TITLES = (
    _title(
        "restrained", r"(?:CONSENT|AGREED|STIPULATED) ORDER (?:OF|FOR|TO|GRANTING|ENTERING) (?:\w+ ){0,3}?PRELIMINARY"
    ),
    _title(
        "settled", r"\bCONSENT (?:ORDER|JUDGE?MENT|DECREE)|(?:AGREED|STIPULATED) (?:\w+ ){0,3}?(?:ORDER|JUDGE?MENT)"
    ),
    _title("settled", r"\b(?:ORDER|JUDGE?MENT) (?:\w+ ){0,8}?(?:BY|ON|UPON) CONSENT|\bSETTLEMENT AGREEMENT"),
    _title(
        "judgment", r"\b(?:DEFAULT|SUMMARY|FINAL|SUPPLEMENTAL) (?:\w+ ){0,2}?JUDGE?MENT|JUDGE?MENT (?:BY|OF) DEFAULT"
    ),
    _title("judgment", r"\bORDERS? (?:OF|FOR|GRANTING) (?:FINAL |DEFAULT |THE )?PERMANENT INJUNCTION|FINDINGS OF FACT"),
    _title(
        "restrained", r"RESTRAINING ORDER|PRELIMINARY INJUNCTION|STATUTORY INJUNCTION|\bASSET FREEZE|SEIZURE WARRANT"
    ),
    _title("other", r"\b(?:CIVIL CONTEMPT|CONTEMPT ORDER|ORDER (?:\w+ ){0,12}?CONTEMPT)"),
    _title("opinion", r"\bOPINION AND ORDER|\bMEMORANDUM OPINION"),
    _title("charged", r"\b(?:CRIMINAL COMPLAINT|INDICTMENT)"),
    _title("forfeiture", r"COMPLAINT (?:FOR )?(?:CIVIL )?(?:FORFEITURE|IN REM)|ORDER OF FORFEITURE"),
    _title("dismissed", r"\bORDER (?:OF|FOR|GRANTING) (?:\w+ ){0,3}?DISMISSAL"),
    _title(
        "complaint_filed", r"\b(?:COMPLAINT|Complaint (?=for (?:\w+ ){0,3}?(?:[Ii]njuncti|[Rr]elief|[Ee]quitable)))"
    ),
)
_AGENCY_TITLES = (
    _title("settled", r"\bCONSENT ORDER|\bORDER (?:\w+ ){0,5}?(?:SIMULTANEOUSLY )?SETTLING"),
    _title("proceedings", r"\bORDER INSTITUTING (?:\w+ ){0,4}?PROCEEDINGS"),
    _title(
        "penalty_assessed",
        r"\bINITIAL DECISION|\bASSESSMENT OF (?:A )?CIVIL (?:MONEY|MONETARY) PENALT|\bOPINION AND ORDER",
    ),
    _title("penalty_assessed", r"\bORDER (?:\w+ ){0,6}?(?:REVOK|REVOCATION|DEFAULT)|\bDEFAULT ORDER"),
    _title("complaint_filed", r"\b(?:COMPLAINT|NOTICE OF INTENT|NOTICE OF HEARING)"),
)
_CRIMINAL_TITLES = (
    _title("deferred_prosecution", r"\bDEFERRED PROSECUTION (?:\w+ ){0,7}?AGREEMENT"),
    _title("non_prosecution", r"\bNON PROSECUTION (?:\w+ ){0,7}?AGREEMENT"),
    _title("pleaded_guilty", r"\bPLEA AGREEMENT|\bAGREEMENT TO PLEAD"),
    _title("sentenced", r"\bJUDGE?MENT IN A CRIMINAL"),
    _title("forfeiture", r"\b(?:PRELIMINARY |FINAL )?ORDER OF FORFEITURE"),
    _title(
        "charged", r"(?<!WAIVER\sOF\s)\b(?:INDICTMENT|CRIMINAL COMPLAINT|INFORMATION\b|COMPLAINT|CRIMINAL COVER SHEET)"
    ),
)
_WORDS = tuple(
    _title(codes, pattern)
    for codes, pattern in (
        ("deferred_prosecution", r"(?i:enters? into this deferred prosecution agreement)"),
        ("non_prosecution", r"(?i:enters? into (?:this|the following) non ?prosecution agreement)"),
        ("pleaded_guilty", r"(?i:\bthis (?:plea )?(?:agree\w+|letter)[^.]{0,300} plea (?:agree\w+|offer))"),
        (
            "pleaded_guilty",
            r"(?i:enter into (?:this|the following) (?:plea )?agreement|will accept a guilty plea from)",
        ),
        (
            "charged",
            r"(?i:the (?:grand jury|united states(?: attorney)?|acting united states attorney) (?:further )?charges)",
        ),
        ("charged", r"(?i:\bbeing (?:first )?duly sworn)"),
        ("restrained", r"(?i:\bmoved,? [^.]{0,120} for an ex parte statutory restraining order)"),
        ("settled", r"(?i:consents? to (?:the )?entry of this|agreed and stipulated to the entry)"),
        ("judgment", r"(?i:motion for (?:\w+ ){0,6}?default judge?ment)"),
        ("judgment", r"(?i:\b(?:during|after) (?:a|the) (?:bench|jury) trial)"),
        ("complaint_filed", r"(?i:\b(?:hereby )?alleges? as follows|by its attorneys,? alleges)"),
    )
)
_ACCEPTED = re.compile(
    r"(?i)offers?\s+of\s+settlement[\s\S]{0,2500}?\baccept|\bconsent(?:s|ed)?\s+to\s+the\s+(?:entry|issuance"
    r"|assessment)"
)
_RULED = re.compile(
    r"(?i)\bgrants?\b[^.]{0,120}\b(?:summary|default)\s+judge?ment|\bbench\s+trial"
    r"|\bliable\s+for\b[^.]{0,80}\bjudge?ment"
)
_CRIMINAL = re.compile(
    r"(?i:\bgrand\s+jury|\bcrim(?:inal)?\b\.?\s*(?:no|action|case|docket)|\b(?:18|21)\s*U\.?\s?S\.?\s?C|\bT\.\s*18,"
    r"|\d-?cr-?\d|\bduly\s+sworn|cover sheet)|\bCr\.|\bCR\b|INDICTMENT|INFORMATION|PROSECUTION\W+AGREEMENT|PLEA"
)
_AGREEMENTS = frozenset(["deferred_prosecution", "non_prosecution", "pleaded_guilty"])
_GOVERNMENT = re.compile(r"UNITED\s+STATES\s+OF\s+AMERICA,?(?!\W+Before)")
_REGULATOR = re.compile(r"(?i)\bfutures\W{1,40}trading\W{1,40}comm?is|plaintiff,?\W+(?:the )?(?:u\.s\. )?commodity")


@dataclass(frozen=True, slots=True)
class Filing:
    """`codes` are the stages it reports, `title` the words that tell them, `caption` who stands against whom.

    `titled` tells that these words are a title, not prose; the prose of the paper begins at `body` or after.
    """

    codes: tuple[str, ...]
    title: Span
    caption: Caption
    titled: bool = True

    @property
    def body(self) -> int:
        return max(self.caption.span.end, self.title.end) if self.titled else self.caption.span.end


def read_filing(text: str) -> Filing | None:
    """The filing a text is, or None: an announcement, a letter, an illegible paper."""
    opening = text[:_OPENING]
    forum = _FORUM.search(opening, 0, _FORUM_WITHIN)
    if forum is None:
        return None
    titles = _titles_for(opening, forum)
    titled = _told(opening, forum.end(), _TITLE_WITHIN, titles)
    told = titled or _told(opening, forum.end(), _OPENING, _WORDS)
    if told is None or forum["letter"] and not set(told[0]) & _AGREEMENTS:
        return None
    codes, span = _decided(opening, told[0]), told[1]
    if not codes:
        return None
    caption = read_caption(opening, forum.end(), span.start)
    return Filing(codes, _whole_title(opening, span) if titled else span, caption, bool(titled))


def _decided(opening: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """What a title leaves open, read from the paper's first pages; empty where they tell nothing either."""
    if codes == ("opinion",):
        return ("judgment",) if _RULED.search(opening) else ()
    if codes in (("proceedings",), ("penalty_assessed",)) and _ACCEPTED.search(opening):
        return ("settled",)
    return ("complaint_filed",) if codes == ("proceedings",) else codes


def _titles_for(text: str, forum: re.Match[str]) -> Sequence[_Title]:
    if forum["agency"]:
        return _AGENCY_TITLES
    government = _GOVERNMENT.search(text, forum.end()) and not _REGULATOR.search(text, forum.end(), forum.end() + 500)
    if forum["letter"] or government and _CRIMINAL.search(text, forum.end(), forum.end() + _TITLE_WITHIN):
        return _CRIMINAL_TITLES
    return _CIVIL_TITLES


def _told(text: str, start: int, within: int, titles: Sequence[_Title]) -> tuple[tuple[str, ...], Span] | None:
    """What stands first; of two at one place, the one that is listed first."""
    hits = [(match, title.codes) for title in titles if (match := title.pattern.search(text, start, start + within))]
    if not hits:
        return None
    match, codes = min(hits, key=lambda hit: hit[0].start())
    return codes, Span(match.start(), match.end())


def _whole_title(text: str, span: Span) -> Span:
    """The lines of capitals that a title runs over."""
    end = (text.find("\n", span.end) + 1 or len(text) + 1) - 1
    while end - span.start < _LONGEST_TITLE and end < len(text):
        stop = (text.find("\n", end + 1) + 1 or len(text) + 1) - 1
        if not _is_capital(text[end + 1 : stop]):
            break
        end = stop
    return Span(text.rfind("\n", 0, span.start) + 1, end)


def _is_capital(line: str) -> bool:
    letters = [c for c in line if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) > 0.75 * len(letters)
