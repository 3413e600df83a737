"""The pipeline as a whole and its command line, on announcements written for this test."""

import gzip
import json
import time
from collections.abc import Mapping
from itertools import cycle, islice, product
from pathlib import Path
from typing import Any

import pytest
import spacy

from nlp import commands, pipeline
from nlp.__main__ import main
from nlp.document import Document
from nlp.facts import FACT_LISTS, Evidence, Stage
from nlp.pipeline import FINDERS, MAX_CHARACTERS, PIPELINE_VERSION, EvidenceError, extract, extract_many

TEXT = (
    "Ohio Man Sentenced for Fraud\n\nWASHINGTON - Jan Example, 47, of Akron, Ohio, was sentenced today to 12 months in "
    "prison for wire fraud and ordered to pay $1 million in restitution, the Justice Department announced."
)
RECORD = {"id": "doj-1", "agency": "DOJ", "title": "Ohio Man Sentenced for Fraud", "date": "2020-05-04", "text": TEXT}
SPEECH = {"id": "doj-2", "agency": "DOJ", "title": "Remarks", "text": "Remarks of Una Official\n\nThank you all."}
HOSTILE = {
    "empty": "",
    "blank": " \n\t\n",
    "one line": TEXT.replace("\n", " "),
    "capitals": TEXT.upper(),
    "lower case": TEXT.lower(),
    "damaged": TEXT.replace("e", "3").replace("a", "@"),
    "scanned": "- 2 -\n\f"
    + TEXT.replace("m", "rn").replace("fi", "\ufb01").replace(" to ", " t0\n").replace("and", "an-\nd"),
    "Spanish": "El tribunal condenó a Juan Ejemplo, de 47 años, a doce meses de prisión por fraude.",
    "Chinese": "法院今天以电汇欺诈罪判处被告十二个月监禁。" * 20,
    "Arabic": "\u202bحكمت المحكمة على المتهم بالسجن لمدة 12 شهرا\u202c " * 20,
    "combining": TEXT.replace("a", "a\u0301\u0302\u0303"),
    "emoji": "😀 Jan Example 🎉 was sentenced today to 12 months 😀",
    "control characters": "\x00\x01" + TEXT.replace(" ", "\x0b") + "\x7f\x85\u2028",
    "half a pair": "\ud800 Jan Example was sentenced today",
    "brackets": "(" * 5000 + TEXT + ")" * 5000,
    "quotes": "“" * 3000 + TEXT,
    "names": "Jan Example, Eve Sample, " * 400 + "were charged.",
    "suffixes": "Acme Inc., LLC, Ltd., Corp. " * 400,
}


def test_all_lists_of_facts_have_a_component() -> None:
    assert set(FINDERS) == set(FACT_LISTS)


def test_an_announcement_gives_facts_with_evidence() -> None:
    found = extract(TEXT, agency="DOJ", title=RECORD["title"], date="2020-05-04")
    assert found.is_enforcement and found.pipeline == PIPELINE_VERSION
    assert [party.name for party in found.parties] == ["Jan Example"]
    assert [stage.code for stage in found.stages] == ["sentenced"]
    assert any(sanction.amount == 1_000_000 for sanction in found.sanctions)


def test_what_is_no_enforcement_step_gives_no_facts() -> None:
    found = extract(SPEECH["text"], agency="DOJ")
    assert not found.is_enforcement
    assert not any(getattr(found, field) for field in FACT_LISTS)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_any_text_has_the_same_answer_twice(text: str) -> None:
    first, second = extract(text), extract(text)
    assert first == second
    for field in FACT_LISTS:
        for fact in getattr(first, field):
            assert all(text[span.start : span.end] == span.quote for span in fact.evidence)


def test_a_text_over_the_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="over the limit"):
        extract("a" * (MAX_CHARACTERS + 1))


def test_a_component_that_misquotes_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def misquoting(document: Document, found: Mapping[str, list[Any]]) -> list[Stage]:
        return [Stage([Evidence(0, 4, "wrong")], "test", 1.0, "sentenced")]

    pipeline.load.cache_clear()
    monkeypatch.setitem(FINDERS, "stages", misquoting)
    try:
        with pytest.raises(EvidenceError, match="misquotes"):
            extract(TEXT, agency="DOJ")
    finally:
        pipeline.load.cache_clear()


def test_many_keep_their_order_in_one_process_and_in_two() -> None:
    records = [RECORD | {"text": TEXT.replace("Jan", f"Jan{chr(97 + i)}")} for i in range(20)]
    alone = [e.parties[0].name for e in extract_many(records)]
    assert alone == [f"Jan{chr(97 + i)} Example" for i in range(20)]
    assert [e.parties[0].name for e in extract_many(records, processes=2)] == alone


