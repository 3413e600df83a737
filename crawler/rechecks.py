"""Announcements already stored in; what became of each comes out: read anew, unchanged, unreadable or removed.

A page is removed when it answers 404 or 410, or sends us to the agency's home page. Removals are told at the end of
the run, all or none: where most of the pages asked for again are gone, the site is broken, not the record.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.checks import NotModified, PageProblem
from crawler.items import AnnouncementItem, KnownPage, RawPage, RecheckItem, State

if TYPE_CHECKING:
    from crawler.base import AgencySpider

MANY_GONE = 5  # pages; fewer are single removals, whatever their share


async def recheck(spider: AgencySpider) -> AsyncIterator[AnnouncementItem | RecheckItem]:
    """Asks for each page of `spider.recheck` that the run has not read yet. Raises Blocked."""
    for known in spider.recheck:
        if known.key in spider.read:
            continue
        spider.read.add(known.key)
        spider.counts["rechecked"] += 1
        item = await _ask_again(spider, known)
        if item:
            yield item


async def _ask_again(spider: AgencySpider, known: KnownPage) -> AnnouncementItem | RecheckItem | None:
    """None for a page newly gone: `tell_removals` tells of it."""
    spider.conditions[known.url] = {}
    spider.conditions[known.record_url or known.url] = known.conditions
    try:
        if not known.url.startswith(spider.site.official + "/"):
            raise PageProblem("bad_row", f"{known.key} lies on another site.")
        item = await spider.read_known(known)
        if item.key != known.key:
            raise PageProblem("wrong_document", f"The page of {known.key} is now that of {item.key}.")
        return item
    except NotModified:
        return _note(spider, known.key, "unchanged")
    except PageProblem as problem:
        if not is_gone(problem, known.url):
            spider.give_up(problem, known.url)
            return _note(spider, known.key, "unreadable")
        gone = _note(spider, known.key, "removed", problem.answer)
        if known.is_removed:
            return gone
        spider.gone.append(gone)
        return None
    finally:
        spider.conditions.clear()  # the file of another announcement may be the page of this one


def is_gone(problem: PageProblem, url: str) -> bool:
    """Whether the problem is that the very page of that address is gone, and not one that it points to."""
    return problem.reason == "not_found" and problem.asked == url and problem.answer is not None


def note_removal(spider: AgencySpider, key: str, url: str, problem: PageProblem) -> None:
    """For a page of a list: where it is gone and the announcement is stored, it has been removed."""
    if key in spider.known_keys and is_gone(problem, url):
        spider.gone.append(_note(spider, key, "removed", problem.answer))


def _note(spider: AgencySpider, key: str, state: State, answer: RawPage | None = None) -> RecheckItem:
    return RecheckItem(spider.source, key, state, answer.fetched_at if answer else datetime.now(UTC), answer)


def tell_removals(spider: AgencySpider) -> list[RecheckItem]:
    """The removals met in the run; none, and the run has failed, where they are most of the pages asked again."""
    asked = spider.counts["yielded"] + spider.counts["noted"] - spider.counts["attached"] + len(spider.gone)
    if len(spider.gone) >= MANY_GONE and 2 * len(spider.gone) > asked:
        detail = f"{len(spider.gone)} of {asked} stored announcements asked for again are gone; none is marked removed."
        spider.record(PageProblem("mostly_gone", detail), spider.site.official)
        spider.stopped_reason = spider.stopped_reason or "mostly_gone"
        return []
    return spider.gone
