"""The XML of QGIS's labels and map tips, after the format of QGIS 3.22."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from mapper.export.symbols import rgba

__all__ = [
    "ALONG", "AROUND", "INSIDE", "Label", "labels", "labels_by_rule", "shown", "shown_if", "tip",
]  # fmt: skip

AROUND, ALONG, INSIDE = 6, 2, 4
"""QGIS's numbers for where a label goes: around a point, along a line, inside an area."""


@dataclass(frozen=True, slots=True)
class Label:
    """How features are labelled.

    Parameters
    ----------
    expression
        Of QGIS: what the label says.
    placement
        `AROUND`, `ALONG` or `INSIDE`.
    size
        In points.
    color
        ``#rrggbb``.
    priority
        0 to 10: which label stays where there is no room for all.
    distance
        From a point, in mm: an expression.
    """

    expression: str
    placement: int
    size: int = 7
    color: str = "#1d2329"
    priority: int = 5
    distance: str = ""


def labels(label: Label) -> str:
    """Label every feature alike."""
    return f'<labeling type="simple">{_settings(label)}</labeling>'


def labels_by_rule(rules: Iterable[tuple[str, Label]]) -> str:
    """Label by rules: the expression that each holds for, and its label."""
    told = "".join(
        f'<rule key="{{{i}}}" filter={quoteattr(condition)}>{_settings(label)}</rule>'
        for i, (condition, label) in enumerate(rules)
    )
    return f'<labeling type="rule-based"><rules key="{{root}}">{told}</rules></labeling>'


def _settings(label: Label) -> str:
    # With no weight told, a system without the font takes whichever it finds, even a hair-thin one.
    return (
        '<settings calloutType="simple">'
        f'<text-style fieldName={quoteattr(label.expression)} isExpression="1" '
        f'fontSize="{label.size}" fontSizeUnit="Point" fontWeight="50" namedStyle="Regular" '
        f'fontFamily="Noto Sans" textColor="{rgba(label.color)}" textOpacity="1">'
        '<text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" '
        'bufferColor="255,255,255,255" bufferOpacity="1"/></text-style>'
        f'<placement placement="{label.placement}" dist="2" distUnits="MM" '
        f'priority="{label.priority}"/>'
        f'<rendering obstacle="0" drawLabels="1"/>{_distance(label.distance)}</settings>'
    )


def _distance(expression: str) -> str:
    if not expression:
        return ""
    return (
        '<dd_properties><Option type="Map"><Option name="name" value="" type="QString"/>'
        '<Option name="properties" type="Map"><Option name="LabelDistance" type="Map">'
        '<Option name="active" value="true" type="bool"/>'
        f'<Option name="expression" value={quoteattr(expression)} type="QString"/>'
        '<Option name="type" value="3" type="int"/></Option></Option>'
        '<Option name="type" value="collection" type="QString"/></Option></dd_properties>'
    )


def shown(field: str) -> str:
    """Show a field in a map tip, which is HTML: an article's words are escaped first."""
    return f"[% {_escaped(field)} %]"


def shown_if(field: str, before: str) -> str:
    """Show a field as `shown` does, with HTML of ours before it; nothing where it is empty."""
    return f"[% if(coalesce(\"{field}\", '') = '', '', '{before}' || {_escaped(field)}) %]"


def _escaped(field: str) -> str:
    return f"replace(replace(coalesce(\"{field}\", ''), '&', '&amp;'), '<', '&lt;')"


def tip(template: str) -> str:
    """Make a map tip of HTML with expressions in it."""
    return f"<mapTip>{escape(template)}</mapTip>"
