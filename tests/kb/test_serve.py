"""The site's processes: they share one address, end together, and end with the process that started them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

BASE = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


@pytest.fixture
def site() -> Iterator[tuple[subprocess.Popen[str], str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port), "WEB_PROCESSES": "2"}
    command = [sys.executable, str(BASE / "manage.py"), "serve"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as server:
        address = f"http://127.0.0.1:{port}/static/casebook/icon.svg"
        until(lambda: answers(address))
        try:
            yield server, address
        finally:
            server.kill()


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except OSError:
        return False


def until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def children_of(process: int) -> list[int]:
    """By the kernel's own list where it keeps one, else by `pgrep`."""
    told = Path(f"/proc/{process}/task/{process}/children")
    if told.exists():
        return [int(pid) for pid in told.read_text().split()]
    found = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True, check=False)  # noqa: S607
    return [int(pid) for pid in found.stdout.split()]


def test_two_processes_serve_and_end_with_their_parent(site: tuple[subprocess.Popen[str], str]) -> None:
    server, address = site
    assert len(children_of(server.pid)) == 2
    server.send_signal(signal.SIGKILL)
    server.wait()
    until(lambda: not answers(address))


def test_sigterm_ends_them_all(site: tuple[subprocess.Popen[str], str]) -> None:
    server, address = site
    server.send_signal(signal.SIGTERM)
    assert server.wait(PATIENCE) == 0
    assert not answers(address)


def test_when_one_ends_the_site_ends_and_says_so(site: tuple[subprocess.Popen[str], str]) -> None:
    server, address = site
    os.kill(children_of(server.pid)[0], signal.SIGKILL)
    assert server.wait(PATIENCE) != 0
    assert server.stderr is not None
    assert "ended by itself" in server.stderr.read()
    assert not answers(address)
