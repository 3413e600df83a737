"""How fast facts are extracted, as a multiple of spaCy's own tokenizer on the same texts in the same run.

    python -m tests.bench.bench_extract [--announcements 600]

Prints announcements a second in one process and over all cores, the share of each component, how the time of each
grows from 10 kB to 1 MB (1.0: as the text does), an order of 200 pages, and the peak memory of a process.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from typing import Any

import spacy

from nlp.document import Document
from nlp.pipeline import FINDERS, extract, extract_many
from tests.conftest import SHARED

SIZES = (10_000, 100_000, 300_000, 1_000_000)
PAGE = 2_800  # characters
STEADY = 0.02  # seconds: below, the clock and the warming-up tell more than the text


def read_announcements() -> list[dict[str, Any]]:
    path = SHARED / "data" / "announcements" / "doj.jsonl.gz"
    if not path.exists():
        sys.exit(f"The benchmark reads {path}, which is not there.")
    with gzip.open(path) as lines:
        records = [json.loads(line) for line in lines]
    random.Random(7).shuffle(records)  # noqa: S311 - a fixed choice
    return records


def read_orders() -> str:
    paths = sorted((SHARED / "data" / "orders" / "cftc").rglob("*.txt"))
    return "\n\n".join(sorted((path.read_text(encoding="utf-8") for path in paths), key=len, reverse=True))


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def component_seconds(text: str, agency: str) -> dict[str, float]:
    """Seconds of CPU for each component; what the text itself needs first (its layout, its sentences) is `document`."""
    spent: dict[str, float] = {}
    document = Document(text, agency)

    def timed(name: str, work: Callable[[], Any]) -> Any:
        start = time.process_time()
        result = work()
        spent[name] = time.process_time() - start
        return result

    timed("document", lambda: (document.flat, document.sentences, document.roles, document.lead))
    found: dict[str, list[Any]] = {}
    for name, finder in FINDERS.items():
        found[name] = timed(name, partial(finder, document, found))
    return spent


def print_shares(records: list[dict[str, Any]]) -> None:
    spent: dict[str, float] = {}
    for record in records:
        for name, taken in component_seconds(record["text"], record.get("agency") or "").items():
            spent[name] = spent.get(name, 0.0) + taken
    most = sorted(spent, key=spent.__getitem__, reverse=True)
    print("\nshare of the time   " + " · ".join(f"{n} {spent[n] / sum(spent.values()):.0%}" for n in most))


def print_growth(title: str, text: str, agency: str) -> None:
    """How many times longer a character takes than in a text a tenth as long or less."""
    rows = [component_seconds(text[:size], agency) for size in SIZES if len(text) >= size]
    print(
        f"\n{title:20s}" + "".join(f"{size // 1000:>9} kB" for size, _ in zip(SIZES, rows, strict=False)) + "   growth"
    )
    for name in ["document", *FINDERS]:
        taken = [row[name] for row in rows]
        start = next((i for i, time in enumerate(taken) if time >= STEADY), len(taken) - 1)
        growth = (taken[-1] / SIZES[len(taken) - 1]) / (taken[start] / SIZES[start]) if taken[start] else 1.0
        print(f"  {name:18s}" + "".join(f"{time:10.2f} s" for time in taken) + f"   {growth:6.1f}")
    print(f"  {'all':18s}" + "".join(f"{sum(row.values()):10.2f} s" for row in rows))


def peak_megabytes(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)


def print_speed(records: list[dict[str, Any]]) -> None:
    tokenizer = spacy.blank("en").tokenizer
    list(extract_many(islice(records, 20)))  # rules are compiled on first use
    cores = os.cpu_count() or 1
    tokenizing = seconds(lambda: [tokenizer(record["text"]) for record in records])
    started = time.process_time()
    alone = seconds(lambda: list(extract_many(records)))
    used = time.process_time() - started
    together = seconds(lambda: list(extract_many(records, processes=cores)))
    print(f"{len(records)} announcements, {sum(len(r['text']) for r in records) / len(records):,.0f} characters each")
    print(f"tokenizing alone   {len(records) / tokenizing:8.1f} announcements/s")
    print(f"one process        {len(records) / alone:8.1f} announcements/s, {alone / tokenizing:.1f} x tokenizing")
    print(f"a core to itself   {len(records) / used:8.1f} announcements/s")
    print(
        f"{cores} processes        {len(records) / together:8.1f} announcements/s, {alone / together:.2f} x one process"
    )
    print(f"peak of a process  {peak_megabytes(resource.RUSAGE_CHILDREN):8.0f} MB")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--announcements", type=int, default=600)
    wanted = parser.parse_args().announcements
    records = read_announcements()
    print_speed(records[:wanted])
    print_shares(records[:wanted])
    orders = read_orders()
    print_growth("releases, joined", "\n\n".join(record["text"] for record in records[:600]), "DOJ")
    print_growth("orders, joined", orders, "CFTC")
    order = orders[: 200 * PAGE]
    print(f"\nan order of 200 pages {seconds(lambda: extract(order, agency='CFTC')):6.1f} s")
    print(f"peak after these      {peak_megabytes(resource.RUSAGE_SELF):6.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
