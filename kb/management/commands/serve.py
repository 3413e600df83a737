"""The site, on HOST and PORT: one process for each core, all on one listening socket."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from typing import Any

import waitress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from kb.management.children import end_with_parent
from kb.management.preflight import check_port
from kb.wsgi import application

THREADS = 8  # of a process, each with a connection to the database
MOST_THREADS = 64  # of all processes; the database takes 100 connections unless told otherwise


class Command(BaseCommand):
    help = "Serve the site on HOST and PORT (default 127.0.0.1 and 8000), with WEB_PROCESSES processes."

    def handle(self, *args: Any, **options: Any) -> None:
        check_port(settings.HOST, settings.PORT)
        listener = socket.create_server((settings.HOST, settings.PORT), backlog=1024)
        connections.close_all()  # each process opens its own
        alive, held = os.pipe()
        threads = max(1, min(THREADS, MOST_THREADS // settings.WEB_PROCESSES))
        servers = [fork_server(listener, alive, held, threads) for _ in range(settings.WEB_PROCESSES)]
        os.close(alive)
        end_with_parent()
        try:
            ended, _ = os.wait()
            servers.remove(ended)
            raise CommandError("a process of the site has ended by itself; its last words are above.")
        finally:
            for server in servers:
                os.kill(server, signal.SIGTERM)
            for server in servers:
                os.waitpid(server, 0)


def fork_server(listener: socket.socket, alive: int, held: int, threads: int) -> int:
    """Starts a process that serves until SIGTERM, or until the process that holds the pipe's other end is gone."""
    process = os.fork()
    if process:
        return process
    os.close(held)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it, and sends SIGTERM
    threading.Thread(target=_end_at_eof, args=[alive], daemon=True).start()
    code = 1
    try:
        waitress.serve(application, sockets=[listener], threads=threads, ident=None)
        code = 0
    except SystemExit:
        code = 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _end_at_eof(pipe: int) -> None:
    os.read(pipe, 1)
    os.kill(os.getpid(), signal.SIGTERM)
