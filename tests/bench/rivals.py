"""Rank, count and three facets by the index, by PostgreSQL and by SQLite FTS5, on the same texts in the same run.

    CASEBOOK_HOME=/tmp/bench python -m tests.bench.rivals [--rounds 3]

In: a home that bench_search has filled and indexed. The rivals' own tables are made once and kept there. Each answers
the queries that all three can express: the ten best, how many there are, and counts by agency, year and court. (Of two,
`money laundering` and `indictment`, the index makes more than words, and so has more to do.) PostgreSQL ranks by
`ts_rank_cd` over a GIN index and counts by grouping sets, SQLite ranks by `bm25`. Prints the times and the geometric
means of the ratios. Exit code 1 when a target is missed, 2 when one of them found nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import geometric_mean
from typing import Any, NamedTuple

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")

TARGET_POSTGRES, TARGET_SQLITE = 50.0, 20.0
QUERIES = (
    "fraud", "restitution", "indictment", "medicare", "counterfeit", "embassy",
    "money laundering", "tax return preparer", "bank robbery", "wire transfer customer",
    '"wire fraud"', '"bank secrecy act"', '"deferred prosecution agreement"', '"conspiracy to commit money laundering"',
    "launder*", "embezz*", "solicit*",
    "fraud -securities", "bank -mortgage", "hospital OR clinic", "jewelry OR gold",
)  # fmt: skip
FACETS = ("agency", "year", "court")
_SECONDS = 0.5


@dataclass(frozen=True)
class Parts:
    """A query of the benchmark: a phrase, or words of which all or any are wanted, and one that is not."""

    words: tuple[str, ...]
    unwanted: str = ""
    is_phrase: bool = False
    is_any: bool = False


class Timed(NamedTuple):
    """Milliseconds taken, and of a processor's work; and how many were found."""

    taken: float
    worked: float
    found: int


def read(text: str) -> Parts:
    if text.startswith('"'):
        return Parts(tuple(text.strip('"').split()), is_phrase=True)
    if " OR " in text:
        return Parts(tuple(text.split(" OR ")), is_any=True)
    wanted, _, unwanted = text.partition(" -")
    return Parts(tuple(wanted.split()), unwanted)


def for_postgres(text: str) -> str:
    parts = read(text)
    words = [word.replace("*", ":*") for word in parts.words]
    joined = (" <-> " if parts.is_phrase else " | " if parts.is_any else " & ").join(words)
    return f"{joined} & !{parts.unwanted}" if parts.unwanted else joined


def for_sqlite(text: str) -> str:
    parts = read(text)
    if parts.is_phrase:
        return '"' + " ".join(parts.words) + '"'
    joined = (" OR " if parts.is_any else " AND ").join(parts.words)
    return f"({joined}) NOT {parts.unwanted}" if parts.unwanted else joined


_TEXTS = """
    SELECT a.id, a.source AS agency, extract(year FROM a.published_on)::int AS year,
           (SELECT min(c.court) FROM {courts} c JOIN {extractions} e ON e.id = c.extraction_id
             WHERE e.announcement_id = a.id AND e.is_current) AS court, a.title, v.text
      FROM {announcements} a JOIN {versions} v ON v.id = a.current_version_id
"""


def texts() -> str:
    from kb.models import FACTS, Announcement, Extraction, Version

    models: dict[str, Any] = {"courts": FACTS["courts"], "extractions": Extraction}
    models |= {"announcements": Announcement, "versions": Version}
    return _TEXTS.format(**{name: f'"{model._meta.db_table}"' for name, model in models.items()})


def prepare_postgres() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('rival') IS NOT NULL")
        if cursor.fetchone()[0]:
            return
        cursor.execute("DROP TABLE IF EXISTS rival_new")  # of a run that was stopped
        cursor.execute("SET maintenance_work_mem = '512MB'")
        columns = "id, agency, year, court, to_tsvector('english', title || ' ' || text) AS words"
        cursor.execute(f"CREATE TABLE rival_new AS SELECT {columns} FROM ({texts()}) t")  # noqa: S608 - no input in it
        cursor.execute("CREATE INDEX rival_words ON rival_new USING gin (words)")
        cursor.execute("ALTER TABLE rival_new ADD PRIMARY KEY (id)")
        cursor.execute("ALTER TABLE rival_new RENAME TO rival")
        cursor.execute("VACUUM ANALYZE rival")


def prepare_sqlite(path: Path) -> sqlite3.Connection:
    from django.db import connection, transaction

    if not path.exists():
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        made = sqlite3.connect(draft)
        made.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, agency, year, court)")
        made.execute("CREATE VIRTUAL TABLE words USING fts5(title, text, content='', tokenize='porter unicode61')")
        with transaction.atomic(), connection.chunked_cursor() as cursor:
            cursor.execute(texts())
            while rows := cursor.fetchmany(2_000):
                made.executemany("INSERT INTO rows VALUES (?, ?, ?, ?)", [row[:4] for row in rows])
                made.executemany(
                    "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", [(row[0], *row[4:]) for row in rows]
                )
        made.execute("INSERT INTO words(words) VALUES ('optimize')")
        made.execute("ANALYZE")
        made.commit()
        made.close()
        draft.rename(path)
    opened = sqlite3.connect(path)
    opened.execute("PRAGMA cache_size = -1000000")
    opened.execute("PRAGMA mmap_size = 8000000000")
    return opened


_BY_POSTGRES = """
    WITH found AS MATERIALIZED (
        SELECT id, agency, year, court, ts_rank_cd(words, query) AS score
          FROM rival, to_tsquery('english', %s) AS query WHERE words @@ query)
    (SELECT 'best', id::text, score FROM found ORDER BY score DESC, id LIMIT 10)
    UNION ALL
    SELECT CASE grouping(agency, year, court) WHEN 3 THEN 'agency' WHEN 5 THEN 'year' WHEN 6 THEN 'court'
                ELSE 'all' END,
           coalesce(agency, year::text, court), count(*)
      FROM found GROUP BY GROUPING SETS ((agency), (year), (court), ())
"""


