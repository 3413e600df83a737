"""A search as its URL says it. In: a query string from anywhere. Out: a SearchRequest and its one normal form.

Reading never raises: what a filter cannot take is left out. The same search always gives the same query string, so
that a saved one can be compared; the text is kept as typed but for blanks, quotes and dashes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urlencode

from django.http import QueryDict

from kb.models import Source
from kb.search import describe
from kb.search.bands import BAND_LABELS
from kb.search.industries import INDUSTRY_LABELS
from kb.search.language import LONGEST_TEXT, normalise
from kb.taxonomy import CHARGE_STATUSES, CHARGES, GROUPS, STAGES

Sort = Literal["relevance", "newest", "largest"]
SORTS: dict[str, str] = {"relevance": "Relevance", "newest": "Newest", "largest": "Largest sanction"}
KINDS: dict[str, str] = {"case": "Cases", "announcement": "Announcements", "party": "Parties", "document": "Documents"}
LAST_PAGE = 100_000
_MOST_VALUES = 60


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: its parameter in URLs, its attribute of a request, its field of the index and the words for it."""

    name: str
    attribute: str
    field: str
    label: str
    values: Mapping[str, str] | None = None


FILTERS: tuple[Filter, ...] = (
    Filter("agency", "agencies", "agency", "Agency", dict(Source.choices)),
    Filter("year", "years", "year", "Year"),
    Filter("group", "groups", "group", "Kind of charge", GROUPS),
    Filter("charge", "charges", "charge", "Charge", {code: charge.label for code, charge in CHARGES.items()}),
    Filter("stage", "stages", "stage", "Stage", STAGES),
    Filter("status", "statuses", "status", "Charge status", CHARGE_STATUSES),
    Filter("court", "courts", "court", "Court"),
    Filter("industry", "industries", "industry", "Industry", INDUSTRY_LABELS),
    Filter("band", "bands", "band", "Money ordered", BAND_LABELS),
    Filter("kind", "kinds", "kind", "Accused", {"person": "Individuals", "organization": "Firms"}),
)
FILTERS_BY_NAME = {item.name: item for item in FILTERS}


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """`text` in the search language, and filters: any value of one filter will do, all filters must hold.

    `by` says what the results are: a case with all its announcements, each announcement, the parties of those found, or
    the documents attached to announcements.
    """

    text: str = ""
    agencies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()
    charges: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    courts: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sort: str = "relevance"
    page: int = 1
    by: str = "case"

    @classmethod
    def from_params(cls, params: QueryDict | Mapping[str, Any] | str) -> SearchRequest:
        """Reads `request.GET`, a mapping or a query string. Values it cannot use are left out; it never raises."""
        query = params if isinstance(params, QueryDict) else _as_query_dict(params)
        chosen: dict[str, Any] = {item.attribute: _read_values(item, query.getlist(item.name)) for item in FILTERS}
        sort = query.get("sort", "")
        return cls(
            text=normalise(query.get("q", "")[: 2 * LONGEST_TEXT])[:LONGEST_TEXT].strip(),
            sort=sort if sort in SORTS else "relevance",
            page=_read_page(query.get("page", "1")),
            by=next((kind for kind in KINDS if kind == query.get("by")), "case"),
            **chosen,
        )

    def to_query_string(self) -> str:
        """The one normal form: `q`, the filters in their order with sorted values, then sort and page unless usual."""
        return self.part_of_query_string(FILTERS, text=True, shown=True)

    def part_of_query_string(self, filters: Iterable[Filter], *, text: bool = False, shown: bool = False) -> str:
        """Of the query string: the text, these filters, and how the results are shown."""
        pairs = [("q", self.text)] if self.text and text else []
        pairs += [(item.name, str(value)) for item in filters for value in sorted(getattr(self, item.attribute))]
        if shown:
            pairs += [("sort", self.sort)] if self.sort != "relevance" else []
            pairs += [("by", self.by)] if self.by != "case" else []
            pairs += [("page", str(self.page))] if self.page > 1 else []
        return urlencode(pairs)

    def toggles(self, name: str) -> Callable[[str], str]:
        """Of a value of a filter: the query string of the search with it added or taken away, as `toggled` has it."""
        item = FILTERS_BY_NAME[name]
        held = {str(value) for value in self.values_of(item)}
        first = replace(self, page=1)
        place = [other.name for other in FILTERS].index(name)
        before = first.part_of_query_string(FILTERS[:place], text=True)
        after = first.part_of_query_string(FILTERS[place + 1 :], shown=True)

        def query_string(value: str) -> str:
            own = urlencode([(name, each) for each in sorted(held ^ {value})])
            return "&".join(filter(None, (before, own, after)))

        return query_string

    def for_watch(self) -> SearchRequest:
        """The search without how its results are shown: what a saved search remembers."""
        return replace(self, sort="relevance", page=1, by="case")

    def shown_as(self, kind: str) -> SearchRequest:
        """The same search with results of another kind, from their first page."""
        return replace(self, by=kind, page=1)

    def describe(self) -> str:
        """The search in plain English: `“wire fraud” and crypto; CFTC or DOJ; 2020`."""
        return describe.describe_request(self.text, [(item, self.values_of(item)) for item in FILTERS])

    def values_of(self, item: Filter) -> tuple[Any, ...]:
        values: tuple[Any, ...] = getattr(self, item.attribute)
        return values

    def toggled(self, name: str, value: str | int) -> SearchRequest:
        """The search with one value of a filter added, or taken away where it was chosen; from its first page."""
        item = FILTERS_BY_NAME[name]
        chosen = set(self.values_of(item)) ^ {value}
        changes: dict[str, Any] = {item.attribute: tuple(sorted(chosen))}
        return replace(self, page=1, **changes)

    @property
    def is_only_text(self) -> bool:
        return not any(self.values_of(item) for item in FILTERS)

    @property
    def is_empty(self) -> bool:
        """Whether it asks for everything."""
        return not self.text and self.is_only_text


def _as_query_dict(params: Mapping[str, Any] | str) -> QueryDict:
    if isinstance(params, str):
        try:
            return QueryDict(params.lstrip("?"))
        except ValueError:  # more fields than Django takes, or what it calls suspicious
            return QueryDict()
    query = QueryDict(mutable=True)
    for name, value in params.items():
        query.setlist(name, [str(part) for part in (value if isinstance(value, list | tuple) else [value])])
    return query


def _read_values(item: Filter, given: list[str]) -> tuple[Any, ...]:
    plain = {normalise(value)[:60].strip() for value in given[:_MOST_VALUES]}
    if item.name == "year":
        return tuple(sorted(int(value) for value in plain if re.fullmatch(r"(?:19|20)[0-9]{2}", value)))
    return tuple(sorted(value for value in plain if value and (item.values is None or value in item.values)))


def _read_page(text: str) -> int:
    return max(1, min(LAST_PAGE, int(text))) if re.fullmatch(r"[0-9]{1,9}", text) else 1
