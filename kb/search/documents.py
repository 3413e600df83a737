"""Records in, documents of the search index out.

`make_document` turns the record of an announcement into a document of the index, `make_attached` each file published
with it into one of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

import tantivy

from kb.search import analysis, schema
from kb.search.bands import band_of, total_ordered
from kb.search.courts import court_key
from kb.search.dockets import docket_forms
from kb.search.industries import industries_of
from kb.search.provisions import ancestors
from kb.search.records import SHOWN_ROLES, Record
from kb.taxonomy import charge_group, charge_label

_EPOCH_YEAR = 2000
_NO_WORD = "|"  # which no analyzer makes


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
    return tantivy.PreTokenizedString("", [tantivy.Token(_NO_WORD, length - 3, 0, 0)])


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
    total, of_case = totals_of(record)
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
        "case_band": {band_of(of_case)} if of_case is not None else set(),
        "accused": accused_names(record),
    }


def totals_of(record: Record) -> tuple[Decimal | None, Decimal | None]:
    """What the announcement orders, and what all announcements of its case do together, in dollars."""
    total = total_ordered(record.facts["sanctions"])
    return total, record.case_total if record.has_siblings else total


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
    total, of_case = totals_of(record)
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
    if of_case is not None:
        document.add_unsigned("case_total", dollars(of_case))
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
