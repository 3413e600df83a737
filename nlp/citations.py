"""Which provisions of law does the text cite? A document in, one Citation a provision out, in canonical form.

Canonical: `7 USC 6c(a)(5)(C)`, `17 CFR 166.3`, `31 CFR chapter X`, `E.O. 14024`, a bare Act by its name (`FCPA`), once
and only where no section of it is cited. Sections of an Act become those of the United States Code where the lexicon
maps them. Refused: a section of "the Act" where the text does not say which, a section without title or Act.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from nlp.act_names import ActNames
from nlp.caption_statutes import caption_statutes
from nlp.document import Document
from nlp.facts import Citation, Evidence
from nlp.sections import Item, read_list
from nlp.statutes import Act, act_named, acts, as_printed

# A page decoded wrongly shows the sign with an A before it, a scanned one the first of two as 8.
_SIGN = r"(?:8?\u00c2?§\s?(?:\u00c2?§)?)"
_MARK = rf"(?:{_SIGN}\s*|[Ss]ections?\s+|SECTIONS?\s+|[Ss]ecs?\.\s*)"
_USC = r"(?:U\.?\s?S\.?\s?C(?:ode\b|\.?\s?A\b)?\.?|United\s+States\s+Code,?|U\.?S\.?\s+Code,?)"
# Patterns tried at every place of a text begin with a set of characters: `\b` or an optional word is slow there.
_CODE_HEAD = re.compile(
    rf"(?P<title>\d(?<!\w.)\d?)(?!\d),?\s*(?:of\s+the\s+)?{_USC}\s*,?\s*(?:at\s+)?{_MARK}?", re.DOTALL
)
_CFR_HEAD = re.compile(
    r"(?P<title>\d(?<!\w.)\d?)(?!\d),?\s*(?:of\s+the\s+)?(?:C\.?\s?F\.?\s?R\.?"
    r"|Code\s+of\s+Federal\s+Regulations,?)\s*,?\s*"
    rf"(?P<mark>{_SIGN}|[Cc]hapters?\b|[Pp]arts?\b|[Pp]ts?\.|[Ss]ections?\b)?\s*",
    re.DOTALL,
)
_CODE_BEFORE = re.compile(r"(?:C\.?|Code),?\s*$")
_TITLE_BEFORE = re.compile(r"\b(?:Title|TITLE|title)\s+$")
_CHAPTER = re.compile(r"(?:[IVX]+|\d{1,4})\b")
_SECTION_HEAD = re.compile(
    r"(?:[Ss](?<!\w.)(?:ections?\s+|ecs?\.\s*)|S(?<!\w.)ECTIONS?\s+|\u00c2?\u00a7\s?(?:\u00c2?\u00a7)?\s*)(?=\d)",
    re.DOTALL,
)
_OWNER = re.compile(
    r",?\s*(?:\([^()]{0,60}\)\s*,?\s*)?(?:et\s+seq\.?,?\s*)?(?:of|under)\s+(?:the\s+)?(?:federal\s+|same\s+)?"
)
_TITLE_OWNER = re.compile(
    rf"[Tt]itle\s+(?P<title>\d{{1,2}})\b(?!\s*,?\s*(?:of\s+the\s+)?C(?:\.?F"
    rf"|ode\s+of\s+F))(?:\s*,?\s*(?:of\s+)?(?:the\s+)?{_USC})?"
)
_ACT_SECTIONS = re.compile(rf",?\s*(?:\([^()]{{0,30}}\)\s*,?\s*)?{_MARK}(?=\d)")
_REGULATION_HEAD = re.compile(r"[Rr](?<!\w.)(?:egulations?|ules?|egs?\.)\s+(?:\u00a7\s?\u00a7?\s*)?(?=\d)", re.DOTALL)
_WHOSE = re.compile(
    r"\b(?:CFTC|SEC|Commission(?:['\u2019]?s)?|CEA|Exchange(?:\s+Act)?|NFA|NYMEX|CME|CBOT|ICE|COMEX|FINRA|Treasury"
    r"|Federal|Evidence|Local)\s+$"
)
# `CFTC Regulations 43 and 45`: a whole number up to the last part of the Commission's chapter is a part.
_PART_LIST = re.compile(
    r"(?:[Pp]arts?\s+)?(?P<list>\d{1,3}(?!\d|\.\d)(?:(?:,\s*(?:and\s+)?|\s+(?:and|or)\s+)\d{1,3}(?!\d"
    r"|\.\d))*)(?!\s*[-%])"
)
_LAST_PART = 199
_REGULATION_PART = re.compile(
    r"(?<!\w)(?:CFTC|Commission)(?:['\u2019]?s)?\s+[Rr]egulations?,?\s+(?=(?:[Pp]arts?\s+)?\d)"
)
_PART_OF_CFTC = re.compile(
    r"\b[Pp]arts?\s+(?=\d)(?P<list>[^.;]{1,60}?)\s+of\s+(?:the\s+)?(?:CFTC|Commission)(?:['\u2019]?s)?\s+[Rr]egulations"
)
_PARTS_OF = re.compile(
    r"\b[Pp]arts?\s+(?P<list>\d{1,3}(?:(?:,\s*(?:and\s+)?|\s+(?:and"
    r"|or)\s+)(?:[Pp]arts?\s+)?\d{1,3})*)\s+of\s+the\s+[Rr]egulations\b"
)
_ORDER = re.compile(
    r"\b(?:Executive\s+Orders?"
    r"|E\.\s?O\.)\s*(?:\(E\.?O\.?\)\s*)?(?:Nos?\.\s*)?(?P<number>\d{5})(?:\s*,?\s+and\s+(?P<more>\d{5}))?"
)
_PARALLEL = re.compile(
    r"\s*(?:\([^()]{0,30}\))?\s*,?\s*\(?(?:as\s+amended,?\s*)?(?:(?:codified\s+)?at\s+)?"
    r"(?:\d{1,2}\s*U\.?\s?S\.?\s?C|Title\s+\d{1,2},?\s+United\s+States\s+Code)"
)


_SECURITIES_RULE = re.compile(r"(?P<rule>\d{1,2}[a-z]\d{0,2}-\d{1,2})(?P<subs>(?:\([a-z0-9]{1,2}\))*)")


_SIGNS_AS_DIGITS = re.compile(r"88\s+(?=\d+[a-z]?(?:-\d+)?[(,\s])")
_FAR = 300
_USUAL = {"CFTC": "CEA", "FinCEN": "BSA"}


@dataclass(frozen=True, slots=True)
class _Cited:
    canonical: str
    start: int
    end: int
    found_by: str


def find_citations(document: Document, found: Mapping[str, list[Any]]) -> list[Citation]:
    """The provisions cited, each once, in the order of their first mention."""
    names = ActNames(document.text, usual=_USUAL.get(document.agency))
    cited = sorted(_provisions(document, names), key=lambda one: (one.start, one.end))
    sections = {one.canonical for one in cited}
    cited += [one for one in _bare_acts(document.text, names, cited) if not _has_section(one.canonical, sections)]
    spans: dict[str, list[_Cited]] = {}
    for one in cited:
        spans.setdefault(one.canonical, []).append(one)
    return [_citation(document.text, same) for same in spans.values()]


def _citation(text: str, same: list[_Cited]) -> Citation:
    places = dict.fromkeys((one.start, one.end) for one in same)
    evidence = [Evidence.of(text, start, end) for start, end in places]
    return Citation(evidence=evidence, found_by=same[0].found_by, confidence=0.97, canonical=same[0].canonical)


def _provisions(document: Document, names: ActNames) -> Iterator[_Cited]:
    text = document.text
    yield from _codes(text, names)
    for listed in caption_statutes(text):
        yield _Cited(listed.canonical, listed.start, listed.end, "caption")
    yield from _regulations_of_code(text)
    yield from _sections_of_acts(text, names)
    yield from _sections_after_acts(text, names)
    yield from _regulations(document)
    for match in _ORDER.finditer(text):
        for number in filter(None, (match["number"], match["more"])):
            yield _Cited(f"E.O. {number}", match.start(), match.end(), "executive order")


def _listed(items: list[Item], prefix: str, start: int, rule: str) -> Iterator[_Cited]:
    for item in items:
        section = as_printed(prefix, item.section)
        yield _Cited(f"{prefix} {section}{item.subsections}", _from(start, item), item.end, rule)


def _from(start: int, item: Item) -> int:
    """Where the evidence of a listed provision begins: at the head of its list unless that is far off."""
    return start if item.end - start <= _FAR else item.start


def _codes(text: str, names: ActNames) -> Iterator[_Cited]:
    for head in _CODE_HEAD.finditer(text):
        if text[head.end() : head.end() + 7].lower() == "chapter":
            continue
        # Scanned texts show two section signs as 88.
        signs = _SIGNS_AS_DIGITS.match(text, head.end())
        items = read_list(text, signs.end() if signs else head.end(), "code")
        if len(items) > 1 and _is_owned(text, items[-1].end, names):
            items = items[: _sections_begin(text, items)]
        yield from _listed(items, f"{head['title']} USC", _head(text, head), "code")


def _sections_begin(text: str, items: list[Item]) -> int:
    """Where the word Section stands in a list: `7 U.S.C. §§ 6b(a), Sections 4m(1) and 4o(1) of the Act`."""
    gaps = ((i, text[before.end : item.start]) for i, (before, item) in enumerate(pairwise(items), 1))
    return next((i for i, gap in gaps if "ection" in gap), len(items))


def _head(text: str, head: re.Match[str]) -> int:
    """Where a citation begins: at `Title` where that stands before the number."""
    before = _TITLE_BEFORE.search(text, max(0, head.start() - 12), head.start())
    return before.start() if before else head.start()


def _regulations_of_code(text: str) -> Iterator[_Cited]:
    for head in _CFR_HEAD.finditer(text):
        prefix = f"{head['title']} CFR"
        if (head["mark"] or "").lower().startswith("chapter"):
            chapter = _CHAPTER.match(text, head.end())
            if chapter:
                yield _Cited(f"{prefix} chapter {chapter[0]}", _head(text, head), chapter.end(), "chapter")
            continue
        yield from _listed(read_list(text, head.end(), "regulation"), prefix, _head(text, head), "regulation")


def _sections_of_acts(text: str, names: ActNames) -> Iterator[_Cited]:
    """`Sections 4b and 4o(1) of the Commodity Exchange Act`, `Section 1343 of Title 18`."""
    read_to = 0
    for head in _SECTION_HEAD.finditer(text):
        if head.start() < read_to:
            continue
        items = read_list(text, head.end(), "act")
        read_to = items[-1].end if items else read_to
        if items and head[0][0] not in "Ss" and _CODE_BEFORE.search(text, max(0, head.start() - 8), head.start()):
            items = items[_sections_begin(text, items) :]
        owner = _OWNER.match(text, items[-1].end) if items else None
        if owner is None:
            if head[0][0] in "Ss" and not _CODE_BEFORE.search(text, max(0, head.start() - 8), head.start()):
                yield from _of_commodity_act(items, names, head.start())
            continue
        title = _TITLE_OWNER.match(text, owner.end())
        act, end = names.at(owner.end())
        if title:
            for item in read_list(text, items[0].start, "code"):
                canonical = f"{title['title']} USC {item.section}{item.subsections}"
                yield _Cited(canonical, _from(head.start(), item), max(title.end(), item.end), "section of title")
        elif act is not None:
            yield from _of_act(items, act, head.start(), end)


def _of_commodity_act(items: list[Item], names: ActNames, start: int) -> Iterator[_Cited]:
    """`Section 4g(a)` alone: clear where the Commodity Exchange Act is the usual Act and every section is lettered."""
    if names.usual == "CEA" and all(re.fullmatch(r"\d[a-t](?:-\d)?", item.section) for item in items):
        act = act_named("Commodity Exchange Act")
        yield from _of_act(items, act, start, 0) if act else ()


def _of_act(items: list[Item], act: Act, start: int, end: int) -> Iterator[_Cited]:
    for item in items:
        canonical = act.provision(item.section, item.subsections)
        if canonical:
            whole = max(end, item.end) - start <= _FAR
            yield _Cited(
                canonical, start if whole else item.start, max(end, item.end) if whole else item.end, "section of act"
            )


def _sections_after_acts(text: str, names: ActNames) -> Iterator[_Cited]:
    """`CEA Section 4c(a)`, `the Commodity Exchange Act, § 4b`."""
    for named in names.mentions:
        mark = _ACT_SECTIONS.match(text, named.end)
        items = read_list(text, mark.end(), "act") if mark else []
        if items and not _is_owned(text, items[-1].end, names):
            yield from _of_act(items, named.act, named.start, items[-1].end)


def _is_owned(text: str, position: int, names: ActNames) -> bool:
    """Whether `of the … Act` or `of Title …` follows: the section is that one's, not of the Act before it."""
    owner = _OWNER.match(text, position)
    if owner is None:
        return False
    return names.at(owner.end())[0] is not None or _TITLE_OWNER.match(text, owner.end()) is not None


