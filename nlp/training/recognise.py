"""Does a recogniser learned from the rules' own verdicts find parties better than the rules alone?

    python -m nlp.training.recognise --unlabelled FILE.jsonl[.gz]... --labelled GOLD.jsonl... [--sample N] [--read N]

Whom the rules hold for a party in announcements that nobody labelled is taken for the truth, and a logistic model
learns to tell it from other signs (`party_signs`). Several ways to let it overrule the rules are measured on labelled
announcements, none of which it learned from, and again with rules that lack a fifth of their frames, which tells what
the model knows that they do not. `--read` prints whom it would refuse in N further announcements, to be judged by
reading. The same files give the same figures. Nothing of it runs in extraction: README says what was measured, and why.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter
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
from rich.text import Text

from nlp.casting import WEIGHTS, Case
from nlp.document import Document
from nlp.evaluate import Row, score
from nlp.parties import chosen_of, parties_of, weighed_cases
from nlp.pipeline import extract
from nlp.records import lines_of, read_records
from nlp.stages import find_stages, is_no_step
from nlp.training.party_signs import in_headline, party_signs
from nlp.training.sparse import Regression, known_signs, learn

_ENOUGH = 500  # announcements of an agency, below which the doubtful of its releases are not refused
_OFTEN = 20  # signs that fewer show are not learned
_SURE = 3.0  # log odds of 20 to 1
_CALLED = {"defendant", "relief", "caption"}
_DROPPED = 3  # of the 15 frames that cast a part, for the trial with lamed rules
_TRIALS = 3
_SAMPLE = 2500
_SEED = 20260101
_CHUNK = 50
Record = dict[str, Any]
Frames = frozenset[str]
Verdict = Callable[[int, bool], bool]
Measured = dict[str, Row]  # by system, how well it finds the parties, their kind and role too


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
    left = [_lamed(case, frames) for case in cases]
    chosen = {id(case) for case in chosen_of(document, left)}
    return [id(case) in chosen for case in left]


def _lamed(case: Case, frames: Collection[str]) -> Case:
    return replace(case, frames={frame: namings for frame, namings in case.frames.items() if frame not in frames})


def doubtful(document: Document, chosen: Sequence[Case]) -> list[Case]:
    """Those of the chosen whom one naming in one frame alone casts as a party, and nobody beside them in its sentence;
    neither does the text call them defendants, nor does a headline have their names."""
    places = {id(case): _casting(document, case) for case in chosen}
    shared = Counter(place for held in places.values() for place in set(held))
    return [
        case
        for case in chosen
        if len(held := places[id(case)]) == 1
        and held[0][0] not in _CALLED
        and shared[held[0]] == 1
        and not in_headline(document, case)
    ]


def _casting(document: Document, case: Case) -> list[tuple[str, int]]:
    """The frames that cast it as a party, each with where the sentence of the naming starts."""
    return [
        (frame, sentence.start if (sentence := document.sentence_at(naming.start)) else naming.start)
        for frame, namings in case.frames.items()
        if frame in WEIGHTS
        for naming in namings
    ]


def document_of(record: Record) -> Document:
    return Document(record["text"], *((record.get(name) or "") for name in ("agency", "title", "date")))


def is_judged(document: Document) -> bool:
    """Does it announce an enforcement step? Papers do not count: their captions tell the parties."""
    return not document.filing and bool(find_stages(document, {})) and not is_no_step(document)


def examples_of(record: Record) -> list[Example]:
    """Everybody named in an announcement of an enforcement step."""
    document = document_of(record)
    if not is_judged(document):
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
        self.doubtful = {frames: self._doubtful(cases, frames) for frames in lamed()}

    def _doubtful(self, cases: Sequence[Case], frames: Frames) -> list[bool]:
        left = [_lamed(case, frames) for case in cases]
        chosen = [case for case, by_rules in zip(left, self.by_rules[frames], strict=True) if by_rules]
        asked = {id(case) for case in doubtful(self.document, chosen)}
        return [id(case) in asked for case in left]

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


def systems(scores: Sequence[float], doubts: Sequence[bool]) -> dict[str, Verdict]:
    return {
        "rules only": lambda i, by_rules: by_rules,
        "the model refuses the doubtful": lambda i, by_rules: by_rules and not (doubts[i] and scores[i] < -_SURE),
        "the model refuses anybody": lambda i, by_rules: by_rules and scores[i] >= -_SURE,
        "the model adds too": lambda i, by_rules: by_rules or scores[i] > _SURE,
        "model alone": lambda i, by_rules: scores[i] > 0,
    }


def measure(labelled: Sequence[Labelled], model: Regression, agencies: Collection[str], frames: Frames) -> Measured:
    found: dict[str, list[Record]] = {name: [] for name in systems([], [])}
    for one in labelled:
        scores = model.scores(one.signs).tolist() if one.signs else []
        known = one.document.agency in agencies
        for name, verdict in systems(scores, [known and doubt for doubt in one.doubtful[frames]]).items():
            found[name].append({"parties": one.parties(frames, verdict)})
    gold = [{"parties": one.gold["parties"]} for one in labelled]
    return {
        name: next(row for row in score(gold, facts) if row.field == "party+kind+role") for name, facts in found.items()
    }


def refused(record: Record, model: Regression) -> Iterator[tuple[str, str]]:
    """The doubtful parties of an announcement whom the model refuses: the name, and the sentence that casts it."""
    document = document_of(record)
    cases = weighed_cases(document) if is_judged(document) else []
    asked = {id(case) for case in doubtful(document, chosen_of(document, cases))} if cases else set()
    held = [(case, signs) for case, signs in zip(cases, party_signs(document, cases), strict=True) if id(case) in asked]
    for (case, _), likely in zip(held, model.scores([signs for _, signs in held]), strict=True):
        start = _casting(document, case)[0][1]
        if likely < -_SURE and (sentence := document.sentence_at(start)):
            yield case.entity.name, document.flat[sentence.start : sentence.end]


def read(path: Path, console: Console) -> list[Record]:
    with path.open("rb") as raw:
        report = lambda n, why: console.print(f"{path}:{n}: skipped: {why}")  # noqa: E731
        return list(read_records(lines_of(raw, path), report))


def sampled(records: list[Record], known: Collection[str]) -> list[Record]:
    """The announcements that are not among the labelled ones, by id or text, in an order of chance, always the same."""
    fresh = [r for r in records if r.get("id") not in known and _start_of(r) not in known]
    random.Random(_SEED).shuffle(fresh)  # noqa: S311
    return fresh


def _start_of(record: Record) -> str:
    return "".join(filter(str.isalnum, record["text"][:400])).lower()[:120]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m nlp.training.recognise", description=__doc__.splitlines()[0])
    parser.add_argument("--unlabelled", type=Path, nargs="+", required=True, metavar="FILE")
    parser.add_argument("--labelled", type=Path, nargs="+", required=True, metavar="GOLD")
    parser.add_argument("--sample", type=int, default=_SAMPLE, metavar="N")
    parser.add_argument("--read", type=int, default=0, metavar="N", help="print whom it would refuse in N more")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, metavar="N")
    options = parser.parse_args(arguments)
    console = Console()
    gold = {path: read(path, console) for path in options.labelled}
    known = {key for records in gold.values() for r in records for key in (r.get("id") or "", _start_of(r))}
    fresh = sampled([r for path in options.unlabelled for r in read(path, console)], known)
    records, further = fresh[: options.sample], fresh[options.sample :][: options.read]
    examples = list(gather(records, options.processes))
    if not examples:
        console.print("no announcement to learn from")
        return 1
    signs = [example.signs for example in examples]
    column = known_signs(signs, least=min(_OFTEN, len(records)))
    console.print(f"{len(examples)} named in {len(records)} announcements, {len(column)} signs")
    models = {frames: learn(signs, [e.accused[frames] for e in examples], column) for frames in lamed()}
    agencies = {agency for agency, n in Counter(r.get("agency") or "" for r in records).items() if n >= _ENOUGH}
    for path, found in gold.items():
        labelled = [Labelled(record) for record in found]
        trials = [measure(labelled, model, agencies, frames) for frames, model in models.items()]
        console.print(_table(f"{path.name}: parties with kind and role", trials))
    for record in further:
        for name, sentence in refused(record, models[frozenset()]):
            console.print(Text(f"{record.get('id')}: {name}: {sentence}"), soft_wrap=True)
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