def by_postgres(text: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_BY_POSTGRES, [for_postgres(text)])
        return next(int(number) for name, _, number in cursor.fetchall() if name == "all")


_BY_SQLITE = """
    WITH found AS MATERIALIZED (
        SELECT rows.*, score FROM (SELECT rowid AS place, bm25(words, 3.0, 1.0) AS score FROM words WHERE words MATCH ?)
          JOIN rows ON rows.id = place)
    SELECT * FROM (SELECT 'best', id, score FROM found ORDER BY score LIMIT 10)
    UNION ALL SELECT 'all', '', count(*) FROM found
    UNION ALL SELECT 'agency', agency, count(*) FROM found GROUP BY agency
    UNION ALL SELECT 'year', year, count(*) FROM found GROUP BY year
    UNION ALL SELECT 'court', court, count(*) FROM found GROUP BY court
"""


def by_sqlite(opened: sqlite3.Connection, text: str) -> int:
    rows = opened.execute(_BY_SQLITE, [for_sqlite(text)]).fetchall()
    return next(int(number) for name, _, number in rows if name == "all")


def by_index(text: str) -> int:
    """In the two steps in which a page of results is made; the text is read anew each time."""
    from kb.search import ahead, language
    from kb.search.compile import Compiler
    from kb.search.facets import unscored
    from kb.search.folder import open_reader
    from kb.search.query import ranked

    language.forget()
    reader = open_reader()
    compiler = Compiler(reader.schema, reader.searcher)
    node = language.parse(text).node
    wanted = {name: {"terms": {"field": name, "size": 60}} for name in FACETS}
    query = compiler.find(node)
    matched = unscored(compiler, node, query)
    count_values = partial(reader.searcher.aggregate, matched, wanted)
    counted = ahead.begin(count_values) if ahead.pays(compiler, node) else count_values
    _, count = ranked(reader, query, "relevance", 10)
    counted()
    return count


def best(work: Callable[[str], int], text: str, rounds: int, clock: Callable[[], float]) -> Timed:
    """The best by either clock of at least so many rounds, and of as many as _SECONDS hold; the first only warms."""
    count = work(text)
    times: list[float] = []
    worked: list[float] = []
    end = time.perf_counter() + _SECONDS
    while len(times) < rounds or time.perf_counter() < end:
        started, busy = time.perf_counter(), clock()
        work(text)
        times.append((time.perf_counter() - started) * 1000)
        worked.append((clock() - busy) * 1000)
        if times[-1] > 3_000:
            break
    return Timed(min(times), max(min(worked), 0.001), count)


def server_clock() -> Callable[[], float]:
    """Seconds that the server has worked for this connection, without its parallel helpers; none but on Linux."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        spent = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: int(spent.read_text().split()[0]) / 1e9 if spent.exists() else time.perf_counter()


def compare(opened: sqlite3.Connection, rounds: int) -> dict[str, Any]:
    print(f"{'':42}{'index':>16}{'PostgreSQL':>20}{'SQLite FTS5':>20}   ms and how many found, and times ours")
    ratios: dict[str, list[float]] = {"postgres": [], "sqlite": [], "postgres_work": [], "sqlite_work": []}
    clocks, empty = {"postgres": server_clock(), "sqlite": time.process_time}, 0
    for text in QUERIES:
        ours = best(by_index, text, rounds, time.process_time)
        theirs = {
            "postgres": best(by_postgres, text, rounds, clocks["postgres"]),
            "sqlite": best(lambda asked: by_sqlite(opened, asked), text, rounds, clocks["sqlite"]),
        }
        for name, each in theirs.items():
            ratios[name].append(each.taken / ours.taken)
            ratios[f"{name}_work"].append(each.worked / ours.worked)
        empty += min(ours.found, *(each.found for each in theirs.values())) == 0
        shown = "".join(f"{each.taken:12.1f}{each.found:8,}" for each in theirs.values())
        times = "".join(f"{ratios[name][-1]:8.0f} x" for name in theirs)
        print(f"{text:42}{ours.taken:8.1f}{ours.found:8,}{shown}{times}", flush=True)
    return {name: geometric_mean(each) for name, each in ratios.items()} | {"empty": empty}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, help="also write the figures there, as JSON")
    parser.add_argument("--prepare", action="store_true", help="only make the rivals' tables")
    options = parser.parse_args()
    import django

    django.setup()
    from django.conf import settings

    started = time.perf_counter()
    prepare_postgres()
    opened = prepare_sqlite(Path(settings.HOME) / "rival.sqlite")
    print(f"the rivals' tables are ready after {time.perf_counter() - started:.0f} s", flush=True)
    if options.prepare:
        return 0
    figures = compare(opened, options.rounds)
    print(f"index against PostgreSQL {figures['postgres']:.0f} x (target {TARGET_POSTGRES:.0f} x)")
    print(f"index against SQLite     {figures['sqlite']:.0f} x (target {TARGET_SQLITE:.0f} x)")
    work = f"PostgreSQL {figures['postgres_work']:.0f} x, SQLite {figures['sqlite_work']:.0f} x"
    print(f"by the work of processors, which other programs hardly disturb: {work}")
    if options.out:
        options.out.write_text(json.dumps(figures))
    if figures["empty"]:
        return 2
    return int(figures["postgres"] < TARGET_POSTGRES or figures["sqlite"] < TARGET_SQLITE)


if __name__ == "__main__":
    sys.exit(main())
