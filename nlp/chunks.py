"""Where names stand in a text: words and signs in, runs of capitalised words out, as ranges of words.

A run is joined by particles (`van`), `&`, `of` after a head that takes it, nicknames in quotation marks, and suffixes
after commas. It ends at a suffix, a date, a blank line. Refuses nothing; linear in the number of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.tokens import Token
from nlp.words import word_file, words

_CAPITAL_SUFFIXES = frozenset(
    [
        "INC.",
        "INC",
        "LTD.",
        "LTD",
        "CORP.",
        "CORP",
        "LIMITED",
        "CORPORATION",
        "COMPANY",
        "INCORPORATED",
        "BHD.",
        "SDN.",
        "Sdn.",
        "Bhd.",
    ]
)
# Endings of several words, or in small letters, each read as one token.
_SMALL_SUFFIXES = frozenset(["d.o.o.", "a.s.", "s.r.o.", "a.d.", "sp. z o.o.", "sp z o.o.", "d.d."])
_LONG_SUFFIXES = frozenset(
    ["GmbH & Co. KG", "GmbH & Co. KGaA", "Sp. z o.o.", "S.\u00e0 r.l.", "S.\u00e0.r.l.", "S\u00e0rl"]
)
SUFFIXES = words("names.yml", "corporate_suffixes") | _CAPITAL_SUFFIXES | _SMALL_SUFFIXES | _LONG_SUFFIXES
PARTICLES = words("names.yml", "particles")
GENERATIONAL = words("names.yml", "generational") | {"JR.", "SR.", "JR", "SR"}
FUNCTION_WORDS = words("names.yml", "function_words")
QUOTES = frozenset('"\u201c\u201d')
POSSESSIVE = re.compile("['\u2019]s$|['\u2019]$")
_CALENDAR = words("names.yml", "calendar")
_GIVEN_NAMES = word_file("given_names.txt")
_COMMON = word_file("common_words.txt") - _GIVEN_NAMES
_TRADES = words("names.yml", "organization_words")
MONTH_NAMES = frozenset(["Jan", "April", "June", "August"])  # given names too
_SMALL_FIRM = re.compile(r"[a-z]{1,8}[A-Z]\w*")
_LOWER_SUFFIXES = _SMALL_SUFFIXES | {"plc", "plc."}
_CLIPPED = words("names.yml", "clipped_names")
_OF_HEADS = words("names.yml", "of_heads")
_FOR_HEADS = words("names.yml", "for_heads")
PUBLIC_BODIES = words("names.yml", "public_bodies")
_SPELLED_SUFFIXES = (("National", "Association"), ("N.A.",), ("Limited", "Partnership"))
_CARE = words("names.yml", "health_care")
SEATS = {"America", "Americas", "USA"}  # `Acme Corporation America`, a subsidiary
_GOES_ON = {"limited": {"liability", "partnership"}, "liability": {"company"}}  # `Limited Liability Company`
_INITIAL = re.compile(r"[A-Z]\.")
_LONGEST_NAME = 12


def find_chunks(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The ranges of words that names may stand in, in order."""
    i = 0
    while i < len(tokens):
        public = _is_public_body(tokens, i)
        if not (public or _opens(tokens[i]) or _is_clipped(tokens, i) or _is_firm_in_small(tokens, i)):
            i += 1
            continue
        end = _chunk_end(tokens, i + 2 if public else i)
        yield i, end
        i = end


def _opens(token: Token) -> bool:
    return token.capital or (len(token.text) > 2 and token.text[0].islower() and token.text[1].isupper())


def _is_public_body(tokens: Sequence[Token], index: int) -> bool:
    """`city of Springfield`, in small letters."""
    following = tokens[index + 1 : index + 3]
    return (
        tokens[index].text in PUBLIC_BODIES
        and len(following) == 2
        and following[0].text == "of"
        and following[1].capital
    )


def _is_firm_in_small(tokens: Sequence[Token], index: int) -> bool:
    """`bZeroX, LLC`, `zkLend Inc.`: a firm whose name begins with a small letter and has a capital inside."""
    following = [token.text for token in tokens[index + 1 : index + 3]]
    suffix = following[1:] if following[:1] == [","] else following[:1]
    return bool(_SMALL_FIRM.fullmatch(tokens[index].text)) and suffix[:1] != [] and suffix[0] in SUFFIXES


