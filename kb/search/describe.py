"""Says a search in plain English, so that people see how it was read. In: nodes and filters. Out: one line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from kb.search import fields, language
from kb.search.analysis import stems
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
_MOST_FORMS = 3
_MOST_NAMED = 3


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
            return " or ".join(node.forms) if len(node.forms) <= _MOST_FORMS else f"{node.text} of any title"
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


_TAGS = {
    "agency": "announced by {}",
    "charge": "charged as {}",
    "group": "charged with an offense of the kind {}",
    "status": "with a charge {}",
    "stage": "reporting the step {}",
    "kind": "with an accused {}",
    "sanction": "with {} ordered",
    "term": "with {} imposed",
    "band": "with money ordered of {}",
    "industry": "about {}",
    "docket": "docket {}",
    "number": "release number {}",
    "court_key": "court {}",
}


def _describe_tag(node: Tag) -> str:
    labels = fields.vocabulary(node.field)
    shown = " or ".join(labels.get(value, value) for value in node.values) if labels else node.text
    return _TAGS[node.field].format(shown.lower() if node.field in {"status", "kind"} else shown)


def _describe_concept(node: Concept) -> str:
    text = " ".join(word.text for word in node.words)
    own = stems(text)
    phrases = [phrase for phrase in node.phrases if stems(phrase) != own]
    said = [f"or {_shortened(phrases, 'more')}"] if phrases else []
    if node.charges:
        said.append(f"or charged as {_shortened([charge_label(code) for code in node.charges], 'more charges')}")
    return f"{text} ({', '.join(said)})" if said else text


def _shortened(names: Sequence[str], more: str) -> str:
    left = len(names) - _MOST_NAMED
    return " / ".join([*names[:_MOST_NAMED], *([f"{left} {more}"] if left > 0 else [])])


def _describe_near(node: Near) -> str:
    left, right = describe(node.left, is_inner=True), describe(node.right, is_inner=True)
    if node.unit != "words":
        order = " after it" if node.is_ordered else ""
        return f"{left} with {right} in the same {node.unit}{order}"
    plural = "" if node.distance == 1 else "s"
    return f"{left} {'followed by' if node.is_ordered else 'near'} {right} within {node.distance} word{plural}"


def _describe_bounds(node: Between) -> str:
    if node.field == "total":
        return _describe_money(node)
    show = _day if node.field == "day" else str
    low, high = node.low, node.high
    if low is not None and low == high:
        return f"published {'on' if node.field == 'day' else 'in'} {show(low)}"
    if low is None:
        return f"published up to {show(high)}" if high is not None else _EVERYTHING
    return f"published from {show(low)} on" if high is None else f"published from {show(low)} to {show(high)}"


def _describe_money(node: Between) -> str:
    low, high = node.low, node.high
    if low is None:
        return "money ordered" if high is None else f"at most ${high:,} ordered"
    return f"at least ${low:,} ordered" if high is None else f"${low:,} to ${high:,} ordered"


def _day(ordinal: int) -> str:
    day = date.fromordinal(max(1, min(ordinal, date.max.toordinal())))
    return f"{day:%B} {day.day}, {day.year}"
