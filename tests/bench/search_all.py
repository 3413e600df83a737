"""`make bench-search`: all that is promised of searching, in one run and one table.

    python -m tests.bench.search_all [--sizes 25000 250000] [--anew] [--wait MINUTES]

For each size a home of its own is filled once and kept, under CASEBOOK_BENCH_HOME (default /var/lib/casebook-bench as
root, else ~/.cache/casebook-bench); the index is built anew each time, the fixed mix of queries timed. On the largest
the rivals and the page over HTTP follow. A run that was stopped is gone on with: parts that it finished, of the same
program, are not measured again (`--anew`: they are). Each part says how busy the machine was with other work; `--wait`
has it wait for quiet. Exit code 1 when a target is missed, 2 when a part failed.

The first run takes 15 to 20 minutes on two cores, later ones 6 to 8, and 8 GB of disk.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.bench import page_load, rivals
from tests.bench.bench_search import TARGET_MEDIAN_MS, TARGET_P95_MS, TARGET_RATE
from tests.bench.machine import BUSY, in_words, others_share, wait_until_quiet

SIZES = (25_000, 250_000)
_CODE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Row:
    """A figure with its target (none: it is told only), and how busy others kept the machine, from 0 to 1."""

    what: str
    figure: float
    target: float
    unit: str
    is_more_better: bool
    others: float

    @property
    def is_met(self) -> bool:
        return not self.target or (self.figure >= self.target if self.is_more_better else self.figure <= self.target)

    def __str__(self) -> str:
        wanted = f"{'>=' if self.is_more_better else '<='} {self.target:,.0f}" if self.target else ""
        verdict = ("met" if self.is_met else "MISSED") if self.target else ""
        return f"{self.what:38}{self.figure:>10,.1f} {self.unit:3}{wanted:>10}  {verdict:7}{self.others:>8.0%}"


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


def fingerprint(sizes: list[int]) -> str:
    """Of what is measured and how: figures of another program are not mixed with this one's."""
    found = hashlib.sha256(str(sizes).encode())
    for folder in ("kb", "tests/bench"):
        for path in sorted((_CODE / folder).rglob("*")):
            if path.suffix in {".py", ".yml", ".lark", ".html"}:
                found.update(path.read_bytes())
    return found.hexdigest()


class Run:
    """A run with the figures of the parts that it has finished, kept in a file until the last one is."""

    def __init__(self, sizes: list[int], *, anew: bool, wait: float) -> None:
        self.path = base() / "run.json"
        self.of, self.wait = fingerprint(sizes), wait
        self.parts: dict[str, dict[str, Any]] = {}
        if self.path.exists() and not anew:
            kept = json.loads(self.path.read_text())
            self.parts = kept["parts"] if kept["of"] == self.of else {}

    def part(self, name: str, home: Path, *arguments: str) -> dict[str, Any]:
        """Runs a part of the benchmark in that home and returns its figures; exits when it has none."""
        key = f"{name}, {int(home.name):,} announcements"
        if key in self.parts:
            print(f"\n{key}: finished by the run before, {time.ctime(self.parts[key]['at'])}", flush=True)
            return self.parts[key]
        others = wait_until_quiet(self.wait) if self.wait else others_share()
        print(f"\n{key}; {in_words(others)}", flush=True)
        started = time.monotonic()
        self.parts[key] = measured(name, home, *arguments) | {"others": others, "at": time.time()}
        self.path.write_text(json.dumps({"of": self.of, "parts": self.parts}))
        print(f"{key}: {time.monotonic() - started:.0f} s", flush=True)
        return self.parts[key]

    def end(self) -> None:
        self.path.unlink(missing_ok=True)


def measured(name: str, home: Path, *arguments: str) -> dict[str, Any]:
    out = home / f"{name}.json"
    out.unlink(missing_ok=True)
    environment = {**os.environ, "CASEBOOK_HOME": str(home), "DJANGO_SETTINGS_MODULE": "kb.settings"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-u", "-m", f"tests.bench.{name}", "--out", str(out), *arguments]
    code = subprocess.run(command, env=environment).returncode
    if code > 1 or not out.exists():
        print(f"{name} failed; run the same command again to go on from here", file=sys.stderr)
        sys.exit(2)
    found: dict[str, Any] = json.loads(out.read_text())
    return found


def measure(run: Run, sizes: list[int]) -> list[Row]:
    rows: list[Row] = []
    searched = {size: run.part("bench_search", home_of(size), "--announcements", str(size)) for size in sizes}
    for size, found in searched.items():
        busy = found["others"]
        rows += [
            Row(f"{size:,}: build", found["rate"], TARGET_RATE, "/s", True, busy),
            Row(f"{size:,}: 40 queries, median", found["median"], TARGET_MEDIAN_MS, "ms", False, busy),
            Row(f"{size:,}: 40 queries, p95", found["p95"], TARGET_P95_MS, "ms", False, busy),
        ]
    least, most = searched[min(sizes)], searched[max(sizes)]
    rows += [
        Row(f"growth {min(sizes):,} to {max(sizes):,}, {name}", most[name] / least[name], 0, "x", False, most["others"])
        for name in ("median", "p95")
    ]
    against = run.part("rivals", home_of(max(sizes)))
    page = run.part("page_load", home_of(max(sizes)))
    return [
        *rows,
        Row("times PostgreSQL's time", against["postgres"], rivals.TARGET_POSTGRES, "x", True, against["others"]),
        Row("times SQLite's time", against["sqlite"], rivals.TARGET_SQLITE, "x", True, against["others"]),
        Row("times PostgreSQL's work of processors", against["postgres_work"], 0, "x", True, against["others"]),
        Row("times SQLite's work of processors", against["sqlite_work"], 0, "x", True, against["others"]),
        Row(f"page, {page_load.PEOPLE} people, p95", page["p95"], page_load.TARGET_P95_MS, "ms", False, page["others"]),
        Row("page, most sustained", page["most"], 0, "/s", True, page["others"]),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--anew", action="store_true", help="measure again what a stopped run has finished")
    parser.add_argument("--wait", type=float, default=0, help="minutes to wait for quiet before each part")
    parser.add_argument("--out", type=Path, help="also write the table there, as JSON")
    options = parser.parse_args()
    base().mkdir(parents=True, exist_ok=True)
    run = Run(options.sizes, anew=options.anew, wait=options.wait)
    rows = measure(run, options.sizes)
    print(f"\n{'':38}{'measured':>14}{'target':>10}{'others use':>17}")
    print("\n".join(map(str, rows)))
    if any(row.others > BUSY for row in rows):
        print("The machine was busy with other work: these times are worse than the program is.")
    if options.out:
        options.out.write_text(json.dumps([asdict(row) for row in rows]))
    run.end()
    return int(not all(row.is_met for row in rows))


if __name__ == "__main__":
    sys.exit(main())
