"""Sentences served: `sentenced to 18 months in prison followed by three years of supervised release` in one sentence.

In: text and the span of a sentence. Out: kind, months and place of each term imposed. Refused: maxima, guidelines and
what a defendant faces; ages and periods of conduct.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nlp.document import Span
from nlp.durations import Duration, find_durations

_PRISON = re.compile(
    r"['\u2019]?\s*(?:\([^()]{1,40}\)\s*)?,?\s*(?:(?:in|of|behind|to\s+be\s+served\s+in"
    r"|in\s+the\s+custody\s+of)\s+)?(?:(?:a|the|U\.S\.|federal|state|county|of|in|military)\s+)*"
    r"(?:prison|jail|imprisonment|incarceration|custody|bars|confinement|Bureau\s+of\s+Prisons|detention"
    r"|penitentiary)\b|\s*(?:federal\s+)?(?:prison\s+)?sentence\b(?!\s+of\s+probation)",
    re.IGNORECASE,
)
_RELEASE = re.compile(
    r"['\u2019]?\s*(?:\([^()]{1,40}\)\s*)?(?:term\s+)?(?:o[fn]\s+)?(?:a\s+)?(?:term\s+of\s+)?(?:under\s+|on\s+)?(?:(?:federal"
    r"|post-\w+|court(?:-ordered)?)\s+)?(?:supervised\s+(?:release|probation\s+upon\s+release)|supervision)\b",
    re.IGNORECASE,
)
_PROBATION = re.compile(
    r"['\u2019]?\s*(?:\([^()]{1,40}\)\s*)?(?:term\s+)?(?:of\s+|on\s+)?(?:(?:federal|supervised|unsupervised"
    r"|organizational|corporate)\s+)*probation\b",
    re.IGNORECASE,
)
_HOME = re.compile(
    r"['\u2019]?\s*(?:(?:of\s+which|to\s+be|(?:which\s+)?(?:must|will|shall|is\s+to)(?:\s+be)?|s?he|served?|spent)\s+){0,5}"
    r"(?:of\s+|in\s+|on\s+|under\s+)?(?:(?:a|electronically\s+monitored|electronic)\s+)*(?:home"
    r"|house)\s+(?:confinement|detention|arrest|incarceration)\b",
    re.IGNORECASE,
)
_KINDS = (("supervised_release", _RELEASE), ("probation", _PROBATION), ("home_confinement", _HOME), ("prison", _PRISON))
_PERIOD = r"(?:a\s+(?:term|period)\s+of\s+)?"
_BEFORE = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("supervised_release", rf"supervised\s+release\s+(?:for|of|term\s+of)\s+{_PERIOD}$"),
        (
            "supervised_release",
            r"\b(?:release[^.;$]{0,40}?\bunder\s+the\s+supervision\s+of|supervised\s+by)\s+(?:[\w.]+\s+){1,6}?for\s+"
            r"(?:a\s+period\s+of\s+)?$",
        ),
        ("probation", rf"probation\s+(?:for|of|term\s+of)\s+{_PERIOD}$"),
        ("home_confinement", r"(?:home|house)\s+(?:confinement|detention)\s+(?:for|of)\s+$"),
        ("prison", r"(?:prison\s+(?:sentence|term)s?|term\s+of\s+imprisonment)\s+of\s+$"),
        ("prison", rf"\bsentenced\s+to\s+(?:federal\s+|state\s+)?(?:prison|jail)\s+for\s+{_PERIOD}$"),
        ("prison", rf"(?:imprison(?:ed|ment)|incarcerat(?:ed|ion)|jail(?:ed)?)\s+(?:for|of)\s+{_PERIOD}$"),
        (
            "prison",
            r"\bsentenced?\b[^;$]{0,90}?\bto\s+(?:serve\s+)?(?:(?:an?\s+)?(?:total\s+of"
            r"|term\s+of)\s+)?(?:exactly\s+)?$",
        ),
    )
)
_IMPOSED = re.compile(
    r"\b(?:sentence[sd]?|sentencing|serv(?:e|es|ing)|time\s+served|received|imposed|given|gave|followed\s+by|ordered|gets"
    r"|jailed|imprisoned|spend|placed\s+on|term"
    r"|agreed\s+to\s+(?:\w+|\d+)\s+years?\s+of\s+probation|under\s+the\s+supervision|(?:will"
    r"|would)\s+(?:then\s+)?be\s+on)\b",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(
    r"\b(?:maximum|faces?|facing|carr(?:y|ies|ied)|punishable|up\s+to|potential(?:ly)?|could|may\s+be"
    r"|as\s+many\s+as|can\s+be|no\s+(?:greater|more|longer)\s+than|provides?\s+for|minimum|guidelines?|if\s+convicted|recommend\w*|not\s+more\s+than"
    r"|scheduled|statutory|seek(?:s|ing)?|rang(?:e|es|ed|ing)|parties\s+agree\w*|exposure|eligible|between|calls?\s+for"
    r"|agree[sd]?\s+to\s+(?:serve|be\s+sentenced|an?\s+sentence)|ask(?:s|ed|ing)\s+(?:the\s+|U\.S\.\s+)?(?:\w+\s+)?(?:[Jj]udge|court)"
    r"|(?:asking|asked|argu(?:ed|ing)|call(?:ed|ing)|push(?:ed|ing))\s+for|urg(?:ed|ing)|requested|sought|proposed)\b",
    re.IGNORECASE,
)
_UNITS = ("year", "Year", "YEAR", "month", "Month", "MONTH", "day", "Day", "week", "served", "Served", "life", "Life")
# A row of a table of those sentenced: `Jan Doe 40 Springfield, Ohio 84 months in prison`
_ROW = re.compile(r"(?:[A-Z][\w.'\u2019-]*\s){2,5}\d\d\s[A-Z][\w., ]{3,40}?\s(?:\d+|[A-Z]\w+)\s(?:months|years)\b")
_ROUGHLY = re.compile(
    r"\b(?:over|more\s+than|nearly|almost|at\s+least|about|approximately|just\s+\w+)\s+$", re.IGNORECASE
)
_LIST_JOIN = re.compile(r"\s*(?:,\s*(?:and\s+)?|and\s+)")
_DECIDED = re.compile(
    r"\b(?:was|were|has\s+been|and)\s+(?:also\s+)?(?:sentenced|ordered)\b|\bsentenced\s+[A-Z]\w+\s+to\b"
)
_TIME_SERVED = re.compile(r"\btime\s+(?:already\s+)?served\b", re.IGNORECASE)
_FOR_LIFE = re.compile(
    r"\b(?:life(?:time|-?long)?\s+(?:term\s+)?(?:of\s+)?(?:supervised\s+release|(?:court-ordered\s+)?supervision)|supervised\s+release\s+for\s+(?:the\s+rest"
    r"\s+of\s+)?(?:his\s+|her\s+)?life)\b",
    re.IGNORECASE,
)
_LIFE = re.compile(
    r"\b(?:sentenced"
    r"|sentence)\b[^;]{0,80}?\b(?:to\s+(?:serve\s+)?(?:\w+\s+)?(?P<life>life)\b(?!\s*-?\s*time)"
    r"|to\s+(?P<l2>(?:\w+\s+)?(?:consecutive\s+)?life\s+(?:terms|sentences)))",
    re.IGNORECASE,
)
# Sentences of other cases: `in an unrelated case`, `was on supervised release after serving a 10-year sentence`
_OTHER_CASE = re.compile(
    r"\b(?:in|on)\s+(?:an\s+|the\s+)?(?:entirely\s+)?unrelated\s+(?:\w+\s+){0,3}?(?:case|matter|charges?|convictions?|offenses?)\b"
    r"|\b(?:was|were|while|been|already|still)\s+(?:out\s+)?on\s+(?:\w+\s+){0,2}?(?:release|parole|probation)\b[^.;]{0,60}?"
    r"\bafter\s+(?:serving|having\s+served|completing)\b",
    re.IGNORECASE,
)
# `was sentenced to the statutory maximum of 60 months`: the most, or the least, that the law has is imposed
_MOST_IMPOSED = re.compile(
    r"\b(?:(?:was|were|been)\s+sentenced\s+(?:today\s+)?to\s+(?:serve\s+)?|(?<!could have )(?:received|imposed)\s+)"
    r"(?:an?|the)\s+(?:statutory\s+|mandatory\s+)*(?:maximum|minimum)\b"
)
_IN_ALL = re.compile(
    r"\b(?:for|totall?ing)\s+(?:an?\s+)?(?:total|aggregate|combined)\s+(?:\w+\s+){0,2}?of\s+$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Served:
    kind: str
    months: float | None
    start: int
    end: int
    rough: bool = False


def sentences_in(text: str, sentence: Span) -> Iterator[Served]:
    """The terms a sentence of the text imposes, in reading order."""
    body = text[sentence.start : sentence.end]
    if not any(unit in body for unit in _UNITS) or not (_IMPOSED.search(body) or _ROW.match(body)):
        return
    if _OTHER_CASE.search(body):
        return
    durations = list(find_durations(text, sentence.start, sentence.end))
    for one in _without_addends(text, sentence, durations, _listed(text, sentence, durations)):
        left = text[sentence.start : one.start]
        if not _is_possible(left):
            yield replace(one, rough=_ROUGHLY.search(left) is not None)
    for match in _FOR_LIFE.finditer(body):
        if not _is_possible(body[: match.start()]):
            yield Served("supervised_release", None, sentence.start + match.start(), sentence.start + match.end())
    for pattern in (_TIME_SERVED, _LIFE):
        for match in pattern.finditer(body):
            if not _is_possible(body[: match.end()]) and re.search(r"sentenc", body, re.IGNORECASE):
                yield Served("prison", None, sentence.start + match.start(), sentence.start + match.end())


def _without_addends(text: str, sentence: Span, durations: list[Duration], served: list[Served]) -> list[Served]:
    """`60 months for fraud and 24 for theft, for a total of 84 months`: what a total that follows is made of, goes."""
    for index, whole in enumerate(durations):
        before = durations[:index]
        if len(before) > 1 and _IN_ALL.search(text, sentence.start, whole.start):
            first = next((n for n in range(index - 1) if sum(d.months for d in before[n:]) == whole.months), None)
            if first is not None:
                return [one for one in served if one.start not in {d.start for d in before[first:]}]
    return served


def _listed(text: str, sentence: Span, durations: list[Duration]) -> list[Served]:
    """What each length measures; in `240, 120 and 36 months in prison` the words beside one speak for all."""
    served = [_served(text, sentence, duration) for duration in durations]
    order = [*range(len(durations) - 2, -1, -1), *range(1, len(durations))]
    for index, other in zip(order, [*range(len(durations) - 1, 0, -1), *range(len(durations) - 1)], strict=True):
        beside, here = served[other], durations[index]
        first, last = sorted((index, other))
        if served[index] is None and beside is not None:
            joined = _LIST_JOIN.fullmatch(text, durations[first].end, durations[last].start)
            served[index] = Served(beside.kind, here.months, here.start, here.end) if joined else None
    return [one for one in served if one is not None]


def _served(text: str, sentence: Span, duration: Duration) -> Served | None:
    for kind, pattern in _KINDS:
        after = pattern.match(text, duration.end, sentence.end)
        if after:
            end = min(after.end(), sentence.end)
            if kind == "probation" and re.match(
                r"\s+(?:upon|after|following)\s+(?:his\s+|her\s+)?release", text[after.end() : sentence.end]
            ):
                kind = "supervised_release"
            return Served(kind, duration.months, duration.start, end)
    left = text[max(sentence.start, duration.start - 160) : duration.start]
    for kind, pattern in _BEFORE:
        if pattern.search(left):
            return Served(kind, duration.months, duration.start, duration.end)
    return None


def _is_possible(left: str) -> bool:
    """Whether a word of possibility governs a length: no sentence is told between the two."""
    last, left = None, _MOST_IMPOSED.sub("sentenced to", left)
    for match in _POSSIBLE.finditer(left):
        last = match
    return last is not None and _DECIDED.search(left, last.end()) is None
