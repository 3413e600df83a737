"""Generated queries on generated texts: the index must find just what a slow, plain matcher finds.

The generator makes a query as a tree of its own and writes it down; the matcher judges that tree by looking at the
words, so the parser, the compiler and the index are all under test and share nothing with it but the stemmer.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pytest

from kb.search.analysis import stems
from kb.search.query import Matcher, SearchRequest
from kb.search.records import Record

# Several words share a stem, several a beginning; none is a synonym of the language's data.
VOCABULARY = tuple(
    re.findall(
        r"\w+",
        "pay pays paid payment lender lenders lending tower towers harbor harbored glass glasses river rivers copper "
        "stone stones copy copied garden",
    )
)
Tree = tuple[Any, ...]


class Rows:
    """The words of a text in order, each with the numbers of its sentence and its paragraph."""

    def __init__(self, words: list[tuple[str, int, int]]) -> None:
        self.words = words
        self.by_word: dict[str, list[int]] = defaultdict(list)
        self.by_stem: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, (word, _, _) in enumerate(words):
            self.by_word[word].append(place)
            self.by_stem[stems(word)].append(place)


@dataclass
class Text:
    """Paragraphs of sentences of words."""

    paragraphs: list[list[list[str]]]

    def __str__(self) -> str:
        return "\n\n".join(
            " ".join(" ".join(words).capitalize() + "." for words in sentences) for sentences in self.paragraphs
        )

    @cached_property
    def rows(self) -> Rows:
        found, number = [], 0
        for place, sentences in enumerate(self.paragraphs):
            for words in sentences:
                found += [(word, number, place) for word in words]
                number += 1
        return Rows(found)


def make_text(rng: random.Random) -> Text:
    return Text(
        [
            [[rng.choice(VOCABULARY) for _ in range(rng.randint(1, 7))] for _ in range(rng.randint(1, 3))]
            for _ in range(rng.randint(1, 3))
        ]
    )


def make_tree(rng: random.Random, depth: int) -> Tree:
    kind = rng.choice(["word", "word", "phrase", "prefix", "near"] + ["and", "or", "not"] * (depth > 0))
    if kind == "word":
        return ("word", rng.choice(VOCABULARY))
    if kind == "prefix":
        return ("prefix", rng.choice(VOCABULARY)[: rng.randint(3, 5)])
    if kind == "phrase":
        return ("phrase", *rng.choices(VOCABULARY, k=rng.randint(1, 3)))
    if kind == "near":
        connector = rng.choice(
            ["w/1", "w/2", "w/3", "w/5", "w/8", "w/25", "pre/1", "pre/2", "pre/3", "pre/4", "/s", "/p", "pre/s"]
        )
        return ("near", connector, make_operand(rng), make_operand(rng))
    if kind == "not":
        return ("not", make_tree(rng, depth - 1))
    return (kind, *(make_tree(rng, depth - 1) for _ in range(rng.randint(2, 3))))


def make_operand(rng: random.Random) -> Tree:
    kind = rng.choice(["word", "word", "word", "phrase", "prefix", "or"])
    if kind == "or":
        return ("or", *(("word", rng.choice(VOCABULARY)) for _ in range(2)))
    if kind == "phrase":
        return ("phrase", *rng.choices(VOCABULARY, k=2))
    return ("prefix", rng.choice(VOCABULARY)[:4]) if kind == "prefix" else ("word", rng.choice(VOCABULARY))


def write(tree: Tree, rng: random.Random) -> str:
    kind, *parts = tree
    if kind == "word":
        return str(parts[0])
    if kind == "prefix":
        return str(parts[0]) + rng.choice("*!")
    if kind == "phrase":
        return f'"{" ".join(parts)}"'
    if kind == "near":
        return f"({write(parts[1], rng)} {parts[0]} {write(parts[2], rng)})"
    if kind == "not":
        inner = write(parts[0], rng)
        return rng.choice([f"NOT {inner}", f"-{inner}"])
    written = [write(part, rng) for part in parts]
    if kind == "or" and parts[0][0] == "not":  # at the beginning, NOT would take in all alternatives
        written[0] = f"({written[0]})"
    joiner = rng.choice([" ", " AND ", " and "]) if kind == "and" else rng.choice([" OR ", " or "])
    return "(" + joiner.join(written) + ")"


def does_match(tree: Tree, text: Rows) -> bool:
    kind, *parts = tree
    if kind == "and":
        return all(does_match(part, text) for part in parts)
    if kind == "or":
        return any(does_match(part, text) for part in parts)
    if kind == "not":
        return not does_match(parts[0], text)
    if kind == "near":
        return is_near(parts[0], occurrences(parts[1], text), occurrences(parts[2], text), text)
    return bool(occurrences(tree, text, is_free=True))


def occurrences(tree: Tree, text: Rows, *, is_free: bool = False) -> list[tuple[int, int]]:
    """Where a term stands, as numbers of its first and last word. A free phrase may run across a full stop."""
    kind, *parts = tree
    if kind == "or":
        return [place for part in parts for place in occurrences(part, text)]
    if kind == "word":
        return [(i, i) for i in text.by_stem.get(stems(parts[0]), [])]
    if kind == "prefix":
        return [(i, i) for word, places in text.by_word.items() if word.startswith(parts[0]) for i in places]
    size, rows = len(parts), text.words
    starts = [i for i in text.by_word.get(parts[0], []) if [row[0] for row in rows[i : i + size]] == parts]
    found = [(i, i + size - 1) for i in starts]
    return [place for place in found if is_free or rows[place[0]][1] == rows[place[1]][1]]


def is_near(connector: str, lefts: list[tuple[int, int]], rights: list[tuple[int, int]], text: Rows) -> bool:
    kind, reach = connector.split("/")
    pairs = [(left, right) for left in lefts for right in rights]
    if kind != "pre":
        pairs += [(right, left) for left, right in pairs]
    return any(before[1] < after[0] and is_within(reach, before[1], after[0], text) for before, after in pairs)


def is_within(reach: str, before: int, after: int, text: Rows) -> bool:
    rows = text.words
    _, sentence, paragraph = rows[before]
    _, other_sentence, other_paragraph = rows[after]
    if reach == "s":
        return sentence == other_sentence
    if reach == "p":
        return paragraph == other_paragraph
    stops = other_sentence - sentence
    return after - before <= int(reach) and paragraph == other_paragraph and stops <= 1 + int(reach) // 20


def make_record(pk: int, text: Text) -> Record:
    return Record(pk, "cftc", None, "", date(2026, 1, 1), [], str(text))


@pytest.mark.parametrize("seed", range(4))
def test_generated_queries_find_what_a_plain_matcher_finds(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - made-up texts
    texts = {pk: make_text(rng) for pk in range(1, 81)}
    matcher = Matcher(make_record(pk, text) for pk, text in texts.items())
    for _ in range(60):
        tree = make_tree(rng, 2)
        query = write(tree, rng)
        expected = {pk for pk, text in texts.items() if does_match(tree, text.rows)}
        found = matcher.matches(SearchRequest(text=query))
        wrong = found ^ expected
        assert not wrong, f"{query}: " + " | ".join(f"{pk in found}: {texts[pk]}" for pk in sorted(wrong)[:2])
