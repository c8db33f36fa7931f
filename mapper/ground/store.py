"""Reading shapes out of the basemap's file.

The file is a numpy archive: by ``<level>.<layer>`` the differences of quantised points ``d``,
points a line or ring ``o``, rings a polygon ``g`` (areas only), bounds in hundredths of a
degree ``b``, and a rank ``r``; and ``labels`` as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from mapper.errors import DataError
from mapper.ground.region import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["BASEMAP_FILE", "QUANTUM", "SOURCE", "GroundStore", "opened_ground"]

SOURCE = "Natural Earth 5.1 (2022) and 4.1 (2018)"

BASEMAP_FILE = Path(__file__).parent / "data" / "basemap.npz"
QUANTUM = 1e-4
"""Degrees: coordinates are stored as whole numbers of it (11 m at the equator)."""


@contextmanager
def opened_ground() -> Iterator[GroundStore]:
    """Open the file.

    Yields
    ------
    GroundStore
        For as long as the block lasts.

    Raises
    ------
    DataError
        The file is missing or damaged, which may show only when a part of it is read.
    """
    import numpy as np

    try:
        with np.load(BASEMAP_FILE, allow_pickle=False) as archive:
            yield GroundStore(archive)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise DataError(f"the map's basemap is missing or damaged: {BASEMAP_FILE.name}") from error


class GroundStore:
    """The open file; each part is unpacked once, when first asked for.

    Parameters
    ----------
    archive
        As ``numpy.load`` opens it.
    """

    def __init__(self, archive: Any) -> None:
        self._archive = archive
        self._parts: dict[str, NDArray[Any]] = {}

    def _part(self, key: str) -> NDArray[Any]:
        if key not in self._parts:
            self._parts[key] = self._archive[key]
        return self._parts[key]

    def labels(self) -> dict[str, list[Any]]:
        """Names of towns, countries and disputed lines."""
        labels: dict[str, list[Any]] = json.loads(bytes(self._part("labels")))
        return labels

    def has(self, level: str, layer: str) -> bool:
        """Whether the layer is drawn at this level."""
        return f"{level}.{layer}.d" in self._archive

    def shapes(
        self, level: str, layer: str, box: Box, most: int = 255
    ) -> tuple[NDArray[np.object_], NDArray[np.uint8]]:
        """The lines or areas of a rank up to `most` that may touch the box, and their ranks."""
        import numpy as np
        import shapely

        key = f"{level}.{layer}"
        west, south, east, north = (self._part(f"{key}.b") / 100.0).T
        ranks: NDArray[np.uint8] = self._part(f"{key}.r")
        touch = (
            (west <= box.east)
            & (east >= box.west)
            & (south <= box.north)
            & (north >= box.south)
            & (ranks <= most)
        )
        lengths = self._part(f"{key}.o")
        points = np.cumsum(self._part(f"{key}.d"), axis=0, dtype=np.int32)
        kind, wanted = shapely.GeometryType.LINESTRING, touch
        groups: tuple[NDArray[np.int64], ...] = ()
        if f"{key}.g" in self._archive:
            rings = self._part(f"{key}.g")
            kind, wanted = shapely.GeometryType.POLYGON, np.repeat(touch, rings)
            groups = (_offsets(rings[touch]),)
        xy = points[np.repeat(wanted, lengths)] * QUANTUM
        shapes = shapely.from_ragged_array(kind, xy, (_offsets(lengths[wanted]), *groups))
        return shapes, ranks[touch]


def _offsets(lengths: NDArray[np.int32]) -> NDArray[np.int64]:
    import numpy as np

    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
