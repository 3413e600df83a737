"""Who stands accused? A document in, Party facts out: accused and relief defendants, each under its fullest name.

Names are gathered from the body, the frames around each naming are weighed, and what holds of one name of a list is
carried over the list. Officials, prosecutors, judges, agencies, victims, and firms that are merely mentioned are
left out; a name of which nothing is said is no party.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nlp import aliases, party_frames
from nlp.document import Document
from nlp.entities import Entity, core, fold, gather
from nlp.facts import Evidence, Party, PartyKind, PartyRole
from nlp.names import GIVEN_NAMES, ORGANIZATION_WORDS, SUFFIXES, Mention, find_mentions
from nlp.splitting import Span
from nlp.tokens import tokenize
from nlp.words import word_file

_Naming = tuple[Mention, "_Case"]
_COMMON = word_file("common_words.txt")
_CASTING = ("acted_on", "defendant", "together", "aged", "subject", "possessed", "caption", "conspirator")
_WEIGHTS = {
    "aged": 3,
    "defendant": 3,
    "together": 3,
    "acted_on": 3, "listed": 3,
    "caption": 3,
    "subject": 3,
    "possessed": 2,
    "conspirator": 1,
    "found_that": 1, "found_by": 2,
    "relief": 3,
}
_CASTS_FIRMS = {"acted_on", "listed", "defendant", "together", "caption", "subject", "aged", "found_by"}
_ENOUGH = 2
_QUOTES = 3


@dataclass(slots=True)
class _Case:
    """What speaks for and against an entity being a party."""

    entity: Entity
    frames: dict[str, list[Mention]] = field(default_factory=dict)
    names: list[aliases.Alias] = field(default_factory=list)
    official: bool = False
    speaks: bool = False

    def add(self, frame: str, naming: Mention) -> None:
        self.frames.setdefault(frame, []).append(naming)


def find_parties(document: Document, found: Mapping[str, list[Any]]) -> list[Party]:
    """The parties, in order of first naming. `found_by` names the frame that weighed most."""
    breaks = [document.dateline.end] if document.dateline else []
    mentions = find_mentions(tokenize(document.text, breaks))
    cases = [_Case(entity) for entity in gather(_of_prose(document, mentions))]
    _find_names(document, cases)
    opening = _opening(document)
    for sentence, namings in _by_sentence(document, cases):
        _weigh_sentence(document.text, sentence, namings, opening)
    chosen = [case for case in cases if _is_party(case)]
    _find_monikers(document, chosen)
    _take_over_eponyms(document.text, chosen)
    chosen = [case for case in chosen if not _is_alias_of_other(case, chosen)]
    return [_party(document, case) for case in chosen]


def _of_prose(document: Document, mentions: list[Mention]) -> list[Mention]:
    """Headlines capitalise every word, so that their names cannot be told; staff lists hold no parties."""
    return [m for m in mentions if document.role_at(m.start) not in ("headline", "subheadline", "noise", "staff")]


def _find_names(document: Document, cases: list[_Case]) -> None:
    full = {case.entity.name for case in cases if len(case.entity.words) > 1}
    full |= {short for case in cases for short in case.entity.shorts if case.entity.kind == "person"}
    for case in cases:
        for naming in _all_namings(case.entity):
            sentence = document.sentence_at(naming.start)
            if sentence is None:
                continue
            person = case.entity.kind == "person"
            case.names += aliases.inside(document.text, naming.start, naming.end)
            case.names += aliases.after(
                document.text,
                naming.end,
                sentence.end,
                parts=naming.words,
                person=person,
                others=full - {case.entity.name},
            )
    _take_over(cases)


def _take_over(cases: list[_Case]) -> None:
    """What is said of `ABC` is said of `Acme Brokers Corp. (ABC)`."""
    owners: dict[str, list[_Case]] = {}
    for case in cases:
        for name in {form for alias in case.names for form in (alias.name, re.sub("['\u2019]s$", "", alias.name))}:
            owners.setdefault(name, []).append(case)
    for case in list(cases):
        owning = [owner for owner in owners.get(case.entity.name, []) if owner is not case]
        if len(owning) == 1 and len(case.entity.words) <= len(owning[0].entity.words) + 2:
            owning[0].entity.shorts.setdefault(case.entity.name, []).extend(case.entity.namings)
            for name, namings in case.entity.shorts.items():
                owning[0].entity.shorts.setdefault(name, []).extend(namings)
            owning[0].names += case.names
            cases.remove(case)


def _take_over_eponyms(text: str, chosen: list[_Case]) -> None:
    """`Morgan Doe` is `Morgan Doe Services LLC`, unless the text speaks of a person and his firm."""
    for case in list(chosen):
        words = case.entity.words
        firms = [c for c in chosen if c.entity.kind == "organization" and c is not case and core(c.entity.words)[: len(words)] == words]
        person = re.search(rf"{re.escape(case.entity.name)}[^.]{{0,80}}\b(?:his|her)\b|(?:Mr|Ms|Mrs)\. {re.escape(words[-1])}\b", text)
        if len(firms) == 1 and len(words) > 1 and not person and "aged" not in case.frames:
            firms[0].entity.shorts.setdefault(case.entity.name, []).extend(case.entity.namings)
            chosen.remove(case)


def _is_alias_of_other(case: _Case, chosen: list[_Case]) -> bool:
    own = fold(case.entity.name)
    return any(fold(alias.name) == own for other in chosen if other is not case for alias in other.names)


def _by_sentence(document: Document, cases: list[_Case]) -> Iterator[tuple[Span, list[_Naming]]]:
    grouped: dict[int, tuple[Span, list[_Naming]]] = {}
    for case in cases:
        for naming in _all_namings(case.entity):
            if sentence := document.sentence_at(naming.start):
                grouped.setdefault(sentence.start, (sentence, []))[1].append((naming, case))
    for start in sorted(grouped):
        sentence, namings = grouped[start]
        yield sentence, sorted(namings, key=lambda pair: pair[0].start)


def _all_namings(entity: Entity) -> list[Mention]:
    return [*entity.namings, *(naming for namings in entity.shorts.values() for naming in namings)]


def _opening(document: Document) -> int:
    """Where lead and the first two paragraphs after it end: who stands accused is named by then, but for co-defendants."""
    if document.lead is None:
        return len(document.text)
    following = [p for p in document.paragraphs if p.start > document.lead.start]
    return following[:2][-1].end if following else document.lead.end


def _weigh_sentence(text: str, sentence: Span, namings: Sequence[_Naming], opening: int) -> None:
    held = [_frames_of(text, sentence, naming) for naming, _ in namings]
    for frame in ("acted_on", "listed", "defendant", "relief"):
        goes_on = party_frames.object_list_goes_on
        _carry(text, namings, held, frame, range(len(namings)), goes_on)
    _carry(text, namings, held, "subject", range(len(namings) - 1, -1, -1), party_frames.subject_list_goes_on)
    _carry(text, namings, held, "found_by", range(len(namings)), party_frames.object_list_goes_on)
    _carry(text, namings, held, "conspirator", range(len(namings)), party_frames.object_list_goes_on)
    past = sentence.start > opening and party_frames.is_past(text[sentence.start : sentence.end])
    for (naming, case), frames in zip(namings, held, strict=True):
        if past and case.entity.kind != "person" and min(n.start for n in case.entity.namings) > opening:
            frames -= {"acted_on", "caption"}  # what was done to another firm, told as background
        if sentence.start > opening:  # later on, what is alleged or found is as often about others
            frames -= {"found_by"}
        if "dropped" in frames:
            continue
        for frame in frames - {"acted_on", "defendant"} if "relief" in frames else frames:
            case.add(frame, naming)
        case.official = case.official or bool(frames & {"office", "spoken", "judges"}) or naming.official
        case.speaks = case.speaks or "speaks" in frames


def _frames_of(text: str, sentence: Span, naming: Mention) -> set[str]:
    frames = party_frames.holds_before(text, naming.start, sentence.start)
    frames |= party_frames.holds_after(text, naming.end, sentence.end)
    described = "described" in frames and (naming.kind != "person" or "qualifies" in frames)
    if described or {"the", "modifies"} <= frames and not set(naming.words) & SUFFIXES:
        return {"dropped"}  # `a registered Swap Execution Facility`, `the Acme conspiracy`
    if "harmed" in frames:
        frames -= {"acted_on"}
    if "oblique" in frames or "after_noun" in frames and naming.kind == "organization":
        frames -= {"subject", "together"}
    return frames - {"acted_on", "defendant", "subject"} if "possessor" in frames else frames


def _carry(
    text: str,
    namings: Sequence[_Naming],
    held: list[set[str]],
    frame: str,
    order: Iterable[int],
    goes_on: Callable[[str], bool],
) -> None:
    """Hands a frame along a list of namings, forwards or backwards as `order` goes; a naming in between is passed by."""
    last: int | None = None
    for i in order:
        if frame in held[i]:
            last = i
        elif last is not None and not held[i] & {"dropped", "possessor"} and not ("oblique" in held[i] and frame == "subject"):
            left, right = sorted((i, last))
            if goes_on(text[namings[left][0].end : namings[right][0].start].replace("\n", " ")):
                held[i].add(frame)
                last = i


def _score(case: _Case) -> int:
    return sum(_WEIGHTS[frame] for frame in case.frames if frame in _WEIGHTS)


def _is_party(case: _Case) -> bool:
    entity, score = case.entity, _score(case)
    if "relief" in case.frames:
        return entity.kind != "unknown" or len(entity.words) > 1
    if score < _ENOUGH or "victim" in case.frames and score < 6:
        return False
    if case.official and entity.kind == "person":
        return "aged" in case.frames or "defendant" in case.frames
    if case.speaks and score < 3:
        return False
    if entity.kind != "person" and not case.frames.keys() & {
        "acted_on",
        "defendant",
        "together",
        "caption",
        "subject",
        "aged",
    }:
        return False
    return entity.kind != "unknown" or _is_name(case)


def _is_name(case: _Case) -> bool:
    """Is a capitalised word that is neither a person's nor a firm's name by itself the name of a party?"""
    parts = case.entity.words
    if parts[0].lower() in _COMMON and parts[0] not in GIVEN_NAMES:
        return False
    if len(parts) > 1:
        return True
    return len(case.frames.get("acted_on", [])) + len(case.frames.get("defendant", [])) > 1 and parts[0][-1] != "s"


def _party(document: Document, case: _Case) -> Party:
    kind = _kind(case)
    role: PartyRole = "relief_defendant" if _is_relief(case) else "accused"
    spans, other = _names_of(document.text, case, kind)
    namings = _proving(case)
    evidence = [_quote(document, naming.start, naming.end) for naming in namings[:_QUOTES]]
    evidence += [Evidence.of(document.text, start, end) for start, end in spans]
    strongest = max(case.frames, key=lambda frame: _WEIGHTS.get(frame, 0))
    confidence = 0.95 if _score(case) > 4 else 0.85 if _score(case) > 2 else 0.6
    return Party(evidence, f"party:{strongest}", confidence, case.entity.name, kind, role, other)


def _is_relief(case: _Case) -> bool:
    return "relief" in case.frames and not case.frames.keys() & {"aged", "together", "defendant"}


def _kind(case: _Case) -> PartyKind:
    entity = case.entity
    if entity.kind == "person" or "aged" in case.frames:
        return "person"
    if entity.kind == "organization" or len(entity.words) == 1:
        return "organization"
    if any(part in ORGANIZATION_WORDS or part in SUFFIXES for part in entity.words) or any(
        "".join(word[0] for word in entity.words) == alias.name for alias in case.names
    ):
        return "organization"
    return "person"


def _bare_name(text: str, entity: Entity) -> tuple[int, int] | None:
    """Where the text gives a firm's name without its suffix: a headline often does, and nothing else."""
    words = core(entity.words)
    if len(words) < 2 or not set(entity.words) & SUFFIXES:
        return None
    suffixes = "|".join(re.escape(word) for word in entity.words if word in SUFFIXES)
    name = r"\s+".join(re.escape(word) for word in words)
    match = re.search(rf"\b{name}\b(?!,?\s+(?:{suffixes}))(?!\s+[A-Z&])", text)
    return match.span() if match else None


