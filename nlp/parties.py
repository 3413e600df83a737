"""Who stands accused? A document in, Party facts out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nlp.document import Document
from nlp.facts import Party


def find_parties(document: Document, found: Mapping[str, list[Any]]) -> list[Party]:
    """The accused and the relief defendants, each under the fullest name of the text."""
    return []
