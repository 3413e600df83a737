"""What is read from the environment: tests run without any of it, and README says what each variable is for."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.settings import BASE, CONFIGURATION

READERS = {"read", "read_bool", "read_int", "read_sources", "getenv", "get"}  # `get` of os.environ
OURS = {"CASEBOOK_CHILD"}  # set by Casebook for its own processes


def variables(path: Path) -> Iterator[str]:
    """Names of variables that a file reads."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).rpartition(".")[2] in READERS:
            is_reader = isinstance(node.func, ast.Name) or ast.unparse(node.func) in ("os.environ.get", "os.getenv")
            first = node.args[0]
            if is_reader and isinstance(first, ast.Constant):
                yield str(first.value)
            elif is_reader and isinstance(first, ast.Name) and first.id == "MARK":
                yield "CASEBOOK_CHILD"


def all_variables() -> set[str]:
    files = [path for package in ("kb", "crawler", "nlp") for path in (BASE / package).rglob("*.py")]
    return {name for path in files for name in variables(path)}


def test_tests_run_without_any_variable_that_a_user_may_have_set() -> None:
    found = all_variables() - {"CASEBOOK_HOME"}  # which tests.settings sets
    assert len(found) > 20 and found - set(CONFIGURATION) == set()
    assert set(CONFIGURATION) - found == set()
    assert [name for name in CONFIGURATION if name in os.environ and name != "DATABASE_URL"] == []


@pytest.mark.parametrize(
    ("address", "told"), [("https://casebook.example", "True True"), ("http://casebook.example", "False False")]
)
def test_an_https_address_makes_cookies_and_browsers_keep_to_https(address: str, told: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "SITE_URL": address,
        "CASEBOOK_HOME": str(tmp_path),
        "DATABASE_URL": "postgresql://nobody@localhost/none",
    }
    script = "from kb import settings; print(settings.SESSION_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS > 0)"
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=BASE, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == told


def test_readme_names_every_variable() -> None:
    readme = (BASE / "README.md").read_text()
    assert [name for name in sorted(all_variables() - OURS) if f"`{name}`" not in readme] == []
