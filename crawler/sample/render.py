"""Entries -> the pages, feeds, API answers and PDFs of the three sites, by path; the templates hold the markup."""

from __future__ import annotations

import html
import json
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from functools import cache
from string import Template
from zoneinfo import ZoneInfo

from crawler.sample.content import ROOT, Entry, plain

NOTICE = "Sample data. Every firm, person, case and number on this page is invented."
_EASTERN = ZoneInfo("America/New_York")


@cache
def _template(name: str) -> Template:
    return Template((ROOT / "templates" / name).read_text(encoding="utf-8"))


def _fill(name: str, **values: str) -> str:
    return _template(name).substitute(notice=NOTICE, **values)


def _long(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _stamp(day: date) -> datetime:
    return datetime.combine(day, time(11, 30), _EASTERN)


def _shared(entry: Entry) -> dict[str, str]:
    return {
        "title": html.escape(entry.title, quote=False),
        "path": entry.path,
        "number": entry.number or "",
        "date": entry.published_on.isoformat(),
        "short_date": f"{entry.published_on:%m/%d/%Y}",
        "long_date": _long(entry.published_on),
    }


def _teaser(entry: Entry) -> str:
    return html.escape(plain(entry.text)[:220].rsplit(" ", 1)[0], quote=False)


def pager(page: int, count: int) -> str:
    """Links as the agencies draw them: "Last page" shares its class with "Next page"."""
    links = []
    if page + 1 < count:
        arrow = '<li class="usa-pagination__item pager__item--{0}"><a href="{1}" aria-label="{2}"{3}>{2}</a></li>'
        style = ' class="usa-pagination__link usa-pagination__next-page"'
        links = [
            arrow.format("next", f"?page={page + 1}", "Next page", style),
            arrow.format("last", f"?page={count - 1}", "Last page", style + ' title="Go to last page"'),
        ]
    return _fill("pager.html", links="\n".join(links))


def _documents(entry: Entry) -> str:
    links = "".join(f'<li><a href="{file.path}">{html.escape(file.title)}</a></li>' for file in entry.documents)
    return f"<ul>{links}</ul>" if links else ""


def cftc_release(entry: Entry) -> str:
    links = _documents(entry)
    related = f"<div><p>RELATED LINKS</p>{links}</div>" if links else ""
    body = f"<p>{_long(entry.published_on)}</p>\n{entry.body}\n<p>-CFTC-</p>"
    return _fill("cftc_release.html", body=body, related=related, **_shared(entry))


def _utc(entry: Entry) -> str:
    return _stamp(entry.published_on).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def cftc_index(entries: Sequence[Entry], page: int, count: int) -> str:
    rows = [
        _fill("cftc_index_row.html", stamp=_utc(entry), documents=_documents(entry), **_shared(entry))
        for entry in entries
    ]
    return _fill("cftc_index.html", rows="\n".join(rows), pager=pager(page, count))


def cftc_listing(entries: Sequence[Entry], page: int, count: int) -> str:
    rows = [_fill("cftc_row.html", stamp=_utc(entry), **_shared(entry)) for entry in entries]
    return _fill("cftc_listing.html", rows="\n".join(rows), pager=pager(page, count))


def feed(entries: Sequence[Entry], site: str) -> str:
    """`site` is the host, such as `www.cftc.gov`."""
    rows = []
    for entry in entries:
        moment = format_datetime(_stamp(entry.published_on).astimezone(UTC))
        rows.append(_fill("feed_row.xml", mail_date=moment, site=site, **_shared(entry)))
    return _fill("feed.xml", site=site, rows="\n".join(rows))


def doj_release(entry: Entry) -> str:
    subtitle = f'<div class="node-subtitle"><div class="field_subtitle">{html.escape(entry.subtitle)}</div></div>'
    number = f"<span>Press Release Number:</span> {entry.number}<br />" if entry.number else ""
    terms = "".join(f'<div class="field__item">{html.escape(term)}</div>' for term in entry.topics)
    parts = "".join(f'<div class="field__item"><a href="#">{html.escape(part)}</a></div>' for part in entry.components)
    return _fill(
        "doj_release.html",
        body=entry.body,
        office=html.escape(entry.office),
        subtitle=subtitle if entry.subtitle else "",
        weekday_date=f"{entry.published_on:%A}, {_long(entry.published_on)}",
        topics=terms,
        components=parts,
        number_line=number,
        **_shared(entry),
    )


def doj_listing(entries: Sequence[Entry], page: int, count: int) -> str:
    rows = [_fill("doj_row.html", teaser=_teaser(entry), **_shared(entry)) for entry in entries]
    return _fill("doj_listing.html", rows="\n".join(rows), pager=pager(page, count))


def _uuid(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def _terms(names: Sequence[str]) -> list[dict[str, str]] | str:
    return [{"uuid": _uuid(name), "name": name} for name in names] or ""


def doj_record(entry: Entry) -> dict[str, object]:
    """One result of the API, with its habits: dates as text, times inside a tag, an empty list given as text."""
    midnight = int(datetime.combine(entry.published_on, time(), _EASTERN).timestamp())
    changed = f'<time datetime="{_stamp(entry.published_on).isoformat()}">{midnight + 41_400}</time>\n'
    subtitle = f"<p>{html.escape(entry.subtitle)}</p>\n" if entry.subtitle else ""
    return {
        "attachment": [],
        "body": subtitle + entry.body,
        "changed": changed,
        "component": _terms(entry.components),
        "created": changed,
        "date": str(midnight),
        "image": [],
        "number": entry.number,
        "teaser": "",
        "title": html.escape(entry.title),
        "topic": _terms(entry.topics),
        "url": f"https://www.justice.gov{entry.path}",
        "uuid": _uuid(entry.path),
        "vuuid": _uuid(entry.path + entry.text),
    }


def doj_answer(entries: Sequence[Entry], page: int, size: int, count: int) -> str:
    resultset = {"count": str(count), "pagesize": str(size), "page": page}
    info = {"status": 200, "developerMessage": "OK"}
    metadata = {"responseInfo": info, "resultset": resultset, "executionTime": 0.1}
    return json.dumps({"metadata": metadata, "results": [doj_record(entry) for entry in entries]})


def fincen_table(entries: Sequence[Entry]) -> str:
    rows = [_fill("fincen_row.html", institution=entry.institution, **_shared(entry)) for entry in entries]
    return _fill("fincen_table.html", rows="\n".join(rows))


def fincen_measures(entries: Sequence[Entry]) -> str:
    """Each entry is titled by its row and column: `Vostrel Exchange: Final Rule`."""
    rows = [_fill("fincen_measures_row.html", target=entry.title.split(":")[0], **_shared(entry)) for entry in entries]
    return _fill("fincen_measures.html", rows="\n".join(rows))


def fincen_news(entries: Sequence[Entry], page: int, count: int) -> str:
    rows = [_fill("fincen_news_row.html", teaser=_teaser(entry), **_shared(entry)) for entry in entries]
    return _fill("fincen_news.html", rows="\n".join(rows), pager=pager(page, count))


def fincen_release(entry: Entry) -> str:
    body = f"{entry.body}\n<p>###</p>"
    return _fill("fincen_release.html", body=body, short_title=html.escape(entry.title[:30]), **_shared(entry))