def _regulations(document: Document) -> Iterator[_Cited]:
    text = document.text
    commodity = document.agency == "CFTC" or "Commodity Futures Trading Commission" in text
    for head in _REGULATION_HEAD.finditer(text):
        items = [item for item in read_list(text, head.end(), "regulation") if "." in item.section]
        owner = _WHOSE.search(text, max(0, head.start() - 16), head.start())
        start = owner.start() if owner else head.start()
        if items and commodity and (owner is None or owner[0].startswith(("CFTC", "Commission", "CEA"))):
            yield from _listed(items, "17 CFR", start, "regulation")
        elif not items:
            yield from _securities_rule(text, head.end(), start)
    for part in _PART_OF_CFTC.finditer(text):
        yield from _listed(read_list(text, part.start("list"), "regulation"), "17 CFR", part.start(), "part")
    yield from _parts(text, _REGULATION_PART)
    if document.agency == "CFTC":
        yield from _parts_of_the_regulations(text)


def _parts(text: str, heads: re.Pattern[str]) -> Iterator[_Cited]:
    for head in heads.finditer(text):
        listed = _PART_LIST.match(text, head.end())
        yield from _numbers_of(listed, head.start()) if listed else ()


def _parts_of_the_regulations(text: str) -> Iterator[_Cited]:
    for listed in _PARTS_OF.finditer(text):
        yield from _numbers_of(listed, listed.start())


