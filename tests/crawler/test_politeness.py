"""How any agency's host is asked: by name, slowly, and one page at a time; only this machine is spared the delays."""

from __future__ import annotations

import pytest
from scrapy.settings import Settings

from crawler import settings as crawler_settings
from crawler.items import AGENCIES
from crawler.sites import OFFICIAL_ROOTS, SettingsError, apply_root


def applied(source: str, root: str, contact: str = "ana@firm.example") -> Settings:
    settings = Settings()
    settings.setmodule(crawler_settings, priority="project")
    settings.setdict({f"{source.upper()}_ROOT": root, "CASEBOOK_CONTACT": contact}, priority="cmdline")
    apply_root(settings, source)
    return settings


@pytest.mark.parametrize("source", AGENCIES)
@pytest.mark.parametrize("is_official", [True, False])
def test_a_host_is_asked_slowly_and_one_page_at_a_time(source: str, is_official: bool) -> None:
    settings = applied(source, OFFICIAL_ROOTS[source] if is_official else "https://mirror.example")
    assert settings.getfloat("DOWNLOAD_DELAY") >= 2 and settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    api = settings.getdict("DOWNLOAD_SLOTS")["doj-api"]
    assert api["delay"] >= 1 and api["concurrency"] == 1
    assert settings.getbool("ROBOTSTXT_OBEY") and settings["USER_AGENT"] == "Casebook/0.1 (+mailto:ana@firm.example)"


@pytest.mark.parametrize("source", AGENCIES)
def test_without_a_contact_no_official_host_is_asked(source: str) -> None:
    with pytest.raises(SettingsError, match="set CASEBOOK_CONTACT"):
        applied(source, OFFICIAL_ROOTS[source], contact="")
    assert applied(source, "http://127.0.0.1:9", contact="").getfloat("DOWNLOAD_DELAY") == 0
