"""What does a text say of somebody it names? The words around a naming in, the frames that hold there out.

A frame is a turn of phrase that casts a part: `charged Defendant X`, `X, 47, of Boston`, `X pleaded guilty`, `relief
defendants X and Y`. Parts spread over lists: what is said of X holds of Y in `X and his company, Y LLC`.
"""

from __future__ import annotations

import re

from nlp.document import Document
from nlp.party_lists import OBLIQUE
from nlp.party_objects import (
    ACTED_ON,
    AGREED_WITH,
    CLAIMED_OF,
    DEFENDANT,
    FILLER,
    LISTED,
    RELIEF,
    SIMILAR,
    lists_the_accused,
)
from nlp.party_places import IS_PLACE, MODIFIES_PEOPLE, QUALIFIES
from nlp.party_predicates import BROKE, CONDEMNED, IS_FIRM, SUBJECT, TOOK_PART, WHO_WAS_CONDEMNED
from nlp.splitting import Span

_AHEAD = 320

_FOUND_THAT = re.compile(
    r"\b(?:finds?|found|finding|rule[sd]|ruling|alleges?|alleged|alleging|admit(?:s|ted)|charges|states?|stated"
    r"|show(?:s|ed|n)"
    r"|proved|established|announced"
    r"|documents|records|agreement|information|indictment|complaint|evidence|trial|evidence|order),?(?: that)?,?\s+"
    r"(?:(?:between|from|in|beginning|starting|since|at|on|during|around) [^;]{3,90}, )?(?:[Dd]efendants?\s+)?$"
)
_FINDING = re.compile(
    rf"\b(?:finds|found|finding|held|holding|rules|ruled|ruling)(?: that)?\s+(?:[Dd]efendants?\s+)?{FILLER}$"
)
_PAST = re.compile(
    r"\b(?:19|20)\d\d\b|Press Releases?|\bSECs?\b|Securities and Exchange Commission|OFAC|Foreign Assets Control"
    r"|\b(?:previously|earlier|separate|related)\b"
)
_OTHER_CASES = re.compile(
    r"\bsame investigation\b|\b[Oo]ther (?:[\w-]+ ){1,3}(?:previously|also|have|were)\b|\b(?:other|similar|related|past"
    r"|earlier|prior|recent) (?:\w+ ){0,2}(?:cases|prosecutions|lawsuits|suits)\b"
)
_PROGRAMME = re.compile(
    r"\s*To date, the [^.;,]{2,60}? has\b|\s*[Ww]ith (?:this|these"
    r"|today['\u2019]?s) [^.;]{3,60}?, the [^.;,]{2,60}? has\b"
)
_YEAR_FIRST = re.compile(
    r"(?:Previously|Earlier|(?:In|On|During) (?:[A-Z][a-z]+\.? )?(?:\d{1,2}, )?(?P<year>(?:19|20)\d\d)),"
)
_FOUND_BY = re.compile(
    r"\b(?:[Oo]rders?|[Dd]ecisions?|[Cc]omplaints?|[Cc]ourt|CFTC|Commission|Commission[^;]{0,20}\)|indictments?"
    r"|lawsuits?|suits?|jury"
    r"|[Ii]nformation)(?:,[^;]{3,90},| (?:on|by) default| (?:filed|unsealed|returned|in the)[^;]{3,120}?)?\s+(?:also "
    r"|further |specifically )?"
    r"(?:finds?|found|finding|alleges?|alleged|alleging|charges?|charged|charging|has reason to believe)(?: that)?,? "
    rf"(?:(?:between|from|in|beginning|starting|since|at|on|during|around|as) [^;,]{{3,80}}(?:, \d{{4}})?, )?{FILLER}$"
)
_AS_RELIEF = re.compile(
    r"(?:(?!\bas an? defendant)[^.;]){0,120}\bas (?:an? |nominal )?[Rr]elief [Dd]efendants?"
    r"|[^.;]{0,60}\((?:the )?[\"\u201c]?Relief Defendants?"
)
_CONSPIRATOR = re.compile(r"\b[Cc]o-?conspirators?,?\s+(?:including )?$")
_AGED_BEFORE = re.compile(r"\b\d\d-year-old\s+(?:(?!(?:at|for|with|near|against)\b)[\w'\u2019-]+,?\s+){0,5}$")
_CAPTION = re.compile(
    r"(?i)\bin (?:the matter of|re):?[\s)]*(?:Number [\d-]+ )?$|\b(?:United States(?: of America)?|U\.S\.|CFTC"
    r"|Commission) v\.? $"
)
_FIRM = re.compile(
    r"\b(?:firm|compan(?:y|ies)|corporation|entit(?:y|ies)|business(?:es)?|fund|partnership|platform|exchange"
    r"|pool|start-?up"
    r"|organi[sz]ation),?\s+(?:(?:called|named|known as)\s+)?$"
)
_BEFORE_JUDGE = re.compile(r"\b(?:[Bb]efore|by) (?:[A-Z][\w.]*\s+){1,7}$")
_THE = re.compile(r"\b[Tt]he\s+$")
_AFTER_NOUN = re.compile(
    r"\b(?!(?:and|or|that|when|while|but|because|defendants?|respondents?|the|as|where|if|whether|after"
    r"|before|chain|retailer|manufacturer|maker|contractor|supplier|provider|giant|lender|wholesaler"
    r"|distributor|insurer|drugmaker|automaker|airline)\b)[a-z][\w-]*\s+$"
)
_DESCRIBED = re.compile(
    r"\b(?:[Aa]n?|[Aa]nother|[Ee]ach|[Aa]ny|[Ee]very|[Nn]o|such)\s+(?:(?!(?:called|named|known|that|which|whether|alleging"
    r"|charging|naming|defendants?|respondents?|sentenced|ordered|convicted|sued|charged|fined|indicted|enjoined|barred"
    r"|arrested|accused|found|holds?|held|bans?|banned"
    r"|on|against|upon|to|of|for|with"
    r"|from|at|in|by)\b)[\w-]+\s+){0,4}$"
)
_ALSO_CALLED = (
    r"(?:,?\s*\(?(?:a\.?/?k\.?/?a\.?|also known (?:online )?as|d/?b/?a/?|nicknamed)\)?(?:[^;.]|\b(?:Mr|Dr|Jr|Sr"
    r"|[A-Z])\.){1,160}?)?"
)
_AGED = re.compile(
    rf"(?:\s*\([^)]{{1,80}}\)|\s*[\"\u201c][^\"\u201d]{{1,40}}[\"\u201d])?(?:,? (?:Jr|Sr|I{{1,3}}"
    rf"|IV)\.?)?{_ALSO_CALLED}(?:, (?:[A-Z]\.?){{2,5}})?"
    r"(?:\s*[,(\u2014\u2013-]|(?!\s*\d\d\.(?:\s*$| [A-Z])))\s*(?:both |each )?(?:[Aa]ged?\s*)?(?P<age>1[89]|[2-9]\d)"
    r"(?=\s*[,;).:]|\s+(?:of|years|and|was|is|were|pleaded|pled|both|all|from|an?|who|has|had|formerly|currently"
    r"|appeared|faces)\b|\s*$)"
)
_POSSESSED = re.compile(
    r"(?:['\u2019]s?|s)?\s+(?:\w+\s+){0,2}?(?:guilty pleas?|pleas?|sentenc\w+|convictions?|indictment|arrest"
    r"|co-?defendants?|co-?conspirators?|extradition)\b"
)
_TOGETHER_DEFENDANTS = re.compile(
    r"[^.;]{0,200}\((?:collectively|together)?,?\s*(?:the )?[\"\u201c]?(?:Defendants?|Respondents?)[\"\u201d]?\)"
    r"|[^.;]{0,200}\([^()]{0,60}[\"\u201c](?:Defendants?|Respondents?)[\"\u201d]\)"
)
_OFFICE_AFTER = re.compile(
    r",?\s+(?:the\s+)?(?:(?:Acting|First|Interim|Deputy|Assistant|Senior|Executive Associate|Associate"
    r"|Resident)\s+)*(?:United States Attorney|U\.S\. Attorney|Attorney (?:General|for)|Special Agent|"
    r"Inspector|Postal Inspector|Assistant Director|Commissioner|Sheriff|Police|Administrator|Chief of"
    r"|Director of (?:the|Enforcement)|Director[,]? (?:FBI|IRS|HSI|DEA|U\.S\.)|Trial Attorneys?|Regional Director"
    r"|Field Office|"
    r"Secretary|Under Secretary|Commander|Superintendent|Prosecutor|District Attorney|of the (?:\w+ )?(?:Criminal"
    r"|Civil|Antitrust|Tax|Fraud|U\.S\.|Northern|Southern|Eastern|Western|Middle|Central|District|FBI|IRS|DEA))"
)
_CALLED_AFTER = re.compile(
    r"(?:,? of [^.;]{2,60}?,?)?,? (?:in (?:civil |criminal )?contempt|as (?:an? )?(?:additional |new )?defendants?)\b"
    r"|(?:, [^.;]{2,80},)? (?:is |as |to be )?(?:an? |the )?(?:[\w-]+ ){0,5}(?i:primary money laundering concern)"
)
_CALLED = re.compile(
    r"\b(?:us(?:es|ed|ing)|under|by|adopt(?:s|ed|ing)) the (?:\w+ ){0,2}(?:name|alias|moniker)s?(?: of)?\s+$"
)
_RUN_BY = re.compile(
    r"\b(?:scheme|fraud|pool|business|operation|enterprise)s? (?:that was |allegedly )?"
    r"(?:run|operated|orchestrated|perpetrated|carried out|conducted|led|committed) by\s+" + FILLER + "$"
)
_LIABLE = re.compile(
    r"(?:[^.;]|\b(?:Inc|Corp|Ltd|Co|Jr|Sr|[A-Z])\.){0,200}?(?<!not)(?<!or)\s"
    r"(?:each |both |jointly |all )?(?:liable|guilty)\b"
)
_MODIFIES = re.compile(
    r"['\u2019]?\s+(?!and\b|or\b|for\b|with\b|in\b|of\b|on\b|to\b|as\b|by\b|from\b|at\b|was\b|were\b|is\b|are\b|that\b"
    r"|who\b|which\b|after\b|today\b|under\b|over\b|alleging\b|because\b|has\b|had\b|pursuant\b|yesterday\b"
    r"|also\b)[a-z]+"
)
_PASSES_SENTENCE = re.compile(
    r"\s+(?:today |yesterday |also |then )?(?:sentenced|ordered) (?:[A-Z]|the |him |her |both )"
)
_SPEAKS = re.compile(
    r"(?:,[^.;]{0,120},)?\s*(?:said|stated|commented|added|announced|explained|noted|made the announcement)\b"
)
_SPOKEN = re.compile(
    r"\b(?:said|stated|added|announced by|announced|according to|prosecuted by|represented by|investigated by"
    r"|handled by|Judge)\s+(?:[A-Z][\w.]*\s+){0,6}$"
)
_HARMED = re.compile(
    rf"\b(?i:discriminat|retaliat|violen|assault|threat|scheme|fraud|crime|attack|harass|force"
    rf"|cyberattack)\w*\s+(?:\w+\s+)?against\s+{FILLER}$"
    r"|\b(?:amounts?|prices?|fees?|rates?)\b[^.;]{0,40}\b(?:it|they|he|she)\s+charged\s+$"
    r"|\b(?:preserv|retain|reserv|releas)\w*\b[^.;]{0,80}\bclaims\s+against\s+$"
)
_VICTIM = re.compile(
    r"\b(?:victims?(?! of)|killed|murder(?:ed|ing)?(?: of)?|death of|assault(?:ed|ing)|robbed|kidnapp(?:ed|ing)"
    r"|threaten(?:ed|ing)|(?:discriminat|retaliat)(?:ed|ing) against|harass(?:ed|ing)"
    r"|(?:killing|slaying|shooting|stabbing|beating) of|(?:for|of|with|by) (?:shooting|stabbing|killing|beating))\s+"
    r"(?:(?:(?!by\b)(?:[\w-]+|M[rs]s?\.)\s+){0,2}|(?:[A-Z][\w.]+\s+){0,4}"
    r"|(?:his|her|their|an?) (?:\w+ )?[\w-]+, )$"
)

