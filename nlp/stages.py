"""What step does an announcement report? A document in, Stage facts out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nlp.document import Document
from nlp.facts import Stage


def find_stages(document: Document, found: Mapping[str, list[Any]]) -> list[Stage]:
    """The steps that this announcement reports as its news, each with the words that say so."""
    return []
