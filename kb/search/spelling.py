"""Words of a search that are likely misspelled, and how they may have been meant.

In: the tree of a query and the state of the index, whose words and names are the spellings known. Out: for each such
word its likely spellings, the best first, and the ways to put a search right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kb.search.analysis import stems, words
from kb.search.compile import Compiler
from kb.search.judge import fuzziness
from kb.search.syntax import Node, Phrase, Within, Word, walk

FEW = 3
_SHORTEST = 4
_FAR_MORE = 30
_MOST_WORDS = 4
_MOST_SPELLINGS = 3
_MOST_WAYS = 12


@dataclass(frozen=True, slots=True)
class Spelling:
    """`word` as typed, and what is like it and far more frequent. `is_known`: it occurs, so it may be right."""

    word: str
    better: Sequence[str]
    is_known: bool


def spellings_of(compiler: Compiler, node: Node) -> list[Spelling]:
    """The words of a search that have better spellings."""
    asked = {word: field for field, word in asked_words(node)}
    each = (better_spellings(compiler, field, word) for word, field in asked.items())
    return list(islice((spelling for spelling in each if spelling and spelling.better), _MOST_WORDS))


def asked_words(node: Node) -> Iterator[tuple[str, str]]:
    """The words of a search as (field of the index that holds such words, or none for the text itself, word)."""
    inside = {
        part: "party"
        for outer in walk(node, wanted_only=True)
        if isinstance(outer, Within) and outer.field == "party"
        for part in walk(outer.part)
    }
    for part in walk(node, wanted_only=True):
        if isinstance(part, Word | Phrase):
            for word in re.findall(r"[^\W\d_]+", part.text):
                yield inside.get(part, ""), word


def better_spellings(compiler: Compiler, field: str, word: str) -> Spelling | None:
    """Words of the index that are like a rare one and far more frequent; None for a word that is not rare."""
    plain = "".join(words(word))
    if len(plain) < _SHORTEST:
        return None
    is_text = not field
    field = field or compiler.scope.exact
    stemmed = compiler.searcher.doc_freq(compiler.scope.body, "".join(stems(word)))
    own = max(compiler.searcher.doc_freq(field, plain), stemmed)
    if own > FEW:
        return None
    known = dict(row for start in _beginnings(plain) for row in compiler.searcher.terms_with_prefix(field, start))
    near = process.extract(plain, list(known), scorer=OSA.distance, score_cutoff=fuzziness(plain), limit=20)
    least = _FAR_MORE * own if is_text else own
    fitting = [(distance, -known[term], term) for term, distance, _ in near if known[term] > least and term != plain]
    return Spelling(word, [term for _, _, term in sorted(fitting)[:_MOST_SPELLINGS]], own > 0)


def better_spelling(compiler: Compiler, field: str, word: str) -> str | None:
    found = better_spellings(compiler, field, word)
    return found.better[0] if found and found.better else None


def _beginnings(word: str) -> set[str]:
    """The first two letters, right, swapped, or with one of them left out."""
    return {word[:2], word[1] + word[0], word[0] + word[2]}


def likely_changes(spellings: Sequence[Spelling]) -> list[dict[str, str]]:
    """Ways to put words right, the likeliest first. A word that occurs may stay as it is, which is likelier still."""
    options = [
        [(spelling.word, better) for better in ((spelling.word,) if spelling.is_known else ()) + tuple(spelling.better)]
        for spelling in spellings
    ]
    places = sorted(product(*(range(len(option)) for option in options)), key=lambda way: (sum(way), way))
    ways = [[option[place] for option, place in zip(options, way, strict=True)] for way in places]
    changes = [{word: better for word, better in way if word != better} for way in ways]
    return [change for change in changes if change][:_MOST_WAYS]


def with_changes(text: str, changes: Mapping[str, str]) -> str:
    """The text of a search with words put in the place of others."""
    for word, better in changes.items():
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", better, text)
    return text
