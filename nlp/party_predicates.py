"""What do the accused do, and what is done to them? The predicates that tell parts, as patterns of what follows a name.

Each matches from the end of a naming: `, 47, of Boston, was sentenced`, ` participated in the conspiracy`. Refuses
nothing; each is bounded, so that matching stays linear.
"""

from __future__ import annotations

import re

_ADVERB = (
    r"(?:(?:also|today|yesterday|both|each|all|previously|recently|separately|later|then|now|since|already|earlier"
    r"|together|"
    r"\w+ly|not|(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|this week|last \w+|(?:on"
    r"|in) [A-Z][a-z]{2,8}\.?(?: \d{1,2})?(?:, \d{4}| \d{4})?),?\s+)"
)
_DONE = (
    r"(?:charged|indicted|sentenced|re-?sentenced|convicted|arrested|arraigned|extradited|found (?:guilty|liable"
    r"|in contempt)|ordered|fined|barred|banned|enjoined|accused|named (?:in|as)"
    r"|taken into custody|scheduled for (?:sentenc|trial|arraign)\w*|scheduled to (?:be|appear|make|stand|have"
    r"|plead)|expected to (?:be|appear|make|plead)|detained|remanded|prosecuted|facing|awaiting|serving"
    r"|required to|liable"
    r"|in custody|released on|alleged to|a fugitive|at large|subject to|the (?:\w+ ){0,3}defendants?|sanctioned"
    r"|disqualified|held without|prohibited|apprehended)\b"
)
_NOT_DONE = r"(?:also |(?:it|him|her|them)sel\w+ )?not (?:\w+ )?(?:charged|accused|named|indicted|implicated|alleged)\b"
_PREDICATE = (
    rf"(?:(?:was|were|is|are|has been|have been|had been|being|will be|remains?)\s+(?!{_NOT_DONE})"
    rf"{_ADVERB}{{0,3}}{_DONE}"
    rf"|(?:has |have |had )?{_ADVERB}{{0,3}}(?:pleaded|pled|plead|pleads)\s+(?:not\s+)?guilty|(?:will|to) plead guilty"
    rf"|(?:has |have |had |will )?{_ADVERB}{{0,3}}(?:agreed?s?|consent(?:s|ed)?)\s+{_ADVERB}?to (?:pay|plead"
    rf"|settle|forfeit|be\b|cooperate|resolve|the entry|the issuance|the assessment|enter|an?\b|dissolve|surrender"
    rf"|relinquish|implement|reduce|improve|spend|install|upgrade|undertake|adopt|remedy|divest|comply|perform"
    rf"|make|transfer|fund|change|revise|reform|stop|not to|refrain|accept|provide|take|establish|contribute|return"
    rf"|reimburse|repay|compensate|clean|build|modify|conduct|retain|hire|develop|close|sell|serve|disgorge|refund)"
    r"|consented to"
    r"|(?:has |have )?reached (?:an? )?(?:\w+ )?(?:resolutions?|settlements?|agreements?) (?:under|to resolve"
    r"|with the (?:Department|Justice|United States|U\.S\.|government))"
    r"|(?:has|have) (?:also )?(?:paid|reimbursed|repaid) (?:the (?:United States|U\.S\.|government|federal|state"
    r"|Treasury)|\$|an? |more than|over|nearly|approximately|almost)"
    rf"|(?:has |have |had )?{_ADVERB}{{0,2}}entered\s+{_ADVERB}?(?:into )?(?:(?:an?|his|her|their|not|guilty"
    rf"|the)\s+){{0,3}}(?:[\w-]+\s+){{0,3}}(?:pleas?|agreements?|consent"
    r"|resolutions?|settlements?)\b"
    r"|(?:each |both )?(?:faces?|could face) (?:an?\b|up to|the|maximum|charges|\d|mandatory|between)"
    rf"|(?:has |have |had )?{_ADVERB}{{0,2}}(?:admitted|acknowledged)\b|admits?\b"
    rf"|received (?:an? )?(?:\w+[ -])?(?:sentence|\d+|prison|months|years)"
    r"|must (?:also )?(?:pay|serve|forfeit|spend)|will (?:also )?(?:pay|forfeit|serve|make (?:his|her|their"
    r"|an) )|made (?:his|her|their|an) (?:initial|first)|appeared (?:today |yesterday )?(?:in|before)"
    r"|will (?:revise|establish|implement|adopt|change) (?:its|their|uniform|new|an?)\b"
    r"|surrendered|self-surrendered|waived|neither admit|(?:has |have )?settled)"
)
_SAYING = (
    r"said|says|announced|announces|that|stated|according|commented|added|explained|noted|thank\w*|prais\w+|commend\w*"
)
VERB = (
    rf"{_SAYING}|was|were|is|are|has|have|had|will|pleaded|pled|agreed|faces|admitted|used|worked|did|would|could|made"
    rf"|paid|sent|received"
)
_BETWEEN = (
    rf"(?:\s*\([^)]{{1,150}}\))?(?:,?\s*(?:age )?\d\d\b)?"
    r"(?:, (?:an?|the) (?:[\w-]+ ){1,5}(?:that|which) [^,;]{3,100}(?=,))?"
    r"(?: the (?:\w+ ){1,5}(?:of|and|at) [^,;.]{3,60}?(?= (?:was|were|each|both) ))?"
    rf"(?:(?:\s*,|\s+of\b|\s+in\b|\s+and\b|\s*;"
    rf"|\s*[\u2013\u2014])(?:(?!\b(?:{VERB})\b)[^;]){{0,260}}?[,)\s\u2013\u2014]"
    rf"|\s|\s*\u2014)\s*"
    rf"(?:(?:who|which|each|both|all"
    rf"|together),?\s+(?:of whom\s+)?){{0,2}}(?<!\band )(?<!\bor )(?<!, he )(?<!, she )(?<!, they )"
)
# `, the owner of Acme, a firm that worked with it, each pleaded guilty`
_EACH = r",(?:(?!\b(?:said|says|announced|told|stated|added)\b)[^;]){3,260}?, (?:each|all|both) (?:of whom )?"
SUBJECT = re.compile(rf"(?:{_BETWEEN}|{_EACH}){_ADVERB}{{0,3}}{_PREDICATE}")
# What is said of the accused alone, and so tells them from officials: `Deputy Sheriff X pleaded guilty`.
CONDEMNED = re.compile(
    rf"{_BETWEEN}{_ADVERB}{{0,3}}(?:(?:was|were|has been|have been) {_ADVERB}{{0,3}}(?:charged with|indicted|sentenced"
    rf"|convicted|arrested|found guilty)|(?:has |have )?{_ADVERB}{{0,2}}(?:pleaded|pled) guilty)\b"
)
# `laundered by X of Springfield, who pleaded guilty`: of X, whatever stands before it.
WHO_WAS_CONDEMNED = re.compile(
    rf"(?:,? (?:\d\d|of [A-Z][\w.& ]{{2,50}}(?:, [A-Z][\w.]+)?))?,? (?:both of whom|all of whom|who),? (?:also )?"
    rf"{_ADVERB}{{0,3}}(?:(?:was|were|has been|have been|is|are) {_ADVERB}{{0,3}}(?:charged|indicted|sentenced"
    rf"|convicted|found guilty)|(?:has |have )?{_ADVERB}{{0,2}}(?:pleaded|pled) guilty)\b"
)
TOOK_PART = re.compile(
    r"(?:, [^,;.]{2,120},)?\s+(?:allegedly |knowingly |also |willfully )*"
    r"(?:participated in (?:the|a|this) (?:\w+ ){0,2}(?:conspiracy|scheme|fraud)|(?:conspired|schemed) (?:with|to)\b)"
)
BROKE = re.compile(
    rf"(?:\s*\([^)]{{1,80}}\))?(?:, [^,;.]{{2,60}}\.?,)?,?\s+(?:has |have |had |have been |has been )?{_ADVERB}{{0,2}}"
    r"(?:violat(?:ed|es)|discriminat(?:ed|es)|fail(?:ed|s)|engag(?:ed|es|ing)|refus(?:ed|es)|retaliat(?:ed|es)"
    r"|defrauded|harassed|den(?:ied|ies)|understat(?:ed|es)|overstat(?:ed|es)|inflat(?:ed|es)|fabricat(?:ed|es)"
    r"|billed|falsified|falsely (?:claim|certif|stat|report|represent)\w+"
    r"|(?:claim|understat|submitt?)(?:ed|s|es)? (?:false|bogus|improper)"
    r"|misappropriated|participated|committed|submitted false|prepar(?:es|ed)|caused|conspired|misrepresented"
    r"|attempted|operated"
    r"|evaded|cheated|manipulated|embezzled|stole|commingled|exceeded|schemed|solicited|obtained|received|used|made"
    r"|filed)\b"
)
# `, a Springfield-based mental-health clinic,`: never `, a manager of a clinic` nor `, a company executive`.
IS_FIRM = re.compile(
    r"(?:\s*\([^)]{1,60}\))?, (?:an?|the|one of the) (?:(?!(?:of|at|for|in|from|with|by|who)\b)[\w.'\u2019-]+,? ){0,6}?"
    r"(?:compan(?:y|ies)|corporation|firm|bank|airline|clinic|hospital|pharmacy|casino|exchange|platform|broker-dealer"
    r"|manufacturer|retailer|lender|charity|cooperative|subsidiary|nonprofit|university|restaurant|hotel|partnership"
    r"|fund|brokerage|start-?up|business|gang|carrier|chain|entity|organization|marketplace|website|agency)"
    r"(?:s\b)?(?=[,.;)]|\s+(?:based|located|that|which|in|of|headquartered|and|operating|registered|with|was|is"
    r"|formerly)\b)"
)
