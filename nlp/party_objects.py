"""What is done to somebody, or with whom is something agreed? Patterns of the words that stand before a name.

Each matches up to where the name begins: `charged former trader X`, `the defendants include X`, `reached a settlement
with X`. Refuses nothing; each is bounded, so that matching stays linear.
"""

from __future__ import annotations

import re

# Words of description before a name: `former trader `, `his father and wife, `.
FILLER = (
    r"(?:(?:his|her|their|\w+['\u2019]?s|an?|the|former) (?:\w+ )?\w+ and (?:\w+ )?(?:wife|husband|son|daughter"
    r"|brother|sister|father|mother|cousin|partner|companies),?\s+)?"
    r"(?:(?!(?:with|by|for|to|in|at|on|from|and|who|about|over|against|of|under|or|that|than|through|into|like)\b)"
    r"[\w.'\u2019/-]+,?\s+){0,6}"
)
ACTED_ON = re.compile(
    r"(?:\b(?:charg(?:es|ed|ing)|su(?:es|ed|ing)|sentenc(?:es|ed|ing)|indict(?:s|ed|ing)|convict(?:s|ed|ing)"
    r"|order(?:s|ed|ing)|(?:to|would|permanently) (?:bar|enjoin|stop|prohibit|ban|shut down|prevent)"
    r"|(?:will|to) require|requir(?:es|ed|ing)|fin(?:es|ed|ing)|bans|banned|banning|bars"
    r"|(?<!previously )(?:barred|enjoin(?:s|ed|ing))|arrest(?:s|ed|ing)"
    r"|naming|(?:complaint|indictment|information|action|suit|also)(?:,[^,]*,)? (?:also )?named?s?(?: as)?"
    r"|accus(?:es|ed|ing)|sanction(?:s|ed|ing)|extradit(?:es|ed|ing)|identif(?:ies|ied|ying)|designat(?:es|ing)"
    r"|settl(?:es|ed|ing) with|[Pp]enalty (?:on|against|upon)|[Rr]egistrations? of|under the control of"
    r"|[Oo]ffers? of [Ss]ettlement (?:submitted )?(?:from|by|of)"
    r"|(?:freez|froze|restrain)\w*[^;.]{0,80}\b(?:assets|proceeds|funds|accounts) (?:of|held by|belonging to)"
    r"|(?:impos|assess|levi)\w+ [^;]{0,60}\b(?:sanctions?|penalt(?:y|ies)|fines?) [^;.]{0,40}?\b(?:on|upon)"
    r"|settl(?:es|ed|ing) (?:\w+ )?charges that|declined prosecution of|(?:one|other|person|individual"
    r"|defendant) using the name|assets (?:controlled|held"
    r"|owned) by"
    r"|correspondent accounts? [^;]{0,100}\b(?:for|on behalf of),?|sever(?:s|ing)"
    r"|agreement with|judgments? (?:on|for)"
    r"|(?:sentencing|conviction|arrest|indictment|guilty pleas?|extradition|prosecution|trial) of"
    r"|guilty pleas? (?:by|from))"
    rf"|(?i:charg|action|complaint|order|judge?ment|penalt|indictment|information (?!on|about|regarding)|suit|case"
    rf"|proceeding|sanction|claim|verdict|injunction|filed|brought|decision|ruling"
    rf"|settle|assess|forfeiture|plea|relief)[^;]{{0,200}}\bagainst)\s*{FILLER}$",
)
LISTED = re.compile(
    r"\b(?:charged|convicted|indicted|sentenced|arrested|[Dd]efendants?|fugitives?|guilty|[Ii]ndividuals?"
    r"|[Rr]espondents?|conspirators?)\b[^;]{0,80}:\s*$"
    r"|\bagainst (?:[\w-]+ ){0,5}?(?:people|men|women|[a-z]{3,}s)\b[^;:]{0,160}:\s*$"
    r"|\b(?:[Dd]efendants?|[Rr]espondents?|individuals|entities|those) (?:charged|convicted|indicted|sentenced"
    r"|arrested)?[^;:]{0,40}\b(?:include|are|were)\s+$"
    r"|\b(?:identif|charg|indict|sanction|penalt|against)\w*\b[^;.:]{0,80}\b[a-z]{3,}s\s?[\u2014\u2013]\s?$"
    r"|^\s*They are:? $"
    r"|(?:^|[\u2014\u2013])\s*(?:Also )?(?:[Cc]harged|[Ii]ndicted|[Ss]entenced|[Aa]rrested|[Nn]amed)\b[^.;]{0,80}"
    r"\b(?:are|were|is|was):?\s+$"
)
# `reached a settlement under the Act with X`, never `in consultation with X`.
AGREED_WITH = re.compile(
    r"\b(?<!management )(?<!service )(?<!services )(?<!merger )(?<!plea )(?<!license )(?<!supply )"
    r"(?:settlement|agreement|resolution|consent decree|consent order|decree)s?\b(?:(?!\b(?:coordination"
    r"|consultation|connection"
    r"|cooperation|conjunction|accordance|together|along|compliance|comply|filed|lodged|partnership|individuals|people"
    r"|persons|children|students|customers)\b)[^.;:]|\.(?=\w)){0,80}?\bwith\s+"
    rf"{FILLER}$"
)
DEFENDANT = re.compile(
    r"(?<!elief )\b(?:[Cc]o-?)?(?:[Dd]efendants?|[Rr]espondents?)[,:]?\s+(?:including )?$"
    r"|\b(?:charged|indicted|arrested|convicted|sentenced)\b[^.;]{0,40}\balong with (?:(?:his|her|their) [\w-]+,? )?$"
    r"|\bfugitives?(?: in (?:this|the) case)?[,:]?\s+(?:including )?$"
    r"|\b(?:apprehended|arrested|indicted|convicted|sentenced|guilty),\s+including\s+$"
    r"|\b(?:defendants? )?remains? at large[,:]\s+$"
    # `allegations that she and her companies, including X`
    r"|\b(?:alleg|claim|charge|accus)\w*[^.;]{0,60}\b(?:that|against) (?:he|she|they|him|her|them) and"
    r" (?:his|her|their) (?:[\w-]+ ){0,3}?(?:compan(?:y|ies)|firms?|business(?:es)?|practices?|clinics?"
    r"|pharmac(?:y|ies)),?\s+(?:including )?$"
)
# `to resolve allegations that X violated`, `alleges that the companies, X and Y, submitted`
CLAIMED_OF = re.compile(
    r"\b(?:resolv|settl)\w+ (?:[\w-]+ ){0,4}(?:allegations|claims|charges|lawsuit|suit|complaint)(?: alleging)?"
    rf"(?: that)? {FILLER}$"
    r"|\balleg(?:es|ed|ing|ations) (?:that )?the (?:\w+ )?(?:companies|firms|hospitals|banks|defendants|contractors), $"
)
SIMILAR = re.compile(r"\bsimilar (?:\w+ )?(?:lawsuits|suits|cases|actions|complaints)\b[^;.]{0,160}$")
# `Those companies are X LLC and Y LLC`, after a sentence that speaks of the defendants.
_THESE_ARE = re.compile(
    r"(?:(?:Those|These|The) (?:[\w-]+ ){0,3}?(?:compan(?:ies|y)|entit(?:ies|y)|individuals?|firms?|hospitals?|banks?"
    r"|facilit(?:ies|y)|men|people|others?)"
    r"|They|The others) (?:are|include|were)[,:]?\s+$"
)
_TOLD_OF_DEFENDANTS = re.compile(
    r"\b(?:(?:co-?)?defendants?|respondents?|indicted|charged|sued|agreed to (?:pay|settle))\b"
    r"[^.]{0,240}\.\s*$"
)
RELIEF = re.compile(
    r"\b[Rr]elief [Dd]efendants?[,:]?\s+$|\bcompan(?:y|ies) (?:that|which) (?:they|he|she) (?:controls?|owns?"
    r"|controlled|owned),\s+$"
)


def lists_the_accused(before: str, words: str) -> bool:
    """Does a sentence begin `Those companies are`, where the one before it, the end of `before`, tells of accused?"""
    return bool(_THESE_ARE.match(words) and _TOLD_OF_DEFENDANTS.search(before))
