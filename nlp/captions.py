"""Who stands against whom, as the caption of a filing prints it? The opening of a filing in, the places of names out.

Captions are columns: parties on the left, numbers and titles on the right, a row of `)` between. `blanked` gives the
caption with all but the parties' lines turned to blanks, so that names that run over lines can be read and keep their
places. Refuses nothing: a caption that is lost gives no places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.splitting import Span
from nlp.titles import PLACES

_WITHIN = 4500
_OPEN_END = 700  # characters: a caption without `Defendants.` after its parties
_SHORTEST = 25
_VERSUS = re.compile(
    r"(?m)^[^\w\n]*(?:(?:v|V|vs|VS|Vs|Vv|Ve|VE|Ys|ve)\b[.,]?|(?:-\s*)?(?i:against)\b)(?!\s+[a-z]{3})"
    r"|(?<=[a-z.A-Z,] )(?:v|vs|V|VS)\.(?=\s)"
)
_MATTER = re.compile(r"(?i)\b[it][nm] the matter of\b[ \t]*:?|(?m:^\s*Re:)")
_PLAINTIFF = re.compile(r"(?i)\bplaintiffs?\b[,.]?|UNITED\s+STATES\s+OF\s+AMERICA\b,?")
_ACCUSED = re.compile(
    r"(?<![a-z] )(?<!AGAINST )(?<![(\u201c\"\u2018])\b(?:Defendants?|DEFENDANTS?|Respondents?|RESPONDENTS?|Registrants?"
    r"|Defendant\(s\))(?=[ \t]*(?:[.,;:)|}\u00a7]|$))",
    re.MULTILINE,
)
_RELIEF = re.compile(r"\b(?:RELIEF\s+DEFENDANTS?|Relief\s+Defendants?)(?=\W)")
_PROSE = re.compile(
    r"(?i:\bdear\s|\bthe\s+(?:grand\s+jury|united\s+states)\s+charges|\bat\s+all\s+(?:\w+\s+)?times\b|\bintroduction\s"
    r"|\bgeneral\s+allegations|\bsummary\s*\n|\bbeing\s+(?:first\s+)?duly\s+sworn)|(?:\b[a-z]{2,}\s+){5}"
    r"|(?<=\n)Plaintiffs?\W"
    r"|\bPursuant to "
)
_COLUMN = re.compile(r"(?<=\S)\s{5,}(?=\S)|\s+[:|\u00a7}\u00bb]\s|\s*[:|\u00a7}\u00bb]\s*$")
# Numbers, stamps and titles, which stand on the right and by scanning get into the lines of the parties.
_RIGHT = re.compile(
    r"(?i:\b(?:cftc |sec )?(?:docket|case|civil|criminal|crim)\.? (?:case |action )?(?:no|number|file)\b"
    r"|\bno[.:]? ?\d|\boffice of proceedings|\bproceedings clerk|\breceived\b|\bentered on\b"
    r"|\d{1,2}:\d\d [ap]m|\bjury trial|\bunder seal|\bhonou?rable\b|\bfiled\b|\bviolations?:|\d+ U\.? ?S\. ?C"
    r"|\bnumber \d|\bjudge\b|\b\d+ ?cr\b|\d-cv-\d|\bmatter no)"
    r"|\bHon\.|\bCR\b|\bCr\.|\bECF|\bDkt|\(T\. ?\d|\bT\. ?\d+,|\bCase\b|\bCASE\b"
    r"|\b(?:COMPLAINT|CONSENT|INDICTMENT|SUPERSEDING|SEALED|INFORMATION|(?:DEFERRED |NON-?)PROSECUTION|PLEA|EX PARTE"
    r"|FINAL|AGREEMENT|ORDER|JUDGMENT|DEFAULT|RESTRAINING|STATUTORY|PRELIMINARY|PERMANENT|EQUITABLE|INJUNCT\w+|CRIMINAL"
    r"|COUNT|AND OTHER|FOR CIVIL|MONETARY|COMMISSION REGULATIONS"
    r"|PENALTIES|UNDER THE|COMMODITY EXCHANGE|ACT AND|IN SUPPORT|ARREST|APPLICATION|CLERK|CHIEF|MAG"
    r"|(?:CIVIL )?(?:MONEY|MONETARY) PENALT\w+|Clerk|Complaint [Ff]or|Conspiracy|Practices Act|Laundering|Fraud"
    r"|Travel Act|Abetting|Commit|Corrupt|Equitable|REMEDIAL|PROCEEDINGS|MAKING FINDINGS|IMPOSING"
    r"|(?:FIRST|SECOND|THIRD) (?:SUPERSEDING|AMENDED)|Criminal Investigation)\b"
)
# Signs, and a number printed before the name rather than beside it.
_LEADING = re.compile(r"[\s)|}\u00a7:]*(?:(?i:(?:matter )?(?:number|no\.?) [\d-]+)\s+(?=[A-Z]))?")
_AND = re.compile(r"\bAND\b")
_WORD = re.compile(r"[^\W\d_]{4}|[^\W\d_]{2}\W*$")
_SIGNS = re.compile(r"[.,;:)|}\u00a7/\s]*")
_MARKS = str.maketrans({mark: " " for mark in "\n\r\t\f\v}|\u00a7\\_=~"})


@dataclass(frozen=True, slots=True)
class Caption:
    """`span` from the forum to the title; where the accused and the relief defendants stand in it, None when lost."""

    span: Span
    accused: Span | None = None
    relief: Span | None = None


def read_caption(text: str, start: int, title: int) -> Caption:
    """The caption of an opening whose forum ends at `start` and whose title begins at `title`."""
    limit = min(len(text), start + _WITHIN)
    begin = _begin(text, start, limit, title)
    if begin is None:
        return Caption(Span(start, max(start, title)))
    prose = _PROSE.search(text, begin, limit)
    limit = prose.start() if prose else limit
    tag = _tag(text, begin, min(limit, max(title, begin) + _OPEN_END))
    after = (
        _past_signs(text, tag.end(), limit)
        if tag
        else min(limit, title if title > begin + _SHORTEST else begin + _OPEN_END)
    )
    accused = Span(begin, tag.start() if tag else after)
    named = _RELIEF.search(text, after, min(limit, after + _OPEN_END)) if tag else None
    relief = Span(after, named.start()) if named else None
    end = max(named.end() if named else after, title if title < limit else begin)
    return Caption(Span(start, end), accused, relief)


def _past_signs(text: str, start: int, limit: int) -> int:
    """Where the signs and blanks after `Defendants` end."""
    signs = _SIGNS.match(text, start, limit)
    return signs.end() if signs else start


def _tag(text: str, begin: int, limit: int) -> re.Match[str] | None:
    """`Defendants` below the names of the accused."""
    relief = [match.span() for match in _RELIEF.finditer(text, begin, limit)]
    for match in _ACCUSED.finditer(text, begin, limit):
        if not any(start <= match.start() < end for start, end in relief):
            return match
    return None


def _begin(text: str, start: int, limit: int, title: int) -> int | None:
    before = max(title, start) + _OPEN_END
    matter = _MATTER.search(text, start, min(limit, before))
    if matter:
        return matter.end()
    plaintiff = _PLAINTIFF.search(text, start, min(limit, before))
    versus = _VERSUS.search(text, plaintiff.end() if plaintiff else start, min(limit, before))
    marks = [match.end() for match in (versus, plaintiff) if match]
    return marks[0] if marks else None


def edges(caption: Caption) -> list[int]:
    """Where names must end: at the borders of the caption and of its parts."""
    spans = [span for span in (caption.span, caption.accused, caption.relief) if span]
    return sorted({edge for span in spans for edge in (span.start, span.end)})


def blanked(text: str, caption: Caption) -> str:
    """The text up to the end of the caption, blank but for the names of the parties; of the same length."""
    pieces = list(text[: caption.span.end])
    begin = caption.span.start
    pieces[begin:] = " " * (len(pieces) - begin)
    for part in (caption.accused, caption.relief):
        if part:
            for line in _lines(text, part):
                pieces[line.start : line.end] = text[line.start : line.end].translate(_MARKS)
    return _AND.sub(lambda match: match[0].lower(), "".join(pieces))


def _lines(text: str, part: Span) -> Iterator[Span]:
    """The left column of each line of a part of the caption."""
    for match in re.finditer(r"[^\n]+", text[part.start : part.end]):
        line = match.group()
        leading = _LEADING.match(line)
        left = leading.end() if leading else 0
        stop = min(
            [m.start() for m in (_COLUMN.search(line, left), _RIGHT.search(line, left)) if m] + [_closing(line, left)]
        )
        if stop > left and not _is_place(line[left:stop]) and _WORD.search(line, left, stop):
            yield Span(part.start + match.start() + left, part.start + match.start() + stop)


def _is_place(line: str) -> bool:
    """`Springfield, Illinois` below a name: where the party lives, no part of its name."""
    town, comma, state = line.strip(" ,.").rpartition(",")
    return bool(comma) and "," not in town and state.strip(" .") in PLACES


def _closing(line: str, start: int) -> int:
    """Where the row of `)` stands: the first that closes nothing."""
    depth = 0
    for i in range(start, len(line)):
        depth += (line[i] == "(") - (line[i] == ")")
        if depth < 0:
            return i
    return len(line)
