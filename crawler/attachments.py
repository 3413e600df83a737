"""Links to files published with an announcement -> documents, each with its text by page or why there is none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from scrapy.http import TextResponse

from crawler.answers import Page
from crawler.checks import Blocked, PageProblem
from crawler.documents import parse_kind, read_file
from crawler.items import DocumentItem, DocumentsItem, document_key
from crawler.pages.parts import Link

if TYPE_CHECKING:
    from crawler.base import AgencySpider


async def fetch_documents(spider: AgencySpider, links: Iterable[Link]) -> list[DocumentItem]:
    """Each file once, in order; a file that cannot be had stays in the list and says why."""
    unique: dict[str, Link] = {}
    for link in links:
        unique.setdefault(document_key(link.url), link)
    spider.documents_read.update(unique)
    return [await _fetch_document(spider, link) for link in unique.values()]


async def fetch_further(spider: AgencySpider, key: str, links: Iterable[Link]) -> DocumentsItem | None:
    """Files, named elsewhere than on its page, of an announcement that is stored or was given in this run."""
    new = [link for link in links if document_key(link.url) not in spider.documents_read]
    if not new or not (key in spider.known_keys or key in spider.given):
        return None
    return DocumentsItem(spider.source, key, await fetch_documents(spider, new))


async def _fetch_document(spider: AgencySpider, link: Link) -> DocumentItem:
    if spider.documents_refused:
        return _make_document(link, problem="not fetched: the server refuses us")
    try:
        return read_document(spider, link, await spider.fetch(link.url))
    except PageProblem as problem:
        spider.documents_refused = isinstance(problem, Blocked)
        return _make_document(link, problem=f"not fetched: {problem.detail}")


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


def _make_document(link: Link, *, problem: str = "") -> DocumentItem:
    return DocumentItem(link.url, link.title, parse_kind(link.title, link.url), problem=problem)
