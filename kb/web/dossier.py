"""All that is known of one case, put together for a reader: its announcements in order, and every fact with its proof.

In: a Case. Out: a Dossier of rows; each row holds the Mentions that prove it. Facts of superseded extractions and
announcements whose link was undone are left out. The number of queries does not grow with the case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from kb import taxonomy
from kb.models import Announcement, Case, CaseLink, Document, Extraction, Party, PartyLink
from kb.money import Total, is_same_sanction, make_totals, money
from kb.search.parties import party_search
from kb.search.query import SearchRequest
from kb.web.documents import listed_documents
from kb.web.proof import Mention, count_withheld, group_by, load_extractions, mentions
from kb.web.sureness import in_words, needs_check
from kb.web.words import count, length_in_words, natural_key


@dataclass(frozen=True)
class Row:
    """One fact of the case. `label` is what a reader reads first, `notes` what else is known, `url` leads on."""

    label: str
    mentions: list[Mention]
    status: str = ""
    amount: str = ""
    notes: list[str] = field(default_factory=list)
    code: str = ""
    url: str = ""

    @property
    def confidence(self) -> float:
        """That of the announcement that tells it most surely: the chance that the fact is right."""
        return max((mention.fact.confidence for mention in self.mentions), default=0.0)

    @property
    def sureness(self) -> str:
        return in_words(self.confidence)

    @property
    def needs_check(self) -> bool:
        return needs_check(self.confidence)


@dataclass(frozen=True)
class Entry:
    """One announcement in the timeline: why it belongs to the case, and what it reports."""

    announcement: Announcement
    link: CaseLink
    stages: list[Row]
    is_read: bool

    @property
    def reason(self) -> str:
        """Why it is in this case, as the end of a sentence."""
        words = self.link.detail or self.link.get_reason_display()
        return words if words.endswith(".") else f"{words}."

    @property
    def documents(self) -> list[Document]:
        return list(self.announcement.documents.all())


@dataclass(frozen=True)
class Dossier:
    """`is_enforcement`: an announcement reports a step of an action, or none has been read yet."""

    case: Case
    timeline: list[Entry]
    accused: list[Row]
    relief_defendants: list[Row]
    charges: list[Row]
    sanctions: list[Row]
    totals: list[Total]
    terms: list[Row]
    prison: str
    provisions: list[Row]
    courts: list[Row]
    dockets: list[Row]
    references: list[Row]
    withheld: int
    is_enforcement: bool

    @property
    def party_count(self) -> int:
        return len(self.accused) + len(self.relief_defendants)

    @property
    def court_count(self) -> int:
        return len(self.courts) + len(self.dockets)

    @property
    def is_bare(self) -> bool:
        """Whether there is nothing to list but the announcements: they report no action, and no fact was found."""
        facts = (self.charges, self.sanctions, self.terms, self.provisions, self.references)
        return not (self.is_enforcement or self.party_count or self.court_count or any(facts))

    @property
    def documents(self) -> list[Document]:
        return [document for entry in self.timeline for document in entry.documents]


def make_dossier(case: Case) -> Dossier:
    links = list(
        case.links.filter(undone_at=None)
        .select_related("announcement")
        .prefetch_related(Prefetch("announcement__documents", listed_documents()))
        .order_by("announcement__published_on", "announcement_id")
    )
    extractions = load_extractions([link.announcement_id for link in links])
    parties = party_rows(case, extractions)
    totals = make_totals(proved_sanctions(extractions))
    return Dossier(
        case=case,
        timeline=[make_entry(link, extractions) for link in links],
        accused=[row for row in parties if row.code != "relief_defendant"],
        relief_defendants=[row for row in parties if row.code == "relief_defendant"],
        charges=charge_rows(extractions),
        sanctions=sanction_rows(extractions, totals),
        totals=totals,
        terms=term_rows(extractions),
        prison=prison_in_words(mention.fact for mention in mentions(extractions, "terms")),
        provisions=plain_rows(extractions, "citations", "canonical", lambda label: SearchRequest(text=label)),
        courts=plain_rows(extractions, "courts", "court", lambda label: SearchRequest(courts=(label,))),
        dockets=docket_rows(extractions),
        references=reference_rows(extractions),
        withheld=count_withheld(extractions),
        is_enforcement=any(extraction.is_enforcement for extraction in extractions) or not extractions,
    )


def make_entry(link: CaseLink, extractions: list[Extraction]) -> Entry:
    own = [extraction for extraction in extractions if extraction.announcement_id == link.announcement_id]
    return Entry(link.announcement, link, stage_rows(own), is_read=bool(own))


def stage_rows(extractions: Iterable[Extraction]) -> list[Row]:
    return [
        Row(taxonomy.label(taxonomy.STAGES, code), found, code=code)
        for code, found in group_by(mentions(extractions, "stages"), lambda fact: fact.code).items()
    ]


def party_rows(case: Case, extractions: list[Extraction]) -> list[Row]:
    """Resolved parties first; a fact that no party took up yet is shown under its own name."""
    found = {mention.fact.pk: mention for mention in mentions(extractions, "parties")}
    links = PartyLink.objects.filter(party__case=case, undone_at=None, fact__in=list(found))
    by_party: dict[Party, list[Mention]] = {}
    for link in links.select_related("party").order_by("party_id", "pk"):
        by_party.setdefault(link.party, []).append(found.pop(link.fact_id))
    loose = group_by(found.values(), lambda fact: fact.name)
    rows = [make_party_row(party, proof) for party, proof in by_party.items()]
    return rows + [make_party_row(proof[0].fact, proof) for proof in loose.values()]


def make_party_row(party: Any, found: list[Mention]) -> Row:
    """Of a Party or a PartyFact."""
    notes = [taxonomy.label(taxonomy.PARTY_KINDS, party.kind)]
    if party.aliases:
        notes.append("also " + ", ".join(party.aliases))
    return Row(party.name, found, code=party.role, notes=notes, url=search_url(party_search(party.name)))


def charge_rows(extractions: Iterable[Extraction]) -> list[Row]:
    """One row for each charge, strongest status of the case; in the order of the taxonomy."""
    found = group_by(mentions(extractions, "charges"), lambda fact: fact.code)
    return [
        Row(
            taxonomy.charge_label(code),
            found[code],
            code=code,
            status=taxonomy.strongest_status([mention.fact.status for mention in found[code]]) or "",
            notes=[taxonomy.label(taxonomy.GROUPS, taxonomy.charge_group(code))],
            url=search_url(SearchRequest(charges=(code,))),
        )
        for code in taxonomy.in_order(found)
    ]


def proved_sanctions(extractions: Iterable[Extraction]) -> list[list[Any]]:
    """The sanctions of each announcement, oldest first."""
    return [[mention.fact for mention in mentions([extraction], "sanctions")] for extraction in extractions]


def sanction_rows(extractions: Iterable[Extraction], totals: Iterable[Total]) -> list[Row]:
    """What several announcements tell of is one row; what one announcement tells of twice is two."""
    merged: list[list[Mention]] = []
    for extraction in extractions:
        earlier = list(merged)
        for mention in mentions([extraction], "sanctions"):
            same = next((row for row in earlier if is_same_sanction(row[0].fact, mention.fact)), None)
            if same is None:
                merged.append([mention])
            else:
                same.append(mention)
                earlier.remove(same)
    sums = {fact.pk for total in totals for fact in total.sums}
    return [make_sanction_row(found, is_sum=any(mention.fact.pk in sums for mention in found)) for found in merged]


def make_sanction_row(found: list[Mention], *, is_sum: bool) -> Row:
    fact = max((mention.fact for mention in found), key=lambda fact: len(fact.payers))
    notes = [", ".join(fact.payers)] if fact.payers else []
    if is_sum:
        notes.append("a stated total; its parts are listed too")
    if any(mention.fact.joint for mention in found):
        notes.append("joint and several")
    return Row(
        taxonomy.label(taxonomy.SANCTION_KINDS, fact.kind),
        found,
        code=fact.kind,
        status=fact.status,
        amount=money(fact.amount, fact.currency),
        notes=notes,
    )


def term_rows(extractions: Iterable[Extraction]) -> list[Row]:
    found = group_by(mentions(extractions, "terms"), lambda fact: (fact.kind, fact.months, fact.status, fact.party))
    return [
        Row(
            taxonomy.label(taxonomy.TERM_KINDS, kind),
            proof,
            code=kind,
            status="" if status == "ordered" else status,
            amount=length_in_words(months),
            notes=[party] if party else [],
        )
        for (kind, months, status, party), proof in found.items()
    ]


def prison_in_words(facts: Iterable[Any]) -> str:
    """Terms go in; the prison sentences imposed come out: `37 months`, `12 to 240 months`; empty without any."""
    imposed = [fact for fact in facts if fact.kind == "prison" and fact.status == "ordered"]
    lengths = sorted({fact.months for fact in imposed if fact.months is not None})
    if not lengths:
        return "length not found" if imposed else ""
    longest = count(lengths[-1], "month")
    words = longest if len(lengths) == 1 else f"{lengths[0]:g} to {longest}"
    is_open = any(fact.months is None for fact in imposed)  # such as a life sentence
    return f"{words}, and a term whose length was not found" if is_open else words


def plain_rows(
    extractions: Iterable[Extraction], name: str, column: str, make_search: Callable[[str], SearchRequest]
) -> list[Row]:
    """One row for each value of one column, with the search that finds its other cases."""
    found = group_by(mentions(extractions, name), lambda fact: str(getattr(fact, column)))
    return [Row(label, found[label], url=search_url(make_search(label))) for label in sorted(found, key=natural_key)]


def search_url(wanted: SearchRequest) -> str:
    return f"{reverse('search')}?{wanted.to_query_string()}"


def docket_rows(extractions: Iterable[Extraction]) -> list[Row]:
    """One row for each docket, however it is printed; a number that names no court stands by itself."""
    found = group_by(mentions(extractions, "dockets"), lambda fact: fact.key or (fact.number, fact.court))
    rows = []
    for proof in found.values():
        numbers = list(dict.fromkeys(mention.fact.number for mention in proof))
        court = next((mention.fact.court for mention in proof if mention.fact.court), None)
        others = [f"also printed {', '.join(numbers[1:])}"] if numbers[1:] else []
        rows.append(Row(numbers[0], proof, notes=[*([court] if court else []), *others]))
    return rows


def reference_rows(extractions: Iterable[Extraction]) -> list[Row]:
    """Releases that are referred to, with the address of their page where they are in the knowledge base."""
    rows = group_by(mentions(extractions, "references"), lambda fact: str(fact.release))
    known = {
        (source, number): reverse("announcement", args=[pk])
        for pk, source, number in Announcement.objects.filter(number__in=list(rows)).values_list(
            "pk", "source", "number"
        )
    }
    return [
        Row(release, proof, url=known.get((proof[0].announcement.source, release), ""))
        for release, proof in rows.items()
    ]
