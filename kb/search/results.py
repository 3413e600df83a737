"""What a search gives: one page of results, with counts, filters, hints and what was wrong with the search."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kb.search.accused import PartyCount
from kb.search.attached import DocumentHit
from kb.search.facets import Facet
from kb.search.hints import Hint
from kb.search.hits import Hit
from kb.search.request import SearchRequest

if TYPE_CHECKING:
    from kb.search.query import Asked


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results: `hits`, `parties` or `documents`, by what was asked for.

    `count` announcements in `case_count` cases match, or `count` documents; `unit` says which the facets count. `close`
    lack some of the words and are counted nowhere. `problem` is for the person who asked.

    `is_estimated`: so many cases match that their number is an estimate, good to about a percent. `names`: how many
    parties are accused, and whether that is an estimate, where counted on the way. `asked` is None without an index.
    """

    request: SearchRequest
    hits: list[Hit] = field(default_factory=list)
    close: list[Hit] = field(default_factory=list)
    count: int = 0
    case_count: int = 0
    facets: list[Facet] = field(default_factory=list)
    problem: str | None = None
    page: int = 1
    pages: int = 1
    took_ms: float = 0.0
    hints: list[Hint] = field(default_factory=list)
    is_estimated: bool = False
    unit: str = "announcements"
    documents: list[DocumentHit] = field(default_factory=list)
    parties: list[PartyCount] = field(default_factory=list)
    party_count: int = 0
    names: tuple[int, bool] | None = None
    asked: Asked | None = field(default=None, repr=False, compare=False)

    @property
    def total(self) -> int:
        """How many results there are, of the kind that is shown."""
        totals = {"case": self.case_count, "party": self.party_count}
        return totals.get(self.request.by, self.count)
