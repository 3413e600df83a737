"""A process that runs `manage.py` on demand, each time in a copy of itself: a crawl's reactor starts once in a process.

A line of JSON goes in on stdin: `arguments` of the command, `settings` of the crawl to replace, `killed_after` seconds,
if at all, and whether it `tells_pid`, in a line of its own, when it starts. One comes out on stdout: the exit code,
negative for a signal, and what was printed.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import tempfile
import traceback
from typing import Any

import django
from django.core.management import ManagementUtility


def work(job: dict[str, Any], output: int) -> None:
    from crawler import settings

    os.dup2(output, 1)
    os.dup2(output, 2)
    for name, value in job["settings"].items():
        setattr(settings, name, value)
    code = 0
    try:
        ManagementUtility(["manage.py", *job["arguments"]]).execute()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    except BaseException:
        traceback.print_exc()
        code = 70
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def run(job: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryFile() as output:
        pid = os.fork()
        if not pid:
            work(job, output.fileno())
        if job["tells_pid"]:
            print(pid, flush=True)
        if job["killed_after"] is not None:
            ended = os.pidfd_open(pid)
            if not select.select([ended], [], [], job["killed_after"])[0]:
                os.kill(pid, signal.SIGKILL)
            os.close(ended)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        output.seek(0)
        return {"code": code, "output": output.read().decode()}


def main() -> None:
    django.setup()
    import kb.management.commands.crawl  # noqa: F401 - once, for all copies

    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
