"""Does a recogniser learned from the rules' own verdicts find parties better than the rules alone?

    python -m nlp.training.recognise --unlabelled FILE.jsonl[.gz]... --labelled GOLD.jsonl... [--sample N]

Whom the rules hold for a party in announcements that nobody labelled is taken for the truth, and a logistic model
learns to tell it from other signs (`party_signs`). Where it is sure (19 to 1), it overrules the rules on labelled
announcements, none of which it learned from. That is measured beside the rules alone and the model alone; then again
with rules that lack a fifth of their frames, which tells what it knows that they do not. The same files give the same
figures. Nothing of it runs in extraction.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from statistics import mean
from typing import Any

from rich.console import Console
from rich.table import Table

from nlp.casting import WEIGHTS, Case
from nlp.document import Document
from nlp.evaluate import Row, score
from nlp.parties import chosen_of, parties_of, weighed_cases
from nlp.pipeline import extract
from nlp.records import lines_of, read_records
from nlp.stages import find_stages, is_no_step
from nlp.training.party_signs import party_signs
from nlp.training.sparse import Regression, known_signs, learn

_SURE = 3.0  # log odds of 19 to 1
_DROPPED = 3  # of the 15 frames that cast a part, for the trial with lamed rules
_TRIALS = 5
_SAMPLE = 5000
_SEED = 20260101
_CHUNK = 50
Record = dict[str, Any]
Frames = frozenset[str]
Verdict = Callable[[int, bool], bool]


@dataclass(slots=True)
class Example:
    """Somebody named in an announcement: his signs, and whether the rules hold him for a party without some frames."""

    signs: list[str]
    accused: dict[Frames, bool]


def lamed() -> list[Frames]:
    """The frames that are taken from the rules: none first, then some of them at random."""
    draws = random.Random(_SEED)  # noqa: S311 - a sample, not a secret
    return [frozenset(), *(frozenset(draws.sample(sorted(WEIGHTS), _DROPPED)) for _ in range(_TRIALS))]


def without(document: Document, cases: Sequence[Case], frames: Collection[str]) -> list[bool]:
    """Whether the rules hold each of the cases for a party where they know nothing of `frames`."""
    left = [replace(c, frames={f: n for f, n in c.frames.items() if f not in frames}) for c in cases]
    chosen = {id(case) for case in chosen_of(document, left)}
    return [id(case) in chosen for case in left]


def document_of(record: Record) -> Document:
    return Document(record["text"], *((record.get(name) or "") for name in ("agency", "title", "date")))


def examples_of(record: Record) -> list[Example]:
    """Everybody named in an announcement of an enforcement step; nobody of papers, whose captions tell the parties."""
    document = document_of(record)
    if document.filing or not find_stages(document, {}) or is_no_step(document):
        return []
    cases = weighed_cases(document)
    verdicts = {frames: without(document, cases, frames) for frames in lamed()}
    return [
        Example(signs, {frames: verdict[i] for frames, verdict in verdicts.items()})
        for i, signs in enumerate(party_signs(document, cases))
    ]


def _examples_of_chunk(records: list[Record]) -> list[Example]:
    return [example for record in records for example in examples_of(record)]


def gather(records: Iterable[Record], processes: int) -> Iterator[Example]:
    source = iter(records)
    chunks = iter(lambda: list(islice(source, _CHUNK)), [])
    if processes <= 1:
        for chunk in chunks:
            yield from _examples_of_chunk(chunk)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        for found in pool.map(_examples_of_chunk, chunks):
            yield from found


class Labelled:
    """A labelled announcement with everybody it names, to be decided anew for each system."""

    def __init__(self, record: Record) -> None:
        self.gold = record
        self.document = document_of(record)
        facts = extract(record["text"], agency=self.document.agency, title=self.document.title)
        self.judged = facts.is_enforcement and not self.document.filing
        self._found: dict[tuple[int, ...], list[Record]] = {}
        self._of_rules = [asdict(party) for party in facts.parties]
        cases = weighed_cases(self.document) if self.judged else []
        self.signs = party_signs(self.document, cases)
        self.by_rules = {frames: without(self.document, cases, frames) if cases else [] for frames in lamed()}

    def parties(self, frames: Frames, verdict: Verdict) -> list[Record]:
        """The parties where `verdict(place of a case, whether the rules hold it for one)` decides."""
        if not self.judged:
            return self._of_rules
        chosen = tuple(i for i, by_rules in enumerate(self.by_rules[frames]) if verdict(i, by_rules))
        if chosen not in self._found:
            self._found[chosen] = self._named(chosen)
        return self._found[chosen]

    def _named(self, chosen: Sequence[int]) -> list[Record]:
        cases = weighed_cases(self.document)  # anew: naming the parties alters them
        for case in (cases[i] for i in chosen):
            if not case.frames.keys() & WEIGHTS.keys():
                case.frames["subject"] = list(case.entity.namings[:1])  # so that it has something to quote
        return [asdict(party) for party in parties_of(self.document, [cases[i] for i in chosen])]


def systems(scores: Sequence[float]) -> dict[str, Verdict]:
    return {
        "rules": lambda i, by_rules: by_rules,
        "rules, less whom the model refuses": lambda i, by_rules: by_rules and scores[i] > -_SURE,
        "rules, and whom the model adds": lambda i, by_rules: by_rules or scores[i] > _SURE,
        "rules, the model where it is sure": lambda i, by_rules: scores[i] > (-_SURE if by_rules else _SURE),
        "model alone": lambda i, by_rules: scores[i] > 0,
    }


def measure(labelled: Sequence[Labelled], model: Regression, frames: Frames) -> dict[str, Row]:
    """System -> how well it finds the parties, their kind and role too."""
    found: dict[str, list[Record]] = {name: [] for name in systems([])}
    for one in labelled:
        scores = model.scores(one.signs).tolist() if one.signs else []
        for name, verdict in systems(scores).items():
            found[name].append({"parties": one.parties(frames, verdict)})
    gold = [{"parties": one.gold["parties"]} for one in labelled]
    return {
        name: next(row for row in score(gold, facts) if row.field == "party+kind+role") for name, facts in found.items()
    }


def read(path: Path, console: Console) -> list[Record]:
    with path.open("rb") as raw:
        report = lambda n, why: console.print(f"{path}:{n}: skipped: {why}")  # noqa: E731
        return list(read_records(lines_of(raw, path), report))


def sampled(records: list[Record], known: Collection[str], size: int) -> list[Record]:
    """Some announcements that are not among the labelled ones, by id or text; the same ones each time."""
    fresh = [r for r in records if r.get("id") not in known and _start_of(r) not in known]
    random.Random(_SEED).shuffle(fresh)  # noqa: S311
    return fresh[:size]


def _start_of(record: Record) -> str:
    return "".join(filter(str.isalnum, record["text"][:400])).lower()[:120]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m nlp.training.recognise", description=__doc__.splitlines()[0])
    parser.add_argument("--unlabelled", type=Path, nargs="+", required=True, metavar="FILE")
    parser.add_argument("--labelled", type=Path, nargs="+", required=True, metavar="GOLD")
    parser.add_argument("--sample", type=int, default=_SAMPLE, metavar="N")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, metavar="N")
    options = parser.parse_args(arguments)
    console = Console()
    gold = {path: read(path, console) for path in options.labelled}
    known = {key for records in gold.values() for r in records for key in (r.get("id") or "", _start_of(r))}
    records = [record for path in options.unlabelled for record in read(path, console)]
    examples = list(gather(sampled(records, known, options.sample), options.processes))
    if not examples:
        console.print("no announcement to learn from")
        return 1
    column = known_signs(example.signs for example in examples)
    console.print(f"{len(examples)} named in {min(options.sample, len(records))} announcements, {len(column)} signs")
    labelled = {path: [Labelled(record) for record in records] for path, records in gold.items()}
    figures: dict[Path, list[dict[str, Row]]] = {path: [] for path in labelled}
    for frames in lamed():
        model = learn([e.signs for e in examples], [e.accused[frames] for e in examples], column)
        for path, ones in labelled.items():
            figures[path].append(measure(ones, model, frames))
    for path, trials in figures.items():
        console.print(_table(f"{path.name}: parties with kind and role", trials))
    return 0


def _table(title: str, trials: Sequence[dict[str, Row]]) -> Table:
    """A line a system: with all rules, and the mean F1 with rules that lack some of their frames."""
    table = Table(title=title, title_justify="left")
    table.add_column("system")
    for heading in ("prec.", "recall", "F1, 95 % interval", "F1, lamed rules"):
        table.add_column(heading, justify="right", no_wrap=True)
    for name, row in trials[0].items():
        lame = mean(trial[name].f1 for trial in trials[1:])
        interval = f"{row.f1:.3f} [{row.low:.2f}-{row.high:.2f}]"
        table.add_row(name, f"{row.precision:.3f}", f"{row.recall:.3f}", interval, f"{lame:.3f}")
    return table


if __name__ == "__main__":
    sys.exit(main())
