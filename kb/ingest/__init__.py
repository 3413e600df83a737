"""Announcements in, from a crawl or from files; Announcement > Snapshot > Version rows out."""

from kb.ingest.backoff import resting
from kb.ingest.cursors import stored_cursors
from kb.ingest.fills import Fill
from kb.ingest.lines import BadLine, known_lines, line_hash, parse_line
from kb.ingest.missed import due_missed, still_missed
from kb.ingest.pipeline import StorePipeline
from kb.ingest.rechecks import due_documents, due_pages, known_documents, unfetched_documents
from kb.ingest.record import Outcome, record, remove_sample

__all__ = [
    "BadLine",
    "Fill",
    "Outcome",
    "StorePipeline",
    "due_documents",
    "due_missed",
    "due_pages",
    "known_documents",
    "known_lines",
    "line_hash",
    "parse_line",
    "record",
    "remove_sample",
    "resting",
    "still_missed",
    "stored_cursors",
    "unfetched_documents",
]
