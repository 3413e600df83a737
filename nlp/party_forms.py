"""The forms a party's name takes in a text: a party in, full and short forms out.

Full forms are its name and aliases, in capitals and without a corporate ending; short ones a person's surname, alone or
with what stands before it. Refused: nothing; several parties may share a short form.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from nlp.alternatives import any_of
from nlp.facts import Party

_NEXT_WORD = 80  # characters: where the word beside another ends, blanks included
_ENDING = re.compile(
    r",?\s+(?:Inc|Incorporated|L\.?L\.?C|Ltd|Limited|Ltda|Corp|Corporation|Co|Company|L\.?P|L\.?L\.?P|PLC"
    r"|plc|S\.?A|A\.?G|N\.?V|GmbH|B\.?V|Pte|Pty|N\.?A|S\.?p\.?A|S\.?A\.?S|AB|ASA|A/S|ApS|Oyj?|SE|Kft|Nyrt|Bhd|K\.K"
    r"|d\.o\.o"
    r"|F\.?S\.?B|KGaA|GmbH & Co\. KG|S\.r\.l|S\.R\.L"
    r"|National Association)\b\.?,?$"
)
_GENERATION = re.compile(r",?\s+(?:Jr|Sr|II|III|IV)\.?$")
_TITLE_WORD = {"the", "of", "and", "de", "da", "do", "dos", "del", "la", "van", "von", "bin", "al", "el"}


_TOGETHER = re.compile(r"\(\s*(?:collectively|together)(?:\s+with\s+[^,()]{1,60})?[,:]?\s+(?P<names>[^()]{2,60})\)")
_MARKS = " ,.\"\u201c\u201d'\u2018\u2019"


def collective_names(text: str) -> Iterator[tuple[int, str]]:
    """What several are called together, and where: `Acme` and `Bank` of `(together, Acme or the Bank)`."""
    for match in _TOGETHER.finditer(text):
        for name in re.split(r"\s+(?:or|and)\s+|,\s+", match["names"]):
            bare = name.strip(_MARKS).removeprefix("the ").strip(_MARKS)
            if bare and bare[0].isupper():
                yield match.start(), bare


def abbreviates(short: str, name: str) -> bool:
    """Whether a name in brackets is the beginning of a firm's name or made of its initials."""
    words = name.removeprefix("The ").replace(",", "").split()
    initials = "".join(word[0] for word in words if word[0].isupper())
    return name.removeprefix("The ").startswith(f"{short} ") or (len(short) > 2 and initials.startswith(short))


def full_forms(party: Party) -> Iterator[str]:
    """The name and the aliases, as written, in capitals and without corporate ending."""
    for name in (party.name, *party.aliases):
        yield name
        bare = name.removeprefix("The ")
        while (shorter := _ENDING.sub("", bare)) != bare:
            bare = shorter
        yield bare
        yield bare.upper()
        yield name.upper()


def short_forms(party: Party) -> Iterator[str]:
    """What a person is called further down: the surname, with the generation or the given name."""
    if party.kind != "person":
        return
    words = _GENERATION.sub("", party.name).replace(",", "").split()
    if len(words) < 2:
        return
    yield words[-1]
    yield words[-1].upper()
    if words[-1].isupper():
        yield words[-1].title()
    generation = _GENERATION.search(party.name)
    if generation:
        yield f"{words[-1]} {generation[0].strip(', ')}"
    yield f"{words[0]} {words[-1]}"
    for cut in range(1, len(words) - 1):
        if words[cut][0].isupper() or words[cut].lower() in _TITLE_WORD:
            yield " ".join(words[cut:])
            if len(words[cut]) > 3 and "." not in words[cut]:
                yield " ".join(words[:1] + words[cut:])


def family_names_first(text: str, parties: Iterable[Party]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The first word of `Xu Zewei`, where the text calls that person `Xu` and never `Zewei`."""
    people = [(*party.name.split(), party.name) for party in parties if party.kind == "person"]
    pairs = {(one[0], one[1]): one[2] for one in people if len(one) == 3}
    if not pairs:
        return
    alone: Counter[str] = Counter()
    for match in re.finditer(rf"\b{any_of({word for pair in pairs for word in pair})}\b", text):
        before = text[max(0, match.start() - _NEXT_WORD) : match.start()].split()[-1:]
        after = text[match.end() : match.end() + _NEXT_WORD].split()[:1]
        joined = (*before, match[0]) in pairs or (match[0], *(word.strip(".,;") for word in after)) in pairs
        alone[match[0]] += not joined
    yield from ((first, (name,)) for (first, last), name in pairs.items() if alone[first] and not alone[last])
