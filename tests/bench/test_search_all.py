"""The benchmark of search goes on where it was stopped, and says what its figures are worth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.bench import machine, search_all

FIGURES = {
    "bench_search": {"rate": 2500.0, "median": 7.0, "p95": 17.0},
    "rivals": {"postgres": 55.0, "sqlite": 19.0, "postgres_work": 60.0, "sqlite_work": 20.0},
    "page_load": {"p95": 90.0, "most": 100.0},
}


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The parts that are measured, in order. The rivals fail the first time."""
    asked: list[str] = []

    def measured(name: str, home: Path, *arguments: str) -> dict[str, Any]:
        asked.append(f"{name} {home.name}")
        if asked.count("rivals 20") == 1 and name == "rivals":
            raise SystemExit(2)
        return FIGURES[name]

    monkeypatch.setenv("CASEBOOK_BENCH_HOME", str(tmp_path))
    monkeypatch.setattr(search_all, "measured", measured)
    monkeypatch.setattr(search_all, "others_share", lambda: 0.01)
    monkeypatch.setattr("sys.argv", ["search_all", "--sizes", "10", "20"])
    return asked


def test_a_stopped_run_is_gone_on_with(parts: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        search_all.main()
    assert parts == ["bench_search 10", "bench_search 20", "rivals 20"]
    assert search_all.main() == 1
    assert parts[3:] == ["rivals 20", "page_load 20"]
    lines = {line[:38].strip(): line for line in capsys.readouterr().out.splitlines()}
    assert lines["times SQLite's time"].split()[3:8] == ["19.0", "x", ">=", "20", "MISSED"]
    assert lines["times PostgreSQL's time"].split()[3:8] == ["55.0", "x", ">=", "50", "met"]
    assert lines["growth 10 to 20, median"].split()[5:7] == ["1.0", "x"]
    search_all.main()
    assert parts[5:] == ["bench_search 10", "bench_search 20", "rivals 20", "page_load 20"]


def test_figures_of_another_program_are_not_mixed(parts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit):
        search_all.main()
    monkeypatch.setattr(search_all, "fingerprint", lambda sizes: "another")
    search_all.main()
    assert parts[3:] == ["bench_search 10", "bench_search 20", "rivals 20", "page_load 20"]


def test_a_busy_machine_is_told(parts: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr(search_all, "others_share", lambda: 0.6)
    parts.append("rivals 20")
    search_all.main()
    shown = capsys.readouterr().out
    assert "others use 60% of the machine" in shown
    assert "The machine was busy" in shown


def test_the_share_of_others_is_one() -> None:
    assert 0 <= machine.others_share(0.05) <= 1
