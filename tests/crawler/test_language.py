"""Spanish pages of the agencies are translations: they are counted, and are no announcements of their own."""

from __future__ import annotations

import copy
from datetime import date

import pytest

from crawler.language import is_spanish, is_spanish_address
from crawler.sample import render
from tests.crawler.conftest import Crawl, Reply, Result, Site

TITLE = "La CFTC ordena a Tessarine Global pagar una multa por lavado de activos"
TEXT = (
    "La Comisión anunció hoy que presentó cargos por fraude y lavado de activos contra la empresa Tessarine Global, "
    "con sede en Umber, por no haber supervisado a los empleados que abrían cuentas para los clientes de la bolsa.\n\n"
    "De acuerdo con la orden, la empresa pagará una multa de 120 millones de dólares y no podrá operar en los mercados "
    "por un plazo de cinco años. El director de la división dijo que las firmas que no cumplen con la ley responden."
)
ENGLISH = (
    "The Commission announced today that it charged Banco de la Villa del Mar y Compañía de Inversiones with fraud. In "
    "the order, Juan de la Cruz and María del Carmen of Umber are found to have lied to the customers of the bank."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TEXT, True),
        (f"{TITLE}\n\n{TEXT}", True),
        (ENGLISH, False),
        (f"{ENGLISH}\n\n{TEXT}", False),  # a translation below the original
        (f"{ENGLISH} {ENGLISH}\n\n“{TITLE}.”", False),
        ("Banco de la Villa; Casa de los Reyes; Juan de la Cruz", False),  # names alone tell nothing
        ("", False),
    ],
)
def test_spanish_is_told_by_its_words(text: str, expected: bool) -> None:
    assert is_spanish(text) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.cftc.gov/es/PressRoom/PressReleases/9948-26", True),
        ("https://www.justice.gov/espanol/pr/hombre-acusado", True),
        ("https://www.justice.gov/usao-es/pr/man-charged", False),
        ("https://www.justice.gov/opa/pr/es/man", False),
    ],
)
def test_spanish_is_told_by_the_address(url: str, expected: bool) -> None:
    assert is_spanish_address(url) is expected


def add(site: Site, source: str, path: str, number: str | None) -> None:
    """The newest of the source's list."""
    entry = copy.copy(next(each for each in site.sample.entries[source] if not each.is_order and not each.is_measure))
    entry.path, entry.number, entry.title, entry.text, entry.subtitle = path, number, TITLE, TEXT, ""
    entry.topics, entry.published_on = ["Financial Fraud"], date(2026, 11, 17)
    site.sample.entries[source].insert(0, entry)
    page = getattr(render, f"{source}_release")(entry)
    site.put(f"/{source}{path}", page.encode())


@pytest.mark.parametrize(
    ("source", "path", "number"),
    [
        ("cftc", "/es/PressRoom/PressReleases/9948-26", "9948-26"),
        ("cftc", "/PressRoom/PressReleases/9948-26-es", "9948-26"),  # before the original, under its number
        ("cftc", "/PressRoom/PressReleases/9949-26", "9949-26"),
        ("fincen", "/es/news/news-releases/la-fincen-impone-una-multa", None),
        ("fincen", "/news/news-releases/la-fincen-impone-una-multa", None),
        ("doj", "/opa/pr/empresa-acusada-de-lavado", None),
        ("doj", "/es/opa/pr/empresa-acusada-de-lavado", None),
    ],
)
def test_a_translation_is_counted_and_the_original_is_kept(
    crawl: Crawl, site: Site, sample: dict[str, Result], source: str, path: str, number: str | None
) -> None:
    add(site, source, path, number)
    result = crawl(source)
    assert {item.key: item.text for item in result.items} == {item.key: item.text for item in sample[source].items}
    counts = result.report["counts"]
    assert counts.get("scope dropped: Spanish translation", 0) + counts.get("dropped: Spanish translation", 0) >= 1
    assert result.report["failures"] == [] and result.report["stopped_reason"] == ""


def test_a_translation_does_not_take_the_place_of_the_stored_original(crawl: Crawl, site: Site) -> None:
    known = crawl("cftc").keys
    add(site, "cftc", "/PressRoom/PressReleases/9948-26-es", "9948-26")
    again = {item.key: item.text for item in crawl("cftc", known_keys=known).items}
    assert set(again) == {"9948-26"} and again["9948-26"].startswith("CFTC Orders")


@pytest.mark.parametrize("channel", ["rss", "listing"])
def test_translations_of_justice_are_left_out_on_its_pages_too(crawl: Crawl, site: Site, channel: str) -> None:
    site.put("/doj/api/v1/press_releases.json", Reply(404, b""))
    if channel == "listing":
        site.put("/doj/news/rss", Reply(404, b""))
    add(site, "doj", "/opa/pr/empresa-acusada-de-lavado", None)
    assert "/opa/pr/empresa-acusada-de-lavado" not in crawl("doj", limit=4).keys


def test_with_all_of_justice_a_translation_is_left_out_too(crawl: Crawl, site: Site) -> None:
    add(site, "doj", "/opa/pr/empresa-acusada-de-lavado", None)
    result = crawl("doj", {"DOJ_SCOPE": "all"})
    assert "/opa/pr/empresa-acusada-de-lavado" not in result.keys
    assert result.report["dropped"][0]["reason"] == "Spanish translation"
