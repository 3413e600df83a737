"""Facts in, Cases and Parties out, each with the Link that justifies it.

An announcement joins a case when it shares a docket of one court, a matter number, names an earlier release of the
same agency and accuses one of the same parties, or, with no docket that says otherwise, is the Justice Department's and
accuses the same several people of the same in the same district (convicted, then sentenced). Where the signs point to
two cases it joins neither: a wrong link costs a reader more than a missing one. What a person decided is never touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from kb.cases import left_case, refresh
from kb.dockets import docket_key
from kb.models import Announcement, Case, CaseLink, DocketFact, Extraction, Link, PartyFact, ReferenceFact
from kb.parties import person_key, plain_name

AUTHOR = "resolve 1"
BATCH = 100  # extractions a transaction: committing costs more than resolving
SHORTEST_NAME = 3  # letters; shorter ones are initials that many share
FEWEST_SHARED = 2  # accused people by whom two announcements without a docket are one case
SURE_SHARED = 4  # by whom they are, though each accuses other firms
MOST_PEOPLE = 25  # a sweep accuses the people of many cases and belongs to none of them
MOST_DAYS = 4 * 366  # from an indictment to the last sentence
MOST_DOCKETS = 3  # a round-up names the dockets of many cases and belongs to none of them


@dataclass(frozen=True)
class Candidate:
    """A case that the announcement may belong to, and why."""

    case_id: int
    reason: Link.Reason
    detail: str


def resolve_pending(*, progress: Callable[[int, int], object] = lambda done, total: None) -> Counter[str]:
    """Ties every new extraction to a case; returns how many for which reason. Oldest announcements first."""
    waiting = Extraction.objects.filter(is_current=True, resolved_at=None)
    ids = list(waiting.order_by("announcement__published_on", "announcement_id").values_list("pk", flat=True))
    reasons: Counter[str] = Counter()
    progress(0, len(ids))
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            reasons.update(map(resolve, ids[start : start + BATCH]))
        progress(min(start + BATCH, len(ids)), len(ids))
    return reasons


def resolve(extraction_id: int) -> str:
    """Ties one extraction; returns the reason of its link, or `superseded` when a newer one took its place."""
    with transaction.atomic():
        extraction = Extraction.objects.select_for_update().get(pk=extraction_id)
        if not extraction.is_current:
            return "superseded"
        announcement = Announcement.objects.select_for_update().get(pk=extraction.announcement_id)
        record_keys(extraction, announcement)
        link, touched = tie(announcement, extraction)
        for case in Case.objects.filter(pk__in=touched):
            refresh(case)
        Extraction.objects.filter(pk=extraction.pk).update(resolved_at=timezone.now())
    return link.reason


def tie(announcement: Announcement, extraction: Extraction) -> tuple[CaseLink, set[int]]:
    """The announcement's link, kept or made anew, and the cases whose announcements are no longer the same."""
    link = announcement.case_links.filter(undone_at=None).first()
    if link and link.reason == Link.Reason.PERSON:
        return link, {link.case_id}
    candidate = choose(candidates(announcement, extraction))
    if link and keeps(link, candidate):
        return link, {link.case_id}
    touched = {link.case_id} if link else set()
    if link:
        CaseLink.objects.filter(pk=link.pk).update(undone_at=timezone.now())
    link = make_link(announcement, candidate)
    link.save()
    return link, touched | {link.case_id}


def keeps(link: CaseLink, candidate: Candidate | None) -> bool:
    """Whether a machine's earlier link still holds in the light of what the announcement now says."""
    if candidate:
        return link.case_id == candidate.case_id
    return link.reason == Link.Reason.FIRST


def make_link(announcement: Announcement, candidate: Candidate | None) -> CaseLink:
    if candidate is None:
        case = left_case(announcement) or Case.objects.create(
            title=announcement.title,
            first_on=announcement.published_on,
            last_on=announcement.published_on,
            is_sample=announcement.is_sample,
        )
        return CaseLink(announcement=announcement, case=case, reason=Link.Reason.FIRST, author=AUTHOR)
    return CaseLink(
        announcement=announcement,
        case_id=candidate.case_id,
        reason=candidate.reason,
        detail=candidate.detail,
        author=AUTHOR,
    )


