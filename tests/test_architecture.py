"""The import rules: two leaves (`crawler`, `nlp`), one trunk (`kb`), and inside the trunk each room below the next."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parent.parent
# Each room may import those before it. A module that is not listed belongs to the last room.
ROOMS = (
    ("kb.database", "kb.postgres", "kb.settings", "kb.taxonomy", "kb.dockets", "kb.money"),
    ("kb.models",),
    (
        "kb.changes",
        "kb.ingest",
        "kb.briefs",
        "kb.extract",
        "kb.resolve",
        "kb.cases",
        "kb.parties",
        "kb.registers",
        "kb.review",
    ),
    ("kb.search",),
    ("kb.alerts",),
    ("kb.",),
)
MAY_IMPORT_CRAWLER = ("kb.ingest", "kb.management.commands.crawl", "kb.management.commands.registers")
MAY_IMPORT_NLP = ("kb.extract", "kb.web.paste")
BANNED_NAMES = {"utils.py", "helpers.py", "common.py"}


def modules(package: str) -> list[Path]:
    return sorted((BASE / package).rglob("*.py"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(BASE).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "a relative import"


def is_in(module: str, room: str) -> bool:
    return module == room or module.startswith(room if room.endswith(".") else f"{room}.")


def room_of(module: str) -> int:
    return next(place for place, names in enumerate(ROOMS) if any(is_in(module, name) for name in names))


@pytest.mark.parametrize("leaf", ["crawler", "nlp"])
def test_leaves_import_no_other_part(leaf: str) -> None:
    others = {"crawler", "nlp", "kb", "django", "tests"} - {leaf}
    wrong = [(name_of(path), name) for path in modules(leaf) for name in imports(path) if name.split(".")[0] in others]
    assert modules(leaf)
    assert wrong == []


@pytest.mark.parametrize(("leaf", "allowed"), [("crawler", MAY_IMPORT_CRAWLER), ("nlp", MAY_IMPORT_NLP)])
def test_only_the_doors_import_a_leaf(leaf: str, allowed: tuple[str, ...]) -> None:
    users = {name_of(path) for path in modules("kb") if any(name.split(".")[0] == leaf for name in imports(path))}
    assert users
    assert [user for user in sorted(users) if not any(is_in(user, door) for door in allowed)] == []


def test_rooms_of_the_trunk_import_only_those_below() -> None:
    wrong = [
        (name_of(path), name)
        for path in modules("kb")
        if path.parent.name != "migrations" and name_of(path) != "kb"
        for name in imports(path)
        if name.startswith("kb.") and room_of(name) > room_of(name_of(path))
    ]
    assert wrong == []


def test_no_relative_imports_and_no_drawers() -> None:
    paths = [path for package in ("crawler", "nlp", "kb", "tests") for path in modules(package)]
    assert [str(path) for path in paths if path.name in BANNED_NAMES] == []
    assert [str(path) for path in paths if "a relative import" in imports(path)] == []
