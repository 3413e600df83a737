"""Random and hostile searches: each is answered, in time, and nothing of it comes back as markup.

`CASEBOOK_FUZZ=100000` says how many instead of a few hundred, `CASEBOOK_FUZZ_SEED` from where on. Time is that of the
processor, so that a busy machine fails nothing.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import quote, quote_from_bytes

import pytest
from django.test import Client

from kb.models import Document
from kb.search.fields import NAMES
from kb.search.index import rebuild
from tests.kb.factories import make_announcement

pytestmark = pytest.mark.django_db
COUNT = int(os.environ.get("CASEBOOK_FUZZ", "300"))
SEED = int(os.environ.get("CASEBOOK_FUZZ_SEED", "0"))
MOST_SECONDS = 0.3
WORDS = ["silver", "spoofing", "fraud", "kyc", "failures", "bank", "launder", "Umber", "tin", "2026", "order", "the"]
WORDS += ["unregistered", "brokerage"]
PIECES = [
    *('"', "(", ")", "((", "))", "-", "--", "NOT ", "not ", "OR ", "AND ", "& ", "| ", "w/5 ", "pre/3 ", "/s ", "/p "),
    *(
        "*",
        "!",
        "~",
        "~2",
        "?",
        ":",
        "::",
        "1:1",
        "§",
        "§§ ",
        "7 USC 6d",
        "CEA 4d(a)(2)(C)",
        "31 CFR 1022.210",
        "%",
        "_",
    ),
    *("sections 1, 2 and 3 of the CEA ", "over $5 million ", "since March 2020 ", "date:last 99 years ", "penalty:>"),
    *(
        "20 Civ. 8132 ",
        "Docket No. ",
        "+5 ",
        "within 3 words of ",
        "\x00",
        "\n",
        "\r",
        "\t",
        "\x1b[31m",
        "\ufffe",
        "\\",
    ),
    *(
        "\u202e",
        "\u200f",
        "\u2066",
        "שלום ",
        "مرحبا ",
        "é",
        "ß",
        "İ",
        "\u0345",
        "😀",
        "👩\u200d👩\u200d👧",
        "a\u0301" * 9,
        "﷽",
        "ﬃ",
    ),
    *(
        "“",
        "”",
        "‘",
        "—",
        "\u00a0",
        "'",
        "' OR 1=1; DROP TABLE kb_case; --",
        "'; SELECT pg_sleep(9) --",
        "${7*7}",
        "{{7*7}}",
    ),
    *(
        "<zq>",
        "</zq>",
        '"><zq zqon="1">',
        "' zqon='1",
        '" zqon="1',
        "<!--<zq>-->",
        "&lt;zq&gt;",
        "javascript:zq",
        "]]>",
    ),
    *(
        "../../etc/passwd",
        "http://x.y/?a=b&c=d",
        "-5",
        "1e999",
        "0x10",
        "９９",
        "٣",
        "½",
        "$",
        "€1.000,00",
        "b*",
        "**",
        "a*b*c*",
    ),
]
KINDS = ["case", "announcement", "party", "document", "zq", ""]
RAW = ["<zq", '" zqon', "' zqon"]


def soup(rng: random.Random) -> str:
    parts = [*PIECES, *WORDS, *(f"{name}:" for name in NAMES)]
    return "".join(rng.choice(parts) + rng.choice(["", " ", " ", ""]) for _ in range(rng.randint(1, 60)))


def letters(rng: random.Random) -> str:
    """Letters from anywhere, without halves of a pair."""
    codes = (
        rng.choice([rng.randint(0, 0x2FF), rng.randint(0x2000, 0xD7FF), rng.randint(0xE000, 0x10FFFF)])
        for _ in range(99)
    )
    return "".join(map(chr, codes))


def nested(rng: random.Random) -> str:
    depth = rng.choice([5, 50, 59, 60, 61, 500])
    opening = rng.choice(["(", "-(", "NOT (", "party:(", "a OR (", "a w/3 (", '"(', "((a) OR "])
    return opening * depth + "silver" + ")" * rng.choice([0, depth - 1, depth, depth + 1])


def long(rng: random.Random) -> str:
    unit = rng.choice(
        [*PIECES, *WORDS, "x", "a ", "a* ", "a OR ", "silver w/9 ", "(a b) ", '"a b" ', "a~ ", "7 USC 6d "]
    )
    return (unit * 10_000)[:10_000]


def nearness(rng: random.Random) -> str:
    part = ["silver", "spoof*", '"spoof orders"', "(tin OR silver)", "kyc", "orderz~", "NOT tin", "s*r", "(a w/2 b)"]
    near = ["w/1", "w/250", "w/9999", "pre/2", "/s", "/p", "+s", "w/ 5", "within 5 words of"]
    return " ".join(f"{rng.choice(part)} {rng.choice(near)}" for _ in range(rng.randint(1, 8))) + f" {rng.choice(part)}"


def fielded(rng: random.Random) -> str:
    values = [*PIECES, *WORDS, "cftc", ">1m", "2020..2021", "(a OR b)", '"', "x" * 300, "person", "sdny", "§ 6d"]
    return " ".join(f"{rng.choice(NAMES)}:{rng.choice(values)}" for _ in range(rng.randint(1, 9)))


SHAPES: list[Callable[[random.Random], str]] = [soup, soup, soup, letters, nested, long, nearness, fielded]


def make_address(rng: random.Random) -> str:
    if rng.random() < 0.05:
        text = quote_from_bytes(rng.randbytes(rng.randint(1, 200)), safe="&=;+%")
    else:
        text = quote(rng.choice(SHAPES)(rng).encode("utf-8", "surrogatepass"))
    name = rng.choice(["q", "q", "q", "q", "agency", "year", "court", "band", "cursor", "sort", "page"])
    others = f"&q={quote(rng.choice(WORDS))}" if name != "q" else ""
    where = rng.choice(["/", "/", "/", "/search", "/search.json"])
    return f"{where}?{name}={text}{others}&by={rng.choice(KINDS)}&sort={rng.choice(['', 'newest', 'largest'])}"


@pytest.fixture
def some() -> None:
    for number in range(4):
        made = make_announcement(
            f"Umber {number} Settles Spoofing Charges",
            f"Umber {number} LLC placed spoof orders in silver.\n\nIt pays $4.5 million over kyc failures in tin.",
            published_on=date(2026, 11, 1 + number),
            parties=[f"Umber {number} LLC", "Ann <zq> Tamarisk"],
            charges=[{"code": "spoofing", "status": "settled"}],
            citations=["7 USC 6d"],
            courts=["S.D.N.Y."],
            sanctions=[{"amount": 4_500_000, "quote": "$4.5 million"}],
        )
        url = f"https://agency.example/{number}.pdf"
        pages = ["<zq> The silver order.", '" zqon="1 spoof order']
        Document.objects.create(announcement=made, url=url, title="Order <zq>", pages=pages)
    rebuild()


def answer(client: Client, address: str, headers: dict[str, str]) -> tuple[Any, float]:
    started = time.process_time()
    response = client.get(address, headers=headers)
    return response, time.process_time() - started


def complaint(client: Client, address: str, headers: dict[str, str]) -> tuple[str, float]:
    """What is wrong with the answer to an address, if anything, and the seconds it took."""
    response, seconds = answer(client, address, headers)
    if seconds >= MOST_SECONDS:  # once more: the processor may have been paid for another's memory
        response, seconds = answer(client, address, headers)
    if seconds >= MOST_SECONDS:
        return f"{seconds:.3f} s", seconds
    if response.status_code not in {200, 400}:
        return f"status {response.status_code}", seconds
    body = response.content.decode()
    if address.startswith("/search.json"):
        return "" if json.loads(body).keys() & {"error", "results"} else "no answer", seconds
    return ", ".join(raw for raw in RAW if raw in body), seconds


@pytest.mark.filterwarnings("ignore")
def test_any_search_is_answered_in_time_and_nothing_comes_back_as_markup(client: Client, some: None) -> None:
    client.raise_request_exception = False
    slowest, wrong = (0.0, ""), []
    for number in range(SEED, SEED + COUNT):
        rng = random.Random(number)  # noqa: S311 - made-up searches
        address = make_address(rng)
        problem, seconds = complaint(client, address, {"HX-Request": "true"} if rng.random() < 0.3 else {})
        slowest = max(slowest, (seconds, f"seed {number}: {address[:100]}"))
        if problem:
            wrong.append(f"seed {number}: {problem}: {address[:300]}")
    print(f"{COUNT:,} searches, {len(wrong)} wrong, the slowest {slowest[0] * 1000:.0f} ms: {slowest[1]}")
    assert wrong[:20] == []
