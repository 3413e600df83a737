"""Documents for pages: with the number of their pages, without their text."""

from __future__ import annotations

from django.db.models import F, Func, IntegerField, QuerySet

from kb.models import Document


def listed_documents() -> QuerySet[Document]:
    """Documents with `page_count`; `pages`, which can be megabytes, is not loaded."""
    length = Func(F("pages"), function="jsonb_array_length", output_field=IntegerField())
    return Document.objects.defer("pages").annotate(page_count=length).order_by("pk")
