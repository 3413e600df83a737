"""What every page knows: whether the knowledge base shows the sample."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from kb.models import Announcement


def site(request: HttpRequest) -> dict[str, Any]:
    return {"shows_sample": Announcement.objects.filter(is_sample=True).exists()}
