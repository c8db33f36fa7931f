"""How a category looks: one colour and one shape, the same on the map and in the GIS files.

The colours are the eight of Okabe and Ito, their grey, and one purple that keeps apart from
them for people with any kind of colour vision; the shape says the same once more, for print
and for those who see no colour at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mapper.model import Category

__all__ = ["CATEGORY_STYLES", "CategoryStyle", "Shape"]


class Shape(StrEnum):
    """The outlines that markers have."""

    CIRCLE = "circle"
    SQUARE = "square"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"
    TRIANGLE_DOWN = "triangle-down"
    STAR = "star"
    PENTAGON = "pentagon"
    HEXAGON = "hexagon"
    PLUS = "plus"
    SALTIRE = "saltire"  # a plus turned by 45 degrees


@dataclass(frozen=True, slots=True)
class CategoryStyle:
    """What one category looks like.

    Parameters
    ----------
    key
        Short lower-case name, safe in CSS classes, element ids and layer ids.
    color
        Fill, ``#rrggbb``.
    ink
        Outline or text that reads well upon the fill, ``#rrggbb``.
    shape
        Outline of the marker.
    label
        The layer's name for people.
    """

    key: str
    color: str
    ink: str
    shape: Shape
    label: str


_LIGHT, _DARK = "#ffffff", "#1d2329"

CATEGORY_STYLES: dict[Category, CategoryStyle] = {
    Category.BATTLE: CategoryStyle("battle", "#d55e00", _LIGHT, Shape.DIAMOND, "Battles"),
    Category.EXPLOSION: CategoryStyle(
        "explosion", "#e69f00", _DARK, Shape.STAR, "Explosions and remote violence"
    ),
    Category.CIVILIANS: CategoryStyle(
        "civilians", "#cc79a7", _DARK, Shape.TRIANGLE, "Violence against civilians"
    ),
    Category.PROTEST: CategoryStyle("protest", "#0072b2", _LIGHT, Shape.PENTAGON, "Protests"),
    Category.RIOT: CategoryStyle("riot", "#f0e442", _DARK, Shape.SALTIRE, "Riots"),
    Category.STRATEGIC: CategoryStyle(
        "strategic", "#009e73", _LIGHT, Shape.SQUARE, "Strategic developments"
    ),
    Category.DIPLOMACY: CategoryStyle(
        "diplomacy", "#56b4e9", _DARK, Shape.CIRCLE, "Diplomacy and statements"
    ),
    Category.AGREEMENT: CategoryStyle(
        "agreement", "#5d3a9b", _LIGHT, Shape.PLUS, "Agreements and ceasefires"
    ),
    Category.DISASTER: CategoryStyle(
        "disaster", "#000000", _LIGHT, Shape.TRIANGLE_DOWN, "Disasters and accidents"
    ),
    Category.OTHER: CategoryStyle("other", "#999999", _DARK, Shape.HEXAGON, "Other"),
}
"""Style by category, in the order of the layers; every category has one."""
