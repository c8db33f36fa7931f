"""A QGIS project beside a GeoPackage: grouped, styled layers and the temporal controller."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from xml.sax.saxutils import escape, quoteattr

from mapper.export.dates import first_day, last_day
from mapper.export.places import place_table
from mapper.export.qml import has_labels, layer_style
from mapper.export.table import fit
from mapper.model import Analysis

__all__ = ["project_bytes"]

_NAMES = {
    "incidents": ("Incidents", "Point"),
    "places_point": ("Places", "Point"),
    "places_line": ("Lines and corridors", "Line"),
    "places_polygon": ("Areas", "Polygon"),
    "mentions": ("Mentions in the text", "Point"),
}
_GROUPS = (
    ("Incidents", ("incidents",)),
    ("Places", ("places_point", "places_line", "places_polygon")),
    ("Text", ("mentions",)),
)
_HIDDEN = {"mentions"}
_WGS84 = (
    "<spatialrefsys><srsid>3452</srsid><srid>4326</srid><authid>EPSG:4326</authid></spatialrefsys>"
)
_MERCATOR = (
    "<spatialrefsys><srsid>3857</srsid><srid>3857</srid><authid>EPSG:3857</authid></spatialrefsys>"
)
# The one layer that would use the network; it is off until somebody turns it on.
_TILES = (
    '<maplayer type="raster"><id>openstreetmap_0001</id><datasource>type=xyz&amp;url='
    "https://tile.openstreetmap.org/%7Bz%7D/%7Bx%7D/%7By%7D.png&amp;zmax=19&amp;zmin=0"
    "</datasource><layername>OpenStreetMap (online)</layername>"
    f"<srs>{_MERCATOR}</srs><provider>wms</provider></maplayer>"
)
_RADIUS = 6378137.0


def project_bytes(
    analyses: Sequence[Analysis], *, geopackage: str, layers: Iterable[str], title: str
) -> bytes:
    """Make a ``.qgz``.

    Parameters
    ----------
    analyses
        What is in the GeoPackage.
    geopackage
        Its file name; it lies beside the project.
    layers
        Its layers.
    title
        Of the project.

    Returns
    -------
    bytes
        A zip; the same input gives the same bytes.
    """
    present = list(layers)
    project = _project(analyses, geopackage, present, fit(title))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo("project.qgs", date_time=(2000, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        archive.writestr(entry, project)
    return packed.getvalue()


def _project(
    analyses: Sequence[Analysis], geopackage: str, layers: Sequence[str], title: str
) -> str:
    # The places' own layers name them; the incidents need not once more.
    drawn = "".join(
        _layer(layer, geopackage, labels=has_labels(layer) and layer != "incidents")
        for layer in layers
    )
    xmin, ymin, xmax, ymax = _extent(analyses)
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        f'<qgis projectname={quoteattr(title)} version="3.22.0"><title>{escape(title)}</title>'
        f"<projectCrs>{_MERCATOR}</projectCrs>{_tree(layers)}"
        '<mapcanvas name="theMapCanvas" annotationsVisible="1"><units>meters</units>'
        f"<extent><xmin>{xmin:.1f}</xmin><ymin>{ymin:.1f}</ymin><xmax>{xmax:.1f}</xmax>"
        f"<ymax>{ymax:.1f}</ymax></extent><rotation>0</rotation>"
        f"<destinationsrs>{_MERCATOR}</destinationsrs></mapcanvas>"
        f"<projectlayers>{drawn}{_TILES}</projectlayers>"
        '<properties><SpatialRefSys><ProjectionsEnabled type="int">1</ProjectionsEnabled>'
        '</SpatialRefSys><Paths><Absolute type="bool">false</Absolute></Paths></properties>'
        f"{_time(analyses)}</qgis>\n"
    )


def _layer(layer: str, geopackage: str, *, labels: bool) -> str:
    name, geometry = _NAMES[layer]
    source = escape(f"./{geopackage}|layername={layer}")
    return (
        f'<maplayer type="vector" geometry="{geometry}" hasScaleBasedVisibilityFlag="0" '
        f'labelsEnabled="{int(labels)}"><id>{_id(layer)}</id>'
        f"<datasource>{source}</datasource><layername>{name}</layername><srs>{_WGS84}</srs>"
        f'<provider encoding="UTF-8">ogr</provider>{layer_style(layer)}</maplayer>'
    )


def _tree(layers: Sequence[str]) -> str:
    """Group the layers; the ids are long enough for QGIS to keep them."""
    groups = ""
    for name, members in _GROUPS:
        leaves = "".join(
            _leaf(_id(layer), _NAMES[layer][0], shown=layer not in _HIDDEN)
            for layer in members
            if layer in layers
        )
        groups += _group(name, leaves) if leaves else ""
    tiles = _leaf("openstreetmap_0001", "OpenStreetMap (online)", shown=False)
    return f"<layer-tree-group>{groups}{_group('Base map', tiles)}</layer-tree-group>"


def _group(name: str, leaves: str) -> str:
    return (
        f'<layer-tree-group name="{name}" checked="Qt::Checked" expanded="1">{leaves}'
        "</layer-tree-group>"
    )


def _leaf(layer_id: str, name: str, *, shown: bool) -> str:
    state = "Qt::Checked" if shown else "Qt::Unchecked"
    return (
        f'<layer-tree-layer id="{layer_id}" name={quoteattr(name)} checked="{state}" expanded="1"/>'
    )


def _id(layer: str) -> str:
    return f"{layer}_layer_0001"


def _extent(analyses: Sequence[Analysis]) -> tuple[float, float, float, float]:
    """Web Mercator bounds of the incidents (of all places where there is none), with a margin."""
    found = (incident for analysis in analyses for incident in analysis.incidents)
    points = [(w.place.longitude, w.place.latitude) for incident in found for w in incident.places]
    if not points:
        centres = [shape.centroid for shape in place_table(analyses).shapes]
        points = [(centre.x, centre.y) for centre in centres]
    xs = [math.radians(x) * _RADIUS for x, _ in points] or [0.0]
    ys = [_northing(y) for _, y in points] or [0.0]
    margin = max(50_000.0, 0.1 * (max(xs) - min(xs)), 0.1 * (max(ys) - min(ys)))
    return min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin


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
