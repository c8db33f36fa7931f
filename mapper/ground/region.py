"""Which parts of the world an article is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["WORLD", "Box", "heart", "hull", "regions"]

_NEAR = 6.0
"""Degrees: points closer than this belong to one region."""
_LEAST = 2.0
"""Degrees: no region is narrower, so that a single town has some land around it."""
_FAR = 12.0
"""Degrees: what lies farther from the others than this may be left out of the first view."""
_STRAYS = 0.2
"""Share of the points that may be left out of it."""
_WORTH = 2.0
"""How many times wider the view would have to be for the strays' sake before they are."""
_MOST_REGIONS = 4
_ASPECT = 1.7
"""Screens are wider than high: a region's detail must not end in sight."""


@dataclass(frozen=True, slots=True)
class Box:
    """A region in degrees, EPSG:4326."""

    west: float
    south: float
    east: float
    north: float

    @property
    def span(self) -> float:
        """Its longer side in degrees."""
        return max(self.east - self.west, self.north - self.south)

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether a point lies in it."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north

    def meets(self, other: Box) -> bool:
        """Whether the two share a point."""
        return (
            self.west <= other.east
            and other.west <= self.east
            and self.south <= other.north
            and other.south <= self.north
        )

    def joined(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.west, other.west),
            min(self.south, other.south),
            max(self.east, other.east),
            max(self.north, other.north),
        )

    def widened(self, aspect: float) -> Box:
        """The box made as wide as its height times `aspect`, if it is narrower."""
        more = max((self.north - self.south) * aspect - (self.east - self.west), 0.0) / 2
        return Box(
            max(self.west - more, WORLD.west),
            self.south,
            min(self.east + more, WORLD.east),
            self.north,
        )

    def grown(self, share: float, least: float = 0.0) -> Box:
        """The box with a margin on every side: a share of its span, at least so many degrees."""
        margin = max(self.span * share, least)
        return Box(
            max(self.west - margin, WORLD.west),
            max(self.south - margin, WORLD.south),
            min(self.east + margin, WORLD.east),
            min(self.north + margin, WORLD.north),
        )


WORLD = Box(-180.0, -85.0, 180.0, 85.0)


def hull(boxes: Iterable[Box]) -> Box | None:
    """The smallest box around all; None where there is none."""
    whole: Box | None = None
    for box in boxes:
        whole = box if whole is None else whole.joined(box)
    return whole


def heart(boxes: Sequence[Box]) -> Box | None:
    """Where most of the boxes lie: their hull without a few strays far from it.

    A place at the other end of the world must not shrink the article's own region to a dot.

    Parameters
    ----------
    boxes
        Of points and shapes, one a time that each is shown.

    Returns
    -------
    Box or None
        The hull of all where leaving some out gains little; None where there is no box.
    """
    whole = hull(boxes)
    if whole is None:
        return None
    groups = _merged([(box.grown(0, _FAR / 2), box, 1) for box in boxes])
    kept: list[Box] = []
    seen = 0
    for _, box, count in sorted(groups, key=lambda group: (-group[2], _key(group[1]))):
        if seen >= (1 - _STRAYS) * len(boxes):
            break
        kept.append(box)
        seen += count
    main = hull(kept) or whole
    return main if whole.span > _WORTH * max(main.span, _LEAST) else whole


def regions(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Boxes of detail around the given ones: near ones joined, none overlapping.

    Parameters
    ----------
    boxes
        Of points (without width) and shapes.
    """
    groups = _merged([(box.grown(0, _NEAR / 2), box, 1) for box in sorted(set(boxes), key=_key)])
    most = sorted(groups, key=lambda group: (-group[2], _key(group[1])))[:_MOST_REGIONS]
    padded = [box.grown(0.6, _LEAST).widened(_ASPECT) for _, box, _ in most]
    final = _merged([(box, box, 1) for box in padded])
    return tuple(sorted((box for _, box, _ in final), key=_key))


def _key(box: Box) -> tuple[float, float, float, float]:
    return (box.west, box.south, box.east, box.north)


def _merged(groups: list[tuple[Box, Box, int]]) -> list[tuple[Box, Box, int]]:
    """Groups ``(reach, box, count)`` joined until no two reaches meet."""
    done: list[tuple[Box, Box, int]] = []
    while groups:
        reach, box, count = groups.pop()
        for i, other in enumerate(done):
            if reach.meets(other[0]):
                del done[i]
                groups.append((reach.joined(other[0]), box.joined(other[1]), count + other[2]))
                break
        else:
            done.append((reach, box, count))
    return done
