"""What the command line does: files in, a file, a page of text or a table out; messages and progress on stderr.

Each function returns the exit status: 0, or 1 when nothing could be read or found.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import tee
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from nlp.evaluate import exact_evidence
from nlp.facts import FACT_LISTS, Extraction
from nlp.pipeline import extract, extract_many
from nlp.records import COPIED, find_record, lines_of, read_records
from nlp.tables import System, agency_table, comparison_table, reliability_tables, score_table
from nlp.training.baseline import PACKAGE, predict
from nlp.training.baseline import load as load_baseline

_STYLES = {
    "stages": "bold red",
    "parties": "bold cyan",
    "charges": "red",
    "citations": "blue",
    "sanctions": "green",
    "terms": "magenta",
    "dockets": "yellow",
    "courts": "bright_blue",
    "references": "white",
    "attributes": "cyan",
    "conduct": "green",
    "harms": "red",
    "places": "yellow",
    "alongside": "cyan",
}


def extract_file(source: Path, target: Path, *, processes: int, graded: bool = False) -> int:
    """Writes one line an announcement to `target`, which appears whole or not at all."""
    console = Console(stderr=True)
    part = target.with_name(target.name + ".part")
    done = 0
    try:
        with source.open("rb") as raw, part.open("w", encoding="utf-8") as out, _progress(console) as progress:
            size = os.fstat(raw.fileno()).st_size
            task = progress.add_task("extract", total=size, count=0)
            records = read_records(lines_of(raw, source), lambda n, why: _complain(console, source, n, why))
            for record, extraction in _pairs(records, processes, graded):
                out.write(json.dumps(as_line(record, extraction), ensure_ascii=False) + "\n")
                done += 1
                progress.update(task, completed=raw.tell(), count=done)
        if done:
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    console.print(f"{done} announcements" if done else f"{source}: no announcement could be read")
    return 0 if done else 1


def as_line(record: dict[str, Any], extraction: Extraction) -> dict[str, Any]:
    return {name: record.get(name) for name in COPIED} | extraction.as_dict()


def _pairs(
    records: Iterator[dict[str, Any]], processes: int, graded: bool
) -> Iterator[tuple[dict[str, Any], Extraction]]:
    first, second = tee(records)
    return (
        (record, extraction)
        for extraction, record in zip(extract_many(second, processes=processes, graded=graded), first, strict=True)
    )


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[count]} announcements"),
        TimeRemainingColumn(),
        console=console,
    )


def _complain(console: Console, path: Path, number: int, reason: str) -> None:
    console.print(Text(f"{path}:{number}: skipped: {reason}"), soft_wrap=True)


def explain(what: str, source: Path | None) -> int:
    """Shows one text with its facts marked, and a table of the facts with the rule that found each."""
    record = _wanted(what, source)
    if record is None:
        Console(stderr=True).print(
            Text(f"{what}: no such file, and no such id in {source or 'any file named by --in'}")
        )
        return 1
    extraction = extract(
        record["text"],
        agency=record.get("agency") or "",
        title=record.get("title") or "",
        date=record.get("date") or "",
    )
    console = Console()
    console.print(_marked(record["text"], extraction), soft_wrap=True)
    console.print(_fact_table(extraction))
    return 0


def _wanted(what: str, source: Path | None) -> dict[str, Any] | None:
    if source is not None:
        console = Console(stderr=True)
        return find_record(source, what, lambda n, why: _complain(console, source, n, why))
    path = Path(what)
    return {"text": path.read_text(encoding="utf-8-sig")} if path.is_file() else None


def _marked(text: str, extraction: Extraction) -> Text:
    marked = Text(text)
    for field in FACT_LISTS:
        for fact in getattr(extraction, field):
            for span in fact.evidence:
                marked.stylize(_STYLES[field], span.start, span.end)
    return marked


def _fact_table(extraction: Extraction) -> Table:
    verdict = "an enforcement step" if extraction.is_enforcement else "no enforcement step"
    table = Table(title=f"{verdict} · pipeline {extraction.pipeline}", title_justify="left")
    for heading in ("fact", "value", "found by", "confidence", "evidence"):
        table.add_column(heading, overflow="fold")
    for field in FACT_LISTS:
        for fact in getattr(extraction, field):
            quotes = " | ".join(f"{s.start}:{s.end} {s.quote}" for s in fact.evidence)
            cells = (field, _value(fact), fact.found_by, f"{fact.confidence:.2f}", quotes)
            table.add_row(Text(cells[0], style=_STYLES[field]), *(Text(cell) for cell in cells[1:]))
    return table


def _value(fact: Any) -> str:
    names = [name for name in fact.__dataclass_fields__ if name not in {"evidence", "found_by", "confidence"}]
    return ", ".join(f"{name} {getattr(fact, name)}" for name in names if getattr(fact, name) not in (None, [], False))


def evaluate_file(gold: Path, *, baseline: bool) -> int:
    """Prints how good the facts are against a file of labelled announcements, beside the naive baseline if asked."""
    console = Console(stderr=True)
    with gold.open("rb") as raw:
        labelled = list(read_records(lines_of(raw, gold), lambda n, why: _complain(console, gold, n, why)))
    if not labelled:
        console.print(f"{gold}: no labelled announcement could be read")
        return 1
    systems = [System("rules only", [e.as_dict() for e in extract_many(labelled)])]
    if baseline:
        systems += _baseline(labelled, console)
    out = Console()
    out.print(score_table(labelled, systems[0]))
    out.print(comparison_table(labelled, systems))
    for system in systems:
        out.print(agency_table(labelled, system))
    out.print(f"evidence exact: {exact_evidence(labelled, systems[0].predicted):.3f}")
    for shown in reliability_tables(labelled, systems[0]):
        out.print(shown)
    return 0


def _baseline(labelled: list[dict[str, Any]], console: Console) -> list[System]:
    language = load_baseline()
    if language is None:
        console.print(f"no baseline: {PACKAGE} is not installed; tests/requirements.txt names it")
        return []
    return [System("naive baseline", [predict(language, document) for document in labelled])]