def _is_clipped(tokens: Sequence[Token], index: int) -> bool:
    """`dgar` for a name whose first letter bore an accent and was lost, before the rest of the name."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    return tokens[index].text in _CLIPPED and following is not None and following.capital and not following.apart


def _chunk_end(tokens: Sequence[Token], start: int) -> int:
    end = start + 1
    while end < len(tokens) and end - start < _LONGEST_NAME and not tokens[end].apart:
        if _is_date(tokens, end) or _after_suffix(tokens, start, end):
            break
        if tokens[end].capital and not (
            tokens[end].text == "The"
            or POSSESSIVE.search(tokens[end - 1].text)
            and not (_suffix_follows(tokens, end) or _is_sheriffs(tokens, end))
        ):
            end += 1
            continue
        step = 1 if _is_clipped(tokens, end) else _connector(tokens, start, end)
        if not step:
            break
        end += step
    return end


def _is_date(tokens: Sequence[Token], index: int) -> bool:
    """A day or month; `Jan`, `April` and the like only where no name follows."""
    if tokens[index].text not in _CALENDAR or _INITIAL.fullmatch(tokens[index - 1].text):  # `Ida H. May`
        return False
    named = tokens[index].text in MONTH_NAMES and index + 1 < len(tokens) and tokens[index + 1].capital
    return not named or tokens[index + 1].apart


def _after_suffix(tokens: Sequence[Token], start: int, end: int) -> bool:
    """A suffix or `Jr.` ends a name, but for a second suffix (`Corp., Inc.`)."""
    if end - start < 2 and tokens[end - 1].text not in ("Jr.", "Sr."):
        return False
    return (
        tokens[end - 1].text in SUFFIXES | GENERATIONAL
        and not _is_partners_bank(tokens, end)
        and tokens[end].text not in SUFFIXES | SEATS | {"de"}  # `S.A. de C.V.`
        and tokens[end].text.lower() not in _GOES_ON.get(tokens[end - 1].text.lower(), ())
        and not _comma_suffix(tokens, end)
    )


def _is_partners_bank(tokens: Sequence[Token], end: int) -> bool:
    """`Roe & Co. Bank AG`: a trade and a suffix after the partners' own."""
    return tokens[end - 2].text == "&" and tokens[end].text in _TRADES and _suffix_follows(tokens, end)


def _suffix_follows(tokens: Sequence[Token], start: int) -> bool:
    """`Brink's Global Services USA, Inc.`: a possessive inside the name of an organisation."""
    for i in range(start, min(start + 6, len(tokens))):
        if tokens[i].text in SUFFIXES:
            return True
        if not tokens[i].capital and tokens[i].text not in {",", "&"}:
            return False
    return False


def _is_sheriffs(tokens: Sequence[Token], end: int) -> bool:
    """`Springfield County Sheriff's Office`."""
    return tokens[end - 1].text.startswith("Sheriff") and tokens[end].text in {"Office", "Department"}


def _comma_suffix(tokens: Sequence[Token], end: int) -> int:
    if tokens[end].text != "," or end + 1 >= len(tokens):
        return 0
    if tokens[end + 1].text in SUFFIXES | GENERATIONAL and tokens[end + 1].text not in {"AS", "SE", "AG", "SA"}:
        return 2
    for suffix in _SPELLED_SUFFIXES:
        if tuple(t.text for t in tokens[end + 1 : end + 1 + len(suffix)]) == suffix:
            return 1 + len(suffix)
    return 0


def _connector(tokens: Sequence[Token], start: int, end: int) -> int:
    """How many words after `end` still belong to the name, of which the first is no capitalised word."""
    if comma := _comma_suffix(tokens, end) or _branch(tokens, end):
        return comma
    if tokens[end].text in _LOWER_SUFFIXES:
        return 1
    run = end
    while run < len(tokens) and run - end < 3 and tokens[run].text in PARTICLES:
        run += 1
    if (
        run > end
        and run < len(tokens)
        and tokens[run].capital
        and not tokens[run].apart
        and tokens[end - 1].text not in FUNCTION_WORDS
    ):
        return run - end + 1
    if nickname := _nickname(tokens, start, end):
        return nickname
    following = tokens[end + 1] if end + 1 < len(tokens) else None
    if following is None or not (following.capital or following.text.isdigit()):
        return 0
    if tokens[end].text == "," and following.capital and tokens[min(end + 2, len(tokens) - 1)].text == "&":
        return 4 if end + 3 < len(tokens) and tokens[end + 3].capital else 0  # `Taylor, Bean & Doe`
    if tokens[end].text == "&" or tokens[end].text.isdigit() and not _is_age(tokens, start, end):
        return 2
    head = tokens[end - 1].text
    if _is_named_for(tokens, end) or _is_pair_of_trades(tokens, start, end):
        return 2
    return 2 if tokens[end].text == "of" and head in _OF_HEADS else 0


