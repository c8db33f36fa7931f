"""A QGIS project beside a GeoPackage: grouped, styled layers and the temporal controller."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from xml.sax.saxutils import escape, quoteattr

from mapper.export.credit import Credit
from mapper.export.dates import first_day, last_day
from mapper.export.metadata import qgis_metadata
from mapper.export.qml import has_labels, layer_style
from mapper.export.view import shown_boxes
from mapper.ground import heart
from mapper.model import Analysis

__all__ = ["project_bytes"]


@dataclass(frozen=True, slots=True)
class _Layer:
    """A layer of the project: what it is called, whence it comes, how it is drawn."""

    name: str
    geometry: str
    table: str = ""
    subset: str = ""
    shown: bool = True
    labels: bool = True
    expanded: bool = True


_LAYERS = {
    # The places' own layers name them; the incidents need not once more.
    "incidents": _Layer("Incidents", "Point", labels=False),
    "places_point": _Layer("Places", "Point"),
    "places_line": _Layer("Lines and corridors", "Line"),
    "places_polygon": _Layer("Areas", "Polygon"),
    "uncertainty": _Layer(
        "Uncertainty of places", "Point", table="places_point",
        subset='"incidents" > 0 AND "uncertainty_km" > 0',
    ),
    "mentions": _Layer("Mentions in the text", "Point", shown=False),
    "incidents_unplaced": _Layer("Incidents without a place", "No geometry", shown=False),
    "basemap_names": _Layer("Names", "Point", expanded=False),
    "basemap_lines": _Layer("Borders and rivers", "Line"),
    "basemap_water": _Layer("Water", "Polygon", expanded=False),
    "basemap_land": _Layer("Land", "Polygon", expanded=False),
}  # fmt: skip
_TILES_ID = "openstreetmap_0001"
_GROUPS = (
    ("Incidents", ("incidents",)),
    ("Places", ("places_point", "places_line", "places_polygon", "uncertainty")),
    ("Text", ("mentions", "incidents_unplaced")),
    # Tiles cover land and water, and lie below borders and names.
    ("Base map", ("basemap_names", "basemap_lines", _TILES_ID, "basemap_water", "basemap_land")),
)
_WGS84 = (
    "<spatialrefsys><srsid>3452</srsid><srid>4326</srid><authid>EPSG:4326</authid></spatialrefsys>"
)
_MERCATOR = (
    "<spatialrefsys><srsid>3857</srsid><srid>3857</srid><authid>EPSG:3857</authid></spatialrefsys>"
)
# The one layer that would use the network; it is off until somebody turns it on.
_TILES = (
    f'<maplayer type="raster"><id>{_TILES_ID}</id><datasource>type=xyz&amp;url='
    "https://tile.openstreetmap.org/%7Bz%7D/%7Bx%7D/%7By%7D.png&amp;zmax=19&amp;zmin=0"
    "</datasource><layername>OpenStreetMap (online)</layername>"
    f"<srs>{_MERCATOR}</srs><provider>wms</provider></maplayer>"
)
_TILES_LAYER = _Layer("OpenStreetMap (online)", "", shown=False)
_RADIUS = 6378137.0
# What lies outside the base map's regions is neither land nor water.
_PAPER = (238, 240, 242)


def project_bytes(
    analyses: Sequence[Analysis], *, geopackage: str, layers: Mapping[str, int], credit: Credit
) -> bytes:
    """Make a ``.qgz``.

    Parameters
    ----------
    analyses
        What is in the GeoPackage.
    geopackage
        Its file name; it lies beside the project.
    layers
        How many rows each of its layers has: what is empty is not shown, but for the incidents.
    credit
        What the project says of itself.

    Returns
    -------
    bytes
        A zip; the same input gives the same bytes.
    """
    present = [
        layer
        for layer, told in _LAYERS.items()
        if layers.get(told.table or layer) or layer == "incidents"
    ]
    project = _project(analyses, geopackage, present, credit)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo("project.qgs", date_time=(2000, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        archive.writestr(entry, project)
    return packed.getvalue()


def _project(
    analyses: Sequence[Analysis], geopackage: str, layers: Sequence[str], credit: Credit
) -> str:
    metadata = qgis_metadata(credit)
    drawn = "".join(_layer(layer, geopackage, metadata) for layer in layers)
    xmin, ymin, xmax, ymax = _extent(analyses)
    paper = "".join(
        f'<CanvasColor{part}Part type="int">{value}</CanvasColor{part}Part>'
        for part, value in zip(("Red", "Green", "Blue"), _PAPER, strict=True)
    )
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        f'<qgis projectname={quoteattr(credit.title)} version="3.22.0">'
        f"<title>{escape(credit.title)}</title>"
        f"<projectCrs>{_MERCATOR}</projectCrs>{_tree(layers)}"
        '<mapcanvas name="theMapCanvas" annotationsVisible="1"><units>meters</units>'
        f"<extent><xmin>{xmin:.1f}</xmin><ymin>{ymin:.1f}</ymin><xmax>{xmax:.1f}</xmax>"
        f"<ymax>{ymax:.1f}</ymax></extent><rotation>0</rotation>"
        f"<destinationsrs>{_MERCATOR}</destinationsrs></mapcanvas>"
        f"<projectlayers>{drawn}{_TILES}</projectlayers>"
        f"<properties><Gui>{paper}</Gui>"
        '<SpatialRefSys><ProjectionsEnabled type="int">1</ProjectionsEnabled>'
        '</SpatialRefSys><Paths><Absolute type="bool">false</Absolute></Paths></properties>'
        f"<projectMetadata>{metadata}</projectMetadata>{_time(analyses)}</qgis>\n"
    )


def _layer(layer: str, geopackage: str, metadata: str) -> str:
    told = _LAYERS[layer]
    subset = f"|subset={told.subset}" if told.subset else ""
    source = escape(f"./{geopackage}|layername={told.table or layer}{subset}")
    labelled = has_labels(layer) and told.labels
    return (
        f'<maplayer type="vector" geometry="{told.geometry}" hasScaleBasedVisibilityFlag="0" '
        f'labelsEnabled="{int(labelled)}"><id>{_id(layer)}</id>'
        f"<datasource>{source}</datasource><layername>{told.name}</layername><srs>{_WGS84}</srs>"
        f"<resourceMetadata>{metadata}</resourceMetadata>"
        f'<provider encoding="UTF-8">ogr</provider>{layer_style(layer)}</maplayer>'
    )


def _tree(layers: Sequence[str]) -> str:
    """Group the layers; the ids are long enough for QGIS to keep them."""
    groups = ""
    for name, members in _GROUPS:
        leaves = "".join(_leaf(layer) for layer in members if layer in layers or layer == _TILES_ID)
        if leaves:
            groups += (
                f'<layer-tree-group name="{name}" checked="Qt::Checked" expanded="1">{leaves}'
                "</layer-tree-group>"
            )
    return f"<layer-tree-group>{groups}</layer-tree-group>"


def _leaf(layer: str) -> str:
    told = _LAYERS.get(layer, _TILES_LAYER)
    state = "Qt::Checked" if told.shown else "Qt::Unchecked"
    return (
        f'<layer-tree-layer id="{_id(layer)}" name={quoteattr(told.name)} checked="{state}" '
        f'expanded="{int(told.expanded)}"/>'
    )


def _id(layer: str) -> str:
    return layer if layer == _TILES_ID else f"{layer}_layer_0001"


def _extent(analyses: Sequence[Analysis]) -> tuple[float, float, float, float]:
    """Web Mercator bounds of where most of the map is, with a margin; the world if it is empty."""
    whole = heart(shown_boxes(analyses))
    if whole is None:
        edge = math.pi * _RADIUS
        return -edge, -edge / 2, edge, edge
    west, east = (math.radians(x) * _RADIUS for x in (whole.west, whole.east))
    south, north = (_northing(y) for y in (whole.south, whole.north))
    margin = max(50_000.0, 0.1 * (east - west), 0.1 * (north - south))
    return west - margin, south - margin, east + margin, north + margin


def _northing(latitude: float) -> float:
    bounded = math.radians(max(-85.0, min(85.0, latitude)))
    return _RADIUS * math.log(math.tan(math.pi / 4 + bounded / 2))


def _time(analyses: Sequence[Analysis]) -> str:
    """Set the temporal controller to the days that the incidents cover."""
    dates = (i.event.date for analysis in analyses for i in analysis.incidents if i.places)
    days = [day for told in dates for day in (first_day(told.start), last_day(told.end)) if day]
    if not days:
        return ""
    first, last = min(days), max(days)
    # Day by day within a quarter, else in steps that a person can follow.
    length = (last - first).days
    unit = "d" if length <= 92 else "wk" if length <= 730 else "mon" if length <= 7300 else "y"
    end = last + timedelta(days=1) if last < date.max else last
    return (
        f'<ProjectTimeSettings cumulativeTemporalRange="0" timeStep="1" timeStepUnit="{unit}" '
        f'frameRate="1"><TemporalRange><start>{first.isoformat()}T00:00:00Z</start>'
        f"<end>{end.isoformat()}T00:00:00Z</end></TemporalRange></ProjectTimeSettings>"
    )
