"""Text in, facts out: one spaCy pipeline with one component a field.

In goes the text of one announcement (title, blank line, body) with what is known of it; out comes an `Extraction`
whose every fact carries evidence. Refused: texts over MAX_CHARACTERS (ValueError) and a component that quotes what
the text does not say (EvidenceError): a wrong span is worse than no answer.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from nlp.alongside import find_alongside
from nlp.attributes import find_attributes
from nlp.charges import find_charges
from nlp.citations import find_citations
from nlp.conduct import find_conduct
from nlp.confidence import set_confidence
from nlp.courts import find_courts
from nlp.dockets import find_dockets
from nlp.document import Document
from nlp.enforcement import is_enforcement
from nlp.facts import FACT_LISTS, Extraction
from nlp.harms import find_harms
from nlp.parties import find_parties
from nlp.places import find_places
from nlp.references import find_references
from nlp.sanctions import find_sanctions
from nlp.stages import find_stages
from nlp.terms import find_terms

Found = Mapping[str, list[Any]]
Finder = Callable[[Document, Found], list[Any]]

# Later components read what earlier ones found, so the order matters.
FINDERS: dict[str, Finder] = {
    "citations": find_citations,
    "courts": find_courts,
    "dockets": find_dockets,
    "references": find_references,
    "stages": find_stages,
    "parties": find_parties,
    "charges": find_charges,
    "sanctions": find_sanctions,
    "terms": find_terms,
    "attributes": find_attributes,
    "conduct": find_conduct,
    "harms": find_harms,
    "places": find_places,
    "alongside": find_alongside,
}

MAX_CHARACTERS = 2_000_000
_CHUNK = 16
_FOLDER = Path(__file__).parent
_TRAINING = _FOLDER / "training"  # makes the models' files and reads no announcement for anybody


class EvidenceError(AssertionError):
    """A component gave a fact without evidence, or evidence that the text does not contain."""


def _version() -> str:
    """A digest of the rules and models themselves, so that no change of theirs goes out under an old version."""
    digest = hashlib.sha256()
    files = (p for p in _FOLDER.rglob("*") if p.suffix in {".py", ".yml", ".json", ".txt"})
    for path in sorted(p for p in files if _TRAINING not in p.parents):
        digest.update(path.relative_to(_FOLDER).as_posix().encode())
        digest.update(path.read_text(encoding="utf-8").encode())  # universal newlines: one version on every system
    return f"1-{digest.hexdigest()[:12]}"


PIPELINE_VERSION = _version()


def _component(field: str) -> str:
    def run(doc: Doc) -> Doc:
        doc._.found[field] = FINDERS[field](doc._.document, doc._.found)
        return doc

    name = f"casebook_{field}"
    Language.component(name, func=run)
    return name


def _decide(doc: Doc) -> Doc:
    doc._.is_enforcement = is_enforcement(doc._.document, doc._.found)
    return doc


@cache
def load() -> Language:
    """The pipeline, built once a process."""
    Doc.set_extension("document", default=None, force=True)
    Doc.set_extension("found", default=None, force=True)
    Doc.set_extension("is_enforcement", default=False, force=True)
    language = spacy.blank("en")
    language.max_length = MAX_CHARACTERS
    for field in FINDERS:
        language.add_pipe(_component(field))
    Language.component("casebook_is_enforcement", func=_decide)
    language.add_pipe("casebook_is_enforcement")
    return language


def extract(text: str, *, agency: str = "", title: str = "", date: str = "", graded: bool = False) -> Extraction:
    """The facts of one announcement; all lists are empty when it reports no enforcement step. `graded` leaves the
    rules' own grades in place of probabilities: what nlp/training/calibrate.py learns from.

    ValueError for a text over MAX_CHARACTERS, EvidenceError when a component misquotes.
    """
    if len(text) > MAX_CHARACTERS:
        raise ValueError(f"a text of {len(text)} characters is over the limit of {MAX_CHARACTERS}")
    language = load()
    with language.memory_zone():  # else spaCy keeps every new word of every text for the life of the process
        # No tokens: every component reads the text, and spaCy's tokenizer is quadratic on runs of brackets.
        doc = Doc(language.vocab)
        doc._.document = Document(text, agency=agency, title=title, date=date)
        doc._.found = {}
        doc = language(doc)
        document, found, enforcement = doc._.document, doc._.found, doc._.is_enforcement
    _verify(text, found)
    if not graded:
        set_confidence(document, found)
    return Extraction(enforcement, PIPELINE_VERSION, **(found if enforcement else {}))


def _verify(text: str, found: Found) -> None:
    for field in found:
        if field not in FACT_LISTS:
            raise EvidenceError(f"no such list of facts: {field}")
        for fact in found[field]:
            if not fact.evidence:
                raise EvidenceError(f"{fact.found_by} gave a fact of {field} without evidence")
            for span in fact.evidence:
                if not span.quote or text[span.start : span.end] != span.quote:
                    raise EvidenceError(f"{fact.found_by} misquotes {span.start}:{span.end} as {span.quote!r}")


def _extract_chunk(records: list[Mapping[str, Any]], graded: bool) -> list[Extraction]:
    known = ({name: r.get(name) or "" for name in ("agency", "title", "date")} for r in records)
    return [extract(r["text"], **about, graded=graded) for r, about in zip(records, known, strict=True)]


def extract_many(
    records: Iterable[Mapping[str, Any]], *, processes: int = 1, graded: bool = False
) -> Iterator[Extraction]:
    """One Extraction a record (`text`, and `agency`, `title`, `date` where known), in order.

    Streams: no more than a few chunks a process are read ahead. Errors are those of `extract`.
    """
    source = iter(records)
    chunks = iter(lambda: list(islice(source, _CHUNK)), [])
    if processes <= 1:
        for chunk in chunks:
            yield from _extract_chunk(chunk, graded)
        return
    # spawn: a forked child would inherit the database connections and threads of a web or worker process.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[list[Extraction]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(_extract_chunk, chunk, graded))
            if len(waiting) > 2 * processes:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
