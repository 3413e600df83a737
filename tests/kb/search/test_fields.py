"""What each kind of term finds, on a few records: provisions that must not bleed, amounts, dates, names, courts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kb.search.amounts import date_range, money_range, year_range
from kb.search.query import Matcher, SearchRequest
from kb.search.records import Record


def make_record(pk: int, text: str = "Notice.", day: date = date(2020, 3, 5), **facts: list[tuple[Any, ...]]) -> Record:
    record = Record(pk, "cftc", f"{8000 + pk}-20", text.partition("\n\n")[0], day, [], text)
    record.facts.update(facts)
    return record


def cite(*canonical: str) -> list[tuple[str, ...]]:
    return [(form,) for form in canonical]


PROVISIONS = {
    1: "7 USC 6d",
    2: "7 USC 6d(a)(2)",
    3: "7 USC 6d-1",
    4: "31 USC 5318(h)",
    5: "31 USC 5318A",
    6: "18 USC 1960",
    7: "31 CFR 1022.210(d)",
    8: "31 CFR 1022.380",
    9: "17 CFR 240.10b-5",
    10: "7 USC 9(1)",
    11: "BSA",
}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("7 USC 6d", {1, 2}),
        ("7 U.S.C. § 6d", {1, 2}),
        ("CEA 4d", {1, 2}),
        ("Section 4d of the Commodity Exchange Act", {1, 2}),
        ("section 4d of the CEA", {1, 2}),
        ("provision:6d", {1, 2}),
        ("7 USC 6d(a)", {2}),
        ("CEA § 4d(a)(2)", {2}),
        ("7 USC 6d-1", {3}),
        ("§5318(h)", {4}),
        ("31 U.S.C. 5318", {4}),
        ("BSA 5318(h)", {4}),
        ("31 USC 5318A", {5}),
        ("31 usc 5318a", {5}),
        ("18 USC 1960", {6}),
        ("§ 1960", {6}),
        ("1960", set()),
        ("31 CFR 1022.210", {7}),
        ("31 C.F.R. § 1022.210(d)", {7}),
        ("31 CFR 1022", {7, 8}),
        ("31 CFR part 1022", {7, 8}),
        ("Rule 10b-5", {9}),
        ("CEA 6(c)(1)", {10}),
        ("provision:BSA", {4, 5, 11}),
        ("law:CEA", {1, 2, 3, 10}),
        ("-provision:BSA -law:CEA", {6, 7, 8, 9}),
    ],
)
def test_provisions(query: str, found: set[int]) -> None:
    matcher = Matcher(make_record(pk, citations=cite(form)) for pk, form in PROVISIONS.items())
    assert matcher.matches(SearchRequest(text=query)) == found


RECORDS = [
    make_record(
        1,
        "CFTC v. Lumen Pay\n\nJudge Ada B. Hale of New York froze the virtual currency that was laundered.",
        parties=[("Lumen Pay Ltd.", "organization", "accused", ["LPX"])],
        sanctions=[("civil_penalty", Decimal(2_500_000), "USD", "ordered", [])],
        courts=[("S.D.N.Y.",)],
        dockets=[("1:20-cv-08132", "")],
        stages=[("restrained",)],
        charges=[("spoofing", "alleged")],
    ),
    make_record(
        2,
        "Order against Ada Marlow\n\nMarlow filed in 1960. Mr. Hale spoke.",
        date(2021, 7, 1),
        parties=[("Ada Marlow", "person", "accused", []), ("Lumen Trust", "organization", "relief_defendant", [])],
        sanctions=[("restitution", Decimal(9e4), "USD", "ordered", []), ("other", Decimal(1e7), "EUR", "ordered", [])],
        stages=[("sentenced",)],
        charges=[("bank_fraud", "convicted")],
    ),
    make_record(3, "Statement\n\nThe offices close early.", date(2021, 12, 31)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("crypto w/10 launder!", {1}),
        ("crypto /s froze", {1}),
        ("judge:hale", {1}),
        ('judge:"ada hale"', set()),
        ("party:lumen", {1, 2}),
        ("party:lpx", {1}),
        ('party:"lumen pay"', {1}),
        ("party:(ada OR lpx)", {1, 2}),
        ("party:lum*", {1, 2}),
        ("title:marlow", {2}),
        ("kind:person", {2}),
        ("kind:firm", {1}),
        ("penalty:>1m", {1}),
        ("penalty:<100k", {2}),
        ("penalty:50k-3m", {1, 2}),
        ("year:2021", {2, 3}),
        ("year:>2020", {2, 3}),
        ("1960", {2}),
        ("year:1960", set()),
        ("2021", {2, 3}),
        ("date:2021-07", {2}),
        ('date:"july 2021"', {2}),
        ("after:2021-07-02", {3}),
        ("before:2021", {1}),
        ("court:sdny", {1}),
        ("court:S.D.N.Y.", {1}),
        ("docket:20-cv-8132", {1}),
        ("8002-20", {2}),
        ("number:8002-20", {2}),
        ("stage:sentenced", {2}),
        ("stage:frozen", {1}),
        ("status:guilty", {2}),
        ("charge:spoofing OR status:convicted", {1, 2}),
        ("group:fraud", {2}),
        ("sanction:restitution", {2}),
        ("agency:doj", set()),
        ("NOT kind:person", {1, 3}),
        ("-ada", {3}),
        ("lumen's", {1, 2}),
        ("Márlow", {2}),
    ],
)
def test_fields(query: str, found: set[int]) -> None:
    assert Matcher(RECORDS).matches(SearchRequest(text=query)) == found


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        (">1m", (1_000_001, None)),
        (">= $1.5 million", (1_500_000, None)),
        ("1m", (1_000_000, None)),
        ("500k-2m", (500_000, 2_000_000)),
        ("$500,000 to 2bn", (500_000, 2_000_000_000)),
        ("under 10k", (None, 9_999)),
        ("..1m", (None, 1_000_000)),
        ("much", None),
        ("1m-much", None),
    ],
)
def test_amounts_of_money(text: str, bounds: object) -> None:
    assert money_range(text) == bounds


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020-02-30", None, None),
        ("3/5/2020", date(2020, 3, 5), date(2020, 3, 5)),
        ("March 5, 2020", date(2020, 3, 5), date(2020, 3, 5)),
        ("5 mar 2020", date(2020, 3, 5), date(2020, 3, 5)),
        ("2020 q3", date(2020, 7, 1), date(2020, 9, 30)),
        ("2020-02..2020-03", date(2020, 2, 1), date(2020, 3, 31)),
        ("march 2020 to april 2021", date(2020, 3, 1), date(2021, 4, 30)),
        ("2019-2020", date(2019, 1, 1), date(2020, 12, 31)),
        ("soon", None, None),
    ],
)
def test_dates(text: str, first: date | None, last: date | None) -> None:
    expected = (first.toordinal(), last.toordinal()) if first and last else None
    assert date_range(text) == expected


def test_years() -> None:
    assert year_range("2019-2021") == (2019, 2021)
    assert year_range("since 2019") == (2019, None)
    assert year_range(">2019") == (2020, None)
