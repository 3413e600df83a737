"""The other names of parties: cases in, the names the text gives each, and one case where two are one party.

Found are definitions in parentheses, `a/k/a` and its like, names on line, firms' names without their suffix, and
firms called by the name of their founder. Refused: a name that could be that of two parties.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from nlp import aliases
from nlp.casting import Case, all_namings
from nlp.document import Document
from nlp.entities import Entity, core, fold, initials
from nlp.facts import PartyKind
from nlp.names import SUFFIXES
from nlp.splitting import Span

_NO_NAME = re.compile('[()"\u201c\u201d]|\\b(?:Defendants?|DEFENDANTS?|Respondents?|[Tt]he Company|CALLED)\\b')
_BOTH = re.compile(
    r",?\s+(?:both|each)(?: of which)?(?: are| is| were| was)? (?:d/?b/?a|a/?k/?a|doing business|known)\b"
)
_JOINED = 60  # characters between two names joined by `and`
_OPENING = 5000  # characters: headlines and lead, where a firm is named without its suffix


def find_names(document: Document, text: str, cases: list[Case]) -> list[Case]:
    """Adds to each case its marked and defined names; returns the cases without those that name another's.

    `text` is that of the document without line breaks and without what is not read; its places are the same.
    """
    full = {case.entity.name for case in cases if len(case.entity.words) > 1}
    full |= {short for case in cases for short in case.entity.shorts if case.entity.kind == "person"}
    for case in cases:
        person = case.entity.kind == "person"
        for naming in all_namings(case.entity):
            stop = _reach(document, naming.start)
            if stop > naming.end:
                if case.entity.kind != "organization":  # `Acme (Asia) Ltd.` has no nickname
                    case.names += aliases.inside(text, naming.start, naming.end)
                end = naming.end
                case.names += aliases.after(text, end, stop, parts=naming.words, person=person, others=full)
        case.names = [alias for alias in case.names if not _NO_NAME.search(alias.name)]
    _share_names(text, cases)
    return _without_taken_over(cases)


def _share_names(text: str, cases: Sequence[Case]) -> None:
    """What follows `Acme Inc. and Bolt LLC, both d/b/a` is a name of each of the two."""
    firms = [(n, case) for case in cases if case.entity.kind == "organization" for n in case.entity.namings]
    firms.sort(key=lambda pair: pair[0].start)
    for (first, owner), (last, named) in pairwise(firms):
        gap = text[first.end : last.start]
        if len(gap) < _JOINED and re.search(r",?\s+and\s+$", gap) and _BOTH.match(text, last.end):
            owner.names += [alias for alias in named.names if alias.start > last.end and alias not in owner.names]


def _reach(document: Document, start: int) -> int:
    """How far the words after a naming at `start` may tell other names of the one named; 0 where none are sought."""
    filing = document.filing
    if filing and start < filing.body:
        return filing.caption.span.end
    if filing and start > filing.body + _OPENING:
        return 0  # further on, what stands in parentheses is of the story
    sentence = document.sentence_at(start)
    return sentence.end if sentence else 0


def _without_taken_over(cases: list[Case]) -> list[Case]:
    """What is said of `ABC` is said of `Acme Brokers Corp. (ABC)`."""
    owners: dict[str, list[Case]] = {}
    for case in cases:
        for name in {form for alias in case.names for form in (alias.name, re.sub("['\u2019]s$", "", alias.name))}:
            owners.setdefault(name, []).append(case)
    kept = []
    for case in cases:
        owning = [owner for owner in owners.get(case.entity.name, []) if owner is not case]
        if len(owning) == 1 and len(case.entity.words) <= len(owning[0].entity.words) + 2:
            _take_over(owning[0], case)
        else:
            kept.append(case)
    return kept


def _take_over(owner: Case, case: Case) -> None:
    owner.entity.shorts.setdefault(case.entity.name, []).extend(case.entity.namings)
    for name, namings in case.entity.shorts.items():
        owner.entity.shorts.setdefault(name, []).extend(namings)
    owner.names += case.names


def find_monikers(document: Document, chosen: Sequence[Case]) -> None:
    """Gives a name on line to the nearest party named before it in its sentence, or to the only one there is."""
    names = {fold(case.entity.name) for case in chosen}
    placed = sorted(((n.start, case) for case in chosen for n in all_namings(case.entity)), key=lambda pair: pair[0])
    starts = [start for start, _ in placed]
    for sentence in document.sentences:
        for alias in aliases.monikers(document.text, sentence.start, sentence.end):
            nearest = bisect_left(starts, alias.start) - 1
            if nearest >= 0 and starts[nearest] >= sentence.start:
                owners = _called_so(document.text, placed, starts, nearest, alias)
            elif len(chosen) == 1:
                owners = list(chosen)
            else:
                owners = _only_one_before(document, placed, starts, sentence) if alias.online else []
            for owner in owners:
                if alias.name not in owner.entity.name and fold(alias.name) not in names:
                    owner.names.append(alias)


def _called_so(
    text: str, placed: Sequence[tuple[int, Case]], starts: Sequence[int], nearest: int, alias: aliases.Alias
) -> list[Case]:
    """Whose an alias is: the last one's named before it; of two who act together both's, if it is one on line."""
    if " and others" in text[starts[nearest] : alias.start]:
        return []
    first = max(0, nearest - 1)
    gap = text[starts[first] : starts[nearest]]
    if len(gap) < _JOINED and re.search(r"(?:\band|,)\s*$", gap):
        return [placed[first][1], placed[nearest][1]] if alias.online and gap.rstrip().endswith("and") else []
    return [placed[nearest][1]]


def _only_one_before(
    document: Document, placed: Sequence[tuple[int, Case]], starts: Sequence[int], sentence: Span
) -> list[Case]:
    """The one party that the paragraph names before a sentence that names none; none where it names several."""
    paragraph = document.paragraph_at(sentence.start)
    first = bisect_left(starts, paragraph.start if paragraph else sentence.start)
    cases = {id(case): case for _, case in placed[first : bisect_left(starts, sentence.start)]}
    return list(cases.values()) if len(cases) == 1 else []


def without_doubles(text: str, chosen: Sequence[Case]) -> list[Case]:
    """The parties without those that are another under its second or shorter name."""
    owners: dict[str, list[Case]] = {}
    for case in chosen:
        for alias in case.names:
            owners.setdefault(fold(alias.name), []).append(case)
    kept = [c for c in chosen if all(owner is c for owner in owners.get(fold(c.entity.name), []))]
    firms: dict[tuple[str, ...], list[Case]] = {}
    for case in kept:
        if case.entity.kind == "organization":
            for length in range(2, len(core(case.entity.words)) + 1):
                firms.setdefault(core(case.entity.words)[:length], []).append(case)
    return [c for c in kept if not _is_eponym(text, c, firms.get(c.entity.words, []))]


def _is_eponym(text: str, case: Case, firms: list[Case]) -> bool:
    """`Morgan Doe` is `Morgan Doe Services LLC`, unless the text speaks of a person and his firm."""
    if len(firms) != 1 or firms[0] is case or "aged" in case.frames:
        return False
    name, last = re.escape(case.entity.name), re.escape(case.entity.words[-1])
    if re.search(rf"{name}[^.]{{0,80}}\b(?:his|her)\b|(?:Mr|Ms|Mrs)\. {last}\b", text):
        return False
    _take_over(firms[0], case)
    return True


def _bare_name(text: str, entity: Entity) -> tuple[int, int] | None:
    """Where the opening gives a firm's name without its suffix: a headline often does, and nothing else."""
    words = core(entity.words)
    if len(words) < 2 or not set(entity.words) & SUFFIXES:
        return None
    suffixes = "|".join(re.escape(word) for word in entity.words if word in SUFFIXES)
    name = r"\s+".join(re.escape(word) for word in words)
    match = re.search(rf"\b{name}\b(?!,?\s+(?:{suffixes}))(?!\s+[A-Z&])", text[:_OPENING])
    return match.span() if match else None


