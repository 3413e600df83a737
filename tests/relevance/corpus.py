"""The part of the real corpus that relevance is measured on, about 3,000 announcements, in a home folder of its own.

In: `../shared/data/announcements`. Out: a loaded knowledge base, and the id of the corpus for each announcement in it.
The part is fixed: all that kept its letters, a sixth of the rest by a hash of the id, and all that is judged. A second
run finds it loaded.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

BASE = Path(__file__).resolve().parents[2]
CORPUS = BASE.parent / "shared" / "data" / "announcements"
SOURCES = ("cftc", "doj", "fincen")
SHARE = 6
Key = tuple[str, str, str]


def home() -> Path:
    """As root the database server has a user of its own, who must be able to enter the folder."""
    if os.geteuid():
        return BASE / "var" / "relevance"
    return Path("/var/lib/casebook-relevance") / hashlib.sha256(str(BASE).encode()).hexdigest()[:12]


def is_there() -> bool:
    return all((CORPUS / f"{source}.jsonl.gz").is_file() for source in SOURCES)


def chosen_lines(judged: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    wanted = set(judged)
    for source in SOURCES:
        with gzip.open(CORPUS / f"{source}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if row.get("date") and (row["id"] in wanted or is_chosen(row)):
                    yield line, row


def is_chosen(row: dict[str, Any]) -> bool:
    is_damaged = "non_ascii_stripped" in row.get("quality", ())
    return not is_damaged or int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % SHARE == 0


def load(judged: Iterable[str]) -> dict[int, str]:
    """The id in the corpus of each announcement. Django must be set up for `home()`."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    keys: dict[Key, str] = {}
    path = home() / "corpus.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for line, row in chosen_lines(judged):
            out.write(line)
            keys[row["agency"].lower(), row["date"], " ".join(row["title"].split())] = row["id"]
    call_command("load", str(path))
    return known_ids(keys)


def known_ids(keys: dict[Key, str]) -> dict[int, str]:
    from kb.models import Announcement

    rows = Announcement.objects.values_list("pk", "source", "published_on", "title")
    found = {pk: keys.get((source, day.isoformat(), " ".join(title.split()))) for pk, source, day, title in rows}
    return {pk: name for pk, name in found.items() if name}
