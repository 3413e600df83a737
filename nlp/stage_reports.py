"""The turns of phrase that report each stage of an action, tried on single sentences where the news stands."""

from __future__ import annotations

import re

_I = re.IGNORECASE
_ACTION = (
    r"(?:enforcement |civil |injunctive |administrative |parallel |federal |antitrust |forfeiture |amended |verified "
    r"|two |related |separate )*(?:actions?|complaints?|lawsuits?|suits?|cases?|proceedings?)\b"
)
# Words that may stand between `filed` and the action filed, none of which begins another phrase.
_WORDS = (
    r"(?:(?!(?:in|by|on|under|with|as|to|for|from|at|and|that|or|after|before|against|charges|when|a motion)\b)"
    r"[\w\u2019'&-]+ ){0,6}?"
)
_CRIMINAL = r"(?:superseding |criminal |sealed |federal |\w+-count |multi-count |separate |two |three |four )*"
# `a convicted felon` tells who somebody is, not what happened.
_CONVICTS = (
    r"(?:felons?|offenders?|criminals?|murderers?|killers?|fraudsters?|swindlers?|schemers?|launderers?|dealers?"
    r"|traffickers?|rapists?|con (?:man|men|artists?))"
)

REPORTS: dict[str, re.Pattern[str]] = {
    "complaint_filed": re.compile(
        rf"\b(?:(?:has |have |had )?(?:today |also |jointly |recently )?(?:filed|files|filing|brought|brings"
        rf"|launched|launches"
        rf"|initiated|instituted|commenced|lodged|intervene[sd]? in|intervening in)"
        rf"(?: today)?(?: of)? {_WORDS}{_ACTION}|(?:joins|joined|announced today) {_WORDS}(?:law)?suit\b"
        rf"|issue[sd] (?:an? )?(?:\w+ )?complaint|complaint names\b|(?<!criminal )(?:filed|files"
        rf"|brought) (?:\w+ )?charges against"
        rf"|(?:files?|filed|issued?) (?:an? )?notices? of intent to (?:revoke|suspend|condition|restrict)"
        rf"|(?:files?|filed) {_WORDS}counterclaims?|lawsuit (?:today |was )?(?:filed )?against"
        rf"|seeks? to (?:shut down|bar|block|stop|halt|enjoin)"
        rf"|(?:CFTC|Commission|Department|Government|United States|U\.S\.|Agency|States?)(?: has| have| today"
        rf"| Also| also)* (?:sue[sd]|charge[sd]|files? (?:charges|suit)|filed suit|asks?|asked)\b"
        rf"|{_ACTION} (?:was |were )?(?:also )?(?:filed|brought) (?:today|yesterday|on|in|under|by|late)"
        rf"|complaint,? filed\b|filed suit\b|\bcharged? (?:by|in) the CFTC|sued\b)",
        _I,
    ),
    "settled": re.compile(
        r"\b(?:offers? of settlement|(?:injunction|order),? to which \w+ (?:has |have )?agreed"
        r"|filing and (?:simultaneous(?:ly)? )?settl(?:ing|ement)"
        r"|simultaneous(?:ly)? settl(?:ing|ed|ement)"
        r"|(?:instituting|filed) and (?:simultaneously )?settl\w+|settling charges|settled charges|settles\b"
        r"|settled\b|consent (?:order|decree|judgment)s?|consent to the assessment"
        r"|stipulated (?:order|judgment|final)|settlement (?:agreement|with|of|that|to|resolv|in)|(?:reach|announc"
        r"|enter)\w* (?:\w+ ){0,6}(?:settlements?|agreements?)\b(?! to plead)|settlement"
        r"|(?:has |have )?(?:also )?agree[ds]? to (?:pay|forfeit|settle|resolve|be permanently|a|make|implement|take"
        r"|change|ensure|improve|provide|stop|divest|reform"
        r"|upgrade|install|spend|reduce|perform|clean|cut|correct|comply|halt|cease|reimburse|relinquish|close|enter)"
        r"|reach(?:es|ed) (?:an? )?(?:\S+ ){0,6}agreements? with"
        r"|to (?:resolve|settle) (?:\w+ ){0,5}(?:allegations?"
        r"|claims?|charges?|lawsuit|violations|investigation|liability|suit|case|complaint)"
        r"|will pay (?:the (?:United States|government) )?(?:an? )?\$|"
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
        r"|assessment of (?:an? )?civil money penalty|(?<!to be )(?:announc|issu)(?:ed|es|ing) (?:today )?(?:an? )?"
        r"(?:\S+ ){0,5}(?:penalt(?:y|ies)|fines?) against|(?:fines|fined|penalizes|penalized|sanctions|sanctioned)"
        r" (?=[A-Z])|penalized \$|(?:has|have) been ordered to pay|(?:was|were) (?:today )?(?:ordered to pay|fined)"
        r"|statutor(?:y|ily) disqualif\w+)",
        _I,
    ),
    "judgment": re.compile(
        r"\b(?:order revoking (?:\S+ ){0,5}citizenship|revok(?:es|ed) (?:\S+ ){0,5}citizenship"
        r"|default orders?|(?:default|summary|final|monetary|supplemental|civil) judge?ments?"
        r"|judge?ment (?:by default|against"
        r"|order|of|on|in favor)|judge?ment\b|by default|bench trial|found (?:\w+ ){0,6}liable|jury (?:verdict"
        r"|found)|verdict"
        r"|opinion and order"
        r"|(?:court|judge)\b[^.;]{0,80}? ordered (?:\S+ ){1,14}to (?:pay|disgorge|return|stop)\b"
        r"|order of (?:default|permanent injunction)|(?:court|judge)\b[^.;]{0,80}? (?:has )?(?:today )?(?:issue[sd]"
        r"|enter(?:s|ed)|grant(?:s|ed)|impose[sd]) (?:an? |the )?(?!(?:\S+ ){0,4}(?:consent|restraining|emergency"
        r"|ex parte|preliminary|temporary|interim|statutory|stipulated|agreed|sentence|prison))(?:[\w-]+ ){0,5}"
        r"(?:order|injunction|sanctions)\b(?! (?:freezing|to show|of forfeiture|directing the forfeiture|allowing"
        r"|permitting|approving|unsealing))"
        r"|(?:CFTC|Commission|Department|States|Government) (?:has )?(?:today )?(?:obtain(?:s|ed)|secure[sd]"
        r"|w[io]ns?) (?:an? )?(?!(?:\S+ ){0,4}(?:restraining|emergency|ex parte|preliminary|temporary|freeze))"
        r"(?:\S+ ){0,6}?(?:judge?ment|order|injunction)s?\b(?! (?:freezing|to show))|prevails?\b|prevailed\b"
        r"|(?:court|judge) (?:has )?(?:issues?|issued|enters?"
        r"|entered|grants?|granted) (?:an? |the )?(?:\w+ ){0,2}(?:order|injunction) (?:barring|prohibiting|enjoining)"
        r"|(?:federal )?(?:court"
        r"|judge) (?:has )?(?:today )?(?:\w+ly )?(?:bars|barred|orders|ordered|shuts|shut|enjoin(?:s|ed)|prohibit(?:s"
        r"|ed)|rul(?:es|ed)|finds|found|blocks|stops|bans|grants|imposes)\b|wins\b|permanent injunction"
        r"|permanently (?:barred|bars|enjoined|enjoins|prohibit))",
        _I,
    ),
    "restrained": re.compile(
        r"\b(?:restraining orders?|asset freeze|freez(?:e|es|ing|ed) (?:\S+ ){0,9}(?:assets|funds|accounts)"
        r"|assets (?:of \S+ )?(?:were |was )?frozen|preliminary injunction|statutory injunction"
        r"|temporary injunction|(?:executes?|executed|places?|placed) (?:an? )?restraints?\b|restrains\b"
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
        rf"|(?:announc\w+|fil(?:ed|es)|bring\w*|brought) (?:\w+ )?charges (?:today )?against"
        rf"|(?:initial|first) (?:court )?appearance"
        rf"|charges (?:more than |over |nearly )?\d+ (?:individuals|people|defendants|persons|men)"
        rf"|criminal (?:complaint|information|charges)|charges (?:were|have been)|arraigned|arraignment"
        rf"|facing (?:federal )?charges|faces? (?:federal |new |additional )?charges|charged$)",
        _I,
    ),
    "arrested": re.compile(
        r"\b(?:arrest(?:ed|s)?\b(?! warrants?\b| (?:and/or|and|or) conviction)"
        r"|taken into custody|apprehended|captured)",
        _I,
    ),
    "pleaded_guilty": re.compile(
        r"\b(?:(?:pleaded|pleads?|pled|pleading) guilty|(?:enter(?:ed|s)"
        r"|change of) (?:an? )?(?!not )(?:\w+ )?guilty pleas?|(?<!not )guilty pleas?|pleas? of guilty"
        r"|agree[ds]? to plead|will plead guilty"
        r"|admit(?:s|ted) (?:guilt|to conspir|to defraud|in (?:\w+ )?court|role|to (?:role|charges))"
        r"|today admitted\b|admitted today\b|(?-i:\bAdmits)(?![^\n]{0,80}\b(?:agree|settle|pay|liability))"
        r"|plea agreement with)",
        _I,
    ),
    "convicted": re.compile(
        rf"\b(?:(?<!against )(?<!now-)convicted\b(?! (?:\w+ ){{0,2}}?{_CONVICTS}\b)|convicts\b|found guilty"
        r"|(?<!not )guilty verdicts?|finds? (?:\w+ ){1,8}(?<!not )guilty|found (?:\w+ ){1,8}(?<!not )guilty"
        r"|(?<!and/or )(?<!arrest or )(?<!arrest and )conviction of"
        r"|(?<!not )guilty (?:on|of) (?:all|\w+ counts?))",
        _I,
    ),
    "sentenced": re.compile(
        r"\b(?:(?:re-?)?sentenced\b|sentences (?:for |(?:\S+ ){1,6}?to\b)|sentencing of"
        r"|sentence was imposed|gets \d+ (?:years|months)"
        r"|gets (?:life|probation)\b|will serve (?:\S+ ){1,4}?(?:months|years)|ordered to (?:serve|spend"
        r"|federal prison|prison)|to serve \d+"
        r"|receive[sd]? (?:\S+ ){0,4}(?:sentence\b|years in prison|prison (?:term|sentence)\b)"
        r"|(?:sent|going|heads?|headed|ordered) to (?:federal )?prison\b|(?:handed|handed down|imposed|imposes)"
        r" (?:\S+ ){0,6}?(?:prison )?sentence|sentence was handed down|will spend (?:\S+ ){1,5}(?:prison|behind bars))",
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
        r"|obtain(?:s|ed) legal title|(?-i:More than|Nearly|Over|Almost|About) \$[\d.,]+ (?:million"
        r"|billion)\b[^.;\n]{0,60}? forfeited)",
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
        r"|section 311 of the USA PATRIOT Act|sever(?:s|ing) (?:\S+ ){1,8}?from (?:the )?U\.S\. financial system"
        r"|designat(?:es|ed|ing) (?:\w+ ){0,6}(?:pursuant|as|under)"
        r"|potential (?:crime )?victims?|denaturaliz\w+|(?:revok|surrender)\w* (?:of )?(?:\w+ ){0,3}citizenship"
        r"|removed (?:to|from the)|deport\w+|letter of findings|statement of interest|motion to (?:terminate"
        r"|enforce))",
        _I,
    ),
}
