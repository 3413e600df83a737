"""Does an announcement report a step of an enforcement action against identified or identifiable accused persons?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nlp.document import Document
from nlp.stages import is_no_step


def is_enforcement(document: Document, found: Mapping[str, list[Any]]) -> bool:
    """True when a stage is reported; False for speeches, statements, rules, results, awards and appointments."""
    codes = {stage.code for stage in found.get("stages", [])}
    if not codes or codes <= {"other", "paid", "appeal"} and not found.get("parties"):
        return False
    return not is_no_step(document)
