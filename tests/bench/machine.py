"""How busy the machine is with other work, without which no figure of time means anything.

In: nothing. Out: the share of its cores in use while this process does nothing, from 0 to 1; where the system does not
say (only Linux does), its load per core.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

BUSY = 0.15  # above that, times are those of a busy machine and no measure of the program
_STAT = Path("/proc/stat")


def others_share(seconds: float = 1.0) -> float:
    before = _ticks()
    if before is None:
        return min(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    time.sleep(seconds)
    after = _ticks() or before
    idle, total = (now - then for now, then in zip(after, before, strict=True))
    return 1 - idle / total if total else 0.0


def _ticks() -> tuple[int, int] | None:
    """Ticks of all cores since the start as (idle, all)."""
    if not _STAT.exists():
        return None
    numbers = [int(number) for number in _STAT.read_text().split("\n", 1)[0].split()[1:9]]
    return numbers[3] + numbers[4], sum(numbers)


def wait_until_quiet(minutes: float) -> float:
    """Waits at most so long for others to leave the machine; returns the share that they use in the end."""
    deadline = time.monotonic() + minutes * 60
    while (share := others_share(3.0)) > BUSY and time.monotonic() < deadline:
        time.sleep(2)
    return share


def in_words(share: float) -> str:
    warning = ": the times are those of a busy machine" if share > BUSY else ""
    return f"others use {share:.0%} of the machine{warning}"
