"""Attempts to sign in are counted by all processes of the site together."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from tests.kb.crawling import database_url

BASE = Path(__file__).resolve().parents[2]
FORM = {"login": "nobody@firm.example", "password": "wrong"}
ATTEMPTS = 5
BLOCKED = "Too many failed login attempts"
ANOTHER_PROCESS = f"""
import django
django.setup()
from django.test import Client
print({BLOCKED!r} in Client(SERVER_NAME="localhost").post("/accounts/login/", {FORM!r}).content.decode())
"""


def is_blocked_elsewhere() -> bool:
    environment = {**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "kb.settings"}
    command = [sys.executable, "-c", ANOTHER_PROCESS]
    done = subprocess.run(command, cwd=BASE, env=environment, capture_output=True, text=True, check=True, timeout=120)
    return done.stdout.strip() == "True"


@pytest.mark.django_db(transaction=True)
def test_what_one_process_counts_another_knows() -> None:
    cache.clear()
    for _ in range(ATTEMPTS - 1):
        Client(SERVER_NAME="localhost").post("/accounts/login/", FORM)
    assert not is_blocked_elsewhere()  # which is the last attempt that is free
    assert is_blocked_elsewhere()
    assert BLOCKED in Client(SERVER_NAME="localhost").post("/accounts/login/", FORM).content.decode()
