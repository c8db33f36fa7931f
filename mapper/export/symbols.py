"""The XML of QGIS's symbols and renderers, after the format of QGIS 3.22."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import quoteattr

__all__ = [
    "by_kind",
    "by_rule",
    "displaced",
    "fade",
    "fill",
    "line",
    "marker",
    "rgba",
    "single",
    "surrounding",
]


def rgba(color: str, alpha: int = 255) -> str:
    """Write ``#rrggbb`` as QGIS does."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"


# --- renderers -------------------------------------------------------------------------


def single(symbol: str) -> str:
    """Draw every feature with one symbol."""
    return (
        '<renderer-v2 type="singleSymbol" forceraster="0" symbollevels="0" enableorderby="0">'
        f"<symbols>{symbol}</symbols></renderer-v2>"
    )


def by_kind(field: str, kinds: Iterable[tuple[str, str]], symbols: Iterable[str]) -> str:
    """Draw each kind with a symbol of its own.

    Parameters
    ----------
    field
        Column that tells the kind.
    kinds
        Values of it, and what they are called.
    symbols
        Symbols named ``0``, ``1`` and so on, in the same order.
    """
    categories = "".join(
        f'<category symbol="{i}" value={quoteattr(value)} label={quoteattr(label)} '
        'render="true" type="string"/>'
        for i, (value, label) in enumerate(kinds)
    )
    return (
        f'<renderer-v2 type="categorizedSymbol" attr="{field}" forceraster="0" symbollevels="0" '
        f'enableorderby="0"><categories>{categories}</categories>'
        f"<symbols>{''.join(symbols)}</symbols></renderer-v2>"
    )


def by_rule(rules: Iterable[tuple[str, str]], symbols: Iterable[str]) -> str:
    """Draw by rules: what each is called, and the expression that it holds for.

    Parameters
    ----------
    rules
        Labels and filters.
    symbols
        As for `by_kind`.
    """
    told = "".join(
        f'<rule key="{{{i}}}" symbol="{i}" label={quoteattr(label)} filter={quoteattr(condition)}/>'
        for i, (label, condition) in enumerate(rules)
    )
    return (
        '<renderer-v2 type="RuleRenderer" forceraster="0" symbollevels="0" enableorderby="0">'
        f'<rules key="{{root}}">{told}</rules><symbols>{"".join(symbols)}</symbols></renderer-v2>'
    )


def displaced(renderer: str, center: str) -> str:
    """Spread features of one point on a ring around it, which a small symbol marks.

    Parameters
    ----------
    renderer
        That draws them.
    center
        Symbol named ``centerSymbol``.
    """
    return (
        '<renderer-v2 type="pointDisplacement" tolerance="2" toleranceUnit="MM" placement="1" '
        'circleWidth="0.3" circleColor="91,103,112,160" circleRadiusAddition="0" '
        'labelAttributeName="" labelFont="Noto Sans,8,-1,5,50,0,0,0,0,0" '
        'maxLabelScaleDenominator="-1" forceraster="0" symbollevels="0" '
        f'enableorderby="0">{renderer}{center}</renderer-v2>'
    )


# --- symbols ---------------------------------------------------------------------------


def marker(
    name: str,
    color: str,
    shape: str = "circle",
    size: float = 2.4,
    *,
    angle: int = 0,
    outline: str = "#ffffff",
    properties: str = "",
) -> str:
    """Make a point symbol; sizes in mm."""
    options = {
        "name": shape,
        "color": rgba(color),
        "angle": str(angle),
        "outline_color": rgba(outline),
        "outline_style": "solid",
        "outline_width": "0.2",
        "outline_width_unit": "MM",
        "size": str(size),
        "size_unit": "MM",
    }
    return _symbol(name, "marker", _layer("SimpleMarker", options), properties)


def line(name: str, color: str, width: float, dash: str = "") -> str:
    """Make a line symbol; width and dashes (as ``4;3``) in mm."""
    options = {
        "line_color": rgba(color),
        "line_style": "solid",
        "line_width": str(width),
        "line_width_unit": "MM",
        "capstyle": "flat",
        "joinstyle": "round",
    }
    if dash:
        options |= {"use_custom_dash": "1", "customdash": dash, "customdash_unit": "MM"}
    return _symbol(name, "line", _layer("SimpleLine", options))


def fill(name: str, color: str, alpha: int, outline: str = "", outline_alpha: int = 255) -> str:
    """Make an area symbol, with a dashed outline if a colour is given for it."""
    return _symbol(name, "fill", _fill_layer(color, alpha, outline, outline_alpha))


def surrounding(name: str, shape: str, color: str) -> str:
    """Make a point symbol that draws an area computed by an expression instead of the point."""
    options = {"SymbolType": "Fill", "geometryModifier": shape, "units": "MapUnit"}
    inner = _symbol("@0@0", "fill", _fill_layer(color, 18, color, 120))
    return _symbol(name, "marker", _layer("GeometryGenerator", options, inner))


def _fill_layer(color: str, alpha: int, outline: str, outline_alpha: int) -> str:
    options = {
        "color": rgba(color, alpha),
        "style": "solid" if alpha else "no",
        "outline_color": rgba(outline or color, outline_alpha),
        "outline_style": "dash" if outline else "no",
        "outline_width": "0.3",
        "outline_width_unit": "MM",
    }
    return _layer("SimpleFill", options)


def fade(expression: str) -> str:
    """Let the opacity of a symbol follow an expression, in per cent."""
    return (
        '<data_defined_properties><Option type="Map"><Option name="name" value="" type="QString"/>'
        '<Option name="properties" type="Map"><Option name="alpha" type="Map">'
        '<Option name="active" value="true" type="bool"/>'
        f'<Option name="expression" value={quoteattr(expression)} '
        'type="QString"/><Option name="type" value="3" type="int"/></Option></Option>'
        '<Option name="type" value="collection" type="QString"/></Option></data_defined_properties>'
    )


def _symbol(name: str, kind: str, layer: str, properties: str = "") -> str:
    return (
        f'<symbol name="{name}" type="{kind}" alpha="1" clip_to_extent="1" force_rhr="0">'
        f"{properties}{layer}</symbol>"
    )


def _layer(kind: str, options: Mapping[str, str], inner: str = "") -> str:
    told = "".join(
        f'<Option name={quoteattr(key)} value={quoteattr(value)} type="QString"/>'
        for key, value in options.items()
    )
    return (
        f'<layer class="{kind}" enabled="1" locked="0" pass="0">'
        f'<Option type="Map">{told}</Option>{inner}</layer>'
    )
