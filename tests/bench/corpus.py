"""A large knowledge base for benchmarks: the real announcements beside the repository, resampled.

Each copy has its date shifted and its rare capitalised words replaced by made-up ones. Facts are read by simple rules,
enough to give filters and fields their usual spread; they are no measure of extraction.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg import sql
from psycopg.types.json import Jsonb

from kb.briefs import write_brief
from kb.models import FACTS, Announcement, Case, CaseLink, Extraction, RawBody, Snapshot, Version
from kb.money import Money
from kb.search.analysis import words
from kb.search.provisions import canonical_forms, pattern
from kb.search.synonyms import meanings

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "data" / "announcements"
CHUNK = 2_000
_PROOF = 60  # characters of the text that stand as evidence of each fact
NOW = datetime(2026, 11, 2, tzinfo=UTC)
_NAME = re.compile(r"\b[A-Z][a-z]{3,}\b")
_MONEY = re.compile(r"\$([\d,.]+)(?: (million|billion))?")
_COURT = re.compile(r"\b(Northern|Southern|Eastern|Western|Middle) District of ([A-Z][a-z]+)")
_SYLLABLES = "ba co di fe gu ha jo ki lo ma ne po qui ra se ti u ve wy zo lan mer ton vik der bor".split()  # noqa: SIM905
_PARTY = {"kind": "person", "role": "accused", "aliases": Jsonb([])}
_STAGES = {"sentenced": "sentenced", "pleaded": "pleaded_guilty", "indict": "charged", "settle": "settled"}


@dataclass(slots=True)
class Base:
    source: str
    title: str
    text: str
    published_on: date
    names: list[str]
    facts: dict[str, list[dict[str, Any]]]


def read_corpus() -> list[Base]:
    rows = [json.loads(line) for path in sorted(CORPUS.glob("*.gz")) for line in read_lines(path)]
    common = Counter(word for row in rows for word in {*_NAME.findall(row["text"])})
    return [make_base(row, common) for row in rows if row.get("date")]


def read_lines(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(file)


def make_base(row: dict[str, Any], common: Counter[str]) -> Base:
    title, text = row["title"], row["text"].replace("\x00", "")
    names = [name for name in dict.fromkeys(_NAME.findall(text)) if common[name] < 40][:12]
    day = date.fromisoformat(row["date"])
    return Base(row["agency"].lower(), title, text, day, names, facts_of(title, text))


def made_up(rng: random.Random) -> str:
    return "".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))).capitalize()


def resample(base: list[Base], number: int, rng: random.Random) -> Iterator[Base]:
    for place in range(number):
        chosen = base[place % len(base)]
        swap = {name: made_up(rng) for name in chosen.names} if place >= len(base) else {}
        swapped = re.compile("|".join(map(re.escape, swap)) or r"(?!)")
        yield Base(
            chosen.source,
            swapped.sub(lambda match, swap=swap: swap[match[0]], chosen.title),  # type: ignore[misc]
            swapped.sub(lambda match, swap=swap: swap[match[0]], chosen.text),  # type: ignore[misc]
            chosen.published_on + timedelta(days=rng.randint(-900, 200)),
            [swap.get(name, name) for name in chosen.names],
            chosen.facts,
        )


def facts_of(title: str, text: str) -> dict[str, list[dict[str, Any]]]:
    head = title + text[:1500]
    terms = words(head)
    known = meanings()
    grams = {terms[i : i + n] for n in (1, 2, 3) for i in range(len(terms))}
    charges = dict.fromkeys(code for gram in grams if gram in known for code in known[gram].charges[:1])
    status = "convicted" if "sentenced" in head else "admitted" if "pleaded" in head else "alleged"
    amounts = [
        float(digits.replace(",", "").rstrip(".") or 0) * {"million": 1e6, "billion": 1e9}.get(unit, 1)
        for digits, unit in _MONEY.findall(title)
        if digits.replace(",", "").replace(".", "", 1).rstrip(".").isdigit()
    ]
    courts = dict.fromkeys(f"{side[0]}.D. {state[:4]}." for side, state in _COURT.findall(text))
    cited = dict.fromkeys(form for match in pattern().finditer(text) for form in canonical_forms(match)[:1])
    return {
        "stages": [{"code": code} for word, code in _STAGES.items() if word in head.lower()][:2],
        "charges": [{"code": code, "status": status} for code in list(charges)[:4]],
        "citations": [{"canonical": form[:200]} for form in list(cited)[:6]],
        "sanctions": [
            {"kind": "restitution", "amount": amount, "currency": "USD", "status": "ordered", "payers": Jsonb([]),
             "joint": False}
            for amount in amounts[:2]
        ],
        "courts": [{"court": court} for court in list(courts)[:1]],
    }  # fmt: skip


def fill(number: int, *, seed: int = 7) -> None:
    """Puts that many announcements into the empty database, with COPY."""
    rng = random.Random(seed)  # noqa: S311 - made-up names, no secret
    ids = count(1)
    chunk: list[tuple[int, Base]] = []
    RawBody.objects.get_or_create(sha256="0" * 64, size=0, compressed=b"")
    for base in resample(read_corpus(), number, rng):
        chunk.append((next(ids), base))
        if len(chunk) == CHUNK:
            copy_chunk(chunk, rng)
            chunk = []
    copy_chunk(chunk, rng)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def copy_chunk(chunk: list[tuple[int, Base]], rng: random.Random) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # rows come in before what they point to
    copy(Announcement, [announcement_row(pk, base) for pk, base in chunk])
    shared = {"snapshot_id": 1, "ordinal": 1, "text_hash": "0" * 64, "created_at": NOW, "matched_at": NOW}
    snapshot = {"url": "", "body_id": "0" * 64, "status": 200, "headers": Jsonb({}), "channel": "", "captured_at": NOW}
    copy(Snapshot, [{"id": pk, "announcement_id": pk, **snapshot} for pk, _ in chunk])
    copy(
        Version,
        [
            {**shared, "id": pk, "announcement_id": pk, "title": base.title, "published_on": base.published_on,
             "text": base.text, "snapshot_id": pk}
            for pk, base in chunk
        ],
    )  # fmt: skip
    extraction = {"pipeline": "bench", "is_enforcement": True, "is_current": True, "further": Jsonb({})}
    extraction |= {"created_at": NOW, "resolved_at": NOW}
    copy(
        Extraction,
        [
            {"id": pk, "announcement_id": pk, "version_id": pk, "brief": Jsonb(write_brief(plain(base))),
             **extraction}
            for pk, base in chunk
        ],
    )  # fmt: skip
    copy_facts(chunk)
    copy_cases(chunk, rng)


def announcement_row(pk: int, base: Base) -> dict[str, Any]:
    return {
        "id": pk, "source": base.source, "key": str(pk), "number": f"{pk}-{base.published_on:%y}", "url": "",
        "title": base.title, "published_on": base.published_on, "components": Jsonb([]), "topics": Jsonb([]),
        "is_sample": False, "first_seen_at": NOW, "last_seen_at": NOW, "current_version_id": pk,
    }  # fmt: skip


def copy_facts(chunk: list[tuple[int, Base]]) -> None:
    rows: dict[str, list[dict[str, Any]]] = {}
    for pk, base in chunk:
        quote = base.text[:_PROOF]
        proof = [{"start": 0, "end": len(quote), "quote": quote}]
        shared = {"evidence": Jsonb(proof), "found_by": "bench", "confidence": 1.0}
        for name, facts in facts_with_parties(base).items():
            for place, fact in enumerate(facts):
                rows.setdefault(name, []).append({"extraction_id": pk, "position": place, **shared, **fact})
    for name, facts in rows.items():
        copy(FACTS[name], facts)


def facts_with_parties(base: Base) -> dict[str, list[dict[str, Any]]]:
    return {**base.facts, "parties": [{"name": name, **_PARTY} for name in base.names[:3]]}


def plain(base: Base) -> dict[str, list[dict[str, Any]]]:
    """The facts as `nlp` gives them: not wrapped for COPY, and with what rows may leave out."""
    return {
        name: [
            {"confidence": 1.0, **(Money._field_defaults if name == "sanctions" else {}),
             **{key: value.obj if isinstance(value, Jsonb) else value for key, value in fact.items()}}
            for fact in facts
        ]
        for name, facts in facts_with_parties(base).items()
    }  # fmt: skip


def copy_cases(chunk: list[tuple[int, Base]], rng: random.Random) -> None:
    """About one announcement in five shares a case with the one before it."""
    links, cases, case = [], [], 0
    for pk, base in chunk:
        if not case or rng.random() > 0.2:
            case = pk
            dates = {"first_on": base.published_on, "last_on": base.published_on, "created_at": NOW, "updated_at": NOW}
            flags = {"agencies": Jsonb([base.source]), "is_enforcement": True, "is_sample": False}
            cases.append({"id": case, "title": base.title, **dates, **flags})
        links.append({"announcement_id": pk, "case_id": case, "reason": "first", "detail": "", "score": 1.0,
                      "author": "bench", "created_at": NOW})  # fmt: skip
    copy(Case, cases)
    copy(CaseLink, links)


def copy(model: type[Any], rows: Iterable[dict[str, Any]]) -> None:
    """What a row does not say takes the model's default."""
    rows = list(rows)
    if not rows:
        return
    rest = [f for f in model._meta.concrete_fields if not (f.null or f.is_relation or f.primary_key)]
    given = {f.column: f.get_default() for f in rest if f.column not in rows[0]}
    defaults = {name: Jsonb(value) if isinstance(value, (dict, list)) else value for name, value in given.items()}
    names = [*rows[0], *defaults]
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with connection.cursor() as cursor, cursor.copy(command) as target:
        for row in rows:
            target.write_row([(row if name in row else defaults)[name] for name in names])
