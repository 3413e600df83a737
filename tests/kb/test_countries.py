"""Names of countries: every code that a fact can carry has one."""

from __future__ import annotations

import re

import yaml

from kb.countries import NAMES, country_name
from nlp.places import LEXICON


def test_each_country_that_facts_know_has_a_name() -> None:
    codes = yaml.safe_load(LEXICON.read_text(encoding="utf-8"))["countries"]
    assert {"GB", "NO", "VG"} <= set(codes) <= set(NAMES)


def test_names_are_what_a_reader_calls_them() -> None:
    assert (country_name("GB"), country_name("NO"), country_name("KR")) == ("United Kingdom", "Norway", "South Korea")
    assert [code for code, name in NAMES.items() if not re.fullmatch("[A-Z]{2}", code) or "," in name] == []
    assert country_name("ZZ") == "ZZ"
