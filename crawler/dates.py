"""Dates as the agencies write them -> `datetime.date`; anything unreadable gives None, never a guess.

Times with a zone are turned into the date in Washington, where all three agencies publish.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = re.compile(r"\b([A-Z][a-z]{2,8})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d{2})\b")
_SHORT = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/((?:19|20)\d{2})(?!\d)")
_EPOCH = re.compile(r"^\s*(?:<time[^>]*>)?\s*(-?\d{6,11})\s*(?:</time>)?\s*$")
_DATETIME = re.compile(r'datetime="([^"]+)"')


def _make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_long_date(text: str) -> date | None:
    """`February 25, 2026`, `Sept. 9, 2015`, with or without a weekday; the first one in `text`."""
    match = _LONG.search(text)
    if not match or match[1][:3].lower() not in _MONTHS:
        return None
    return _make_date(int(match[3]), _MONTHS.index(match[1][:3].lower()) + 1, int(match[2]))


def parse_short_date(text: str) -> date | None:
    """`06/03/2026`, month first."""
    match = _SHORT.search(text)
    return _make_date(int(match[3]), int(match[1]), int(match[2])) if match else None


def parse_stamp(text: str) -> date | None:
    """An ISO 8601 time -> the date in Washington; a stamp without zone, or at midnight UTC, is a date as it stands."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if moment.tzinfo is None or (moment.utcoffset() == UTC.utcoffset(None) and moment.time().isoformat() == "00:00:00"):
        return moment.date()
    return moment.astimezone(EASTERN).date()


def parse_mail_date(text: str) -> date | None:
    """The `pubDate` of a feed, such as `Wed, 30 Sep 2026 14:56:39 +0000` -> the date in Washington."""
    try:
        moment = parsedate_to_datetime(text.strip())
    except ValueError:
        return None
    return moment.date() if moment.tzinfo is None else moment.astimezone(EASTERN).date()


def parse_epoch(value: object) -> date | None:
    """Unix seconds as number, text or inside a `<time>` tag -> the date in Washington.

    The API of the Department of Justice gives midnight Eastern time; a UTC date would do, a Pacific one would not.
    """
    text = str(value)
    match = _EPOCH.match(text)
    if match:
        return datetime.fromtimestamp(int(match[1]), EASTERN).date()
    stamp = _DATETIME.search(text)
    return parse_stamp(stamp[1]) if stamp else None
