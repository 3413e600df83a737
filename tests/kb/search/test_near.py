"""Nearness on the index: which texts must be read to tell, and how these are judged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from kb.search import query
from kb.search.index import rebuild
from kb.search.query import Matcher, SearchRequest, search
from kb.search.records import Record
from tests.kb.factories import make_announcement


def found_in(text: str, asked: str) -> bool:
    return bool(Matcher([Record(1, "doj", None, "", date(2026, 1, 1), [], text)]).matches(SearchRequest(text=asked)))


@pytest.mark.django_db
def test_only_texts_are_read_that_the_index_is_not_sure_of(monkeypatch: pytest.MonkeyPatch) -> None:
    sure = make_announcement("First", "The firm took bitcoin for each claim.")
    run = make_announcement("Second", "The firm took virtual currency for each claim.")
    far = "It took foreign currency for each claim. Not in all those years was it virtual currency."
    other = make_announcement("Third", far)
    rebuild()
    read: list[int] = []

    def texts(ids: Iterable[int]) -> dict[int, str]:
        read.extend(ids)
        return {pk: text for pk, text in current_texts(read).items()}

    current_texts = query.current_texts
    monkeypatch.setattr(query, "current_texts", texts)
    results = search(SearchRequest(text="crypto w/4 claim"))
    assert {hit.announcement_id for hit in results.hits} == {sure.pk, run.pk}
    assert sorted(read) == [run.pk, other.pk]


@pytest.mark.parametrize(
    ("text", "asked", "is_found"),
    [
        ("Bríbéry of Óffícials.", '"bribery" w/2 "officials"', True),
        ("The Straße of Firms.", '"strasse" w/2 "firms"', True),
        ("Gold was sold.\n\nSilver was bought.", '"gold" /p "silver"', False),
        ("Gold was sold. Silver was bought.\n\nTin.", '"gold" /p "silver"', True),
        ("Gold was sold. Silver was bought.", '"gold" /s "silver"', False),
        ("Tin was sold. Gold rose.\n\nGold fell and silver rose.", '("gold" w/3 "silver") w/2 rose', True),
        ("Gold fell, silver fell.\n\nGold and rust rose.", '("gold" w/3 "silver") w/2 rose', False),
        ("A copperlike silver thing.", "co*like w/1 silver", True),
    ],
)
def test_a_text_is_judged_paragraph_by_paragraph(text: str, asked: str, *, is_found: bool) -> None:
    assert found_in(text, asked) is is_found
