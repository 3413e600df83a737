"""Where an agency's pages are fetched from, and the official address they are recorded under.

A root may stand in for the official site (a local copy, the bundled sample). What is recorded is always the official
address, so stored data do not depend on the server that was asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

from scrapy.settings import BaseSettings

OFFICIAL_ROOTS = {
    "cftc": "https://www.cftc.gov",
    "doj": "https://www.justice.gov",
    "fincen": "https://www.fincen.gov",
    "sec": "https://www.sec.gov",
    "ofac": "https://ofac.treasury.gov",
    "redlist": "https://www.cftc.gov",
    "msb": "https://msb.fincen.gov",
}
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class SettingsError(ValueError):
    """A setting is missing or unusable; the message names it and says what to do."""


def read_argument_date(name: str, value: date | str | None) -> date | None:
    """Raises SettingsError."""
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise SettingsError(f"{name} is {value!r}; write it as YYYY-MM-DD") from error


def _domain(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def is_official(root: str) -> bool:
    """True when `root` is on one of the agencies' own domains, sub-domains included."""
    host = urlsplit(root).hostname or ""
    domains = [_domain(official) for official in OFFICIAL_ROOTS.values()]
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def is_loopback(root: str) -> bool:
    return (urlsplit(root).hostname or "") in _LOOPBACK


@dataclass(frozen=True, slots=True)
class Site:
    """One agency's official root and the root that is asked in its place (the same, on a live crawl)."""

    official: str
    root: str

    @classmethod
    def of(cls, source: str, root: str) -> Site:
        """Raises SettingsError when `root` is not an http(s) address."""
        if urlsplit(root).scheme not in ("http", "https") or not urlsplit(root).hostname:
            raise SettingsError(f"{source.upper()}_ROOT is {root!r}; it must be an http or https address")
        return cls(OFFICIAL_ROOTS[source], root.rstrip("/"))

    def official_url(self, href: str, base: str | None = None) -> str:
        """The official address of a link found on the page `base`; links to other sites are only made absolute."""
        absolute = urldefrag(urljoin(base or self.official + "/", href.strip()))[0]
        if absolute == self.root or absolute.startswith(self.root + "/"):
            return self.official + absolute.removeprefix(self.root)
        parts = urlsplit(absolute)
        if _domain(absolute) != _domain(self.official):
            return absolute
        official = urlsplit(self.official)
        return urlunsplit((official.scheme, official.netloc, parts.path, parts.query, ""))

    def is_own(self, url: str) -> bool:
        return _domain(url) == _domain(self.official)

    def fetch_url(self, official_url: str) -> str:
        """The address to ask for `official_url`. Raises ValueError for another site's address."""
        if not official_url.startswith(self.official + "/"):
            raise ValueError(f"{official_url} is not on {self.official}")
        return self.root + official_url.removeprefix(self.official)


def _user_agent(contact: str) -> str:
    if not contact:
        return "Casebook/0.1"
    return f"Casebook/0.1 (+mailto:{contact})" if "@" in contact else f"Casebook/0.1 (+{contact})"


def apply_root(settings: BaseSettings, source: str) -> None:
    """Name ourselves to the host that is asked for `source`, and lift the delays if it is this machine.

    Raises SettingsError when an official host would be asked without a contact.
    """
    root, contact = settings.get(f"{source.upper()}_ROOT"), settings.get("CASEBOOK_CONTACT") or ""
    if is_official(root) and not contact:
        raise SettingsError(
            f"{root} is an official host: set CASEBOOK_CONTACT to the mail or web address the agency can write to"
        )
    settings.set("USER_AGENT", _user_agent(contact), priority="spider")
    if not is_loopback(root):
        return
    settings.set("DOWNLOAD_DELAY", 0, priority="spider")
    settings.set("DOWNLOAD_SLOTS", {}, priority="spider")
    settings.set("AUTOTHROTTLE_ENABLED", False, priority="spider")
