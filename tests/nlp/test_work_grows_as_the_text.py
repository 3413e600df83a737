"""Long orders cost as much a character as short ones: what is counted is work, not time. Made-up respondents."""

from __future__ import annotations

from typing import Any

import pytest

import nlp.sanction_merging
import nlp.sanction_sums
from nlp.charge_patterns import Phrase
from nlp.document import Document
from nlp.money import Money, permits_sum
from nlp.pipeline import FINDERS

CAPTION = (
    "UNITED STATES OF AMERICA\nBefore the\nCOMMODITY FUTURES TRADING COMMISSION\n\nIn the Matter of:\n"
    "Oakham Trading LLC and Ann Marlow,\n\nRespondents.\n\nCFTC Docket No. 20-11\n\nORDER INSTITUTING PROCEEDINGS\n\n"
)
HEADLINE = "CFTC Orders Oakham Trading LLC to Pay Penalties\n\n"
SHORT, TIMES = 60, 4


def order(paragraphs: int, opening: str) -> Document:
    told = (
        f"{number}. The Order finds that Respondent Oakham Trading LLC failed to register, misappropriated customer "
        f"funds and paid bribes and kickbacks. The Respondent shall pay a civil penalty of ${number},500 and "
        f"restitution of $2,{number % 900:03d},000, for a total of $3,{number % 900:03d},000 in penalties and "
        "restitution.\n\n"
        for number in range(1, paragraphs + 1)
    )
    return Document(opening + "".join(told), "CFTC")


def run(paragraphs: int, opening: str = CAPTION) -> dict[str, list[Any]]:
    document = order(paragraphs, opening)
    found: dict[str, list[Any]] = {}
    for name, finder in FINDERS.items():
        found[name] = finder(document, found)
    return found


def test_phrases_read_a_text_once_however_often_it_says_a_thing(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    may_be_in = Phrase.may_be_in

    def counted(phrase: Phrase, words: str) -> bool:
        read.append(len(words))
        return may_be_in(phrase, words)

    monkeypatch.setattr(Phrase, "may_be_in", counted)
    assert run(SHORT)["charges"]
    short = sum(read)
    read.clear()
    assert run(SHORT * TIMES)["charges"]
    assert short * TIMES * 0.8 < sum(read) < short * TIMES * 1.2


def test_amounts_are_held_against_neighbours_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    added: list[int] = []

    def counted(whole: Money, parts: Any) -> bool:
        known = list(parts)
        added.append(len(known))
        return permits_sum(whole, known)

    for module in (nlp.sanction_merging, nlp.sanction_sums):
        monkeypatch.setattr(module, "permits_sum", counted)
    assert len(run(SHORT, HEADLINE)["sanctions"]) > SHORT // 2
    short = sum(added)
    added.clear()
    assert len(run(SHORT * TIMES, HEADLINE)["sanctions"]) > SHORT * TIMES // 2
    assert sum(added) < short * TIMES * 3
