"""Near spellings: keys one or two edits away, the likest first.

Two edits leave the beginning or the end of a long name whole. Keys that share either are few;
those are compared letter by letter.
"""

from __future__ import annotations

from dataclasses import dataclass

from gazetteer.folding import loose
from gazetteer.layout import TAIL
from gazetteer.shelf import Shelf

__all__ = ["Near", "edits_allowed", "near_keys"]

_MOST = 12
# An edit that only changes how a sound is romanised weighs less than a different sound.
_SAME_SOUND = 0.5
_OTHER_BEGINNING = 0.6


@dataclass(frozen=True, slots=True, order=True)
class Near:
    """A key near to the one asked for, by growing distance."""

    distance: float
    key: str
    likeness: float


def edits_allowed(key: str) -> int:
    """How many letters a spelling of this length may have wrong."""
    return 0 if len(key) < 5 else 1 if len(key) < 8 else 2


def near_keys(shelf: Shelf, key: str) -> list[Near]:
    """Keys of the shelf within the edits allowed, the likest first; the key itself left out."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    most = edits_allowed(key)
    if not most or not key.isascii():
        return []
    known = max(TAIL, len(key) // 2 if most == 1 else 3 if len(key) < 10 else 4)
    candidates = set(shelf.prefixed(key[:known], len(key) - most, len(key) + most))
    end = key[-known:]
    candidates.update(
        other
        for other in shelf.tailed(key[-TAIL:])
        if abs(len(other) - len(key)) <= most and other.endswith(end)
    )
    candidates.discard(key)
    hits = process.extract(
        key, candidates, scorer=OSA.distance, score_cutoff=most, limit=4 * _MOST, processor=None
    )
    sound = loose(key)
    found = []
    for other, edits, _ in hits:
        weight = edits * (_SAME_SOUND if loose(other) == sound else 1.0)
        if other[0] != key[0]:
            weight += _OTHER_BEGINNING
        likeness = 1.0 - weight / max(len(key), len(other))
        if weight <= most + _OTHER_BEGINNING / 2:
            found.append(Near(weight, other, round(likeness, 3)))
    return sorted(found)[:_MOST]
