"""One announcement as the components see it: its text with paragraphs, sentences and layout as spans.

In goes the text as it was published; out come spans of it. Never alters text, refuses none: any string has an
answer, in time linear in its length.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from nlp.filings import Filing, read_filing
from nlp.layout import Role, dateline_of, filing_roles, paragraph_roles
from nlp.splitting import Span, cut_spans, joined_spans, paragraph_spans, sentence_spans, single_spaced

__all__ = ["Document", "Role", "Span"]

_BREAKS = str.maketrans("\n\r\t\f\v", "     ")


@dataclass(frozen=True)
class Document:
    """`text` is title, blank line, body; `agency` is CFTC, DOJ, FinCEN or empty when unknown."""

    text: str
    agency: str = ""
    title: str = ""
    date: str = ""

    @cached_property
    def filing(self) -> Filing | None:
        """The order, complaint, indictment or agreement that the text is; None for an announcement."""
        return read_filing(self.text)

    @cached_property
    def paragraphs(self) -> list[Span]:
        spans = paragraph_spans(self.text)
        if self.filing is None:
            return single_spaced(self.text, spans)
        edges = [self.filing.body, *((self.filing.title.start, self.filing.title.end) if self.filing.titled else ())]
        return joined_spans(self.text, cut_spans(self.text, spans, edges), self.filing.body)

    @cached_property
    def flat(self) -> str:
        """The text with the line breaks inside paragraphs turned to blanks; of the same length."""
        pieces, last = [], 0
        for span in self.paragraphs:
            pieces += [self.text[last : span.start], self.text[span.start : span.end].translate(_BREAKS)]
            last = span.end
        return "".join([*pieces, self.text[last:]])

    @cached_property
    def sentences(self) -> list[Span]:
        return [s for paragraph in self.paragraphs for s in sentence_spans(self.text, paragraph)]

    @cached_property
    def roles(self) -> list[Role]:
        """The role of each of `paragraphs`."""
        if self.filing:
            return filing_roles(self.text, self.paragraphs, self.filing)
        return paragraph_roles(self.text, self.paragraphs)

    @cached_property
    def headlines(self) -> list[Span]:
        """The headline and what stands under it, before the lead; empty in a text without one."""
        return [p for p, role in zip(self.paragraphs, self.roles, strict=True) if role in ("headline", "subheadline")]

    @cached_property
    def lead(self) -> Span | None:
        """The first paragraph of prose, dateline included."""
        return next((p for p, role in zip(self.paragraphs, self.roles, strict=True) if role == "lead"), None)

    @cached_property
    def dateline(self) -> Span | None:
        """`WASHINGTON, D.C. -` and its like at the start of the lead."""
        return dateline_of(self.text, self.lead) if self.lead else None

    def sentences_of(self, paragraph: Span) -> list[Span]:
        """The sentences of one of `paragraphs`."""
        first = bisect_left(self._sentence_starts, paragraph.start)
        return self.sentences[first : bisect_left(self._sentence_starts, paragraph.end, first)]

    def paragraph_at(self, offset: int) -> Span | None:
        """The paragraph that holds the character at `offset`; None between paragraphs."""
        return _holding(self.paragraphs, self._paragraph_starts, offset)

    def sentence_at(self, offset: int) -> Span | None:
        """The sentence that holds the character at `offset`; None between sentences."""
        return _holding(self.sentences, self._sentence_starts, offset)

    def role_at(self, offset: int) -> Role:
        """The role of the paragraph that holds the character at `offset`; `body` between paragraphs."""
        index = bisect_right(self._paragraph_starts, offset) - 1
        return self.roles[index] if index >= 0 and offset < self.paragraphs[index].end else "body"

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [span.start for span in self.paragraphs]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [span.start for span in self.sentences]


def _holding(spans: Sequence[Span], starts: Sequence[int], offset: int) -> Span | None:
    index = bisect_right(starts, offset) - 1
    return spans[index] if index >= 0 and offset < spans[index].end else None
