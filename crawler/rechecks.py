"""Announcements and files already stored in; what became of each comes out: read anew, unchanged, unreadable, removed.

A page or a file is removed when it answers 404 or 410, or sends us to the agency's home page. Removals are told at the
end of the run, all or none: where most of those asked for again are gone, the site is broken, not the record.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.attachments import fetch_documents
from crawler.checks import NotModified, PageProblem
from crawler.items import (
    AnnouncementItem,
    DocumentsItem,
    Item,
    KnownPage,
    RawPage,
    RecheckItem,
    State,
    document_key,
)
from crawler.pages.parts import Link

if TYPE_CHECKING:
    from crawler.base import AgencySpider

MANY_GONE = 5  # pages or files; fewer are single removals, whatever their share


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
        if not problem.is_gone(known.url):
            spider.give_up(problem, known.url)
            return _note(spider, known.key, "unreadable")
        gone = _note(spider, known.key, "removed", problem.answer)
        if known.is_removed:
            return gone
        spider.gone.append(gone)
        return None
    finally:
        spider.conditions.clear()  # the file of another announcement may be the page of this one


async def recheck_documents(spider: AgencySpider) -> AsyncIterator[DocumentsItem]:
    """Asks for each file of `spider.recheck_documents` that the run has not asked for yet, until one is refused. Those
    of a page just found gone are left for when it is back."""
    gone = {note.key for note in spider.gone}
    for known in spider.recheck_documents:
        if spider.documents_refused:
            return
        is_own = known.url.startswith(spider.site.official + "/")
        if is_own and known.key not in gone and (known.key, document_key(known.url)) not in spider.documents_asked:
            found = await fetch_documents(spider, known.key, [Link(known.url, known.title)])
            if found:
                yield DocumentsItem(spider.source, known.key, found)


def note_removal(spider: AgencySpider, listed: KnownPage, problem: PageProblem) -> None:
    """For a page of a list: where it is gone and the announcement is stored, it has been removed."""
    if listed.key in spider.known_keys and problem.is_gone(listed.url):
        spider.gone.append(_note(spider, listed.key, "removed", problem.answer))


def _note(spider: AgencySpider, key: str, state: State, answer: RawPage | None = None) -> RecheckItem:
    return RecheckItem(spider.source, key, state, answer.fetched_at if answer else datetime.now(UTC), answer)


def tell_removals(spider: AgencySpider) -> list[Item]:
    """The removals met in the run. None of the pages, and the run has failed, where they are most of those asked for
    again; the same holds for files."""
    counts = spider.counts
    pages = counts["yielded"] + counts["noted"] - counts["beside"] + len(spider.gone)
    told: list[Item] = []
    if not _are_most(spider, len(spider.gone), pages, "announcements"):
        told += spider.gone
    if not _are_most(spider, len(spider.gone_documents), counts["documents_rechecked"], "documents"):
        told += spider.gone_documents
    return told


def _are_most(spider: AgencySpider, gone: int, asked: int, what: str) -> bool:
    if gone < MANY_GONE or 2 * gone <= asked:
        return False
    detail = f"{gone} of {asked} stored {what} asked for again are gone; none is marked removed."
    spider.record(PageProblem("mostly_gone", detail), spider.site.official)
    spider.stopped_reason = spider.stopped_reason or "mostly_gone"
    return True
