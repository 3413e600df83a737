"""The names of courts that people type, and the keys under which the index holds courts.

In: `S.D.N.Y.`, `sdny`, `Southern District of New York`, `New York`, `Second Circuit`. Out: keys, the letters and digits
of the court as it is cited: `sdny`. A state alone gives all its districts. An unknown name gives its own letters.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

_DISTRICT = re.compile(
    r"(?:u\.?s\.? )?(?:district court )?(?:for )?(?:the )?"
    r"(?:(northern|southern|eastern|western|middle|central) )?(?:(?:district )?(?:of )?)?(.+)"
)
_CIRCUIT = re.compile(r"(?:the )?(.+?) (?:circuit|cir\.?)")
_PARTS = ("n", "s", "e", "w", "m", "c", "")


def court_key(court: str) -> str:
    """A court's name without points and blanks, so that SDNY and S.D.N.Y. are one."""
    return re.sub(r"[^a-z0-9]", "", court.lower())


def court_keys(name: str) -> tuple[str, ...]:
    """The keys of all courts that a name may stand for."""
    plain = " ".join(name.lower().replace(",", " ").split())
    return _circuit(plain) or _districts(plain) or (court_key(name),)


@cache
def _names() -> dict[str, dict[str, str]]:
    data = yaml.safe_load((Path(__file__).parent / "courts.yml").read_text(encoding="utf-8"))
    return {kind: {name.lower(): short for name, short in names.items()} for kind, names in data.items()}


def _circuit(plain: str) -> tuple[str, ...]:
    match = _CIRCUIT.fullmatch(plain)
    short = _names()["circuits"].get(match[1]) if match else None
    return (court_key(f"{short} Cir."),) if short else ()


def _districts(plain: str) -> tuple[str, ...]:
    match = _DISTRICT.fullmatch(plain)
    state = _names()["states"].get(match[2]) if match else None
    if not match or not state:
        return ()
    parts = (match[1][0],) if match[1] else ("",) if "district" in plain else _PARTS
    return tuple(f"{part}d{court_key(state)}" for part in parts)
