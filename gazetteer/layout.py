"""The form of the built data on disk, shared by what writes it and what reads it.

A place of GeoNames is numbered by its GeoNames id; other places are numbered from
`FIRST_OWN_NUMBER` and carry their id in a column. What many places share (country, feature,
source; the pair of divisions around them) is stored once and numbered, the most frequent first.
A name's row has the likeliest place that bears it, and which of that place's names it is; the
others follow packed. A row of ``loose`` packs the names whose loose keys (see
`gazetteer.folding.loose`) share some bits of their checksum: more of its bits, place, which name.
A row of ``tail`` holds the keys that end in the same three letters, without these. A cell's row
packs the places inside: number, offsets north and east of its corner, feature class.
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
    "LONG_NAMES",
    "LOOSE",
    "PAGE",
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
    "loose_bucket",
    "pack_spot",
    "tail_number",
    "unpack_spots",
]  # fmt: skip

SCHEMA_VERSION = 6
FIRST_OWN_NUMBER = 1_000_000_000
POSTING = struct.Struct("<IB")
LOOSE = struct.Struct("<HIB")
SPOT = struct.Struct("<IHHc")
SPOT_STEPS = 65536
DEGREE = 100_000
PAGE = 8192
TAIL = 3
# Names of a place longer than this, in bytes, are deflated; shorter ones gain too little.
LONG_NAMES = 256
CELLS_A_DEGREE = 4
CELLS_AROUND = 360 * CELLS_A_DEGREE

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE kind (
    number INTEGER PRIMARY KEY, country TEXT NOT NULL,
    feature_class TEXT NOT NULL, feature_code TEXT NOT NULL, source TEXT NOT NULL
);
CREATE TABLE area (
    number INTEGER PRIMARY KEY,
    admin1, admin1_name TEXT NOT NULL, -- GeoNames number or place id; empty for a bare name
    admin2, admin2_name TEXT NOT NULL
);
CREATE TABLE place (
    number INTEGER PRIMARY KEY, id TEXT, name TEXT NOT NULL,
    latitude INTEGER NOT NULL, longitude INTEGER NOT NULL, -- in 1/100,000 degree
    kind INTEGER NOT NULL, area INTEGER,
    population INTEGER NOT NULL, rank INTEGER NOT NULL,
    flags INTEGER NOT NULL, -- 1 disputed, 2 has a line, 4 has a polygon, 8 names hold the main one
    names -- one a line: text, or language TAB letter of the kind TAB text; a blob if deflated
);
CREATE UNIQUE INDEX place_id ON place (id) WHERE id IS NOT NULL;
CREATE TABLE name (
    key TEXT PRIMARY KEY, place INTEGER NOT NULL, position INTEGER NOT NULL,
    more BLOB -- further places, packed
) WITHOUT ROWID;
CREATE TABLE loose (bucket INTEGER PRIMARY KEY, postings BLOB NOT NULL);
CREATE TABLE tail (number INTEGER PRIMARY KEY, heads BLOB NOT NULL); -- deflated
CREATE TABLE cell (number INTEGER PRIMARY KEY, places BLOB NOT NULL);
CREATE TABLE shape (place INTEGER PRIMARY KEY, form BLOB NOT NULL); -- see gazetteer.forms
CREATE TABLE border (
    first TEXT, second TEXT, form BLOB NOT NULL, PRIMARY KEY (first, second)
) WITHOUT ROWID;
CREATE TABLE moved (number INTEGER PRIMARY KEY, latitude REAL, longitude REAL); -- before curation
CREATE VIEW full AS
    SELECT p.number, p.id, name, latitude, longitude, country, feature_class, feature_code,
        admin1, admin2, population, flags, rank, source
    FROM place p JOIN kind k ON k.number = kind LEFT JOIN area a ON a.number = area;
"""
DISPUTED, LINE, POLYGON, TOLD = 1, 2, 4, 8
_BUCKET_BITS = 14


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


def loose_bucket(key: str) -> tuple[int, int]:
    """Row of ``loose`` that holds a loose key, and what tells it from most others there."""
    checksum = zlib.crc32(key.encode())
    return checksum & ((1 << _BUCKET_BITS) - 1), checksum >> 16


def tail_number(tail: str) -> int:
    """Row of ``tail`` for the last letters of a key, which are ASCII."""
    return int.from_bytes(tail.encode("ascii"), "big")


def deflate(content: bytes) -> bytes:
    """Make the content of a row small; without a header, since there are many."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return packer.compress(content) + packer.flush()


def inflate(packed: bytes) -> bytes:
    """Undo `deflate`."""
    return zlib.decompress(packed, -15)
