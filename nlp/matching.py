"""When do a labelled and a predicted fact count as the same? Facts in (as dicts), comparable keys out.

The rules are those of the labelled set: names without case, accents, articles, initials and corporate suffixes;
amounts to the whole unit; dockets without division and judge; courts by their letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

Facts = Mapping[str, Any]
Keys = set[Hashable]

_CORPORATE = frozenset(
    re.findall(
        "[a-z]+",
        "inc incorporated llc ltd limited corp corporation co company lp llp plc sa ag nv gmbh pte pty sr jr ii iii",
    )
)
_SPELLED_SUFFIX = re.compile(r"\b(?:l l c|l p|s a|n v)\b")
_DOCKET_WORD = re.compile(r"\b(?:no|docket|case|civil|action|criminal|matter|cftc|number)\b\.?")
_DOCKET = re.compile(r"(?:\d:)?(\d\d)-?(cv|cr|mj|civ|crim|md|c)-?0*(\d+)")
_RELEASE = re.compile(r"0*(\d{3,5}-\d{2})")


def name_key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", re.sub("['\u2019\u2018`]", "", name)).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", " ", plain.lower().replace("&", " and ")).split()
    spelled = " ".join(word for word in words if word != "the")
    core = [word for word in _SPELLED_SUFFIX.sub(" ", spelled).split() if word not in _CORPORATE] or spelled.split()
    return " ".join([word for word in core if len(word) > 1] or core)


def citation_key(canonical: str) -> str:
    code = canonical.upper().replace("\u00a7", " ").replace("\u2013", "-")
    code = re.sub(r"U\.?\s*S\.?\s*C\.?", "USC", code)
    code = re.sub(r"C\.?\s*F\.?\s*R\.?", "CFR", code)
    return " ".join(code.split()).rstrip(".").lower()


def docket_key(number: str) -> str:
    bare = "".join(_DOCKET_WORD.sub(" ", number.lower()).split())
    match = _DOCKET.match(bare)
    return f"{match[1]}-{match[2][:2]}-{match[3]}" if match else bare.strip("-.:")


def release_key(release: str) -> str:
    match = _RELEASE.search(release)
    return match[1] if match else release.strip().lower()


def court_key(court: str) -> str:
    return re.sub(r"[^a-z]", "", court.lower())


def _amounts(doc: Facts) -> list[tuple[int, Facts]]:
    return [(round(float(s["amount"])), s) for s in doc.get("sanctions", []) if s.get("amount")]


def fact_keys(doc: Facts) -> dict[str, Keys]:
    """Field -> the keys of its facts, for all fields that are compared as sets."""
    return {
        "is_enforcement": {True} if doc.get("is_enforcement") else set(),
        "stage": {s["code"] for s in doc.get("stages", [])},
        "charge": {c["code"] for c in doc.get("charges", [])},
        "charge+status": {(c["code"], c.get("status")) for c in doc.get("charges", [])},
        "citation": {citation_key(c["canonical"]) for c in doc.get("citations", [])},
        "sanction amount": {amount for amount, _ in _amounts(doc)},
        "sanction amount+kind": {(amount, s["kind"]) for amount, s in _amounts(doc)},
        "sanction+payer": {(a, s["kind"], name_key(n)) for a, s in _amounts(doc) for n in s.get("payers", [])},
        "term": {(t["kind"], round(t["months"]) if t.get("months") else None) for t in doc.get("terms", [])},
        "docket": {docket_key(d["number"]) for d in doc.get("dockets", [])},
        "court": {court_key(c["court"]) for c in doc.get("courts", [])},
        "reference": {release_key(r["release"]) for r in doc.get("references", [])},
    }


def _all_names(party: Facts) -> set[str]:
    return {name_key(name) for name in (party["name"], *party.get("aliases", [])) if name}


def pair_parties(gold: Sequence[Facts], predicted: Sequence[Facts]) -> list[tuple[Facts, Facts]]:
    """Pairs one to one: by full name first, else where the full name of one is an alias of the other."""
    free = list(predicted)
    pairs = []
    for party in gold:
        key, names = name_key(party["name"]), _all_names(party)
        same = [p for p in free if name_key(p["name"]) == key]
        same = same or [p for p in free if name_key(p["name"]) in names or key in _all_names(p)]
        if same:
            free.remove(same[0])
            pairs.append((party, same[0]))
    return pairs
