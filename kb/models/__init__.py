"""The tables. Downstream rows point upstream; upstream rows are superseded, never edited."""

from kb.models.cases import Case, CaseLink, Link, Party, PartyLink
from kb.models.facts import FACTS, DocketFact, Extraction, Fact, PartyFact, ReferenceFact
from kb.models.missed import MissedPage
from kb.models.registers import Register, RegisterEntry, RegisterPeriod, RegisterSnapshot
from kb.models.sources import (
    Announcement,
    Change,
    ChangeKind,
    CrawlCursor,
    CrawlRun,
    Document,
    DocumentChange,
    RawBody,
    Snapshot,
    Source,
    Version,
)
from kb.models.users import User
from kb.models.watches import Alert, Digest, Watch

__all__ = [
    "FACTS",
    "Alert",
    "Announcement",
    "Case",
    "CaseLink",
    "Change",
    "ChangeKind",
    "CrawlCursor",
    "CrawlRun",
    "Digest",
    "DocketFact",
    "Document",
    "DocumentChange",
    "Extraction",
    "Fact",
    "Link",
    "MissedPage",
    "Party",
    "PartyFact",
    "PartyLink",
    "RawBody",
    "ReferenceFact",
    "Register",
    "RegisterEntry",
    "RegisterPeriod",
    "RegisterSnapshot",
    "Snapshot",
    "Source",
    "User",
    "Version",
    "Watch",
]
