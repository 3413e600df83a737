"""Each test has an index folder of its own; each module that crawls has a process for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.conftest import Site, serve
from tests.kb.crawling import Runner, World, running


@pytest.fixture(autouse=True)
def index_folder(settings: Any, tmp_path: Path) -> Path:
    settings.INDEX_FOLDER = tmp_path / "index"
    return tmp_path / "index"


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Runner]:
    with running(tmp_path_factory.mktemp("home")) as runner:
        yield runner


@pytest.fixture
def world(runner: Runner, transactional_db: None) -> Iterator[World]:
    site = Site()
    with serve(site):
        yield World(site, runner)
