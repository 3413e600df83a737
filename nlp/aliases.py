"""What else is a party called? A naming and the words after it in, other names out, as spans of the text.

Found are names after `a/k/a`, `d/b/a`, `formerly` and the like, short forms defined in parentheses, nicknames in
quotation marks and names on line. Refused: surnames, collective short forms, and words for what a party is (`the
Bank`, `FCM`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from nlp.names import PARTICLES
from nlp.words import word_file, words

_GENERIC = words("names.yml", "generic_shorts")
_TRADES = words("names.yml", "trade_abbreviations")
_STATES = words("names.yml", "states") | words("names.yml", "state_abbreviations")

_SUFFIX = r"(?:Inc|LLC|L\.L\.C|Ltd|Limited|EOOD|LLP|LP|Corp|Co|PLC|GmbH|S\.A)\b\.?"
_NAME = (
    rf"(?:[^\W\d_a-z]|[a-z][A-Z]|\d+[A-Z])[\w.*&@!'\u2019$+-]*(?: (?:[^\W\d_a-z][\w.*&'\u2019-]*|\d+|de|la|el|al|von"
    rf"|van|the|of|&|and(?= (?:Hotel|Casino|Resort|Spa|Sons|Company|Associates|Loan|Pawn)\b)))*(?:,? {_SUFFIX})?"
)
_ITEM = re.compile(
    rf"[\"\u201c\u2018'\u2019](?P<quoted>[^\"\u201c\u201d\u2018\u2019]{{1,60}}?),?[\"\u201d\u2019']|(?P<plain>{_NAME})"
)
_MARK = re.compile(
    r"(?:,|;|\(|\u2014)?\s*(?:individually,?\s+)?(?:and\s+)?(?:both |each |all |collectively )?"
    r"(?:who (?:is|was) |which (?:is|was) )?(?:a\.?/?k\.?/?a\.?/?"
    r"|d\.?/?b\.?/?a\.?/?|f\.?/?k\.?/?a\.?/?|n/k/a"
    r"|(?:also |formerly |now |previously |better |commonly )?(?:known|doing business|operating"
    r"|conducting business)(?: online)? as|formerly|nicknamed|alias"
    r"|(?:who|which) d(?:oes|id) business as|whose (?:aliases|online aliases"
    r"|monikers) (?:include|included|are|were))(?:\s+as)?,?:?\s+(?=[\"\u201c\u2018'A-Z\d]|[a-z][A-Z])"
)
_JOINT = re.compile(r"(?:,? and |, |; |,? or )(?:(?:a\.?/?k\.?/?a\.?|d/b/a|f/k/a|also known as)\s+)?")
_PARENTHESIS = re.compile(r"\s*\(([^()]{1,140})\)")
_COLLECTIVE = re.compile(r"(?i)\s*(?:collectively|together|jointly|the [\"\u201c]?(?:defendants|respondents))")
_MONIKER = re.compile(
    r"\b(?:us(?:es|ed|ing)|utili[sz](?:es|ed|ing)|adopt(?:s|ed|ing)|under|by"
    r"|with|operat(?:es|ed|ing)|went by|going by|named)\s+(?:the |an? |his |her "
    r"|their )?(?:[\w-]+ ){0,4}?"
    r"(?:monikers?|usernames?|user names?|handles?|alias(?:es)?|screen ?names?|nicknames?|pseudonyms?"
    r"|vendor names?|profile names?|vendor accounts?|accounts?|names?)"
    r"(?: of| as| including)?,? (?=[\"\u201c\u2018]|[A-Z])"
)
# `, 39, a/k/a`, `, 22, of Springfield, whose aliases include`
_AGE = re.compile(
    r",? (?:age )?\d\d,?(?: of [A-Z][\w .]{2,30}(?:, [A-Z][\w .]{2,20})?,)?(?=,? ?\(?(?:a\.?/?k\.?/?a|also known"
    r"|d/b/a|known|whose|nicknamed))"
)
# `, a Belize company d/b/a`
_DESCRIBED = re.compile(
    r", an? (?:[\w.'\u2019-]+ ){1,6}?(?:company|corporation|firm|entity|partnership|exchange|platform|dealer"
    r"|broker|business),?"
    r"(?= ?\(?(?:a\.?/?k\.?/?a|f/?k/?a|d/?b/?a|(?:also |formerly )?known as|doing business))"
)
_ONLINE = re.compile(r"moniker|user ?name|handle|screen|vendor|profile|pseudonym|alias")
_OR = re.compile(r"^(?:or|and)\s+")
_SOLD = re.compile(r"\b(?:market(?:s|ed|ing)|sells?|sold|selling|approved)\b")
_SHORT = re.compile(r"[\"\u201d]? \([\"\u201c]([^\"\u201d()]{2,30})[\"\u201d]\)")
_QUOTED_INSIDE = re.compile(r"[\"\u201c\u2018(]([^\"\u201c\u201d\u2018\u2019()]{2,30})[\"\u201d\u2019)]")
_CLOSES = re.compile(r"\s*(?:\)|,? \(?(?:age )?\d\d\b|,? (?:was|were|pleaded|is|are|an?|of|who|with)\b|[.;]|$)")
_BLANK = re.compile(r" (?:a\.?/?k\.?/?a\.?:? )?")
# Around a name: quotation marks, also those that were decoded twice (`\u00e2\u20ac\u0153Acme\u00e2\u20ac\u009d`).
_QUOTED_ALL = re.compile(
    "^(?:the )?(?:[\"\u201c\u2018'\u2019]|\u00e2\u20ac[\u0153\u02dc])+"
    "|(?:[,\"\u201d\u2019']|\u00e2\u20ac[\u009d\u2122]?)+$"
)
_WINDOW = 400
_MOST = 8
_FEWEST_INITIALS = 2
_COMMON = word_file("common_words.txt")
# `aka serdo`: a name on line that is no capitalised word and bears no quotation marks
_HANDLE = re.compile(
    r",?\s*\(?a\.?/?k\.?/?a\.?:?\s+([a-z0-9][\w.@$-]{2,30}\b)(?=[,;)]|\.\s|\.?$|\s+a\.?/?k\.?/?a|\s+(?:and|was"
    r"|were|is|of|who)\b)"
)


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name, and the span that gives it."""

    name: str
    start: int
    end: int
    online: bool = False


