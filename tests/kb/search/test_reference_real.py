"""Generated queries on real announcements: the index must find just what a slow, plain matcher finds.

The matcher is that of test_reference.py. The long run: CASEBOOK_DIFFERENTIAL=5000 pytest -n 0 (with the path of this).
"""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import unicodedata
from datetime import date

import pytest

from kb.search.analysis import sentences, stems
from kb.search.language import parse
from kb.search.query import Matcher, SearchRequest
from kb.search.records import Record
from kb.search.synonyms import meanings
from kb.search.syntax import Word
from kb.search.tree import IDLE
from tests.conftest import SHARED
from tests.kb.search.test_reference import Rows, Tree, does_match, write

ANNOUNCEMENTS = SHARED / "data" / "announcements"
QUERIES = int(os.environ.get("CASEBOOK_DIFFERENTIAL", "150"))
CONNECTORS = ("w/1", "w/2", "w/3", "w/5", "w/10", "w/25", "w/50", "pre/1", "pre/3", "pre/8", "/s", "/s", "/p", "pre/s")
# Words that the language may read as part of a date, an amount or an operator.
_SPECIAL = set("about after before between during exceeding from least less more most over since than until".split())  # noqa: SIM905


def read_texts(number: int) -> list[str]:
    """Announcements of all agencies, the same ones each time."""
    texts: list[str] = []
    for path in sorted(ANNOUNCEMENTS.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            own = [json.loads(line)["text"].replace("\x00", "") for line in lines]
        texts += random.Random(5).sample(own, min(number, len(own)))  # noqa: S311 - which texts
    return random.Random(6).sample(texts, number)  # noqa: S311 - which texts


def fold(word: str) -> str:
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter)
    ).lower()


def rows_of(text: str) -> Rows:
    """Where sentences and paragraphs end is agreed with the index; the words are read here."""
    found, paragraph = [], 0
    for number, (start, end, ends_paragraph) in enumerate(sentences(text)):
        found += [(fold(word), number, paragraph) for word in re.findall(r"[^\W_]+", text[start:end])]
        paragraph += ends_paragraph
    return Rows(found)


class RealTrees:
    """Makes queries of words that stand near one another in some text, so that most find something."""

    def __init__(self, texts: list[Rows], rng: random.Random) -> None:
        self.texts, self.rng = texts, rng
        self.conduct = {stem for gram in meanings() for stem in gram}
        self.known: dict[str, bool] = {}

    def is_plain(self, word: str) -> bool:
        """Whether the language takes it for a word and nothing else."""
        if word not in self.known:
            fits = (
                re.fullmatch(r"[a-z]{4,14}", word)
                and word not in _SPECIAL | IDLE
                and not self.conduct & set(stems(word))
            )
            self.known[word] = bool(fits) and isinstance(parse(word).node, Word)
        return self.known[word]

    def place(self) -> tuple[Rows, int]:
        while True:
            rows = self.rng.choice(self.texts)
            place = self.rng.randrange(len(rows.words))
            if self.is_plain(rows.words[place][0]):
                return rows, place

    def tree(self, depth: int) -> Tree:
        kind = self.rng.choice(
            ["word", "phrase", "prefix", "near", "near", "near"] + ["and", "or", "not"] * (depth > 0)
        )
        if kind == "near":
            return self.near()
        if kind == "not":
            return ("not", self.tree(depth - 1))
        if kind in {"and", "or"}:
            return (kind, *(self.tree(depth - 1) for _ in range(self.rng.randint(2, 3))))
        return self.term(*self.place(), kind)

    def term(self, rows: Rows, place: int, kind: str) -> Tree:
        word = rows.words[place][0]
        if kind == "prefix":
            return ("prefix", word[: self.rng.randint(4, max(4, len(word) - 1))])
        if kind == "phrase":
            run = [row[0] for row in rows.words[place : place + self.rng.randint(1, 4)]]
            return ("phrase", *run)
        return ("word", word)

    def near(self) -> Tree:
        rows, place = self.place()
        others = [i for i in range(place - 15, place + 16) if 0 <= i < len(rows.words) and i != place]
        plain = [i for i in others if self.is_plain(rows.words[i][0])]
        other = self.rng.choice(plain) if plain else place
        pair = [self.operand(rows, i) for i in sorted((place, other))]
        if self.rng.random() < 0.2:
            pair.reverse()
        return ("near", self.rng.choice(CONNECTORS), *pair)

    def operand(self, rows: Rows, place: int) -> Tree:
        kind = self.rng.choice(["word", "word", "word", "phrase", "prefix", "or"])
        if kind == "or":
            return ("or", self.term(rows, place, "word"), self.term(*self.place(), "word"))
        return self.term(rows, place, kind)


@pytest.mark.skipif(not ANNOUNCEMENTS.is_dir(), reason="needs the real announcements of ../shared")
def test_generated_queries_find_in_real_announcements_what_a_plain_matcher_finds() -> None:
    rng = random.Random(QUERIES)  # noqa: S311 - which queries
    texts = dict(enumerate(read_texts(300), 1))
    rows = {pk: rows_of(text) for pk, text in texts.items()}
    matcher = Matcher(Record(pk, "doj", None, "", date(2026, 1, 1), [], text) for pk, text in texts.items())
    trees = RealTrees(list(rows.values()), rng)
    wrong, found_something = [], 0
    for _ in range(QUERIES):
        tree = trees.tree(2)
        query = write(tree, rng)
        expected = {pk for pk, text in rows.items() if does_match(tree, text)}
        found = matcher.matches(SearchRequest(text=query))
        found_something += 0 < len(expected) < len(texts)
        if found != expected:
            wrong.append(f"{query}: too many {sorted(found - expected)[:5]}, too few {sorted(expected - found)[:5]}")
    assert not wrong, f"{len(wrong)} of {QUERIES} differ: " + "\n".join(wrong[:30])
    assert found_something > QUERIES * 0.6
