"""Counting for filters while hits are ranked: the same results, whenever it is done."""

from __future__ import annotations

import os
from datetime import date

import pytest
from tantivy import Query

from kb.search import ahead, language
from kb.search.compile import Compiler
from kb.search.folder import open_reader
from kb.search.index import rebuild
from kb.search.query import Results, SearchRequest, search
from kb.search.request import KINDS
from kb.search.syntax import Node
from kb.search.tabs import count_tabs
from tests.kb.factories import make_announcement

pytestmark = pytest.mark.django_db
TEXTS = (
    "tin",
    '"tin rose"',
    "tin OR copper",
    "tin copper",
    "copper -tin",
    "spoofing",
    "ti*",
    "tin w/3 rose",
    "",
    "zebra",
)


def make_some() -> None:
    for number in range(4):
        first = make_announcement("Tin rose", "Copper fell.", charges=["spoofing"], published_on=date(2025, 1, 1))
        if number % 2:
            make_announcement("Tin fell", "Tin rose.", case=first.cases.get(), source="doj")
    make_announcement("Copper rose", "Copper.", topics=["tin"])
    rebuild()


def plain(results: Results) -> object:
    facets = [(value.value, value.count) for facet in results.facets for value in facet.values]
    return (
        facets,
        results.count,
        results.case_count,
        results.is_estimated,
        [hit.announcement_id for hit in results.hits],
    )


@pytest.mark.parametrize("most", [0, 5, 10_000])
def test_results_are_the_same_ahead(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    make_some()
    monkeypatch.setattr("kb.search.query.MOST_COUNTED", most)
    monkeypatch.setattr("kb.search.query.MOST_BY_CASE", most)
    for text in TEXTS:
        for request in (SearchRequest(text=text), SearchRequest(text=text, agencies=("cftc",))):
            found = []
            for cores, costly in ((1, -1), (2, 10_000), (2, -1)):
                monkeypatch.setattr(ahead, "CORES", cores)
                monkeypatch.setattr(ahead, "COSTLY", costly)
                found.append(plain(search(request)))
            assert found[0] == found[1] == found[2], text


def test_tabs_count_the_same_from_each_and_find_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    make_some()
    compiled: list[str] = []
    compile_node = Compiler.find

    def find(compiler: Compiler, node: Node, **options: bool) -> Query:
        compiled.append(compiler.scope.tag)
        return compile_node(compiler, node, **options)

    monkeypatch.setattr(Compiler, "find", find)
    for text in TEXTS:
        counts = []
        for by in KINDS:
            results = search(SearchRequest(text=text, by=by))
            compiled.clear()
            counts.append([(tab.kind, tab.count) for tab in count_tabs(results)])
            assert compiled == ["announcement" if by == "document" else "document"], (text, by)
        assert all(each == counts[0] for each in counts), text


def test_no_search_finds_more_than_was_reckoned_with() -> None:
    make_some()
    reader = open_reader()
    compiler = Compiler(reader.schema, reader.searcher)
    for text in TEXTS:
        node = language.parse(text).node
        found = reader.searcher.search(compiler.find(node), 1).count  # type: ignore[attr-defined]
        assert found <= ahead.most(compiler, node), text
    assert ahead.most(compiler, language.parse("copper zebra").node) == 0


def test_a_forked_process_has_threads_of_its_own() -> None:
    assert ahead.begin(lambda: 1)() == 1
    child = os.fork()
    if not child:
        os._exit(ahead.begin(lambda: 7)())
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
