"""Cutting the ground to regions, in as much detail as their width asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mapper.ground.region import Box
from mapper.ground.store import GroundStore

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["MARGIN", "cut", "outside"]

MARGIN = 0.02
"""Degrees by which a region reaches over its edge, so that no hairline shows there."""

_FINE_BELOW = 40.0
"""Width in degrees up to which a region is drawn from the finest data."""
_COARSER = {"provinces": 2.0, "rivers": 1.5}
"""Layers that may be simplified more than the rest."""


def cut(
    store: GroundStore, layer: str, region: Box
) -> tuple[NDArray[np.object_], NDArray[np.uint8]]:
    """Cut a layer to a region.

    Parameters
    ----------
    store
        The open ground.
    layer
        ``land``, ``lakes``, ``borders``, ``provinces``, ``rivers`` or ``disputed``.
    region
        What to keep; a hair more is kept on every side.

    Returns
    -------
    tuple of numpy.ndarray
        Shapes (EPSG:4326), some of them empty, and their ranks; none where the layer is not
        drawn at the region's width.
    """
    import numpy as np
    import shapely

    level = "fine" if region.span <= _FINE_BELOW else "mid"
    if not store.has(level, layer):
        return np.empty(0, dtype=object), np.empty(0, dtype=np.uint8)
    most = _river_rank(region.span) if layer == "rivers" else 255
    shapes, ranks = store.shapes(level, layer, region, most)
    corners = (
        region.west - MARGIN, region.south - MARGIN, region.east + MARGIN, region.north + MARGIN,
    )  # fmt: skip
    tolerance = max(region.span / 6000, 0.002) * _COARSER.get(layer, 1.0)
    return shapely.simplify(shapely.clip_by_rect(shapes, *corners), tolerance), ranks


def outside(shapes: NDArray[np.object_], regions: Sequence[Box]) -> NDArray[np.object_]:
    """Take the regions out of shapes.

    Parameters
    ----------
    shapes
        In EPSG:4326.
    regions
        What to leave out.

    Returns
    -------
    numpy.ndarray
        As many shapes, some of them empty.
    """
    import shapely

    if not regions:
        return shapes
    holes = shapely.union_all([shapely.box(r.west, r.south, r.east, r.north) for r in regions])
    left: NDArray[np.object_] = shapely.difference(shapes, holes)
    return left


def _river_rank(span: float) -> int:
    """The least of the rivers that a region of this width still shows."""
    return 10 if span < 8 else 8 if span < 18 else 6
