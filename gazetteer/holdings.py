"""The files that an open gazetteer reads: found, opened, described, closed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gazetteer.parts import BUNDLED, Part, part_files, part_of, user_folder
from gazetteer.shelf import Shelf

__all__ = ["Holdings", "Paths", "find"]

_DATA = Path(__file__).parent / "data" / "gazetteer.sqlite"
# The data, the parts of the user gazetteer, the files of this run.
Paths = tuple[Path, tuple[Path, ...], tuple[Path, ...]]


def find(path: Path | None, extra: Sequence[Path], user: Path | bool) -> Paths:
    """Say which files a gazetteer consists of; see `gazetteer.store.Gazetteer`."""
    folder = user if isinstance(user, Path) else None
    if path is None and user is True:
        folder = user_folder()
    own = () if folder is None else part_files(folder)
    return _DATA if path is None else path, own, tuple(extra)


class Holdings:
    """Open files, the one that is believed first at the front.

    Parameters
    ----------
    paths
        As `find` found them.

    Raises
    ------
    ArtefactError, SourceError
        One of them cannot be used; the message names it.
    """

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        data, own, extra = paths
        shelves: list[Shelf] = []
        try:
            shelves.append(Shelf(data))
            shelves.extend(Shelf(part, remedy=_remedy(part)) for part in own)
            if extra:
                from gazetteer.extra import open_extra

                shelves.extend(open_extra(extra))
        except Exception:
            for shelf in shelves:
                shelf.close()
            raise
        self.shelves = tuple(shelves)
        names = (BUNDLED, *(part.stem for part in own), *(file.name for file in extra))
        self.parts: tuple[Part, ...] = tuple(
            part_of(shelf.meta, name) for shelf, name in zip(shelves, names, strict=True)
        )

    @property
    def bundled(self) -> Shelf:
        """The data that all the rest is beside."""
        return self.shelves[0]

    def close(self) -> None:
        """Close every file."""
        for shelf in self.shelves:
            shelf.close()

    def info(self) -> dict[str, object]:
        """Return counts, sources and version of the data, for people."""
        meta = self.bundled.meta
        return {
            "version": self.parts[0].digest,
            "places": int(meta.get("places", 0)),
            "names": int(meta.get("names", 0)),
            "shapes": int(meta.get("shapes", 0)),
            "sources": meta.get("sources", "").split("\n"),
            "parts": [
                {
                    "name": part.name,
                    "places": part.places,
                    "digest": part.digest,
                    "origin": part.origin,
                    "attribution": "; ".join(part.attribution),
                    "added": part.added,
                }
                for part in self.parts[1:]
            ],
        }


def _remedy(part: Path) -> str:
    return f"remove it with: mapper gazetteer remove {part.stem}; then add it again"
