"""Command line: announcements or one text in, facts out.

`extract IN.jsonl[.gz] OUT.jsonl [--grades]` · `explain ID|FILE [--in FILE]` · `evaluate GOLD.jsonl [--baseline]`
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from nlp.commands import evaluate_file, explain, extract_file


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m nlp", description="Facts with evidence from announcements.")
    commands = parser.add_subparsers(dest="command", required=True)
    extract = commands.add_parser("extract", help="write the facts of every announcement of a file")
    extract.add_argument("source", type=Path, metavar="IN.jsonl[.gz]")
    extract.add_argument("target", type=Path, metavar="OUT.jsonl")
    extract.add_argument("--processes", type=int, default=os.cpu_count() or 1, metavar="N")
    extract.add_argument("--grades", action="store_true", help="the rules' grades as confidence, to calibrate by")
    show = commands.add_parser("explain", help="show one text with its facts and the rule that found each")
    show.add_argument("what", metavar="ID|FILE", help="a text file, or the id of an announcement of --in")
    show.add_argument("--in", dest="source", type=Path, metavar="FILE", help="announcements, .jsonl or .jsonl.gz")
    evaluate = commands.add_parser("evaluate", help="score the pipeline against labelled announcements")
    evaluate.add_argument("gold", type=Path, metavar="GOLD.jsonl")
    evaluate.add_argument("--baseline", action="store_true", help="beside general NER and the nearest keyword")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when something was read, 1 when nothing could be, 2 for a wrong command line."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "extract":
            return extract_file(options.source, options.target, processes=options.processes, graded=options.grades)
        if options.command == "explain":
            return explain(options.what, options.source)
        return evaluate_file(options.gold, baseline=options.baseline)
    except OSError as error:
        print(f"nlp: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
