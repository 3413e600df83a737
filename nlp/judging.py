"""Which predicted facts are right? A labelled and a predicted announcement in, each predicted fact with a verdict out.

A fact is right when all that a reader would take from it is: a party with its kind and role, a charge with its status,
an amount with its kind and no payer that does not pay it. Refused: lists that the labels lack, which cannot be judged.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Any

from nlp.matching import Facts, citation_key, court_key, docket_key, name_key, pair_parties, release_key

Verdict = tuple[str, dict[str, Any], bool]


def _months(term: Facts) -> int | None:
    return round(term["months"]) if term.get("months") else None


_KEYS: dict[str, Callable[[Facts], Hashable]] = {
    "stages": lambda fact: fact["code"],
    "charges": lambda fact: (fact["code"], fact.get("status")),
    "citations": lambda fact: citation_key(fact["canonical"]),
    "terms": lambda fact: (fact["kind"], _months(fact)),
    "dockets": lambda fact: docket_key(fact["number"]),
    "courts": lambda fact: court_key(fact["court"]),
    "references": lambda fact: release_key(fact["release"]),
    "attributes": lambda fact: (fact["kind"], fact["value"]),
    "conduct": lambda fact: (fact["start"], fact["end"], fact["ongoing"]),
    "harms": lambda fact: (fact["kind"], round(fact["amount"])),
    "places": lambda fact: (name_key(fact["party"]), name_key(fact["city"] or ""), fact["state"], fact["country"]),
}


def judged(gold: Facts, found: Facts) -> Iterator[Verdict]:
    """Each predicted fact of the lists that are labelled: its list, itself, whether it is right."""
    for field, key in _KEYS.items():
        if field in gold:
            labelled = {key(fact) for fact in gold[field]}
            yield from ((field, fact, key(fact) in labelled) for fact in found.get(field, []))
    if "parties" in gold:
        pairs = pair_parties(gold["parties"], found.get("parties", []))
        right = [id(ours) for theirs, ours in pairs if all(theirs[name] == ours[name] for name in ("kind", "role"))]
        yield from (("parties", fact, id(fact) in right) for fact in found.get("parties", []))
    if "sanctions" in gold:
        yield from (
            ("sanctions", fact, _is_right_sanction(fact, gold["sanctions"])) for fact in found.get("sanctions", [])
        )


def _is_right_sanction(fact: dict[str, Any], labelled: list[dict[str, Any]]) -> bool:
    same = [s for s in labelled if s["kind"] == fact["kind"] and round(s["amount"] or 0) == round(fact["amount"])]
    payers = {name_key(name) for sanction in same for name in sanction.get("payers", [])}
    return bool(same) and {name_key(name) for name in fact["payers"]} <= payers
