"""Words for the codes of facts: charges and their groups, statuses, stages, sanctions, terms, parties.

In: `kb/taxonomy.yml`. Out: dictionaries from code to label, in the order of the file. `charge_label` and `label` show
a code that the file lacks as its own words, so a newer pipeline never breaks a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class ChargeCode:
    code: str
    group: str
    label: str


def read_taxonomy() -> dict[str, Any]:
    data = yaml.safe_load((Path(__file__).parent / "taxonomy.yml").read_text(encoding="utf-8"))
    if not isinstance(data, dict):
        raise ValueError("taxonomy.yml holds no mapping")
    return data


_DATA = read_taxonomy()

CHARGES: dict[str, ChargeCode] = {
    code: ChargeCode(code, group, label)
    for group, entry in _DATA["charges"].items()
    for code, label in entry["codes"].items()
}
GROUPS: dict[str, str] = {group: entry["label"] for group, entry in _DATA["charges"].items()}
CHARGE_STATUSES: dict[str, str] = _DATA["charge_statuses"]
STAGES: dict[str, str] = _DATA["stages"]
SANCTION_KINDS: dict[str, str] = _DATA["sanction_kinds"]
SANCTION_STATUSES: dict[str, str] = _DATA["sanction_statuses"]
TERM_KINDS: dict[str, str] = _DATA["term_kinds"]
PARTY_KINDS: dict[str, str] = _DATA["party_kinds"]
PARTY_ROLES: dict[str, str] = _DATA["party_roles"]


def label(labels: Mapping[str, str], code: str) -> str:
    return labels.get(code) or code.replace("_", " ").capitalize()


def charge_label(code: str) -> str:
    known = CHARGES.get(code)
    return known.label if known else code.replace("_", " ").capitalize()


_ORDER = {code: place for place, code in enumerate(CHARGES)}


def in_order(codes: Iterable[str]) -> list[str]:
    """Charge codes in the order of the file; those that it lacks come last."""
    return sorted(codes, key=lambda code: _ORDER.get(code, len(_ORDER)))


def charge_group(code: str) -> str:
    """The group of a charge code; `other_crime` for a code that is not in the file."""
    known = CHARGES.get(code)
    return known.group if known else "other_crime"


def strongest_status(statuses: list[str]) -> str | None:
    """The strongest of the given charge statuses, None when none is known."""
    known = [status for status in CHARGE_STATUSES if status in statuses]
    return known[-1] if known else None
