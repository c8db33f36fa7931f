"""QGIS layer styles, made of the categories' colours and shapes; no word of an article is in them.

A ``.qml`` of a layer's own name is loaded by QGIS together with it. Written after the format
of QGIS 3.22 and read by every later 3.x.
"""

from __future__ import annotations

from collections.abc import Mapping

from mapper.export.columns import LACKING
from mapper.export.labels import (
    ALONG,
    AROUND,
    INSIDE,
    Label,
    labels,
    labels_by_rule,
    shown,
    shown_if,
    tip,
)
from mapper.export.symbols import (
    by_kind,
    by_rule,
    displaced,
    fade,
    fill,
    line,
    marker,
    single,
    surrounding,
)
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
_LAND, _WATER, _BORDER, _PROVINCE, _RIVER, _DISPUTED = (
    "#f7f5ef", "#cddde6", "#877f74", "#cfc9bb", "#a3c0d1", "#b3475c",
)  # fmt: skip

_TEMPORAL = (
    '<temporal enabled="1" mode="2" startField="date_start" endField="date_end" '
    'startExpression="" endExpression="" fixedDuration="0" durationField="" durationUnit="days" '
    'limitMode="1" accumulate="0"><fixedRange><start></start><end></end></fixedRange></temporal>'
)
_REST = "<blendMode>0</blendMode><layerOpacity>1</layerOpacity>"
_UNLABELLED = {"mentions", "uncertainty", "basemap_land", "basemap_water", "incidents_unplaced"}

