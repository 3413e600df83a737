"""Processor time of a server and of the database server beside it, from /proc. Linux only: None elsewhere.

A process's time counts with that of its children, those that have ended included.
"""

from __future__ import annotations

import os
from pathlib import Path

PROC = Path("/proc")


def spent(*roots: int | None) -> float | None:
    """Seconds that these processes and all their children have worked so far."""
    if not PROC.is_dir() or None in roots:
        return None
    stats = {int(path.name): fields for path in PROC.glob("[0-9]*") if (fields := read_stat(path))}
    wanted = {root for root in roots if root is not None}
    while found := {pid for pid, fields in stats.items() if int(fields[1]) in wanted} - wanted:
        wanted |= found
    ticks = sum(sum(map(int, stats[pid][11:15])) for pid in wanted if pid in stats)  # own and of ended children
    return ticks / os.sysconf("SC_CLK_TCK")


def read_stat(path: Path) -> list[str]:
    """The fields after the name: state, parent, …; empty for a process that has gone."""
    try:
        return (path / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def postmaster() -> int | None:
    """The embedded database server of this home; None where there is none, as with another server."""
    try:
        lines = (Path(os.environ["CASEBOOK_HOME"]) / "postgres" / "data" / "postmaster.pid").read_text().splitlines()
    except OSError:
        return None
    return int(lines[0])