def choose(found: list[Candidate]) -> Candidate | None:
    """The one case that the weightiest signs point to: dockets and matter numbers, then references, then the accused. A
    tie chooses nothing."""
    softer = (Link.Reason.REFERENCE, Link.Reason.ACCUSED)
    firm = [candidate for candidate in found if candidate.reason not in softer]
    named = [candidate for candidate in found if candidate.reason == Link.Reason.REFERENCE]
    signs = firm or named or found
    return signs[0] if len({candidate.case_id for candidate in signs}) == 1 else None


def candidates(announcement: Announcement, extraction: Extraction) -> list[Candidate]:
    return [
        *docket_candidates(announcement, extraction),
        *matter_candidates(announcement, extraction),
        *reference_candidates(announcement, extraction),
        *accused_candidates(announcement, extraction),
    ]


def record_keys(extraction: Extraction, announcement: Announcement) -> None:
    record_docket_keys(extraction, announcement)
    people = [fact for fact in extraction.parties.all() if fact.kind == "person" and fact.role == "accused"]
    for fact in people:
        fact.key = person_key(fact.name)
    PartyFact.objects.bulk_update(people, ["key"])


def record_docket_keys(extraction: Extraction, announcement: Announcement) -> None:
    courts = {fact.court for fact in extraction.courts.all()}
    only_court = courts.pop() if len(courts) == 1 else None
    for fact in extraction.dockets.all():
        fact.key = docket_key(fact.number, fact.court or only_court, announcement.source)
        fact.save(update_fields=["key"])


def docket_candidates(announcement: Announcement, extraction: Extraction) -> Iterator[Candidate]:
    keys = {fact.key: fact.number for fact in extraction.dockets.all() if fact.key}
    if len(keys) > MOST_DOCKETS:
        return
    others = DocketFact.objects.filter(key__in=keys, extraction__is_current=True)
    for fact in others.exclude(extraction__announcement=announcement).select_related("extraction"):
        if fact.extraction.dockets.count() <= MOST_DOCKETS:
            yield from in_case_of(fact.extraction.announcement_id, Link.Reason.DOCKET, f"same docket, {keys[fact.key]}")


def matter_candidates(announcement: Announcement, extraction: Extraction) -> Iterator[Candidate]:
    """FinCEN announcements of one matter: one is filed under the number that the other prints."""
    if announcement.source != "fincen":
        return
    printed = [fact.key for fact in extraction.dockets.all() if fact.key.startswith("fincen:")]
    filed = Announcement.objects.filter(source="fincen", number__in=map(matter_number, printed))
    own = docket_key(announcement.number or "", None, "fincen")
    printing = Announcement.objects.filter(extractions__is_current=True, extractions__dockets__key=own or "-")
    for other in filed.union(printing):
        if other.pk != announcement.pk:
            yield from in_case_of(
                other.pk, Link.Reason.MATTER, f"same FinCEN matter, {other.number or announcement.number}"
            )


def matter_number(key: str) -> str:
    """`fincen:2021-2` as FinCEN's table is stored: `2021-02`."""
    year, serial = key.removeprefix("fincen:").split("-")
    return f"{year}-{int(serial):02d}"


def reference_candidates(announcement: Announcement, extraction: Extraction) -> Iterator[Candidate]:
    """Releases of the same agency that this one names, or that name this one, where an accused party is shared."""
    named = [fact.release for fact in extraction.references.all()]
    earlier = Announcement.objects.filter(source=announcement.source, number__in=named)
    facts = ReferenceFact.objects.filter(release=announcement.number or "-", extraction__is_current=True)
    later = Announcement.objects.filter(source=announcement.source, extractions__references__in=facts).distinct()
    for words, others in (("it refers to release {}", earlier), ("release {} refers to it", later)):
        for other in others.exclude(pk=announcement.pk):
            shared = shared_names(extraction, other)
            if shared:
                detail = f"{words.format(other.number)}, and both accuse {shared[0]}"
                yield from in_case_of(other.pk, Link.Reason.REFERENCE, detail)


