"""A walk through a list, cut off anywhere and taken up while rows come and go, reads each row that stays."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from crawler.checks import Blocked, PageProblem
from crawler.walks import LATE, Cursor, Walk, page_number, pages

LIST = "https://www.cftc.gov/list?type=x"
NEWEST = date(2026, 11, 16)
SIZE = 5


@dataclass(frozen=True)
class Entry:
    name: int
    published_on: date | None


@dataclass
class Page:
    entries: list[Entry]
    next_url: str | None

    @property
    def dates(self) -> list[date | None]:
        return [entry.published_on for entry in self.entries]


@dataclass
class Source:
    """A list by date, of pages that one can ask for, and what was asked."""

    entries: list[Entry]
    asked: list[int] = field(default_factory=list)
    backwards: bool = False
    broken: dict[int, PageProblem] = field(default_factory=dict)

    @property
    def last(self) -> int:
        return max(0, -(-len(self.entries) // SIZE) - 1)

    async def read(self, url: str, _first: bool) -> Page:
        number = page_number(url)
        self.asked.append(number)
        if number in self.broken:
            raise self.broken[number]
        found = self.entries[number * SIZE : (number + 1) * SIZE]
        following = number - 1 if self.backwards else number + 1
        next_url = f"{LIST}&page={following}" if 0 <= following <= self.last else None
        return Page(found[::-1] if self.backwards else found, next_url)


class Spider:
    def __init__(self, cursors: list[Cursor], since: date | None) -> None:
        self.cursors, self.since = cursors, since
        self.kept: list[Cursor | None] = []

    def is_too_old(self, published_on: date | None) -> bool:
        return bool(self.since and published_on and published_on < self.since)

    def record(self, problem: PageProblem, _url: str) -> PageProblem:
        return problem

    async def keep_cursor(self, _name: str, cursor: Cursor | None) -> None:
        self.kept.append(cursor)


def go(source: Source, left: Cursor | None = None, *, most: int = 999, since: date | None = None) -> Any:
    """The entries read in so many pages, and the cursor left."""
    spider: Any = Spider([left] if left else [], since)
    begin = f"{LIST}&page={source.last}" if source.backwards else LIST
    walk = Walk(spider, "list", begin, step=-1 if source.backwards else 1, patience=2 if source.backwards else 1)
    found: list[Entry] = []

    async def read() -> None:
        count = 0
        async for page in pages(walk, source.read):
            found.extend(page.entries)
            count += 1
            if count >= most:
                return

    asyncio.run(read())
    return found, spider.kept[-1] if spider.kept else left


def entries(count: int, days: int = 3) -> list[Entry]:
    return [Entry(number, NEWEST - timedelta(days=number * days)) for number in range(count)]


@pytest.mark.parametrize("seed", range(300))
def test_each_row_that_stays_is_read_wherever_the_walk_is_cut_off(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    source = Source(entries(chance.randint(1, 80), chance.choice([0, 1, 2, 9])), backwards=chance.random() < 0.3)
    if source.backwards:
        chance.shuffle(source.entries)
    read: set[Entry] = set()
    cursor = None
    for number in range(1000, 1004):
        found, cursor = go(source, cursor, most=chance.randint(1, 9))
        read.update(found)
        stays = [entry for entry in source.entries if chance.random() > 0.1 * chance.random()]
        newest = max([entry.published_on for entry in source.entries if entry.published_on], default=NEWEST)
        days = [chance.randint(-9, LATE.days) for _ in range(chance.choice([0, 1, 12]))]
        late = [Entry(number * 100 + place, newest - timedelta(days=day)) for place, day in enumerate(days)]
        source.entries = stays + late
        if not source.backwards:
            source.entries.sort(key=lambda entry: entry.published_on or NEWEST, reverse=True)
    found, cursor = go(source, cursor)
    assert set(source.entries) <= read | set(found) and cursor is None


def test_a_walk_goes_on_from_the_page_it_had_come_to_after_the_newest() -> None:
    source = Source(entries(100))
    _, cursor = go(source, most=13)
    assert cursor == Cursor("list", None, f"{LIST}&page=12", LIST, NEWEST, NEWEST - timedelta(days=59 * 3))
    source.asked.clear()
    found, cursor = go(source, cursor)
    assert source.asked == [0, 1, 11, 12, 13, 14, 15, 16, 17, 18, 19] and cursor is None
    assert found[0] == source.entries[0]


def test_rows_taken_away_make_the_walk_step_back() -> None:
    source = Source(entries(100))
    _, cursor = go(source, most=13)
    source.entries = source.entries[:12] + source.entries[30:]
    source.asked.clear()
    found, _ = go(source, cursor)
    assert source.asked[:7] == [0, 1, 11, 10, 9, 8, 9] and set(source.entries[42:]) <= set(found)


def test_a_day_that_fills_pages_is_read_whole() -> None:
    source = Source([Entry(number, NEWEST - timedelta(days=(number > 10) * 40)) for number in range(60)])
    _, cursor = go(source, most=7)
    gone = source.entries[20:29]
    source.entries = source.entries[:20] + source.entries[29:]
    source.asked.clear()
    found, _ = go(source, cursor)
    assert set(source.entries[20:]) <= set(found) and not set(gone) & set(found)


@pytest.mark.parametrize(
    ("since", "asked"),
    [
        (date(2026, 6, 1), [0, 1, 7, 8, 9, 10, 11, 12]),  # where the walk cut off was going
        (date(2026, 7, 1), [0, 1, 7, 8, 9, 10]),
        (date(2026, 11, 1), [0, 1, 2]),  # the newest pages alone reach so far
        (date(2026, 9, 15), [0, 1, 2, 3, 4, 5]),  # a look back through what was read
        (date(2026, 1, 1), [*range(20)]),  # further back: rows of the pages read were too old for the other run
        (None, [*range(20)]),
    ],
)
def test_which_runs_take_up_a_walk(since: date | None, asked: list[int]) -> None:
    source = Source(entries(100))
    _, cursor = go(source, most=9, since=date(2026, 6, 1))
    assert cursor and cursor.reached_on == date(2026, 7, 22)
    source.asked.clear()
    go(source, cursor, since=since)
    assert source.asked == asked


def test_a_list_laid_out_anew_is_read_on_from_its_newest_pages() -> None:
    source = Source(entries(60))
    _, cursor = go(source, most=9)
    source.broken[7] = PageProblem("not_found", "No such page.")
    source.asked.clear()
    with pytest.raises(PageProblem):
        go(source, cursor)
    assert source.asked == [0, 1, 7, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("problem", [Blocked("No."), PageProblem("unreachable", "No answer.")])
def test_a_refusal_at_the_page_to_go_on_from_leaves_the_cursor(problem: PageProblem) -> None:
    source = Source(entries(60))
    _, cursor = go(source, most=9)
    source.broken[7] = problem
    source.asked.clear()
    with pytest.raises(PageProblem):
        go(source, cursor)
    assert source.asked == [0, 1, 7]


def test_a_list_that_ends_in_nothing_or_in_itself_is_a_failure() -> None:
    source = Source(entries(20))

    async def empty(url: str, first: bool) -> Page:
        page = await source.read(url, first)
        return Page([], page.next_url) if page_number(url) == 2 else page

    async def circle(url: str, first: bool) -> Page:
        page = await source.read(url, first)
        return Page(page.entries, LIST) if page_number(url) == 2 else page

    for read, reason in ((empty, "no_rows"), (circle, "bad_shape")):
        spider: Any = Spider([], None)

        async def walk(read: Any = read, spider: Any = spider) -> None:
            async for _ in pages(Walk(spider, "list", LIST), read):
                pass

        with pytest.raises(PageProblem) as caught:
            asyncio.run(walk())
        assert caught.value.reason == reason and None not in spider.kept


def test_the_margin_is_what_a_scheduled_crawl_looks_back() -> None:
    from crawler.base import RECHECK_DAYS

    assert timedelta(days=RECHECK_DAYS) == LATE
