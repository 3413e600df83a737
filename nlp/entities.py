"""Who is named in a text? Mentions in, entities out: each person or organisation with all places that name it.

A short naming (a surname, the first words of a firm's name, a defined abbreviation) is given to the one entity it
can stand for; where it could stand for several it is given to none. Refuses nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from nlp.names import GENERATIONAL, GIVEN_NAMES, PARTICLES, PUBLIC_BODIES, SUFFIXES, Kind, Mention
from nlp.titles import ORGANIZATION_WORDS
from nlp.words import words

_NOT_ALONE = words("names.yml", "not_alone")
_BANKS = words("names.yml", "institutions")
_INITIALS = re.compile(r"(?:[A-Z]\.)+")
_NICKNAME_LETTERS = 3
_HEADS = re.compile(r"^[^\W\d_]|(?<=[a-z])[A-Z]")  # the letters a word begins with, inside it too
_FEW = 2
_MOST_ALIKE = 50  # more names that begin alike are a list, not short forms of one another


@dataclass(slots=True)
class Entity:
    """One person or organisation: `name` is its fullest form, `namings` all that name it, `shorts` its short forms."""

    name: str
    kind: Kind
    namings: list[Mention]
    variants: list[str] = field(default_factory=list)
    shorts: dict[str, list[Mention]] = field(default_factory=dict)

    @property
    def words(self) -> tuple[str, ...]:
        return self.namings[0].words

    @property
    def surname(self) -> str:
        return surname(self.words)


def surname(parts: Sequence[str]) -> str:
    """The last word of a person's name that is no `Jr.` or numeral, as it is, or empty."""
    return next((p for p in reversed(parts) if p not in GENERATIONAL and p != ","), "")


def core(parts: Sequence[str]) -> tuple[str, ...]:
    """The words of a firm's name without `The` and its corporate suffixes."""
    partners = {i for i, p in enumerate(parts[:-1]) if p == "&" and parts[i + 1] in SUFFIXES}  # `Roe & Co.`
    kept = [
        p
        for i, p in enumerate(parts)
        if p not in SUFFIXES and p not in {",", "National Association"} and i not in partners
    ]
    return tuple(kept[1:] if kept[:1] == ["The"] else kept)


def initials(parts: Sequence[str]) -> str:
    """`ABT` for `Acme Bullion Trading LLC`, `EFT` for `eForexTrade`; empty where they are fewer than three."""
    letters = "".join(letter for part in core(parts) for letter in _HEADS.findall(part))
    return letters.upper() if len(letters) > _FEW else ""


def fold(name: str) -> str:
    """A name as it is compared: its letters and figures in lower case."""
    return re.sub(r"\W", "", name).lower()


def gather(mentions: Sequence[Mention]) -> list[Entity]:
    """The entities of all full namings, in order of their first; short namings are handed to them."""
    entities = _group([m for m in mentions if len(m.words) > 1])
    single = [m for m in mentions if len(m.words) == 1]
    _absorb_short_names(entities)
    by_word = _short_forms(entities)
    _add_uncapitalised(by_word, single)
    left = _to_family_names([m for m in single if not _hand_over(m, by_word)], entities)
    brands: dict[str, list[Mention]] = defaultdict(list)
    for mention in left:
        brands[mention.name].append(mention)
    return entities + [Entity(name, "unknown", namings) for name, namings in brands.items()]


def _to_family_names(left: Sequence[Mention], entities: Sequence[Entity]) -> list[Mention]:
    """The mentions that are left when `Xu` is given to `Xu Zewei`, whom the text never calls `Zewei`."""
    by_first: dict[str, list[Entity]] = defaultdict(list)
    for entity in entities:
        alike = len({word.isupper() for word in entity.words}) == 1  # never `Acme CEO`
        if entity.kind == "person" and len(entity.words) == 2 and alike:
            by_first[entity.words[0]].append(entity)
    rest = []
    for mention in left:
        owners = by_first.get(mention.name, [])
        if len(owners) == 1 and owners[0].words[1] not in owners[0].shorts:
            owners[0].shorts.setdefault(mention.name, []).append(mention)
        else:
            rest.append(mention)
    return rest