def inside(text: str, start: int, end: int) -> Iterator[Alias]:
    """`Robert "Bob" Doe`: the nickname within a naming."""
    for match in _QUOTED_INSIDE.finditer(text, start, end):
        yield Alias(match[1].strip(" ,"), start, end)


def after(
    text: str, end: int, stop: int, *, parts: tuple[str, ...], person: bool, others: Collection[str]
) -> Iterator[Alias]:
    """The names that follow a naming: marked, in parentheses, or both in turn. `others`: full names of others."""
    stop = min(stop, end + _WINDOW)
    if told := _AGE.match(text, end, stop) or _DESCRIBED.match(text, end, stop):
        end = told.end()
    for _ in range(_MOST):
        parenthesis = _PARENTHESIS.match(text, end, stop)
        mark = _MARK.match(text, end, stop)
        if mark:
            found = list(_listed(text, mark.end(), stop, () if "(" in mark.group() else others))
            yield from found
            end = found[-1].end if found else mark.end()
            end += text[end : end + 2].startswith(("\u201d", '"', ")")) + text[end : end + 2].startswith(
                ("\u201d)", '")')
            )
        elif parenthesis:
            yield from _defined(text, parenthesis, parts, person=person, others=others)
            end = parenthesis.end()
        elif handle := _HANDLE.match(text, end, stop):
            if handle[1] not in _COMMON:
                yield Alias(handle[1], handle.start(1), handle.end(1))
            end = handle.end(1)
        else:
            return


def monikers(text: str, start: int, end: int) -> Iterator[Alias]:
    """Names on line, in one sentence: `used the vendor name "Acme"`, `operated the account "acme"`."""
    for match in _MONIKER.finditer(text, start, end):
        quoted = text[match.end() : match.end() + 1] in '"\u201c\u2018'
        proper = (
            "name" in match.group()
            and "names of" not in match.group()
            or "moniker" in match.group()
            or "handle" in match.group()
        )
        product = "brand" in match.group() or "trade name" in match.group() and _SOLD.search(text, start, match.start())
        if (quoted or proper) and not product and "names of" not in match.group():
            online = _ONLINE.search(match.group()) is not None
            found = [replace(alias, online=online) for alias in _listed(text, match.end(), end, ())]
            yield from found
            short = _SHORT.match(text, found[-1].end, end) if found else None
            if short:
                yield Alias(short[1], short.start(1), short.end(1))


