"""Provisions of law: the ways people write one, and the canonical form under which the index holds it.

In: words such as `7 U.S.C. § 6d(a)`, `CEA 4d`, `Section 4d of the Commodity Exchange Act`, `31 CFR 1022.210`,
`§ 5318(h)`, `Rule 10b-5`. Out: canonical forms such as `7 USC 6d(a)`. A section without an Act or title gives each
title that enforcement cites it under. Refused (no forms): anything else.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_DATA_FILE = Path(__file__).parent / "provisions.yml"
_SUBSECTION = re.compile(r"\([^()\s]{1,8}\)")
_USC = re.compile(r"(\d+) USC (\d[\w-]*)")
_SECTION = r"\d+[A-Za-z]{0,4}(?:-\d+[A-Za-z]?)?"
_SUBS = r"(?:\s?\([A-Za-z0-9]{1,6}\))*"
_SIGN = r"(?:§+|[Ss]ections?|[Ss]ecs?\.?|[Ss]s?\.)"


def ancestors(canonical: str) -> list[str]:
    """The provision and all that contain it: `7 USC 6c(a)(5)` gives itself, `7 USC 6c(a)` and `7 USC 6c`.

    Sections differ by their whole number, so 6d never stands for 6d-1, nor 5318 for 5318A. A section of the Code of
    Federal Regulations is also in its part, and one that an Act covers is also in that Act.
    """
    base, forms = canonical.partition("(")[0], [canonical]
    forms += [canonical[: match.end()] for match in _SUBSECTION.finditer(canonical, len(base))]
    forms.append(base)
    if " CFR " in base and "." in base:
        forms.append(base.partition(".")[0])
    return list(dict.fromkeys([*forms, *_acts_covering(base)]))


def _acts_covering(base: str) -> list[str]:
    match = _USC.fullmatch(base)
    if not match:
        return []
    return [act for title, first, last, act in _covers() if title == match[1] and _is_within(match[2], first, last)]


def _is_within(section: str, first: str, last: str) -> bool:
    if not first.isdigit():
        return re.match(rf"{first}(?![a-z])", section) is not None
    return int(first) <= int(re.split(r"\D", section)[0]) <= int(last)


@cache
def _covers() -> list[tuple[str, str, str, str]]:
    acts = _data()["acts"].items()
    return [(str(t), str(a), str(b), name) for name, act in acts for t, a, b in act.get("covers", ())]


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(_DATA_FILE.read_text(encoding="utf-8"))
    return data


@cache
def _act_names() -> dict[str, str]:
    """Each spelling of an Act, in lower case, and the Act's own name."""
    return {spelling.lower(): name for name, act in _data()["acts"].items() for spelling in [name, *act["spellings"]]}


@cache
def pattern() -> re.Pattern[str]:
    """Matches a provision as people write it, at any place of a query."""
    act = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(_act_names(), key=len, reverse=True))
    usc = rf"(?P<usc_title>\d{{1,2}})\s*U\.?\s?S\.?\s?C(?:ode|\.)?(?:\s?A\.?)?\s*{_SIGN}?\s*(?P<usc>{_SECTION}{_SUBS})"
    cfr = (
        r"(?P<cfr_title>\d{1,2})\s*C\.?\s?F\.?\s?R\.?\s*(?:[Pp]art|§+|[Ss]ec(?:tion)?\.?)?\s*"
        rf"(?P<cfr>\d+(?:\.\d+[A-Za-z]{{0,3}}(?:-\d+)?)?{_SUBS})"
    )
    act_first = rf"(?P<act_a>{act})\s*,?\s*{_SIGN}?\s*(?P<act_a_section>{_SECTION}{_SUBS})"
    act_last = rf"{_SIGN}\s*(?P<act_b_section>{_SECTION}{_SUBS})\s+of\s+(?:the\s+)?(?P<act_b>{act})"
    rule = rf"(?:SEC\s+)?[Rr]ule\s+(?P<rule>1\d[a-z]-\d+{_SUBS})"
    regulation = rf"(?:CFTC\s+)?[Rr]eg(?:ulation|\.)?\s+(?P<regulation>\d{{1,3}}\.\d+{_SUBS})"
    bare = rf"{_SIGN}\s*(?P<bare>{_SECTION}{_SUBS}|\d+\.\d+{_SUBS})"
    whole = "|".join((usc, cfr, act_last, act_first, rule, regulation, bare))
    return re.compile(rf"(?<![\w.])(?:{whole})(?![\w.]*\w)", re.IGNORECASE)


