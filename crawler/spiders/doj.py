"""Releases of the Department of Justice: by its API; where that fails or refuses us, by its feed and its pages.

Each release is judged by `crawler.scope`; those left out are counted and listed in the report. The API may ignore the
order asked for: then its pages are read backwards from the last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import aclosing, suppress
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from crawler.answers import Page
from crawler.attachments import fetch_documents
from crawler.checks import Blocked, PageProblem, check_body, parse_json
from crawler.dates import EASTERN
from crawler.items import AnnouncementItem, KnownPage, MissedItem, RawPage, make_key
from crawler.language import is_spanish, is_spanish_address
from crawler.lists import ListSpider
from crawler.missed import make_missed
from crawler.pages import doj, doj_api
from crawler.pages.parts import Release, Row
from crawler.scope import Judgement, judge_release
from crawler.sites import is_official
from crawler.text import announcement_text, cut_end
from crawler.walks import Walk, pages

OLD_PAGES = 2  # without a sure order, so many pages in a row must be too old before the run ends
MOST_CORRECTIONS = 200  # pages of the API
MOST_DROPPED = 500  # listed in the report; all are counted
TRANSLATION = Judgement(False, "Spanish translation")
API_FLOOR = 40  # characters: single releases are very short, and the API sends no stand-in pages


def make_raw(record: doj_api.Record, answer: doj_api.Answer, official: str) -> RawPage:
    """The record alone, under the address the API gives single records."""
    url = f"{official}/api/v1/press_releases/{record.fields.get('uuid')}.json"
    received = answer.received
    return RawPage(url, received.status, received.headers, record.raw, received.fetched_at)


class DojSpider(ListSpider):
    name = "doj"
    source = "doj"
    minimum_rows = 10  # a page of the list has 12, of the API 50

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dropped: list[dict[str, str]] = []
        self._unknown: Counter[str] = Counter()

    async def crawl(self) -> AsyncIterator[AnnouncementItem | MissedItem]:
        try:
            async for item in self.from_api():
                yield item
            return
        except PageProblem as problem:
            self.record(problem, self.site.official + doj_api.PATH)
            self.counts["api_given_up"] += 1
        async for row, channel in self.rows():
            read = await self.take(row, channel)
            if read:
                yield read

    async def from_api(self) -> AsyncIterator[AnnouncementItem | MissedItem]:
        first = await self.answer(doj_api.page_url(self.site, 0))
        self.check_list(len(first.records), self.site.official + doj_api.PATH)
        end = doj_api.page_url(self.site, first.last)
        sure = doj_api.is_newest_first(first, await self.answer(end) if first.last else first)
        self.counts["order_ignored"] += not sure
        if sure and is_official(self.site.root):
            with suppress(PageProblem):  # it is recorded; what there is is read
                self.check(self.site.official + doj_api.PATH, doj_api.check_first, first, datetime.now(EASTERN).date())
        walk = self.walk_api(end, sure=sure)

        async def read(url: str, _first: bool) -> doj_api.Answer:
            answer = first if url == doj_api.page_url(self.site, 0) else await self.answer(url)
            return answer if sure else answer.backwards()

        async with aclosing(pages(walk, read)) as answers:
            async for answer in answers:
                for record in answer.records:
                    item = await self.read_record(record, answer)
                    if item:
                        yield item
        if self.since:
            async for item in self.corrected(self.since):
                yield item

    async def corrected(self, since: date) -> AsyncIterator[AnnouncementItem | MissedItem]:
        """Releases stored anew by the agency in the time of the run, whatever their own date: corrected ones, and those
        published under an earlier date. Left out where the API ignores this order."""
        url: str | None = doj_api.page_url(self.site, 0, "changed")
        for _ in range(MOST_CORRECTIONS):
            answer = await self.answer(url) if url else None
            stamps = doj_api.changed_dates(answer) if answer else []
            if not answer or not doj_api.is_falling(stamps):
                self.counts["changes_not_in_order"] += answer is not None
                return
            for record, changed_on in zip(answer.records, stamps, strict=True):
                if changed_on and changed_on < since:
                    return
                item = await self.read_record(record, answer, is_correction=True)
                if item:
                    yield item
            url = answer.next_url

    def walk_api(self, end: str, *, sure: bool) -> Walk:
        if sure:
            return Walk(self, "api", doj_api.page_url(self.site, 0))
        return Walk(self, "api, backwards", end, step=-1, patience=OLD_PAGES)

    async def answer(self, url: str) -> doj_api.Answer:
        page = await self.fetch(url, slot="doj-api")
        data = self.check(url, parse_json, page.raw.headers, page.raw.body)
        answer = self.check(url, doj_api.parse_answer, data, page.raw)
        for name in answer.unknown_fields - set(self._unknown):
            self.record(PageProblem("unknown_field", f"The API's records have a new field {name!r}."), url)
        self._unknown.update(answer.unknown_fields)
        return answer

    async def read_record(
        self, record: doj_api.Record, answer: doj_api.Answer, *, is_correction: bool = False
    ) -> AnnouncementItem | MissedItem | None:
        raw = make_raw(record, answer, self.site.official)
        url, key = self.site.official, ""
        try:
            url = self.site.official_url(record.url)
            key = make_key("doj", None, url)
            release = doj_api.parse_record(record, self.site)
            if key in self.read or not (is_correction or self.is_wanted(key, release.published_on)):
                return None
            self.read.add(key)
            check_body(cut_end(release.body), API_FLOOR)  # else its scope would be judged by nothing
            if not self.is_in_scope(release.title, release.body, release.topics, url):
                return None
            return await self.make_release(release, url, raw, "api")
        except PageProblem as problem:
            self.give_up(problem, url)
            self.read.add(key)
            return make_missed(self, KnownPage(key, url, None, "", None, record_url=raw.url), problem) if key else None

    async def rows(self) -> AsyncIterator[tuple[Row, str]]:
        for row in await self.feed_rows(doj.FEED, doj.parse_feed):
            yield row, "rss"
        start = f"&start_date={self.since:%m/%d/%Y}" if self.since else ""
        async for row in self.list_rows("pages", doj.LISTING + start, doj.parse_listing):
            yield row, "listing"

    async def read_row(self, row: Row, channel: str) -> AnnouncementItem | None:
        page, release = await self.read_page(row.url)
        if not self.is_in_scope(release.title, release.body, release.topics, row.url):
            return None
        return await self.make_release(release, row.url, page.raw, channel)

    async def read_page(self, url: str) -> tuple[Page, Release]:
        page = await self.fetch_page(url)
        release = doj.parse_release_page(page.text, page.url, self.site)
        check_body(cut_end(release.body))
        return page, release

    async def read_known(self, known: KnownPage) -> AnnouncementItem:
        """What was read from the API is asked for there: its page has the same words in another layout."""
        if known.record_url:
            try:
                return await self.read_known_record(known)
            except Blocked:
                raise
            except PageProblem as problem:
                self.logger.info("%s: %s; its page is read instead", known.record_url, problem)
        page, release = await self.read_page(known.url)
        return await self.make_release(release, known.url, page.raw, "recheck")

    async def read_known_record(self, known: KnownPage) -> AnnouncementItem:
        page = await self.fetch(known.record_url, slot="doj-api")
        record = doj_api.parse_single(parse_json(page.raw.headers, page.raw.body), page.raw)
        release = doj_api.parse_record(record, self.site)
        check_body(cut_end(release.body), API_FLOOR)
        raw = replace(page.raw, body=record.raw)
        return await self.make_release(release, self.site.official_url(record.url), raw, "recheck")

    async def read_missed(self, known: KnownPage) -> AnnouncementItem | None:
        item = await self.read_known(known)
        return item if self.is_in_scope(item.title, item.text, item.topics, known.url) else None

    def is_in_scope(self, title: str, body: str, topics: list[str], url: str) -> bool:
        """Counted by reason; what is left out is listed, Spanish translations too. An announcement once kept is always
        kept."""
        is_translation = is_spanish_address(url) or is_spanish(body)
        judgement = TRANSLATION if is_translation else judge_release(title, body, topics, self.settings["DOJ_SCOPE"])
        is_kept = judgement.is_kept or make_key("doj", None, url) in self.known_keys
        self.counts[f"scope {'kept' if is_kept else 'dropped'}: {judgement.reason}"] += 1
        if not is_kept:
            self.counts["skipped_scope"] += 1
            if len(self.dropped) < MOST_DROPPED:
                self.dropped.append({"url": url, "title": title, "reason": judgement.reason})
        return is_kept

    async def make_release(self, release: Release, url: str, raw: RawPage, channel: str) -> AnnouncementItem:
        """Of a release whose body is known to be long enough."""
        if release.published_on is None:
            raise PageProblem("no_date", "The release has no date that can be read.")
        key = make_key("doj", None, url)
        return AnnouncementItem(
            source="doj",
            key=key,
            number=release.number,
            url=url,
            title=release.title,
            published_on=release.published_on,
            text=announcement_text(release.title, release.body, release.subtitle),
            raw=raw,
            components=release.components,
            topics=release.topics,
            documents=await fetch_documents(self, key, release.documents),
            channel=channel,
            changed_on=release.changed_on,
        )

    def report(self) -> dict[str, Any]:
        return {**super().report(), "dropped": self.dropped}
