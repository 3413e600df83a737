"""Database rows in, documents of the search index out.

`read_records` gathers what the index holds about announcements, many at a time; `make_document` turns one record into
a document of the index, `make_attached` each file published with it into one of its own. An announcement without a
current version has no record: there is nothing to find in it yet.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import tantivy
from django.db import connection

from kb.models import FACTS, Announcement, CaseLink, Document, PartyLink
from kb.money import Money
from kb.search import analysis, schema
from kb.search.bands import band_of, case_totals, total_ordered
from kb.search.courts import court_key
from kb.search.dockets import docket_forms
from kb.search.industries import industries_of
from kb.search.provisions import ancestors
from kb.taxonomy import charge_group, charge_label

_BATCH = 500
_FACT_FIELDS: dict[str, tuple[str, ...]] = {
    "stages": ("code",),
    "parties": ("name", "kind", "role", "aliases"),
    "charges": ("code", "status"),
    "citations": ("canonical",),
    "sanctions": Money._fields,
    "terms": ("kind",),
    "dockets": ("number", "key"),
    "courts": ("court",),
}
_EPOCH_YEAR = 2000
SHOWN_ROLES = ("accused", "relief_defendant")


@dataclass(slots=True)
class Record:
    """What the index holds of one announcement. `case` is None until it has been tied to one."""

    id: int
    source: str
    number: str | None
    title: str
    published_on: date
    labels: list[str]
    text: str
    case: int | None = None
    has_siblings: bool = False
    case_total: Decimal | None = None  # of a case with several announcements
    other_names: list[str] = field(default_factory=list)
    documents: list[tuple[int, str]] = field(default_factory=list)  # number and text of each attached
    accused: list[str] = field(default_factory=list)
    facts: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))


def read_records(ids: Iterable[int]) -> Iterator[Record]:
    """Records of those announcements that have a current version, in no promised order."""
    wanted = list(ids)
    for start in range(0, len(wanted), _BATCH):
        yield from _read_batch(wanted[start : start + _BATCH])


def read_ahead(ids: list[int], size: int) -> Iterator[list[Record]]:
    """Records by the chunk, the next one read while one is worked on; not ahead inside a transaction, whose rows no
    other connection sees."""
    chunks = [ids[start : start + size] for start in range(0, len(ids), size)]
    if connection.in_atomic_block or len(chunks) < 2:
        yield from (list(read_records(chunk)) for chunk in chunks)
        return
    with ThreadPoolExecutor(1) as reader:
        ahead = reader.submit(_read_apart, chunks[0])
        for chunk in [*chunks[1:], None]:
            records = ahead.result()
            if chunk is not None:
                ahead = reader.submit(_read_apart, chunk)
            yield records


def _read_apart(ids: list[int]) -> list[Record]:
    """In a thread, with a connection of its own that goes with the work."""
    try:
        return list(read_records(ids))
    finally:
        connection.close()


def _read_batch(ids: list[int]) -> list[Record]:
    rows = Announcement.objects.filter(pk__in=ids, current_version__isnull=False).order_by("pk")
    values = rows.values_list(
        "pk", "source", "number", "title", "published_on", "components", "topics", "current_version__text"
    )
    records = {
        pk: Record(pk, source, number, title, published_on, [*components, *topics], text)
        for pk, source, number, title, published_on, components, topics, text in values
    }
    _add_cases(records)
    _add_facts(records)
    _add_documents(records)
    return list(records.values())


def _add_cases(records: dict[int, Record]) -> None:
    links = CaseLink.objects.filter(undone_at=None)
    for pk, case in links.filter(announcement__in=records).values_list("announcement", "case"):
        records[pk].case = case
    cases = {record.case for record in records.values() if record.case is not None}
    members: dict[int, int] = defaultdict(int)
    for case in links.filter(case__in=cases).values_list("case", flat=True):
        members[case] += 1
    for record in records.values():
        record.has_siblings = record.case is not None and members[record.case] > 1
    totals = case_totals(
        {record.case for record in records.values() if record.case is not None and record.has_siblings}
    )
    for record in records.values():
        record.case_total = totals.get(record.case or 0)


def _add_facts(records: dict[int, Record]) -> None:
    for name, fields in _FACT_FIELDS.items():
        rows = FACTS[name].objects.filter(extraction__is_current=True, extraction__announcement__in=records)
        for pk, *values in rows.order_by("extraction", "position").values_list("extraction__announcement", *fields):
            records[pk].facts[name].append(tuple(values))
    links = PartyLink.objects.filter(
        undone_at=None, fact__extraction__is_current=True, fact__extraction__announcement__in=records
    )
    values = ("fact__extraction__announcement", "party__name", "party__aliases", "party__role")
    for pk, name, aliases, role in links.values_list(*values):
        records[pk].other_names.extend([name, *aliases])
        if role in SHOWN_ROLES:
            records[pk].accused.append(name)


def _add_documents(records: dict[int, Record]) -> None:
    rows = Document.objects.filter(announcement__in=records).order_by("pk")
    for pk, announcement, title, pages in rows.values_list("pk", "announcement", "title", "pages"):
        records[announcement].documents.append((pk, "\n\n".join([title, *pages])))


def make_attached(record: Record) -> Iterator[tantivy.Document]:
    """The documents attached to the record's announcement, each with its own words and the announcement's tags."""
    for pk, text in record.documents:
        document = tantivy.Document()
        _add_sentences(document, "document", text)
        document.add_text("document_exact", text)
        _add_tags(document, record, schema.DOCUMENT)
        _add_numbers(document, record)
        document.add_unsigned("file", pk)
        yield document


def make_document(record: Record) -> tantivy.Document:
    document = tantivy.Document()
    _add_texts(document, record)
    _add_tags(document, record, schema.ANNOUNCEMENT)
    _add_numbers(document, record)
    return document


def _add_texts(document: tantivy.Document, record: Record) -> None:
    for name in ("title", "title_exact"):
        document.add_text(name, record.title)
    document.add_text("exact", record.text)
    if not record.text.startswith(record.title):
        document.add_text("exact", record.title)
    names, labels = party_names(record), labels_of(record)
    _add_sentences(document, "body", record.text)
    document.add_pre_tokenized_text("body", _apart([record.title, *names, *labels]))
    for name in names:
        document.add_text("party", name)
    for _, text in record.documents:
        document.add_text("document", text)
        document.add_text("document_exact", text)
    for label in labels:
        document.add_text("label", label)


def labels_of(record: Record) -> list[str]:
    return [*(charge_label(code) for code, _ in record.facts["charges"]), *record.labels]


def _apart(texts: Iterable[str]) -> tantivy.PreTokenizedString:
    """The stems of the texts, each once and near to no other."""
    found = dict.fromkeys(stem for text in texts for stem in analysis.stems(text))
    step = schema.PARAGRAPH_GAP + 1
    return tantivy.PreTokenizedString("", [tantivy.Token(stem, place * step, 0, 0) for place, stem in enumerate(found)])


def _add_sentences(document: tantivy.Document, name: str, text: str) -> None:
    """Each sentence is a value of its own, followed by one that only takes up positions."""
    for start, end, ends_paragraph in analysis.sentences(text):
        document.add_text(name, text[start:end])
        document.add_pre_tokenized_text(name, _PARAGRAPH_END if ends_paragraph else _SENTENCE_END)


def _gap(length: int) -> tantivy.PreTokenizedString:
    """A value after which positions have gone on by `length`; its only term cannot be asked for.

    Tantivy adds one position of its own after each value, so after the sentence and after this.
    """
    return tantivy.PreTokenizedString("", [tantivy.Token("\x00", length - 3, 0, 0)])


_SENTENCE_END = _gap(schema.SENTENCE_GAP)
_PARAGRAPH_END = _gap(schema.PARAGRAPH_GAP)


def party_names(record: Record) -> list[str]:
    """Names and aliases, each once: as found here, and as its party is called elsewhere in the case."""
    found = [name for name, _, _, aliases in record.facts["parties"] for name in (name, *aliases)]
    return list(dict.fromkeys([*found, *record.other_names]))


def tags_of(record: Record) -> dict[str, set[str]]:
    """The record's values for each tag field: exact terms, counted by facets."""
    facts = record.facts
    charges = {code for code, _ in facts["charges"]}
    total = total_ordered(facts["sanctions"])
    return {
        "agency": {record.source},
        "number": {record.number.lower()} if record.number else set(),
        "charge": charges,
        "group": {charge_group(code) for code in charges},
        "status": {status for _, status in facts["charges"]},
        "stage": {code for (code,) in facts["stages"]},
        "provision": {form.lower() for (canonical,) in facts["citations"] for form in ancestors(canonical)},
        "docket": {form for number, key in facts["dockets"] for form in docket_forms(number, key)},
        "court": {court for (court,) in facts["courts"]},
        "court_key": {court_key(court) for (court,) in facts["courts"]},
        "industry": industries_of(record.title, party_names(record), record.text),
        "kind": {kind for _, kind, role, _ in facts["parties"] if role == "accused"},
        "sanction": {kind for kind, _, _, status, *_ in facts["sanctions"] if status == "ordered"},
        "term": {kind for (kind,) in facts["terms"]},
        "band": {band_of(total)} if total is not None else set(),
        "accused": accused_names(record),
    }


