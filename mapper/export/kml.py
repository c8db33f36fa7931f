"""KML for Google Earth: a folder a category, time spans, and balloons with the quote."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from xml.sax.saxutils import escape, quoteattr

from mapper.export.columns import INCIDENT_COLUMNS, LACKING, PLACE_COLUMNS
from mapper.export.credit import Credit, credit
from mapper.export.files import whole_file
from mapper.export.places import place_table
from mapper.export.rows import incident_table
from mapper.export.table import Table, Value
from mapper.model import Analysis
from mapper.style import CATEGORY_STYLES

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["write_kml"]

_Values: TypeAlias = Mapping[str, Value]
_Words: TypeAlias = Callable[[_Values], str]

_LINE, _AREA = "#7a3e9d", "#8a6d3b"
# KML's names of the types; a date goes as text, which is what it is there.
_TYPES = {str: "string", int: "int", float: "double", bool: "bool", date: "string"}
_STYLE_OF = {category.value: style for category, style in CATEGORY_STYLES.items()}


def write_kml(
    analyses: Sequence[Analysis], path: Path, *, title: str | None = None
) -> tuple[Path, ...]:
    """Write incidents, lines and areas as KML 2.2.

    Parameters
    ----------
    analyses
        What goes on one map.
    path
        Of the file.
    title
        Of the document; the first article's if None.

    Returns
    -------
    tuple of Path
        The file; the same analyses give the same bytes.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    with whole_file(path) as stream:
        for part in _document(analyses, credit(analyses, title)):
            stream.write(part.encode())
    return (path,)


def _document(analyses: Sequence[Analysis], told: Credit) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    about = "<br>".join(_shown(line) for line in told.text().split("\n"))
    yield f"<name>{escape(told.title)}</name><open>1</open><description>{_text(about)}"
    yield "</description>\n"
    yield from _styles()
    yield _schema("incidents", INCIDENT_COLUMNS)
    yield _schema("places", PLACE_COLUMNS)
    incidents, places = incident_table(analyses), place_table(analyses)
    for category, style in _STYLE_OF.items():
        chosen = _numbered(incidents.columns["category"], category)
        marks = _placemarks(incidents.taken(chosen), "incidents", style.key, _incident_words)
        yield from _folder(style.label, marks)
    unplaced = incident_table(analyses, placed=False, placeless=True)
    marks = _placemarks(unplaced, "incidents", "place", _incident_words)
    yield from _folder("Incidents without a place", marks)
    shaped = [i for i, shape in enumerate(places.shapes) if shape.geom_type != "Point"]
    marks = _placemarks(places.taken(shaped), "places", "place", _place_words)
    yield from _folder("Lines and areas", marks)
    yield "</Document></kml>\n"


def _numbered(values: Sequence[Value], wanted: Value) -> list[int]:
    return [i for i, value in enumerate(values) if value == wanted]


def _folder(name: str, placemarks: Iterable[str]) -> Iterator[str]:
    """Give a folder, or nothing where there is nothing to put into it."""
    opened = False
    for placemark in placemarks:
        if not opened:
            yield f"<Folder><name>{escape(name)}</name>\n"
            opened = True
        yield placemark
    if opened:
        yield "</Folder>\n"


def _styles() -> Iterator[str]:
    # A balloon of ours alone: by default it would show the table of all columns.
    balloon = "<BalloonStyle><text>$[description]</text></BalloonStyle>"
    for style in _STYLE_OF.values():
        yield (
            f'<Style id="{style.key}"><IconStyle><color>{_color(style.color)}</color></IconStyle>'
            f"<LabelStyle><scale>0.8</scale></LabelStyle>{balloon}</Style>\n"
        )
    yield (
        f'<Style id="place"><LineStyle><color>{_color(_LINE)}</color><width>3</width></LineStyle>'
        f"<PolyStyle><color>{_color(_AREA, 40)}</color></PolyStyle>{balloon}</Style>\n"
    )


def _color(color: str, alpha: int = 255) -> str:
    """KML writes opacity, blue, green, red."""
    return f"{alpha:02x}{color[5:7]}{color[3:5]}{color[1:3]}"


