"""`make bench`: every benchmark in a few minutes, on 25,000 announcements; each module runs alone on more."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile


def main() -> int:
    home = tempfile.mkdtemp(prefix="casebook-bench-")
    os.chmod(home, 0o755)  # noqa: S103 - as root the database server's own user must be able to enter
    environment = {"CASEBOOK_HOME": home, **os.environ}
    try:
        codes = [
            run(environment, "bench_crawl"),
            run(environment, "bench_extract"),
            run(environment, "bench_search", "--announcements", "25000"),
        ]
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return max(codes)


def run(environment: dict[str, str], name: str, *arguments: str) -> int:
    print(f"\n{name}", flush=True)
    return subprocess.run([sys.executable, "-m", f"tests.bench.{name}", *arguments], env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