def forget_shared_shorts(chosen: Sequence[Case]) -> None:
    """`Acme` is no name of `Acme Metals LLC` beside `Acme Credit LLC`, unless the text gives it to that one."""
    alike: dict[str, list[Case]] = {}
    for case in chosen:
        if case.entity.kind == "organization":
            alike.setdefault(next(iter(core(case.entity.words)), ""), []).append(case)
    for first, firms in alike.items():
        apart = any(len(core(case.entity.words)) == 1 or len(case.entity.shorts.keys() - {first}) for case in firms)
        for case in firms if len(firms) > 1 and not apart else ():
            case.entity.shorts.pop(first, None)


def names_of(text: str, case: Case, kind: PartyKind) -> dict[str, tuple[int, int]]:
    """The other names, each once, and where the text gives each."""
    seen: dict[str, tuple[int, int]] = {}
    for alias in case.names:
        seen.setdefault(alias.name, (alias.start, alias.end))
    seen |= _firm_names(text, case.entity) if kind == "organization" else _person_names(case.entity)
    kept: dict[str, str] = {}
    for name in seen:
        if fold(name) != fold(case.entity.name) or kind == "organization":
            kept.setdefault(fold(name), name)
    return {name: seen[name] for name in kept.values() if name != case.entity.name}


def _firm_names(text: str, entity: Entity) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    if bare := _bare_name(text, entity):
        found[text[bare[0] : bare[1]]] = bare
    for short, namings in entity.shorts.items():
        if re.search(rf"(?:collectively|together),?\s+(?:the )?[\"\u201c]?{re.escape(short)}\b", text[:_OPENING]):
            continue  # what several are called together is the name of none
        words, full = (tuple(word.upper() for word in core(parts)) for parts in (namings[0].words, entity.words))
        begins = words == full[: len(words)]
        if begins or short == initials(entity.words):
            found.setdefault(short, (namings[0].start, namings[0].end))
    return found


def _person_names(entity: Entity) -> dict[str, tuple[int, int]]:
    """Forms with another given name (`Art` for `Arthur`); a surname alone, or an initial, is no other name."""
    found: dict[str, tuple[int, int]] = {}
    for naming in entity.namings:
        first, fullest = naming.words[0].rstrip("."), entity.words[0].rstrip(".")
        if first != fullest and len(first) > 1 and naming.name in entity.variants:
            found.setdefault(naming.name, (naming.start, naming.end))
    return found