def _is_age(tokens: Sequence[Token], start: int, end: int) -> bool:
    """The `40` of a row of a table, `Jan Doe 40 Springfield, Ohio`; not that of `Route 40 Diner, LLC`."""
    following = tokens[end + 2 : end + 4]
    placed = len(following) == 2 and following[0].text == "," and following[1].text not in SUFFIXES
    return end - start > 1 and len(tokens[end].text) == 2 and placed and following[1].capital


def _is_named_for(tokens: Sequence[Token], end: int) -> bool:
    """`the Academy for Educational Development`: an institution with its purpose in its name."""
    following = tokens[end + 1 : end + 3]
    return (
        tokens[end].text == "for"
        and tokens[end - 1].text in _FOR_HEADS
        and len(following) == 2
        and all(token.capital and not token.apart for token in following)
    )


def _is_pair_of_trades(tokens: Sequence[Token], start: int, end: int) -> bool:
    """`Acme Sales and Support Inc.`: everyday words joined before a suffix or `Bank`, never `Jan Roe and Acme Inc.`."""
    if tokens[end].text != "and" or end + 2 >= len(tokens) or tokens[end + 1].text in SUFFIXES:
        return False
    if end - start < 2:  # `Jack and Lena Properties LLC`
        both_given = {tokens[start].text, tokens[end + 1].text} <= _GIVEN_NAMES
        alone = start == 0 or not tokens[start - 1].capital
        return both_given and alone and _suffix_follows(tokens, end + 2)
    everyday = all(tokens[i].text in _TRADES or tokens[i].text.lower() in _COMMON for i in (end - 1, end + 1))
    if everyday and [token.text for token in tokens[end - 3 : end - 1]] == ["Department", "of"]:
        return not tokens[end + 2].capital  # `the Idaho Department of Fish and Game`
    if {tokens[end - 1].text, tokens[end + 1].text, tokens[end + 2].text} <= _CARE:
        return True  # `Acme Hospice and Palliative Care`
    ending = tokens[end + 2].text in SUFFIXES or _comma_suffix(tokens, end + 2) > 0
    return everyday and (ending or tokens[end + 2].text in {"Bank", "Association"})


def _branch(tokens: Sequence[Token], end: int) -> int:
    """`(Asia) Limited` after `Acme`: where a firm has its seat, before its suffix."""
    if tokens[end].text != "(":
        return 0
    for close in range(end + 2, min(end + 5, len(tokens) - 1)):
        if tokens[close].text == ")":
            after = close + 1
            while after < min(close + 4, len(tokens) - 1) and tokens[after].text in _TRADES:
                after += 1  # `Acme (Services) Holdings Limited`
            return after + 1 - end if tokens[after].text in SUFFIXES else 0
        if not tokens[close - 1].capital:
            return 0
    return 0


def _nickname(tokens: Sequence[Token], start: int, end: int) -> int:
    """`"Bob" Doe` after `Robert`: the quoted name and the word after it. In parentheses after a given name only."""
    given = {tokens[start].text, tokens[min(end + 1, len(tokens) - 1)].text} & _GIVEN_NAMES  # `Chun-Wei (Alex) Doe`
    if tokens[end].text == "(" and start == end - 1 and given:
        closing = {")"}
    elif tokens[end].text in QUOTES and not (start == end - 1 and tokens[start].text in FUNCTION_WORDS):
        closing = set(QUOTES)
    else:
        return 0
    for close in range(end + 2, min(end + 5, len(tokens) - 1)):
        after = tokens[close + 1]
        if tokens[close].text in closing and after.capital and after.text not in SUFFIXES:
            return close - end + 2
    return 0
