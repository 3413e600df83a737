"""`manage.py load`: files of announcements go in once, bad lines are named, nothing is lost."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from kb.ingest import BadLine, parse_line, record
from kb.models import Announcement, Change, RawBody, Snapshot, Version
from tests.kb.factories import make_announcement

pytestmark = pytest.mark.django_db


def line(**changes: Any) -> str:
    fields = {
        "id": "cftc-9901-26",
        "agency": "CFTC",
        "release_id": "9901-26",
        "title": "CFTC Charges Larkmoor Metals LLC",
        "date": "2026-03-02",
        "url": "https://www.cftc.gov/PressRoom/PressReleases/9901-26",
        "text": "CFTC Charges Larkmoor Metals LLC\n\nThe CFTC today charged Larkmoor Metals LLC with fraud.",
    }
    return json.dumps({**fields, **changes})


def doj_line(slug: str, **changes: Any) -> str:
    url = f"https://www.justice.gov/opa/pr/{slug}"
    return line(agency="DOJ", url=url, release_id="26-101", title=slug, text=f"{slug}\n\nBody.", **changes)


def write(folder: Path, *lines: str, name: str = "file.jsonl") -> Path:
    path = folder / name
    data = "\n".join(lines).encode()
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


def load(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    call_command("load", str(path), "--ingest-only")
    captured = capsys.readouterr()
    return captured.out, captured.err


@pytest.mark.parametrize("name", ["file.jsonl", "file.jsonl.gz"])
def test_good_lines_go_in_and_bad_ones_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    lines = [line(), "{not json", "", line(date="soon"), line(agency="FBI"), doj_line("one"), '"text"', line(text=" ")]
    out, err = load(write(tmp_path, *lines, name=name), capsys)
    assert "2 new, 0 changed, 0 unchanged, 5 bad" in out
    assert [part.split(":")[1] for part in err.splitlines()] == ["2", "4", "5", "7", "8"]
    assert "date is 'soon'" in err
    assert sorted(Announcement.objects.values_list("key", flat=True)) == ["/opa/pr/one", "9901-26"]


def test_loading_twice_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, line(), doj_line("one"))
    load(path, capsys)
    before = [list(model.objects.order_by("pk").values()) for model in (Announcement, Version, Snapshot, Change)]
    out, _ = load(path, capsys)
    assert "0 new, 0 changed, 2 unchanged, 0 bad" in out
    assert [list(m.objects.order_by("pk").values()) for m in (Announcement, Version, Snapshot, Change)] == before


def test_announcements_with_one_number_are_two_where_the_agency_repeats_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load(write(tmp_path, doj_line("one"), doj_line("two")), capsys)
    assert Announcement.objects.filter(number="26-101").count() == 2


def test_an_archived_address_is_the_same_announcement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archived = json.loads(doj_line("one"))
    archived["url"] = archived["url"].replace("/opa/", "/archives/opa/")
    out, _ = load(write(tmp_path, doj_line("one"), json.dumps(archived)), capsys)
    assert Announcement.objects.count() == Version.objects.count() == 1
    assert "1 new, 0 changed, 1 unchanged" in out


def test_a_change_and_its_reversion_are_versions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, text in enumerate(("A pays $1 million.", "A pays $2 million.", "A pays $1 million.")):
        load(write(tmp_path, line(text=text, quality=[str(number)]), name=f"{number}.jsonl"), capsys)
    versions = list(Version.objects.order_by("ordinal"))
    assert [(v.ordinal, v.text) for v in versions] == [
        (1, "A pays $1 million."),
        (2, "A pays $2 million."),
        (3, "A pays $1 million."),
    ]
    assert Announcement.objects.get().current_version == versions[2]


def test_raw_bytes_are_kept_and_come_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(write(tmp_path, line()), capsys)
    assert RawBody.objects.get().content == line().encode()


def test_control_characters_do_not_stop_a_load(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = load(write(tmp_path, line(text="A\x00B \ud83d broken \u200b end")), capsys)
    assert "1 new" in out
    assert Version.objects.get().text == "AB broken end"


def test_the_sample_goes_as_the_first_real_announcement_comes() -> None:
    make_announcement("A made-up release", is_sample=True)
    record(parse_line(line().encode(), "here"))
    assert list(Announcement.objects.values_list("key", flat=True)) == ["9901-26"]


def test_a_file_with_nothing_usable_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no line could be read"):
        call_command("load", str(write(tmp_path, "{", "[]")), "--ingest-only")
    with pytest.raises(CommandError, match="is not a file"):
        call_command("load", str(tmp_path / "missing.jsonl"))


def test_a_cut_off_archive_keeps_what_it_held(tmp_path: Path) -> None:
    path = write(tmp_path, *(line(release_id=f"{n}-26") for n in range(9000, 9600)), name="a.gz")
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(CommandError, match="breaks off after 500 lines"):
        call_command("load", str(path), "--ingest-only")
    assert Announcement.objects.count() == 500


@pytest.mark.parametrize("date", ["1492-10-12", "2999-01-01", "2026-02-30"])
def test_impossible_dates_are_refused(date: str) -> None:
    with pytest.raises(BadLine, match="date"):
        parse_line(line(date=date).encode(), "here")
