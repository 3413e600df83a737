"""The versions of an announcement and the alerts about it go in; what the agency did comes out, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from kb.alerts.facts import listed
from kb.changes import changed_amounts
from kb.models import ChangeKind, DocumentChange, Version

REMOVED, RESTORED = "Removed by the agency", "Published again by the agency"
BESIDE = (ChangeKind.DOCUMENT, ChangeKind.COSMETIC)  # these neither take a page down nor put it back
_GRAVITY = {kind: place for place, kind in enumerate(ChangeKind)}
_FILES = {
    DocumentChange.Kind.ADDED: "Document added",
    DocumentChange.Kind.CHANGED: "Document replaced",
    DocumentChange.Kind.REMOVED: "Document taken down",
    DocumentChange.Kind.RESTORED: "Document published again",
}
Lines = list[tuple[str, str]]  # heading, words


@dataclass
class Edit:
    """What the agency did to an announcement from the version that the watches saw last to the one they are told of.
    `is_edited`: there is more to see than that the page is gone or back. `lines` are empty until `add_lines`."""

    did: str
    is_edited: bool
    before: Version
    after: Version
    lines: Lines = field(default_factory=list)


def versions_of(announcements: Collection[int]) -> dict[int, list[Version]]:
    """In their order, without their texts."""
    found: dict[int, list[Version]] = defaultdict(list)
    rows = Version.objects.filter(announcement__in=announcements).order_by("announcement", "ordinal")
    for version in rows.only("announcement_id", "ordinal", "change", "matched_at", "text_hash"):
        found[version.announcement_id].append(version)
    return found


def find_edit(versions: list[Version], alerts: list[Any]) -> Edit:
    """That the page was taken down, where that came last; that it is back; and the kinds of all other changes, gravest
    first. An earlier version than those of the alerts must have been matched."""
    told = [alert.version.ordinal for alert in alerts]
    before = [each for each in versions if each.ordinal < min(told) and each.matched_at][-1]
    new = [each for each in versions if before.ordinal < each.ordinal <= max(told)]
    kinds = {ChangeKind(each.change) for each in new if each.change}
    other = sorted(kinds - {ChangeKind.COSMETIC, ChangeKind.REMOVED, ChangeKind.RESTORED}, key=_GRAVITY.__getitem__)
    words = ", ".join(str(kind.label) for kind in other)
    if next((each.change for each in reversed(new) if each.change not in BESIDE), "") == ChangeKind.REMOVED:
        return Edit(REMOVED, False, before, new[-1])
    if ChangeKind.RESTORED not in kinds:
        return Edit(f"Changed: {words or ChangeKind.OTHER.label}", True, before, new[-1])
    is_edited = bool(other) or before.text_hash != new[-1].text_hash
    return Edit(f"{RESTORED}, changed: {words or 'its words'}" if is_edited else RESTORED, is_edited, before, new[-1])


def add_lines(edits: Sequence[Edit]) -> None:
    """What became of amounts and files. Reads the texts, in two queries for all."""
    if not edits:
        return
    versions = [version.pk for edit in edits for version in (edit.before, edit.after)]
    texts = dict(Version.objects.filter(pk__in=versions).values_list("pk", "text"))
    files = file_changes([edit.after.announcement_id for edit in edits])
    for edit in edits:
        own = files[edit.after.announcement_id]
        told = [each for each in own if edit.before.ordinal < each.ordinal <= edit.after.ordinal]
        edit.lines = [*amount_lines(texts[edit.before.pk], texts[edit.after.pk]), *file_lines(told)]


def amount_lines(old: str, new: str) -> Lines:
    """`("Amount changed", "$2 million → $3 million")`."""
    pairs = changed_amounts(old, new)
    lines = (
        ("Amount changed", [f"{before} → {after}" for before, after in pairs if before and after]),
        ("Amount added", [after for before, after in pairs if not before]),
        ("Amount left out", [before for before, after in pairs if not after]),
    )
    return [(heading, listed(words)) for heading, words in lines if words]


def file_changes(announcements: Collection[int]) -> dict[int, list[Any]]:
    """Each with the `ordinal` of the version that tells of it; files replaced by the same words are left out."""
    found: dict[int, list[Any]] = defaultdict(list)
    rows = DocumentChange.objects.filter(version__announcement__in=announcements, kind__in=_FILES)
    for row in rows.select_related("document", "version").defer("pages_before", "document__pages", "version__text"):
        row.ordinal = row.version.ordinal  # type: ignore[attr-defined, union-attr]
        found[row.document.announcement_id].append(row)
    return found


def file_lines(changes: list[Any]) -> Lines:
    """`("Document taken down", "Consent Order")`."""
    named = {heading: [each.document.name for each in changes if each.kind == kind] for kind, heading in _FILES.items()}
    return [(heading, listed(names)) for heading, names in named.items() if names]
