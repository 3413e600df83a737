"""Each test has an index folder of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def index_folder(settings: Any, tmp_path: Path) -> Path:
    settings.INDEX_FOLDER = tmp_path / "index"
    return tmp_path / "index"
