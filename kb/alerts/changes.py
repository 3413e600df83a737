"""The versions of an announcement and the alerts about it go in; what the agency did comes out, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from kb.models import ChangeKind, Version

WHOLE = {
    ChangeKind.REMOVED: "Removed by the agency",
    ChangeKind.RESTORED: "Published again by the agency",
}
_GRAVITY = {kind: place for place, kind in enumerate(ChangeKind)}


def versions_of(announcements: Collection[int]) -> dict[int, list[Version]]:
    """In their order, without their texts."""
    found: dict[int, list[Version]] = defaultdict(list)
    rows = Version.objects.filter(announcement__in=announcements).order_by("announcement", "ordinal")
    for version in rows.only("announcement_id", "ordinal", "change", "matched_at"):
        found[version.announcement_id].append(version)
    return found


def change_words(versions: list[Version], alerts: list[Any]) -> str:
    """What the versions told of by the alerts change in the one that the watches saw before: that the page was taken
    down or is back, where that came last; else the kinds of all changes, gravest first."""
    told = [alert.version.ordinal for alert in alerts]
    seen = [each.ordinal for each in versions if each.ordinal < min(told) and each.matched_at]
    new = [each for each in versions if max(seen, default=0) < each.ordinal <= max(told)]
    last = ChangeKind(new[-1].change) if new and new[-1].change else ChangeKind.OTHER
    if last in WHOLE:
        return WHOLE[last]
    kinds = {ChangeKind(each.change) for each in new if each.change} - set(WHOLE)
    telling = (kinds - {ChangeKind.COSMETIC}) or {ChangeKind.OTHER}
    return "Changed: " + ", ".join(str(kind.label) for kind in sorted(telling, key=_GRAVITY.__getitem__))
