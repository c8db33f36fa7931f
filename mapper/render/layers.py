"""The layers as folium sees them: constants only.

What they show is drawn by the page's own script; a layer here is a named group that
Leaflet's layer control, and anyone who works on with the folium map, can switch.
"""

from __future__ import annotations

from collections.abc import Iterable

import folium
from branca.element import MacroElement
from folium.template import Template

from mapper.model import Category
from mapper.style import CATEGORY_STYLES

__all__ = ["IncidentLayer", "category_layers", "ground_layers", "overlay_layers"]

_OSM = "&copy; OpenStreetMap contributors"


def ground_layers() -> dict[str, folium.map.Layer]:
    """What lies under everything: ours by default, online tiles as a choice."""
    return {
        "ground": folium.FeatureGroup(name="Natural Earth (offline)", overlay=False),
        "osm": folium.TileLayer(
            tiles="https://tile.openstreetmap.org/{z}/{x}/{y}.png",
            attr=_OSM,
            name="OpenStreetMap (online)",
            overlay=False,
            show=False,
        ),
        "topo": folium.TileLayer(
            tiles="https://{s}.tile.opentopomap.org/{z}/{x}/{y}.png",
            attr=f"{_OSM}, SRTM; style &copy; OpenTopoMap (CC-BY-SA)",
            name="OpenTopoMap (online)",
            max_zoom=17,
            overlay=False,
            show=False,
        ),
    }


def category_layers(categories: Iterable[Category]) -> dict[str, folium.FeatureGroup]:
    """One group a category, by its key, in the categories' own order."""
    wanted = set(categories)
    return {
        style.key: folium.FeatureGroup(name=style.label)
        for category, style in CATEGORY_STYLES.items()
        if category in wanted
    }


def overlay_layers() -> dict[str, folium.FeatureGroup]:
    """The other switches, by the name that the page's script knows them by."""
    return {
        "uncertainty": folium.FeatureGroup(name="Areas, lines and how sure the place is"),
        "places": folium.FeatureGroup(name="Places that the text names"),
        "names": folium.FeatureGroup(name="Names of towns and countries"),
        "provinces": folium.FeatureGroup(name="Provinces"),
        "disputed": folium.FeatureGroup(name="Lines on which states disagree (as of 2022)"),
    }


class IncidentLayer(MacroElement):
    """Starts the page's script on the map with the groups it shall fill.

    Parameters
    ----------
    categories
        Groups by category key.
    others
        Groups by the script's names: ``ground`` and the overlays.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            IM.start({{ this._parent.get_name() }}, {
                categories: {
                {%- for key, group in this.categories.items() %}
                    {{ key|tojson }}: {{ group.get_name() }},
                {%- endfor %}
                },
                {%- for key, group in this.others.items() %}
                {{ key }}: {{ group.get_name() }},
                {%- endfor %}
            });
        {% endmacro %}
        """
    )

    def __init__(
        self,
        categories: dict[str, folium.FeatureGroup],
        others: dict[str, folium.map.Layer],
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "IncidentLayer"
        self.categories = categories
        self.others = others
