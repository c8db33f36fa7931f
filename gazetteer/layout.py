"""The form of the built data on disk, shared by what writes it and what reads it.

A place of GeoNames is numbered by its GeoNames id; other places are numbered from
`FIRST_OWN_NUMBER` and carry their id in a column. A name's row has the likeliest place that
bears it, and which of that place's names it is; the others follow packed. Keys that begin
with ``~`` are loose ones (see `gazetteer.folding.loose`). A row of ``tail`` holds the keys that
end in the same three letters (reversed), without these. A cell's row packs the places inside:
number, offsets north and east of its corner, feature class.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterator

__all__ = [
    "CELLS_AROUND",
    "CELLS_A_DEGREE",
    "DEGREE",
    "DISPUTED",
    "FIRST_OWN_NUMBER",
    "LINE",
    "POLYGON",
    "POSTING",
    "SCHEMA",
    "SCHEMA_VERSION",
    "SPOT",
    "TAIL",
    "TOLD",
    "cell_of",
    "deflate",
    "inflate",
    "pack_spot",
    "unpack_spots",
]  # fmt: skip

SCHEMA_VERSION = 5
FIRST_OWN_NUMBER = 1_000_000_000
POSTING = struct.Struct("<IB")
SPOT = struct.Struct("<IHHc")
SPOT_STEPS = 65536
DEGREE = 100_000
TAIL = 3
CELLS_A_DEGREE = 4
CELLS_AROUND = 360 * CELLS_A_DEGREE

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (number INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE place (
    number INTEGER PRIMARY KEY, id TEXT, name TEXT NOT NULL,
    latitude INTEGER NOT NULL, longitude INTEGER NOT NULL, -- in 1/100,000 degree
    country TEXT NOT NULL, feature_class TEXT NOT NULL, feature_code TEXT NOT NULL,
    admin1 INTEGER, admin2 INTEGER, -- number of the division, or its bare name
    population INTEGER NOT NULL,
    flags INTEGER NOT NULL, -- 1 disputed, 2 has a line, 4 has a polygon, 8 names hold the main one
    rank INTEGER NOT NULL, source INTEGER NOT NULL,
    names TEXT NOT NULL -- one a line: text, or language TAB kind TAB text
);
CREATE UNIQUE INDEX place_id ON place (id) WHERE id IS NOT NULL;
CREATE TABLE division (number INTEGER PRIMARY KEY, id TEXT, name TEXT NOT NULL); -- quick to reach
CREATE TABLE name (
    key TEXT PRIMARY KEY, place INTEGER NOT NULL, position INTEGER NOT NULL,
    more BLOB -- further places, packed
) WITHOUT ROWID;
CREATE TABLE tail (tail TEXT PRIMARY KEY, heads BLOB NOT NULL) WITHOUT ROWID; -- deflated
CREATE TABLE cell (number INTEGER PRIMARY KEY, places BLOB NOT NULL);
CREATE TABLE shape (place INTEGER PRIMARY KEY, wkb BLOB NOT NULL); -- deflated
CREATE TABLE border (
    first TEXT, second TEXT, wkb BLOB NOT NULL, PRIMARY KEY (first, second)
) WITHOUT ROWID;
CREATE TABLE moved (number INTEGER PRIMARY KEY, latitude REAL, longitude REAL); -- before curation
"""
DISPUTED, LINE, POLYGON, TOLD = 1, 2, 4, 8


def cell_of(latitude: float, longitude: float) -> int:
    """Return number of the grid cell (a quarter of a degree each way) that holds a point."""
    row = math.floor((latitude + 90.0) * CELLS_A_DEGREE)
    column = math.floor((longitude + 180.0) * CELLS_A_DEGREE) % CELLS_AROUND
    return row * CELLS_AROUND + column


def pack_spot(number: int, latitude: float, longitude: float, letter: bytes) -> bytes:
    """Return a place as its cell keeps it; the position is good to half a metre."""
    north = (latitude + 90.0) * CELLS_A_DEGREE % 1.0
    east = (longitude + 180.0) * CELLS_A_DEGREE % 1.0
    return SPOT.pack(number, int(north * SPOT_STEPS), int(east * SPOT_STEPS), letter)


def unpack_spots(cell: int, packed: bytes) -> Iterator[tuple[int, float, float, bytes]]:
    """Return number, latitude, longitude and class letter of each place in a cell."""
    row, column = divmod(cell, CELLS_AROUND)
    south, west = row / CELLS_A_DEGREE - 90.0, column / CELLS_A_DEGREE - 180.0
    step = 1.0 / (CELLS_A_DEGREE * SPOT_STEPS)
    for number, north, east, letter in SPOT.iter_unpack(packed):
        yield number, south + north * step, west + east * step, letter


def deflate(content: bytes) -> bytes:
    """Make the content of a shape's or a tail's row small."""
    return zlib.compress(content, 9)


def inflate(packed: bytes) -> bytes:
    """Undo `deflate`."""
    return zlib.decompress(packed)
