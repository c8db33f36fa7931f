"""What an open gazetteer is made of, and where a user's own parts of it lie.

The user gazetteer is a folder of files of the bundled one's form, one a part. It lies in the
user's data directory, or where the environment variable `FOLDER_VARIABLE` says; there ``off``
leaves it out.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gazetteer.errors import ArtefactError

__all__ = ["BUNDLED", "CREDITS", "FOLDER_VARIABLE", "Part", "part_files", "part_of", "user_folder"]

FOLDER_VARIABLE = "MAPPER_USER_GAZETTEER"
BUNDLED = "bundled"
# The licences ask for the first; the others are named because it is right.
CREDITS = (
    "GeoNames (CC BY 4.0)",
    "Natural Earth",
    "OurAirports",
    "Wikidata (CC0)",
    "Unicode CLDR (Unicode-3.0)",
    "US Census Bureau",
    "The World Factbook",
)
_SHORT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of an open gazetteer.

    Parameters
    ----------
    name
        ``bundled``, the name of a part of the user gazetteer, or of a file of this run.
    digest
        SHA-256 of what the part holds; for the bundled one its version.
    places
        How many.
    attribution
        Who is to be named, and the licence; empty where nobody said.
    origin
        Which files it was made of.
    added
        ISO date on which it was made; empty where that is not told.
    """

    name: str
    digest: str
    places: int
    attribution: tuple[str, ...] = ()
    origin: str = ""
    added: str = ""

    @property
    def signature(self) -> str:
        """Name and short digest: parts with the same signature hold the same."""
        return self.digest if self.name == BUNDLED else f"{self.name}@{self.digest[:_SHORT]}"


def user_folder() -> Path | None:
    """Folder of this user's parts, whether it is there or not.

    None if they are left out, or if the user has no home directory to keep them in.
    """
    told = os.environ.get(FOLDER_VARIABLE)
    if told:
        return None if told == "off" else Path(told)
    home = Path(os.environ.get("XDG_DATA_HOME") or "")
    if not home.is_absolute():  # which the specification has ignored
        try:
            home = Path.home() / ".local" / "share"
        except RuntimeError:
            return None
    return home / "incident-mapper" / "gazetteer"


def part_files(folder: Path) -> tuple[Path, ...]:
    """Files of the parts in a folder, in the order of their names; none if it is not there.

    Raises
    ------
    ArtefactError
        It is a file.
    """
    if folder.is_file():
        raise ArtefactError(f"{folder}: a file, not a folder; name the folder of your gazetteer")
    return tuple(sorted(folder.glob("*.sqlite")))


def part_of(meta: Mapping[str, str], name: str) -> Part:
    """Describe a file by what it says of itself."""
    credits = meta.get("attribution", "")
    return Part(
        name=name,
        digest=meta["version"] if name == BUNDLED else meta.get("digest", ""),
        places=int(meta.get("places", 0)),
        attribution=CREDITS if name == BUNDLED else tuple(credits.split("\n")) if credits else (),
        origin=meta.get("origin", ""),
        added=meta.get("added", ""),
    )
