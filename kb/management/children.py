"""The processes that `manage.py run` starts: all of them end when it ends, however it ends.

Each child reads the pipe from its parent to its end: a parent killed outright closes it, and the child ends itself.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from types import TracebackType
from typing import Self

from kb.database import BASE

MARK = "CASEBOOK_CHILD"
PATIENCE = 20.0  # seconds that a child gets to finish what it has in hand


class Children:
    """A context: children started in it are stopped at its end."""

    def __init__(self) -> None:
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self.running.values():
            child.terminate()
        for child in self.running.values():
            try:
                child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Starts `manage.py COMMAND`, out of reach of the terminal's Ctrl-C, which is ours to handle."""
        child = subprocess.Popen(  # noqa: S603
            [sys.executable, str(BASE / "manage.py"), *command],
            stdin=subprocess.PIPE,
            env={**os.environ, MARK: "yes"},
            start_new_session=True,
        )
        self.running[command[0]] = child
        return child

    def run(self, *command: str) -> int:
        """Runs `manage.py COMMAND` to its end and returns its exit code."""
        code = self.start(*command).wait()
        del self.running[command[0]]
        return code

    def ended(self) -> str | None:
        """The name of a child that has ended by itself, if any."""
        return next((name for name, child in self.running.items() if child.poll() is not None), None)


def end_with_parent() -> None:
    """For a child: SIGTERM ends it in good order, and so does the end of its parent."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    if os.environ.get(MARK):
        threading.Thread(target=_watch_parent, daemon=True).start()


def _watch_parent() -> None:
    while os.read(0, 1024):  # not sys.stdin: its lock would still be held as the interpreter ends
        pass
    os.kill(os.getpid(), signal.SIGTERM)
