"""Scrapy settings of the crawl; what an operator may set comes from environment variables of the same names.

`CFTC_ROOT`, `DOJ_ROOT`, `FINCEN_ROOT`, `SEC_ROOT`, `OFAC_ROOT`, and for registers `REDLIST_ROOT`, `MSB_ROOT`: the
server asked for each. `CASEBOOK_CONTACT`: the mail or web address the agencies can write to, without which no official
host is asked. `DOJ_SCOPE`: `financial`, or `all` for every release of the Department of Justice. The delays are lifted
on loopback only (see `crawler.sites`).
"""

from __future__ import annotations

import os

BOT_NAME = "casebook"
SPIDER_MODULES = ["crawler.spiders"]

CFTC_ROOT = os.environ.get("CFTC_ROOT", "https://www.cftc.gov")
DOJ_ROOT = os.environ.get("DOJ_ROOT", "https://www.justice.gov")
FINCEN_ROOT = os.environ.get("FINCEN_ROOT", "https://www.fincen.gov")
SEC_ROOT = os.environ.get("SEC_ROOT", "https://www.sec.gov")
OFAC_ROOT = os.environ.get("OFAC_ROOT", "https://ofac.treasury.gov")
REDLIST_ROOT = os.environ.get("REDLIST_ROOT", CFTC_ROOT)
MSB_ROOT = os.environ.get("MSB_ROOT", "https://msb.fincen.gov")
CASEBOOK_CONTACT = os.environ.get("CASEBOOK_CONTACT", "")
DOJ_SCOPE = os.environ.get("DOJ_SCOPE", "financial")

USER_AGENT = "Casebook/0.1"  # the contact is added by crawler.base
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "Casebook"
METAREFRESH_ENABLED = False  # the stand-in pages of bot checks refresh themselves: they are not followed
COOKIES_ENABLED = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

CONCURRENT_REQUESTS = 3
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 2.0  # seconds between two pages of one host
DOWNLOAD_DELAY_JITTER = 0  # else Scrapy waits between half and one and a half of the delay
CRAWL_DELAY_MAX = 60.0  # seconds that robots.txt may ask for between two pages
DOWNLOAD_SLOTS = {"doj-api": {"delay": 1.0, "concurrency": 1}}  # the API allows 4 requests a second
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 2.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0
DOWNLOAD_TIMEOUT = 120  # FinCEN is slow
DOWNLOAD_MAXSIZE = 60 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0

RETRY_TIMES = 3
RETRY_AFTER_MAX = 900  # seconds; a host asking for more is left alone for this run
DOWNLOADER_MIDDLEWARES = {
    "crawler.robots.CrawlDelayMiddleware": 110,  # after RobotsTxtMiddleware, which is at 100
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.retry.RetryAfterMiddleware": 550,
}
# Conditional requests (ETag, Last-Modified): on where HTTPCACHE_ENABLED and HTTPCACHE_DIR are set.
HTTPCACHE_POLICY = "scrapy.extensions.httpcache.RFC2616Policy"
HTTPCACHE_GZIP = True
HTTPERROR_ALLOW_ALL = True
FEED_EXPORT_ENCODING = "utf-8"
