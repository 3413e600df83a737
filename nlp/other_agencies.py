"""Names of the agencies that take part in one resolution. The announcing agency in, a pattern of all the others out.

In: a source (`CFTC`, `DOJ`, `FinCEN`, or another). Out: the source of a regular expression; it matches no name of the
agency itself. Refused: who works for the agency (a prosecutor's office in its own district).
"""

from __future__ import annotations

_OWN = {
    "DOJ": r"Department\s+of\s+Justice|Justice\s+Department|DOJ|U\.S\.\s+Attorney(?:['\u2019]?s)?(?:\s+Office)?",
    "CFTC": r"CFTC|Commodity\s+Futures\s+Trading\s+Commission",
    "FinCEN": r"FinCEN|Financial\s+Crimes\s+Enforcement\s+Network",
    "SEC": r"SEC|Securities\s+and\s+Exchange\s+Commission",
    "OFAC": r"OFAC|Office\s+of\s+Foreign\s+Assets\s+Control",
}
_FURTHER = (
    r"FINRA|NFA|National\s+Futures\s+Association"
    r"|Federal\s+Reserve(?:\s+Board)?"
    r"|OCC|Comptroller\s+of\s+the\s+Currency"
    r"|Federal\s+Trade\s+Commission|FTC|FDIC|Federal\s+Deposit\s+Insurance\s+Corporation|NCUA|CFPB"
    r"|(?:NY)?DFS|Department\s+of\s+Business\s+Oversight"
    r"|Financial\s+(?:Services|Conduct)\s+Authority|Serious\s+Fraud\s+Office|Department\s+of\s+Financial\s+Services"
    r"|Bureau\s+of\s+Industry\s+and\s+Security|(?:Swiss|German|French|Dutch|Brazilian|U\.?K\.?)\s+authorities"
)


def own_names(agency: str) -> str:
    """Alternatives that match the agency's own name; of one outside the list, that name as it is."""
    return _OWN.get(agency, agency or "(?!)")


def other_agencies(agency: str) -> str:
    """Alternatives, without a group around them, that match any agency but the given one."""
    return "|".join([*(pattern for name, pattern in _OWN.items() if name != agency), _FURTHER])
