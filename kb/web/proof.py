"""Facts of current extractions go in; each comes out as a Mention: who says it, with the sentences that prove it.

A fact whose evidence is not in the text word for word is withheld, counted and logged: it must never be shown.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.urls import reverse

from kb.models import FACTS, Announcement, Extraction
from kb.web.passages import Span, make_passages
from kb.web.sureness import in_words

log = logging.getLogger(__name__)
Key = TypeVar("Key", bound=Hashable)
Evidence = Sequence[Mapping[str, Any]]  # pieces of a text: start, end, quote


@dataclass(frozen=True)
class Proof:
    """A sentence of an announcement, as (text, is highlighted); `url` leads to it there."""

    fragments: list[tuple[str, bool]]
    url: str


@dataclass(frozen=True)
class Mention:
    """One fact as one announcement states it."""

    extraction: Extraction
    fact: Any

    @property
    def announcement(self) -> Announcement:
        return self.extraction.announcement

    @property
    def sureness(self) -> str:
        return in_words(self.fact.confidence)

    @cached_property
    def proofs(self) -> list[Proof]:
        page = reverse("announcement", args=[self.extraction.announcement_id])
        if self.extraction.version_id != self.announcement.current_version_id:
            page += f"?version={self.extraction.version.ordinal}"  # the words are not, or not there, in the current one
        return [
            Proof(passage.fragments, f"{page}#{anchor(passage.spans[0])}")
            for passage in make_passages(self.extraction.version.text, evidence_spans(self.fact.evidence))
        ]


def load_extractions(announcements: Iterable[int]) -> list[Extraction]:
    """Current extractions with their facts and texts, oldest announcement first; a query for each list of facts."""
    found = Extraction.objects.filter(is_current=True, announcement__in=announcements)
    return list(
        found.select_related("announcement", "version")
        .prefetch_related(*FACTS)
        .order_by("announcement__published_on", "announcement_id")
    )


def mentions(extractions: Iterable[Extraction], name: str) -> Iterator[Mention]:
    """The facts of one list, such as `charges`, that their texts prove."""
    for extraction in extractions:
        for fact in getattr(extraction, name).all():
            if extraction.proves(fact.evidence):
                yield Mention(extraction, fact)
            else:
                log.error("evidence of %s %s is not in %s", type(fact).__name__, fact.pk, extraction.version)


def count_withheld(extractions: Iterable[Extraction]) -> int:
    """How many facts `mentions` keeps back."""
    return sum(
        not extraction.proves(fact.evidence)
        for extraction in extractions
        for name in FACTS
        for fact in getattr(extraction, name).all()
    )


def evidence_spans(evidence: Evidence) -> list[Span]:
    return [(piece["start"], piece["end"]) for piece in evidence]


def anchor(span: Span) -> str:
    """The id that a span has on the page of its announcement."""
    return f"at-{span[0]}-{span[1]}"


def group_by(found: Iterable[Mention], key: Callable[[Any], Key]) -> dict[Key, list[Mention]]:
    """Mentions of the same thing together, in order of first mention."""
    groups: dict[Key, list[Mention]] = {}
    for mention in found:
        groups.setdefault(key(mention.fact), []).append(mention)
    return groups
