"""An Extraction goes in; the words that a mail says about it come out, with one sentence that proves them.

Amounts are in units of their currency. What the machine did not find is left out, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from kb.models import Extraction
from kb.money import make_totals, money
from kb.search.analysis import sentences
from kb.taxonomy import CHARGE_STATUSES, SANCTION_KINDS, SANCTION_STATUSES, STAGES, TERM_KINDS, charge_label, label

LONGEST_PROOF = 420  # characters
MOST_LISTED = 8  # accused, charges and so on of one announcement
MOST_PAYERS = 2
Fragments = list[tuple[str, bool]]  # text, and whether it is the quote


@dataclass(frozen=True)
class Facts:
    """`charges` are (label, status word); `total` is empty where none is sure; `proof` is cut at its quote."""

    stages: list[str] = field(default_factory=list)
    accused: list[str] = field(default_factory=list)
    charges: list[tuple[str, str]] = field(default_factory=list)
    total: str = ""
    sanctions: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    proof: Fragments = field(default_factory=list)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """(heading, words) of what was found, in the order in which a reader asks."""
        charges = [f"{words} ({status})" for words, status in self.charges]
        sanctions = listed(self.sanctions)
        found = (
            ("Accused", listed(self.accused)),
            ("Charges", listed(charges)),
            ("Sanctions", f"{self.total} in all: {sanctions}" if self.total else sanctions),
            ("Also imposed", listed(self.terms)),
        )
        return [(heading, words) for heading, words in found if words]


def listed(words: list[str]) -> str:
    """`one; two; and 3 more`."""
    more = len(words) - MOST_LISTED
    return "; ".join([*words[:MOST_LISTED], *([f"and {more:,} more"] if more > 0 else [])])


def make_facts(extraction: Extraction) -> Facts:
    """The extraction's facts in words. Its fact tables and version should be prefetched."""
    sanctions = list(extraction.sanctions.all())
    return Facts(
        stages=[label(STAGES, fact.code) for fact in extraction.stages.all()],
        accused=[fact.name for fact in extraction.parties.all() if fact.role == "accused"],
        charges=[
            (charge_label(fact.code), label(CHARGE_STATUSES, fact.status).lower()) for fact in extraction.charges.all()
        ],
        total=total_words(sanctions),
        sanctions=[sanction_words(each) for each in sanctions],
        terms=[term_words(each) for each in extraction.terms.all()],
        proof=make_proof(extraction),
    )


def total_words(sanctions: list[Any]) -> str:
    """What the sanctions ordered add up to; empty for a single one, and wherever a sum could be wrong."""
    totals = make_totals([sanctions])
    is_sum = sum(each.status == "ordered" for each in sanctions) > 1
    if not is_sum or len(totals) != 1 or totals[0].is_doubtful or not totals[0].is_exact:
        return ""
    return totals[0].full


def sanction_words(fact: Any) -> str:
    """`civil penalty $200,000 (suspended; Alex Doe)`. Who pays is told where that is one or two of the accused."""
    words = f"{label(SANCTION_KINDS, fact.kind).lower()} {money(fact.amount, fact.currency)}"
    status = "" if fact.status == "ordered" else label(SANCTION_STATUSES, fact.status).lower()
    payers = ", ".join(fact.payers) if len(fact.payers) <= MOST_PAYERS else ""
    details = "; ".join(filter(None, (status, payers)))
    return f"{words} ({details})" if details else words


def term_words(fact: Any) -> str:
    """`prison 37 months (Alex Doe)`."""
    words = label(TERM_KINDS, fact.kind).lower()
    if fact.months is not None:
        words += f" {fact.months:g} month{'' if fact.months == 1 else 's'}"
    return f"{words} ({fact.party})" if fact.party else words


def make_proof(extraction: Extraction) -> Fragments:
    """The sentence of the body that proves the first charge, else the first sanction, stage or term; empty without
    any, since the title stands above it already."""
    text, title = extraction.version.text, extraction.version.title
    body = len(title) if text.startswith(title) else 0
    span = next((each for each in evidence(extraction) if each["start"] >= body), None)
    return cut_sentence(text, span["start"], span["end"]) if span else []


def evidence(extraction: Extraction) -> Iterator[dict[str, Any]]:
    facts: Iterable[Any] = chain(
        extraction.charges.all(), extraction.sanctions.all(), extraction.stages.all(), extraction.terms.all()
    )
    for fact in facts:
        yield from fact.evidence


def cut_sentence(text: str, start: int, end: int) -> Fragments:
    """The sentence that holds text[start:end], cut at these bounds; an overlong one is shortened at words."""
    left, right = sentence_bounds(text, start, end)
    spare = max(0, LONGEST_PROOF - (end - start)) // 2
    before, quote, after = text[left:start].lstrip(), text[start:end], text[end:right].rstrip()
    if len(before) > spare:
        before = "… " + before[len(before) - spare :].partition(" ")[2]
    if len(quote) > LONGEST_PROOF:
        quote, after = quote[:LONGEST_PROOF].rpartition(" ")[0] + " …", ""
    if len(after) > spare:
        after = after[:spare].rpartition(" ")[0] + " …"
    parts = [(before, False), (quote, True), (after, False)]
    return [(" ".join(f"|{part}|".split())[1:-1], is_quote) for part, is_quote in parts if part]


def sentence_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around a span begins and ends; the span itself where it runs over several."""
    around = ((left, right) for left, right, _ in sentences(text) if left <= start and end <= right)
    return next(around, (start, end))
