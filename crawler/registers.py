"""What spiders of registers share. A register is a list of names that an authority keeps: it announces nothing.

A register is read whole or not at all: what is missing from half a list has not been dropped by the authority.
"""

from __future__ import annotations

import hashlib
from abc import abstractmethod
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Any

from crawler.base import AgencySpider
from crawler.checks import PageProblem
from crawler.items import AnnouncementItem, KnownPage, RegisterEntry, RegisterItem


def make_entry_key(*parts: str) -> str:
    """The identity of an entry whose register numbers nothing: what is printed, whatever its case and spacing."""
    plain = "\x1f".join(" ".join(part.casefold().split()) for part in parts)
    return hashlib.sha256(plain.encode()).hexdigest()[:32]


class RegisterSpider(AgencySpider):
    """Its `minimum_rows` are of the whole register."""

    @abstractmethod
    def read_register(self) -> AsyncIterator[RegisterItem]:
        """The register, once. Raises PageProblem."""

    async def crawl(self) -> AsyncIterator[Any]:
        async for item in self.read_register():
            yield item

    async def read_known(self, known: KnownPage) -> AnnouncementItem:
        raise PageProblem("bad_row", f"{known.key} is an entry of a register, which is only read whole.")


class Rows(Iterable[RegisterEntry]):
    """Entries made anew each time they are gone through, so that a long register never lies in memory as rows."""

    def __init__(self, parse: Callable[[bytes], Iterator[RegisterEntry]], body: bytes) -> None:
        self.parse, self.body = parse, body

    def __iter__(self) -> Iterator[RegisterEntry]:
        return self.parse(self.body)
