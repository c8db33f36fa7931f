"""Analyses to a folium map, and the map to one file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import folium
from branca.element import Element, Figure

from mapper.errors import OptionError
from mapper.ground import regions
from mapper.model import Analysis
from mapper.render.basemap import basemap
from mapper.render.inert import inert_json
from mapper.render.layers import IncidentLayer, category_layers, ground_layers, overlay_layers
from mapper.render.offline import OfflineFigure, embed
from mapper.render.page import PageData, page_data
from mapper.render.whole import write_whole

__all__ = ["IncidentMap", "map_html", "save_map", "to_map"]


class IncidentMap(folium.Map):
    """A folium map of incidents; more folium layers can be added to it.

    Made by `to_map`. However it is shown or saved, it is one page that needs no network.
    """

    default_js = [pair for pair in folium.Map.default_js if pair[0] == "leaflet"]  # noqa: RUF012
    default_css = [pair for pair in folium.Map.default_css if pair[0] == "leaflet_css"]  # noqa: RUF012

    def __init__(self, page: PageData, ground: dict[str, object], title: str) -> None:
        super().__init__(
            location=[25, 20], zoom_start=2, tiles=None, zoom_control="topright", max_zoom=18
        )
        figure = OfflineFigure()
        figure.page_title = title
        self._data = {"im-data": inert_json(page.payload), "im-ground": inert_json(ground)}
        if page.packed:
            self._data["im-pack"] = f'"{page.packed}"'
        figure.data = self._data
        figure.add_child(self)
        self._own: set[str] = set()
        grounds, overlays = ground_layers(), overlay_layers()
        categories = category_layers(page.counts)
        for layer in (*grounds.values(), *categories.values(), *overlays.values()):
            self._add_own(layer)
        self._control = folium.LayerControl(position="topright", collapsed=True)
        self._starter = IncidentLayer(categories, {"ground": grounds["ground"], **overlays})
        self._add_own(self._control)
        self._add_own(self._starter)

    def _add_own(self, child: Element) -> None:
        self.add_child(child)
        self._own.add(child.get_name())

    @property
    def has_foreign_layers(self) -> bool:
        """Whether layers besides ours were added."""
        return any(name not in self._own for name in _below(self))

    def render(self, **kwargs: Any) -> None:  # type: ignore[override]
        """Render as folium does, but with the layer control after all layers."""
        other = any(
            isinstance(child, folium.LayerControl) and child is not self._control
            for child in self._children.values()
        )
        for last in (self._control, self._starter):
            self._children.pop(last.get_name(), None)
            if not (other and last is self._control):
                self._children[last.get_name()] = last
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        root = self.get_root()
        if isinstance(root, Figure) and not isinstance(root, OfflineFigure):
            embed(root, self._data)

    def save(self, outfile: Any, close_file: bool = True, **kwargs: Any) -> None:
        """Write the page: to a path in one step, or into an open binary file.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        if isinstance(outfile, (str, os.PathLike)):
            save_map(self, Path(outfile))
            return
        outfile.write(self.get_root().render(**kwargs).encode("utf-8"))
        if close_file:
            outfile.close()


def _below(element: Element) -> Iterator[str]:
    """Names of everything that hangs below an element."""
    for name, child in element._children.items():
        yield name
        yield from _below(child)


def to_map(analyses: Analysis | Sequence[Analysis], *, title: str | None = None) -> IncidentMap:
    """A map of everything that one article, or several, report.

    Parameters
    ----------
    analyses
        One analysis or several.
    title
        Heading; by default the article's title, or how many articles there are.

    Returns
    -------
    folium.Map
        With one layer a category, one for places, and an offline basemap.

    Raises
    ------
    OptionError
        If there is no analysis.
    DataError
        If something that the program ships is missing.
    """
    several = (analyses,) if isinstance(analyses, Analysis) else tuple(analyses)
    if not several:
        raise OptionError("there is no article to map")
    heading = title or _title(several)
    page = page_data(several, heading)
    return IncidentMap(page, basemap(regions(page.boxes)), heading)


def _title(analyses: Sequence[Analysis]) -> str:
    if len(analyses) == 1:
        article = analyses[0].article
        return article.title or article.id
    return f"Incidents in {len(analyses):,} articles"


def map_html(fmap: folium.Map) -> str:
    """The whole page of a map made by `to_map`, as text.

    Parameters
    ----------
    fmap
        The map, with whatever folium layers were added to it.

    Raises
    ------
    OptionError
        If the map is not one of ours or was put into another figure, or a layer on it
        needs the network.
    """
    figure = fmap.get_root()
    if not isinstance(figure, OfflineFigure):
        raise OptionError(
            "only a map made by to_map, in its own figure, can be written as one file"
        )
    return figure.render()


def save_map(fmap: folium.Map, path: str | os.PathLike[str]) -> Path:
    """Write a map as one file that opens without any network.

    The file appears whole or not at all.

    Parameters
    ----------
    fmap
        A map made by `to_map`.
    path
        Where; an existing file is replaced.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    OutputError
        If it cannot be written there.
    """
    target = Path(path)
    write_whole(target, map_html(fmap).encode("utf-8"), "map")
    return target
