"""Which sentences of an announcement tell of its own action, and which of their words charge somebody.

In: a Document. Out: `Context`: a masked copy of the text (names of units and programmes blanked out, offsets kept),
where the head ends, and what holds of a sentence. Refused: nothing; any text will do.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from nlp.charge_patterns import Phrase, compile_phrase
from nlp.document import Document, Span
from nlp.other_cases import is_of_strangers, other_cases

CONTEXT = Path(__file__).parent / "lexicon" / "charge_context.yml"
_HEAD_LINE = 300
_HEAD_LINES = 14
_SEVERED_WITHIN = 100
_CHARGED_WITHIN = 800
_OVERLAP = 120
_OPENING = 1_500
_AGAINST_PROPERTY = frozenset({"restrained", "forfeiture"})
_BODY = r"\bWashington\b.{0,20}[-\u2014\u2013]|\btoday\b|\bwas (?:sentenced|convicted|indicted)\b"
_DATELINE = re.compile(_BODY, re.IGNORECASE)

_EARLIER = re.compile(r"\b(?:see|See)\b.{0,60}\b(?:[Pp]ress )?[Rr]eleases?\b", re.DOTALL)
_NO_NAME = r"(?!(?:The|This|That|These|In|On|At|His|Her|Their|Each|Both|All|Mr|Ms|Federal|Counts?|Defendants?)\b)"
_SUBJECT = re.compile(
    rf"\s{{0,3}}(?:(?:Mr|Ms|Mrs|Dr)\.\s)?{_NO_NAME}(?P<name>(?:[A-Z][\w'\u2019-]{{1,20}}\s(?:[A-Z]\.\s)?){{0,3}}"
    r"(?P<last>[A-Z][a-z]{2,20}))(?:,[^,.]{1,40},)?\s(?:was|were|pleaded|pled|previously)\b"
)
_SURNAME = re.compile(rf"\b{_NO_NAME}[A-Z][a-z]{{2,15}}\s(?:[A-Z]\.\s)?(?=([A-Z][a-z]{{2,20}})\b)")
_OWN = re.compile(r"(?<!\bother )\b(?:[Tt]he defendants?|Defendants?|[Tt]he respondents?|Respondents?)\b")
_NAME = re.compile(r"[a-z][\w'\u2019-]{2,}")
_MARK = re.compile(r"[\"\u201c\u201d]")
# Older texts lost their quotation marks, so the comma and the speaker must do.
_QUOTE = re.compile(
    r"[,.!?][\"'\u201d\u2019]{0,2}\s{1,3}(?:said|stated|commented|remarked|added|noted)\s{1,3}(?:[A-Z]|the\s)"
    r"|\b(?:said|stated|commented|remarked)\s?[,:]\s{0,3}[\"\u201c]"
    r"|(?m:^)\s{0,3}[\"\u201c]"
)


@cache
def _lexicon() -> dict[str, Any]:
    given: dict[str, Any] = yaml.safe_load(CONTEXT.read_text(encoding="utf-8"))
    return given


@cache
def _phrases(kind: str, part: str | None = None) -> tuple[Phrase, ...]:
    given = _lexicon()[kind]
    sources = given if part is None else given.get(part, ())
    return tuple(compile_phrase(source, cased=kind == "mask") for source in sources)


def never_charged_by(agency: str) -> frozenset[str]:
    """Codes outside an agency's powers."""
    return frozenset(_lexicon()["never"].get(agency, ()))


