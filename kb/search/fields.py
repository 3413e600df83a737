"""The fields of the search language and the values people give them.

In: a field's name and the text after its colon. Out: a node. Refused with a BadValue that says what would do: a value
the field does not know, a number or date that cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kb.models import Source
from kb.search import amounts, synonyms
from kb.search.analysis import stems
from kb.search.bands import BAND_LABELS
from kb.search.courts import court_keys
from kb.search.dockets import docket_forms
from kb.search.industries import INDUSTRY_LABELS
from kb.search.provisions import act_named, parse_provision
from kb.search.syntax import Between, Node, Phrase, Provision, Tag, Within, Word
from kb.taxonomy import (
    CHARGE_STATUSES,
    CHARGES,
    GROUPS,
    PARTY_KINDS,
    SANCTION_KINDS,
    STAGES,
    TERM_KINDS,
)

ALIASES = {
    "statute": "provision",
    "law": "provision",
    "cite": "provision",
    "defendant": "party",
    "respondent": "party",
    "name": "party",
    "amount": "penalty",
    "total": "penalty",
    "release": "number",
    "doc": "document",
    "order": "document",
    "since": "after",
    "from": "after",
    "until": "before",
    "published": "date",
}
TEXT_FIELDS = ("party", "title", "judge", "document")
_MORE_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "agency": {"justice": ("doj",), "treasury": ("fincen", "ofac")},
    "stage": {
        "complaint": ("complaint_filed",),
        "indicted": ("charged",),
        "plea": ("pleaded_guilty",),
        "guilty": ("pleaded_guilty", "convicted"),
        "trial": ("convicted",),
        "dpa": ("deferred_prosecution",),
        "npa": ("non_prosecution",),
        "settlement": ("settled",),
        "sentence": ("sentenced",),
        "frozen": ("restrained",),
    },
    "status": {"guilty": ("admitted", "convicted"), "proven": ("found", "convicted"), "pleaded": ("admitted",)},
    "kind": {
        "individual": ("person",),
        "individuals": ("person",),
        "people": ("person",),
        "firm": ("organization",),
        "firms": ("organization",),
        "company": ("organization",),
        "companies": ("organization",),
        "corporation": ("organization",),
    },
}


class BadValue(ValueError):
    """A value that its field cannot take; the message is for the person who typed it."""


@cache
def vocabulary(field: str) -> dict[str, str]:
    """The values of a closed field and their labels."""
    known: dict[str, Mapping[str, str]] = {
        "agency": dict(Source.choices),
        "charge": {code: charge.label for code, charge in CHARGES.items()},
        "group": GROUPS,
        "status": CHARGE_STATUSES,
        "stage": STAGES,
        "kind": PARTY_KINDS,
        "sanction": SANCTION_KINDS,
        "term": TERM_KINDS,
        "band": BAND_LABELS,
        "industry": INDUSTRY_LABELS,
    }
    return dict(known.get(field, {}))


CLOSED = ("agency", "charge", "group", "status", "stage", "kind", "sanction", "term", "band", "industry")


def make_field(name: str, value: str, column: int) -> Node:
    """The node of `name:value`. Raises BadValue."""
    name = ALIASES.get(name, name)
    if name in CLOSED:
        return Tag(name, _closed_values(name, value), value, column)
    node = _OPEN[name](value, column)
    return replace(node, text=f'{name}:"{" ".join(value.split())}"') if isinstance(node, Between) else node


def text_field(name: str, part: Node, column: int) -> Node:
    return Within(ALIASES.get(name, name), part, column)  # type: ignore[arg-type]


def is_text_field(name: str) -> bool:
    return ALIASES.get(name, name) in TEXT_FIELDS


def _closed_values(field: str, value: str) -> tuple[str, ...]:
    labels = vocabulary(field)
    code = re.sub(r"[\s\-]+", "_", value.strip().lower())
    for spelling in (code, code.replace("_", "-")):
        if spelling in labels:
            return (spelling,)
    more = _MORE_WORDS.get(field, {}).get(value.strip().lower())
    if more:
        return more
    meant = synonyms.charges_named(value) if field == "charge" else ()
    found = meant or _by_label(labels, value)
    if not found:
        known = ", ".join(list(labels)[:12]) + (" …" if len(labels) > 12 else "")
        raise BadValue(f"no {field} is called \u201c{value}\u201d; known are {known}")
    return found


def _by_label(labels: Mapping[str, str], value: str) -> tuple[str, ...]:
    """Values whose label has all words of the value."""
    wanted = set(stems(value))
    return tuple(code for code, label in labels.items() if wanted and wanted <= {*stems(label), *stems(code)})


def _provision(value: str, column: int) -> Node:
    forms = parse_provision(value) or [form for form in [act_named(value)] if form]
    forms = forms or parse_provision(f"§ {value}")
    if not forms:
        raise BadValue(f"\u201c{value}\u201d is no provision; write it like 7 USC 6d or CEA 4d(a)")
    return Provision(value, tuple(forms), column)


def _docket(value: str, column: int) -> Node:
    return Tag("docket", tuple(sorted(docket_forms(value))), value, column)


def _court(value: str, column: int) -> Node:
    return Tag("court_key", court_keys(value), value, column)


def _number(value: str, column: int) -> Node:
    return Tag("number", (value.strip().lower(),), value, column)


def _year(value: str, column: int) -> Node:
    return Between("year", *_bounds(amounts.year_range, value, "a year, like 2020 or 2019-2021"), column)


def _penalty(value: str, column: int) -> Node:
    return Between("total", *_bounds(amounts.money_range, value, "an amount, like >1m or 500k-2m"), column)


def _date(value: str, column: int) -> Node:
    return Between("day", *_bounds(amounts.date_range, value, "a date, like 2020-03 or march 2020"), column)


def _after(value: str, column: int) -> Node:
    low, _ = _bounds(amounts.date_range, value, "a date, like 2020-03 or march 2020")
    return Between("day", low, None, column)


def _before(value: str, column: int) -> Node:
    low, _ = _bounds(amounts.date_range, value, "a date, like 2020-03 or march 2020")
    return Between("day", None, None if low is None else low - 1, column)


def _bounds(
    read: Callable[[str], tuple[int | None, int | None] | None], value: str, wanted: str
) -> tuple[int | None, int | None]:
    found = read(value)
    if found is None:
        raise BadValue(f"\u201c{value}\u201d is not {wanted}")
    return found


_OPEN: dict[str, Callable[[str, int], Node]] = {
    "provision": _provision,
    "docket": _docket,
    "court": _court,
    "number": _number,
    "year": _year,
    "penalty": _penalty,
    "date": _date,
    "after": _after,
    "before": _before,
}
NAMES = tuple(sorted({*CLOSED, *_OPEN, *TEXT_FIELDS, *ALIASES, "sort"}, key=len, reverse=True))


def plain_text(node: Node) -> str | None:
    """The text of a value that is one word or phrase."""
    return node.text if isinstance(node, Word | Phrase | Provision) else None


def misspelled(text: str) -> str | None:
    """The field that a word such as `agnecy:cftc` was meant for; None for a word that is none or that is right."""
    name, colon, value = text.lower().partition(":")
    if not colon or not value or not name.isalpha() or len(name) < 4 or name in NAMES:
        return None
    near = process.extractOne(name, NAMES, scorer=OSA.distance, score_cutoff=1 if len(name) < 6 else 2)
    return str(near[0]) if near else None
