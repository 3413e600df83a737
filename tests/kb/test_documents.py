"""Published files that an agency adds or replaces: kept as they were, told of by a version, and by an alert."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from crawler.items import DocumentItem, DocumentsItem, RawPage
from kb.ingest import Outcome, record, remove_sample
from kb.ingest.record import record_documents
from kb.models import Announcement, Document, DocumentChange, RawBody, Version
from tests.kb.test_ingest import NOW, changes, make_item

pytestmark = pytest.mark.django_db
PDF = "https://www.cftc.gov/media/9/larkmoor/download"


def file(
    words: str = "The order says four.", *, body: bytes | None = None, url: str = PDF, **fields: Any
) -> DocumentItem:
    raw = RawPage(url, 200, {}, body or words.encode(), NOW)
    return DocumentItem(url, "Order: Larkmoor", "order", **{"raw": raw, "pages": [words], **fields})


def seen_by_watches() -> None:
    Version.objects.update(matched_at=NOW)


def kinds() -> list[str]:
    return list(DocumentChange.objects.order_by("pk").values_list("kind", flat=True))


def test_the_files_of_a_new_announcement_are_no_change() -> None:
    assert record(make_item(documents=[file()])) is Outcome.NEW
    assert record(make_item(documents=[file()])) is Outcome.UNCHANGED
    assert changes() == [""] and kinds() == []


def test_a_replaced_file_makes_a_version_and_is_kept_as_it_was(client: Client) -> None:
    record(make_item(documents=[file()]))
    seen_by_watches()
    assert record(make_item(documents=[file("The order says five.")])) is Outcome.CHANGED
    assert changes() == ["", "document"] and kinds() == ["changed"]
    [edit] = DocumentChange.objects.all()
    assert edit.body_before and edit.body_before.content == b"The order says four."
    assert edit.pages_before == ["The order says four."]
    found = Announcement.objects.get()
    assert found.current_version and edit.version == found.current_version
    assert found.current_version.matched_at is None
    assert Document.objects.get().pages == ["The order says five."]
    page = " ".join(client.get(f"/announcements/{found.pk}/").content.decode().split())
    assert "What version 2 changed: a document" in page and "Replaced, in other words: <a" in page
    copy = f"/documents/{edit.document_id}/copy"
    assert f'href="{copy}?before={edit.pk}">as it was</a>' in page
    assert client.get(copy).content == b"The order says five."
    before = client.get(copy, {"before": edit.pk})
    assert before.content == b"The order says four." and before["Content-Disposition"].startswith("attachment")
    assert {client.get(copy, {"before": wrong}).status_code for wrong in ("0", "x", "9" * 30)} == {404}


def test_a_file_added_after_the_watches_looked_makes_a_version() -> None:
    record(make_item())
    assert record_documents(DocumentsItem("cftc", "9901-26", [file()])) is Outcome.CHANGED
    assert changes() == [""]  # the watches have yet to look
    seen_by_watches()
    assert record_documents(DocumentsItem("cftc", "9901-26", [file(url=PDF + "2")])) is Outcome.CHANGED
    assert changes() == ["", "document"] and kinds() == ["added", "added"]
    assert record_documents(DocumentsItem("cftc", "9901-26", [file(url=PDF + "2")])) is Outcome.UNCHANGED


def test_a_file_of_the_same_words_is_noted_and_not_told() -> None:
    record(make_item(documents=[file()]))
    seen_by_watches()
    record(make_item(documents=[file(body=b"%PDF-1.7 made anew")]))
    assert changes() == [""] and kinds() == ["rewritten"]


def test_a_file_that_could_not_be_had_at_first_is_told_when_it_comes() -> None:
    record(make_item(documents=[file(raw=None, pages=[], problem="not fetched: refused")]))
    seen_by_watches()
    assert record(make_item(documents=[file(raw=None, pages=[], problem="not fetched: refused")])) is Outcome.UNCHANGED
    record(make_item(documents=[file()]))
    assert changes() == ["", "document"] and kinds() == ["added"]
    record(make_item(documents=[file(raw=None, pages=[], problem="not fetched: refused")]))
    assert Document.objects.get().pages == ["The order says four."] and changes() == ["", "document"]


def test_the_sample_goes_with_its_files_and_leaves_those_of_others() -> None:
    record(make_item(documents=[file()]), is_sample=True)
    seen_by_watches()
    record(make_item(documents=[file("The order says five.")]), is_sample=True)
    remove_sample()
    assert not Announcement.objects.exists() and not DocumentChange.objects.exists() and not RawBody.objects.exists()


def test_a_file_linked_by_a_bare_word_is_called_by_its_own_name() -> None:
    named = Document(title="Consent Order", kind="consent_order", url=PDF)
    bare = Document(title="here", url="https://www.fincen.gov/system/files/2026-11/Larkmoor%20Order.pdf")
    assert (named.name, named.kind_in_words) == ("Consent Order", "consent order")
    assert (bare.name, bare.kind_in_words) == ("Larkmoor Order.pdf", "document")
