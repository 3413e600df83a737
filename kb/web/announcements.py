"""The page of an announcement: its full text with what proves each fact marked, its versions, and where it came from.

`?version=1` shows an older version. Facts are marked only in the version that they were read from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from kb import taxonomy
from kb.models import Announcement, Case, DocumentChange, Extraction, Version
from kb.money import Check, make_check, money
from kb.web.differences import Piece, differences
from kb.web.documents import listed_documents
from kb.web.further import FurtherFact, count_withheld_further, further_facts
from kb.web.markup import mark_paragraphs
from kb.web.passages import Span, make_passages
from kb.web.proof import Mention, anchor, count_withheld, evidence_spans, load_extractions, mentions
from kb.web.sureness import in_words, needs_check
from kb.web.words import length_in_words

HEADINGS = {
    "stages": "Stage",
    "parties": "Party",
    "charges": "Charge",
    "citations": "Law cited",
    "sanctions": "Sanction",
    "terms": "Term",
    "courts": "Court",
    "dockets": "Docket",
    "references": "Refers to",
}


@dataclass(frozen=True)
class Found:
    """A fact in the margin: what it is, in words, the id of its first proof on the page, and how sure it is."""

    heading: str
    words: str
    anchor: str
    sureness: str


@dataclass(frozen=True)
class Doubtful:
    """A fact that a reader should check, with the sentence that is taken to prove it."""

    found: Found
    sentence: list[tuple[str, bool]]


@dataclass(frozen=True)
class Edit:
    """What a version changed in the one before it, and in the published files."""

    version: Version
    pieces: list[Piece]
    files: list[DocumentChange]


@dataclass(frozen=True)
class Sum:
    """A stated total that its parts do not make up, and the id of the words that state it."""

    check: Check
    anchor: str


def announcement(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Announcement.objects.select_related("current_version"), pk=pk)
    versions = list(
        found.versions.select_related("snapshot__body").defer("snapshot__body__compressed").order_by("ordinal")
    )
    shown = choose_version(versions, request.GET.get("version"), found)
    extractions = load_extractions([pk])
    facts = [
        (name, mention)
        for name in HEADINGS
        for mention in mentions(extractions, name)
        if mention.extraction.version_id == shown.pk
    ]
    further = [
        fact for extraction in extractions if extraction.version_id == shown.pk for fact in further_facts(extraction)
    ]
    context = {
        "announcement": found,
        "case": Case.objects.filter(links__announcement=found, links__undone_at=None).first(),
        "shown": shown,
        "is_current": shown.pk == found.current_version_id,
        "state": reading_state(extractions, shown),
        "read_version": next((each.version for each in extractions if each.version_id != shown.pk), None),
        "text_has_title": shown.text.startswith(shown.title),
        "paragraphs": mark_paragraphs(shown.text, titles(facts, further)),
        "facts": [make_found(name, mention) for name, mention in facts],
        "sums": make_sums(facts),
        "further": [make_further(fact) for fact in further],
        "doubtful": make_doubtful(shown.text, facts, further),
        "withheld": count_withheld(extractions) + sum(map(count_withheld_further, extractions)),
        "versions": versions[::-1],
        "edits": make_edits(versions),
        "documents": list(listed_documents().filter(announcement=found)),
    }
    return render(request, "announcement/page.html", context)


def make_edits(versions: list[Version]) -> list[Edit]:
    """Newest first. Replaced files that say the same are left out."""
    changes = DocumentChange.objects.filter(version__in=versions).exclude(kind=DocumentChange.Kind.REWRITTEN)
    files: dict[int | None, list[DocumentChange]] = {}
    for change in changes.select_related("document").defer("document__pages", "pages_before"):
        files.setdefault(change.version_id, []).append(change)
    pairs = pairwise(versions)
    return [Edit(new, differences(old.text, new.text), files.get(new.pk, [])) for old, new in pairs][::-1]


def choose_version(versions: list[Version], wanted: str | None, found: Announcement) -> Version:
    """The version of that ordinal, else the current one. Raises Http404 for an ordinal that there is not."""
    if wanted:
        chosen = [version for version in versions if str(version.ordinal) == wanted]
    else:
        chosen = [version for version in versions if version.pk == found.current_version_id]
    if not chosen:
        raise Http404("There is no such version.")
    return chosen[0]


def reading_state(extractions: Iterable[Extraction], shown: Version) -> str:
    """Whether facts were looked for in this version: `read`, `unread`, or `no enforcement`, which has none."""
    for extraction in extractions:
        if extraction.version_id == shown.pk:
            return "read" if extraction.is_enforcement else "no enforcement"
    return "unread"


def titles(facts: Iterable[tuple[str, Mention]], further: Iterable[FurtherFact]) -> dict[Span, str]:
    """What each span proves, in words; several facts can rest on one span."""
    found: dict[Span, list[str]] = {}
    for fact in further:
        for span in fact.spans:
            found.setdefault(span, []).append(f"{fact.heading}: {fact.words}")
    for name, mention in facts:
        for span in evidence_spans(mention.fact.evidence):
            found.setdefault(span, []).append(f"{HEADINGS[name]}: {fact_in_words(name, mention.fact)}")
    return {span: "; ".join(dict.fromkeys(words)) for span, words in found.items()}


def make_found(name: str, mention: Mention) -> Found:
    first = min(evidence_spans(mention.fact.evidence))
    return Found(HEADINGS[name], fact_in_words(name, mention.fact), anchor(first), mention.sureness)


def make_further(fact: FurtherFact) -> Found:
    return Found(fact.heading, fact.words, anchor(min(fact.spans)), in_words(fact.confidence))


def make_doubtful(text: str, facts: Iterable[tuple[str, Mention]], further: Iterable[FurtherFact]) -> list[Doubtful]:
    """The facts to check, least sure first."""
    found = [
        (mention.fact.confidence, make_found(name, mention), evidence_spans(mention.fact.evidence))
        for name, mention in facts
    ]
    found += [(fact.confidence, make_further(fact), fact.spans) for fact in further]
    unsure = sorted((each for each in found if needs_check(each[0])), key=lambda each: each[0])
    return [Doubtful(each, make_passages(text, [min(spans)])[0].fragments) for _, each, spans in unsure]


def make_sums(facts: Iterable[tuple[str, Mention]]) -> list[Sum]:
    found = (mention.fact for name, mention in facts if name == "sanctions")
    checked = ((make_check(fact), fact) for fact in found)
    return [
        Sum(check, anchor(min(evidence_spans(fact.evidence))))
        for check, fact in checked
        if check and check.state != "agrees"
    ]


def fact_in_words(name: str, fact: Any) -> str:
    """A fact of the list `name` as a reader would say it."""
    return ", ".join(part for part in _WORDS[name](fact) if part)


def _sanction_words(fact: Any) -> Iterator[str]:
    yield f"{money(fact.amount, fact.currency)} {taxonomy.label(taxonomy.SANCTION_KINDS, fact.kind).lower()}"
    yield "" if fact.status == "ordered" else taxonomy.label(taxonomy.SANCTION_STATUSES, fact.status)
    yield "joint and several" if fact.joint else ""
    yield from fact.payers


_WORDS: dict[str, Any] = {
    "stages": lambda fact: [taxonomy.label(taxonomy.STAGES, fact.code)],
    "parties": lambda fact: [fact.name, taxonomy.label(taxonomy.PARTY_ROLES, fact.role)],
    "charges": lambda fact: [
        taxonomy.charge_label(fact.code),
        taxonomy.label(taxonomy.CHARGE_STATUSES, fact.status),
    ],
    "citations": lambda fact: [fact.canonical],
    "sanctions": _sanction_words,
    "terms": lambda fact: [taxonomy.label(taxonomy.TERM_KINDS, fact.kind), length_in_words(fact.months), fact.party],
    "courts": lambda fact: [fact.court],
    "dockets": lambda fact: [fact.number],
    "references": lambda fact: [fact.release],
}
