"""The turns of phrase that tell the news of an action from its history, and one kind of step from another.

Patterns are compiled regular expressions, tried on single sentences, headlines or openings. `ALSO_NEWS` are tried on
sentences of the body that say that something else happened now.
"""

from __future__ import annotations

import re

# What the sentence recounts lies behind, or is still to come.
HISTORY = re.compile(
    r"\b(?:seek(?:s|ing)|consider|asks?(?:ed|ing)?|previously|earlier|originally|formerly (?:charged|convicted"
    r"|indicted|sentenced|pleaded)|had (?:been|pleaded|agreed"
    r"|already)|after (?:pleading|being|having|he|she|a (?:federal )?jury|his|her|their)"
    r"|following (?:his|her|their|an?|the)|follow(?:s|ed)? (?:an?|the)"
    r"|according to (?:an?|the) (?:\w+ )?indictment"
    r"|having (?:been|pleaded)|who (?:has |have |had |was |were |previously )*(?:pleaded|pled|been|convicted|charged"
    r"|indicted|sentenced|arrested|taken)"
    r"|(?:is|are|was|were) (?:\w+ )?scheduled|will be|is set|sentencing (?:is|has been|hearing)|faces?\b|maximum"
    r"|in connection with (?:his|her|their) (?:guilty plea|conviction)|stem(?:s|med)? from|resulted? from"
    r"|arises? (?:from|out)|if convicted|to be sentenced|awaiting sentencing|pending|related criminal"
    r"|parallel criminal|in (?:a )?(?:related|parallel|separate))\b",
    re.IGNORECASE,
)
# Before a step that a headline or its subtitle tells: `Co-Conspirators Previously Convicted and Sentenced`.
LIES_BEHIND = re.compile(
    r"\b(?:previously|already|earlier|formerly)(?:,? (?:been|convicted|sentenced|charged|indicted|pleaded|guilty|at"
    r"|trial|and|or|in|\d{4}))*,? $",
    re.IGNORECASE,
)
NOW = re.compile(
    r"\b(?:today|yesterday|this (?:morning|afternoon|week)|(?:on |late |early |last )?(?:Mon|Tues|Wednes|Thurs|Fri"
    r"|Satur|Sun)day|announced|unsealed)\b"
)
DATED = re.compile(
    r"\b[Oo]n (?:or about )?(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov"
    r"|Dec)[a-z]*\.? ?(?P<day>\d{1,2})?(?:, ?)?(?P<year>\d{4})?"
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}
CONSENT = re.compile(
    r"\b(?:(?:injunction|order),? to which \w+ (?:has |have )?agreed|consent (?:order|decree|judgment|to)"
    r"|consent(?:s|ed) to|stipulated|settl(?:ed?|es|ing|ement)"
    r"|agree[ds]? to|agreement|CONSENT)\b",
    re.IGNORECASE,
)
WITHOUT_CONSENT = re.compile(
    r"\b(?:by default|(?:default|summary) judge?ment|default orders?|initial decision|bench trial"
    r"|jury (?:verdict|found)"
    r"|opinion and order)\b",
    re.IGNORECASE,
)
ALSO_NEWS = re.compile(
    r"\b(?:also|today|simultaneously|in addition|separately|in conjunction|concurrently|recently|this morning"
    r"|unsealed)\b",
    re.IGNORECASE,
)

