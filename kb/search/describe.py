"""Says a search in plain English, so that people see how it was read. In: nodes and filters. Out: one line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from kb.search import fields, language
from kb.search.syntax import (
    And,
    Between,
    Concept,
    Everything,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Provision,
    Tag,
    Within,
    Word,
)
from kb.taxonomy import charge_label

if TYPE_CHECKING:
    from kb.search.request import Filter

_EVERYTHING = "everything"


def describe_request(text: str, filters: Sequence[tuple[Filter, tuple[Any, ...]]]) -> str:
    node = language.parse(text).node
    parts = [] if isinstance(node, Everything) else [describe(node)]
    parts += [_filter_words(item, values) for item, values in filters if values]
    return "; ".join(parts) or _EVERYTHING


def _filter_words(item: Filter, values: tuple[Any, ...]) -> str:
    return " or ".join(str(item.values[value] if item.values else value) for value in values)


def describe(node: Node, *, is_inner: bool = False) -> str:
    """A node in words; `is_inner`: inside another, so that parentheses show what belongs together."""
    match node:
        case Word():
            return node.text
        case Phrase():
            return f"\u201c{node.text}\u201d"
        case Pattern():
            return f"words like {node.text}"
        case Fuzzy():
            return f"words spelled about like {node.text}"
        case Provision():
            return " or ".join(node.forms)
        case Tag():
            return _describe_tag(node)
        case Between():
            return _describe_bounds(node)
        case Within():
            return f"{describe(node.part, is_inner=True)} as {_PLACES[node.field]}"
        case Concept():
            return _describe_concept(node)
        case Near():
            return f"({_describe_near(node)})" if is_inner else _describe_near(node)
        case And():
            return _join(node.parts, " and ", is_inner=is_inner)
        case Or():
            return _join(node.parts, " or ", is_inner=is_inner)
        case Not():
            return f"not {describe(node.part, is_inner=True)}"
        case Everything():
            return _EVERYTHING


_PLACES = {
    "party": "a party",
    "title": "part of the title",
    "judge": "the judge",
    "document": "part of an attached document",
}


def _join(parts: Sequence[Node], word: str, *, is_inner: bool) -> str:
    shown = [part for part in parts if not isinstance(part, Everything)]
    text = word.join(describe(part, is_inner=True) for part in shown) or _EVERYTHING
    return f"({text})" if is_inner and len(shown) > 1 else text


def _describe_tag(node: Tag) -> str:
    labels = fields.vocabulary(node.field)
    name = "court" if node.field == "court_key" else node.field
    if name in {"docket", "court", "number"}:
        return f"{name} {node.text}"
    return f"{name} {' or '.join(labels.get(value, value) for value in node.values)}"


def _describe_concept(node: Concept) -> str:
    text = " ".join(word.text for word in node.words)
    if not node.charges:
        return text
    return f"{text} (or charged as {' / '.join(charge_label(code) for code in node.charges)})"


def _describe_near(node: Near) -> str:
    left, right = describe(node.left, is_inner=True), describe(node.right, is_inner=True)
    if node.unit != "words":
        order = " after it" if node.is_ordered else ""
        return f"{left} with {right} in the same {node.unit}{order}"
    plural = "" if node.distance == 1 else "s"
    return f"{left} {'followed by' if node.is_ordered else 'near'} {right} within {node.distance} word{plural}"


def _describe_bounds(node: Between) -> str:
    if node.field == "year":
        return _bounds(node, str, "published in", "published from")
    if node.field == "day":
        return _bounds(node, _day, "published on", "published from")
    return _bounds(node, lambda amount: f"${amount:,}", "money ordered of", "money ordered from")


def _bounds(node: Between, show: Any, same: str, span: str) -> str:
    low, high = node.low, node.high
    if low is not None and low == high:
        return f"{same} {show(low)}"
    words = [f"{span} {show(low)}"] if low is not None else [span.removesuffix(" from")]
    return " ".join(
        [*words, *([f"to {show(high)}"] if high is not None else ["on"] if node.field != "total" else ["up"])]
    )


def _day(ordinal: int) -> str:
    day = date.fromordinal(max(1, min(ordinal, date.max.toordinal())))
    return f"{day:%B} {day.day}, {day.year}"
