"""JSON that nothing on its way to the reader can mistake for code.

The text of an article is hostile: it may hold markup, scripts, template code or broken
characters. What leaves this module holds no ``<`` (HTML), no ``{{``, ``{%`` or ``{#`` (Jinja,
which folium runs over every string), no line separators that old scripts choke on, and no
lone surrogate (which no file can be written with).
"""

from __future__ import annotations

import json
import re

__all__ = ["inert_json"]

_HOSTILE = re.compile("[<>&\\u2028\\u2029\\x7f-\\x9f\\ufeff\\ud800-\\udfff]|\\{(?=[{%#])")


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def inert_json(value: object) -> str:
    """The value as JSON with every hostile character escaped by its number.

    A brace that opens an object is always followed by a quote or a closing brace, so one
    followed by ``{``, ``%`` or ``#`` stands inside a text and may be escaped.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _HOSTILE.sub(_escaped, text)
