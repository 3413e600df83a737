"""By which words is each party met in a text? Parties in, forms of their names with whom each stands for out.

Refused: a short form that several parties share, and the first word of a firm's name where it is a common word or
somebody's surname.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from nlp.alternatives import any_of
from nlp.facts import Party
from nlp.party_forms import full_forms, short_forms
from nlp.words import word_file

_COMMON_WORDS = frozenset(word_file("common_words.txt")) | {
    "united",
    "first",
    "american",
    "national",
    "bank",
    "general",
}
_SECOND = 80  # characters: where the second word of a name ends, blanks included


def shared_surnames(parties: Sequence[Party]) -> dict[str, set[str]]:
    """Short forms that are several parties', with the full names of these."""
    owners: dict[str, set[str]] = {}
    for party in parties:
        for form in short_forms(party):
            owners.setdefault(form, set()).add(party.name)
    return {form: names for form, names in owners.items() if len(names) > 1}


def forms_of(parties: Sequence[Party]) -> dict[str, tuple[str, ...]]:
    """What the parties are called, with whom each form names: one party, or several by a full name they share."""
    known: dict[str, dict[str, None]] = {}
    full = {form for party in parties for form in full_forms(party)}
    for party in parties:
        for form in dict.fromkeys([*full_forms(party), *short_forms(party)]):
            known.setdefault(form, {})[party.name] = None
    return {form: tuple(names) for form, names in known.items() if form in full or len(names) == 1}


def first_words(text: str, parties: Sequence[Party]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The first word of a firm's name where the text goes on to use it alone: `Brindle` for `Brindle Vale Ltd`.

    Not where it is the surname of a party: `Roe` is not `Roe Capital LLC`.
    """
    surnames = {form for party in parties for form in short_forms(party)}
    sharing: dict[str, list[Party]] = {}
    for party in parties:
        first, *rest = party.name.removeprefix("The ").split()
        if rest:
            sharing.setdefault(first, []).append(party)
    firms = {
        first: owners[0].name
        for first, owners in sharing.items()
        if len(owners) == 1 and owners[0].kind == "organization" and len(first) > 2
        if first.lower().strip(",.") not in _COMMON_WORDS and first not in surnames
    }
    seconds = {first: name.removeprefix("The ").split()[1] for first, name in firms.items()}
    yield from ((first, (firms[first],)) for first, times in _standing_alone(text, seconds).items() if times > 1)


def _standing_alone(text: str, seconds: dict[str, str]) -> Counter[str]:
    """How often each first word stands without its second, or a name, after it."""
    if not seconds:
        return Counter()
    pattern = re.compile(rf"(?<![\w.]){any_of(seconds)}(?![\w-]|\s[A-Z])")
    alone: Counter[str] = Counter()
    for match in pattern.finditer(text):
        after = re.match(rf"\s+{re.escape(seconds[match[0]])}", text[match.end() : match.end() + _SECOND])
        alone[match[0]] += after is None
    return alone