# What no enforcement step is, whatever words it uses.
NO_STEP_TITLE = re.compile(
    r"^(?:remarks|joint statement|transcript|statement|readout|fact ?sheet|speech|testimony|keynote"
    r"|opening statement|prepared remarks|q&a"
    r"|op-ed|blog|advisory|alert|notice of|media advisory|readout)\b"
    r"|\b(?:delivers? remarks|issues? (?:\w+ )?(?:statement|guidance|report|advisory|alert|rule|letter|final rule)"
    r"|annual (?:report|results|enforcement results)|\bin fiscal year (?:19|20)\d\d"
    r"|announces? (?:\w+ )?investigations? (?:of|into)|(?:fiscal year|year-end|FY) (?:\w+ ){0,4}results"
    r"|geographic targeting orders?|exceptive relief|extends? (?:the )?(?:effective|compliance) dates?"
    r"|grants? (?:to|for|award|program|fund)|(?<!court )awards? (?:\$|more than"
    r"|over|nearly|almost|approximately|about|grant|funding|contract)|in grants|grant (?:funding|awards?)|summit"
    r"|is awarding|awarding (?:\$|more than|over|nearly|almost)|conference|symposium"
    r"|task force (?:meets|meeting)|whistleblower award|appoint(?:s|ed|ment)"
    r"|names? (?:new )?(?:\w+ ){0,3}(?:director|chief|counsel|attorney)\b|nomination|nominated|swears? in|sworn in"
    r"|confirmed as|honor(?:s|ed)?\b|celebrat\w+|commemorat\w+|recogniz(?:es|ed) (?:\w+ ){0,4}(?:week|month|day"
    r"|anniversary)|anniversary|awareness|launch(?:es|ed)?\b(?! (?:\w+ ){0,3}(?:actions?|cases?|proceedings?"
    r"|suits?|lawsuits?)\b)|proposed rule|requests? for (?:comment|information)"
    r"|seeks public comment"
    r"|red list|publishes|releases? (?:\w+ ){0,5}(?:report|statistics|data|video|guide|results|guidance|study)"
    r"|to (?:speak|testify|hold|host|deliver)|opens? (?:\w+ ){0,3}(?:investigation|office)|will monitor"
    r"|monitor(?:s|ing)? (?:polls|elections?)|hosts?\b|convenes?\b|participates in|encourages?|reminds?|warns?\b"
    r"|tips\b|awarded to|memorandum of understanding|clemency|announces? (?:\w+ )?(?:departure|resignation|retirement)"
    r"|(?:returned|distributed) \$[^\n]{0,60} since|weekly|advance notice)",
    re.IGNORECASE,
)

# `Company Previously Paid $4 Million as Part of …`, in one line.
PAID_BEFORE = re.compile(r"\bPreviously Paid [^\n]*$")

# FinCEN's special measures against one institution, rules though they are.
SEVERS = re.compile(
    r"\bsever(?:s|ing)\b[^\n]{0,80}\bfrom (?:the )?U\.?S\.? financial"
    r"|\b(?:find|identif)\w+\b[^\n]{0,120}\bmoney laundering concern",
    re.IGNORECASE,
)

# A second step of the same day.
SAME_DAY = re.compile(
    r"\b(?:today|this morning|also (?:unsealed|announced|filed|charg\w+|pleaded|arrested)|simultaneously"
    r"|in conjunction with|unsealed (?:today|yesterday)|all of whom)\b",
    re.IGNORECASE,
)

