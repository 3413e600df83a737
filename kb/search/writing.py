"""Writes a tree back as text in the search language, so that a mended search can be offered. In: nodes. Out: text."""

from __future__ import annotations

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

_NAMES = {"court_key": "court"}


def write(node: Node, *, is_inner: bool = False) -> str:
    """The text of a node; reading it gives the same node again, but for columns."""
    match node:
        case Word() | Pattern() | Provision() | Between():
            return node.text
        case Phrase():
            return f'"{node.text}"'
        case Fuzzy():
            return f"{node.text}~"
        case Tag():
            return f'{_NAMES.get(node.field, node.field)}:"{node.text}"'
        case Within():
            return f"{node.field}:{write(node.part, is_inner=True)}"
        case Concept():
            text = " ".join(word.text for word in node.words)
            return f"({text})" if is_inner and len(node.words) > 1 else text
        case Near():
            text = f"{write(node.left, is_inner=True)} {_connector(node)} {write(node.right, is_inner=True)}"
            return f"({text})" if is_inner else text
        case And():
            return _joined(node.parts, " ", is_inner=is_inner)
        case Or():
            return _written_or(node, is_inner=is_inner)
        case Not():
            return f"NOT {write(node.part, is_inner=True)}"
        case Everything():
            return ""


def _written_or(node: Or, *, is_inner: bool) -> str:
    """A NOT at the beginning would be read as taking in all alternatives."""
    first = f"({write(node.parts[0])})" if isinstance(node.parts[0], Not) else write(node.parts[0], is_inner=True)
    text = " OR ".join([first, *(write(part, is_inner=True) for part in node.parts[1:])])
    return f"({text})" if is_inner else text


def _joined(parts: tuple[Node, ...], joiner: str, *, is_inner: bool) -> str:
    text = joiner.join(filter(None, (write(part, is_inner=True) for part in parts)))
    return f"({text})" if is_inner else text


def _connector(node: Near) -> str:
    reach = {"words": str(node.distance), "sentence": "s", "paragraph": "p"}[node.unit]
    return f"pre/{reach}" if node.is_ordered else f"w/{reach}"