def accused_names(record: Record) -> set[str]:
    """Those who are accused or hold proceeds, as their case calls them; before they have one, as the text does."""
    found = [name for name, _, role, _ in record.facts["parties"] if role in SHOWN_ROLES]
    return set(record.accused or found)


def accused_key(name: str) -> int:
    """A number that stands for a name, whatever its capitals."""
    return int.from_bytes(hashlib.blake2b(name.lower().encode(), digest_size=8).digest(), "big") >> 1


def _add_tags(document: tantivy.Document, record: Record, kind: str) -> None:
    document.add_text("doc", kind)
    for name, values in tags_of(record).items():
        for value in sorted(values):
            document.add_text(name, value)


def _add_numbers(document: tantivy.Document, record: Record) -> None:
    day = record.published_on.toordinal()
    total = total_ordered(record.facts["sanctions"])
    of_case = record.case_total if record.has_siblings else total
    numbers = {
        "id": record.id,
        "year": record.published_on.year,
        "day": day,
        "newest": (day << 40) + record.id,
        "largest": sum_key(total, day),
        "case_largest": sum_key(of_case, day),
    }
    for name, value in numbers.items():
        document.add_unsigned(name, value)
    if record.case is not None:
        document.add_unsigned("case", record.case)
    if record.case is not None and record.has_siblings:
        document.add_unsigned("shared", record.case)
    if total is not None:
        document.add_unsigned("total", dollars(total))
    for key in {accused_key(name) for name in accused_names(record)}:
        document.add_unsigned("accused_key", key)
    document.add_float("freshness", freshness(record.published_on))


def sum_key(total: Decimal | None, day: int) -> int:
    """Sorts by the sum, none before the smallest, and what has the same sum by its day."""
    return (dollars(total) << 20) + day if total is not None else day


def dollars(amount: Decimal) -> int:
    """Whole dollars, kept below the forty-four bits that sorting has room for."""
    return min(int(amount), (1 << 43) - 1)


def freshness(published_on: date) -> float:
    """The weight of newness, half a percent a year: more would put what is new before what is apt.

    In the form tantivy wants: it multiplies a score by log2(2 + weight).
    """
    years = max(0, min(60, published_on.year - _EPOCH_YEAR + published_on.month / 12))
    return float(2 ** (1 + 0.005 * years) - 2)
