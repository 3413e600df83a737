"""The charge codes: `lexicon/taxonomy.yml` read into `ChargeCode` rows, in the file's order.

In: the data file beside this module. Out: one row a code, with its group, label, meaning and the provisions that
usually come with it. Refused: an unknown field, an empty label or a code given twice (ValueError).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

TAXONOMY = Path(__file__).parent / "lexicon" / "taxonomy.yml"
_FIELDS = {"label", "means", "cites"}


@dataclass(frozen=True, slots=True)
class ChargeCode:
    """One kind of charge. `cites` are canonical provisions that usually come with it: a hint, never proof."""

    code: str
    group: str
    label: str
    means: str
    cites: tuple[str, ...]


@cache
def charge_codes() -> dict[str, ChargeCode]:
    """All codes by name, in the order of the data file. Raises ValueError when the file breaks its own rules."""
    groups = yaml.safe_load(TAXONOMY.read_text(encoding="utf-8"))
    rows = [_read(code, group, given) for group, codes in groups.items() for code, given in codes.items()]
    by_code = {row.code: row for row in rows}
    if len(by_code) != len(rows):
        raise ValueError(f"{TAXONOMY.name} gives a code twice")
    return by_code


def _read(code: str, group: str, given: dict[str, object]) -> ChargeCode:
    if set(given) != _FIELDS or not given["label"] or not given["means"]:
        raise ValueError(f"{TAXONOMY.name}: {code} needs exactly {sorted(_FIELDS)}, with words in them")
    cites = given["cites"]
    if not isinstance(cites, list):
        raise ValueError(f"{TAXONOMY.name}: cites of {code} is no list")
    return ChargeCode(code, group, str(given["label"]), str(given["means"]), tuple(map(str, cites)))
