"""The names of a place that are told beside the one in use."""

from __future__ import annotations

from gazetteer import Name, NameKind, Place

__all__ = ["told_names"]

_KINDS = (NameKind.OFFICIAL, NameKind.DISPUTED, NameKind.HISTORICAL)
_MOST = 12


def told_names(place: Place) -> list[Name]:
    """Choose the names that people hold to: official, disputed and historical ones.

    Parameters
    ----------
    place
        The place.

    Returns
    -------
    list of Name
        Each text once, without the main name; a country has hundreds, so the first twelve.
    """
    told: dict[str, Name] = {}
    for name in place.names:
        if name.kind in _KINDS and name.text != place.name:
            told.setdefault(name.text, name)
    return list(told.values())[:_MOST]
