"""What a search looks through: announcements, or the documents attached to them. Both lie in one index, told apart by
the tag `doc`.

In: the tree of a query. Out: whether its query of announcements may find documents too, so that it must be fenced in.
Documents carry the tags and numbers of their announcement, so a field finds both; words are kept in fields apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.search import schema
from kb.search.dockets import looks_like_docket
from kb.search.syntax import And, Between, Concept, Node, Not, Or, Provision, Tag, Within, Word


@dataclass(frozen=True, slots=True)
class Scope:
    """`tag` marks what is looked for; `body` holds stems with gaps between sentences, `exact` words as written."""

    tag: str
    body: str
    exact: str
    key: str


ANNOUNCEMENTS = Scope(schema.ANNOUNCEMENT, "body", "exact", "id")
DOCUMENTS = Scope(schema.DOCUMENT, "document", "document_exact", "file")
SCOPES = {"document": DOCUMENTS}


def scope_of(by: str) -> Scope:
    """Where a search is looked for whose results are of that kind: `case`, `announcement`, `party` or `document`."""
    return SCOPES.get(by, ANNOUNCEMENTS)


def may_hit_documents(node: Node) -> bool:
    match node:
        case And():
            return all(map(may_hit_documents, node.parts))
        case Or():
            return any(map(may_hit_documents, node.parts))
        case Word():
            return re.fullmatch(r"[\d\-]+", node.text) is not None or looks_like_docket(node.text)
        case Concept():
            return bool(node.charges or node.industries)
        case Within():
            return node.field == "document"
        case Tag() | Between() | Provision() | Not():
            return True
        case _:
            return False