def _names_of(text: str, case: _Case, kind: PartyKind) -> tuple[list[tuple[int, int]], list[str]]:
    """The other names, each once, and where the text gives them."""
    seen: dict[str, tuple[int, int]] = {}
    for alias in case.names:
        seen.setdefault(alias.name, (alias.start, alias.end))
    whole = core(case.entity.words)
    if kind == "organization":
        if bare := _bare_name(text, case.entity):
            seen.setdefault(text[bare[0] : bare[1]], bare)
        for short, namings in case.entity.shorts.items():
            if core(namings[0].words) == whole[: len(namings[0].words)]:
                seen.setdefault(short, (namings[0].start, namings[0].end))
    for variant in case.entity.variants:
        if kind == "person" and variant.split()[0].rstrip(".") != case.entity.words[0].rstrip("."):
            naming = next(n for n in case.entity.namings if n.name == variant)
            seen.setdefault(variant, (naming.start, naming.end))
    kept = {fold(name): name for name in reversed(list(seen)) if fold(name) != fold(case.entity.name) or kind == "organization"}
    names = [name for name in seen if name in kept.values() and name != case.entity.name]
    return [seen[name] for name in names], names


def _proving(case: _Case) -> list[Mention]:
    """The namings that prove the part, strongest frame first, each once."""
    frames = sorted((f for f in case.frames if f in _WEIGHTS or f == "relief"), key=lambda f: -_WEIGHTS.get(f, 3))
    return list(dict.fromkeys(naming for frame in frames for naming in case.frames[frame][:1]))