# `his representation of X, who was indicted`, `a scheme run by X, who was convicted`: of what went before.
_EARLIER_CASE = re.compile(
    r"\b(?:representation of|represent\w*|(?:lawyer|attorney|counsel) (?:for|of)|scheme run by)\s+$"
)
_UNDERTAKES = re.compile(
    r"\s+(?:(?:further|also|both)\s+)?(?:(?:has|have)\s+)?(?:(?:further|also|each)\s+)?(?:agreed\s+)?to\s+(?:(?:fully"
    r"|periodically)"
    r"\s+)?(?:continue\s+(?:to\s+)?)?(?:cooperat|implement|enhanc|strengthen|report|assist|maintain)\w*\b"
)
_PARENT = re.compile(
    r"\b(?:(?:subsidiar(?:y|ies)|unit|division|affiliates?|branch|arm) of|owned by)\s+(?:the\s+)?(?:[\w.-]+\s+){0,4}$"
    r"|\bparent(?:\s+company)?,?\s+$"
)
_SUES_ALONG = re.compile(r"\b(?:United States|DOJ|EPA|Department|Agency)\b[^.;]{0,40}\b(?:and|with) (?:the )?$")
_POSSESSOR = re.compile("['\u2019]s? ")
_BLANKS = re.compile(r"\s+")


