"""Measures without a sentence of imprisonment: bans, injunctions, monitors, undertakings, cease-and-desist orders.

In: text and the span of one of its sentences. Out: kind, months where a ban has a length, and place of each measure
imposed. Refused: what a complaint seeks, and temporary restraints.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nlp.document import Span
from nlp.durations import find_durations

_BAR = r"(?:ban|bann|bar|barr|prohibit|suspend|enjoin|restrict|preclud)(?:s|ed|ing|es)?"
_NEVER = r"(?:never\s+(?:again\s+)?(?:to\s+)?|not\s+to\s+|refrain\s+from\s+)"
_TRADING = (
    r"(?:trading\b(?!\s+(?:commission|practices?|allocation|secrets?|platform))|trade\b(?!\s+(?:commission"
    r"|practices?|secrets?)))"
)
_REFORM = (
    r"(?:implement|adopt|enhance|develop|establish|improve|strengthen|revise|institute|undertake|retrofit"
    r"|remediate|maintain|provide|conduct|hire|appoint|train)"
)
_RULES = {
    "trading_ban": (
        r"\btrading(?:,?\s+(?:and|or)\s+(?:registration|solicitation))?\s+(?:bans?|prohibitions?|bars?|suspensions?)\b",
        r"\b(?:registration|solicitation),?\s+(?:and|or)\s+trading\s+(?:bans?|prohibitions?|bars?)\b",
        rf"\b{_BAR}\b[^.;]{{0,140}}?\bfrom\b[^.;]{{0,110}}?\b{_TRADING}",
        rf"\b{_NEVER}(?:\w+\s+){{0,6}}?{_TRADING}",
        r"\bsuspend(?:s|ed|ing)\b[^.;]{0,60}?\btrading\s+(?:privileges|rights)\b"
        r"|\btrading\s+(?:privileges|rights)\b[^.;]{0,40}?\bsuspended\b",
        r"\b(?:bars?|bans?|barred|banned)\s+(?:(?!industry|profession|practic|working|serving)[^.;]){0,40}?\bfor\s+life\b|\blifetime\s+(?:trading\s+)?bans?\b",
    ),
    "registration_ban": (
        r"\bregistration(?:,?\s+(?:and|or)\s+trading)?\s+(?:bans?|prohibitions?|bars?)\b",
        r"\btrading,?\s+(?:and|or)\s+registration\s+(?:bans?|prohibitions?|bars?)\b",
        rf"\b{_BAR}\b[^.;]{{0,140}}?\bfrom\b[^.;]{{0,220}}?\b(?:registering|registration|register)\b",
        rf"\b{_NEVER}[^.;]{{0,220}}?\b(?:registering|registration|register)\b",
        r"(?<!to )(?<!or )\brevok(?:es|ed|ing)\b[^.;]{0,160}?\bregistrations?\b",
        r"\bregistrations?\b[^.;]{0,60}?\b(?:was|were|is|are|been)\s+(?:revoked|suspended)\b",
        r"(?<!to )(?<!or )\bsuspend(?:s|ed|ing)\b[^.;]{0,80}?\bregistrations?\b",
    ),
    "industry_ban": (
        # not time that is `excluded from any calculation of time` by an agreement
        r"\b(?:debarred|disbarred|excluded)\b(?![^.;]{0,80}\b(?:calculat|comput)\w+)"
        r"(?=[^.;]{0,40}?\bfrom\b|[^.;]{0,20}?\bfor\b)",
        rf"\b{_BAR}\b[^.;]{{0,80}}?\bfrom\s+(?:participat\w+(?:,\s+directly\s+or\s+indirectly,)?\s+in"
        rf"|the\s+(?:securities|banking|commodit\w+"
        rf"|futures|financial)\s+\w+|working\s+in|practicing|appearing\s+or\s+practicing"
        r"|(?:serving|acting)\s+as\s+an?\s+(?:officer|director)|(?:all\s+)?federal\s+health"
        r"|employment\s+(?:in|at|with)|conducting\s+the\s+affairs|perform\w+\s+(?:an?|any)\s+compliance\s+function)",
        r"\bnot\s+to\s+(?:appear\s+or\s+practice|(?:serve|act)\s+as\s+an?\s+(?:officer|director))\b"
        r"|\b(?:industry|officer[- ]and[- ]director"
        r"|officer\s+or\s+director)\s+bar\b",
    ),
    "injunction": (
        r"\bpermanent(?:ly)?\s+(?:injunct\w+|enjoin\w*|bar(?:s|red|ring)?\b|prohibit\w*|restrain\w*)"
        r"|\border\s+for\s+(?:permanent\s+)?injunction",
        r"\b(?:court|judge)(?:\s+in\s+[A-Z][\w.]*(?:\s[A-Z]\w+)?,?(?:\s[A-Z]\w+\.?,?)?)?\s+(?:has\s+"
        r"|also\s+|today\s+)?(?:barred|bars|enjoin(?:s|ed)|prohibit(?:s|ed)|blocks|blocked|shuts?\s+down)\b",
        r"\b(?:agreed|consented)\s+to\s+(?:the\s+|an\s+|a\s+)?(?:entry\s+of\s+)?(?:the\s+|an\s+"
        r"|a\s+)?(?:civil\s+)?injunction\b|\binjunction\s+order\b",
        r"\b(?:consent|settlement|court)\s+(?:decree|order)\s+(?:\w+\s+){0,3}?(?:prohibits|forbids|enjoins)\s+(?!the\s+(?:use|import|sale))",
        r"\bconsent\s+decree\s+of\s+permanent\s+injunction\b|\binjunction\s+permanently\b",
        rf"\b{_BAR}\b(?:(?!desist)[^.;]){{0,60}}?\bfrom\b[^.;]{{0,60}}?\b(?:violations?|violating)\b",
        r"\b(?:prohibit(?:s|ed|ing)|enjoin(?:s|ed|ing)|bar(?:s|red|ring))\s+(?:any\s+|all\s+)?(?:further"
        r"|future)\s+violations?\b",
    ),
    "monitor": (
        r"\b(?:requir|agree|order|impos|oversee|oversight|condition"
        r"|includ)\w*\b[^.;]{0,140}?\b(?:independent|corporate|compliance|external"
        r"|outside)\s+(?:\w+\s+){0,2}?monitor(?:ship)?\b",
        r"\b(?:imposes?|imposed|requir\w+|agreed?|for|settled)\b[^.;]{0,140}?\bmonitorship\b",
        r"\b(?:retain|appoint|engage|install|hire)(?:s|ing|ment\s+of)?\s+(?:an?\s+)?(?:\w+\s+){0,3}?monitor(?:ship)?\b",
    ),
    "undertakings": (
        r"\b(?:undertakings\b|(?:an|the|his|her|its|this)\s+undertaking\b(?=\s+to\b|\s+and\b))(?!\s+actions)",
        r"\b(?:requires?|required|requiring|ordered|agree[sd]?|must|will|shall"
        r"|take)\b[^.;]{0,160}?\bremedial\s+(?:steps|measures|actions?|undertakings?)",
        r"\b(?:agree[sd]?|requires?|calls?\s+for)\b[^.;]{0,120}?\bto\s+(?:\w+ly\s+)?(?:continue\s+(?:to\s+)?)?"
        r"(?:cooperate|cooperating|dissolve)\b",
        r"\b(?:requir|agree|must|shall)\w*\b[^.;]{0,160}?\b(?:retain|hire"
        r"|engage)\s+(?:an?\s+)?(?:\w+\s+){0,3}?consultants?\b",
        rf"\bagree[sd]?,?\s+(?:among\s+other\s+things,?\s+"
        rf"|(?:\w+\s+){{0,3}}?)to\s+(?:[^.;]{{0,120}}?,?\s+and\s+(?:to\s+)?)?{_REFORM}\b[^.;]{{0,80}}?"
        r"\b(?:polic(?:y|ies)|procedures?|programs?|training|controls|compliance|measures|reforms)\b",
        rf"\b(?:requires?|required|requiring|must|will|shall)\b[^.;]{{0,80}}?\b{_REFORM}\b[^.;]{{0,70}}?"
        r"\b(?:polic(?:y|ies)|procedures?|training|controls|compliance|reforms)\b",
        r"\b(?:entered|executed|signed|enter|agree[sd]?|requir\w+)\b[^.;]{0,90}?\bcorporate\s+integrity\s+agreement",
        r"\bagree[sd]?\s+to\s+an?\s+(?:\w+\s+){0,3}?compliance\s+(?:plan|program|agreement)\b"
        r"|\bagree[sd]?\s+to\s+(?:spend|invest)\b|\btake\s+(?:specified|certain|specific)\s+(?:\w+\s+)?steps\b",
        r"\b(?:ordered|requires?|required)\b[^.;]{0,60}?\bto\s+implement\b[^.;]{0,60}?\bcompliance\s+(?:plan"
        r"|program)\b",
        rf"\b(?:has|have)\s+committed\s+to\s+(?:continu\w+\s+(?:to\s+)?)?{_REFORM}\b[^.;]{{0,80}}?"
        r"\b(?:program|polic|procedure|controls|compliance)",
        r"\b(?:requires?|required|must|shall|agree[sd]?)\b[^.;]{0,140}?\bto\s+(?:receive|undergo|attend|complete)\s+"
        r"(?:[\w-]+\s+){0,6}?training\b",
        r"\bmeasures?\s+required\s+by\s+the\s+(?:agreement|order)\b|\bfulfills?\s+its\s+obligations\b",
    ),
    "cease_and_desist": (r"\bcease[-\s]+and[-\s]+desist\b|\bcease\s+and\s+desis\w*",),
}
_PATTERNS = tuple((kind, re.compile("|".join(patterns), re.IGNORECASE)) for kind, patterns in _RULES.items())
# What the patterns of a kind cannot match without: a sentence without them is not searched.
_STEMS = {
    "trading_ban": ("trad", "life"),
    "registration_ban": ("regist",),
    "industry_ban": (
        "bar",
        "ban",
        "officer",
        "exclu",
        "prohibit",
        "suspend",
        "practice",
        "enjoin",
        "restrict",
        "preclud",
    ),
    "injunction": (
        "injunct",
        "enjoin",
        "bar",
        "ban",
        "prohibit",
        "restrain",
        "block",
        "shut",
        "suspend",
        "restrict",
        "preclud",
    ),
    "monitor": ("monitor",),
    "undertakings": (
        "undertak",
        "remedial",
        "consultant",
        "cooperat",
        "dissolve",
        "polic",
        "procedure",
        "training",
        "controls",
        "compliance",
        "reform",
        "program",
        "measure",
        "fulfill",
        "integrity",
        "steps",
        "spend",
        "invest",
    ),
    "cease_and_desist": ("desis",),
}
_IMPOSED = re.compile(
    r"\b(?:order(?:s|ed|ing)?|impos(?:e|es|ed|ing)|requir(?:e|es|ed|ing)|enter(?:s|ed)|ban(?:s|ned)|bar(?:s"
    r"|red)|prohibit(?:s|ed|ing)|enjoin(?:s|ed|ing)|permanently|suspend(?:s|ed)|revoke[sd]?"
    r"|agree[sd]?|must|will|shall|judgment|decree|consent\w*|grants?|granted|undertak\w+|conditions?|retain"
    r"|debarred|disbarred|excluded|executed|committed)\b",
    re.IGNORECASE,
)
_SOUGHT = re.compile(
    r"\b(?:seek(?:s|ing)?\b(?!\s+(?:registration|to\s+register|exemption|employment))|sought|asks?\b|asking"
    r"|request(?:s|ed|ing)|continu(?:es|ing)\s+litigation|pending|if\s+approved|would"
    r"|could|may\s+be|faces?|Department\s+will|CFTC\s+will|we\s+will|will\s+continue)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b[Tt]he\s+(?:19|20)\d\d\s+(?:\w+\s+)?[Oo]rder\b|\bpreviously\s+(?:had\s+)?(?:been\s+)?(?:banned"
    r"|barred|ordered|entered|enjoined)\b"
    r"|\b(?:prior|earlier|previous)\s+(?:consent\s+|CFTC\s+|court\s+)?order\b|\b(?:is"
    r"|was)\s+(?:also\s+)?(?:already\s+)?subject\s+to\s+an?\b"
    r"|\bviolat\w+\s+(?:an?|the|his|her|their|its)\s+(?:(?:19|20)\d\d\s+)?(?:consent\s+|court\s+)?order\s+(?:that"
    r"|which)\b"
)
_LAW = re.compile(
    r"\b(?:Acts?|laws?|regulations?|rules?|statutes?|Statute)\s+(?:also\s+)?(?:requires?|prohibits?|bars?|mandates?)\b"
)
_REVOKED = re.compile(r"revok|registrations?\b.*\brevoked", re.IGNORECASE)  # for good, whatever else has a length
_NOT_REQUIRED = re.compile(
    r"\b(?:not|never)\s+(?:be\s+)?(?:required|ordered|imposed?|necessary|needed)\b|\bunnecessary\b",
    re.IGNORECASE,
)
_TEMPORARY = re.compile(
    r"\b(?:temporar\w+|preliminar\w+|emergency|restraining|ex\s+parte|interim)\b[^.;]{0,60}$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Measure:
    kind: str
    months: float | None
    start: int
    end: int
    rule: str


def measures_in(text: str, sentence: Span) -> Iterator[Measure]:
    """The measures a sentence of the text imposes."""
    body = text[sentence.start : sentence.end]
    lower = body.lower()
    kinds = {kind for kind, stems in _STEMS.items() if any(stem in lower for stem in stems)}
    if not kinds or not _IMPOSED.search(body) or _SOUGHT.search(body) or _EARLIER.search(body) or _LAW.search(body):
        return
    start = sentence.start
    for clause in body.split(";"):  # `X is banned permanently; Y is barred for five years`
        yield from _in_clause(text, Span(start, start + len(clause)), kinds)
        start += len(clause) + 1


def _in_clause(text: str, clause: Span, kinds: set[str]) -> list[Measure]:
    found = []
    body = text[clause.start : clause.end]
    for kind, pattern in _PATTERNS:
        match = pattern.search(body) if kind in kinds else None
        if match and _NOT_REQUIRED.search(body[max(0, match.start() - 30) : match.end()]):
            continue
        if match and "fail" not in match[0].lower() and not _TEMPORARY.search(body[: match.start()]):
            start, end = clause.start + match.start(), clause.start + match.end()
            months = (
                _length(text, clause, start, end) if kind.endswith("_ban") and not _REVOKED.match(match[0]) else None
            )
            found.append(Measure(kind, months, start, end, kind.replace("_", " ")))
    return found if "permanent" in body.lower() else _of_one_length(text, found)


def _of_one_length(text: str, found: list[Measure]) -> list[Measure]:
    """`bars him from trading and from registering for three years`: one length for both bans."""
    lengths = {one.months for one in found if one.months is not None}
    if len(lengths) != 1:
        return found
    return [
        replace(one, months=max(lengths))
        if one.kind.endswith("_ban") and not _REVOKED.match(text, one.start, one.end)
        else one
        for one in found
    ]


def _length(text: str, sentence: Span, start: int, end: int) -> float | None:
    """The length of a ban, from its own words, those after it, or the few before it (`a five-year trading ban`)."""
    if re.search(r"\bpermanent(?:ly)?\b[^.;]{0,30}$", text[max(sentence.start, start - 40) : start], re.IGNORECASE):
        return None
    for first, last in ((start, min(sentence.end, end + 120)), (max(sentence.start, start - 30), start)):
        duration = next(find_durations(text, first, last), None)
        if duration:
            return duration.months
    return None
