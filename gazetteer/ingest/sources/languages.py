"""Names in other languages: countries from Unicode CLDR, places from Debian's libgeonames."""

from __future__ import annotations

import gettext
import json
from collections.abc import Mapping
from pathlib import Path

from gazetteer.drafts import Stock
from gazetteer.model import NameKind

__all__ = ["load_countries", "load_places"]

# The languages of the first region, of its neighbours and of its correspondents.
_COUNTRY_LANGUAGES = (
    "ar", "az", "az-Cyrl", "ckb", "de", "el", "en", "es", "fa", "fr", "he", "hy", "it", "ka", "kk",
    "ku", "ky", "pl", "ps", "pt", "ru", "tg", "tk", "tr", "uk", "ur", "uz", "zh",
)  # fmt: skip
_PLACE_LANGUAGES = ("ar", "az", "en", "fa", "hy", "ka", "ru", "tr", "de", "fr", "es", "he", "uk")


def load_countries(stock: Stock, folder: Path) -> None:
    """Add the countries' names.

    Parameters
    ----------
    folder
        ``main`` of npm cldr-localenames-full.
    """
    for language in _COUNTRY_LANGUAGES:
        path = folder / language / "territories.json"
        names = json.loads(path.read_text(encoding="utf-8"))["main"][language]
        for code, text in sorted(names["localeDisplayNames"]["territories"].items()):
            country, _, kind = code.partition("-alt-")
            draft = stock.get(stock.countries.get(country, ""))
            if draft is None:
                continue
            short = NameKind.SHORT if kind == "short" else NameKind.ALTERNATE
            if short is NameKind.SHORT and text.isupper() and len(text) <= 4:
                short = NameKind.ABBREVIATION
            draft.add(text, language, short)


def load_places(stock: Stock, folder: Path) -> None:
    """Add names of cities and divisions.

    Parameters
    ----------
    folder
        ``usr/share/locale`` of Debian's libgeonames-common.
    """
    for language in _PLACE_LANGUAGES:
        with (folder / language / "LC_MESSAGES" / "geonames.mo").open("rb") as file:
            catalogue: Mapping[str, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
        for number, text in sorted(catalogue.items()):
            draft = stock.get(f"gn:{number}")
            if draft is not None:
                draft.add(text, language)
