"""Links to files published with an announcement -> documents, each with its text by page or why there is none.

Of a file that is stored only what is new is asked for; one that is gone is kept in `spider.gone_documents`, which
`crawler.rechecks` tells at the end of the run.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy.http import TextResponse

from crawler.answers import Page
from crawler.checks import Blocked, NotModified, PageProblem
from crawler.documents import parse_kind, read_file
from crawler.items import DocumentItem, DocumentsItem, KnownDocument, document_key
from crawler.pages.parts import Link

if TYPE_CHECKING:
    from crawler.base import AgencySpider


async def fetch_documents(spider: AgencySpider, key: str, links: Iterable[Link]) -> list[DocumentItem]:
    """The files of one announcement, each once, in order; one that cannot be had stays in the list and says why."""
    unique: dict[str, Link] = {}
    for link in links:
        unique.setdefault(document_key(link.url), link)
    spider.documents_read.update(unique)
    found = [await _fetch_document(spider, key, link) for link in unique.values()]
    return [document for document in found if document]


async def fetch_further(spider: AgencySpider, key: str, links: Iterable[Link]) -> DocumentsItem | None:
    """Files, named elsewhere than on its page, of an announcement that is stored or was given in this run."""
    new = [link for link in links if document_key(link.url) not in spider.documents_read]
    if not new or not (key in spider.known_keys or key in spider.given):
        return None
    return DocumentsItem(spider.source, key, await fetch_documents(spider, key, new))


async def _fetch_document(spider: AgencySpider, key: str, link: Link) -> DocumentItem | None:
    """None for a stored file that is newly gone. One whose address is now written otherwise keeps the stored one."""
    known = spider.known_documents.get((key, document_key(link.url)))
    stored = known if known and known.has_bytes else None
    own = Link(known.url, link.title or known.title) if known else link
    if spider.documents_refused:
        return _make_document(own, problem="not fetched: the server refuses us")
    spider.documents_asked.add((key, document_key(link.url)))
    spider.counts["documents_rechecked"] += stored is not None
    try:
        page = await spider.fetch(link.url, conditions=stored.conditions if stored else None)
        return read_document(spider, own, page)
    except NotModified:
        return _make_document(own, state="unchanged", asked_at=datetime.now(UTC))
    except PageProblem as problem:
        spider.documents_refused = isinstance(problem, Blocked)
        if stored and problem.is_gone(link.url):
            return _note_gone(spider, stored, own, problem)
        return _make_document(own, problem=f"not fetched: {problem.detail}", asked_at=datetime.now(UTC))


def _note_gone(spider: AgencySpider, known: KnownDocument, link: Link, problem: PageProblem) -> DocumentItem | None:
    gone = _make_document(link, state="removed", raw=problem.answer)
    if known.is_gone:
        return gone
    spider.gone_documents.append(DocumentsItem(spider.source, known.key, [gone]))
    return None


def read_document(spider: AgencySpider, link: Link, page: Page) -> DocumentItem:
    """The file in `page`; a file without text says why, and is recorded as a failure."""
    document = _make_document(link)
    document.raw = page.raw
    text = page.response.text if isinstance(page.response, TextResponse) else None
    read = read_file(page.raw.body, page.raw.headers.get("content-type", ""), text)
    document.pages, document.problem = read.pages, read.problem
    if document.problem:
        spider.record(PageProblem("document", f"{link.title or 'The file'}: {document.problem}."), link.url)
    return document


def outside_document(link: Link) -> DocumentItem:
    """A file on another agency's site, which is linked to and not fetched."""
    return _make_document(link, problem="not fetched: it is on another site")


def _make_document(link: Link, **fields: Any) -> DocumentItem:
    return DocumentItem(link.url, link.title, parse_kind(link.title, link.url), **fields)
