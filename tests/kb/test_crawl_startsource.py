"""`manage.py startsource`: files that are in the house's order, and a test that fails until they are right."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

BASE = Path(__file__).resolve().parents[2]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    for folder in ("crawler", "tests/crawler"):
        shutil.copytree(BASE / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "frozen"))
    shutil.copy(BASE / "pyproject.toml", tmp_path)
    (tmp_path / "tests" / "__init__.py").touch()
    return tmp_path


def run(clone: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(clone), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, "-m", *command], cwd=clone, env=environment, capture_output=True, text=True)


def test_a_new_source_has_its_files_and_a_failing_test(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("startsource", "occ", folder=clone)
    written = [line.removeprefix("wrote ") for line in capsys.readouterr().out.splitlines()[:-1]]
    assert len(written) == 4 and all((clone / path).read_text() for path in written)
    code = [path for path in written if path.endswith(".py")]
    checked = run(clone, "ruff", "check", "--no-cache", *code)
    assert checked.returncode == 0, checked.stdout
    formatted = run(clone, "ruff", "format", "--no-cache", "--check", *code)
    assert formatted.returncode == 0, formatted.stdout + formatted.stderr
    imported = run(clone, "crawler.spiders.occ")
    assert imported.returncode == 0, imported.stderr
    options = ("-p", "no:cacheprovider", "-p", "no:django", "-c", os.devnull, "--rootdir", str(clone))
    tested = run(clone, "pytest", *options, "tests/crawler/test_occ.py")
    assert tested.returncode == 1 and "2 failed" in tested.stdout, tested.stdout + tested.stderr
    assert "add it to AGENCIES" in tested.stdout


def test_nothing_that_is_there_is_written_over(clone: Path) -> None:
    (clone / "crawler/pages/occ.py").write_text("ours")
    with pytest.raises(CommandError, match="is there already; nothing was written"):
        call_command("startsource", "occ", folder=clone)
    assert (clone / "crawler/pages/occ.py").read_text() == "ours"
    assert not (clone / "crawler/spiders/occ.py").exists()


@pytest.mark.parametrize("name", ["../x", "OCC", "a b", "class", "", "o" * 17])
def test_a_name_that_is_none_is_refused(clone: Path, name: str) -> None:
    with pytest.raises(CommandError, match="cannot name a source"):
        call_command("startsource", name, folder=clone)
