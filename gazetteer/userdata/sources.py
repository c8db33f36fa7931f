"""What a folder holds that the user gazetteer can be extended from."""

from __future__ import annotations

import re
from pathlib import Path

from gazetteer.errors import SourceError

__all__ = ["Sources"]

_COUNTRY = re.compile(r"([A-Z]{2})\.(zip|txt)", re.IGNORECASE)


class Sources:
    """Files of GeoNames and of Who's On First in a folder.

    Parameters
    ----------
    folder
        It may hold ``XX.zip`` or ``XX.txt``, ``admin1CodesASCII.txt``, the names by language
        (``alternateNamesV2.zip`` or ``.txt``, or ``alternatenames/XX.zip``), and, at any depth,
        Who's On First's ``*.geojson``.

    Raises
    ------
    SourceError
        It is no folder, or holds nothing of this.

    Attributes
    ----------
    countries
        Dumps by ISO code.
    divisions
        The table of first order divisions, if it is there.
    records
        GeoJSON files, in the order of their names.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise SourceError(f"{folder}: no such folder; check the path")
        self.folder = folder
        self.countries = _countries(folder)
        self.divisions = _first(folder, "admin1CodesASCII.txt")
        self.records = tuple(sorted(path for path in folder.rglob("*.geojson") if path.is_file()))
        self._names = _countries(folder / "alternatenames")
        self._all_names = _first(folder, "alternateNamesV2.zip", "alternateNamesV2.txt")
        if not self.countries and not self.records:
            raise SourceError(
                f"{folder}: neither country dumps of GeoNames (AZ.zip or AZ.txt) nor files of "
                "Who's On First (*.geojson) in it"
            )

    def country(self, code: str) -> Path:
        """Return the dump of a country.

        Raises
        ------
        SourceError
            It is not there.
        """
        found = self.countries.get(code)
        if found is None:
            there = ", ".join(sorted(self.countries)) or "none"
            raise SourceError(
                f"{self.folder}: no {code}.zip or {code}.txt in it (countries there: {there})"
            )
        return found

    def names_of(self, code: str) -> Path | None:
        """Return the file that has a country's names by language, if there is one."""
        return self._names.get(code) or self._all_names


def _countries(folder: Path) -> dict[str, Path]:
    """Files that are called after a country; a zip, which has a checksum, before a text."""
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        match = _COUNTRY.fullmatch(path.name)
        if match and (match[1].upper() not in found or match[2].lower() == "zip"):
            found[match[1].upper()] = path
    return found


def _first(folder: Path, *names: str) -> Path | None:
    return next((folder / name for name in names if (folder / name).is_file()), None)