def test_long_texts_take_time_in_proportion() -> None:
    body = "\n\n".join(TEXT.split("\n\n")[1].replace("Jan", f"Jan{i}") for i in range(300))

    def seconds(length: int) -> float:
        started = time.process_time()
        extract(body[:length], agency="DOJ")
        return time.process_time() - started

    seconds(1000)
    assert seconds(48_000) < 12 * seconds(12_000) + 0.5


def test_a_text_of_a_megabyte_with_thousands_of_names_has_an_answer() -> None:
    made_up = ["".join(letters) for letters in product("BDFKL", "aeio", "lmnr", "aeo", "nstv", "e")]
    names = [f"{first} {last}" for first, last in zip(made_up, reversed(made_up), strict=True)]
    pieces = (
        TEXT.split("\n\n")[1]
        .replace("Jan Example", name)
        .replace("the Justice", f"{name.split()[0]} Trading LLC and the")
        for name in cycle(names)
    )
    text = "\n\n".join([RECORD["title"], *islice(pieces, 5_000)])[:1_000_000]
    started = time.process_time()
    found = extract(text, agency="DOJ")
    assert len(found.parties) > len(names) / 2
    assert time.process_time() - started < 40  # 8 by itself; a component that tries each name takes longer


def write(path: Path, *lines: object) -> Path:
    content = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    path.write_bytes(gzip.compress(content.encode()) if path.suffix == ".gz" else content.encode())
    return path


def test_extract_command_writes_a_line_an_announcement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(tmp_path / "in.jsonl.gz", RECORD, "{no json", "[1]", {"id": "x"}, SPEECH)
    target = tmp_path / "out.jsonl"
    assert main(["extract", str(source), str(target), "--processes", "1"]) == 0
    lines = [json.loads(line) for line in target.read_text().splitlines()]
    assert [line["id"] for line in lines] == ["doj-1", "doj-2"]
    assert lines[0]["parties"][0]["name"] == "Jan Example" and lines[0]["text"] == TEXT
    errors = capsys.readouterr().err
    for number in (2, 3, 4):
        assert f"in.jsonl.gz:{number}: skipped" in errors


@pytest.mark.parametrize("content", [b"", b"{bad\n", b"\x1f\x8b broken"])
def test_extract_command_fails_when_nothing_can_be_read(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(content)
    assert main(["extract", str(source), str(tmp_path / "out.jsonl"), "--processes", "1"]) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_damaged_archive_gives_what_came_before(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = write(tmp_path / "in.jsonl.gz", *[RECORD | {"url": str(i) * 50} for i in range(200)])
    whole.write_bytes(whole.read_bytes()[:-20])
    assert main(["extract", str(whole), str(tmp_path / "out.jsonl"), "--processes", "1"]) == 0
    assert "damaged" in capsys.readouterr().err


def test_a_missing_file_is_an_error_not_a_crash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(tmp_path / "none"), str(tmp_path / "out")]) == 1
    assert "none" in capsys.readouterr().err


def test_explain_shows_the_facts_and_their_rules(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write(tmp_path / "in.jsonl", RECORD)
    assert main(["explain", "doj-1", "--in", str(source)]) == 0
    shown = capsys.readouterr().out
    assert "Jan Example" in shown and "party:" in shown and "stage:" in shown
    page = tmp_path / "page.txt"
    page.write_text(TEXT)
    assert main(["explain", str(page)]) == 0
    assert main(["explain", "doj-9", "--in", str(source)]) == 1


GOLD = RECORD | {
    "is_enforcement": True,
    "stages": [{"code": "sentenced", "quotes": ["was sentenced today"]}],
    "parties": [
        {"name": "Jan Example", "kind": "person", "role": "accused", "aliases": [], "quotes": ["Jan Example"]},
    ],
}


def test_evaluate_prints_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(write(tmp_path / "gold.jsonl", GOLD))]) == 0
    shown = capsys.readouterr().out
    assert "stage" in shown and "charge macro" in shown and "naive baseline" not in shown
    assert main(["evaluate", str(write(tmp_path / "empty.jsonl"))]) == 1


def test_evaluate_compares_with_the_baseline(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ["evaluate", "--baseline", str(write(tmp_path / "gold.jsonl", GOLD))]
    monkeypatch.setattr(commands, "load_baseline", lambda: spacy.blank("en"))  # names nobody, reads keywords
    assert main(arguments) == 0
    shown = capsys.readouterr().out
    assert "naive baseline" in shown and "rules only" in shown
    monkeypatch.setattr(commands, "load_baseline", lambda: None)
    assert main(arguments) == 0
    assert "no baseline" in capsys.readouterr().err