def shared_names(extraction: Extraction, other: Announcement) -> list[str]:
    """Names of accused parties that the other announcement accuses too, as they are written here."""
    theirs = other.extractions.filter(is_current=True).first()
    if theirs is None:
        return []
    known = accused_names(theirs)
    return sorted(name for plain, name in accused_names(extraction).items() if plain in known)


@dataclass(frozen=True)
class Action:
    """What tells whether two announcements of the Justice Department are of one case. `people`: keys and names."""

    people: dict[str, str]
    firms: set[str]
    courts: set[str]
    dockets: set[str]
    charges: set[str]
    published_on: date


def accused_candidates(announcement: Announcement, extraction: Extraction) -> Iterator[Candidate]:
    if announcement.source != "doj" or not extraction.is_enforcement:
        return
    own = read_action(announcement, extraction)
    if not FEWEST_SHARED <= len(own.people) <= MOST_PEOPLE:
        return
    facts = PartyFact.objects.filter(key__in=own.people, extraction__is_current=True)
    others = Extraction.objects.filter(parties__in=facts, announcement__source="doj", is_enforcement=True).distinct()
    others = others.exclude(announcement=announcement).select_related("announcement")
    for other in others.prefetch_related("parties", "courts", "dockets", "charges"):
        shared = same_accused(own, read_action(other.announcement, other))
        if shared:
            detail = f"both accuse {' and '.join(shared[:2])} in {min(own.courts)}"
            yield from in_case_of(other.announcement_id, Link.Reason.ACCUSED, detail)


def read_action(announcement: Announcement, extraction: Extraction) -> Action:
    return Action(
        people={fact.key: fact.name for fact in extraction.parties.all() if fact.key},
        firms={
            plain_name(fact.name)
            for fact in extraction.parties.all()
            if fact.kind == "organization" and fact.role == "accused"
        },
        courts={fact.court for fact in extraction.courts.all()},
        dockets={fact.key for fact in extraction.dockets.all() if fact.key},
        charges={fact.code for fact in extraction.charges.all()},
        published_on=announcement.published_on,
    )


def same_accused(one: Action, other: Action) -> list[str]:
    """The names of the accused that show that two actions are one case; empty where they do not.

    One and the same court, no dockets that differ, a charge in common, few years between, several people who are at
    least half of those whom one of the two accuses, and, where these are few, no firm that the other leaves out.
    """
    shared = sorted(one.people[key] for key in one.people.keys() & other.people.keys())
    fewest = min(len(one.people), len(other.people))
    if len(shared) < FEWEST_SHARED or len(shared) * 2 < fewest or len(other.people) > MOST_PEOPLE:
        return []
    if len(one.courts) != 1 or one.courts != other.courts or not one.charges & other.charges:
        return []
    if len(shared) < SURE_SHARED and one.firms != other.firms and not one.firms & other.firms:
        return []
    if one.dockets and other.dockets and not one.dockets & other.dockets:
        return []
    return shared if abs((one.published_on - other.published_on).days) <= MOST_DAYS else []


def in_case_of(announcement_id: int, reason: Link.Reason, detail: str) -> Iterator[Candidate]:
    for link in CaseLink.objects.filter(announcement=announcement_id, undone_at=None):
        yield Candidate(link.case_id, reason, detail)


def accused_names(extraction: Extraction) -> dict[str, str]:
    """Plain forms of the names and aliases of the accused, with the form they are written in."""
    names = (
        name for party in extraction.parties.all() if party.role == "accused" for name in (*party.aliases, party.name)
    )
    return {plain: name for name in names if len(plain := plain_name(name)) > SHORTEST_NAME}
