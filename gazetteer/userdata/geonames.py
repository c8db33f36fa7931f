"""GeoNames' country dumps: one table of places a country, one of names by language."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path

from gazetteer.drafts import Draft, Stock
from gazetteer.errors import SourceError
from gazetteer.folding import fold
from gazetteer.model import FeatureClass, NameKind
from gazetteer.userdata.texts import cells

__all__ = ["ATTRIBUTION", "read_country", "read_names"]

ATTRIBUTION = "GeoNames (CC BY 4.0)"
# https://download.geonames.org/export/dump/readme.txt tells the columns.
_COLUMNS, _NAME_COLUMNS = 19, 8
_CLASSES = {member.value for member in FeatureClass}
# Beside settlements and divisions, what news names. A country's dump has every hotel and ditch.
_NOTABLE = {
    "H": "BAY CHN CNL FJD GLCR GULF LGN LK LKS OCN RSV SEA STM STRT SD",
    "L": "AREA CTRB GASF INDS MILB NVB OILF PRK RES RESN RGN RGNE RGNH",
    "R": "PRT RDCUT TNL TNLRD TNLRR",
    "S": "AIRB AIRF AIRH AIRP BDG BDGQ CSTL DAM DIP ESTO FT HSP INSM MN MNC MNCU MNMT MSTY NUCL "
    "OILR PRN PS PSH PSTB PSTC PSTP RSTN RUIN UNIV",
    "T": "CAPE DLTA DSRT HLL ISL ISLS ISLT MT MTS PASS PEN PK PKS PLAT PLN RDGE VAL VALS VLC",
    "V": "FRST",
}
_CODES = {letter: frozenset(codes.split()) for letter, codes in _NOTABLE.items()}
# A brook or a school comes after a village of the same name.
_BIAS = -400
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
# What GeoNames keeps in the column of languages beside languages.
_NO_LANGUAGE = frozenset({"tcid", "faac", "iata", "icao", "link", "post", "unlc", "wkdt"})
_MOST_PEOPLE = 10_000_000_000


def read_country(
    path: Path, *, everything: bool = False, divisions: Path | None = None
) -> Stock:  # fmt: skip
    """Read the dump of a country.

    Parameters
    ----------
    path
        ``XX.zip`` or ``XX.txt``.
    everything
        Take every hotel, school and ditch too, not only what news names.
    divisions
        ``admin1CodesASCII.txt``, which names the divisions that the dump itself lacks.

    Raises
    ------
    SourceError
        It cannot be read; the message names file and line.
    """
    stock = Stock()
    for where, row in _rows(path, _COLUMNS):
        draft = _draft(where, row, everything)
        if draft is None:
            continue
        stock.put(draft)
        code = draft.feature_code
        if draft.feature_class == "A" and code in ("ADM1", "ADM2"):
            stock.divisions.setdefault(draft.admin1 if code == "ADM1" else draft.admin2, draft.id)
    if not len(stock):
        raise SourceError(f"{path.name}: no place in it; fetch it again")
    names = {} if divisions is None else _division_names(divisions)
    for draft in stock:
        for level in ("admin1", "admin2"):
            told = getattr(draft, level)
            found = stock.divisions.get(told, names.get(told, ""))
            setattr(draft, level, "" if found == draft.id else found)
    return stock


def read_names(stock: Stock, path: Path) -> None:
    """Add the names by language of the places in a stock.

    Parameters
    ----------
    path
        ``alternateNamesV2.zip`` (or ``.txt``), or a country's file of the same form.

    Raises
    ------
    SourceError
        It cannot be read; the message names file and line.
    """
    for _, row in _rows(path, _NAME_COLUMNS, or_more=True):
        draft = stock.get(f"gn:{row[1]}")
        language = row[2]
        if draft is None or language in _NO_LANGUAGE or not row[3].strip():
            continue
        if language == "abbr":
            draft.add(row[3], "", NameKind.ABBREVIATION)
        elif not language or _LANGUAGE.fullmatch(language):
            draft.add(row[3], language, _kind(row))


def _kind(row: list[str]) -> NameKind:
    preferred, short, colloquial, historic = (cell == "1" for cell in row[4:8])
    if historic:
        return NameKind.HISTORICAL
    if colloquial:
        return NameKind.COLLOQUIAL
    if short:
        return NameKind.SHORT
    return NameKind.OFFICIAL if preferred else NameKind.ALTERNATE


def _rows(path: Path, columns: int, *, or_more: bool = False) -> Iterator[tuple[str, list[str]]]:
    """Return each row, and where it stands."""
    for number, row in cells(path):
        where = f"{path.name}, line {number}"
        if len(row) < columns or (len(row) > columns and not or_more):
            raise SourceError(
                f"{where}: {len(row)} cells where {columns} are due; "
                "fetch the file again, as GeoNames publishes it"
            )
        yield where, row


def _draft(where: str, row: list[str], everything: bool) -> Draft | None:
    letter, code, name = row[6], row[7], " ".join(row[1].split())
    if letter not in _CLASSES or not fold(name):
        return None
    notable = letter in "PA" or code in _CODES.get(letter, ())
    if not (everything or notable):
        return None
    if not (row[0].isascii() and row[0].isdecimal() and 0 < len(row[0]) < 10):
        raise SourceError(f"{where}: {row[0]!r} is no GeoNames id; fetch the file again")
    latitude, longitude = _degrees(where, row[4], 90.0), _degrees(where, row[5], 180.0)
    people = int(row[14]) if row[14].isascii() and row[14].isdecimal() else 0
    draft = Draft(
        id=f"gn:{int(row[0])}",
        name=name,
        latitude=latitude,
        longitude=longitude,
        country=row[8] if re.fullmatch("[A-Z]{2}", row[8]) else "",
        feature_class=letter,
        feature_code=code,
        admin1=f"{row[8]}.{row[10]}" if row[10] not in ("", "00") else "",
        admin2=f"{row[8]}.{row[10]}.{row[11]}" if row[11] else "",
        population=people if people <= _MOST_PEOPLE else 0,
        source=ATTRIBUTION,
        bias=0 if letter in "PA" or people else _BIAS,
    )
    if fold(row[2]) != fold(name):
        draft.add(row[2])
    for text in row[3].split(","):
        draft.add(text)
    return draft


def _degrees(where: str, text: str, most: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not -most <= value <= most:  # which "nan" is not, either
        raise SourceError(f"{where}: {text!r} is no number of degrees up to {most:g}")
    return value


def _division_names(path: Path) -> dict[str, str]:
    """Names by code (``AZ.09``)."""
    return {row[0]: row[1] for _, row in _rows(path, 4)}