def holds_before(text: str, start: int, begin: int) -> set[str]:
    """The frames of the words of the sentence before a naming at `start`, of a sentence that begins at `begin`."""
    left = _BLANKS.sub(" ", text[max(begin, start - _AHEAD) : start])
    frames = set()
    for frame, pattern in _BEFORE.items():
        if pattern.search(left):
            frames.add(frame)
    if lists_the_accused(text[max(0, begin - _AHEAD) : begin], left):
        frames.add("listed")
    return frames


def holds_after(text: str, end: int, stop: int) -> set[str]:
    """The frames of the words of the sentence after a naming that ends at `end`, of a sentence that ends at `stop`."""
    right = _BLANKS.sub(" ", text[end : min(stop, end + _AHEAD)])
    return {frame for frame, pattern in _AFTER.items() if pattern.match(right)}


_BEFORE = {
    "acted_on": ACTED_ON,
    "listed": LISTED,
    "agreed_with": AGREED_WITH,
    "found_that": _FOUND_THAT,
    "found_by": _FOUND_BY,
    "claimed_of": CLAIMED_OF,
    "similar": SIMILAR,
    "finding": _FINDING,
    "before_judge": _BEFORE_JUDGE,
    "accused_of": _RUN_BY,
    "called": _CALLED,
    "defendant": DEFENDANT,
    "relief": RELIEF,
    "conspirator": _CONSPIRATOR,
    "aged": _AGED_BEFORE,
    "caption": _CAPTION,
    "oblique": OBLIQUE,
    "described": _DESCRIBED,
    "after_noun": _AFTER_NOUN,
    "firm": _FIRM,
    "the": _THE,
    "spoken": _SPOKEN,
    "victim": _VICTIM,
    "harmed": _HARMED,
    "earlier_case": _EARLIER_CASE,
}
_AFTER = {
    "aged": _AGED,
    "subject": SUBJECT,
    "condemned": CONDEMNED,
    "who": WHO_WAS_CONDEMNED,
    "took_part": TOOK_PART,
    "broke": BROKE,
    "possessed": _POSSESSED,
    "together": _TOGETHER_DEFENDANTS,
    "relief": _AS_RELIEF,
    "possessor": _POSSESSOR,
    "office": _OFFICE_AFTER,
    "speaks": _SPEAKS,
    "qualifies": QUALIFIES,
    "place": IS_PLACE,
    "people": MODIFIES_PEOPLE,
    "firm": IS_FIRM,
    "acted_on": _CALLED_AFTER,
    "liable": _LIABLE,
    "modifies": _MODIFIES,
    "judges": _PASSES_SENTENCE,
}