def lower(text: str) -> str:
    """In lower case, as long as before: a few capitals become two characters, those stay as they are."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def name_words(parties: Iterable[Any]) -> frozenset[str]:
    """The words, lower case, that name parties, without those that many firms share."""
    words = {word for party in parties for name in (party.name, *party.aliases) for word in _NAME.findall(name.lower())}
    return frozenset(words - set(_lexicon()["common"]))


def _blanked(sentence: str) -> str:
    lowered = lower(sentence)
    for phrase in _phrases("mask"):
        if phrase.may_be_in(lowered):
            sentence = phrase.pattern.sub(lambda found: " " * len(found[0]), sentence)
    return sentence


@lru_cache(maxsize=2)
def _context(document: Document, everyone: frozenset[str], *, of_property: bool) -> Context:
    # Only the opening counts for `accused`: further down the respondents of earlier cases are named as such too.
    opening = set(_NAME.findall(document.text[:_OPENING].lower()))
    return Context(document, everyone & opening, everyone, of_property)


def context_of(document: Document, found: Mapping[str, list[Any]]) -> Context:
    """The context of a document, one for all components that ask while it is worked on."""
    stages = {stage.code for stage in found.get("stages", [])}
    of_property = bool(stages) and stages <= _AGAINST_PROPERTY
    return _context(document, name_words(found.get("parties", [])), of_property=of_property)


@dataclass(frozen=True)
class Context:
    """`everyone` are the words, lower case, that name the accused, `accused` those of them that the opening names.

    `of_property`: the announcement reports no step but against property, whose origin is then what is charged.
    """

    document: Document
    accused: frozenset[str] = frozenset()
    everyone: frozenset[str] = frozenset()
    of_property: bool = False

    @cached_property
    def masked(self) -> str:
        """The text, as long as before, without the names that hold an offence's name but charge nothing."""
        text, done = self.document.text, 0
        pieces: list[str] = []
        for sentence in self.document.sentences:  # sentence by sentence: most hold no such name
            pieces += text[done : sentence.start], _blanked(text[sentence.start : sentence.end])
            done = sentence.end
        return "".join([*pieces, text[done:]])

    @cached_property
    def words(self) -> str:
        """The masked text in lower case."""
        return lower(self.masked)

    @cached_property
    def head_end(self) -> int:
        """Where the headline and its subtitles end and the body begins; in a filing, where its caption ends."""
        if self.document.filing:
            return self.document.filing.body
        end = 0
        for paragraph in self.document.paragraphs[:_HEAD_LINES]:
            line = self.document.text[paragraph.start : paragraph.end]
            if len(line) > _HEAD_LINE or (end and _DATELINE.search(line)):
                break
            end = paragraph.end
        return end

    @cached_property
    def tail_start(self) -> int:
        """Where staff, advice and programmes begin to fill the rest of the announcement."""
        earliest = max(self.head_end, len(self.document.text) // 2)
        for sentence in self.document.sentences:
            if sentence.start > earliest and self.holds(_phrases("boilerplate"), sentence):
                return sentence.start
        return len(self.document.text)

    def is_head(self, sentence: Span) -> bool:
        return sentence.end <= self.head_end

    def is_background(self, sentence: Span, *, but_quotes: bool = False) -> bool:
        if not but_quotes and not self.is_head(sentence) and self.is_quote(sentence):
            return True
        if self._is_history(sentence) or self._is_of_another(sentence) or self._is_of_other_case(sentence):
            return True
        if sentence.start >= self.tail_start or self.holds(_phrases("background", self.document.agency), sentence):
            return True
        if self.is_head(sentence):
            return False
        explains = self.holds(_phrases("explaining"), sentence) and not self.holds(_phrases("penalty"), sentence)
        return explains or self.holds(_phrases("background", "all"), sentence)

    def is_charged(self, sentence: Span, start: int, *, strictly: bool) -> bool:
        """Does the sentence charge, or less strictly tell of, what begins at `start`?"""
        severed = self._severed(sentence, start)
        if self.is_head(sentence) and severed == sentence.start:
            return True
        frames = _phrases("charging") + _phrases("loose", self.document.agency)
        if self.of_property:
            frames += _phrases("origin") + _phrases("property")
        if not strictly:
            frames += _phrases("telling")
        return self._preceded(frames, max(severed, start - _CHARGED_WITHIN), start, sentence.end)

    def is_counted(self, sentence: Span, start: int) -> bool:
        """Does the sentence name what begins at `start` as an offence charged of its own?"""
        first = max(sentence.start, start - _CHARGED_WITHIN // 2)
        return self._preceded(_phrases("counted"), first, start, sentence.end)

    def _preceded(self, frames: Iterable[Phrase], first: int, start: int, end: int) -> bool:
        """Does one of the frames begin between `first` and `start`?"""
        last = min(end, start + _OVERLAP)
        words = lower(self.document.text[first:last])
        return any(
            phrase.may_be_in(words)
            and (found := phrase.pattern.search(self.document.text, first, last))
            and found.start() <= start
            for phrase in frames
        )

    def charging_start(self, first: int, last: int) -> int | None:
        """Where the last words that charge begin between `first` and `last`, None when there are none."""
        words = lower(self.document.text[first:last])
        phrases = (phrase for phrase in _phrases("charging") if phrase.may_be_in(words))
        text = self.document.text
        return max((m.start() for phrase in phrases for m in phrase.pattern.finditer(text, first, last)), default=None)

    def is_quote(self, sentence: Span) -> bool:
        """In a paragraph that gives somebody's own words: opinion about the case, unless it counts out offences."""
        if not self._quoted[bisect_right(self._paragraph_starts, sentence.start) - 1]:
            return False
        counts = self.holds(_phrases("counted"), sentence)
        return not counts or bool(_MARK.search(self.document.text, sentence.start, sentence.end))

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [paragraph.start for paragraph in self.document.paragraphs]

    @cached_property
    def _quoted(self) -> list[bool]:
        return [bool(_QUOTE.search(self.document.text, p.start, p.end)) for p in self.document.paragraphs]

    def names_accused(self, sentence: Span) -> bool:
        return not self.accused.isdisjoint(_NAME.findall(self.document.text[sentence.start : sentence.end].lower()))

    def names_in(self, sentences: Iterable[Span]) -> set[str]:
        """The words that name any of the accused in the sentences."""
        text = self.document.text
        return {word for s in sentences for word in _NAME.findall(text[s.start : s.end].lower())} & self.everyone

    def _is_history(self, sentence: Span) -> bool:
        """A sentence that points to an earlier release and names none of the accused tells of another case."""
        text = self.document.text[sentence.start : sentence.end]
        if not self.accused or not _EARLIER.search(text) or _OWN.search(text):
            return False
        return self.accused.isdisjoint(_NAME.findall(text.lower()))

    def _is_of_other_case(self, sentence: Span) -> bool:
        if any(span.start <= sentence.start < span.end for span in other_cases(self.document)):
            return True
        return is_of_strangers(self.document, sentence.start, self.everyone)

    def _is_of_another(self, sentence: Span) -> bool:
        """A sentence whose subject is a person of the text, but none of the accused, tells what another did.

        Asked of the Justice Department alone: its releases recount the cases of fellows, the regulators' do not.
        """
        if self.document.agency != "DOJ":
            return False
        subject = _SUBJECT.match(self.document.text, sentence.start, sentence.end)
        if not self.everyone or not subject or self.is_head(sentence):
            return False
        names = _NAME.findall(subject["name"].lower())
        return self.everyone.isdisjoint(names) and subject["last"] in self._surnames

    @cached_property
    def _surnames(self) -> frozenset[str]:
        """The words that follow a given name or an initial somewhere: `Roe` of `Ann B. Roe`."""
        return frozenset(_SURNAME.findall(self.document.text))

    def _severed(self, sentence: Span, start: int) -> int:
        """Where, shortly before `start`, words end that take the charge away again; the sentence's start if none do."""
        near = max(sentence.start, start - _SEVERED_WITHIN)
        words = self.words[near:start]
        from_crimes = self.document.agency == "DOJ" and not self.of_property
        severed = _phrases("severed") + (_phrases("origin") if from_crimes else ())
        phrases = (phrase for phrase in severed if phrase.may_be_in(words))
        ends = [found.end() for phrase in phrases for found in phrase.pattern.finditer(self.masked, near, start)]
        return max(ends, default=sentence.start)

    def holds(self, phrases: Iterable[Phrase], span: Span) -> bool:
        """Does the stretch hold one of the phrases, read without the masked names?"""
        words = self.words[span.start : span.end]
        return any(
            phrase.may_be_in(words) and phrase.pattern.search(self.masked, span.start, span.end) for phrase in phrases
        )

    def holds_anywhere(self, phrases: tuple[Phrase, ...]) -> bool:
        """Does the text hold one of the phrases? It is read once for them, however many sentences ask."""
        if phrases not in self._anywhere:
            self._anywhere[phrases] = self.holds(phrases, Span(0, len(self.masked)))
        return self._anywhere[phrases]

    @cached_property
    def _anywhere(self) -> dict[tuple[Phrase, ...], bool]:
        return {}

    def sentences_with(self, key: str) -> list[int]:
        """The numbers of the sentences in which the lower-case `key` begins, once each."""
        found: list[int] = []
        position = self.words.find(key)
        while position >= 0:
            number = bisect_right(self._starts, position) - 1
            if number >= 0:
                found.append(number)
            if number + 1 >= len(self._starts):
                break
            position = self.words.find(key, self._starts[number + 1])
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.document.sentences]
