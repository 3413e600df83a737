"""The search language: how texts are read, said back and written down again."""

from __future__ import annotations

import random
import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from kb.search.describe import describe
from kb.search.language import normalise, parse
from kb.search.request import SearchRequest
from kb.search.syntax import And, Concept, Everything, Near, Node, Not, Or, Phrase, Provision, Word
from kb.search.writing import write
from tests.kb.search.test_reference import make_tree
from tests.kb.search.test_reference import write as write_tree


def bare(node: Any) -> Any:
    """A node without columns."""
    if isinstance(node, tuple):
        return tuple(map(bare, node))
    if not is_dataclass(node) or isinstance(node, type):
        return node
    changes = {item.name: bare(getattr(node, item.name)) for item in fields(node) if item.name != "column"}
    has_column = any(item.name == "column" for item in fields(node))
    return replace(node, **changes, **({"column": 0} if has_column else {}))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("harbor tower", "harbor and tower"),
        ("harbor tower OR river", "harbor and (tower or river)"),
        ("harbor or tower river", "(harbor or tower) and river"),
        ("(harbor river) OR tower", "(harbor and river) or tower"),
        ("harbor NOT tower OR river", "harbor and not (tower or river)"),
        ("harbor OR NOT tower", "harbor or not tower"),
        ("harbor -tower", "harbor and not tower"),
        ("harbor but not tower", "harbor and not tower"),
        ("“copper   river”", "“copper river”"),
        ("copper w/5 river", "copper near river within 5 words"),
        ("copper pre/1 river", "copper followed by river within 1 word"),
        ("copper /s river", "copper with river in the same sentence"),
        ("NOT copper /p river", "not (copper with river in the same paragraph)"),
        ("harb* | tow!", "words like harb* or words like tow*"),
        ("harbr~", "words spelled about like harbr"),
        ("party:harbor", "harbor as a party"),
        ("judge:Hale", "Hale as the judge"),
        ("penalty:>1m", "at least $1,000,001 ordered"),
        ("penalty:$500k-2m", "$500,000 to $2,000,000 ordered"),
        ("year:2019-2021", "published from 2019 to 2021"),
        ("year:2020", "published in 2020"),
        ('date:"march 2020"', "published from March 1, 2020 to March 31, 2020"),
        ("after:2020-03-05", "published from March 5, 2020 on"),
        ("after:march 2020", "published from March 1, 2020 on"),
        ("date:March 5, 2020", "published on March 5, 2020"),
        ("since 2019", "published from January 1, 2019 on"),
        ("after 2019", "published from January 1, 2020 on"),
        ("copper in march 2020", "copper and published from March 1, 2020 to March 31, 2020"),
        ("copper before 3/15/2021", "copper and published up to March 14, 2021"),
        ("penalty:>$1.5 million", "at least $1,500,001 ordered"),
        ("penalty:under 500k", "at most $499,999 ordered"),
        ("penalty:between 1m and $2 million", "$1,000,000 to $2,000,000 ordered"),
        ("copper over $10 million", "copper and at least $10,000,001 ordered"),
        ("copper $10 million or more", "copper and at least $10,000,000 ordered"),
        ("$10 million copper", "$10 and million and copper"),
        ("20 Civ. 8132", "docket 20 Civ. 8132"),
        ("CFTC Docket No. 20-05", "docket 20-05"),
        ("Release No. 8220-20", "release number 8220-20"),
        ("18 U.S.C. §§ 1956 and 1957", "18 USC 1956 and 18 USC 1957"),
        ("sections 4d or 4f of the Commodity Exchange Act", "7 USC 6d or 7 USC 6f"),
        ("§ 4d", "7 USC 6d"),
        ("copper within 5 words of river", "copper near river within 5 words"),
        ("copper w/ 5 river", "copper near river within 5 words"),
        ("copper +3 river", "copper followed by river within 3 words"),
        ("copper +s river", "copper with river in the same sentence after it"),
        ("stage:plea status:settled", "reporting the step Pleaded guilty and with a charge settled"),
        ("before:2020", "published up to December 31, 2019"),
        ("agency:cftc OR agency:justice", "announced by CFTC or announced by DOJ"),
        ("agency:(cftc OR doj)", "announced by CFTC or announced by DOJ"),
        ("court:sdny", "court sdny"),
        ("kind:person", "with an accused individual"),
        ("§5318(h)", "31 USC 5318(h)"),
        ("Section 4d of the Commodity Exchange Act", "7 USC 6d"),
        ("provision:BSA", "BSA"),
        ("spoofing", "spoofing (or charged as Spoofing)"),
        ("what are the cases about copper", "copper"),
        ("", "everything"),
        ("the", "the"),
    ],
)
def test_a_search_is_said_back(text: str, said: str) -> None:
    parsed = parse(text)
    assert parsed.problem is None
    assert describe(parsed.node) == said


