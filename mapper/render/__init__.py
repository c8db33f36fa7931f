"""An analysis as a map: a folium map, and one HTML file that needs no network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mapper.render.map import IncidentMap, map_html, save_map, to_map

__all__ = ["IncidentMap", "map_html", "save_map", "to_map"]


def __getattr__(name: str) -> Any:
    # folium takes half a second to import: only who makes a map pays for it.
    if name in __all__:
        from mapper.render import map as module

        return getattr(module, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
