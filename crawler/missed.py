"""Announcements that a list named and that could not be read: kept as missed, and asked for again in later runs.

Of one that is stored nothing is missed: it is asked for again as all that are stored. Where the agency refuses us the
run ends instead, and a later one reads the list's page again.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from crawler.checks import Blocked, PageProblem
from crawler.items import AnnouncementItem, KnownPage, MissedItem

if TYPE_CHECKING:
    from crawler.base import AgencySpider


def make_missed(spider: AgencySpider, page: KnownPage, problem: PageProblem) -> MissedItem | None:
    """None where the announcement is stored."""
    if page.key in spider.known_keys:
        return None
    return MissedItem(spider.source, page, problem.reason, problem.detail)


async def ask_for_missed(spider: AgencySpider) -> AsyncIterator[AnnouncementItem | MissedItem]:
    """Asks for each page of `spider.missed` that the run has not asked for yet. Raises Blocked."""
    for known in spider.missed:
        if known.key in spider.read:
            continue
        spider.read.add(known.key)
        spider.counts["missed_asked"] += 1
        try:
            item = await spider.read_missed(known)
            if item and item.key != known.key:
                raise PageProblem("wrong_document", f"The page of {known.key} is that of {item.key}.")
            yield item or MissedItem(spider.source, known)
        except PageProblem as problem:
            spider.record(problem, known.url)
            if isinstance(problem, Blocked):
                raise
            yield MissedItem(spider.source, known, problem.reason, problem.detail)
