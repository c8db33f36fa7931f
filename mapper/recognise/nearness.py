"""How near the places of a name lie to the places that the text surely names."""

from __future__ import annotations

from gazetteer import NameKind
from mapper.recognise.candidates import CandidateSpan, NameBook

__all__ = ["nearness"]

_EARTH_KM = 6371.0088
_BEARERS = 8
_MOST_NAMES = 1500
_WIDE = ("PCL", "CONT", "OCN", "RGN")


def nearness(candidates: tuple[CandidateSpan, ...], book: NameBook) -> dict[str, float]:
    """Measure how near a place of each name is to the nearest landmark of another name.

    Landmarks are the likeliest bearers of names that the tagger saw as places; countries and
    other wide areas are none.

    Parameters
    ----------
    candidates
        All of one article.
    book
        What the gazetteer knows.

    Returns
    -------
    dict[str, float]
        Natural logarithm of 1 + km by name; names without a place, or without a landmark of
        another name, are absent.
    """
    import numpy as np

    points: list[tuple[float, float]] = []
    owner: list[int] = []
    landmark: list[bool] = []
    names = list(dict.fromkeys(c.name for c in candidates))[:_MOST_NAMES]
    tagged = {c.name for c in candidates if c.label in {"GPE", "LOC"}}
    for number, name in enumerate(names):
        bearers = [m for m in book.matches(name) if m.name.kind is not NameKind.DEMONYM]
        for position, match in enumerate(bearers[:_BEARERS]):
            wide = match.place.feature_code.startswith(_WIDE)
            points.append((match.place.latitude, match.place.longitude))
            owner.append(number)
            landmark.append(name in tagged and position == 0 and not wide)
    marks = np.flatnonzero(landmark)
    if not len(marks):
        return {}
    flat = np.radians(np.array(points))
    xyz = np.stack(
        [
            np.cos(flat[:, 0]) * np.cos(flat[:, 1]),
            np.cos(flat[:, 0]) * np.sin(flat[:, 1]),
            np.sin(flat[:, 0]),
        ],
        axis=1,
    )
    owners = np.array(owner)
    cosine = np.where(owners[:, None] == owners[marks][None, :], -2.0, xyz @ xyz[marks].T)
    nearest = cosine.max(axis=1)
    best: dict[str, float] = {}
    for number, closeness in zip(owner, nearest, strict=True):
        if closeness > -1.5:
            km = _EARTH_KM * float(np.arccos(min(1.0, max(-1.0, float(closeness)))))
            name = names[number]
            best[name] = min(best.get(name, 99.0), float(np.log1p(km)))
    return best