def _numbers_of(listed: re.Match[str], start: int) -> Iterator[_Cited]:
    for number in re.findall(r"\d+", listed["list"]):
        if 1 <= int(number) <= _LAST_PART:
            yield _Cited(f"17 CFR {number}", start, listed.end(), "part")


def _securities_rule(text: str, position: int, start: int) -> Iterator[_Cited]:
    rule = _SECURITIES_RULE.match(text, position)
    if rule:
        yield _Cited(f"17 CFR 240.{rule['rule']}{rule['subs']}", start, rule.end(), "rule")


def _bare_acts(text: str, names: ActNames, cited: list[_Cited]) -> Iterator[_Cited]:
    taken = sorted((one.start, one.end) for one in cited)
    parallel = {named.act.name for named in names.mentions if _PARALLEL.match(text, named.end)}
    for named in names.mentions:
        before = bisect_right(taken, (named.start, len(text)))
        within = any(start <= named.start and named.end <= end for start, end in taken[max(0, before - 8) : before])
        if not within and named.act.name not in parallel:
            yield _Cited(named.act.name, named.start, named.end, named.rule)


def _has_section(name: str, cited: set[str]) -> bool:
    act = next((act for act in acts() if act.name == name), None) or Act(name, (name,))
    return any(act.covers(canonical) for canonical in cited)
