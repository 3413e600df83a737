"""Documents for pages: with the number of their pages, without their text; and the copies that Casebook keeps."""

from __future__ import annotations

from django.db.models import F, Func, IntegerField, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from kb.models import Document, RawBody


def listed_documents() -> QuerySet[Document]:
    """Documents with `page_count`; `pages`, which can be megabytes, is not loaded."""
    length = Func(F("pages"), function="jsonb_array_length", output_field=IntegerField())
    return Document.objects.defer("pages").annotate(page_count=length).order_by("pk")


def document_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes of the file as they came, to be saved; with `?before=` a change of the file, those that it replaced."""
    document = get_object_or_404(Document.objects.defer("pages"), pk=pk)
    before = request.GET.get("before", "")
    body = find_body(document, before)
    if body is None:
        raise Http404("There is no such copy.")
    content = body.content
    kind, ending = ("application/pdf", ".pdf") if b"%PDF-" in content[:1024] else ("text/plain", ".txt")
    name = f"casebook-document-{document.pk}{f'-before-{before}' if before else ''}{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=kind, headers=headers)


def find_body(document: Document, before: str) -> RawBody | None:
    if not before:
        return document.body
    change = document.changes.filter(pk=int(before)).first() if before.isdecimal() and len(before) < 19 else None
    return change.body_before if change else None
