"""The ground under every map: Natural Earth in one file, cut to the regions asked for."""

from mapper.ground.cut import MARGIN, cut, outside
from mapper.ground.region import WORLD, Box, heart, hull, regions
from mapper.ground.store import SOURCE, GroundStore, opened_ground

__all__ = [
    "MARGIN",
    "SOURCE",
    "WORLD",
    "Box",
    "GroundStore",
    "cut",
    "heart",
    "hull",
    "opened_ground",
    "outside",
    "regions",
]
