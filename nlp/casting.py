"""Which of the names in a text are parties? Namings with their sentences in, a weighed case for each entity out.

The frames around each naming are weighed, and what holds of one name of a list is carried over the list. Officials,
victims, and firms that are merely mentioned or stand in the background are told apart. Refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from nlp import aliases, party_frames, party_lists, party_rows
from nlp.document import Document
from nlp.entities import Entity
from nlp.facts import PartyKind
from nlp.names import BODIES, GIVEN_NAMES, ORGANIZATION_WORDS, PUBLIC_BODIES, REGIONS, STATES, SUFFIXES, Mention
from nlp.other_cases import decided_before, earlier_months
from nlp.related import related_spans, within
from nlp.splitting import Span
from nlp.words import word_file

Naming = tuple[Mention, "Case"]

WEIGHTS = {
    "aged": 3,
    "defendant": 3,
    "together": 3,
    "acted_on": 3,
    "listed": 3,
    "caption": 3,
    "subject": 3,
    "relief": 3,
    "possessed": 2,
    "found_by": 2,
    "agreed_with": 3,
    "accused_of": 2,
    "took_part": 2,
    "conspirator": 1,
    "found_that": 1,
}
_COMMON = word_file("common_words.txt")
_CASTS_FIRMS = {
    "acted_on",
    "listed",
    "defendant",
    "together",
    "caption",
    "subject",
    "aged",
    "agreed_with",
    "accused_of",
}
_CASTS_BRANDS = ("acted_on", "defendant", "subject", "listed", "accused_of", "firm")
_SUSPECTS = {"found_that", "found_by", "conspirator", "took_part"}
_LANDS = frozenset({"County", "Tribe", "Nation"})
_SITE = re.compile(r"\.(?:com|net|org|io|us|info)$")
_ENOUGH = 2
_STRONG = 6


@dataclass(slots=True)
class Case:
    """What speaks for and against an entity being a party."""

    entity: Entity
    frames: dict[str, list[Mention]] = field(default_factory=dict)
    names: list[aliases.Alias] = field(default_factory=list)
    official: bool = False
    speaks: bool = False

    def add(self, frame: str, naming: Mention) -> None:
        self.frames.setdefault(frame, []).append(naming)


def weigh(document: Document, cases: Sequence[Case]) -> None:
    """Adds to each case the frames of its namings, sentence by sentence."""
    opening = _opening(document)
    grouped = _by_sentence(document, cases)
    listing = tabled = False
    for sentence in document.sentences:
        namings = grouped.get(sentence.start, [])
        is_item = listing and bool(namings) and party_rows.is_item(document.text, sentence, namings[0][0])
        is_item = is_item and not (tabled and party_rows.goes_on(document.text, sentence, namings[0][0]))
        cast = bool(namings) and _weigh_sentence(document, sentence, namings, opening, listing=is_item)
        tabled = listing and not is_item and party_rows.is_cell(document, sentence)
        listing = is_item or tabled
        listing = listing or party_lists.opens_list(document.text, sentence.start, sentence.end, cast=cast)


def _opening(document: Document) -> int:
    """Where lead and the first two paragraphs after it end: whom the news is about is named by then."""
    if document.lead is None:
        return len(document.text)
    following = [p for p in document.paragraphs if p.start > document.lead.start]
    return following[:2][-1].end if following else document.lead.end


def _by_sentence(document: Document, cases: Sequence[Case]) -> dict[int, list[Naming]]:
    """The namings of each sentence, in order, by where it starts; a caption is no sentence."""
    grouped: dict[int, list[Naming]] = {}
    for case in cases:
        for naming in all_namings(case.entity):
            if document.filing and naming.start < document.filing.body:
                continue
            if sentence := document.sentence_at(naming.start):
                grouped.setdefault(sentence.start, []).append((naming, case))
    return {start: sorted(namings, key=lambda pair: pair[0].start) for start, namings in grouped.items()}


def all_namings(entity: Entity) -> list[Mention]:
    """The namings by the full name and by its short forms."""
    return [*entity.namings, *(naming for namings in entity.shorts.values() for naming in namings)]


def _weigh_sentence(
    document: Document, sentence: Span, namings: Sequence[Naming], opening: int, *, listing: bool
) -> bool:
    """Adds the frames of one sentence, whose first naming is one of a list of parties where `listing`; whether it
    casts any."""
    text = document.text
    held = [_frames_of(text, sentence, naming) for naming, _ in namings]
    if listing:
        held[0].add("listed")
    _carry(text, namings, held, "listed", range(len(namings)), party_lists.list_goes_on)
    for frame in ("acted_on", "defendant", "relief", "agreed_with"):
        goes_on = party_lists.object_list_goes_on
        _carry(text, namings, held, frame, range(len(namings)), goes_on)
    backwards = range(len(namings) - 1, -1, -1)
    _carry(text, namings, held, "subject", backwards, party_lists.subject_list_goes_on)
    for frame in ("found_by", "claimed_of"):
        _carry(text, namings, held, frame, range(len(namings)), party_lists.object_list_goes_on)
    for frames in held:
        frames |= {"accused_of"} if "broke" in frames and frames & {"found_by", "claimed_of"} else set()
    _carry(text, namings, held, "accused_of", backwards, party_lists.subject_list_goes_on)
    _carry(text, namings, held, "conspirator", range(len(namings)), party_lists.object_list_goes_on)
    past = sentence.start > opening and party_frames.is_past(text[sentence.start : sentence.end])
    related = related_spans(document) if document.agency == "DOJ" else []
    recounted = sentence.start > opening and within(earlier_months(document), sentence.start)
    decided = document.agency == "DOJ" and sentence.start > opening and decided_before(document, sentence)
    for (naming, case), frames in zip(namings, held, strict=True):
        late = min(n.start for n in case.entity.namings) > opening
        before = text[sentence.start : naming.start]
        dated = party_frames.tells_history(document, sentence, naming.start) or party_frames.tells_of_programme(before)
        if case.entity.kind != "person" and (past and late or dated):
            frames -= {"acted_on", "agreed_with", "caption"}  # what was done to another firm, told as background
        if "caption" in frames and party_frames.tells_of_others(document, sentence):
            frames -= {"caption"}
        if sentence.start > opening:  # later on, what is alleged or found is as often about others
            frames -= {"found_by", "agreed_with", "accused_of"}
        before_now = recounted and late or decided and not score(case)
        if "dropped" in frames or before_now and case.entity.kind != "person":
            continue
        if document.lead and within(related, naming.start) and not _is_told_of(text, case.entity, document.lead.end):
            continue
        for frame in sorted(frames - {"acted_on", "defendant"} if "relief" in frames else frames):
            case.add(frame, naming)
        titled = naming.official and len(naming.words) > 1  # before a surname, a title is as often another's
        case.official = case.official or bool(frames & {"office", "spoken", "judges"}) or titled
        case.speaks = case.speaks or "speaks" in frames
    return any(frames & {"listed", "acted_on"} for frames in held)


def _is_told_of(text: str, entity: Entity, until: int) -> bool:
    """Is somebody named before `until`, and not only as the parent of another?"""
    namings = (n for n in all_namings(entity) if n.start <= until)
    return any(not party_frames.is_parent(text[max(0, n.start - 60) : n.start]) for n in namings)


def _frames_of(text: str, sentence: Span, naming: Mention) -> set[str]:
    frames = party_frames.holds_before(text, naming.start, sentence.start)
    frames |= party_frames.holds_after(text, naming.end, sentence.end)
    if {"finding", "liable"} <= frames:
        frames = frames - {"described"} | {"acted_on"}
    if naming.words[0].lower() in STATES and party_frames.sues_along(text[sentence.start : naming.start]):
        return {"dropped"}
    described = "described" in frames and (naming.kind != "person" or "qualifies" in frames)
    described = described or "people" in frames and naming.words[-1] in REGIONS
    formal = bool(set(naming.words) & SUFFIXES) or naming.words[0].lower() in PUBLIC_BODIES
    if text[naming.start - 1 : naming.start] == "/":  # `the Blue Mob/Roe Family`
        return {"dropped"}
    if described or "place" in frames or {"the", "modifies"} <= frames and not formal:
        return {"dropped"}  # `a registered Swap Execution Facility`, `the Acme conspiracy`
    if "called" in frames and "acted_on" not in frames:
        return {"dropped"}  # `Doe, using the name Jan Roe, solicited`: another name of Doe's
    if "who" in frames and "earlier_case" not in frames and naming.kind != "organization":
        return frames | {"subject", "condemned"}
    if "broke" in frames and frames & {"found_by", "found_that", "claimed_of"}:
        frames.add("accused_of")
    if "harmed" in frames or "similar" in frames:
        frames -= {"acted_on"}
    if "oblique" in frames or "after_noun" in frames and naming.kind == "organization":
        frames -= {"subject", "together"}
    if "oblique" in frames or "before_judge" in frames:
        frames -= {"condemned", "subject"}
    if naming.kind == "organization" and party_frames.only_undertakes(text, sentence, naming.end):
        frames -= {"acted_on", "subject"}  # a parent that joins its subsidiary's agreement
    return frames - {"acted_on", "defendant", "subject"} if "possessor" in frames else frames


def _carry(
    text: str,
    namings: Sequence[Naming],
    held: list[set[str]],
    frame: str,
    order: Iterable[int],
    goes_on: Callable[[str], bool],
) -> None:
    """Hands a frame along a list of namings, forwards or backwards as `order` goes; what lies between is passed by."""
    last: int | None = None
    for i in order:
        if frame in held[i]:
            last = i
        elif (
            last is not None
            and not held[i] & {"dropped", "possessor"}
            and not ("oblique" in held[i] and frame == "subject" and "who" not in held[last])
        ):
            left, right = sorted((i, last))
            if goes_on(text[namings[left][0].end : namings[right][0].start]):
                held[i].add(frame)
                last = i


def score(case: Case) -> int:
    """The weight of all frames that cast an entity as a party."""
    return sum(WEIGHTS[frame] for frame in case.frames if frame in WEIGHTS)


def is_party(case: Case) -> bool:
    """Is what speaks for an entity enough, and nothing that speaks against it stronger?"""
    entity, weight = case.entity, score(case)
    if "relief" in case.frames:
        return entity.kind != "unknown" or len(entity.words) > 1
    if weight < _ENOUGH or "victim" in case.frames and weight < _STRONG:
        return False
    if case.official and entity.kind == "person":
        aged = "aged" in case.frames and "spoken" not in case.frames  # `announced U.S. Attorney Jan Roe, 52`
        return aged or bool(case.frames.keys() & {"defendant", "condemned"})
    if case.speaks and weight < 3:
        return False
    firm = entity.kind != "person" or kind_of(case) != "person"
    if firm and not case.frames.keys() & _CASTS_FIRMS:
        return False
    return entity.kind != "unknown" or _is_name(case)


def _is_name(case: Case) -> bool:
    """Is a capitalised word that is neither a person's nor a firm's name by itself the name of a party?"""
    parts = case.entity.words
    if parts[-1] == "County" and len(parts) > 1:
        return True
    if parts[0].lower() in _COMMON and parts[0] not in GIVEN_NAMES:  # `Minor Roe Doe, 60, was charged`
        return "aged" in case.frames and 2 < len(parts) < 5 and not any(part.lower() in _COMMON for part in parts[1:])
    if len(parts) > 1:
        return True
    if "qualifies" in case.frames:  # the `Roe` of `the Roe family`
        return False
    if _SITE.search(parts[0]) and not case.frames.keys() & {"defendant", "caption"}:
        return False
    return sum(len(case.frames.get(frame, [])) for frame in _CASTS_BRANDS) > 1 and parts[0][-1] != "s"


def is_suspect(case: Case) -> bool:
    """Somebody of whom the text says what the accused did, where it says of nobody what became of them."""
    if case.official or case.speaks or case.frames.keys() & {"victim", "harmed"}:
        return False
    named = case.entity.kind == "person" and case.entity.words[0] in GIVEN_NAMES
    return named and bool(case.frames.keys() & _SUSPECTS)


def is_relief(case: Case) -> bool:
    """Does it hold proceeds without being accused?"""
    return "relief" in case.frames and not case.frames.keys() & {"aged", "together", "defendant", "caption"}


def kind_of(case: Case) -> PartyKind:
    """A person or an organisation, where the name alone does not tell."""
    entity = case.entity
    bank = any(word.lower().endswith("bank") for word in entity.words)  # `Larkfield Kantonalbank`
    if ("firm" in case.frames or bank) and entity.words[0] not in GIVEN_NAMES and "aged" not in case.frames:
        return "organization"
    if entity.words[-1] in _LANDS:  # `King County`
        return "organization"
    if entity.kind == "person" or "aged" in case.frames and not set(entity.words) & SUFFIXES:
        return "person"
    if entity.kind == "organization" or len(entity.words) == 1 or entity.words[-1] in BODIES:
        return "organization"
    if any(part in ORGANIZATION_WORDS or part in SUFFIXES for part in entity.words) or any(
        "".join(word[0] for word in entity.words) == alias.name for alias in case.names
    ):
        return "organization"
    return "person"
