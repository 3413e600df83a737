"""Amounts, dates, docket and release numbers as people say them in running words, for the grammar and the tree.

In: nothing; out: patterns of what a token may be (`PATTERNS`, by the grammar's placeholder) and, for a token, the field
and value it stands for. `more than $10 million` is `penalty:"more than $10 million"`, `since March 2020` is
`after:"March 2020"`, `20 Civ. 8132` is `docket:"20 Civ. 8132"`. A number or year alone stays a word.
"""

from __future__ import annotations

import re

_SIGNS = r">=|<=|=>|=<|>|<|="
_MORE = r"at\s+least|over|more\s+than|above|exceeding"
_LESS = r"at\s+most|under|less\s+than|below|up\s+to"
_UNIT = r"(?:[kmbt]|mm|mn|bn|\s*(?:thousand|million|billion|trillion))"
_MONEY = rf"\$?\s?\d[\d,]*(?:\.\d+)?{_UNIT}?\b"
_RANGE = rf"(?:between\s+{_MONEY}\s+and\s+{_MONEY}|{_MONEY}(?:\s*(?:\.\.|-|\bto\b)\s*{_MONEY}|\s+or\s+(?:more|less))?)"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_YEAR = r"(?:19|20)\d\d"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:{_MONTH}\s+(?:{_DAY},?\s+)?{_YEAR}|{_DAY}\s+{_MONTH}\s+{_YEAR}|q[1-4]\s+{_YEAR}|{_YEAR}(?:[-/.]\d\d?){{0,2}}"
    rf"|\d\d?/\d\d?/{_YEAR}|today|yesterday|(?:this|last|past)\s+(?:\d{{1,3}}\s+)?(?:day|week|month|quarter|year)s?)"
)
_SPAN = rf"(?:{_YEAR}\s*-\s*{_YEAR}|between\s+{_DATE}\s+and\s+{_DATE}|{_DATE}(?:\s*(?:\.\.|\bto\b|\s-\s)\s*{_DATE})?)"
_STARTS = r"since|after|from"
_ENDS = r"before|until"
_DOCKET = r"\d{2}\s*-?\s*(?:civ|crim|cr|cv|mc)\b\.?\s*(?:no\.?\s*)?-?\s*\d{2,6}"

PATTERNS = {
    "VALUED": rf"(?:(?:penalty|amount|total):\s*(?:{_SIGNS}|{_MORE}|{_LESS})?\s*{_RANGE}"
    rf"|(?:date|published|year|after|before|since|from|until):\s*(?:{_SIGNS}|{_STARTS}|{_ENDS})?\s*{_SPAN})(?![\w(*!]|-\w|\.\.)",
    "SAID": rf"(?:(?:{_MORE}|{_LESS})\s+(?=\$){_MONEY}|\${_MONEY}\s+or\s+(?:more|less)"
    rf"|between\s+(?=\$){_MONEY}\s+and\s+{_MONEY}|(?:since|after|before|until)\s+{_DATE}|between\s+{_DATE}\s+and\s+{_DATE}"
    rf"|(?:in|during)\s+(?:{_MONTH}\s+{_YEAR}|q[1-4]\s+{_YEAR}|(?:the\s+)?(?:this|last|past)\s+(?:\d{{1,3}}\s+)?"
    r"(?:day|week|month|quarter|year)s?))(?![\w(*!]|-\w|\.\.)",
    "NUMBERED": rf"(?:{_DOCKET}|(?:cftc\s+)?(?:docket|dkt\.?|case)\s+(?:no\.?|number|\#)\s*[\w:.\-]*\d[\w\-]*"
    r"|(?:press\s+)?(?:release|matter)\s+(?:no\.?|number|\#)?\s*\d{2,5}-\d{1,4})(?![\w(*!]|-\w|\.\.)",
}
_NUMBER = re.compile(r"(?:.*?\b(docket|dkt|case|release|matter)\b\.?\s*(?:no\.?|number|#)?\s*)?(.+)", re.IGNORECASE)


def measured(text: str) -> tuple[str, str]:
    """The field and the value of a VALUED token."""
    name, _, value = text.partition(":")
    return name.lower(), " ".join(value.split())


def said(text: str) -> tuple[str, str]:
    """What running words mean: a field and its value."""
    plain = " ".join(text.lower().split())
    if "$" in plain:
        return "penalty", plain
    first, _, rest = plain.partition(" ")
    if first in {"since", "before"}:
        return first, rest
    if first in {"after", "until"}:
        return "date", f"{'>' if first == 'after' else '<='} {rest}"
    return "date", plain if first == "between" else rest.removeprefix("the ")


def numbered(text: str) -> tuple[str, str]:
    """`docket` or `number`, and the number alone."""
    word, number = _NUMBER.fullmatch(" ".join(text.split())).groups()  # type: ignore[union-attr]
    name = "number" if (word or "").lower() in {"release", "matter"} else "docket"
    return name, number
