"""The scripts and styles of the page: Leaflet out of its Python package, and our own."""

from __future__ import annotations

import base64
import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

from mapper.errors import DataError

__all__ = ["app_script", "app_style", "foreign_script", "leaflet_script", "leaflet_style"]

_SCRIPTS = (
    "core", "unpack", "data", "symbols", "ground", "names", "cite", "told", "placing", "popup",
    "crowd", "canvas", "pins", "places", "labels", "mapview", "list", "filters", "download",
    "panel", "timeline", "article", "permalink", "keys", "report", "main",
)  # fmt: skip
"""In this order: each uses only what stands before it, or is called later."""

_IMAGES = {
    "iconUrl": "marker-icon.png",
    "iconRetinaUrl": "marker-icon-2x.png",
    "shadowUrl": "marker-shadow.png",
}


def _leaflet_folder() -> Path:
    from xstatic.pkg import leaflet

    return Path(leaflet.BASE_DIR)


def _leaflet(name: str) -> bytes:
    path = _leaflet_folder() / name
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(
            f"Leaflet is not complete: {name}; install xstatic-leaflet again"
        ) from error


def _image(name: str) -> str:
    return "data:image/png;base64," + base64.b64encode(_leaflet(f"images/{name}")).decode("ascii")


def _own(name: str) -> str:
    resource = files("mapper.render") / "assets" / name
    try:
        return resource.read_text(encoding="utf-8")
    except OSError as error:
        raise DataError(f"a part of the page is missing: {name}") from error


def _lines(text: str) -> str:
    """One kind of line end, as browsers see it when they check a digest."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@cache
def leaflet_script() -> str:
    """Leaflet's code without its link to a source map."""
    text = _lines(_leaflet("leaflet.js").decode("utf-8"))
    return re.sub(r"\n?//# sourceMappingURL=.*", "", text).replace("</script", r"<\/script")


@cache
def leaflet_style() -> str:
    """Leaflet's style sheet with its pictures inside."""

    def inside(match: re.Match[str]) -> str:
        name = match[1].strip("\"'")
        # What starts with # is a relic of Internet Explorer.
        return "url(data:,)" if name.startswith("#") else f"url({_image(Path(name).name)})"

    text = _lines(_leaflet("leaflet.css").decode("utf-8"))
    return re.sub(r"url\(([^)]+)\)", inside, text)


@cache
def app_script() -> str:
    """Our scripts, closed in one function; only the entry is visible outside."""
    parts = "\n".join(_own(f"{name}.js").replace('"use strict";\n', "", 1) for name in _SCRIPTS)
    return f'var IM = (function () {{\n"use strict";\n{parts}\nreturn IM;\n}})();\n'


@cache
def app_style() -> str:
    """Our style sheets: the page, many incidents, and how it looks on paper."""
    return _own("app.css") + _own("crowd.css") + _own("paper.css")


@cache
def foreign_script() -> str:
    """What folium's own markers and popups need; only added where a map has some."""
    images = json.dumps({key: _image(name) for key, name in _IMAGES.items()})
    return _own("folium.js").replace("/*IMAGES*/ null", images)
