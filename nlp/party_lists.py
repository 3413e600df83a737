"""Do the names of a text stand in one list? What lies between two of them in, whether a part holds of both out.

What is said of X holds of Y in `X, of Springfield, and his company, Y LLC`; lists also run over paragraphs, one name
each. Refused: names that another verb or another preposition parts.
"""

from __future__ import annotations

import re

from nlp.party_predicates import VERB

OBLIQUE = re.compile(
    r"\b(?:(?<!along )(?<!together )with|by|for|(?<!estate )(?<!Estate )of|from|to|at|in|on|between|under"
    r"|through|like|than|into|about|via"
    r"|(?<!well )as(?! well\b)|or|toward|behind|over)\s+"
    r"(?:(?!(?:and|that|who|which|when|while|after)\b)"
    r"(?:[a-z][\w'\u2019.-]*|[A-Z][\w.]*['\u2019]s|[A-Z][\w.-]*-(?:based|headquartered|area))\s+){0,7}"
    r"(?:The\s+)?$|\b(?:purchased|acquired|bought)\s+(?:the\s+)?(?:[a-z-]+\s+){0,3}$"
)
_BREAKS_OBJECTS = re.compile(
    r"\b(?:for|with|alleging|finding|that|requir\w+|imposing|ordering|in connection|seeking|after|before|was|were"
    r"|is|are|has|have|had|said|through|pursuant|to pay|during|because|when|while|by|from|charg\w+|claim\w*|called"
    r"|to (?:operate|submit|commit|defraud|sell|distribute|bill|promote|launder|pay)"
    r")\b"
)
_BREAKS_SUBJECTS = re.compile(
    rf"\b(?:{VERB}|for|with|by|which|after|before|when|while|to|alleg\w+|also|against|charging)\b"
)
_LIST_END = re.compile(
    r"(?:,|;|:|\band\b|&|\bor\b|\)|\u2014)\s*(?:(?:his|her|their|its|the|an?|another|both|as well as"
    r"|co-?defendants?|co-?conspirators?|[Dd]efendants?|former|together|along with|[\w-]+[a-z])[\s,]+){0,8}?$"
    r"|companies,?\s+$|company,?\s+$"
)
_SITUATED = re.compile(
    r" with (?:an? |its |his |her |their |principal |main |offices?\b|headquarters|registered |last-known "
    r"|addresses |place)[^,;]*(?:,[^,;]*)?(?=,)"
)
_RELATIVE = re.compile(
    r",? (?:an?|the) (?:[\w-]+ ){1,4}(?:that|which|who) [^,;]{3,80}(?=,)"
    r"|, (?:who|which) (?!was|were|is|are)[^,;]{3,80}(?=,)"
)
# `X, who was its director until 2004, and Y were indicted`
_WHO_WORKED = re.compile(
    r", (?:an?|the|its|his|her) (?:[\w'\u2019-]+ ){1,8}(?:that|which|who) [^,;]{3,80}(?=[,;])"
    r"|, who (?:(?:was|is|were) (?:an?|the|then|its|his|her|their|previously|formerly|president|director|chief|owner)\b"
    r"|served|serves|worked|works|owned|owns|operated|operates|ran|lived|lives|resides|managed"
    r"|held)[^,;]{0,120}(?=[,;])"
)
# `X, a former agent paid by the firm; and Y, its owner, each pleaded guilty`
_DESCRIBED_ITEM = re.compile(
    r"(?:, \d\d)?,? (?:an?|the|its|his|her|former|of|who)\b[^;]*;\s*(?:and\s+)?(?:[a-z-]+\s+){0,4}$"
)
_RELATIVE_VERB = re.compile(r"\b(?:that|which|who) \w+")
_FINITE = re.compile(rf"\b(?:{VERB})\b(?! by\b)")
_ESTATE = re.compile(r"\b(?:the )?[Ee]state of\b|,? (?:now )?deceased\b")
_FROM_PLACE = re.compile(r"\bfrom [A-Z][\w.]+(?: [A-Z][\w.]+)*")
_BLANKS = re.compile(r"\s+")
_HEADING = 320
_LONGEST_GAP = 240
_LONGEST_ITEM = 500
_SEMICOLON = re.compile(r";\s*(?:and\s*)?$")
_ACCUSED_FOLLOW = re.compile(
    r"(?i)\b(?:defendants?|respondents?|co-?conspirators?|fugitives?|charged|indicted|convicted|sentenced|arrested"
    r"|pleaded guilty|pled guilty)\b"
)


def _plain(gap: str) -> str:
    """A gap in a list without the words that only seem to end it."""
    gap = re.sub(r"\b(?:together|along|jointly) with\b|\bas well as\b", "and", _BLANKS.sub(" ", f" {gap} "))
    return _SITUATED.sub("", _FROM_PLACE.sub("", _ESTATE.sub(" ", gap)))


def opens_list(text: str, start: int, end: int, *, cast: bool) -> bool:
    """Do parties follow, one a paragraph: `The other defendants are:`, or after `X, who kept the books;`?"""
    if text[end - 1] == ":":
        return bool(_ACCUSED_FOLLOW.search(text, max(start, end - _HEADING), end))
    return cast and bool(_SEMICOLON.search(text, max(start, end - 6), end))


def list_goes_on(gap: str) -> bool:
    """The same as `object_list_goes_on`, also over what is told of each: `X, who did this; and Y, who did that`."""
    return bool(len(gap) < _LONGEST_ITEM and _SEMICOLON.search(gap)) or object_list_goes_on(gap)


def object_list_goes_on(gap: str) -> bool:
    """Does what was done to the one before the gap hold of the one after it: `against X, of Ohio, and his firm, Y`?"""
    gap = _plain(gap)
    gap = _RELATIVE.sub("", gap)
    return (
        len(gap) < _LONGEST_GAP
        and not _BREAKS_OBJECTS.search(gap)
        and bool(_LIST_END.search(gap))
        and not OBLIQUE.search(gap)
    )


def subject_list_goes_on(gap: str) -> bool:
    """Does what the one after the gap did hold of the one before it: `X, 40, and Y, 50, pleaded guilty`?"""
    if len(gap) < _LONGEST_ITEM and _DESCRIBED_ITEM.match(gap) and not _FINITE.search(_RELATIVE_VERB.sub("", gap)):
        return True
    gap = _plain(_WHO_WORKED.sub("", gap))
    return (
        len(gap) < _LONGEST_GAP
        and not _BREAKS_SUBJECTS.search(gap)
        and bool(_LIST_END.search(gap))
        and not OBLIQUE.search(gap)
    )
