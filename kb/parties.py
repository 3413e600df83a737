"""The party facts of a case's announcements go in; one Party for each name comes out, with the Links that say why."""

from __future__ import annotations

from cleanco import basename
from django.utils import timezone

from kb.models import Announcement, Case, Link, Party, PartyFact, PartyLink

AUTHOR = "parties 1"
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv", "dr", "mr", "mrs", "ms"})


def plain_name(name: str) -> str:
    """A name without case, punctuation and legal form, for comparison only."""
    return " ".join("".join(c if c.isalnum() else " " for c in basename(name).casefold()).split())


def person_key(name: str) -> str:
    """One spelling of a person's full name, without initials and `Jr.`; empty for a bare surname or given name."""
    words = [word for word in plain_name(name).split() if len(word) > 1 and word not in _GENERATIONS]
    return " ".join(words) if len(words) > 1 else ""


def refresh_parties(case: Case, announcements: list[Announcement]) -> None:
    """One Party for all facts of one name within the case; parties that no fact supports any more are removed."""
    facts = PartyFact.objects.filter(extraction__is_current=True, extraction__announcement__in=announcements)
    parties = {plain_name(party.name): party for party in case.parties.all()}
    for fact in facts.order_by("extraction__announcement__published_on", "extraction_id", "position"):
        party = party_for(fact, parties) or Party(case=case, name=fact.name)
        absorb(party, fact)
        parties[plain_name(party.name)] = party
        detail = {"reason": Link.Reason.NAME, "detail": fact.name, "author": AUTHOR, "party": party}
        if not fact.party_links.filter(undone_at=None, party=party).exists():
            fact.party_links.filter(undone_at=None).update(undone_at=timezone.now())
            PartyLink.objects.create(fact=fact, **detail)
    supported = PartyLink.objects.filter(undone_at=None, fact__in=facts).values("party_id")
    case.parties.exclude(pk__in=supported).delete()


def party_for(fact: PartyFact, parties: dict[str, Party]) -> Party | None:
    """The party of the case with this name, else the only one for whom it, or one of its aliases, is another name."""
    plain = plain_name(fact.name)
    if plain in parties:
        return parties[plain]
    others = {plain, *map(plain_name, fact.aliases)}
    matches = [
        party
        for name, party in parties.items()
        if party.kind == fact.kind and others & {name, *map(plain_name, party.aliases)}
    ]
    return matches[0] if len(matches) == 1 else None


def absorb(party: Party, fact: PartyFact) -> None:
    names = [fact.name, *fact.aliases]
    party.kind = party.kind or fact.kind
    party.role = "accused" if "accused" in {party.role, fact.role} else fact.role
    party.aliases = [*party.aliases, *(name for name in names if name not in {party.name, *party.aliases})]
    party.save()