def _quote(document: Document, start: int, end: int) -> Evidence:
    """The sentence around a naming, or where that is long its neighbourhood in whole words."""
    sentence = document.sentence_at(start) or Span(start, end)
    if sentence.end - sentence.start <= 300:
        return Evidence.of(document.text, sentence.start, max(end, sentence.end))
    left, right = max(sentence.start, start - 120), min(sentence.end, end + 150)
    text = document.text
    if left > sentence.start:
        left = min(start, text.find(" ", left) + 1)
    if right < sentence.end:
        right = max(end, text.rfind(" ", end, right))
    return Evidence.of(text, left, right)


def _find_monikers(document: Document, chosen: list[_Case]) -> None:
    """Gives a name on line to the nearest party named before it in its sentence, or to the only one there is."""
    names = {fold(case.entity.name) for case in chosen}
    placed = sorted(((n.start, case) for case in chosen for n in _all_namings(case.entity)), key=lambda pair: pair[0])
    for sentence in document.sentences:
        for alias in aliases.monikers(document.text, sentence.start, sentence.end):
            before = [case for start, case in placed if sentence.start <= start < alias.start]
            owner = before[-1] if before else chosen[0] if len(chosen) == 1 else None
            if owner and alias.name not in owner.entity.name and fold(alias.name) not in names:
                owner.names.append(alias)
