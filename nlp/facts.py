"""The facts found in one announcement, and the exchange format they are written in.

Every fact carries evidence: spans of the text, at least one, with `text[start:end] == quote` (offsets in Python
characters). `Extraction.as_dict()` gives the JSON object that `python -m nlp extract` writes and the knowledge base
stores. Amounts are in units of `currency`; lengths of sentences and bans in months.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

PartyKind = Literal["person", "organization"]
PartyRole = Literal["accused", "relief_defendant"]
ChargeStatus = Literal["alleged", "settled", "found", "admitted", "convicted"]
MoneyStatus = Literal["ordered", "suspended", "credited", "sought"]

PartsState = Literal["", "agrees", "partial", "differs"]

# Strongest last: where several accused reached different outcomes, the strongest counts.
CHARGE_STATUSES: tuple[ChargeStatus, ...] = ("alleged", "settled", "found", "admitted", "convicted")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span of the text that proves a fact."""

    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Evidence:
        if not 0 <= start < end <= len(text):
            raise ValueError(f"evidence {start}:{end} lies outside a text of {len(text)} characters")
        return cls(start, end, text[start:end])

    @classmethod
    def around(cls, text: str, bounds: tuple[int, int], start: int, end: int, *, before: int, after: int) -> Evidence:
        """`text[start:end]` with at most so many characters on either side, in whole words, within the bounds."""
        first, last = min(bounds[0], start), max(bounds[1], end)
        left, right = max(first, start - before), min(last, end + after)
        while first < left < start and not text[left - 1].isspace():
            left += 1
        while end < right < last and not text[right].isspace():
            right -= 1
        return cls.of(text, left, end + len(text[end:right].rstrip()))


@dataclass(slots=True)
class Fact:
    """What all facts share. `found_by` names the rule or model, `confidence` is a probability."""

    evidence: list[Evidence]
    found_by: str
    confidence: float


@dataclass(slots=True)
class Stage(Fact):
    code: str


@dataclass(slots=True)
class Party(Fact):
    name: str
    kind: PartyKind
    role: PartyRole
    aliases: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Charge(Fact):
    code: str
    status: ChargeStatus


@dataclass(slots=True)
class Citation(Fact):
    canonical: str


@dataclass(slots=True)
class Sanction(Fact):
    """The words for `amount` permit from `lowest` to `highest`. Where it is stated as a total, `parts_sum` is the sum
    of the parts found and `parts_state` how it stands to it: `agrees`; `partial`, the text breaks down only a part of
    it; `differs`, the flag that they do not add up. Empty: no total, or one without parts."""

    kind: str
    amount: float
    currency: str
    status: MoneyStatus
    payers: list[str] = field(default_factory=list)
    joint: bool = False
    lowest: float = 0.0
    highest: float = 0.0
    parts_sum: float | None = None
    parts_state: PartsState = ""


@dataclass(slots=True)
class Term(Fact):
    kind: str
    months: float | None
    status: str
    party: str | None


@dataclass(slots=True)
class Docket(Fact):
    number: str
    court: str | None


@dataclass(slots=True)
class Court(Fact):
    court: str


@dataclass(slots=True)
class Reference(Fact):
    release: str


@dataclass(slots=True)
class Attribute(Fact):
    """`kind` is conduct_credit, admission, industry or product; `value` one of lexicon/attributes.yml."""

    kind: str
    value: str


@dataclass(slots=True)
class ConductPeriod(Fact):
    """ISO dates as precise as the text gives them (`2016`, `2016-06`, `2016-06-03`); `ongoing` runs to the present."""

    start: str
    end: str | None
    ongoing: bool


@dataclass(slots=True)
class Harm(Fact):
    """`kind` is victims, loss, solicited, misappropriated, laundered, gain or bribes; no currency counts people."""

    kind: str
    amount: float
    currency: str | None


@dataclass(slots=True)
class Place(Fact):
    """Where an accused is from: `state` a postal code, `country` ISO 3166 alpha-2."""

    party: str
    city: str | None
    state: str | None
    country: str


@dataclass(slots=True)
class Alongside(Fact):
    """An individual accused together with `firms`; `position` in the words of the text, where it tells one."""

    person: str
    firms: list[str]
    position: str | None


@dataclass(slots=True)
class Extraction:
    """All facts of one announcement; every list is empty when `is_enforcement` is false."""

    is_enforcement: bool
    pipeline: str
    stages: list[Stage] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    sanctions: list[Sanction] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    dockets: list[Docket] = field(default_factory=list)
    courts: list[Court] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    conduct: list[ConductPeriod] = field(default_factory=list)
    harms: list[Harm] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    alongside: list[Alongside] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


FACT_LISTS = (
    "stages",
    "parties",
    "charges",
    "citations",
    "sanctions",
    "terms",
    "dockets",
    "courts",
    "references",
    "attributes",
    "conduct",
    "harms",
    "places",
    "alongside",
)