def _listed(text: str, begin: int, stop: int, others: Collection[str]) -> Iterator[Alias]:
    """The names of a list, quoted or plain. A plain list may run on into the next person (`a/k/a X, Jan Doe, 40`)."""
    items = list(_items(text, begin, stop))
    if not items or items[0][1]:
        yield from (alias for alias, _, _ in items)
        return
    last_joint, end = items[-1][2], items[-1][0].end
    closed = "and" in last_joint or "or" in last_joint or "k" in last_joint or text[end : end + 1] == ")"
    joints = [joint for _, _, joint in items]
    for number, (alias, _, joint) in enumerate(items):
        if joint == "; " and any("k" in later for later in joints[number + 1 :]):
            return  # `a/k/a X; Jan Doe, a/k/a Y`: the next person
        if number and not (closed and _CLOSES.match(text, end)) and (alias.name in others or "and" not in joint):
            return
        if number and text[end : end + 1] == "." and alias.name in others:
            return
        yield alias


def _items(text: str, begin: int, stop: int) -> Iterator[tuple[Alias, bool, str]]:
    """Each name of a list, whether it is quoted, and the joint before it; quoted and plain names do not mix."""
    quoted, position, joint = None, begin, ""
    while item := _ITEM.match(text, position, stop):
        name = _trimmed((item["quoted"] or item["plain"]).strip(" ,"))
        if quoted is not None and quoted != bool(item["quoted"]) or name in _STATES or not name:
            return
        quoted = bool(item["quoted"])
        where = item.start("quoted") if quoted else item.start("plain")
        yield Alias(name, where, where + len(name)), quoted, joint
        joined = _JOINT.match(text, item.end(), stop)
        if joined is None and quoted and text[item.end() - 2] == ",":
            joined = _BLANK.match(text, item.end(), stop)
        if joined is None:
            return
        position, joint = joined.end(), joined.group()


def _trimmed(name: str) -> str:
    """Without the possessive and the stop that ends the sentence rather than the name."""
    name = re.sub("['\u2019]s$|['\u2019]$", "", name)
    return name if re.search(r"(?:\b[A-Z]|Inc|Ltd|Corp|Co|Jr|Sr)\.$", name) else name.rstrip(".")


def _defined(
    text: str, parenthesis: re.Match[str], parts: tuple[str, ...], *, person: bool, others: Collection[str]
) -> Iterator[Alias]:
    """The short forms of `(X)`, `("X" or the "Firm")`, `(formerly X)`, `(a/k/a X and Y)`."""
    content, begin = parenthesis[1], parenthesis.start(1)
    if _COLLECTIVE.match(content):
        return
    mark = _MARK.match(content)
    if mark:
        yield from _listed(text, begin + mark.end(), parenthesis.end(1), others)
        return
    for piece in re.finditer(r"(?:(?!\s+or\s+|, | and )[^;])+", content):
        name = _OR.sub("", piece.group().strip(" ,;")).removeprefix("the ")
        bare = _QUOTED_ALL.sub("", name).removeprefix("the ").strip()
        if _is_short_form(bare, name, parts, person=person):
            start = begin + piece.start() + piece.group().find(bare)
            yield Alias(bare, start, start + len(bare))


def _is_short_form(bare: str, given: str, parts: tuple[str, ...], *, person: bool) -> bool:
    plain = bare.split()
    if not plain or not (plain[0][0].isupper() or any(c.isupper() for c in plain[0])) or len(plain) > 6:
        return False
    if (
        any(word.rstrip("s") in _GENERIC or word in _GENERIC for word in plain[-1:])
        and set(plain) - set(parts)
        or bare in _TRADES
        or bare in _STATES
    ):
        return False
    if not person:
        return not (len(plain) == 1 and bare in _GENERIC)
    if len(bare) > _FEWEST_INITIALS and bare == "".join(part[0] for part in re.split("[ -]", " ".join(parts))):
        return True  # `Alpen-Brau InHolding (ABI)`
    if len(bare) > 2 and bare.isupper() and "".join(part[0] for part in parts if part[0].isupper()).startswith(bare):
        return True  # `(SQM)`, of a firm whose words are names too
    known = {part.rstrip(".").lower() for part in parts} | PARTICLES
    return given[0] in '"\u201c\u2018' and not all(word.lower() in known for word in plain)
