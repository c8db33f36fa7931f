"""An analysis as a map: a folium map, and one HTML file that needs no network."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mapper.render.map import IncidentMap, map_html, save_map, to_map
    from mapper.render.picture import check_size, save_picture

__all__ = ["IncidentMap", "check_size", "map_html", "save_map", "save_picture", "to_map"]


def __getattr__(name: str) -> Any:
    # folium takes half a second to import: only who makes a map pays for it.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "picture" if name in {"check_size", "save_picture"} else "map"
    return getattr(import_module(f"mapper.render.{home}"), name)
