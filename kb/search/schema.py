"""The fields of the search index. Raise VERSION with any change here or in documents.py: indexes are then rebuilt.

Besides announcements, and the documents attached to them, the index holds one document of its own, the cursor: how far
into the database's change log the index has got. It is written in the same commit as the announcements, so the two
never disagree.
"""

from __future__ import annotations

import tantivy

from kb.search.analysis import stem_analyzer, word_analyzer

VERSION = 11

STEMMED = ("title", "body", "label", "document")
EXACT = ("exact", "party", "title_exact", "document_exact")
TAGS = (
    "doc",
    "agency",
    "number",
    "charge",
    "group",
    "stage",
    "status",
    "provision",
    "docket",
    "court",
    "court_key",
    "kind",
    "sanction",
    "term",
    "band",
    "case_band",
    "industry",
    "accused",
)
# `shared` is the case again, only where the case has several announcements: so that counting cases is cheap. `file` is
# a document's own number, `accused_key` stands for the name of each accused: so that counting them is cheap. `largest`
# sorts announcements by `total`, what each orders, `case_largest` by `case_total`, what all announcements of its case
# order together.
NUMBERS = (
    "id",
    "case",
    "shared",
    "year",
    "day",
    "total",
    "case_total",
    "newest",
    "largest",
    "case_largest",
    "file",
    "accused_key",
)
KEYS = ("id", "case", "file")  # looked up by value; ranges of the others are found without an index of theirs

# `body` holds all words that find an announcement, so that each is looked for in one place: those of its text, then
# those of its title, names and labels. There the first word of a sentence lies this many positions further than it
# would in running text, the first of a paragraph that many more, and so each of the words added. So "in the same
# sentence" is a distance, and so is "within five words" across a full stop.
SENTENCE_GAP = 512
PARAGRAPH_GAP = 32_768

ANNOUNCEMENT = "announcement"
DOCUMENT = "document"
CURSOR = "cursor"


def make_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in STEMMED:
        builder.add_text_field(name, tokenizer_name="stems")
    for name in EXACT:
        builder.add_text_field(name, tokenizer_name="words")
    for name in TAGS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in NUMBERS:
        builder.add_unsigned_field(name, indexed=name in KEYS, fast=True)
    builder.add_float_field("freshness", fast=True)
    builder.add_text_field("cursor", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def register_analyzers(index: tantivy.Index) -> None:
    """Needed each time an index is opened: it stores only the names of its analyzers."""
    index.register_tokenizer("stems", stem_analyzer())
    index.register_tokenizer("words", word_analyzer())
