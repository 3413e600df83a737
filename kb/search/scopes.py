"""What a search looks through: announcements, or the documents attached to them. Both lie in one index, told apart by
the tag `doc`.

In: the tree of a query. Out: whether its query of announcements may find documents too, so that it must be fenced in.
Documents carry the tags and numbers of their announcement, so a field finds both; words are kept in fields apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kb.search import schema
from kb.search.dockets import looks_like_docket
from kb.search.syntax import And, Between, Concept, Node, Not, Or, Provision, Tag, Within, Word, walk


@dataclass(frozen=True, slots=True)
class Scope:
    """`tag` marks what is looked for; `body` holds stems with gaps between sentences, `exact` words as written. `sums`
    are the fields of money ordered that are looked at in place of the announcement's own."""

    tag: str
    body: str
    exact: str
    key: str
    sums: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_documents(self) -> bool:
        return self.tag == schema.DOCUMENT

    def field_for(self, name: str) -> str:
        """The field of the index for a tag or number that is asked for by that name."""
        return self.sums.get(name, name)


ANNOUNCEMENTS = Scope(schema.ANNOUNCEMENT, "body", "exact", "id")
CASES = replace(ANNOUNCEMENTS, sums={"total": "case_total", "band": "case_band"})
DOCUMENTS = Scope(schema.DOCUMENT, "document", "document_exact", "file")
SCOPES = {"case": CASES, "document": DOCUMENTS}


def scope_of(by: str) -> Scope:
    """Where a search is looked for whose results are of that kind: `case`, `announcement`, `party` or `document`."""
    return SCOPES.get(by, ANNOUNCEMENTS)


def asks_for_sums(node: Node) -> bool:
    """Whether cases, which go by what all their announcements order together, may be others than announcements tell."""
    return any(isinstance(part, Between | Tag) and part.field in CASES.sums for part in walk(node))


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