# A consent that settles nothing: the order holds until the case is decided.
INTERIM_CONSENT = re.compile(
    r"\b(?:consent|agreed|stipulated) (?:order|judge?ment)s? (?:of|for|entering|granting|imposing|to) (?:an? |the )?"
    r"(?:\w+ ){0,2}?(?:preliminary|interim|temporary|asset freeze)|\bconsent preliminary injunction"
    r"|\bconsent(?:ed|s|ing)? to (?:the (?:entry of )?|an? )?(?:\w+ )?preliminary injunction",
    re.IGNORECASE,
)
CONSENT_ORDER = re.compile(r"\b(?:consent|stipulated) (?:order|judge?ment|decree|final)", re.IGNORECASE)
FINAL_JUDGMENT = re.compile(r"\b(?:final|monetary) judge?ments? ?(?:and \w+ )?against", re.IGNORECASE)
CONTEMPT = re.compile(r"\bin (?:civil |criminal )?contempt\b|\bcontempt order\b", re.IGNORECASE)
ROUND_UP = re.compile(r"\b(?:enforcement (?:updates?|round-?up|actions? (?:update|summary)))\b", re.IGNORECASE)
ENTERED = re.compile(r"\b(?:entered|filed|issued|announced|granted)\b", re.IGNORECASE)
COMPLAINT = re.compile(
    r"\b(?:complaint|action|suit)s?\b[^.]{0,80}\b(?:filed|unsealed|brought)|\bfil(?:ed|ing) [^.]{0,40}(?:complaint"
    r"|action|suit)",
    re.IGNORECASE,
)
SEPARATELY = re.compile(
    r"\b(?:separately|at the same time|in a separate complaint|simultaneously(?:, the \w+)? (?:also )?filed a)\b",
    re.IGNORECASE,
)
# A plea and a sentence at one hearing are both news.
PLEA_TODAY = re.compile(
    r"\b(?:(?:pleaded|pled|pleads?) guilty|entered an? (?:\w+ )?plea|entered an? guilty plea)"
    r" (?:today|this (?:morning|afternoon)|yesterday)"
    r"|\btoday,? (?:pleaded|pled) guilty"
)
PLEA_AND_SENTENCE = re.compile(
    r"\bpleads? guilty\b.{0,160}(?:\band |, )(?:is |are |was |were )?sentenced\b", re.IGNORECASE
)
# The Commission's own orders rest on an offer of settlement; its staff's and judges' decisions say what they are.
OWN_ORDER = re.compile(
    r"\b(?i:CFTC (?:orders|fines|imposes|penalizes|sanctions|bars|bans)|ordered to pay"
    r"|fined [^.;]{0,60}? by the CFTC)\b"
    r"|\b(?:CFTC|Commission)\)?,? (?:has )?(?:today )?(?:ordered|fined|sanctioned|penalized|imposed)\b"
    r"|\b(?:CFTC|Commission)\)?,? (?:has )?(?:today )?(?:issued|entered) (?:an? |the |two |three |four )?(?:\w+ )?"
    r"[Oo]rders? (?:today )?(?:against|requiring|finding|imposing|sanctioning|barring|banning|prohibiting)"
    r"|\b(?:issuance|entry) of an order against"
    r"|\bannounced (?:today )?an? (?:\S+ ){0,4}(?:penalt(?:y|ies) )against"
)
NOT_OWN_ORDER = re.compile(r"\brevok\w+|\binitial decision|\bby default\b|\bstatutor(?:y|ily) disqualif", re.IGNORECASE)
CIVIL_COMPLAINT = re.compile(
    r"(?<!criminal )\bcomplaints? (?:was |were )?filed\b|\bcivil complaint|\bconsent decree|\blawsuit", re.IGNORECASE
)
# A civil settlement beside the agreement with the prosecutors.
BOTH_SETTLED = re.compile(
    r"\b[Tt]he civil settlement (?:\w+ )?resolves|\bto resolve (?:its|their"
    r"|the company['\u2019]?s) civil (?:\w+ )?liability"
    r"|\bcivil and criminal (?:liability|allegations|claims)|\bcriminal and civil (?:liability|allegations|claims)"
)
# How the body tells of the agreement that the headline calls paying or resolving.
AGREEMENT_TERMS = re.compile(
    r"\b(?:as part of|under (?:the terms of )?|pursuant to|according to|in connection with|accompanying|entered? into"
    r"|terms of|in) (?:the|an?|its|this|that) (?:(?:\w+|three-year) )?(?:deferred|non)[- ]?prosecution"
    r"|\b(?:deferred|non)[- ]?prosecution agreement (?:\w+ )?(?:requires|recognizes|with the)",
    re.IGNORECASE,
)
SUIT = re.compile(r"\b(?:lawsuit|suit|civil (?:complaint|action))\b", re.IGNORECASE)
CRIMINAL_WORDS = re.compile(
    r"\b(?:indict\w*|criminal(?:ly)?|arrest\w*|grand jury|felony|guilty|prison|convict\w*|information charging)\b",
    re.IGNORECASE,
)
CIVIL_SETTLEMENT = re.compile(
    r"\bcivil (?:\w+ ){0,2}settlement|\bcriminal and civil (?:\w+ ){0,2}(?:liability|allegations|charges|claims)",
    re.IGNORECASE,
)
AT_HEARING = re.compile(
    r"\b(?:(?:during|at) the (?:same |plea )?hearing|immediately (?:after|following)|(?:then|immediately) sentenced"
    r"|sentenced (?:\w+ ){0,6}today)\b",
    re.IGNORECASE,
)
TRIED = re.compile(r"\b(?:jury|juries|trial|verdict)\b", re.IGNORECASE)
# What the department tells a court in other people's cases is no step against anybody.
BRIEF_TITLE = re.compile(
    r"\b(?:submits? (?:its )?views|files? (?:\w+ )?(?:amicus |legal )?brief|statement of interest|amicus)\b",
    re.IGNORECASE,
)
DISRUPTED = re.compile(
    r"\bdisrupt(?:s|ed|ion)?\b[^.\n]{0,60}\b(?:ransomware|botnets?|malware|hackers|networks?|marketplaces?|forums?)\b"
    r"|\bcourt-authorized (?:\w+ ){0,3}operation"
    r"|\b(?:ransomware|botnet|malware|marketplaces?|forums?)\b[^.\n]{0,40}\b(?:disrupted|dismantled)\b",
    re.IGNORECASE,
)
COURT = re.compile(r"\b(?:court|judge(?! advocate)|jury)\b", re.IGNORECASE)
BRINGS_CHARGES = re.compile(
    r"\b(?:indict|unseal|charged|arraign|appearance|filed|announc|complaint|information)", re.IGNORECASE
)
