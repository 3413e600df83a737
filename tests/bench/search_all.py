"""`make bench-search`: all that is promised of searching, in one run and one table.

    python -m tests.bench.search_all [--sizes 25000 250000]

For each size a home of its own is filled once and kept, under CASEBOOK_BENCH_HOME (default /var/lib/casebook-bench as
root, else ~/.cache/casebook-bench); the index is built anew each time, the fixed mix of queries timed. On the largest
the rivals and the page over HTTP follow. Exit code 1 when a target is missed, 2 when a part failed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.bench import page_load, rivals
from tests.bench.bench_search import TARGET_MEDIAN_MS, TARGET_P95_MS, TARGET_RATE

SIZES = (25_000, 250_000)


def base() -> Path:
    default = "/var/lib/casebook-bench" if os.geteuid() == 0 else "~/.cache/casebook-bench"
    return Path(os.environ.get("CASEBOOK_BENCH_HOME", default)).expanduser()


def home_of(size: int) -> Path:
    """As root the database server's own user must be able to enter it."""
    home = base() / str(size)
    home.mkdir(parents=True, exist_ok=True)
    for folder in (base(), home):
        folder.chmod(0o755)
    return home


def part(name: str, home: Path, *arguments: str) -> dict[str, Any]:
    """Runs a part of the benchmark in that home and returns its figures; exits when it has none."""
    out = home / f"{name}.json"
    out.unlink(missing_ok=True)
    print(f"\n{name}, {home.name} announcements", flush=True)
    environment = {**os.environ, "CASEBOOK_HOME": str(home), "DJANGO_SETTINGS_MODULE": "kb.settings"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", f"tests.bench.{name}", "--out", str(out), *arguments]
    code = subprocess.run(command, env=environment).returncode
    if code > 1 or not out.exists():
        print(f"{name} failed", file=sys.stderr)
        sys.exit(2)
    found: dict[str, Any] = json.loads(out.read_text())
    return found


def measure(sizes: list[int]) -> list[tuple[str, float, float, str, bool]]:
    """Rows of (what, figure, target, unit, is more better)."""
    rows: list[tuple[str, float, float, str, bool]] = []
    for size in sizes:
        found = part("bench_search", home_of(size), "--announcements", str(size))
        rows += [
            (f"{size:,}: build", found["rate"], TARGET_RATE, "/s", True),
            (f"{size:,}: 40 queries, median", found["median"], TARGET_MEDIAN_MS, "ms", False),
            (f"{size:,}: 40 queries, p95", found["p95"], TARGET_P95_MS, "ms", False),
        ]
    home = home_of(max(sizes))
    against = part("rivals", home)
    page = part("page_load", home)
    return [
        *rows,
        ("times PostgreSQL's time", against["postgres"], rivals.TARGET_POSTGRES, "x", True),
        ("times SQLite's time", against["sqlite"], rivals.TARGET_SQLITE, "x", True),
        (f"page, {page_load.PEOPLE} people, p95", page["p95"], page_load.TARGET_P95_MS, "ms", False),
        ("page, most sustained", page["most"], 0, "/s", True),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    rows = measure(parser.parse_args().sizes)
    print(f"\n{'':34}{'measured':>12}{'target':>12}      load of the machine {os.getloadavg()[0]:.1f}")
    missed = 0
    for what, figure, target, unit, is_more_better in rows:
        is_met = figure >= target if is_more_better else figure <= target
        missed += not is_met
        wanted = f"{'>=' if is_more_better else '<='} {target:,.0f}" if target else "-"
        print(f"{what:34}{figure:>12,.1f}{wanted:>12} {unit:3} {'' if is_met else 'MISSED'}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
