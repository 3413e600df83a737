"""The turns of phrase that report each stage of an action, and those that tell news from history.

Patterns are compiled regular expressions, tried on single sentences. `REPORTS` are tried where the news stands
(headlines, lead), `ALSO_NEWS` on sentences of the body that say that something else happened now.
"""

from __future__ import annotations

import re

_I = re.IGNORECASE
_ACTION = (
    r"(?:enforcement |civil |injunctive |administrative |parallel |federal |antitrust |forfeiture |amended |verified "
    r"|two |related |separate )*(?:actions?|complaints?|lawsuits?|suits?|cases?)\b"
)
# Words that may stand between `filed` and the action filed, none of which begins another phrase.
_WORDS = (
    r"(?:(?!(?:in|by|on|under|with|as|to|for|from|at|and|that|or|after|before|against|charges|when|a motion)\b)"
    r"[\w\u2019'&-]+ ){0,6}?"
)
_CRIMINAL = r"(?:superseding |criminal |sealed |federal |\w+-count |multi-count |separate |two |three |four )*"

REPORTS: dict[str, re.Pattern[str]] = {
    "complaint_filed": re.compile(
        rf"\b(?:(?:has |have |had )?(?:today |also |jointly |recently )?(?:filed|files|filing|brought|brings"
        rf"|initiated|instituted|commenced|lodged|intervene[sd]? in|intervening in)"
        rf"(?: today)?(?: of)? {_WORDS}{_ACTION}|(?:joins|joined|announced today) {_WORDS}(?:law)?suit\b"
        rf"|(?:files?|filed) {_WORDS}counterclaims?|lawsuit (?:today |was )?(?:filed )?against"
        rf"|seeks? to (?:shut down|bar|block|stop|halt|enjoin)"
        rf"|(?:CFTC|Commission|Department|Government|United States|U\.S\.|Agency|States?)(?: has| have| today"
        rf"| Also| also)* (?:sue[sd]|charge[sd]|files? (?:charges|suit)|filed suit|asks?|asked)\b"
        rf"|{_ACTION} (?:was |were )?(?:also )?(?:filed|brought) (?:today|yesterday|on|in|under|by|late)"
        rf"|complaint,? filed\b|filed suit\b|\bcharged? (?:by|in) the CFTC|sued\b)",
        _I,
    ),
    "settled": re.compile(
        r"\b(?:offers? of settlement|filing and (?:simultaneous(?:ly)? )?settl(?:ing|ement)"
        r"|simultaneous(?:ly)? settl(?:ing|ed|ement)"
        r"|(?:instituting|filed) and (?:simultaneously )?settl\w+|settling charges|settled charges|settles\b"
        r"|settled\b|consent (?:order|decree|judgment)s?|consent to the assessment"
        r"|stipulated (?:order|judgment|final)|settlement (?:agreement|with|of|that|to|resolv|in)|(?:reach|announc"
        r"|enter)\w* (?:\w+ ){0,6}(?:settlements?|agreements?)\b(?! to plead)|settlement"
        r"|(?:has |have )?(?:also )?agree[ds]? to (?:pay|settle|resolve|be permanently|a|make|implement|take"
        r"|change|ensure|improve|provide|stop|divest|reform"
        r"|upgrade|install|spend|reduce|perform|clean|cut|correct|comply|halt|cease|reimburse|relinquish|close|enter)"
        r"|to (?:resolve|settle) (?:\w+ ){0,5}(?:allegations?"
        r"|claims?|charges?|lawsuit|violations|investigation|liability|suit|case|complaint)"
        r"|will pay (?:the (?:United States|government) )?\$|"
        r"consented\b|agree[ds]? to (?:the|an?) (?:civil |permanent )*(?:injunction|order)"
        r"|consents? to (?:the )?(?:issuance|entry|assessment)|to pay (?:the )?(?:u\.s\. |united states "
        r"|government )?(?:\w+ )?(?:more than |over |approximately |nearly )?\$[\d.,]+(?: million"
        r"| billion)? (?:to (?:resolve|settle))|pays? \$[\w. ]+ to (?:settle|resolve)"
        r"|resolves? (?:\w+ ){0,3}(?:allegations|claims|charges|lawsuit|investigation|case))",
        _I,
    ),
    "penalty_assessed": re.compile(
        r"\b(?:revok(?:ed|es|ing) (?:the )?(?:\w+ ){0,10}registrations?|initial decision|(?:assess|impos)(?:ed|es"
        r"|e|ing)? (?:an? )?(?:\S+ ){0,4}(?:civil money |civil monetary )?penalt(?:y|ies)"
        r"|assessment of (?:an? )?civil money penalty"
        r"|statutor(?:y|ily) disqualif\w+)",
        _I,
    ),
    "judgment": re.compile(
        r"\b(?:order revoking (?:\S+ ){0,5}citizenship|revok(?:es|ed) (?:\S+ ){0,5}citizenship"
        r"|(?:default|summary|final|monetary|supplemental|civil) judge?ments?|judge?ment (?:by default|against"
        r"|order|of|on|in favor)|judge?ment\b|by default|bench trial|found liable|jury (?:verdict|found)|verdict"
        r"|opinion and order"
        r"|order of (?:default|permanent injunction)|(?:court|judge) (?:has )?(?:issues?|issued|enters?"
        r"|entered|grants?|granted) (?:an? |the )?(?:\w+ ){0,2}(?:order|injunction) (?:barring|prohibiting|enjoining)"
        r"|(?:federal )?(?:court"
        r"|judge) (?:has )?(?:permanently )?(?:bars|barred|orders|ordered|shuts|shut|enjoin(?:s|ed)|prohibit(?:s"
        r"|ed)|rul(?:es|ed)|finds|found|blocks|stops|bans|grants|imposes)\b|wins\b|permanent injunction"
        r"|permanently (?:barred|bars|enjoined|enjoins|prohibit))",
        _I,
    ),
    "restrained": re.compile(
        r"\b(?:restraining orders?|asset freeze|freez(?:e|es|ing|ed) (?:\S+ ){0,9}(?:assets|funds|accounts)"
        r"|assets (?:of \S+ )?(?:were |was )?frozen|preliminary injunction|statutory injunction"
        r"|temporary injunction"
        r"|(?:government|agents|authorities|enforcement|department|fbi|court|officials|united states|u\.s\."
        r"|states|they|it) (?:has |have |also )*(?:seize[sd]?\b|seizing)|domain (?:names? )?seized"
        r"|seized (?:\S+ ){0,4}?(?:domains?|websites?|servers?)\b|seizure (?:of|warrants?)|(?:was|were|been) seized"
        r"|seizes|property (?:and interests in property )?of the designated persons)",
        _I,
    ),
    "charged": re.compile(
        rf"\b(?:indict(?:ed|s)\b|indictments?\b|(?:was|were|is|are|been|has been|stand|now) (?:also |today "
        rf"|formally |each |all |both |criminally |federally )*charged\b|charged (?:with|in|by|for|today|as|on"
        rf"|after|over|via)|charges? (?:\w+ ){{0,9}}?with\b"
        rf"|{_CRIMINAL}(?:complaint|information|charges) (?:was |were |has been |have been )?(?:also )?(?:unsealed"
        rf"|filed|announced)|unseal(?:ed|s|ing) (?:\w+ ){{0,4}}(?:charges|indictments?|complaints?)"
        rf"|criminal (?:complaint|information|charges)|charges (?:were|have been)|arraigned"
        rf"|facing (?:federal )?charges|faces? (?:federal |new |additional )?charges|charged$)",
        _I,
    ),
    "arrested": re.compile(r"\b(?:arrest(?:ed|s)?\b(?! warrants?\b)|taken into custody|apprehended|captured)", _I),
    "pleaded_guilty": re.compile(
        r"\b(?:(?:pleaded|pleads?|pled|pleading) guilty|(?:enter(?:ed|s)"
        r"|change of) (?:an? )?(?:\w+ )?guilty pleas?|guilty pleas?|agree[ds]? to plead|will plead guilty"
        r"|admit(?:s|ted) (?:guilt|to conspir|to defraud|in (?:\w+ )?court|role|to (?:role|charges))"
        r"|today admitted\b|admitted today\b|(?-i:\bAdmits)(?![^\n]{0,80}\b(?:agree|settle|pay|liability))"
        r"|plea agreement with)",
        _I,
    ),
    "convicted": re.compile(
        r"\b(?:(?<!against )(?<!now-)convicted\b|convicts\b|found guilty|guilty verdicts?|finds? (?:\w+ ){1,8}guilty"
        r"|found (?:\w+ ){1,8}guilty|conviction of|guilty (?:on|of) (?:all|\w+ counts?))",
        _I,
    ),
    "sentenced": re.compile(
        r"\b(?:(?:re-?)?sentenced\b|sentences (?:for |(?:\S+ ){1,6}?to\b)|sentencing of"
        r"|sentence was imposed|gets \d+ (?:years|months)"
        r"|ordered to serve|to serve \d+|receives? (?:\w+ ){0,4}(?:sentence|years in prison))",
        _I,
    ),
    "deferred_prosecution": re.compile(r"\bdeferred[- ]prosecution|\bDPA\b", _I),
    "non_prosecution": re.compile(
        r"\bnon-?prosecution agreement|\b(?:reach\w*|announc\w*|final) (?:\w+ ){0,4}?resolutions?"
        r" (?:with \w+ (?:\w+ )?Banks? )?under (?:[\w.'\u2019()]+ ){0,8}?Program\b"
        r"|\bSwiss Bank Program (?:\w+ ){0,2}Resolutions?|\bresolutions? (?:\w+ ){0,8}?"
        r"under (?:\w+ ){0,5}Swiss Bank Program"
        r"|\bdeclin(?:ed|ation)(?: of| to)? prosecut\w+|\bdeclined prosecution"
        r"|\bagree[ds]? not to prosecute\b|\bnon-?prosecution agreements\b",
        _I,
    ),
    "forfeiture": re.compile(
        r"\b(?:(?:civil |criminal )?forfeiture (?:complaint|action|order|case|lawsuit|of)|order(?:ed|s"
        r"|ing)? (?:the )?forfeiture|seek(?:s|ing)? (?:the )?forfeiture|in rem\b|civil(?:ly)? forfeit\w*"
        r"|recovers? (?:\S+ ){0,6}(?:cryptocurrency|proceeds|funds)|(?:government|states|u\.s\.|department) forfeits"
        r"|obtain(?:s|ed) legal title)",
        _I,
    ),
    "extradited": re.compile(r"(?<!pending )(?<!awaiting )(?<!face )\b(?:extradited\b|extradition of)", _I),
    "appeal": re.compile(
        r"\b(?:court of appeals|(?:\w+ )circuit (?:affirm|uph|revers|den|reject)\w+|affirm(?:ed"
        r"|s) (?:\w+ ){0,5}(?:conviction|sentence|judgment|order|decision)|appeals court|upholds?|upheld"
        r"|supreme court (?:denie|affirm|rule)\w+)",
        _I,
    ),
    "dismissed": re.compile(
        r"\b(?:dismiss(?:ed|es|al of) (?:\w+ ){0,5}(?:charges?|complaint|case|indictment|action|lawsuit)"
        r"|charges? (?:were|was) dismissed|moves? to dismiss (?:\w+ ){0,4}(?:charges|indictment|case)"
        r"|vacat(?:ed|es) (?:\w+ ){0,4}(?:order|judgment|conviction))",
        _I,
    ),
    "paid": re.compile(
        r"\b(?:(?:begins?|began|beginning) (?:\w+ ){0,4}(?:distribut|pay|remit|compensat)\w+|distribut(?:ed|es|ing"
        r"|ion) (?:of )?(?:\S+ ){0,8}(?:to|for) (?:\w+ ){0,4}(?:victims|investors|customers)|remission (?:process"
        r"|payments?)|returned to (?:\w+ )?victims|compensation to victims|payments? to (?:\w+ )?victims|mail(?:s"
        r"|ed|ing) checks)",
        _I,
    ),
    "other": re.compile(
        r"\b(?:in (?:civil |criminal )?contempt|contempt (?:of court|order)|violat(?:ed|ing) (?:his|her|the|a"
        r"|their) (?:probation"
        r"|supervised release|court order)|identifies \S+ as|sanctioning|primary money laundering concern"
        r"|designat(?:es|ed|ing) (?:\w+ ){0,6}(?:pursuant|as|under)"
        r"|potential (?:crime )?victims?|denaturaliz\w+|(?:revok|surrender)\w* (?:of )?(?:\w+ ){0,3}citizenship"
        r"|removed (?:to|from the)|deport\w+|letter of findings|statement of interest|motion to (?:terminate"
        r"|enforce))",
        _I,
    ),
}