def _group(mentions: Iterable[Mention]) -> list[Entity]:
    entities: list[Entity] = []
    by_key: dict[tuple[str, ...], Entity] = {}
    by_surname: dict[str, list[Entity]] = defaultdict(list)
    for mention in sorted(mentions, key=lambda m: -len(m.words)):
        key = tuple(re.sub(r"\W", "", word).lower() for word in mention.words if word != ",")
        entity = by_key.get(key) or _same_person(mention, by_surname)
        if entity is None:
            entity = Entity(mention.name, mention.kind, [])
            entities.append(entity)
            by_surname[surname(mention.words).lower()].append(entity)
        elif mention.name != entity.name and mention.name not in entity.variants:
            entity.variants.append(mention.name)
        by_key.setdefault(key, entity)
        entity.namings.append(mention)
    for entity in entities:
        entity.name = _cased(entity)
        kinds = Counter(m.kind for m in entity.namings)
        entity.kind = "person" if kinds["person"] and not kinds["organization"] else entity.kind
    return sorted(entities, key=lambda e: min(m.start for m in e.namings))


def _cased(entity: Entity) -> str:
    """The name not in capitals throughout, where the text has it so too."""
    alike = [m.name for m in entity.namings if m.name.lower() == entity.name.lower() and not m.name.isupper()]
    return alike[0] if alike and entity.name.isupper() else entity.name


def _same_person(mention: Mention, by_surname: dict[str, list[Entity]]) -> Entity | None:
    if mention.kind == "organization":
        return None
    alike = [
        e
        for e in by_surname[surname(mention.words).lower()]
        if e.kind != "organization" and _compatible(mention.words, e.words)
    ]
    same_given = len({e.words[0].lower() for e in alike}) == 1
    return alike[0] if len(alike) == 1 or same_given and mention.words[0].lower() == alike[0].words[0].lower() else None