@pytest.mark.parametrize(
    ("text", "problem", "reading"),
    [
        ('copper "river', "quotation mark at column 8", "copper and “river”"),
        ("(copper river", "parenthesis at column 1 is not closed", "copper and river"),
        ("copper river)", "column 13", "copper and river"),
        ("copper OR", "ends at column 9", "copper"),
        ("OR copper", "“OR” at column 1", "copper"),
        ("copper w/5", "ends at column 10", "copper"),
        ("copper w/5 NOT river", "“NOT” at column 12", "copper and not river"),
        ("copper AND OR river", "“OR” at column 12", "copper and river"),
        ("agency:moon copper", "column 1: no agency is called “moon”", "moon and copper"),
        ("penalty:lots copper", "column 1: “lots” is not an amount", "lots and copper"),
        ("year:20201", "is not a year", "20201"),
        ("*x copper", "two letters before the asterisk", "*x and copper"),
        ("7 USC 6d /s copper", "can only stand between words", "7 USC 6d and copper"),
        ("sort:moon copper", "sort takes relevance, newest or largest", "copper"),
        ("xyz " * 600, "longer than 2,000 characters", None),
        ("agnecy:cftc", "column 1: there is no field “agnecy”; agency: is one", "agnecy:cftc"),
        ("copper penalty:", "ends at column 15", "copper"),
        ("copper penalty:> ", "“penalty:” at column 8 has no value", "copper"),
        ("date:13/13/2020 copper", "column 1", None),
        ("?!", "no word that can be looked for", "everything"),
        ("copper ()", "column 9", "copper"),
    ],
)
def test_a_broken_search_is_mended_and_the_problem_pointed_at(text: str, problem: str, reading: str | None) -> None:
    parsed = parse(text)
    assert problem in (parsed.problem or "")
    assert reading is None or describe(parsed.node) == reading


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("7 USC 6d", "7 USC 6d"),
        ("7 U.S.C. § 6d(a)", "7 USC 6d(a)"),
        ("7 U.S.C. §§ 6d(a)(2)", "7 USC 6d(a)(2)"),
        ("7 usc 6d-1", "7 USC 6d-1"),
        ("CEA 4d", "7 USC 6d"),
        ("CEA § 6(c)(1)", "7 USC 9(1)"),
        ("Section 4c(a)(5)(C) of the CEA", "7 USC 6c(a)(5)(C)"),
        ("31 CFR 1022.210", "31 CFR 1022.210"),
        ("31 C.F.R. § 1022.210(d)", "31 CFR 1022.210(d)"),
        ("31 C.F.R. Part 1022", "31 CFR 1022"),
        ("31 U.S.C. 5318A", "31 USC 5318A"),
        ("Rule 10b-5", "17 CFR 240.10b-5"),
        ("Regulation 166.3", "17 CFR 166.3"),
        ("42 USC 1320a-7b(b)", "42 USC 1320a-7b(b)"),
    ],
)
def test_provisions_are_read_as_lawyers_write_them(text: str, forms: str) -> None:
    assert bare(parse(text).node) == Provision(text, (forms,))


