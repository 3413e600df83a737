"""How sure a fact is, in words that a reader needs: a probability goes in, a phrase comes out.

The extraction gives each fact the chance that it is right, learned from labelled texts. Nothing is ever certain.
"""

from __future__ import annotations

VERY_LIKELY = 0.9
CHECK = 0.75  # below it, about one fact in three is wrong


def in_words(confidence: float) -> str:
    """`very likely`, `likely` or `check this`."""
    if needs_check(confidence):
        return "check this"
    return "very likely" if confidence >= VERY_LIKELY else "likely"


def needs_check(confidence: float) -> bool:
    return confidence < CHECK
