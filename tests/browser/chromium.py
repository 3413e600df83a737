"""Drives a headless Chromium over its pipe of commands: opens pages, runs scripts, keeps the page's complaints."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-pipe"),
]
PATIENCE = 30.0  # seconds


class Browser:
    """One page of one browser. `complaints` are errors of the console, blocked resources and exceptions."""

    def __init__(self, commands: int, answers: int) -> None:
        self.commands, self.answers = commands, answers
        self.buffer = b""
        self.number = 0
        self.session: str | None = None
        self.complaints: list[str] = []
        self.is_loaded = False
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        while (answer := self.read()).get("id") != self.number:
            self.note(answer)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def read(self) -> dict[str, Any]:
        while b"\0" not in self.buffer:
            piece = os.read(self.answers, 1 << 16)
            if not piece:
                raise RuntimeError("the browser has ended")
            self.buffer += piece
        line, _, self.buffer = self.buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        return message

    def note(self, event: dict[str, Any]) -> None:
        name, told = event.get("method"), event.get("params", {})
        if name == "Page.loadEventFired":
            self.is_loaded = True
        elif name == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.complaints.append(told["entry"]["text"])
        elif name == "Runtime.exceptionThrown":
            self.complaints.append(told["exceptionDetails"]["text"])

    def open(self, url: str, *, width: int = 1440, is_dark: bool = False) -> None:
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.is_loaded = False
        self.call("Page.navigate", url=url)
        while not self.is_loaded:
            self.note(self.read())

    def run(self, script: str) -> Any:
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    def wait_for(self, script: str) -> None:
        """Until the script gives something true; fails after PATIENCE."""
        deadline = time.monotonic() + PATIENCE
        while not self.run(script):
            if time.monotonic() > deadline:
                raise AssertionError(f"never came true: {script}")


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """A browser with an empty profile in that folder; it ends with the context."""
    command_end, commands = map(above_nine, os.pipe())
    answers, answer_end = map(above_nine, os.pipe())
    words = [str(PROGRAM), *_FLAGS, f"--user-data-dir={profile}", "about:blank"]
    silence = os.open(os.devnull, os.O_WRONLY)
    ends = [(os.POSIX_SPAWN_DUP2, end, wanted) for end, wanted in ((silence, 2), (command_end, 3), (answer_end, 4))]
    process = os.posix_spawn(str(PROGRAM), words, os.environ, file_actions=ends)
    for end in (command_end, answer_end, silence):
        os.close(end)
    try:
        yield Browser(commands, answers)
    finally:
        os.close(commands)
        os.kill(process, signal.SIGTERM)
        os.waitpid(process, 0)
        os.close(answers)


def above_nine(descriptor: int) -> int:
    """The same end of a pipe out of the way of 3 and 4, where the browser expects its own."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(descriptor)
    return moved
