"""Reading one JSON object's fields, with an error that says where and what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mapper.errors import SourceError

__all__ = ["Row"]


@dataclass(frozen=True, slots=True)
class Row:
    """A JSON object of a corpus file, and where it stands (``file.jsonl:12``)."""

    where: str
    data: Mapping[str, Any]

    def bad(self, what: str) -> SourceError:
        """Make the error to raise when something in this row is wrong."""
        return SourceError(f"{self.where}: {what}")

    def has(self, key: str) -> bool:
        """Whether the row has the field, whatever it holds."""
        return key in self.data

    def text(self, key: str, default: str | None = "") -> str:
        """Get a string; `default` where absent or null (None: it must be there)."""
        value = self.data.get(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str):
            raise self.bad(f"{key!r} should be a string")
        return value

    def number(self, key: str) -> float | None:
        """Get a number; None where absent or null."""
        value = self.data.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.bad(f"{key!r} should be a number")
        return float(value)

    def whole(self, key: str) -> int:
        """Get a whole number that must be there."""
        value = self.number(key)
        if value is None or value != int(value):
            raise self.bad(f"{key!r} should be a whole number")
        return int(value)

    def count(self, key: str) -> int | None:
        """Get a whole number; None where absent or null."""
        return None if self.data.get(key) is None else self.whole(key)

    def flag(self, key: str) -> bool | None:
        """Get true or false; None where absent or null."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.bad(f"{key!r} should be true or false")
        return value

    def point(self) -> tuple[float | None, float | None]:
        """Get ``lat`` and ``lon``, both or neither, within their bounds."""
        lat, lon = self.number("lat"), self.number("lon")
        if lat is None or lon is None:
            return None, None
        if abs(lat) > 90 or abs(lon) > 180:
            raise self.bad(f"no such point on Earth: {lat}, {lon}")
        return lat, lon

    def span(self, start: str = "start", end: str = "end") -> tuple[int, int]:
        """Get two offsets, the first below the second."""
        first, last = self.whole(start), self.whole(end)
        if not 0 <= first < last:
            raise self.bad(f"{start!r} and {end!r} should be offsets, the first below the second")
        return first, last

    def rows(self, key: str) -> list[Row]:
        """Get a list of objects; empty where absent or null."""
        value = self.data.get(key) or []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.bad(f"{key!r} should be a list of objects")
        return [Row(f"{self.where}, {key}[{index}]", item) for index, item in enumerate(value)]

    def texts(self, key: str) -> tuple[str, ...]:
        """Get a list of strings, or one string; empty where absent or null."""
        value = self.data.get(key) or []
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.bad(f"{key!r} should be a list of strings")
        return tuple(value)
