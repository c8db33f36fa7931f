"""A small JSON Schema validator: the keywords that our schema uses, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}
KNOWN = {
    "$schema", "$defs", "$ref", "title", "description", "type", "required", "properties", "items",
    "enum", "anyOf", "pattern", "minLength", "minimum", "maximum",
}  # fmt: skip


def errors(value: Any, schema: Any, root: Any, path: str = "$") -> Iterator[str]:
    """Every way in which the value breaks the schema; a key that it does not describe is one."""
    assert set(schema) <= KNOWN, f"unknown keyword at {path}: {set(schema) - KNOWN}"
    if "$ref" in schema:
        yield from errors(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, path)
        return
    if "anyOf" in schema:
        tried = [list(errors(value, option, root, path)) for option in schema["anyOf"]]
        if all(tried):
            yield from min(tried, key=len)
        return
    names = schema.get("type", [])
    names = [names] if isinstance(names, str) else names
    if names and not any(_is(value, name) for name in names):
        yield f"{path}: {value!r:.60} is no {' or '.join(names)}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r} is not one of the values"
    if isinstance(value, str):
        if not re.search(schema.get("pattern", ""), value):
            yield f"{path}: {value!r:.60} does not match"
        if len(value) < schema.get("minLength", 0):
            yield f"{path}: too short"
    if isinstance(value, int | float) and not (
        schema.get("minimum", value) <= value <= schema.get("maximum", value)
    ):
        yield f"{path}: {value} out of range"
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from errors(item, schema.get("items", {}), root, f"{path}[{number}]")
    if isinstance(value, dict):
        described = schema.get("properties", {})
        yield from (
            f"{path}.{key}: missing" for key in schema.get("required", ()) if key not in value
        )
        for key, item in value.items():
            if key not in described:
                yield f"{path}.{key}: not described"
            else:
                yield from errors(item, described[key], root, f"{path}.{key}")


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, _TYPES[name])
