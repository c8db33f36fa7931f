"""Shapes in few bytes: steps from corner to corner on a grid, written byte by byte, deflated.

Most shapes of the data lie on a grid of a binary fraction of a degree; of these, each corner is
stored as its distance from the one before. The four bytes of those numbers are stored apart,
all lowest first, since the higher ones are nearly all zero. A shape off the grid is stored as
WKB, so that no file of a user's own is coarsened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.layout import deflate, inflate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = ["GRID", "pack_shape", "unpack_shape"]

# About 14 m.
GRID = 2.0**-13
_WKB = b"\xff"
_WORD = "<u4"


def pack_shape(shape: BaseGeometry) -> bytes:
    """Return a line or polygon, or several of one kind, as bytes."""
    import numpy as np
    import shapely

    steps = shapely.get_coordinates(shape) / GRID
    whole = np.rint(steps)
    if shape.has_z or not np.array_equal(steps, whole) or "Collection" in shape.geom_type:
        return _WKB + deflate(shapely.to_wkb(shape))
    kind, _, offsets = shapely.to_ragged_array([shape])
    counts = [np.diff(each, prepend=0)[1:] for each in offsets]
    columns = [*counts, *(np.diff(column, prepend=0) for column in whole.T)]
    head = np.array([len(column) for column in columns], _WORD)
    words = np.concatenate([head, *(_zigzag(column) for column in columns)]).astype(_WORD)
    planes = words.view(np.uint8).reshape(-1, 4).T.tobytes()
    return bytes([int(kind)]) + deflate(planes)


def unpack_shape(packed: bytes) -> BaseGeometry:
    """Undo `pack_shape`."""
    import numpy as np
    import shapely
    from shapely import GeometryType

    content = inflate(packed[1:])
    if packed[:1] == _WKB:
        shape: BaseGeometry = shapely.from_wkb(content)
        return shape
    kind = GeometryType(packed[0])
    planes = np.frombuffer(content, np.uint8).reshape(4, -1)
    words = np.ascontiguousarray(planes.T).view(_WORD).ravel().astype(np.int64)
    levels = {GeometryType.LINESTRING: 1, GeometryType.MULTIPOLYGON: 3}.get(kind, 2)
    ends = np.cumsum([levels + 2, *words[: levels + 2]])
    parts = [words[ends[i] : ends[i + 1]] for i in range(levels + 2)]
    columns = [np.cumsum((part >> 1) ^ -(part & 1)) for part in parts]
    offsets = tuple(np.concatenate([[0], column]) for column in columns[:levels])
    corners = np.column_stack(columns[levels:]) * GRID
    (shape,) = shapely.from_ragged_array(kind, corners, offsets)
    return shape


def _zigzag(steps: NDArray[np.float64]) -> NDArray[np.int64]:
    """Numbers of either sign as numbers without one, the small ones first."""
    whole = steps.astype("int64")
    return (whole << 1) ^ (whole >> 63)