def _compatible(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """`Art Doe` and `Arthur Q. Doe`; never `Ann Doe` and `Anna Maria Doe`, nor `John Doe Jr.` and `John Doe Sr.`."""
    a, b = shorter[0].rstrip(".").lower(), longer[0].rstrip(".").lower()
    if (
        a != b
        and not (len(a) == 1 and b.startswith(a))
        and not (len(a) == _NICKNAME_LETTERS and b.startswith(a) and len(b) > 5)
    ):
        return False
    marks = [{p.rstrip(".") for p in parts if p in GENERATIONAL} for parts in (shorter, longer)]
    middles = [
        [p.rstrip(".").lower() for p in parts[1:] if p not in GENERATIONAL and p != ","][:-1]
        for parts in (shorter, longer)
    ]
    agree = all(any(m.startswith(x) or x.startswith(m) for x in middles[1]) for m in middles[0])
    return agree and (not marks[0] or not marks[1] or marks[0] == marks[1])


def _short_forms(entities: Sequence[Entity]) -> dict[str, list[Entity]]:
    forms: dict[str, list[Entity]] = defaultdict(list)
    for entity in entities:
        for form in _forms(entity):
            forms[form].append(entity)
    by_initials: dict[str, list[Entity]] = defaultdict(list)
    for entity in entities:
        if entity.kind == "organization" and (letters := initials(entity.words)):
            by_initials[letters].append(entity)
    return by_initials | forms  # a word of a name goes before initials


def _add_uncapitalised(by_word: dict[str, list[Entity]], single: Iterable[Mention]) -> None:
    """`NovaKey` is the `NOVAKEY LTD.`, `McRoe` the `JAN MCROE` of a release that sets its parties in capitals."""
    for name in {mention.name for mention in single} - by_word.keys():
        if owners := [e for e in by_word.get(name.upper(), []) if e.words[0].isupper()]:
            by_word[name] = owners


def _forms(entity: Entity) -> set[str]:
    if entity.words[0].lower() in PUBLIC_BODIES:  # `Springfield` for `City of Springfield`
        return set(entity.words[2:]) if len(entity.words) == 3 else set()
    if entity.kind == "organization":
        firm = core(entity.words)
        if len(firm) > 1 and firm[0] in _BANKS:  # `Ostertag` for `Bankhaus Ostertag AG`
            return {firm[0], firm[1]} - _NOT_ALONE - ORGANIZATION_WORDS
        if len(firm) > 1 and _INITIALS.fullmatch(firm[0]):  # `Roe` for `J.B. Roe Inc.`
            return {firm[0], firm[1]} - _NOT_ALONE - ORGANIZATION_WORDS
        return {firm[0]} - _NOT_ALONE if firm else set()
    parts = [p for p in entity.words if p not in GENERATIONAL and p not in PARTICLES and len(p.rstrip(".")) > 1]
    if parts[1:] and "-" in parts[-1]:  # `Varela` for `Leo Varela-Urbina`, `Baruni` for `Amin al-Baruni`
        first, rest = parts[-1].split("-", 1)
        parts.insert(-1, rest if first.islower() else first)
    cased = [part.title() for part in parts[1:] if part.isupper()]  # `Roe`, where the lead has `JAN ROE`
    cased += [part[0].upper() + part[1:] for part in parts[1:] if part[0].islower()]  # `Al-Baruni` at the beginning
    return {form for part in (*parts[1:], *cased) for form in (part, part + "s")}


def _hand_over(mention: Mention, by_word: dict[str, list[Entity]]) -> bool:
    """True when the word stands for an entity, or for several: then it names none, but is no brand either."""
    owners = by_word.get(mention.name, [])
    people = [e for e in owners if e.kind != "organization"]
    last = [e for e in people if mention.name in {e.surname, e.surname + "s"}]
    owners = last or people or owners
    if len(owners) > 1 and not people:  # of two firms that begin alike, one that has no longer short form
        owners = [e for e in owners if not any(" " in short for short in e.shorts)] or owners
        owners = [e for e in owners if e.namings[0].start < mention.start][:1] or owners  # else the first named
    if len(owners) == 1:
        owners[0].shorts.setdefault(mention.name, []).append(mention)
    return bool(owners)


def _absorb_short_names(entities: list[Entity]) -> None:
    """`Acme Trading` is `Acme Trading Group LLC`, and `De Witt` is `Jan De Witt`, where only one such is named."""
    by_word: dict[str, list[Entity]] = defaultdict(list)  # only names that share a word are compared
    by_name = {entity.name: entity for entity in entities}
    for entity in entities:
        for word in set(core(entity.words)[:1] if entity.kind == "organization" else entity.words[1:]):
            by_word[word].append(entity)
    gone: set[int] = set()
    for entity in entities:
        owner = by_name.get(entity.name.removesuffix("s"))  # a possessive that lost its apostrophe
        if owner is None or owner is entity:
            owner = _only_owner(entity, [e for e in by_word[(core(entity.words) or ("",))[0]] if id(e) not in gone])
        if owner is not None:
            _hand_all_over(entity, owner)
            gone.add(id(entity))
    entities[:] = [entity for entity in entities if id(entity) not in gone]


def _only_owner(entity: Entity, candidates: list[Entity]) -> Entity | None:
    owners = [e for e in candidates[:_MOST_ALIKE] if e is not entity and _begins_or_ends(entity, e)]
    fullest = [e for e in owners if not any(o is not e and _begins_or_ends(e, o) for o in owners)]
    if len(fullest) > 1 and all(core(e.words) == core(entity.words) for e in fullest):
        return min(fullest, key=lambda e: e.namings[0].start)  # `Acme & Roe`, of `Acme & Roe Inc.` and its parent plc
    return fullest[0] if len(fullest) == 1 else None


def _hand_all_over(entity: Entity, owner: Entity) -> None:
    if entity.name.removesuffix("s") == owner.name:
        owner.namings.extend(entity.namings)
        return
    for mention in entity.namings:
        owner.shorts.setdefault(mention.name, []).append(mention)
    for name, namings in entity.shorts.items():
        owner.shorts.setdefault(name, []).extend(namings)


def _begins_or_ends(short: Entity, full: Entity) -> bool:
    a, b = core(short.words), core(full.words)
    if full.kind == "organization":
        suffixed = any(word in SUFFIXES for word in short.words)
        return (
            (short.words[0] not in GIVEN_NAMES or short.kind == "organization")
            and len(a) <= len(b)
            and b[: len(a)] == a
            and not suffixed
            and len(short.words) < len(full.words)
        )
    inside = any(b[i : i + len(a)] == a for i in range(1, len(b) - len(a) + 1))  # `De Witt` is `Jan De Witt Roe`
    return short.kind != "organization" and 1 < len(a) < len(b) and inside
