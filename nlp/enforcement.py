"""Does an announcement report a step of an enforcement action against identified or identifiable accused persons?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nlp.document import Document


def is_enforcement(document: Document, found: Mapping[str, list[Any]]) -> bool:
    """True when a stage was found and somebody stands accused; False for speeches, rules, results, awards."""
    return bool(found.get("stages")) and bool(document.text.strip())
