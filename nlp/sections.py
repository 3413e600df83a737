"""The grammar of section lists: `4b(a)(2)(A)-(C) and 4o(1)(A)`, `5311-5314, 5316-5332`, `1010.810(a), (b)(3)`.

In: text and the offset after `Section`, `§§`, `U.S.C.` and the like. Out: one `Item` per provision, with ranges kept
as ranges, and the offset after the list. Refused: a number that begins another citation, a count of something.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DASH = "[-\u2010-\u2015]"
_LABEL = r"[a-z]{1,2}|[ivxl]{1,6}|[IVX]{1,5}|[A-Z]{1,2}|\d{1,3}|\d\s\d"  # scanners part `11` in two
_SUB = rf"\((?:{_LABEL})(?:\)[}}\]]?|[y}}\]]?(?=\())"  # and lose a bracket before the next
_GARBLED = re.compile(r"(?<=[a-hj-w])y$")
_ROMAN_ONE = re.compile(r"(?<=i\)|v\))\([D1]\)(?=\((?:aa|bb|cc)\))")  # of 7 USC 2(c)(2)(C)(iii)(I)(aa)
_SUBS = re.compile(rf"(?:{_SUB})(?:\s?{_SUB})*")
_SUB_TAIL = re.compile(rf"(?:\s?{_DASH}\s?|\s+(?:through|to)\s+)(?={_SUB})")
# Letters after a number are one, or one repeated (`78dd`); `78dd-1` may run over a line, its 1 read as l.
_LETTERS = "|".join(f"{letter}{{1,3}}" for letter in "abcdefghijklmnopqrstuvwxyz")
_CODE = (
    rf"\d{{1,5}}(?:{_LETTERS}|[A-Z]{{1,2}})?"
    r"(?:-(?:\d{1,2}[a-z]?(?!\d)|(?<=[a-z]-)\s{1,3}\d(?!\d)|(?<=[a-z]-)\s{0,3}l(?=\()))?"
)
_ACT_CODE = rf"(?:{_CODE}|\d{{1,2}}[A-Za-z])"
_REGULATION = r"\d{1,3},\d{1,3}(?=\([a-z]\))|\d{1,5}\.\d{1,4}(?:[a-z]{1,2}\d{0,2}-\d{1,3}|[a-z]{1,2}(?![a-z]))?|\d{1,5}"
_CODES = {
    "code": re.compile(
        rf"(?P<range>\d{{1,5}}[a-z]?\s?(?:{_DASH}|\bto\b|\bthrough\b)\s?\d{{3,5}}[a-z]?(?!\d))|{_ACT_CODE}"
    ),
    "act": re.compile(_ACT_CODE),
    "regulation": re.compile(
        rf"(?P<range>\d{{1,5}}\.\d{{1,4}}\s?(?:{_DASH}|\bto\b"
        rf"|\bthrough\b)\s?\d{{1,5}}(?:\.\d{{1,4}})?(?![\w.]\d)|\d{{1,4}}{_DASH}\d{{2,4}}(?![\w.]))|{_REGULATION}"
    ),
}
_JOIN = re.compile(
    r"\s*(?:[,;]\s*(?:and/or|and|or|&)?|and/or\b|and\b|or\b|&)\s*(?:[Ss]ections?\s+|[Ss]ecs?\.\s*|§§?\s*)?"
)
_ANOTHER = re.compile(
    r"\s*(?:U\.?\s?S\.?\s?C|C\.?\s?F\.?\s?R|Fed\.|F\.\s?(?:Supp|[23]d)|%|percent\b|(?:other\s+)?(?:years?"
    r"|months?|days?|counts?|people"
    r"|defendants?|individuals?|others?|million|billion|victims?|customers?|states?|times)\b|:\d)"
)
_AFTER_BARE = re.compile(r"\s*(?:[,;.:)\]\u201d\"]|\(\d{4}\)|(?:of|and|or|through|to|under|by|in|as)\b|&|$)")
_NUMBERED = re.compile(r"\d{1,2}\.\s+[A-Z(]")  # the next paragraph of the paper, not the next section
_FOOTNOTE = re.compile(r"\s+\d{1,2}\s+U\.?\s?S\.?\s?C|\s+\d{1,2}\s+C\.?\s?F")


@dataclass(frozen=True, slots=True)
class Item:
    """One provision of a list: `section` and its `subsections`, ranges kept ("5311-5314", "(A)-(C)")."""

    start: int
    end: int
    section: str
    subsections: str


def read_list(text: str, position: int, kind: str) -> list[Item]:
    """The provisions listed from `position`. `kind` is "code" (U.S.C.), "act" or "regulation" (C.F.R.)."""
    items: list[Item] = []
    first = _read_item(text, position, kind)
    if first is None:
        return []
    items.append(first)
    while True:
        joined = _JOIN.match(text, items[-1].end)
        if joined is None or "\n" in joined[0] and _NUMBERED.match(text, joined.end()):
            return items
        item = _read_item(text, joined.end(), kind) or _read_bare(text, joined.end(), items[-1])
        if item is None:
            return items
        items.append(item)


def _read_item(text: str, position: int, kind: str) -> Item | None:
    code = _CODES[kind].match(text, position)
    if code is None or _ANOTHER.match(text, code.end()):
        return None
    if code.end() < len(text) and (text[code.end()].isalnum() or text[code.end()] == "$"):
        return None
    subs, end = _subsections(text, code.end())
    section = re.sub(rf"\s?(?:{_DASH}|\bto\b|\bthrough\b)\s*", "-", code[0]).replace("-l", "-1")
    return Item(position, end, section.replace(",", "."), subs)  # scanners read the point of 43.3 as a comma


def _subsections(text: str, position: int) -> tuple[str, int]:
    match = _SUBS.match(text, position)
    if match is None:
        return "", position
    found, end = _labels(match[0]), match.end()
    tail = _SUB_TAIL.match(text, end)
    closing = _SUBS.match(text, tail.end()) if tail else None
    if closing is None:
        return found, end
    return f"{found}-{_labels(closing[0])}", closing.end()


def _labels(subsections: str) -> str:
    """In clean brackets: `(a)(1)` for `(ay(1)`."""
    labels = re.findall(r"\((\w+(?:\s\w)?)", subsections)
    clean = "".join(f"({_GARBLED.sub('', ''.join(label.split()))})" for label in labels)
    return _ROMAN_ONE.sub("(I)", clean)


def _read_bare(text: str, position: int, base: Item) -> Item | None:
    """A subsection that stands for a further provision of the same section: `(d)` in `§ 1010.810(a), (d)`."""
    match = _SUBS.match(text, position)
    if match is None or not base.subsections:
        return None
    subs, end = _subsections(text, position)
    if not _AFTER_BARE.match(text, end):
        return None
    kept = _levels_above(re.findall(r"\(\w+\)", base.subsections.split("-")[0]), subs[1 : subs.index(")")])
    return None if kept is None else Item(base.start, end, base.section, kept + subs)


def _levels_above(levels: list[str], label: str) -> str | None:
    """The subsections above the deepest one that `label` can stand beside; None when it fits none."""
    for depth in range(len(levels) - 1, -1, -1):
        if _kind_of(levels[depth][1:-1]) & _kind_of(label):
            return "".join(levels[:depth])
    return None


def _kind_of(label: str) -> set[str]:
    if label.isdigit():
        return {"number"}
    kinds = {"roman"} if re.fullmatch("[ivxl]+|[IVX]+", label) else set()
    if len(label) == 1 or len(set(label)) == 1:
        kinds.add("upper" if label.isupper() else "lower")
    return kinds
