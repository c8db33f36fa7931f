"""A folium figure that becomes one file which asks the network for nothing.

folium runs every text as a Jinja template while it renders, so nothing that an article says
may pass through it. Folium renders a skeleton of constants here; scripts, styles and data are
put into the finished skeleton afterwards, in one pass, and nothing is evaluated again.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterator
from typing import Any

from branca.element import CssLink, Element, Figure, JavascriptLink
from folium.template import Template

from mapper.errors import OptionError
from mapper.render import bundle

__all__ = ["OfflineFigure", "embed"]

_INLINE = {
    "leaflet": ("script", bundle.leaflet_script),
    "leaflet_css": ("style", bundle.leaflet_style),
}
"""folium's names of what is put into the page."""

_DROPPED = {
    "jquery", "bootstrap", "awesome_markers", "bootstrap_css", "glyphicons_css",
    "awesome_markers_font_css", "awesome_markers_css", "awesome_rotate_css",
}  # fmt: skip
"""folium's names of what a default map loads and this page does without."""

TILE_HOSTS = ("https://tile.openstreetmap.org", "https://*.tile.opentopomap.org")

_PLACEHOLDER = re.compile(r"<!--incident-mapper:([a-z-]+)-->")
_BLOCK = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)
_ZOOM_LOCK = re.compile(r",\s*maximum-scale=1\.0,\s*user-scalable=no")


class _Placeholder(Element):
    """Stands in the skeleton for what is put in later."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def render(self, **kwargs: Any) -> str:
        del kwargs
        return f"<!--incident-mapper:{self._name}-->"


class _Verbatim(Element):
    """A finished part of a page: no template, so nothing in it is evaluated."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self, **kwargs: Any) -> str:
        del kwargs
        return self._text


def embed(figure: Figure, data: dict[str, str]) -> None:
    """Put scripts, styles and data into somebody else's figure, such as one with a size.

    Parameters
    ----------
    figure
        The figure, after the map was rendered into it.
    data
        Blocks of JSON by element id, already inert.
    """
    for name, (tag, text) in _INLINE.items():
        figure.header.add_child(_Verbatim(f"<{tag}>{text()}</{tag}>"), name=name)
    style = _Verbatim(f"<style>{bundle.app_style()}</style>")
    figure.header.add_child(style, name="incident_style")
    figure.html.add_child(_Verbatim(_data_blocks(data)), name="incident_data")
    script = _Verbatim(f"<script>{bundle.app_script()}{bundle.foreign_script()}</script>")
    figure.html.add_child(script, name="incident_script")


def _data_blocks(data: dict[str, str]) -> str:
    return "\n".join(
        f'<script type="application/json" id="{key}">{value}</script>'
        for key, value in data.items()
    )


class OfflineFigure(Figure):
    """The page around a map.

    Every way of folium to show or save a map ends in `render`, so they all give the same
    safe page.

    Attributes
    ----------
    page_title
        Text of the browser's tab; plain text.
    data
        Blocks of JSON by element id, already inert.
    """

    _template = Template(
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n'
        "<!--incident-mapper:policy-->\n<!--incident-mapper:title-->\n"
        "{{ this.header.render(**kwargs) }}\n<!--incident-mapper:style-->\n</head>\n<body>\n"
        "<noscript><p>This map needs JavaScript.</p></noscript>\n"
        "{{ this.html.render(**kwargs) }}\n"
        "<!--incident-mapper:data-->\n<!--incident-mapper:app-->\n<!--incident-mapper:foreign-->\n"
        "<script>\n{{ this.script.render(**kwargs) }}\n</script>\n</body>\n</html>\n"
    )

    def __init__(self) -> None:
        super().__init__()
        self.page_title = ""
        self.data: dict[str, str] = {}

    def render(self, **kwargs: Any) -> str:
        """The whole page; the same map gives the same text every time."""
        # Rendering adds elements to the tree: take them out again, so that nothing adds up.
        before = [(element, element._children.copy()) for element in _walk(self)]
        try:
            for child in list(self._children.values()):
                child.render(**kwargs)
            for name, child in list(self.header._children.items()):
                if isinstance(child, (JavascriptLink, CssLink)):
                    self._localise(name, child)
            skeleton = _steady_ids(self._template.render(this=self, kwargs=kwargs), self)
        finally:
            for element, children in before:
                element._children = children
        return self._filled(_ZOOM_LOCK.sub("", skeleton))

    def _localise(self, name: str, link: JavascriptLink | CssLink) -> None:
        if name in _INLINE:
            self.header.add_child(_Placeholder(name.replace("_", "-")), name=name)
        elif name in _DROPPED:
            del self.header._children[name]
        else:
            raise OptionError(
                f"a layer of this map loads {link.url!r} from the network; "
                "only folium's layers without files of their own can be added to it"
            )

    def _filled(self, skeleton: str) -> str:
        foreign = self._has_foreign()
        parts = {
            "leaflet": f"<script>{bundle.leaflet_script()}</script>",
            "leaflet-css": f"<style>{bundle.leaflet_style()}</style>",
            "style": f"<style>{bundle.app_style()}</style>",
            "app": f"<script>{bundle.app_script()}</script>",
            "foreign": f"<script>{bundle.foreign_script()}</script>" if foreign else "",
            "title": f"<title>{html.escape(_printable(self.page_title))}</title>",
            "data": _data_blocks(self.data),
        }
        parts["policy"] = _policy(
            [skeleton, *(v for k, v in parts.items() if k != "data")], foreign
        )
        return _PLACEHOLDER.sub(lambda match: parts[match[1]], skeleton)

    def _has_foreign(self) -> bool:
        """Whether somebody added folium layers besides ours."""
        return any(getattr(child, "has_foreign_layers", False) for child in self._children.values())


def _policy(sources: list[str], foreign: bool) -> str:
    """The content security policy: only the scripts and styles that stand in the page."""
    digests: dict[str, list[str]] = {"script": [], "style": []}
    for source in sources:
        for kind, text in _BLOCK.findall(source):
            digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
            digests[kind].append(f"'sha256-{digest}'")
    images = " ".join(("data:", *TILE_HOSTS, *(["https:"] if foreign else [])))
    rules = [
        "default-src 'none'",
        f"script-src {' '.join(digests['script'])}",
        f"style-src {' '.join(digests['style'])}",
        f"img-src {images}",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    if foreign:
        # folium's popups carry their size in a style attribute.
        rules.insert(3, "style-src-attr 'unsafe-inline'")
    return f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(rules)}">'


def _printable(text: str) -> str:
    """Without lone surrogates, which no file can hold, and without control characters."""
    return "".join(
        "\ufffd" if 0xD800 <= ord(char) <= 0xDFFF else " " if ord(char) < 32 else char
        for char in text
    )


def _steady_ids(text: str, figure: Figure) -> str:
    """The text with folium's random ids replaced by numbers in order of appearance."""
    known = {element._id for element in _walk(figure)}
    found: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        name = match[0]
        if name not in known:
            return name
        return found.setdefault(name, f"{len(found):032x}")

    return re.sub(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])", number, text)


def _walk(element: Element) -> Iterator[Element]:
    yield element
    nested = [getattr(element, name, None) for name in ("header", "html", "script")]
    children = list(element._children.values()) + [e for e in nested if isinstance(e, Element)]
    for child in children:
        yield from _walk(child)
