"""The form of the built data on disk, shared by what writes it and what reads it.

A place of GeoNames is numbered by its GeoNames id; other places are numbered from
`FIRST_OWN_NUMBER` and carry their id in a column. A name's row packs the places that bear it,
the likeliest first: number of the place, position of the name among its names. A cell's row
packs the places inside: number, latitude, longitude, feature class.
"""

from __future__ import annotations

import math
import struct

__all__ = [
    "CELLS_AROUND", "FIRST_OWN_NUMBER", "POSTING", "SCHEMA", "SCHEMA_VERSION", "SPOT", "cell_of",
]  # fmt: skip

SCHEMA_VERSION = 1
FIRST_OWN_NUMBER = 1_000_000_000
POSTING = struct.Struct("<IB")
SPOT = struct.Struct("<Iffc")
CELLS_A_DEGREE = 4
CELLS_AROUND = 360 * CELLS_A_DEGREE

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (number INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE place (
    number INTEGER PRIMARY KEY, id TEXT, name TEXT NOT NULL,
    latitude REAL NOT NULL, longitude REAL NOT NULL, country TEXT NOT NULL,
    feature_class TEXT NOT NULL, feature_code TEXT NOT NULL,
    admin1 INTEGER, admin2 INTEGER, population INTEGER NOT NULL,
    disputed INTEGER NOT NULL, shape INTEGER NOT NULL, rank INTEGER NOT NULL,
    source INTEGER NOT NULL, names TEXT NOT NULL
);
CREATE UNIQUE INDEX place_id ON place (id) WHERE id IS NOT NULL;
CREATE TABLE name (key TEXT PRIMARY KEY, places BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE cell (number INTEGER PRIMARY KEY, places BLOB NOT NULL);
CREATE TABLE shape (place INTEGER PRIMARY KEY, wkb BLOB NOT NULL);
"""


def cell_of(latitude: float, longitude: float) -> int:
    """Number of the grid cell (a quarter of a degree each way) that holds a point."""
    row = math.floor((latitude + 90.0) * CELLS_A_DEGREE)
    column = math.floor((longitude + 180.0) * CELLS_A_DEGREE) % CELLS_AROUND
    return row * CELLS_AROUND + column