def only_undertakes(text: str, sentence: Span, end: int) -> bool:
    """`agreed to cooperate`, `to continue to implement controls`: what a firm does that need not be accused itself."""
    return bool(_UNDERTAKES.match(text, end, sentence.end))


def is_parent(words: str) -> bool:
    """Do the words before a naming call it the owner of another: `a subsidiary of the London-based `?"""
    return bool(_PARENT.search(words))


def is_past(sentence: str) -> bool:
    """Does a sentence tell of another action: of another year, another agency, an earlier release?"""
    return bool(_PAST.search(sentence))


def tells_of_others(document: Document, sentence: Span) -> bool:
    """`Two other men pleaded guilty in the same investigation. United States v. Roe`: cases beside this one."""
    if document.lead is None or sentence.start < document.lead.end:
        return False
    paragraph = document.paragraph_at(sentence.start) or sentence
    return bool(_OTHER_CASES.search(document.text, paragraph.start, sentence.end))


def sues_along(words: str) -> bool:
    """`The United States, together with the` before the State that brings the case too."""
    return bool(_SUES_ALONG.search(_BLANKS.sub(" ", words)))


def tells_of_programme(words: str) -> bool:
    """Does a sentence begin `With this order, the agency has …`, to tell what all such actions brought in?"""
    return bool(_PROGRAMME.match(words))


def tells_history(document: Document, sentence: Span, until: int) -> bool:
    """Does a sentence after the lead begin `In February 2018, …`, of a year before the announcement's, where known?"""
    opened = _YEAR_FIRST.match(document.text, sentence.start, until)
    if opened is None or document.lead is None or sentence.start < document.lead.end:
        return False
    return not (opened["year"] and document.date and opened["year"] >= document.date[:4])
