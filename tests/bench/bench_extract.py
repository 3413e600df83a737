"""How fast facts are extracted, as a multiple of spaCy's own tokenizer on the same texts in the same run.

    python -m tests.bench.bench_extract [--announcements 600]

Prints announcements a second in one process and over all cores, the ratio to tokenizing alone, and peak memory.
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
from itertools import islice
from typing import Any

import spacy

from nlp.pipeline import extract_many
from tests.conftest import SHARED


def read_announcements(wanted: int) -> list[dict[str, Any]]:
    path = SHARED / "data" / "announcements" / "doj.jsonl.gz"
    if not path.exists():
        sys.exit(f"The benchmark reads {path}, which is not there.")
    with gzip.open(path) as lines:
        records = [json.loads(line) for line in lines]
    return random.Random(7).sample(records, min(wanted, len(records)))  # noqa: S311 - a fixed choice


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--announcements", type=int, default=600)
    records = read_announcements(parser.parse_args().announcements)
    tokenizer = spacy.blank("en").tokenizer
    list(extract_many(islice(records, 20)))  # rules are compiled on first use
    cores = os.cpu_count() or 1
    tokenizing = seconds(lambda: [tokenizer(record["text"]) for record in records])
    alone = seconds(lambda: list(extract_many(records)))
    together = seconds(lambda: list(extract_many(records, processes=cores)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
    print(f"{len(records)} announcements, {sum(len(r['text']) for r in records) / len(records):,.0f} characters each")
    print(f"tokenizing alone   {len(records) / tokenizing:8.1f} announcements/s")
    print(f"one process        {len(records) / alone:8.1f} announcements/s, {alone / tokenizing:.1f} x tokenizing")
    print(
        f"{cores} processes        {len(records) / together:8.1f} announcements/s, {alone / together:.2f} x one process"
    )
    print(f"peak memory        {peak:8.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
