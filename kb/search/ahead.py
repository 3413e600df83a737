"""Work that the index does beside the search itself, on another core: the counting for filters while hits are ranked.

In: work that touches the index alone, and no database. Out: its result. It does not pay where there is one core, or the
search is soon done: handing work over takes as long as a small search.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from kb.search.analysis import stems, words
from kb.search.compile import Compiler
from kb.search.syntax import And, Concept, Near, Node, Not, Or, Phrase, Word, walk

T = TypeVar("T")
CORES = os.cpu_count() or 1
COSTLY = 3_000  # announcements that a search may have to look at


class _Pool:
    """Threads of this process; a forked child has none of its parent's and makes its own."""

    def __init__(self) -> None:
        self.forget()
        os.register_at_fork(after_in_child=self.forget)

    def forget(self) -> None:
        self.threads = ThreadPoolExecutor(CORES, thread_name_prefix="ahead")


_pool = _Pool()


def pays(compiler: Compiler, node: Node) -> bool:
    """Not for nearness, which is costlier to find than to count: it pays more to know first how it is to be counted."""
    return CORES > 1 and most(compiler, node) > COSTLY and not any(isinstance(part, Near) for part in walk(node))


def begin(work: Callable[[], T]) -> Callable[[], T]:
    """Starts the work; the function that is returned waits for its result."""
    return _pool.threads.submit(work).result


def most(compiler: Compiler, node: Node) -> int:
    """How many announcements may have to be looked at, at most, as far as single words tell."""
    match node:
        case Word() if any(map(str.isdigit, node.text)):  # may be a year, a number or a docket too
            return _all(compiler)
        case Word() | Phrase():
            field, terms = ("body", stems(node.text)) if isinstance(node, Word) else ("exact", words(node.text))
            return min((compiler.searcher.doc_freq(field, term) for term in terms), default=0)
        case And():
            wanted = [part for part in node.parts if not isinstance(part, Not)]
            return min((most(compiler, part) for part in wanted), default=_all(compiler))
        case Or():
            return sum(most(compiler, part) for part in node.parts)
        case Near():
            return min(most(compiler, node.left), most(compiler, node.right))
        case Concept() if not (node.charges or node.phrases or node.industries):
            return min(most(compiler, word) for word in node.words)
        case _:
            return _all(compiler)


def _all(compiler: Compiler) -> int:
    return int(compiler.searcher.num_docs)
