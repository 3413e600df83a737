"""A Digest goes in; its mail comes out, in HTML and in plain text that says the same.

The mail names nobody but its reader. It loads nothing from the network and runs no script; styles are put into the
elements, because mail readers drop style sheets.
"""

from __future__ import annotations

from typing import Any

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from kb.alerts.contents import Contents, make_contents
from kb.alerts.digest import site_host
from kb.alerts.watches import stop_all_token, stop_url
from kb.models import Digest

LONGEST_PREVIEW = 150  # characters of the hidden line that inboxes show beside the subject


def make_message(digest: Digest) -> EmailMultiAlternatives:
    """The digest's mail, unsent; the same Message-ID each time."""
    contents = make_contents(digest)
    context = make_context(digest, contents)
    stop_all = context["stop_all_url"]
    message = EmailMultiAlternatives(
        subject=make_subject(digest, contents),
        body=render_to_string("emails/digest.txt", context).strip() + "\n",
        to=[digest.user.email],
        headers={
            "Message-ID": digest.message_id,
            "List-Id": f"Casebook watches <watches.{site_host()}>",
            "List-Unsubscribe": f"<{stop_all}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(inline_styles(render_to_string("emails/digest.html", context)), "text/html")
    return message


def make_context(digest: Digest, contents: Contents) -> dict[str, Any]:
    watches = digest.user.watches.filter(is_active=True)
    titles = [entry.title for section in contents.sections for entry in section.entries]
    return {
        "digest": digest,
        "contents": contents,
        "summary": summary(contents),
        "period_start": timezone.localdate(digest.period_start),
        "user": digest.user,
        "watches": [(watch, stop_url(watch.token)) for watch in watches],
        "digest_url": settings.SITE_URL + reverse("digest", args=[digest.pk]),
        "watches_url": settings.SITE_URL + reverse("watches"),
        "stop_all_url": stop_url(stop_all_token(digest.user)),
        "preview": "; ".join(titles)[:LONGEST_PREVIEW],
    }


def make_subject(digest: Digest, contents: Contents) -> str:
    """`Casebook: 3 new cases, 2 updates — week of Nov 16, 2026`."""
    start = timezone.localdate(digest.period_start)
    sample = "sample, " if contents.is_sample else ""
    return f"Casebook: {sample}{summary(contents)} — week of {start:%b} {start.day}, {start.year}"


def summary(contents: Contents) -> str:
    """What is new, in numbers. Cases that the mail has no room for are counted too."""
    new, updates = len(contents.new.entries), len(contents.known.entries) + len(contents.changed.entries)
    parts = [
        counted(new, "new case"),
        counted(updates, "update"),
        counted(len(contents.removed.entries), "removal"),
        counted(contents.unlisted, "further case"),
        counted(contents.older_count, "older case"),
    ]
    return ", ".join(part for part in parts if part)


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}" if number else ""


def inline_styles(html: str) -> str:
    return css_inline.CSSInliner(load_remote_stylesheets=False).inline(html)