def test_a_number_alone_is_no_provision() -> None:
    assert isinstance(parse("1960").node, Word)
    assert isinstance(parse("18 USC 1960").node, Provision)


@pytest.mark.parametrize("text", ["kyc failures", "KYC failure", "know-your-customer failures", "know your customer"])
def test_words_that_name_conduct_stand_for_its_charge(text: str) -> None:
    node = parse(text).node
    assert isinstance(node, Concept)
    assert "kyc_cip_failure" in node.charges


def test_curly_quotes_and_dashes_of_phones_are_read() -> None:
    assert normalise("“a”\u00a0—b\u200b") == '"a" -b'
    assert bare(parse("river “copper tower” –harbor").node) == And(
        (Word("river"), Phrase("copper tower"), Not(Word("harbor")))
    )


@pytest.mark.parametrize("seed", range(40))
def test_what_is_written_down_reads_the_same(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - made-up queries
    node = parse(write_tree(make_tree(rng, 3), rng)).node
    assert bare(parse(write(node)).node) == bare(node)


HOSTILE = [
    *('"', "(", ")", "-", "NOT ", "OR ", "AND ", "w/5 ", "/s ", "*", "!", "~", ":", "party:", "year:", "penalty:>"),
    *("sort:", "§", "7 USC ", "\x00", "\n", "é", "😀", "a", "fraud ", "2020", "$", "\\", "'", "%", "&", "|", "\u202e"),
    *("..", "-5", "judge:", "date:", "kyc "),
]


@pytest.mark.parametrize("seed", range(60))
def test_no_text_raises_or_takes_long(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - made-up queries
    text = "".join(rng.choices(HOSTILE, k=rng.randint(1, 80)))
    parsed = parse(text)
    assert isinstance(describe(parsed.node), str)
    request = SearchRequest.from_params({"q": text, "year": text, "court": text, "page": text})
    assert SearchRequest.from_params(request.to_query_string()) == request


def test_deep_nesting_and_many_terms_are_cut_and_said() -> None:
    assert "deeper" in (parse("(" * 300 + "a" + ")" * 300).problem or "")
    assert "terms" in (parse("bb " * 600).problem or "")
    assert isinstance(parse("-(" * 900).node, Node | Everything)


def test_a_request_has_one_normal_form() -> None:
    typed = "year=2021&year=2019&q=%20copper%20%20river&agency=doj&agency=moon&sort=newest&year=x"
    request = SearchRequest.from_params(typed)
    assert request.to_query_string() == "q=copper+river&agency=doj&year=2019&year=2021&sort=newest"
    assert request.for_watch().to_query_string() == "q=copper+river&agency=doj&year=2019&year=2021"
    assert request.describe() == "copper and river; DOJ; 2019 or 2021"
    assert request.toggled("year", 2019).years == (2021,)


def test_nearness_to_several_words_is_nearness_to_each() -> None:
    node = parse("copper w/3 (river tower)").node
    assert isinstance(node, And)
    assert all(isinstance(part, Near) for part in node.parts)
    node = parse("copper w/3 (river OR tower)").node
    assert isinstance(node, Near)
    assert isinstance(node.right, Or)


def test_columns_point_into_the_text() -> None:
    node = parse("copper  river").node
    assert isinstance(node, And)
    assert [re.search(part.text, "copper river").start() + 1 for part in node.parts] == [  # type: ignore
        part.column for part in node.parts
    ]


@pytest.mark.parametrize(
    "query", ["", "q=a+b&agency=doj&agency=cftc&year=2019&court=S.D.+Ohio&sort=newest&by=party&page=3"]
)
def test_links_of_a_filter_are_those_of_the_search_toggled(query: str) -> None:
    request = SearchRequest.from_params(query)
    for name, value in [
        ("agency", "doj"),
        ("year", "2019"),
        ("year", "2021"),
        ("court", "D. & <b>"),
        ("kind", "person"),
    ]:
        chosen = int(value) if name == "year" else value
        assert request.toggles(name)(value) == request.toggled(name, chosen).to_query_string()