@cache
def plural_pattern() -> re.Pattern[str]:
    """Matches several sections named in one breath: `18 U.S.C. §§ 1956 and 1957`, `Sections 4d and 4f of the CEA`."""
    act = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(_act_names(), key=len, reverse=True))
    one = rf"{_SECTION}{_SUBS}"
    between = r"(?:\s*,\s*(?:(?:and|or)\s+)?|\s+(?:and|or|&)\s+)"
    listed = rf"{one}(?:{between}{one})+"
    code = r"(?:\d{1,2}\s*U\.?\s?S\.?\s?C\.?\s*)?"
    of_act = rf"(?P<after>\s+of\s+(?:the\s+)?(?:{act}))?"
    whole = rf"(?P<before>{code}(?:§§+|[Ss]ections|[Ss]ecs\.?)\s*)(?P<list>{listed}){of_act}"
    return re.compile(rf"(?<![\w.])(?:{whole})(?![\w.]*\w)", re.IGNORECASE)


def split_provisions(text: str) -> tuple[list[str], bool]:
    """Each provision of a match of `plural_pattern()` in full, and whether any of them will do."""
    found = plural_pattern().fullmatch(text.strip())
    if not found:
        return [], False
    sections = re.findall(rf"(?:^|(?<=[\s,]))({_SECTION}{_SUBS})", found["list"])
    sign = re.sub(r"(?i)§§+|sections|secs\.?", "§", found["before"]).strip()
    whole = [f"{sign} {section}{found['after'] or ''}" for section in sections]
    return whole, re.search(r"\sor\s", found["list"]) is not None


def parse_provision(text: str) -> list[str]:
    """The canonical forms that the whole text stands for; none when it is no provision."""
    match = pattern().fullmatch(text.strip())
    return canonical_forms(match) if match else []


def canonical_forms(match: re.Match[str]) -> list[str]:
    """The canonical forms of a match of `pattern()`."""
    found = {name: value for name, value in match.groupdict().items() if value}
    if "usc" in found:
        return [f"{found['usc_title']} USC {_tidy(found['usc'])}"]
    if "cfr" in found:
        return [f"{found['cfr_title']} CFR {_tidy(found['cfr'])}"]
    if "rule" in found:
        return [f"17 CFR 240.{_tidy(found['rule'])}"]
    if "regulation" in found:
        return [f"17 CFR {_tidy(found['regulation'])}"]
    if "bare" in found:
        return _bare_forms(_tidy(found["bare"]))
    act, section = (
        (found["act_a"], found["act_a_section"]) if "act_a" in found else (found["act_b"], found["act_b_section"])
    )
    return _act_forms(_act_names()[" ".join(act.lower().split())], _tidy(section))


def _tidy(section: str) -> str:
    return "".join(section.split())


def _act_forms(act: str, section: str) -> list[str]:
    entry = _data()["acts"][act]
    base, mark, rest = section.partition("(")
    first = f"{base}({rest.partition(')')[0]})" if mark else ""
    table: dict[str, str] = entry.get("sections", {})
    if first and first in table:
        return [f"{entry['title']} USC {table[first]}{section[len(first) :]}"]
    if base in table:
        return [f"{entry['title']} USC {table[base]}{section[len(base) :]}"]
    if "title" in entry and not table:
        return [f"{entry['title']} USC {section}"]
    return [f"{act} {section}"]


def _bare_forms(section: str) -> list[str]:
    base = section.partition("(")[0]
    if "." in base:
        return [f"{title} CFR {section}" for title in _data()["bare_parts"].get(base.partition(".")[0], (17, 31))]
    act = _data()["bare_acts"].get(base)
    if act:
        return _act_forms(act, section)
    titles = _data()["bare_sections"].get(base, _data()["titles"])
    return [f"{title} USC {section}" for title in titles]


def act_named(text: str) -> str | None:
    """The Act that a name stands for as the index holds it (`BSA`), None for other words."""
    return _act_names().get(" ".join(text.lower().removeprefix("the ").split()))