# What the sentence recounts lies behind, or is still to come.
HISTORY = re.compile(
    r"\b(?:seek(?:s|ing)|consider|asks?(?:ed|ing)?|previously|earlier|originally|formerly|had (?:been|pleaded|agreed"
    r"|already)|after (?:pleading|being|having|he|she|a (?:federal )?jury|an? \S+ trial|his|her|their)"
    r"|following (?:his|her|their|an?|the)|having (?:been|pleaded)|who (?:has |have |had |was |were "
    r"|previously )*(?:pleaded|pled|been|convicted|charged|indicted|sentenced|arrested|taken)"
    r"|(?:is|are|was|were) (?:\w+ )?scheduled|will be|is set|sentencing (?:is|has been|hearing)|faces?\b|maximum"
    r"|in connection with (?:his|her|their) (?:guilty plea|conviction)|stem(?:s|med)? from|resulted? from"
    r"|arises? (?:from|out)|if convicted|to be sentenced|awaiting sentencing|pending|related criminal"
    r"|parallel criminal|in (?:a )?(?:related|parallel|separate))\b",
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
    r"\b(?:consent (?:order|decree|judgment|to)|consent(?:s|ed) to|stipulated|settl(?:ed?|es|ing|ement)"
    r"|agree[ds]? to|agreement|CONSENT)\b",
    re.IGNORECASE,
)
WITHOUT_CONSENT = re.compile(
    r"\b(?:by default|(?:default|summary) judge?ment|initial decision|bench trial|jury (?:verdict|found)"
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
    r"^(?:remarks|statement|readout|fact ?sheet|speech|testimony|keynote|opening statement|prepared remarks|q&a"
    r"|op-ed|blog|advisory|alert|notice of|media advisory|readout)\b"
    r"|\b(?:delivers? remarks|issues? (?:\w+ )?(?:statement|guidance|report|advisory|rule|letter|final rule)"
    r"|annual (?:report|results|enforcement results)|(?:fiscal year|year-end|FY) (?:\w+ ){0,4}results"
    r"|grants? (?:to|for|award|program|fund)|awards? (?:\$|more than"
    r"|over|nearly|almost|approximately|about|grant|funding|contract)|in grants|grant (?:funding|awards?)|summit"
    r"|is awarding|awarding (?:\$|more than|over|nearly|almost)|conference|symposium"
    r"|task force (?:meets|meeting)|whistleblower award|appoint(?:s|ed|ment)"
    r"|names? (?:new )?(?:\w+ ){0,3}(?:director|chief|counsel|attorney)\b|nomination|nominated|swears? in|sworn in"
    r"|confirmed as|honor(?:s|ed)?\b|celebrat\w+|commemorat\w+|recogniz(?:es|ed) (?:\w+ ){0,4}(?:week|month|day"
    r"|anniversary)|anniversary|awareness|launch(?:es|ed)?\b|proposed rule|requests? for (?:comment|information)"
    r"|seeks public comment"
    r"|red list|publishes|releases? (?:\w+ ){0,5}(?:report|statistics|data|video|guide|results|guidance|study)"
    r"|to (?:speak|testify|hold|host|deliver)|opens? (?:\w+ ){0,3}(?:investigation|office)|will monitor"
    r"|monitor(?:s|ing)? (?:polls|elections?)|hosts?\b|convenes?\b|participates in|encourages?|reminds?|warns?\b"
    r"|tips\b|awarded to|memorandum of understanding|weekly|advance notice)",
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
    r"\bCFTC (?:Orders|Fines|Imposes|Penalizes|Sanctions|Bars|Bans)\b"
    r"|\b(?:CFTC|Commission)\)?,? (?:today )?issued (?:\w+ )?[Oo]rders? (?:against|requiring|finding|imposing)"
)
CIVIL_COMPLAINT = re.compile(
    r"(?<!criminal )\bcomplaints? (?:was |were )?filed\b|\bcivil complaint|\bconsent decree|\blawsuit", re.IGNORECASE
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
