"""QGIS layer styles, made of the categories' colours and shapes; no word of an article is in them.

A ``.qml`` of a layer's own name is loaded by QGIS together with it. Written after the format
of QGIS 3.22 and read by every later 3.x.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

from mapper.style import CATEGORY_STYLES, CategoryStyle, Shape

__all__ = ["document", "has_labels", "layer_style"]

# QGIS's names of the outlines, and by how many degrees they are turned.
_MARKERS: Mapping[Shape, tuple[str, int]] = {
    Shape.CIRCLE: ("circle", 0),
    Shape.SQUARE: ("square", 0),
    Shape.DIAMOND: ("diamond", 0),
    Shape.TRIANGLE: ("triangle", 0),
    Shape.TRIANGLE_DOWN: ("triangle", 180),
    Shape.STAR: ("star", 0),
    Shape.PENTAGON: ("pentagon", 0),
    Shape.HEXAGON: ("hexagon", 0),
    Shape.PLUS: ("cross_fill", 0),
    Shape.SALTIRE: ("cross_fill", 45),
}
_PLACE, _LINE, _AREA = "#5b6770", "#7a3e9d", "#8a6d3b"
_TEXT = "29,35,41,255"

_TEMPORAL = (
    '<temporal enabled="1" mode="2" startField="date_start" endField="date_end" '
    'startExpression="" endExpression="" fixedDuration="0" durationField="" durationUnit="days" '
    'limitMode="1" accumulate="0"><fixedRange><start></start><end></end></fixedRange></temporal>'
)


def document(layer: str) -> str:
    """Make the ``.qml`` of a layer.

    Parameters
    ----------
    layer
        As for `layer_style`.

    Returns
    -------
    str
        XML.
    """
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        '<qgis version="3.22.0" styleCategories="AllStyleCategories" '
        f'labelsEnabled="{int(has_labels(layer))}">{layer_style(layer)}</qgis>\n'
    )


def has_labels(layer: str) -> bool:
    """Tell whether a layer is labelled."""
    return layer != "mentions"


def layer_style(layer: str) -> str:
    """Make the elements that style a layer, as a ``.qml`` and a project both hold them.

    Parameters
    ----------
    layer
        ``incidents``, ``places`` (any geometry), ``places_point``, ``places_line``,
        ``places_polygon`` or ``mentions``.

    Returns
    -------
    str
        XML.
    """
    rest = "<blendMode>0</blendMode><layerOpacity>1</layerOpacity>"
    if layer == "incidents":
        return (
            _TEMPORAL
            + _by_category()
            + _labels(_FIRST_OF_PLACE, 8, _AROUND)
            + _incident_tip()
            + rest
        )
    if layer == "mentions":
        tip = f"<b>{_shown('text')}</b> ({_shown('kind')})<br>{_shown('candidates')}"
        return _single(_marker("0", _PLACE, "circle", 0, 1.6)) + _tip(tip) + rest
    renderers = {
        "places": _by_geometry(),
        "places_point": _single(_marker("0", _PLACE, "circle", 0, 2.4)),
        "places_line": _single(_line("0")),
        "places_polygon": _single(_fill("0")),
    }
    tip = (
        f"<b>{_shown('place')}</b> ({_shown('country')})<br>{_shown('as_written')}<br>"
        f"{_shown('other_names')}"
    )
    placement = {"places_line": _ALONG, "places_polygon": _INSIDE}.get(layer, _AROUND)
    labels = _labels_by_geometry() if layer == "places" else _labels('"place"', 7, placement)
    return renderers[layer] + labels + _tip(tip) + rest


# --- renderers -------------------------------------------------------------------------


def _by_category() -> str:
    styles = list(CATEGORY_STYLES.items())
    categories = "".join(
        f'<category symbol="{i}" value={quoteattr(category.value)} label={quoteattr(style.label)} '
        'render="true" type="string"/>'
        for i, (category, style) in enumerate(styles)
    )
    symbols = "".join(_category_marker(str(i), style) for i, (_, style) in enumerate(styles))
    by_category = (
        '<renderer-v2 type="categorizedSymbol" attr="category" forceraster="0" symbollevels="0" '
        f'enableorderby="0"><categories>{categories}</categories>'
        f"<symbols>{symbols}</symbols></renderer-v2>"
    )
    # Incidents of one town lie on one point: they are spread on a ring around it.
    return (
        '<renderer-v2 type="pointDisplacement" tolerance="2" toleranceUnit="MM" placement="1" '
        'circleWidth="0.3" circleColor="91,103,112,160" circleRadiusAddition="0" '
        'labelAttributeName="" labelFont="Noto Sans,8,-1,5,50,0,0,0,0,0" '
        'maxLabelScaleDenominator="-1" forceraster="0" symbollevels="0" '
        f'enableorderby="0">{by_category}{_marker("centerSymbol", _PLACE, "circle", 0, 1.2)}'
        "</renderer-v2>"
    )


def _category_marker(name: str, style: CategoryStyle) -> str:
    shape, angle = _MARKERS[style.shape]
    outline = "#1d2329" if style.ink == "#1d2329" else "#ffffff"
    return _marker(name, style.color, shape, angle, 4.2, outline, by_score=True)


def _single(symbol: str) -> str:
    return (
        '<renderer-v2 type="singleSymbol" forceraster="0" symbollevels="0" enableorderby="0">'
        f"<symbols>{symbol}</symbols></renderer-v2>"
    )


def _by_geometry() -> str:
    """Rules by geometry: QGIS splits a mixed file into layers and styles each with this."""
    symbols = _marker("0", _PLACE, "circle", 0, 2.4) + _line("1") + _fill("2")
    rules = "".join(
        f'<rule key="{{{number}}}" symbol="{number}" label="{label}" '
        f"filter={quoteattr(f'geometry_type($geometry) = {kind!r}')}/>"
        for number, (label, kind) in enumerate(
            (("Places", "Point"), ("Lines", "Line"), ("Areas", "Polygon"))
        )
    )
    return (
        '<renderer-v2 type="RuleRenderer" forceraster="0" symbollevels="0" enableorderby="0">'
        f'<rules key="{{root}}">{rules}</rules><symbols>{symbols}</symbols></renderer-v2>'
    )


# --- symbols ---------------------------------------------------------------------------


def _marker(
    name: str,
    color: str,
    shape: str,
    angle: int,
    size: float,
    outline: str = "#ffffff",
    *,
    by_score: bool = False,
) -> str:
    options = {
        "name": shape,
        "color": _rgba(color),
        "angle": str(angle),
        "outline_color": _rgba(outline),
        "outline_style": "solid",
        "outline_width": "0.2",
        "outline_width_unit": "MM",
        "size": str(size),
        "size_unit": "MM",
    }
    fade = _fade() if by_score else ""
    return _symbol(name, "marker", "SimpleMarker", options, fade)


def _line(name: str) -> str:
    options = {
        "line_color": _rgba(_LINE),
        "line_style": "solid",
        "line_width": "0.8",
        "line_width_unit": "MM",
        "use_custom_dash": "1",
        "customdash": "4;3",
        "customdash_unit": "MM",
        "capstyle": "flat",
    }
    return _symbol(name, "line", "SimpleLine", options)


def _fill(name: str) -> str:
    options = {
        "color": _rgba(_AREA, 25),
        "style": "solid",
        "outline_color": _rgba(_AREA, 180),
        "outline_style": "dash",
        "outline_width": "0.3",
        "outline_width_unit": "MM",
    }
    return _symbol(name, "fill", "SimpleFill", options)


def _symbol(
    name: str, kind: str, layer: str, options: Mapping[str, str], properties: str = ""
) -> str:
    return (
        f'<symbol name="{name}" type="{kind}" alpha="1" clip_to_extent="1" force_rhr="0">'
        f'{properties}<layer class="{layer}" enabled="1" locked="0" pass="0">'
        f"{_options(options.items())}</layer></symbol>"
    )


def _options(items: Iterable[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Option name={quoteattr(key)} value={quoteattr(value)} type="QString"/>'
        for key, value in items
    )
    return f'<Option type="Map">{inner}</Option>'


def _fade() -> str:
    """Let the opacity follow the score: what is doubtful is pale."""
    return (
        '<data_defined_properties><Option type="Map"><Option name="name" value="" type="QString"/>'
        '<Option name="properties" type="Map"><Option name="alpha" type="Map">'
        '<Option name="active" value="true" type="bool"/>'
        '<Option name="expression" value="40 + 60 * coalesce(&quot;score&quot;, 0.5)" '
        'type="QString"/><Option name="type" value="3" type="int"/></Option></Option>'
        '<Option name="type" value="collection" type="QString"/></Option></data_defined_properties>'
    )


# --- words -----------------------------------------------------------------------------


# QGIS's numbers for where a label goes.
_AROUND, _ALONG, _INSIDE = 6, 2, 4
# Of several incidents at one place, one carries the place's name.
_FIRST_OF_PLACE = """if($id = minimum($id, group_by:="place_id"), "place", '')"""


def _labels(expression: str, size: int, placement: int) -> str:
    return f'<labeling type="simple">{_settings(expression, size, placement)}</labeling>'


def _labels_by_geometry() -> str:
    """Rules again: a label lies around a point, along a line, inside an area."""
    rules = "".join(
        f'<rule key="{{{placement}}}" filter={quoteattr(f"geometry_type($geometry) = {kind!r}")}>'
        f"""{_settings('"place"', 7, placement)}</rule>"""
        for kind, placement in (("Point", _AROUND), ("Line", _ALONG), ("Polygon", _INSIDE))
    )
    return f'<labeling type="rule-based"><rules key="{{root}}">{rules}</rules></labeling>'


def _settings(expression: str, size: int, placement: int) -> str:
    # With no weight told, a system without the font takes whichever it finds, even a hair-thin one.
    return (
        '<settings calloutType="simple">'
        f'<text-style fieldName={quoteattr(expression)} isExpression="1" fontSize="{size}" '
        'fontSizeUnit="Point" fontWeight="50" namedStyle="Regular" '
        f'fontFamily="Noto Sans" textColor="{_TEXT}" textOpacity="1">'
        '<text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" '
        'bufferColor="255,255,255,255" bufferOpacity="1"/></text-style>'
        f'<placement placement="{placement}" dist="2" distUnits="MM"/>'
        '<rendering obstacle="0" drawLabels="1"/></settings>'
    )


def _incident_tip() -> str:
    return _tip(
        f"<b>{_shown('category')}</b> · {_shown('factuality')}<br>{_shown('place')} · "
        "[% coalesce(format_date(\"date_start\", 'yyyy-MM-dd'), '') %]<br>"
        f"<i>{_shown('quote')}</i><br>{_shown('reason')}"
    )


def _shown(field: str) -> str:
    """Show a field in a map tip, which is HTML: an article's words are escaped first."""
    return f"[% replace(replace(coalesce(\"{field}\", ''), '&', '&amp;'), '<', '&lt;') %]"


def _tip(template: str) -> str:
    return f"<mapTip>{escape(template)}</mapTip>"


def _rgba(color: str, alpha: int = 255) -> str:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"