def _schema(name: str, columns: Mapping[str, type]) -> str:
    fields = "".join(
        f'<SimpleField type="{_TYPES[kind]}" name="{column}"/>' for column, kind in columns.items()
    )
    return f'<Schema name="{name}" id="{name}">{fields}</Schema>\n'


def _placemarks(table: Table, schema: str, style: str, words: _Words) -> Iterator[str]:
    for row, shape in zip(table.rows(), table.shapes, strict=True):
        values = dict(zip(table.columns, row, strict=True))
        yield _placemark(values, shape, schema, style, words(values))


def _placemark(values: _Values, shape: BaseGeometry, schema: str, style: str, words: str) -> str:
    data = "".join(
        f'<SimpleData name="{column}">{_text(_written(value))}</SimpleData>'
        for column, value in values.items()
        if value is not None and value != ""
    )
    identifier = quoteattr(str(values["id"]))
    name = _text(str(values["place"] or values.get("unlocated") or values["trigger"]))
    return (
        f"<Placemark id={identifier}><name>{name}</name>"
        f"{_span(values)}<styleUrl>#{style}</styleUrl><description>{_text(words)}</description>"
        f'<ExtendedData><SchemaData schemaUrl="#{schema}">{data}</SchemaData></ExtendedData>'
        f"{_geometry(shape)}</Placemark>\n"
    )


def _text(text: str) -> str:
    # XML readers make a line feed of a bare carriage return; told by number it stays.
    return escape(text, {"\r": "&#13;"})


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return value.isoformat() if isinstance(value, date) else str(value)


def _span(values: _Values) -> str:
    ends = "".join(
        f"<{tag}>{day.isoformat()}</{tag}>"
        for tag, column in (("begin", "date_start"), ("end", "date_end"))
        if isinstance(day := values.get(column), date)
    )
    return f"<TimeSpan>{ends}</TimeSpan>" if ends else ""


# --- balloons: HTML, in which an article's words are only words ------------------------


_PLACEHOLDER = re.compile(r"\$(?=\[)")


def _shown(value: Value) -> str:
    # Google Earth fills in `$[name]`.
    return _PLACEHOLDER.sub("&#36;", html.escape("" if value is None else str(value)))


def _incident_words(values: _Values) -> str:
    day = values["date_start"] or values["date_end"] or values["date_text"]
    head = f"<b>{_shown(values['category'])}</b> · {_shown(values['factuality'])}"
    where = " · ".join(_shown(part) for part in (values["place"], day) if part)
    rest = [f"<i>{_shown(values['quote'])}</i>", _shown(values["reason"]), _shown(values["url"])]
    lacking = [f"{words}: {_shown(values[name])}" for name, words in LACKING if values[name]]
    return "<br>".join(part for part in (head, where, *lacking, *rest) if part)


def _place_words(values: _Values) -> str:
    names = (values["as_written"], values["other_names"])
    return "<br>".join([f"<b>{_shown(values['place'])}</b>", *(_shown(n) for n in names if n)])


# --- shapes ----------------------------------------------------------------------------


def _geometry(shape: BaseGeometry) -> str:
    import shapely

    if shape.is_empty:
        return ""  # Google Earth lists it, and shows its balloon
    parts = [_single(part) for part in shapely.get_parts(shape)]
    return parts[0] if len(parts) == 1 else f"<MultiGeometry>{''.join(parts)}</MultiGeometry>"


def _single(shape: Any) -> str:
    if shape.geom_type == "Point":
        return f"<Point>{_coordinates(shape.coords)}</Point>"
    if shape.geom_type == "Polygon":
        inner = "".join(
            f"<innerBoundaryIs>{_ring(ring)}</innerBoundaryIs>" for ring in shape.interiors
        )
        outer = f"<outerBoundaryIs>{_ring(shape.exterior)}</outerBoundaryIs>"
        return f"<Polygon><tessellate>1</tessellate>{outer}{inner}</Polygon>"
    return f"<LineString><tessellate>1</tessellate>{_coordinates(shape.coords)}</LineString>"


def _ring(ring: Any) -> str:
    return f"<LinearRing>{_coordinates(ring.coords)}</LinearRing>"


def _coordinates(points: Iterable[tuple[float, ...]]) -> str:
    told = " ".join(f"{round(p[0], 6) + 0.0},{round(p[1], 6) + 0.0}" for p in points)
    return f"<coordinates>{told}</coordinates>"