# Of several incidents at one place, one carries the place's name.
_FIRST_OF_PLACE = """if($id = minimum($id, group_by:="place_id"), "place", '')"""
_GREY = "#77716a"
# A name keeps clear of the ring on which several incidents of its place are spread.
_CLEAR = "if({0} > 1, min(3.5 + 0.9 * {0}, 10), 2.4)"
_NAMED = Label('"place"', AROUND, distance=_CLEAR.format('"incidents"'))
_AREA_NAMES = (
    ('"incidents" > 0', Label('"place"', INSIDE, priority=6)),
    ('"incidents" = 0', Label('"place"', INSIDE, color=_GREY, priority=3)),
)
# A circle on the ground, in degrees: 1 degree is 110.6 km to the north and less to the east.
_CIRCLE = (
    'make_ellipse($geometry, "uncertainty_km" / (111.3 * max(0.02, cos(radians(y($geometry))))), '
    '"uncertainty_km" / 110.6, 90, 72)'
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
    return layer not in _UNLABELLED


def layer_style(layer: str) -> str:
    """Make the elements that style a layer, as a ``.qml`` and a project both hold them.

    Parameters
    ----------
    layer
        A layer of the GeoPackage, ``places`` (any geometry) or ``uncertainty`` (points as the
        circles in which they may lie).

    Returns
    -------
    str
        XML.
    """
    styles = {
        "incidents": _incidents,
        "incidents_unplaced": _incident_tip,
        "mentions": _mentions,
        "places": _places,
        "uncertainty": _uncertainty,
        "basemap_land": lambda: single(fill("0", _LAND, 255)),
        "basemap_water": lambda: single(fill("0", _WATER, 255)),
        "basemap_lines": _ground_lines,
        "basemap_names": _ground_names,
    }
    style = styles[layer]() if layer in styles else _places_of(layer)
    return style + _REST


# --- incidents and mentions ------------------------------------------------------------


def _incidents() -> str:
    kinds = [(category.value, style.label) for category, style in CATEGORY_STYLES.items()]
    symbols = [_category(str(i), style) for i, style in enumerate(CATEGORY_STYLES.values())]
    renderer = displaced(
        by_kind("category", kinds, symbols), marker("centerSymbol", _PLACE, size=1.2)
    )
    clear = _CLEAR.format('count(1, group_by:="place_id")')
    named = labels(Label(_FIRST_OF_PLACE, AROUND, size=8, priority=9, distance=clear))
    return _TEMPORAL + renderer + named + _incident_tip()


def _category(name: str, style: CategoryStyle) -> str:
    shape, angle = _MARKERS[style.shape]
    outline = "#1d2329" if style.ink == "#1d2329" else "#ffffff"
    # What is doubtful is pale.
    pale = fade('40 + 60 * coalesce("score", 0.5)')
    return marker(name, style.color, shape, 4.2, angle=angle, outline=outline, properties=pale)


def _incident_tip() -> str:
    lacking = "".join(shown_if(name, f"<br>{words}: ") for name, words in LACKING)
    return tip(
        f"<b>{shown('category')}</b> · {shown('factuality')}<br>{shown('place')} · "
        "[% coalesce(format_date(\"date_start\", 'yyyy-MM-dd'), '') %]<br>"
        f"<i>{shown('quote')}</i><br>{shown('reason')}{lacking}"
    )


def _mentions() -> str:
    words = f"<b>{shown('text')}</b> ({shown('kind')})<br>{shown('candidates')}"
    return single(marker("0", _PLACE, size=1.6)) + tip(words)


# --- places ----------------------------------------------------------------------------


def _places_of(layer: str) -> str:
    if layer == "places_polygon":
        rules = (("Something happened there", '"incidents" > 0'), ("Only named", '"incidents" = 0'))
        areas = by_rule(rules, [_area("0"), _area("1", named=True)])
        return areas + labels_by_rule(_AREA_NAMES) + _place_tip()
    if layer == "places_line":
        return single(_corridor("0")) + labels(Label('"place"', ALONG)) + _place_tip()
    return single(marker("0", _PLACE)) + labels(_NAMED) + _place_tip()


def _places() -> str:
    """Rules by geometry: QGIS splits a mixed file into layers and styles each with this."""
    point, path, area = (f"geometry_type($geometry) = '{k}'" for k in ("Point", "Line", "Polygon"))
    rules = (
        ("Places", point), ("Lines", path), ("Areas", f'{area} and "incidents" > 0'),
        ("Areas only named", f'{area} and "incidents" = 0'),
    )  # fmt: skip
    symbols = [marker("0", _PLACE), _corridor("1"), _area("2"), _area("3", named=True)]
    named = [(point, _NAMED), (path, Label('"place"', ALONG))]
    named += [(f"{area} and {rule}", label) for rule, label in _AREA_NAMES]
    return by_rule(rules, symbols) + labels_by_rule(named) + _place_tip()


def _corridor(name: str) -> str:
    return line(name, _LINE, 0.8, "4;3")


def _area(name: str, *, named: bool = False) -> str:
    return fill(name, _AREA, 0 if named else 30, _AREA, 110 if named else 180)


def _place_tip() -> str:
    return tip(
        f"<b>{shown('place')}</b> ({shown('country')})<br>{shown('as_written')}<br>"
        f"{shown('other_names')}"
    )


def _uncertainty() -> str:
    words = f'<b>{shown("place")}</b>: within [% round("uncertainty_km", 1) %] km'
    return single(surrounding("0", _CIRCLE, _PLACE)) + tip(words)


# --- the base map ----------------------------------------------------------------------


def _ground_lines() -> str:
    kinds = (
        ("border", "Borders"),
        ("disputed", "Lines on which states disagree"),
        ("province", "Provinces"),
        ("river", "Rivers"),
    )
    symbols = [
        line("0", _BORDER, 0.3),
        line("1", _DISPUTED, 0.35, "2;1.4"),
        line("2", _PROVINCE, 0.15, "1.2;1"),
        line("3", _RIVER, 0.3),
    ]
    told = Label('"name"', ALONG, size=6, color=_DISPUTED, priority=1)
    return by_kind("kind", kinds, symbols) + labels_by_rule([("\"kind\" = 'disputed'", told)])


def _ground_names() -> str:
    kinds = (("country", "Countries"), ("capital", "Capitals"), ("town", "Towns"))
    symbols = [
        marker("0", _BORDER, size=0),
        marker("1", _BORDER, "square", 1.4),
        marker("2", _BORDER, size=1.0),
    ]
    # Of towns that have no room, the greater stays.
    rules = [
        ("\"kind\" = 'country'", Label('upper("name")', INSIDE, 8, _GREY, 2)),
        ("\"kind\" = 'capital'", Label('"name"', AROUND, 7, "#6b6660", 2)),
        ('"kind" = \'town\' and "rank" < 7', Label('"name"', AROUND, 6, _GREY, 1)),
        ('"kind" = \'town\' and "rank" >= 7', Label('"name"', AROUND, 6, _GREY, 0)),
    ]
    return by_kind("kind", kinds, symbols) + labels_by_rule(rules)
