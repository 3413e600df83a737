"""Cursors: where in its results a search has got, as an opaque text that can be put into an address.

In: a Cursor or its text. Out: the other. Refused with BadCursor: a text that is no cursor, or one of another search. A
cursor is not secret and not signed: whoever alters it alters only what is shown to themselves.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import zlib
from dataclasses import astuple, dataclass, replace

from kb.search.request import SearchRequest

_VERSION = 1
LONGEST = 12_000
_LARGEST = 1_000_000


class BadCursor(ValueError):
    """The message is for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """`bound`: what came into the index after the first page has higher numbers and stays out.

    By relevance, `seen` are the results given so far. Else `last` is the sort key of the last of them, and `seen` those
    that share it. Results are numbers of announcements, documents or cases; of an announcement without a case, minus
    its own. For parties `last` and `name` are the rank and name of the last.
    """

    bound: int
    last: int = -1
    seen: tuple[int, ...] = ()
    name: str = ""


def digest(request: SearchRequest) -> str:
    """What a search is, whatever its page."""
    return hashlib.blake2b(replace(request, page=1).to_query_string().encode(), digest_size=6).hexdigest()


def dump(cursor: Cursor, request: SearchRequest) -> str:
    bound, last, seen, name = astuple(cursor)
    ordered = sorted(seen)
    steps = [number - before for before, number in zip([0, *ordered], ordered, strict=False)]
    text = json.dumps([_VERSION, digest(request), bound, last, steps, name], separators=(",", ":"))
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).rstrip(b"=").decode()


def load(text: str, request: SearchRequest) -> Cursor:
    if len(text) > LONGEST:
        raise BadCursor("The cursor is too long; take it from `next` of the page before.")
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        whole = zlib.decompressobj().decompress(raw, _LARGEST)
        version, of, bound, last, steps, name = json.loads(whole)
        numbers = [*map(int, steps), int(bound), int(last)]
    except (ValueError, TypeError, binascii.Error, zlib.error, RecursionError):
        raise BadCursor("The cursor cannot be read; take it from `next` of the page before.") from None
    if version != _VERSION or of != digest(request):
        raise BadCursor("The cursor belongs to another search; it goes with the same parameters only.")
    if max(map(abs, numbers)) >= 1 << 63 or not isinstance(name, str):
        raise BadCursor("The cursor cannot be read; take it from `next` of the page before.")
    seen, number = [], 0
    for step in numbers[:-2]:
        number += step
        seen.append(number)
    return Cursor(numbers[-2], numbers[-1], tuple(seen), name)
