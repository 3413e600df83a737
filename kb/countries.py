"""Names of countries: ISO 3166 codes, which facts carry, go in; what an English reader calls them comes out."""

from __future__ import annotations

from pathlib import Path

import yaml

NAMES: dict[str, str] = yaml.safe_load((Path(__file__).parent / "countries.yml").read_text(encoding="utf-8"))


def country_name(code: str) -> str:
    """`United Kingdom` of GB; the code itself where it is not in the list."""
    return NAMES.get(code, code)
