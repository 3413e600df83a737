"""What is stored of the files of an announcement, whoever names them and however often."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.items import DocumentItem, DocumentsItem, RawPage
from kb.ingest import Outcome, record
from kb.ingest.record import record_documents, store_new
from kb.models import Announcement, Change, Document, Version
from tests.kb.test_ingest import make_item

pytestmark = pytest.mark.django_db
URL = "https://www.cftc.gov/media/99/order/download"


def make_file(body: bytes | None = b"%PDF-1.4 one", *, problem: str = "", url: str = URL) -> DocumentItem:
    raw = RawPage(url, 200, {}, body, datetime.now(UTC)) if body else None
    return DocumentItem(url, "Consent Order: Larkmoor", "consent_order", raw, ["Page one."] if body else [], problem)


def attach(*files: DocumentItem) -> Outcome:
    return record_documents(DocumentsItem("cftc", "9901-26", list(files)))


def test_a_file_of_a_stored_announcement_is_attached_once_and_indexed() -> None:
    record(make_item())
    changes = Change.objects.count()
    assert attach(make_file()) == Outcome.CHANGED and Change.objects.count() == changes + 1
    assert attach(make_file()) == Outcome.UNCHANGED and Change.objects.count() == changes + 1
    [document] = Document.objects.all()
    assert document.announcement.key == "9901-26" and document.pages == ["Page one."] and document.body
    assert Version.objects.count() == 1  # the announcement's own words are as they were


def test_a_file_that_could_not_be_had_is_replaced_and_never_replaces() -> None:
    record(make_item(documents=[make_file(None, problem="not fetched: " + "so long " * 90)]))
    assert len(Document.objects.get().problem) == 200
    assert attach(make_file()) == Outcome.CHANGED
    assert attach(make_file(None, problem="not fetched: gone")) == Outcome.UNCHANGED
    document = Document.objects.get()
    assert document.problem == "" and document.pages == ["Page one."]
    assert attach(make_file(b"%PDF-1.4 two"), make_file(url=URL + "2")) == Outcome.CHANGED
    assert Document.objects.count() == 2


def test_files_of_an_announcement_that_is_not_stored_are_refused() -> None:
    with pytest.raises(Announcement.DoesNotExist):
        attach(make_file())
    assert not Document.objects.exists()


def test_the_files_of_a_new_announcement_go_in_at_once_and_in_order(django_assert_num_queries: Any) -> None:
    files = [make_file(b"%PDF-1.4 " + str(n).encode(), url=f"{URL}/{n}") for n in range(4)]
    files += [make_file(b"%PDF-1.4 0", url=URL + "/same"), make_file(None, problem="not fetched: gone")]
    with django_assert_num_queries(9):  # two of the transaction, the announcement, the bytes of five, the files
        assert store_new(make_item(documents=files), is_sample=False)
    stored = Document.objects.order_by("pk")
    assert [document.url for document in stored] == [file.url for file in files]
    kept = [document.body.content if document.body else None for document in stored]
    assert kept == [file.raw.body if file.raw else None for file in files]
    assert all(document.checked_at and document.pages == ["Page one."] for document in stored if document.body)
    assert attach(*files) == Outcome.UNCHANGED


def test_of_one_address_a_new_announcement_keeps_the_last_file() -> None:
    record(make_item(documents=[make_file(), make_file(b"%PDF-1.4 two")]))
    document = Document.objects.get()
    assert document.body and document.body.content == b"%PDF-1.4 two"


def test_a_file_that_cannot_be_stored_takes_its_new_announcement_with_it() -> None:
    broken = make_file()
    broken.pages = ["A half character: \ud800."]
    with pytest.raises(Exception, match="surrogate|utf-8|Unicode"):
        record(make_item(documents=[broken]))
    assert not Announcement.objects.exists() and not Document.objects.exists()
